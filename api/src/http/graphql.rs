use std::sync::Arc;

use chrono::Utc;
use poem::{
    Endpoint, Request, Response,
    http::{Method, StatusCode, header},
};
use tokio::time::Instant;

use super::{
    answer::Writer,
    caching::vary,
    desk::Desk,
    exports::export,
    kept::Key,
    media::{MediaType, wants_page, wants_table},
    metrics::Had,
    refusal::Refusal,
    request_id::RequestId,
    version::{held, not_here_yet, told},
};

/// Where a browser can ask.
const PAGE: &str = "/graphiql";

/// Answers GraphQL requests by GET and POST.
pub(super) struct GraphQl {
    desk: Arc<Desk>,
}

impl GraphQl {
    /// As a desk answers them.
    pub(super) fn new(desk: Arc<Desk>) -> Self {
        Self { desk }
    }

    async fn answer(
        &self,
        request: &mut Request,
        media: MediaType,
        writer: &Writer,
    ) -> Result<Response, Refusal> {
        let begun = Instant::now();
        let parameters = self.desk.parameters(request).await?;
        if *request.method() == Method::GET && parameters.is_empty() && wants_page(request.headers()) {
            return Ok(redirect(PAGE));
        }
        let sent = self.desk.sent(parameters)?;
        let state = self.desk.state(told(request.headers())?).await?;
        let mut key = Key { state, today: Utc::now().date_naive(), question: sent.digest(), media };
        if let Some(written) = self.desk.kept.get(&key) {
            // Its cursors, too, were of this version or an older one when it was worked out.
            self.desk.keep_document(&sent);
            return Ok(self.desk.give(key, &written, request, (Had::Hit, begun)).await);
        }
        let question = self.desk.question(sent, request.method())?;
        let version = held(request.headers(), question.asked())?;
        if version > state.version() {
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
        if let Some(format) = wants_table(request.headers()) {
            let mut response = export(&self.desk, format, &mut request).await;
            vary(response.headers_mut(), "Accept");
            return Ok(response);
        }
        let id = RequestId::of(&request);
        let accepted = MediaType::negotiate(request.headers());
        let is_browser = *request.method() == Method::GET && wants_page(request.headers());
        let media = accepted.unwrap_or(MediaType::Json);
        let writer = Writer::new(media, id);
        let mut response = if accepted.is_none() && !is_browser {
            let message =
                format!("Accept {} or {}.", MediaType::GraphqlResponse.name(), MediaType::Json.name());
            writer.refuse(Refusal::new(StatusCode::NOT_ACCEPTABLE, message))
        } else {
            let answer = self.answer(&mut request, media, &writer).await;
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
