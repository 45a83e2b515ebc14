//! Lists as tables, over HTTP. One is `opened` in its turn, unless its client holds it; `rows` asks for it page by page, `text`
//! sends them as they come, by way of a `spool` that keeps what a client has not taken yet, `workbook` when they are all there;
//! `wishes` are what a request says beside its query.

mod opened;
mod rows;
mod spool;
mod text;
mod wishes;
mod workbook;

use std::{fmt::Display, sync::Arc};

use chrono::{DateTime, Utc};
use poem::{
    Endpoint, Request, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};

use self::{
    opened::{Begun, Opened, begin},
    rows::Rows,
    wishes::Wishes,
    workbook::About,
};
use super::{
    answer::Writer, caching::sign, desk::Desk, media::MediaType, refusal::Refusal, request::Parameters,
    request_id::RequestId, turn::Turn, version::X_DATA_VERSION,
};
use crate::{
    edition::Edition,
    exports::{Format, Plan, Text},
};

/// How many rows the whole list has.
const X_TOTAL_COUNT: HeaderName = HeaderName::from_static("x-total-count");

/// Answers GraphQL requests whose answer is a list with a table.
pub(super) struct Exports {
    desk: Arc<Desk>,
    format: Format,
}

impl Exports {
    /// Written so, as a desk answers them.
    pub(super) fn new(desk: Arc<Desk>, format: Format) -> Self {
        Self { desk, format }
    }
}

impl Endpoint for Exports {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        Ok(export(&self.desk, self.format, &mut request).await)
    }
}

/// The table that a GraphQL request asks for, or why there is none.
pub(super) async fn export(desk: &Desk, format: Format, request: &mut Request) -> Response {
    let answer = async {
        let parameters = desk.parameters(request).await?;
        export_of(desk, format, request, parameters, None).await
    };
    answer.await.unwrap_or_else(|refusal| refuse(request, refusal))
}

/// Says in JSON why there is no table.
pub(super) fn refuse(request: &Request, mut refusal: Refusal) -> Response {
    // What cannot be executed is no table with errors beside it.
    refusal.status.get_or_insert(StatusCode::BAD_REQUEST);
    Writer::new(MediaType::Json, RequestId::of(request)).refuse(refusal)
}

/// The table that parameters ask for, called by this name or by that of its query.
pub(super) async fn export_of(
    desk: &Desk,
    format: Format,
    request: &Request,
    parameters: Parameters,
    name: Option<&str>,
) -> Result<Response, Refusal> {
    let wishes = Wishes::read(request)?;
    let sent = desk.sent(parameters)?;
    let digest = sent.digest();
    let question = desk.question(sent, request.method())?;
    desk.validate(&question).await?;
    let plan = Plan::of(question.asked())?;
    let way = format!("{} {} {:?}", format.media_type(), wishes.with_mark, wishes.version);
    let Opened { turn, state, today, validator } =
        match begin(desk, request, &question, &digest, &way, wishes.version.unwrap_or_default()).await? {
            Begun::Held(response) => return Ok(response),
            Begun::Open(opened) => *opened,
        };
    let edition = state.edition();
    let known_at = match wishes.version {
        Some(version) => pinned(&turn, &plan, edition, version).await?,
        None => None,
    };
    let name = name.or_else(|| question.asked().name()).unwrap_or_else(|| plan.name()).to_owned();
    let version = wishes.version.or(edition.map(|edition| edition.version));
    let disposition = disposition(&name, version, format);
    let mut rows = Rows { turn, question, plan, known_at, today };
    let first = rows.page(None).await?;
    let total = rows.total(&first)?;
    let text = Text::new(format, wishes.with_mark, rows.plan.columns.clone());
    let mut response = match text {
        Some(text) => text::written(text, rows, first).await?,
        None => {
            let about =
                About { name, request, version, recorded_at: edition.map(|edition| edition.recorded_at) };
            workbook::written(about, rows, first, total).await?
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    headers.insert(X_TOTAL_COUNT, total.into());
    if let Some(version) = version {
        headers.insert(X_DATA_VERSION, version.into());
    }
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    sign(validator.as_ref(), headers);
    Ok(response)
}

/// The moment at which a version of the data was current; none for the current one.
async fn pinned(
    turn: &Turn,
    plan: &Plan,
    current: Option<Edition>,
    version: i64,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let last = current.map_or(0, |edition| edition.version);
    if version == last {
        return Ok(None);
    }
    let gone = |why: String| Refusal::new(StatusCode::GONE, format!("{why} The current version is {last}."));
    if !plan.is_versioned() {
        let message = format!(
            "{} cannot be had of version {version}: of these only the current state is kept.",
            plan.name()
        );
        return Err(gone(message));
    }
    if plan.has_moment {
        return Err(Refusal::malformed("The query says knownAt already. Give one of knownAt and v."));
    }
    let recorded = turn.recorded(version).await?;
    recorded.map(Some).ok_or_else(|| gone(format!("There was no version {version} of the data.")))
}

/// How the table is called when it is saved.
fn disposition(name: &str, version: Option<i64>, format: Format) -> String {
    let version = version.map(|version| format!("-v{version}")).unwrap_or_default();
    let way = if format.is_saved() { "attachment" } else { "inline" };
    format!("{way}; filename=\"{name}{version}.{}\"", format.extension())
}

/// The fault of the service, which a client cannot help.
fn unwritten(error: impl Display) -> Refusal {
    let folder = std::env::temp_dir();
    tracing::error!(%error, "a table cannot be written; is there room where temporary files go ({})?", folder.display());
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The table cannot be written.")
}
