//! Takes a run over a table of statements back: what it stated is retracted, and what it retracted is stated again.

use entities::import_run;
use sea_orm::{
    ConnectionTrait, EntityTrait, ExprTrait, IdenStatic, Iterable,
    sea_query::{Expr, Order, Query, SelectStatement},
};

use crate::{
    error::Error,
    load::{Diff, Load, Loaded, queries::insert_from},
};

impl Load<'_> {
    /// Takes a run over a table of statements back. A statement that another dataset makes by now stays the other's:
    /// it is counted as rejected.
    pub(super) async fn take_statements_back<E>(&self, run: &import_run::Model) -> Result<Loaded, Error>
    where
        E: EntityTrait,
    {
        let table = Table::<E>::default();
        let retract = Query::update()
            .table(E::default())
            .value("retracted_at", self.now)
            .and_where(table.column("import_run_id").eq(run.id))
            .and_where(table.column("retracted_at").is_null())
            .to_owned();
        let retracted = self.txn.execute(&retract).await?.rows_affected();
        let gone = table
            .rows()
            .and_where(table.column("retracted_at").eq(run.started_at))
            .and_where(table.column("import_run_id").in_subquery(self.own_runs_query()))
            .to_owned();
        let in_force = table.keys().and_where(table.column("retracted_at").is_null()).to_owned();
        let taken =
            gone.clone().and_where(table.column("natural_key").in_subquery(in_force.clone())).to_owned();
        let rejected = self.count_rows(taken).await?;
        let again = gone
            .clone()
            .and_where(table.column("natural_key").not_in_subquery(in_force))
            .order_by((E::default(), "id"), Order::Asc)
            .to_owned();
        let columns = E::Column::iter().filter_map(|column| match column.as_str() {
            "id" | "retracted_at" => None,
            "recorded_at" => Some((column, Expr::val(self.now))),
            name => Some((column, table.column(name))),
        });
        let restored = self.txn.execute(&insert_from(E::default(), columns, again)?).await?.rows_affected();
        let both = table
            .rows()
            .and_where(table.column("retracted_at").eq(self.now))
            .and_where(
                table
                    .column("natural_key")
                    .in_subquery(table.keys().and_where(table.column("recorded_at").eq(self.now)).to_owned()),
            )
            .to_owned();
        let changed = self.count_rows(both).await?;
        let diff =
            Diff { added: restored - changed, changed, removed: retracted - changed, ..Diff::default() };
        Ok(Loaded { rejected, diff, ..Loaded::default() })
    }

    async fn count_rows(&self, mut rows: SelectStatement) -> Result<u64, Error> {
        let row = self.txn.query_one(rows.expr(Expr::col("id").count())).await?;
        let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

/// A table of statements, whose columns are the same whatever it states.
#[derive(Default)]
struct Table<E>(E);

impl<E: EntityTrait> Table<E> {
    fn column(&self, name: &'static str) -> Expr {
        Expr::col((self.0, name))
    }

    fn rows(&self) -> SelectStatement {
        Query::select().from(self.0).to_owned()
    }

    fn keys(&self) -> SelectStatement {
        self.rows().column("natural_key").to_owned()
    }
}
