//! Asks within this process, and sees the statements that are sent.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard},
};

use api::{
    config::Serving,
    database::{self, Databases},
    reader::Reader,
    schema,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, sea_query::SelectStatement};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::{plan::Step, questions::Question};
use crate::harness::Store;

/// The service's schema over a database.
pub(super) struct Asking {
    runtime: Runtime,
    reader: Reader,
    schema: schema::Schema,
    database: DatabaseConnection,
    sent: Arc<Mutex<Vec<Statement>>>,
}

impl Asking {
    pub(super) fn of(store: &Store) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let database = runtime.block_on(Database::connect(store.url())).unwrap();
        let databases = Databases::at(store.url());
        let reader = runtime.block_on(database::open(&databases, &Serving::default())).unwrap();
        let (seen, backend) = (Arc::clone(&sent), database.get_database_backend());
        reader.observe(move |select| lock(&seen).push(backend.build(select)));
        Self { runtime, schema: schema::build(reader.clone()), reader, database, sent }
    }

    /// Has that read which is kept as long as the data is the same: small tables, and how long related lists are.
    pub(super) fn read_what_is_kept(&self) {
        self.answer("{ adoptions(first: 200) { nodes { model { code } wave { title } evidence { nodes { row } } } } }");
        self.answer("{ ccgs { nodes { adoptions { nodes { stage } } } } }");
    }

    /// The statements that a question takes.
    pub(super) fn ask(&self, question: &Question) -> Vec<Statement> {
        let mut text = question.text.to_owned();
        if let Some(begun_by) = question.begun_by {
            let answer = self.answer(begun_by);
            let list = answer.as_object().unwrap().values().next().unwrap();
            let cursor = &list["pageInfo"]["startCursor"];
            assert!(cursor.is_string(), "{}", question.name);
            text = text.replace("$cursor", &cursor.to_string());
        }
        self.sent_for(&text)
    }

    /// The statements that a document takes.
    pub(super) fn sent_for(&self, text: &str) -> Vec<Statement> {
        lock(&self.sent).clear();
        self.answer(text);
        mem::take(&mut lock(&self.sent))
    }

    fn answer(&self, text: &str) -> Value {
        let answer = self.runtime.block_on(self.schema.execute(text.into()));
        assert!(answer.errors.is_empty(), "{text}: {:?}", answer.errors);
        serde_json::to_value(answer.data).unwrap()
    }

    /// How many rows a statement gives.
    pub(super) fn count(&self, select: &SelectStatement) -> usize {
        let rows = async { self.reader.snapshot().read(select, |_| Ok(())).await };
        self.runtime.block_on(rows).unwrap().len()
    }

    /// How SQLite would work a statement out.
    pub(super) fn plan(&self, statement: &Statement) -> Vec<Step> {
        let explained = format!("EXPLAIN QUERY PLAN {statement}");
        let backend = self.database.get_database_backend();
        let rows = self.database.query_all_raw(Statement::from_string(backend, explained));
        let step = |row: &sea_orm::QueryResult| Step {
            within: row.try_get("", "parent").unwrap(),
            number: row.try_get("", "id").unwrap(),
            does: row.try_get("", "detail").unwrap(),
        };
        self.runtime.block_on(rows).unwrap().iter().map(step).collect()
    }
}

fn lock(sent: &Mutex<Vec<Statement>>) -> MutexGuard<'_, Vec<Statement>> {
    sent.lock().unwrap()
}
