use async_graphql::{Response as Answer, ServerError, Value};
use bytes::Bytes;
use poem::{
    Response,
    http::{StatusCode, header},
};
use serde_json::json;

use super::{media::MediaType, refusal::Refusal, request_id::RequestId};
use crate::{error::code, rendering::text, schema::was_executed};

/// Writes answers and refusals in a media type, for one request.
#[derive(Clone)]
pub(super) struct Writer {
    media: MediaType,
    request_id: Option<RequestId>,
}

impl Writer {
    /// For the request of this number.
    pub(super) fn new(media: MediaType, request_id: Option<RequestId>) -> Self {
        Self { media, request_id }
    }

    /// Writes the answer to a question, with its status.
    pub(super) fn write(&self, mut answer: Answer) -> (StatusCode, Bytes) {
        answer.errors.iter_mut().for_each(|error| self.sign(error));
        // Written straight from the answer, whose members are in the order of the query. Where nothing was
        // executed there is no data, which is not the same as data that is null.
        if was_executed(&answer) {
            (StatusCode::OK, text(&answer))
        } else {
            (self.status_of_document(), json!({ "errors": answer.errors }).to_string().into())
        }
    }

    /// Writes why a request is not answered.
    pub(super) fn refuse(&self, refusal: Refusal) -> Response {
        let mut error = refusal.error;
        self.sign(&mut error);
        let status = refusal.status.unwrap_or_else(|| self.status_of_document());
        let body = json!({ "errors": [error] }).to_string();
        let response = Response::builder().status(status).content_type(self.media.content_type());
        // Of HEAD, too, which has no body.
        let mut response = response.header(header::CONTENT_LENGTH, body.len()).body(body);
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
}
