//! What could be written by hand for the same answers, by somebody who knows the few questions that there will be: a
//! statement or two for each, and JSON of the shape that the api gives, without GraphQL. The api is measured beside it.
//!
//! [`ccg`], [`region`], [`adoptions`], [`counts`], [`position`] and [`search`] have the statements.

mod adoptions;
mod ccg;
mod counts;
mod position;
mod region;
mod search;

use std::{cell::OnceCell, marker::PhantomData, path::PathBuf, sync::Arc, thread};

use clap::Args;
use poem::{Endpoint, Request, Response, Result, Route, error::InternalServerError, get};
use rusqlite::{Connection, OpenFlags};
use serde::{Serialize, de::DeserializeOwned};

use super::listen::serve;
use crate::failure::Outcome;

/// The sub-command that makes this program the hand-written service.
pub(crate) const COMMAND: &str = "serve-by-hand";

/// How much of the file may be mapped into memory, in bytes.
const MAPPED: i64 = 4 << 30;

/// So many adoptions of a CCG are shown unless others are asked for.
const USUAL: u32 = 50;

/// What to serve.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The database, a file of SQLite
    pub(crate) database: PathBuf,
}

/// Serves until it is stopped.
pub(crate) fn run(Arguments { database }: &Arguments) -> Outcome<()> {
    // Statements are short and the file is in memory: more threads than cores would only stand in each other's way.
    let threads = thread::available_parallelism()?.get();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(threads).build()?;
    let database: Arc<PathBuf> = Arc::new(database.canonicalize()?);
    let routes = Route::new()
        .at("/ccg", answering::<ccg::ByCode>(&database))
        .at("/region", answering::<region::OfRegion>(&database))
        .at("/model-and-wave", answering::<adoptions::OfModelAndWave>(&database))
        .at("/deepest-page", answering::<adoptions::PageBehind>(&database))
        .at("/counts", answering::<counts::ByModelAndWave>(&database))
        .at("/position", answering::<position::OnDay>(&database))
        .at("/search", answering::<search::Beginning>(&database));
    runtime.block_on(serve(routes))
}

/// A question: the parameters of its address.
trait Question: DeserializeOwned + Send + 'static {
    /// Its answer.
    type Data: Serialize;

    fn answer(&self, connection: &Connection) -> rusqlite::Result<Self::Data>;
}

#[derive(Serialize)]
struct Answer<D> {
    data: D,
}

/// A list.
#[derive(Serialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

/// A model, by its code alone.
#[derive(Serialize)]
struct Code {
    code: String,
}

/// A wave, by its year alone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Year {
    financial_year: String,
}

/// Answers one question.
struct Answering<Q> {
    database: Arc<PathBuf>,
    question: PhantomData<fn() -> Q>,
}

fn answering<Q: Question>(database: &Arc<PathBuf>) -> impl Endpoint + use<Q> {
    get(Answering::<Q> { database: Arc::clone(database), question: PhantomData })
}

impl<Q: Question> Endpoint for Answering<Q> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let (question, database) = (request.params::<Q>()?, Arc::clone(&self.database));
        let answer = move || {
            with_connection(&database, |connection| {
                Ok(serde_json::to_vec(&Answer { data: question.answer(connection)? })?)
            })
        };
        let json = tokio::task::spawn_blocking(answer).await.map_err(InternalServerError)?;
        let json = json.map_err(|failure| InternalServerError(std::io::Error::other(failure)))?;
        Ok(Response::builder().content_type("application/json").body(json))
    }
}

/// Each thread has a connection of its own, which keeps its statements.
fn with_connection<T>(database: &PathBuf, work: impl FnOnce(&Connection) -> Outcome<T>) -> Outcome<T> {
    thread_local! {
        static CONNECTION: OnceCell<Connection> = const { OnceCell::new() };
    }
    CONNECTION.with(|cell| {
        if let Some(connection) = cell.get() {
            return work(connection);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(database, flags)?;
        connection.pragma_update(None, "mmap_size", MAPPED)?;
        work(cell.get_or_init(|| connection))
    })
}
