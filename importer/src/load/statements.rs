//! What all tables of statements have in common: rows in force are unique by natural key, versions are never
//! overwritten, and a newer file of a dataset retracts what it no longer states.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use entities::{ccg_area, ccg_identity, import_run, published_figure, scope_rule, succession};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QuerySelect, Select, sea_query::Expr,
};

use super::{BATCH, Became, Change, Load, Loaded, bulk::Bulk, changes::altered, otherwise::Otherwise};
use crate::{
    error::Error,
    issue::{Issue, IssueCode},
    recognise::distinctive,
    transform::Place,
};

/// A row of a table of statements.
pub(super) trait Statement: Clone + PartialEq {
    fn natural_key(&self) -> &str;
    fn import_run_id(&self) -> i64;
    fn id(&self) -> i64;
    /// The same statement with the bookkeeping of another row, so that the two can be compared.
    fn recorded_like(&self, other: &Self) -> Self;
    /// Whether another dataset's statement says the same, though it may say more or less of it.
    fn agrees_with(&self, other: &Self) -> bool {
        self.recorded_like(other) == *other
    }
}

macro_rules! statement {
    ($($module:ident $(keeping $kept:ident)? $(agreeing by $agrees:ident)?),+ $(,)?) => { $(
        impl Statement for $module::Model {
            fn natural_key(&self) -> &str {
                &self.natural_key
            }
            fn import_run_id(&self) -> i64 {
                self.import_run_id
            }
            fn id(&self) -> i64 {
                self.id
            }
            fn recorded_like(&self, other: &Self) -> Self {
                Self {
                    id: other.id,
                    import_run_id: other.import_run_id,
                    recorded_at: other.recorded_at,
                    retracted_at: other.retracted_at,
                    $($kept: other.$kept,)?
                    ..self.clone()
                }
            }
            $(fn agrees_with(&self, other: &Self) -> bool {
                $agrees(self, other)
            })?
        }
    )+ };
}

// `valid_to` follows from the neighbouring rows and is kept apart from what a list states.
statement!(
    ccg_identity keeping valid_to agreeing by same_identity,
    ccg_area,
    succession,
    scope_rule,
    published_figure,
);

/// Lists of the same day spell a name in their own ways, and not all give the ONS code.
fn same_identity(said: &ccg_identity::Model, stored: &ccg_identity::Model) -> bool {
    let same_code =
        said.ons_code.as_ref().zip(stored.ons_code.as_ref()).is_none_or(|(said, stored)| said == stored);
    same_code && distinctive(&said.name) == distinctive(&stored.name)
}

/// The bounds that the database library asks of a table of statements.
pub(super) trait StatementTable:
    EntityTrait<
        Model: Statement + ModelTrait<Entity = Self> + IntoActiveModel<Self::ActiveModel> + Send + Sync,
        ActiveModel: Send,
    >
{
}

impl<E> StatementTable for E
where
    E: EntityTrait,
    E::Model: Statement + ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel> + Send + Sync,
    E::ActiveModel: Send,
{
}

/// The rows in force of a table, by natural key, and the runs of the dataset that is being loaded.
struct InForce<M> {
    rows: HashMap<String, M>,
    own: HashSet<i64>,
}

/// What a statement is beside what is in force.
enum Beside<'a, M> {
    New,
    Same,
    /// It corrects this row, which an older file of the dataset gave.
    Corrects(&'a M),
    /// Another dataset says otherwise: this.
    Contradicts(&'a M),
}

impl<M: Statement> InForce<M> {
    fn beside(&self, statement: &M) -> Beside<'_, M> {
        match self.rows.get(statement.natural_key()) {
            None => Beside::New,
            Some(row) if statement.recorded_like(row) == *row => Beside::Same,
            Some(row) if self.own.contains(&row.import_run_id()) => Beside::Corrects(row),
            Some(row) if statement.agrees_with(row) => Beside::Same,
            Some(row) => Beside::Contradicts(row),
        }
    }

    /// Rows that only older files of the dataset gave and that this one does not mention, in the order of their keys.
    fn gone(&self, mentioned: &HashSet<String>, may_go: impl Fn(&M) -> bool) -> Vec<&M> {
        let gone = self.rows.values().filter(|row| {
            self.own.contains(&row.import_run_id()) && !mentioned.contains(row.natural_key()) && may_go(row)
        });
        let mut gone: Vec<&M> = gone.collect();
        gone.sort_unstable_by_key(|row| row.natural_key());
        gone
    }
}

