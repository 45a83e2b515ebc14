use async_graphql::{Response as Answer, ServerError, Value};
use poem::{
    Response,
    http::{StatusCode, header},
};
use serde_json::json;

use super::{media::MediaType, refusal::Refusal, request_id::RequestId};
use crate::{error::code, schema::was_executed};

/// Writes answers and refusals in a media type, for one request.
pub(super) struct Writer {
    media: MediaType,
    request_id: Option<RequestId>,
}

impl Writer {
    /// For the request of this number.
    pub(super) fn new(media: MediaType, request_id: Option<RequestId>) -> Self {
        Self { media, request_id }
    }

    /// Writes the answer to a question.
    pub(super) fn answer(&self, mut answer: Answer) -> Response {
        answer.errors.iter_mut().for_each(|error| self.sign(error));
        // Written straight from the answer, whose members are in the order of the query. Where nothing was
        // executed there is no data, which is not the same as data that is null.
        let (status, body) = if was_executed(&answer) {
            (StatusCode::OK, serde_json::to_string(&answer))
        } else {
            (self.status_of_document(), serde_json::to_string(&json!({ "errors": answer.errors })))
        };
        match body {
            Ok(body) => self.respond(status, body),
            Err(error) => {
                tracing::error!(%error, "an answer cannot be written");
                self.refuse(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The answer cannot be written."))
            }
        }
    }

    /// Writes why a request is not answered.
    pub(super) fn refuse(&self, refusal: Refusal) -> Response {
        let mut error = refusal.error;
        self.sign(&mut error);
        let status = refusal.status.unwrap_or_else(|| self.status_of_document());
        let mut response = self.respond(status, json!({ "errors": [error] }).to_string());
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
        if let Some(allow) = refusal.allow {
            headers.insert(header::ALLOW, header::HeaderValue::from_static(allow));
        }
        if let Some(seconds) = refusal.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }

    /// The status of an answer to a well-formed request whose document was not executed.
    fn status_of_document(&self) -> StatusCode {
        match self.media {
            MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
            MediaType::Json => StatusCode::OK,
        }
    }

    /// What went wrong inside is in the log under the number of the request.
    fn sign(&self, error: &mut ServerError) {
        let Some(extensions) = &mut error.extensions else { return };
        if let Some(id) = &self.request_id
            && extensions.get("code") == Some(&Value::from(code::INTERNAL_SERVER_ERROR))
        {
            extensions.set("requestId", id.as_str());
        }
    }

    fn respond(&self, status: StatusCode, body: String) -> Response {
        let content_type = format!("{}; charset=utf-8", self.media.name());
        let response = Response::builder().status(status).content_type(&content_type);
        // Of HEAD, too, which has no body.
        response.header(header::CONTENT_LENGTH, body.len()).body(body)
    }
}
