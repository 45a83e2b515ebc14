//! Fetches what is stored about one CCG.

use std::collections::{HashMap, HashSet};

use entities::{
    adoption, ccg, ccg_identity, commissioning_model, domain::RunStatus, evidence, import_issue, import_run,
    source, succession, wave,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Query,
};

use crate::error::Error;

/// How many problems that may be about a CCG are looked at, the newest first.
const PROBLEMS_LOOKED_AT: u64 = 1000;

/// What is stored about one CCG.
pub(super) struct Known {
    pub(super) ccg: ccg::Model,
    /// All names that it ever bore.
    pub(super) names: HashSet<String>,
    /// The facts in force, by natural key, each with its evidence in force.
    pub(super) facts: Vec<(adoption::Model, Vec<evidence::Model>)>,
    /// Versions of facts that were retracted.
    pub(super) retracted: Vec<adoption::Model>,
    pub(super) predecessors: Vec<(succession::Model, ccg::Model)>,
    pub(super) successors: Vec<(succession::Model, ccg::Model)>,
    pub(super) problems: Vec<import_issue::Model>,
    pub(super) models: HashMap<i64, commissioning_model::Model>,
    pub(super) waves: HashMap<i64, wave::Model>,
    pub(super) sources: HashMap<i64, source::Model>,
    pub(super) runs: HashMap<i64, import_run::Model>,
}

pub(super) async fn about<C: ConnectionTrait>(db: &C, ccg: ccg::Model) -> Result<Known, Error> {
    let mut versions = adoption::Entity::find()
        .filter(adoption::Column::CcgId.eq(ccg.id))
        .order_by_asc(adoption::Column::Id)
        .all(db)
        .await?;
    // Not by the database, whose order of texts depends on its locale.
    versions.sort_by(|a, b| a.natural_key.cmp(&b.natural_key));
    let (facts, retracted): (Vec<_>, Vec<_>) =
        versions.into_iter().partition(|fact| fact.retracted_at.is_none());
    let evidence = evidence_for(db, &facts).await?;
    let names = names(db, &ccg).await?;
    let problems = problems(db, &ccg, &names, &evidence).await?;
    let cited = evidence.iter().flat_map(|row| [Some(row.source_id), row.cited_source_id]).flatten();
    let runs = evidence.iter().map(|row| row.import_run_id);
    let runs = runs.chain(problems.iter().map(|problem| problem.import_run_id));
    let (predecessors, successors) = neighbours(db, ccg.id).await?;
    Ok(Known {
        models: by_id(commissioning_model::Entity::find().all(db).await?, |row| row.id),
        waves: by_id(wave::Entity::find().all(db).await?, |row| row.id),
        sources: by_id(
            source::Entity::find().filter(source::Column::Id.is_in(cited)).all(db).await?,
            |row| row.id,
        ),
        runs: by_id(
            import_run::Entity::find().filter(import_run::Column::Id.is_in(runs)).all(db).await?,
            |row| row.id,
        ),
        facts: with_evidence(facts, evidence),
        ccg,
        names,
        retracted,
        predecessors,
        successors,
        problems,
    })
}

fn by_id<M>(rows: Vec<M>, id: impl Fn(&M) -> i64) -> HashMap<i64, M> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

async fn evidence_for<C: ConnectionTrait>(
    db: &C,
    facts: &[adoption::Model],
) -> Result<Vec<evidence::Model>, Error> {
    Ok(evidence::Entity::find()
        .filter(evidence::Column::AdoptionId.is_in(facts.iter().map(|fact| fact.id)))
        .filter(evidence::Column::RetractedAt.is_null())
        .order_by_asc(evidence::Column::Id)
        .all(db)
        .await?)
}

fn with_evidence(
    facts: Vec<adoption::Model>,
    evidence: Vec<evidence::Model>,
) -> Vec<(adoption::Model, Vec<evidence::Model>)> {
    let mut by_fact: HashMap<i64, Vec<evidence::Model>> = HashMap::new();
    for row in evidence {
        by_fact.entry(row.adoption_id).or_default().push(row);
    }
    let of = |fact: adoption::Model| {
        let evidence = by_fact.remove(&fact.id).unwrap_or_default();
        (fact, evidence)
    };
    facts.into_iter().map(of).collect()
}

async fn names<C: ConnectionTrait>(db: &C, ccg: &ccg::Model) -> Result<HashSet<String>, Error> {
    let listed: Vec<String> = ccg_identity::Entity::find()
        .select_only()
        .column(ccg_identity::Column::Name)
        .filter(ccg_identity::Column::CcgId.eq(ccg.id))
        .into_tuple()
        .all(db)
        .await?;
    Ok(listed.into_iter().chain([ccg.name.clone()]).collect())
}

type Neighbours = Vec<(succession::Model, ccg::Model)>;

async fn neighbours<C: ConnectionTrait>(db: &C, id: i64) -> Result<(Neighbours, Neighbours), Error> {
    let rows = succession::Entity::find()
        .filter(
            Condition::any()
                .add(succession::Column::PredecessorId.eq(id))
                .add(succession::Column::SuccessorId.eq(id)),
        )
        .filter(succession::Column::RetractedAt.is_null())
        .order_by_asc(succession::Column::NaturalKey)
        .all(db)
        .await?;
    let ids = rows.iter().flat_map(|row| [row.predecessor_id, row.successor_id]);
    let ccgs = by_id(ccg::Entity::find().filter(ccg::Column::Id.is_in(ids)).all(db).await?, |row| row.id);
    let (before, after): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.successor_id == id);
    let with = |rows: Vec<succession::Model>, id: fn(&succession::Model) -> i64| {
        rows.into_iter().filter_map(|row| Some((row.clone(), ccgs.get(&id(&row))?.clone()))).collect()
    };
    Ok((with(before, |row| row.predecessor_id), with(after, |row| row.successor_id)))
}

/// Problems that may be about the CCG: those whose text has its code or a name of it, and those of the very cells that
/// its evidence stands in. The caller looks closer.
async fn problems<C: ConnectionTrait>(
    db: &C,
    ccg: &ccg::Model,
    names: &HashSet<String>,
    evidence: &[evidence::Model],
) -> Result<Vec<import_issue::Model>, Error> {
    let texts = names.iter().map(String::as_str).chain([ccg.ods_code.as_str()]);
    let mut about = texts.fold(Condition::any(), |about, text| {
        about.add(import_issue::Column::Raw.contains(text)).add(import_issue::Column::Message.contains(text))
    });
    for row in evidence {
        let cells = row.cells.0.iter().filter_map(|cell| cell.address.as_deref());
        about = about.add(
            Condition::all()
                .add(import_issue::Column::ImportRunId.eq(row.import_run_id))
                .add(import_issue::Column::Sheet.eq(row.sheet.as_str()))
                .add(import_issue::Column::Cell.is_in(cells)),
        );
    }
    // What was wrong with a file that was taken back matters no more.
    let taken_back = Query::select()
        .column(import_run::Column::Id)
        .from(import_run::Entity)
        .and_where(import_run::Column::Status.eq(RunStatus::Reverted))
        .to_owned();
    Ok(import_issue::Entity::find()
        .filter(about)
        .filter(import_issue::Column::ImportRunId.not_in_subquery(taken_back))
        .order_by_desc(import_issue::Column::Id)
        .limit(PROBLEMS_LOOKED_AT)
        .all(db)
        .await?)
}
