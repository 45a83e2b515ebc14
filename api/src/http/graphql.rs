use std::sync::Arc;

use chrono::Utc;
use poem::{
    Endpoint, Request, Response,
    http::{Method, StatusCode, header},
};
use tokio::time::Instant;
use tracing::Instrument;

use super::{
    answer::Writer,
    caching::vary,
    desk::Desk,
    edge::span,
    exports::export,
    kept::{Address, Addresses, Key, Written},
    media::{Accepted, MediaType},
    metrics::Had,
    persisted::Sent,
    refusal::Refusal,
    request_id::RequestId,
    version::{held, not_here_yet, told},
};

/// Where a browser can ask.
const PAGE: &str = "/graphiql";

/// Answers GraphQL requests by GET and POST.
pub(super) struct GraphQl {
    desk: Arc<Desk>,
    addresses: Addresses,
}

impl GraphQl {
    /// As a desk answers them.
    pub(super) fn new(desk: Arc<Desk>) -> Self {
        Self { desk, addresses: Addresses::default() }
    }

    /// What is asked by the address of a request, when its answer was kept before.
    pub(super) fn known(&self, request: &Request) -> Option<Arc<Address>> {
        self.addresses.get(request)
    }

    /// The response to a request that began then, by whose address this is asked, if it is there.
    pub(super) fn at_once(&self, asked: &Address, request: &Request, begun: Instant) -> Option<Response> {
        let state = self.desk.known_state(told(request.headers()).ok()?)?;
        let key = Key { state, today: Utc::now().date_naive(), question: asked.question, media: asked.media };
        let written = self.desk.kept.get(&key)?;
        let response = written.respond_at_once(request, asked.coding)?;
        self.desk.count(&written, (Had::Hit, begun));
        Some(response)
    }

    async fn answer(
        &self,
        request: &mut Request,
        media: MediaType,
        writer: &Writer,
        wants_page: bool,
    ) -> Result<Response, Refusal> {
        let begun = Instant::now();
        let parameters = self.desk.parameters(request).await?;
        if wants_page && parameters.is_empty() {
            return Ok(redirect(PAGE));
        }
        let sent = self.desk.sent(parameters)?;
        let (version, question) = (told(request.headers())?, sent.digest());
        let key = |state| Key { state, today: Utc::now().date_naive(), question, media };
        let known = self.desk.known_state(version).map(key);
        if let Some((key, written)) = known.and_then(|key| Some((key, self.desk.kept.get(&key)?))) {
            return Ok(self.give(key, &written, &sent, request, begun).await);
        }
        let work = async {
            let key = key(self.desk.state(version).await?);
            match self.desk.kept.get(&key) {
                Some(written) => Ok(self.give(key, &written, &sent, request, begun).await),
                None => self.work_out(key, sent, request, writer, begun).await,
            }
        };
        // What is had at once is nothing that the log is told of; and all else is on the heap, or it would be made room for, and
        // moved from layer to layer, for every request.
        Box::pin(work.instrument(span(request))).await
    }

    /// Gives an answer that is kept. Its cursors, too, were of this version or an older one when it was worked out. What may be
    /// asked for again in the same way is noted, unless its document is one to be kept each time.
    async fn give(
        &self,
        key: Key,
        written: &Arc<Written>,
        sent: &Sent,
        request: &Request,
        begun: Instant,
    ) -> Response {
        self.desk.keep_document(sent);
        if sent.hash.is_none() {
            self.addresses.keep(request, key.question, key.media);
        }
        self.desk.give(key, written, request, (Had::Hit, begun)).await
    }

    async fn work_out(
        &self,
        mut key: Key,
        sent: Sent,
        request: &Request,
        writer: &Writer,
        begun: Instant,
    ) -> Result<Response, Refusal> {
        let question = self.desk.question(sent, request.method())?;
        let version = held(request.headers(), question.asked())?;
        if version > key.state.version() {
            key.state = self.desk.state(version).await?;
        }
        if let Some(response) = self.desk.not_modified(&key, request) {
            return Ok(response);
        }
        let (outcome, is_shared) = self.desk.answer(key, question, writer.clone()).await;
        let written = outcome?;
        if written.state().version() < version {
            return Err(not_here_yet(version, written.state().version()));
        }
        if is_shared && written.is_final() {
            key.state = written.state();
            return Ok(self.desk.give(key, &written, request, (Had::Shared, begun)).await);
        }
        Ok(written.respond_as_it_is(request))
    }
}

impl Endpoint for GraphQl {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let accepted = Accepted::read(request.headers());
        if let Some(format) = accepted.table {
            let span = span(&request);
            let exported = export(&self.desk, format, &mut request).instrument(span);
            let mut response = Box::pin(exported).await;
            vary(response.headers_mut(), "Accept");
            return Ok(response);
        }
        let media = accepted.answer.unwrap_or(MediaType::Json);
        let writer = Writer::new(media, RequestId::of(&request));
        let wants_page = accepted.wants_page && *request.method() == Method::GET;
        let mut response = if accepted.answer.is_none() && !wants_page {
            let message =
                format!("Accept {} or {}.", MediaType::GraphqlResponse.name(), MediaType::Json.name());
            writer.refuse(Refusal::new(StatusCode::NOT_ACCEPTABLE, message))
        } else {
            let answer = self.answer(&mut request, media, &writer, wants_page).await;
            answer.unwrap_or_else(|refusal| writer.refuse(refusal))
        };
        // What is kept says already what it depends on.
        if !response.headers().contains_key(header::VARY) {
            vary(response.headers_mut(), "Accept");
        }
        Ok(response)
    }
}

/// For a GET, so that the page is fetched by one too.
fn redirect(page: &'static str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, page)
        .header(header::CACHE_CONTROL, "no-store")
        .finish()
}
