use chrono::{DateTime, SecondsFormat, Utc};
use entities::{
    domain::RunStatus,
    import_run::{Column, Entity},
};
use poem::{Endpoint, Request, Response, http::StatusCode};
use sea_orm::{DbErr, ExprTrait, FromQueryResult, sea_query::Order};
use serde_json::{Value, json};

use crate::{
    database::applied,
    reader::Reader,
    table::{column, rows},
};

/// Says whether the database can be read, and which data it holds.
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
        let schema = applied(&snapshot).await?.pop().map(|migration| migration.version);
        let mut select = rows::<Entity>();
        select
            .and_where(column(Column::Status).eq(RunStatus::Committed))
            .order_by_expr(column(Column::Id), Order::Desc)
            .limit(1);
        let last = snapshot.first::<LastImport>(&select).await?;
        snapshot.end().await;
        let finished_at =
            last.as_ref().map(|run| run.finished_at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        Ok(json!({
            "status": "ok",
            "schema": schema,
            "dataVersion": last.map(|run| run.id),
            "lastImportAt": finished_at,
        }))
    }
}

/// The import run whose facts were stored last: it is the version of the data.
#[derive(FromQueryResult)]
struct LastImport {
    id: i64,
    finished_at: DateTime<Utc>,
}

impl Endpoint for Health {
    type Output = Response;

    async fn call(&self, _: Request) -> poem::Result<Response> {
        let (status, body) = match self.look().await {
            Ok(body) => (StatusCode::OK, body),
            Err(error) => {
                tracing::error!(%error, "the database cannot be asked");
                (StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "unavailable" }))
            }
        };
        Ok(Response::builder()
            .status(status)
            .content_type("application/json; charset=utf-8")
            .body(body.to_string()))
    }
}
