//! Takes a run over a table of statements back: what it stated is retracted, and what it retracted is stated again.

use entities::import_run;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IdenStatic, Iterable, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Cond, Condition, Expr, Order, Query, SelectStatement},
};

use crate::{
    error::Error,
    load::{
        Became, Change, Diff, Load, Loaded,
        queries::insert_from,
        revert::Lost,
        statements::{Statement, StatementTable},
    },
};

impl Load<'_> {
    /// Takes a run over a table of statements back. A statement that another dataset makes by now stays the other's:
    /// it is counted as rejected, and as lost if it is one of the file that is in force again.
    pub(super) async fn take_statements_back<E: StatementTable>(
        &self,
        run: &import_run::Model,
        file: Option<i64>,
    ) -> Result<(Loaded, Lost), Error> {
        let retract = Query::update()
            .table(E::default())
            .value("retracted_at", self.now)
            .and_where(column::<E>("import_run_id").eq(run.id))
            .and_where(column::<E>("retracted_at").is_null())
            .to_owned();
        self.txn.execute(&retract).await?;
        let gone = Cond::all()
            .add(column::<E>("retracted_at").eq(run.recorded_at))
            .add(column::<E>("import_run_id").in_subquery(self.own_runs_query()));
        let in_force = keys::<E>(column::<E>("retracted_at").is_null());
        let taken = gone.clone().add(column::<E>("natural_key").in_subquery(in_force.clone()));
        let rejected = E::find().filter(taken.clone()).count(self.txn).await?;
        let of_file = import_run_ids_of(file);
        let lost =
            E::find().filter(taken.add(column::<E>("import_run_id").in_subquery(of_file))).count(self.txn);
        // Of rows that stated the same only one was stored.
        let lost = Lost { facts: lost.await?, duplicates: 0 };
        let again = Query::select()
            .from(E::default())
            .cond_where(gone.add(column::<E>("natural_key").not_in_subquery(in_force)))
            .order_by((E::default(), "id"), Order::Asc)
            .to_owned();
        let columns = E::Column::iter().filter_map(|column| match column.as_str() {
            "id" | "retracted_at" => None,
            "recorded_at" => Some((column, Expr::val(self.now))),
            name => Some((column, self::column::<E>(name))),
        });
        self.txn.execute(&insert_from(E::default(), columns, again)?).await?;
        let mut loaded = Loaded { rejected, ..Loaded::default() };
        self.tell_taken_back::<E>(&mut loaded).await?;
        Ok((loaded, lost))
    }

    /// Compares what was retracted just now with what was recorded just now.
    async fn tell_taken_back<E: StatementTable>(&self, loaded: &mut Loaded) -> Result<(), Error> {
        let (old, new) = (column::<E>("retracted_at").eq(self.now), column::<E>("recorded_at").eq(self.now));
        let key = || column::<E>("natural_key");
        let both = |one: &Expr, other: &Expr| {
            Cond::all().add(one.clone()).add(key().in_subquery(keys::<E>(other.clone())))
        };
        let alone = |one: &Expr, other: &Expr| {
            Cond::all().add(one.clone()).add(key().not_in_subquery(keys::<E>(other.clone())))
        };
        loaded.diff = Diff {
            added: E::find().filter(alone(&new, &old)).count(self.txn).await?,
            changed: E::find().filter(both(&old, &new)).count(self.txn).await?,
            removed: E::find().filter(alone(&old, &new)).count(self.txn).await?,
            ..Diff::default()
        };
        // Both are in the order of their keys, and their keys are the same.
        let (before, after) =
            (self.first::<E>(both(&old, &new)).await?, self.first::<E>(both(&new, &old)).await?);
        let changed = before
            .iter()
            .zip(&after)
            .map(|(old, new)| Change::between(old.natural_key().to_owned(), old, &new.recorded_like(old)));
        loaded.changes.extend(changed, self.max_issues);
        for (became, rows) in [(Became::Removed, alone(&old, &new)), (Became::Added, alone(&new, &old))] {
            let rows = self.first::<E>(rows).await?;
            let changes =
                rows.iter().map(|row| Change::new(became, &E::default(), row.natural_key().to_owned()));
            loaded.changes.extend(changes, self.max_issues);
        }
        Ok(())
    }

    /// Rows in the order of their keys, as many as are told.
    async fn first<E: StatementTable>(&self, which: Condition) -> Result<Vec<E::Model>, Error> {
        let rows = E::find().filter(which).order_by_asc(column::<E>("natural_key"));
        Ok(rows.limit(self.max_issues as u64).all(self.txn).await?)
    }
}

/// The runs over a file.
fn import_run_ids_of(file: Option<i64>) -> SelectStatement {
    Query::select()
        .column(import_run::Column::Id)
        .from(import_run::Entity)
        .and_where(import_run::Column::SourceId.eq(file))
        .to_owned()
}

/// A column that all tables of statements have.
fn column<E: EntityTrait>(name: &'static str) -> Expr {
    Expr::col((E::default(), name))
}

fn keys<E: EntityTrait>(which: Expr) -> SelectStatement {
    Query::select().from(E::default()).expr(column::<E>("natural_key")).and_where(which).to_owned()
}