impl Load<'_> {
    /// Makes the rows in force say what the file says, and no longer what only its predecessor said, so far as
    /// these `may_go`. What the file mentions and contradicts itself about stays as it was.
    pub(super) async fn state<E: StatementTable>(
        &self,
        statements: Vec<(&Place, E::Model)>,
        may_go: impl Fn(&E::Model) -> bool,
    ) -> Result<Loaded, Error> {
        let mentioned = statements.iter().map(|(_, row)| row.natural_key().to_owned()).collect();
        let (statements, mut loaded) = distinct(statements, |row| row.natural_key().to_owned());
        let in_force = self.in_force::<E>().await?;
        let table = E::default();
        let gone = in_force.gone(&mentioned, may_go);
        let became = if self.replace { Became::Removed } else { Became::Absent };
        let mut changes: Vec<Change> =
            gone.iter().map(|row| Change::new(became, &table, row.natural_key().to_owned())).collect();
        let mut retracted = Vec::new();
        if self.replace {
            loaded.diff.removed = gone.len() as u64;
            retracted.extend(gone.into_iter().map(Statement::id));
        } else {
            loaded.diff.absent = gone.len() as u64;
        }
        let (mut added, mut contradicted) = (Vec::new(), Vec::new());
        for (place, statement) in statements {
            match in_force.beside(&statement) {
                Beside::Same => loaded.diff.unchanged += 1,
                Beside::Contradicts(old) => contradicted.push((place, otherwise(old, &statement))),
                Beside::New => {
                    loaded.diff.added += 1;
                    changes.push(Change::new(Became::Added, &table, statement.natural_key().to_owned()));
                    added.push(statement);
                }
                Beside::Corrects(old) => {
                    loaded.diff.changed += 1;
                    let new = statement.recorded_like(old);
                    changes.push(Change::between(old.natural_key().to_owned(), old, &new));
                    retracted.push(old.id());
                    added.push(statement);
                }
            }
        }
        self.reject_contradicted(contradicted, &mut loaded).await?;
        loaded.changes.extend(changes, self.max_issues);
        self.retract::<E>("id", &retracted).await?;
        self.insert::<E>(added).await?;
        Ok(loaded)
    }

    /// Which of these statements another dataset contradicts, and how.
    pub(super) async fn contradicted<'a, E: StatementTable>(
        &self,
        statements: &[(&'a Place, E::Model)],
    ) -> Result<Vec<(&'a Place, Otherwise)>, Error> {
        let in_force = self.in_force::<E>().await?;
        let contradicted = statements.iter().filter_map(|(place, row)| match in_force.beside(row) {
            Beside::Contradicts(old) => Some((*place, otherwise(old, row))),
            _ => None,
        });
        Ok(contradicted.collect())
    }

    async fn in_force<E: StatementTable>(&self) -> Result<InForce<E::Model>, Error> {
        let rows = in_force::<E>().all(self.txn).await?;
        let rows = rows.into_iter().map(|row| (row.natural_key().to_owned(), row)).collect();
        Ok(InForce { rows, own: self.own_runs().await? })
    }

    /// The runs of the same dataset, this one included.
    pub(super) async fn own_runs(&self) -> Result<HashSet<i64>, Error> {
        let ids: Vec<i64> = import_run::Entity::find()
            .select_only()
            .column(import_run::Column::Id)
            .filter(import_run::Column::Dataset.eq(self.dataset))
            .into_tuple()
            .all(self.txn)
            .await?;
        Ok(ids.into_iter().collect())
    }

    /// Ends the life of rows, which stay for questions about the past.
    pub(super) async fn retract<E: EntityTrait>(
        &self,
        column: &'static str,
        ids: &[i64],
    ) -> Result<(), Error> {
        for batch in ids.chunks(BATCH) {
            E::update_many()
                .col_expr("retracted_at", Expr::value(self.now))
                .filter(Expr::col(column).is_in(batch.iter().copied()))
                .filter(Expr::col("retracted_at").is_null())
                .exec(self.txn)
                .await?;
        }
        Ok(())
    }

    /// Inserts rows; their row numbers are left to the database.
    pub(super) async fn insert<E>(
        &self,
        rows: impl IntoIterator<Item = E::Model, IntoIter: Send>,
    ) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let mut bulk = Bulk::<E>::new(self.txn.get_database_backend());
        for row in rows {
            bulk.push(row, self.txn).await?;
        }
        bulk.finish(self.txn).await
    }
}

/// The rows of a table that have not been retracted.
pub(super) fn in_force<E: EntityTrait>() -> Select<E> {
    E::find().filter(Expr::col((E::default(), "retracted_at")).is_null())
}

/// One statement for each natural key. Of those that say otherwise about the same thing none is taken: the last
/// row of a file is not the truest.
pub(super) fn distinct<M: PartialEq, K: Eq + Hash>(
    statements: Vec<(&Place, M)>,
    key: impl Fn(&M) -> K,
) -> (Vec<(&Place, M)>, Loaded) {
    let mut loaded = Loaded::default();
    let mut groups: HashMap<K, usize> = HashMap::new();
    let mut grouped: Vec<Vec<(&Place, M)>> = Vec::new();
    for (place, statement) in statements {
        let group = *groups.entry(key(&statement)).or_insert(grouped.len());
        if group == grouped.len() {
            grouped.push(Vec::new());
        }
        grouped[group].push((place, statement));
    }
    let mut kept = Vec::with_capacity(grouped.len());
    for group in grouped {
        let mut group = group.into_iter();
        let Some(first) = group.next() else { continue };
        let rest: Vec<(&Place, M)> = group.collect();
        if rest.iter().all(|(_, statement)| *statement == first.1) {
            loaded.facts += 1;
            loaded.duplicates += rest.len() as u64;
            loaded.issues.extend(rest.iter().map(|(place, _)| duplicate(place)));
            kept.push(first);
        } else {
            for (place, _) in std::iter::once(&first).chain(&rest) {
                loaded.rejected += 1;
                loaded.issues.push(contradiction(place, "another row of this file says otherwise"));
            }
        }
    }
    (kept, loaded)
}

/// How a row in force differs from what a file states in its place.
fn otherwise<M: Statement + ModelTrait>(old: &M, statement: &M) -> Otherwise {
    Otherwise { import_run_id: old.import_run_id(), columns: altered(old, &statement.recorded_like(old)) }
}

pub(super) fn contradiction(place: &Place, message: &str) -> Issue {
    place.row_issue(IssueCode::DuplicateConflict, message.to_owned())
}

pub(super) fn duplicate(place: &Place) -> Issue {
    place.row_issue(
        IssueCode::DuplicateIdentical,
        "another row of this file states the same; counted once".to_owned(),
    )
}
