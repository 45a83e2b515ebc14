//! The pages of `web/`, which `build.rs` has built and compressed.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use poem::{
    Body, Endpoint, Request, Response, Result, Route,
    error::{InternalServerError, NotFoundError},
    get,
    http::{HeaderMap, header},
};

use super::{
    allowing,
    caching::{Validator, vary},
    encoding::{ACCEPT_ENCODING, Coding},
};

/// A file of the build, in the two forms in which browsers take it.
struct File {
    /// Its path below the build.
    name: &'static str,
    media_type: &'static str,
    /// What stands for its content.
    hash: &'static str,
    /// Its length before compression.
    size: usize,
    brotli: &'static [u8],
    gzip: &'static [u8],
}

/// By name.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The pages: where each is, and what it may load.
const PAGES: [(&str, &str, &str); 7] = [
    ("/", "index.html", STRICT),
    ("/ccgs", "ccgs.html", STRICT),
    ("/ccg", "ccg.html", STRICT),
    ("/figures", "figures.html", STRICT),
    ("/coverage", "coverage.html", STRICT),
    ("/graphiql", "graphiql.html", EDITOR),
    ("/licences", "licences.txt", STRICT),
];

/// What a page may load and where it may be shown. Nothing leads to another host, and neither scripts nor styles may stand
/// in the page.
const STRICT: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// That of GraphiQL. Monaco, its editor, writes its styles into the page and has workers.
const EDITOR: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Adds the pages, and what they load.
pub(super) fn add(route: Route) -> Route {
    let route = PAGES.into_iter().fold(route, |route, (path, name, policy)| {
        route.at(path, allowing("GET, HEAD", get(Page { name, policy })))
    });
    route.at("/assets/*name", allowing("GET, HEAD", get(Asset)))
}

/// A page. Its address stays, so it is asked about each time; what it loads has new names after each change.
struct Page {
    name: &'static str,
    policy: &'static str,
}

impl Endpoint for Page {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let mut response = file(self.name)?.answer(request.headers())?;
        let policy = header::HeaderValue::from_static(self.policy);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(response)
    }
}

/// What pages load. The build names each file after its content, so it never changes.
struct Asset;

impl Endpoint for Asset {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let mut response = file(request.uri().path().trim_start_matches('/'))?.answer(request.headers())?;
        let forever = header::HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
        Ok(response)
    }
}

fn file(name: &str) -> Result<&'static File, NotFoundError> {
    FILES.iter().find(|file| file.name == name).ok_or(NotFoundError)
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Result<Response> {
        let coding = Coding::negotiate_among(headers, &[Coding::Gzip, Coding::Brotli]);
        let validator = Validator::of_content(self.hash, coding);
        let mut response = if validator.is_held(headers) {
            validator.not_modified()
        } else {
            let (body, length): (Body, usize) = match coding {
                Coding::Brotli => (self.brotli.into(), self.brotli.len()),
                Coding::Gzip => (self.gzip.into(), self.gzip.len()),
                _ => (self.unpacked().map_err(InternalServerError)?.into(), self.size),
            };
            let mut response = Response::builder().content_type(self.media_type).body(body);
            // Said here, because an answer to HEAD has it too.
            response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
            coding.sign(response.headers_mut());
            validator.sign(response.headers_mut());
            response
        };
        vary(response.headers_mut(), ACCEPT_ENCODING);
        Ok(response)
    }

    /// Few ask for it, so it is not kept.
    fn unpacked(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::with_capacity(self.size);
        GzDecoder::new(self.gzip).read_to_end(&mut content)?;
        Ok(content)
    }
}
