use bytes::Bytes;
use poem::{
    Body, Request, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use tokio::{sync::OnceCell, time::Instant};

use super::Key;
use crate::{
    edition::State,
    http::{
        caching::{Stamp, Validator, sign},
        encoding::{Coding, WORTH_IT},
        media::MediaType,
        metrics::Operation,
        version::tell,
    },
};

/// What an answer depends on beside its address, when it has been compressed as its client takes it.
const VARY: HeaderValue = HeaderValue::from_static("Accept, Accept-Encoding");

/// About as many headers as a response has in the end.
const HEADERS: usize = 16;

/// An answer as it is written, for all who ask the same.
pub(in crate::http) struct Written {
    state: State,
    status: StatusCode,
    media: MediaType,
    body: Bytes,
    /// The body compressed in each of the ways, as soon as somebody takes it so.
    encoded: [OnceCell<Bytes>; Coding::ALL.len()],
    /// What it is told by in each of the ways; none when it may be another one next time.
    validators: Option<[Validator; Coding::ALL.len()]>,
    operation: Operation,
}

impl Written {
    /// The answer to a question, its status and its body; and whether it is final.
    pub(in crate::http) fn new(
        key: Key,
        (status, body): (StatusCode, Bytes),
        is_final: bool,
        operation: Operation,
    ) -> Self {
        let validators = is_final.then(|| {
            let stamp = Stamp::of_answer(&key.state, key.today, &key.question, key.media.name());
            Coding::ALL.map(|coding| stamp.validator(coding))
        });
        Self {
            state: key.state,
            status,
            media: key.media,
            body,
            encoded: Default::default(),
            validators,
            operation,
        }
    }

    /// The state of the data that it shows.
    pub(in crate::http) fn state(&self) -> State {
        self.state
    }

    /// Whether asked again of the same data it would be the same.
    pub(in crate::http) fn is_final(&self) -> bool {
        self.validators.is_some()
    }

    /// Counts that it was given to somebody who asked then, without being worked out for him.
    pub(in crate::http) fn count(&self, begun: Instant) {
        self.operation.took(begun.elapsed());
        #[cfg(feature = "otel")]
        crate::telemetry::tell_name(self.operation.name.as_deref());
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let encoded = self.encoded.iter().filter_map(OnceCell::get).map(Bytes::len);
        self.body.len() + encoded.sum::<usize>()
    }

    /// The response to a request whose answer it is, to be compressed on its way.
    pub(in crate::http) fn respond_as_it_is(&self, request: &Request) -> Response {
        let validator = self.validator(request, Coding::negotiate(request.headers()));
        self.not_modified(request, validator)
            .unwrap_or_else(|| self.response(validator, Coding::Identity, self.body.clone()))
    }

    /// The response to a request whose answer it is, compressed as its client takes it. Answers also whether it had not been
    /// compressed so before, and has grown by that.
    pub(super) async fn respond(&self, request: &Request) -> (Response, bool) {
        let wanted = Coding::negotiate(request.headers());
        match self.respond_at_once(request, wanted) {
            Some(response) => (response, false),
            None => Box::pin(self.compress(request, wanted)).await,
        }
    }

    /// The response to a request whose answer it is, compressed so; none when it is to be compressed first.
    pub(in crate::http) fn respond_at_once(&self, request: &Request, wanted: Coding) -> Option<Response> {
        let validator = self.validator(request, wanted);
        let mut response = match self.not_modified(request, validator) {
            Some(response) => response,
            None if wanted == Coding::Identity || !self.is_worth_compressing() => {
                self.response(validator, Coding::Identity, self.body.clone())
            }
            None => self.response(validator, wanted, self.encoded[wanted as usize].get()?.clone()),
        };
        response.headers_mut().insert(header::VARY, VARY);
        Some(response)
    }

    async fn compress(&self, request: &Request, coding: Coding) -> (Response, bool) {
        let encoded = &self.encoded[coding as usize];
        let is_new = !encoded.initialized();
        let (coding, body, has_grown) =
            match encoded.get_or_try_init(|| coding.encode_whole(self.body.clone())).await {
                Ok(body) => (coding, body.clone(), is_new),
                Err(error) => {
                    tracing::error!(%error, "an answer cannot be compressed");
                    (Coding::Identity, self.body.clone(), false)
                }
            };
        let mut response = self.response(self.validator(request, coding), coding, body);
        response.headers_mut().insert(header::VARY, VARY);
        (response, has_grown)
    }

    fn is_worth_compressing(&self) -> bool {
        u64::try_from(self.body.len()).is_ok_and(|length| length >= WORTH_IT)
    }

    /// What it is told by; none for what is no answer to a GET, and for what may be another one next time.
    fn validator(&self, request: &Request, coding: Coding) -> Option<&Validator> {
        let validators = self.validators.as_ref().filter(|_| *request.method() == Method::GET);
        validators.map(|validators| &validators[coding as usize])
    }

    fn not_modified(&self, request: &Request, validator: Option<&Validator>) -> Option<Response> {
        validator?.not_modified_for(request.headers(), self.state)
    }

    fn response(&self, validator: Option<&Validator>, coding: Coding, body: Bytes) -> Response {
        let length = body.len();
        let mut response = Response::builder().status(self.status).body(Body::from_bytes(body));
        let headers = response.headers_mut();
        headers.reserve(HEADERS);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media.content_type()));
        // Of HEAD, too, which has no body.
        headers.insert(header::CONTENT_LENGTH, length.into());
        coding.sign(headers);
        sign(validator, headers);
        tell(self.state, headers);
        response
    }
}
