use chrono::{NaiveDate, Utc};
use poem::{Request, Response, http::Method};

use crate::{
    edition::State,
    http::{
        caching::{Stamp, Validator},
        desk::Desk,
        encoding::Coding,
        refusal::Refusal,
        turn::{Turn, Wanted},
        version::{held, not_here_yet},
    },
    question::Question,
};

/// What becomes of a request for a table whose question is understood.
pub(super) enum Begun {
    /// The client holds the table already.
    Held(Response),
    /// It is to be worked out.
    Open(Box<Opened>),
}

/// A table that is to be worked out.
pub(super) struct Opened {
    /// The right to do so.
    pub(super) turn: Turn,
    /// The state of the data that it will show.
    pub(super) state: State,
    /// The day that it is.
    pub(super) today: NaiveDate,
    /// What the table is to be told by; none when it is no answer to a GET.
    pub(super) validator: Option<Validator>,
}

/// Waits for a turn to work on a table, and looks whether the client holds already what it would be, written in this way.
/// The data is of this version or a newer one.
pub(super) async fn begin(
    desk: &Desk,
    request: &Request,
    question: &Question,
    digest: &[u8; 32],
    way: &str,
    version: i64,
) -> Result<Begun, Refusal> {
    let version = version.max(held(request.headers(), question.asked())?);
    let turn = desk.turn(Wanted::Table, desk.operation(question), version).await?;
    let today = Utc::now().date_naive();
    let state = turn.state().await?;
    if state.version() < version {
        return Err(not_here_yet(version, state.version()));
    }
    let validator = || {
        let stamp = Stamp::of_answer(&state, today, digest, way);
        stamp.validator(Coding::negotiate(request.headers()))
    };
    let validator = (*request.method() == Method::GET).then(validator);
    let held = validator.as_ref().and_then(|known| known.not_modified_for(request.headers(), state));
    if let Some(response) = held {
        turn.end().await;
        return Ok(Begun::Held(response));
    }
    Ok(Begun::Open(Box::new(Opened { turn, state, today, validator })))
}
