use std::{str::FromStr, sync::Arc};

use poem::{
    Endpoint, Request, Response,
    http::{HeaderValue, Method, StatusCode, header},
};
use url::{Origin as UrlOrigin, Url};

use super::{caching::vary, edge, refusal::Refusal, request_id::RequestId};

/// How many seconds a browser may remember that it may ask.
const MAX_AGE: u32 = 86_400;

/// What a page of another site may read of a response, besides what it always may.
const EXPOSED: &str = "ETag, Retry-After, X-Request-Id, X-Total-Count, X-Data-Version, Content-Disposition";

/// A site whose pages may ask, as browsers write it: scheme, host, and port if it is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "*" {
            return Ok(Self(text.to_owned()));
        }
        let wrong =
            || format!("\"{text}\" is not a site such as https://reports.example.org, nor * for all sites");
        let url = Url::parse(text).map_err(|_| wrong())?;
        let origin @ UrlOrigin::Tuple(..) = url.origin() else { return Err(wrong()) };
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if bare { Ok(Self(origin.ascii_serialization())) } else { Err(wrong()) }
    }
}

/// Lets the pages of some sites ask. Browsers ask beforehand whether they may send JSON.
pub(super) async fn allow<E: Endpoint>(
    origins: Arc<[Origin]>,
    inner: Arc<E>,
    request: Request,
) -> poem::Result<Response> {
    let header = |name| request.headers().get(name).cloned();
    let origin = header(header::ORIGIN);
    let anybody = origins.iter().any(|allowed| allowed.0 == "*");
    let is_allowed = |origin: &HeaderValue| anybody || origins.iter().any(|allowed| *origin == allowed.0);
    let allowed = origin.filter(is_allowed);
    let wanted = header(header::ACCESS_CONTROL_REQUEST_HEADERS);
    let is_preflight =
        request.method() == Method::OPTIONS && header(header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
    let mut response = match (is_preflight, &allowed) {
        (false, _) => inner.get_response(request).await,
        (true, None) => {
            let refusal = Refusal::new(StatusCode::FORBIDDEN, "Pages of this site may not ask here.");
            edge::refuse(RequestId::of(&request), refusal)
        }
        (true, Some(_)) => {
            let response = Response::builder()
                .status(StatusCode::NO_CONTENT)
                .header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST")
                .header(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
            match wanted {
                // No header does harm when a site is trusted to ask at all.
                Some(wanted) => response.header(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted),
                None => response,
            }
            .finish()
        }
    };
    let headers = response.headers_mut();
    vary(headers, "Origin");
    if is_preflight {
        vary(headers, "Access-Control-Request-Headers");
    }
    if let Some(origin) = allowed {
        let origin = if anybody { HeaderValue::from_static("*") } else { origin };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn a_site_is_written_as_browsers_write_it() {
        for (text, origin) in [
            ("https://Reports.example.org/", "https://reports.example.org"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("https://a.example:443", "https://a.example"),
            ("*", "*"),
        ] {
            assert_eq!(text.parse(), Ok(Origin(origin.to_owned())));
        }
        for text in ["reports.example.org", "https://a.example/page", "file:///x", "null", ""] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
