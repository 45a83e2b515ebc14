//! The pages for people: what they are made of, in which form it goes out, and for how long it may be kept.

use std::io::Read;

use flate2::read::GzDecoder;
use poem::{
    Endpoint, Request, Response,
    http::{HeaderName, Method, StatusCode, header},
};

use crate::fixture::Service;

/// Where the pages are.
const PAGES: [&str; 6] = ["/", "/ccgs", "/ccg", "/figures", "/coverage", "/graphiql"];

const CODINGS: [(&str, Option<&str>); 8] = [
    ("gzip, deflate, br, zstd", Some("br")),
    ("br;q=0.5, gzip;q=1.0", Some("gzip")),
    ("gzip, deflate", Some("gzip")),
    ("br;q=0, GZIP", Some("gzip")),
    ("*", Some("br")),
    ("identity", None),
    ("zstd", None),
    ("br;q=0, gzip;q=0.0, *", None),
];

/// The service whose pages they are.
struct Pages<E>(E);

async fn served() -> Pages<impl Endpoint<Output = Response>> {
    Pages(Service::with_ccgs(1).await.served())
}

impl<E: Endpoint<Output = Response>> Pages<E> {
    async fn send(&self, method: Method, path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let mut request = Request::builder().method(method).uri_str(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.0.get_response(request.finish()).await
    }

    async fn get(&self, path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let response = self.send(Method::GET, path, headers).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"), "{path}");
        response
    }

    async fn page(&self, path: &str) -> String {
        self.get(path, &[]).await.into_body().into_string().await.expect("a page")
    }
}

/// What the page names that it loads.
fn loaded(page: &str) -> Vec<&str> {
    let names = page.split('"').filter_map(|text| text.strip_prefix("./"));
    names.filter(|name| name.starts_with("assets/")).collect()
}

/// Of these, what is large.
fn script(page: &str) -> &str {
    loaded(page).into_iter().find(|name| name.ends_with(".js")).expect("a script")
}

#[tokio::test]
async fn a_page_loads_nothing_but_what_is_served_beside_it() {
    let pages = served().await;
    for path in PAGES {
        let page = pages.page(path).await;
        let names = loaded(&page);
        assert!(names.len() >= 3, "{page}");
        for name in names {
            pages.get(&format!("/{name}"), &[]).await;
        }
        assert!(!page.contains("//"), "{page}");
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert!(!page.contains("<style") && !page.contains("style="), "{page}");
    }
}

#[tokio::test]
async fn each_file_says_of_what_kind_it_is() {
    let pages = served().await;
    let page = pages.page("/graphiql").await;
    for (ending, kind) in [
        (".js", "text/javascript; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".svg", "image/svg+xml"),
    ] {
        let names = loaded(&page);
        let name = names.iter().find(|name| name.ends_with(ending)).expect(ending);
        assert_eq!(pages.get(&format!("/{name}"), &[]).await.content_type(), Some(kind));
    }
    assert_eq!(pages.get("/graphiql", &[]).await.content_type(), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn a_file_goes_out_in_the_smallest_form_that_the_client_takes() {
    let pages = served().await;
    let page = pages.page("/graphiql").await;
    let path = format!("/{}", script(&page));
    let plain = pages.get(&path, &[]).await.into_body().into_vec().await.expect("a file");
    for (accepted, coding) in CODINGS {
        let response = pages.get(&path, &[(header::ACCEPT_ENCODING, accepted)]).await;
        assert_eq!(response.header(header::CONTENT_ENCODING), coding, "{accepted}");
        assert_eq!(response.header(header::VARY), Some("Accept-Encoding"), "{accepted}");
        let length: usize =
            response.header(header::CONTENT_LENGTH).expect("a length").parse().expect("a number");
        let body = response.into_body().into_vec().await.expect("a file");
        assert_eq!(body.len(), length, "{accepted}");
        match coding {
            Some("gzip") => {
                let mut unpacked = Vec::new();
                GzDecoder::new(&body[..]).read_to_end(&mut unpacked).expect("gzip");
                assert_eq!(unpacked, plain);
            }
            Some(_) => assert!(body.len() < plain.len() / 2, "{} of {}", body.len(), plain.len()),
            None => assert_eq!(body, plain),
        }
    }
}

#[tokio::test]
async fn what_a_page_loads_may_be_kept_for_ever_and_the_page_is_asked_about_each_time() {
    let pages = served().await;
    let page = pages.page("/graphiql").await;
    let asset = format!("/{}", script(&page));
    for (path, kept) in [
        (asset.as_str(), "public, max-age=31536000, immutable"),
        ("/", "no-cache"),
        ("/graphiql", "no-cache"),
        ("/licences", "no-cache"),
    ] {
        let response = pages.get(path, &[]).await;
        assert_eq!(response.header(header::CACHE_CONTROL), Some(kept), "{path}");
        let tag = response.header(header::ETAG).expect("a tag").to_owned();
        let again = pages.send(Method::GET, path, &[(header::IF_NONE_MATCH, &tag)]).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(again.header(header::ETAG), Some(tag.as_str()), "{path}");
        assert_eq!(again.header(header::CACHE_CONTROL), Some(kept), "{path}");
        assert!(again.into_body().into_vec().await.expect("no body").is_empty(), "{path}");
        // The same content in another form is another answer.
        let other = [(header::IF_NONE_MATCH, tag.as_str()), (header::ACCEPT_ENCODING, "gzip")];
        let other = pages.get(path, &other).await;
        assert_ne!(other.header(header::ETAG), Some(tag.as_str()), "{path}");
    }
}

#[tokio::test]
async fn no_page_runs_a_script_that_stands_in_it_or_asks_another_host() {
    let pages = served().await;
    for path in PAGES {
        let response = pages.get(path, &[]).await;
        let policy = response.header(header::CONTENT_SECURITY_POLICY).expect("a policy");
        let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
        for directive in [
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(directives.contains(&directive), "{directive} in {policy}");
        }
        assert!(
            !policy.contains("unsafe-eval") && !policy.contains("http") && !policy.contains('*'),
            "{policy}"
        );
        // Only the editor of GraphiQL writes styles into its page.
        assert_eq!(policy.contains("unsafe-inline"), path == "/graphiql", "{policy}");
    }
}

#[tokio::test]
async fn nothing_but_the_files_of_the_build_is_served() {
    let pages = served().await;
    for path in [
        "/assets/",
        "/assets/unknown.js",
        "/assets/graphiql.html",
        "/assets/../graphiql.html",
        "/assets/..%2fgraphiql.html",
        "/assets/../../../../etc/passwd",
        "/assets//etc/passwd",
        "/graphiql.html",
        "/index.html",
        "/licences.txt",
        "/graphiql/",
    ] {
        assert_eq!(pages.send(Method::GET, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_page_can_be_asked_for_its_head_and_takes_nothing() {
    let pages = served().await;
    let whole = pages.get("/graphiql", &[]).await;
    let head = pages.send(Method::HEAD, "/graphiql", &[]).await;
    assert_eq!(head.status(), StatusCode::OK);
    for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::ETAG] {
        assert_eq!(head.header(&name), whole.header(&name), "{name}");
    }
    assert!(head.into_body().into_vec().await.expect("no body").is_empty());
    for path in ["/", "/graphiql", "/licences", "/assets/unknown.js"] {
        let response = pages.send(Method::POST, path, &[]).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(response.header(header::ALLOW), Some("GET, HEAD"), "{path}");
    }
}

#[tokio::test]
async fn the_licences_of_what_the_pages_are_made_of_are_handed_on() {
    let pages = served().await;
    let text = pages.get("/licences", &[]).await.into_body().into_string().await.expect("a list");
    for package in ["graphiql", "monaco-editor", "react", "graphql", "preact", "@observablehq/plot"] {
        assert!(text.contains(&format!("\n## {package} - ")), "{package}");
    }
    assert!(text.contains("Fira Code"), "{text}");
}
