//! Which version of the data a client holds, so that no answer is of an older one.

use poem::http::{HeaderMap, HeaderName, StatusCode};

use super::{gate::RETRY_AFTER, refusal::Refusal};
use crate::{asked::Asked, edition::State, paging::newest_cursor};

/// Of which version of the data an answer is; and in a request, of which it has to be at least.
pub(super) const X_DATA_VERSION: HeaderName = HeaderName::from_static("x-data-version");

/// The version that a client says it holds. 0 when it says none.
pub(super) fn told(headers: &HeaderMap) -> Result<i64, Refusal> {
    let Some(told) = headers.get(X_DATA_VERSION) else { return Ok(0) };
    let number = told.to_str().ok().and_then(|told| told.trim().parse().ok());
    number.filter(|number| *number >= 0).ok_or_else(|| {
        let message = "X-Data-Version is no version; send back that of an earlier answer, a number.";
        Refusal::malformed(message)
    })
}

/// The version that a client holds: it says so itself, or its cursors are of that version. 0 when it holds none.
pub(super) fn held(headers: &HeaderMap, asked: &Asked) -> Result<i64, Refusal> {
    Ok(newest_cursor(asked).max(told(headers)?))
}

/// Says in the headers of a response of which version it is.
pub(super) fn tell(state: State, headers: &mut HeaderMap) {
    if let Some(edition) = state.edition() {
        headers.insert(X_DATA_VERSION, edition.version.into());
    }
}

/// No database that answers has the version that a client holds.
pub(super) fn not_here_yet(version: i64, last: i64) -> Refusal {
    let message = format!("Version {version} of the data is not here yet; the last one is {last}.");
    Refusal { retry_after: Some(RETRY_AFTER), ..Refusal::new(StatusCode::CONFLICT, message) }
}
