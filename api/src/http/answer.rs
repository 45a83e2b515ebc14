use async_graphql::Response as Answer;
use poem::{Response, http::StatusCode};
use serde_json::json;

use crate::{error::code, schema::was_executed};

/// A request that is not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    /// With the status that says so to programs and a message that says it to people.
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

/// The media type of an answer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status says whether anything was executed.
    GraphqlResponse,
    /// `application/json`, for older clients: a well-formed answer is always 200.
    Json,
}

impl MediaType {
    /// The one that an Accept header asks for.
    pub(super) fn accepted(accept: Option<&str>) -> Self {
        let asked_for = |range: &str| {
            let mut parts = range.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default();
            let refused = parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0"));
            media.eq_ignore_ascii_case("application/graphql-response+json") && !refused
        };
        if accept.is_some_and(|ranges| ranges.split(',').any(asked_for)) {
            Self::GraphqlResponse
        } else {
            Self::Json
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// Writes the answer to a request that was understood.
pub(super) fn write(answer: &Answer, media: MediaType) -> Response {
    let executed = was_executed(answer);
    let status = match media {
        MediaType::GraphqlResponse if !executed => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    // Written straight from the answer, whose members are in the order of the query. Where nothing was
    // executed there is no data, which is not the same as data that is null.
    let body = if executed {
        serde_json::to_string(answer)
    } else {
        serde_json::to_string(&json!({ "errors": answer.errors }))
    };
    match body {
        Ok(body) => respond(status, media, body),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written");
            refuse(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The answer cannot be written."))
        }
    }
}

/// Writes why a request is not answered.
pub(super) fn refuse(refusal: Refusal) -> Response {
    let code = match refusal.status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => code::TIMEOUT,
        status if status.is_server_error() => code::INTERNAL_SERVER_ERROR,
        _ => code::BAD_REQUEST,
    };
    let body = json!({ "errors": [{ "message": refusal.message, "extensions": { "code": code } }] });
    respond(refusal.status, MediaType::Json, body.to_string())
}

fn respond(status: StatusCode, media: MediaType, body: String) -> Response {
    Response::builder().status(status).content_type(media.name()).body(body)
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    #[test]
    fn the_newer_media_type_is_given_to_those_who_ask() {
        for (accept, media) in [
            (None, MediaType::Json),
            (Some("*/*"), MediaType::Json),
            (Some("application/json"), MediaType::Json),
            (Some("application/graphql-response+json, application/json;q=0.9"), MediaType::GraphqlResponse),
            (Some("application/graphql-response+json;q=0, application/json"), MediaType::Json),
        ] {
            assert_eq!(MediaType::accepted(accept), media, "{accept:?}");
        }
    }
}
