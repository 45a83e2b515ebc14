//! A database with a few facts, and a way to ask the schema over it.

use std::{
    mem,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard},
};

use api::{
    config::Serving,
    database::{self, Databases},
    http::routes,
    reader::Reader,
    rendering::text,
    schema::{self, Schema},
};
use async_graphql::{Request, Response};
use bytes::Bytes;
use entities::{
    adoption, area, ccg, ccg_area, ccg_identity,
    domain::{
        AreaKind, Basis, Confidence, DatasetKind, FinancialYear, MatchMethod, OdsCode, OnsCode,
        PositionStatus, RunStatus, SourceKind, Stage,
    },
    evidence, import_run, position, published_figure, source, succession, wave,
};
use migrations::{Migrator, MigratorTrait};
use poem::Endpoint;
use sea_orm::{
    ActiveModelTrait, ConnectOptions, Database, DatabaseConnection, EntityTrait, IntoActiveModel,
    prelude::{Date, DateTimeUtc},
    sea_query::SqliteQueryBuilder,
};
use serde_json::Value;
use tempfile::TempDir;

/// A schema over a database that lives as long as this does.
pub(crate) struct Service {
    pub(crate) schema: Schema,
    pub(crate) reader: Reader,
    pub(crate) database: DatabaseConnection,
    /// Those that were run, as SQLite understands them.
    ran: Arc<Mutex<Vec<String>>>,
    directory: TempDir,
}

impl Service {
    /// Over as many CCGs, `00A`, `01A` and so on. Every one has a region, an identity, two adoptions and an
    /// evidence for each; every second one is in London, every other one in the North.
    pub(crate) async fn with_ccgs(ccgs: usize) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let database = connect(&directory).await;
        Migrator::up(&database, None).await.expect("the schema");
        fill(&database, ccgs).await;
        let databases = Databases::at(url(&directory));
        let reader = database::open(&databases, &Serving::default()).await.expect("a reader");
        let ran = Arc::<Mutex<Vec<String>>>::default();
        let seen = ran.clone();
        reader.observe(move |select| {
            seen.lock().expect("a list").push(select.to_string(SqliteQueryBuilder));
        });
        Self { schema: schema::build(reader.clone()), reader, database, ran, directory }
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> String {
        url(&self.directory)
    }

    /// Takes its file away.
    pub(crate) fn lose_database(&self) {
        std::fs::remove_file(file(&self.directory)).expect("a file less");
    }

    /// Another connection to the database, as an importer has one.
    pub(crate) async fn another_connection(&self) -> DatabaseConnection {
        connect(&self.directory).await
    }

    /// It, as it is served over HTTP.
    pub(crate) fn served(&self) -> impl Endpoint<Output = poem::Response> + use<> {
        self.served_as(Serving::default())
    }

    /// It, as it is served over HTTP with other options.
    pub(crate) fn served_as(&self, serving: Serving) -> impl Endpoint<Output = poem::Response> + use<> {
        routes(self.schema.clone(), self.reader.clone(), serving)
    }

    /// An answer with values, once it is certain that as text it is the same to the byte.
    pub(crate) async fn answer(&self, query: &str) -> Response {
        let answer = self.schema.execute(Request::new(query)).await;
        assert_eq!(self.as_text(Request::new(query)).await, text(&answer), "{query}");
        answer
    }

    /// An answer as clients get it.
    pub(crate) async fn as_text(&self, request: Request) -> Bytes {
        match self.schema.read(request) {
            Ok(question) => {
                let snapshot = self.schema.snapshot_of(0);
                text(&self.schema.answer(question, &snapshot).await.expect("a database").1)
            }
            Err(error) => text(&Response::from_errors(vec![error])),
        }
    }

    /// The data of an answer without errors.
    pub(crate) async fn data(&self, query: &str) -> Value {
        let answer = self.answer(query).await;
        assert!(answer.errors.is_empty(), "{query}: {:?}", answer.errors);
        answer.data.into_json().expect("JSON")
    }

    /// What a field of the nodes of a list at the root says.
    pub(crate) async fn nodes(&self, list: &str, field: &str) -> Vec<Value> {
        let data = self.data(&format!("{{ list: {list} {{ nodes {{ {field} }} }} }}")).await;
        let nodes = data["list"]["nodes"].as_array().expect("nodes");
        nodes.iter().map(|node| node[field].clone()).collect()
    }

    /// How many statements a query takes, answered as for clients.
    pub(crate) async fn statements(&self, query: &str) -> usize {
        self.statements_of(query).await.len()
    }

    /// The statements that a query takes, answered as for clients.
    pub(crate) async fn statements_of(&self, query: &str) -> Vec<String> {
        self.ran().clear();
        let answer = self.as_text(Request::new(query)).await;
        assert!(!String::from_utf8_lossy(&answer).contains("\"errors\""), "{query}");
        mem::take(&mut *self.ran())
    }

