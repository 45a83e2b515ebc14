use std::{future::Future, time::Duration};

use chrono::{DateTime, SecondsFormat, Utc};
use entities::domain::Freshness;
use poem::{
    Endpoint, Request, Response,
    http::{StatusCode, header},
};
use sea_orm::DbErr;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::JSON;
use crate::{
    edition::Edition,
    freshness::{self, State},
    reader::{self, Reader, Snapshot, schema::applied},
};

/// What a look at the database finds, unless it takes too long or fails, which is logged.
pub(super) async fn in_time<T>(look: impl Future<Output = Result<T, DbErr>>) -> Option<T> {
    const PATIENCE: Duration = Duration::from_secs(4);
    let in_vain = || Err(DbErr::Custom("no answer in time".to_owned()));
    let outcome = timeout(PATIENCE, look).await.unwrap_or_else(|_| in_vain());
    outcome.inspect_err(|error| tracing::error!(%error, "the database cannot be asked")).ok()
}

/// Says whether answers can be given: whether the database can be read, and which data it holds.
pub(super) struct Health {
    reader: Reader,
}

impl Health {
    /// Of the database that a reader reads.
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader }
    }

    async fn look(&self) -> Result<Value, DbErr> {
        let snapshot = self.reader.snapshot();
        let looked = Self::look_at(&snapshot).await;
        snapshot.end().await;
        looked
    }

    async fn look_at(snapshot: &Snapshot) -> Result<Value, DbErr> {
        let mut migrations = snapshot.read(&applied(), |row| row.get::<String>("version")).await?;
        let schema = migrations.pop();
        let edition = snapshot.edition().await?;
        let sources = freshness::look(snapshot, Utc::now()).await?;
        let is_stale = |source: &&State| source.freshness.is_some_and(|freshness| freshness > Freshness::Ok);
        let stale = |source: &State| {
            json!({
                "source": source.source,
                "dataset": source.dataset,
                "freshness": source.freshness,
                "lastSuccessAt": source.succeeded_at.map(moment),
            })
        };
        // What is stored can be served however old it is, and would be as old on any other machine.
        Ok(json!({
            "status": "ok",
            "schema": schema,
            "dataVersion": edition.map(|edition| edition.version),
            "lastImportAt": edition.map(|edition: Edition| moment(edition.recorded_at)),
            "freshness": freshness::worst(&sources),
            "stale": sources.iter().filter(is_stale).map(stale).collect::<Value>(),
        }))
    }
}

/// How one of the databases did when it was last asked.
fn shown(health: &reader::Health<'_>) -> Value {
    let status = if health.version.is_some() { "ok" } else { "unavailable" };
    json!({ "name": health.name, "status": status, "dataVersion": health.version })
}

fn moment(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Says that the program lives, whatever the database does: to start it anew would not help the database.
pub(super) fn is_alive(_: Request) -> Response {
    response(StatusCode::OK, &json!({ "status": "ok" }))
}

impl Endpoint for Health {
    type Output = Response;

    async fn call(&self, _: Request) -> poem::Result<Response> {
        let (status, mut body) = match in_time(self.look()).await {
            Some(body) => (StatusCode::OK, body),
            None => (StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "unavailable" })),
        };
        body["databases"] = self.reader.health().map(|health| shown(&health)).collect();
        Ok(response(status, &body))
    }
}

fn response(status: StatusCode, body: &Value) -> Response {
    let response = Response::builder().status(status).content_type(JSON);
    // It is of this moment.
    response.header(header::CACHE_CONTROL, "no-store").body(body.to_string())
}
