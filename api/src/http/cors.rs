use std::str::FromStr;

use poem::{
    Request, Response,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
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

/// The sites whose pages may ask.
pub(super) struct Origins(Vec<Origin>);

impl Origins {
    /// These; none when there are none.
    pub(super) fn new(origins: Vec<Origin>) -> Option<Self> {
        (!origins.is_empty()).then_some(Self(origins))
    }

    /// How a request comes from another site, if it does.
    pub(super) fn crossing(&self, request: &Request) -> Crossing {
        let header = |name| request.headers().get(name).cloned();
        let anybody = self.0.iter().any(|allowed| allowed.0 == "*");
        let is_allowed = |origin: &HeaderValue| anybody || self.0.iter().any(|allowed| *origin == allowed.0);
        let allowed = header(header::ORIGIN).filter(is_allowed);
        let is_preflight =
            request.method() == Method::OPTIONS && header(header::ACCESS_CONTROL_REQUEST_METHOD).is_some();
        Crossing {
            allowed: allowed.map(|origin| if anybody { HeaderValue::from_static("*") } else { origin }),
            is_preflight,
            wanted: header(header::ACCESS_CONTROL_REQUEST_HEADERS).filter(|_| is_preflight),
        }
    }
}

/// A request where pages of some sites may ask.
pub(super) struct Crossing {
    /// Who may read the response, when the site may that the request comes from.
    allowed: Option<HeaderValue>,
    /// Whether it is a browser's, which asks beforehand whether it may send JSON.
    is_preflight: bool,
    /// The headers that the browser would send.
    wanted: Option<HeaderValue>,
}

impl Crossing {
    /// The answer to a browser that asks beforehand.
    pub(super) fn preflight(&self, id: &RequestId) -> Option<Response> {
        if !self.is_preflight {
            return None;
        }
        if self.allowed.is_none() {
            let refusal = Refusal::new(StatusCode::FORBIDDEN, "Pages of this site may not ask here.");
            return Some(edge::refuse(Some(id.clone()), refusal));
        }
        let response = Response::builder()
            .status(StatusCode::NO_CONTENT)
            .header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST")
            .header(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        let response = match &self.wanted {
            // No header does harm when a site is trusted to ask at all.
            Some(wanted) => response.header(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted),
            None => response,
        };
        Some(response.finish())
    }

    /// Says in the headers of a response who may read it.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        vary(headers, "Origin");
        if self.is_preflight {
            vary(headers, "Access-Control-Request-Headers");
        }
        if let Some(allowed) = self.allowed {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        }
    }
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