    /// The statements that were run.
    pub(crate) fn ran(&self) -> MutexGuard<'_, Vec<String>> {
        self.ran.lock().expect("a list")
    }
}

fn url(directory: &TempDir) -> String {
    format!("sqlite://{}?mode=rwc", file(directory).display())
}

fn file(directory: &TempDir) -> PathBuf {
    directory.path().join("facts.sqlite")
}

async fn connect(directory: &TempDir) -> DatabaseConnection {
    Database::connect(ConnectOptions::new(url(directory))).await.expect("a database")
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

pub(crate) fn now() -> DateTimeUtc {
    "2026-01-02T03:04:05Z".parse().expect("a moment")
}

/// Stores a row.
pub(crate) async fn store<M, A>(database: &DatabaseConnection, row: M)
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    A::Entity::insert(row.into_active_model()).exec(database).await.expect("a row");
}

async fn fill(database: &DatabaseConnection, ccgs: usize) {
    store_sources(database).await;
    for (id, name) in [(1, "London"), (2, "North")] {
        let kind = AreaKind::Region2015;
        store(database, area::Model { id, kind, code: None, name: name.to_owned() }).await;
    }
    for (id, year) in [(1, "2015/16"), (2, "2016/17")] {
        store(database, a_wave(id, FinancialYear::parse(year).expect("a year"))).await;
    }
    for number in 0..ccgs {
        store_ccg(database, number).await;
    }
    for successor in 2..ccgs.min(4) {
        store(database, a_succession(1, i64::try_from(successor).expect("a number"))).await;
    }
}

async fn store_sources(database: &DatabaseConnection) {
    let file = source::Model {
        id: 1,
        kind: SourceKind::File,
        publisher: Some("NHS England".to_owned()),
        title: "Waves".to_owned(),
        address: None,
        licence: None,
        published_on: Some(day("2015-02-18")),
        file_name: Some("waves.xlsx".to_owned()),
        sha256: Some("ab".repeat(32)),
        size_bytes: Some(12_345),
        natural_key: "waves".to_owned(),
    };
    store(database, file).await;
    store(database, a_run(1)).await;
}

/// A committed run over the file, which made the version of the data of its number.
pub(crate) fn a_run(id: i64) -> import_run::Model {
    import_run::Model {
        id,
        dataset: "waves".to_owned(),
        kind: Some(DatasetKind::Adoptions),
        file_name: "waves.xlsx".to_owned(),
        source_id: Some(1),
        profile: None,
        profile_sha256: None,
        options_sha256: None,
        reverts_run_id: None,
        status: RunStatus::Committed,
        reason: None,
        message: None,
        started_at: now(),
        recorded_at: Some(now()),
        finished_at: Some(now()),
        data_version: Some(id),
        importer_version: "0.1.0".to_owned(),
        rows_read: 1,
        facts: 1,
        duplicates: 0,
        skipped: 0,
        rejected: 0,
        added: 1,
        changed: 0,
        removed: 0,
        unchanged: 0,
    }
}

fn a_wave(id: i64, financial_year: FinancialYear) -> wave::Model {
    wave::Model {
        id,
        financial_year,
        number: i32::try_from(id).ok(),
        title: format!("Wave {id}"),
        delegated_deadline: None,
        joint_deadline: None,
        announced_from: Some(day("2015-12-01")),
        announced_to: Some(day("2015-12-31")),
        live_from: Some(financial_year.first_day()),
        note: None,
        cited_source_id: None,
        import_run_id: 1,
    }
}

async fn store_ccg(database: &DatabaseConnection, number: usize) {
    let id = i64::try_from(number).expect("a number") + 1;
    let code = OdsCode::parse(&format!("{number:02}A")).expect("a code");
    let model = ccg::Model {
        id,
        ods_code: code,
        name: format!("NHS Place {number} CCG"),
        opened_on: Some(day("2013-04-01")),
        closed_on: (number % 3 == 1).then(|| day("2015-03-31")),
        note: None,
        import_run_id: 1,
    };
    store(database, model).await;
    store(database, a_membership(id, 1 + id % 2)).await;
    for (list, from, to) in [(0, "2013-04-01", Some("2014-03-31")), (1, "2014-04-01", None)] {
        store(database, an_identity(id, list, from, to)).await;
    }
    for (stage, wave_id) in [(Stage::Approved, 2), (Stage::Live, 1)] {
        let adoption = an_adoption(id, stage, wave_id);
        let evidence = an_evidence(adoption.id);
        store(database, adoption).await;
        store(database, evidence).await;
    }
    store_positions(database, id, number % 3 == 1).await;
}

