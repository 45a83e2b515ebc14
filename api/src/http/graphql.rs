use std::sync::Arc;

use chrono::Utc;
use poem::{
    Endpoint, Request, Response,
    http::{Method, StatusCode, header},
};

use super::{
    answer::Writer,
    caching::{sign, vary},
    desk::{Begun, Desk, Opened, Wanted},
    exports::export,
    media::{MediaType, wants_page, wants_table},
    refusal::Refusal,
    request_id::RequestId,
    version::tell,
};
use crate::schema::is_final;

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
        let parameters = self.desk.parameters(request).await?;
        if *request.method() == Method::GET && parameters.is_empty() && wants_page(request.headers()) {
            return Ok(redirect(PAGE));
        }
        let question = self.desk.question(parameters, request.method())?;
        let begun = self.desk.begin(Wanted::Answer, request, &question, media.name(), 0).await?;
        let Opened { turn, state, today, validator } = match begun {
            Begun::Held(response) => return Ok(response),
            Begun::Open(opened) => *opened,
        };
        let answer = turn.answer(question).await?;
        // Asked again, what failed may not fail, and what was so yesterday may not be so today.
        let is_final = is_final(&answer) && today == Utc::now().date_naive();
        let mut response = writer.answer(answer);
        sign(validator.filter(|_| is_final), response.headers_mut());
        tell(state, response.headers_mut());
        Ok(response)
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
        vary(response.headers_mut(), "Accept");
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
