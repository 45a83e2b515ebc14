use async_graphql::ServerError;
use poem::http::StatusCode;

use crate::{error::code, schema::with_code};

/// A request that is not answered: why, in words and codes.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The status; none when the media type decides it, because the request was well-formed and only its document
    /// cannot be executed.
    pub(super) status: Option<StatusCode>,
    /// What is wrong.
    pub(super) error: Box<ServerError>,
    /// The methods that would do, where this one would not.
    pub(super) allow: Option<&'static str>,
    /// How many seconds to wait before the next try.
    pub(super) retry_after: Option<u64>,
}

impl Refusal {
    /// With the status that says so to programs and a message that says it to people.
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        let code = match status {
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => code::TIMEOUT,
            StatusCode::SERVICE_UNAVAILABLE => code::OVERLOADED,
            StatusCode::UNAUTHORIZED => code::UNAUTHENTICATED,
            status if status.is_server_error() => code::INTERNAL_SERVER_ERROR,
            _ => code::BAD_REQUEST,
        };
        let error = with_code(ServerError::new(message, None), code);
        Self { status: Some(status), error: Box::new(error), allow: None, retry_after: None }
    }

    /// Of a request that cannot be understood.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// Of a method, with those that would do.
    pub(super) fn method(message: impl Into<String>, allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, message) }
    }

    /// Of a moment.
    pub(super) fn later(message: impl Into<String>, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }
}

/// A document that cannot be executed.
impl From<ServerError> for Refusal {
    fn from(error: ServerError) -> Self {
        Self { status: None, error: Box::new(error), allow: None, retry_after: None }
    }
}