/// The positions of a CCG of the fixture, as the importer would keep them: delegated since April 2016, unless it had
/// closed by then.
async fn store_positions(database: &DatabaseConnection, ccg_id: i64, is_closed: bool) {
    use PositionStatus::{Closed, Model, None as Without, NotOpen, Unknown};
    let (before, opened) = ("2013-03-31", "2013-04-01");
    let (last, turn) = ("2015-03-31", "2015-04-01");
    let mut spells = vec![(NotOpen, None, Some(before)), (Without, Some(opened), Some(last))];
    if is_closed {
        spells.push((Closed, Some(turn), None));
    } else {
        spells.extend([(Unknown, Some(turn), Some("2016-03-31")), (Model, Some("2016-04-01"), None)]);
    }
    for (place, (status, first, last)) in (0..).zip(spells) {
        let (begun, has_model) = (first.map(day), status == Model);
        let position = position::Model {
            id: ccg_id * 10 + place,
            ccg_id,
            first_day: begun,
            last_day: last.map(day),
            status,
            model_id: has_model.then_some(3),
            conflicting: None,
            since_from: begun.filter(|_| has_model),
            since_to: begun.filter(|_| has_model),
            is_live: has_model.then_some(true),
            natural_key: format!("{ccg_id} {place}"),
            import_run_id: 1,
            recorded_at: now(),
            retracted_at: None,
        };
        store(database, position).await;
    }
}

pub(crate) fn a_membership(ccg_id: i64, area_id: i64) -> ccg_area::Model {
    ccg_area::Model {
        id: ccg_id * 10 + area_id,
        ccg_id,
        area_id,
        valid_from: Some(day("2013-04-01")),
        valid_to: None,
        basis: Basis::Published,
        natural_key: format!("{ccg_id}"),
        import_run_id: 1,
        recorded_at: now(),
        retracted_at: None,
    }
}

fn an_identity(ccg_id: i64, list: i64, from: &str, to: Option<&str>) -> ccg_identity::Model {
    ccg_identity::Model {
        id: ccg_id * 10 + list,
        ccg_id,
        ons_code: OnsCode::parse(&format!("E{ccg_id:08}")).ok(),
        name: "NHS Place CCG".to_owned(),
        valid_from: day(from),
        valid_to: to.map(day),
        natural_key: format!("{ccg_id} {from}"),
        import_run_id: 1,
        recorded_at: now(),
        retracted_at: None,
    }
}

/// An adoption of delegated commissioning, the third model.
pub(crate) fn an_adoption(ccg_id: i64, stage: Stage, wave_id: i64) -> adoption::Model {
    adoption::Model {
        id: ccg_id * 10 + wave_id,
        ccg_id,
        model_id: Some(3),
        wave_id: Some(wave_id),
        stage,
        effective_from: Some(day("2016-04-01")),
        effective_to: None,
        natural_key: format!("{ccg_id} {wave_id}"),
        import_run_id: 1,
        recorded_at: now(),
        retracted_at: None,
    }
}

pub(crate) fn an_evidence(adoption_id: i64) -> evidence::Model {
    let cell = |field: &str, value: &str| evidence::Cell {
        field: field.to_owned().into(),
        address: Some("C7".into()),
        raw: format!(" {value}").into(),
        value: value.into(),
        rule: "trimmed".into(),
    };
    evidence::Model {
        id: adoption_id,
        adoption_id,
        import_run_id: 1,
        source_id: 1,
        cited_source_id: None,
        sheet: "2016-17".to_owned(),
        row_number: 7,
        cells: evidence::Cells(vec![cell("model", "C"), cell("ods_code", "00A")]),
        match_method: MatchMethod::OdsCode,
        stated_from: Some(day("2015-12-01")),
        stated_to: Some(day("2015-12-31")),
        effective_from: Some(day("2016-04-01")),
        effective_to: None,
        basis: None,
        confidence: Confidence::Published,
        recorded_at: now(),
        retracted_at: None,
    }
}

fn a_succession(predecessor_id: i64, successor_id: i64) -> succession::Model {
    succession::Model {
        id: successor_id,
        predecessor_id,
        successor_id,
        effective_on: day("2015-04-01"),
        basis: Basis::Published,
        note: Some("Merged".to_owned()),
        cited_source_id: None,
        natural_key: format!("{predecessor_id} {successor_id}"),
        import_run_id: 1,
        recorded_at: now(),
        retracted_at: None,
    }
}

/// A figure for all of England about delegated commissioning in 2016/17, in force since the approvals.
pub(crate) fn a_figure(id: i64, measure: &str, stage: Option<Stage>, value: f64) -> published_figure::Model {
    published_figure::Model {
        id,
        measure: measure.to_owned(),
        model_id: Some(3),
        model_as_published: Some("C".to_owned()),
        stage,
        financial_year: FinancialYear::parse("2016/17").ok(),
        area_id: None,
        area_as_published: "England".to_owned(),
        value: Some(value),
        value_as_published: value.to_string(),
        unit: "CCGs".to_owned(),
        as_of_from: Some(day("2016-04-01")),
        as_of_to: Some(day("2016-04-01")),
        publisher: "NHS England".to_owned(),
        confidence: Confidence::Published,
        note: None,
        cited_source_id: Some(1),
        natural_key: id.to_string(),
        import_run_id: 1,
        recorded_at: now(),
        retracted_at: None,
    }
}
