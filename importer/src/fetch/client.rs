//! One file from one address: conditional, and within limits.

use std::time::{Duration, Instant};

use ureq::{
    Agent, Body,
    http::{HeaderMap, Response, StatusCode, header},
    unversioned::transport::DefaultConnector,
};
use url::Url;

use super::guard::{Guard, NotPublic};

const MAX_REDIRECTS: usize = 5;
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// What a fetch may cost, and where it may lead.
#[derive(Copy, Clone, Debug)]
pub struct Rules {
    /// Bytes of the file.
    pub bytes: u64,
    /// How long all of it may take, redirects included.
    pub time: Duration,
    /// Whether the address itself may lead to a host that is not public. What it redirects to must be in any case.
    pub allow_private: bool,
}

/// What the server said of the version that it gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validators {
    /// The address that gave it in the end. A mark says nothing about another address.
    pub address: String,
    /// The version's mark.
    pub etag: Option<String>,
    /// The version's day and time, as the server wrote it.
    pub last_modified: Option<String>,
}

/// What came of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// There is nothing newer than the version that is known.
    NotModified,
    /// The file's bytes.
    File(Vec<u8>, Validators),
}

/// Why no file came.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It cannot be asked for at all.
    #[error("{0}")]
    Address(&'static str),
    /// A host leads to where it must not.
    #[error("{0}")]
    NotPublic(String),
    /// The server says that it has no file.
    #[error("the server answered {0}")]
    Status(StatusCode),
    /// A redirect that is not followed.
    #[error("{0}")]
    Redirect(String),
    /// It has too many bytes.
    #[error("the file has more than {0} bytes; more are read with --max-file-mib")]
    TooLarge(u64),
    /// It took too long.
    #[error("the file had not come after {0} s")]
    TimedOut(u64),
    /// It came in a form that was not asked for.
    #[error("the server sent the file encoded as {0}, which was not asked for")]
    Encoded(String),
    /// The server or the way there failed.
    #[error("the file did not come: {0}")]
    Transport(#[source] ureq::Error),
}

impl Rules {
    fn agent(&self, url: &Url) -> Agent {
        // A proxy would look names up itself, past the guard. Redirects are followed here, so that each is checked.
        let config = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .accept_encoding("identity")
            .user_agent(concat!("importer/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT_WITHIN))
            .build();
        let allowed = url.host_str().filter(|_| self.allow_private).map(ToOwned::to_owned);
        Agent::with_parts(config, DefaultConnector::default(), Guard::new(allowed))
    }

    fn failed(&self, error: ureq::Error) -> FetchError {
        match error {
            ureq::Error::Timeout(ureq::Timeout::Global) => FetchError::TimedOut(self.time.as_secs()),
            ureq::Error::BodyExceedsLimit(_) => FetchError::TooLarge(self.bytes),
            ureq::Error::Other(other) if other.is::<NotPublic>() => FetchError::NotPublic(other.to_string()),
            other => FetchError::Transport(other),
        }
    }
}

/// Fetches a file, unless the version that is known is still the newest.
///
/// # Errors
/// When there is none to be had by the rules.
pub fn fetch(address: &str, known: Option<&Validators>, rules: &Rules) -> Result<Fetched, FetchError> {
    let deadline = Instant::now() + rules.time;
    let mut url = Url::parse(address).map_err(|_| FetchError::Address("this is not an address"))?;
    let agent = rules.agent(&url);
    for _ in 0..=MAX_REDIRECTS {
        check(&url)?;
        let known = known.filter(|known| known.address == url.as_str());
        let mut response = ask(&agent, &url, known, deadline, rules)?;
        match response.status() {
            StatusCode::OK => return read(&mut response, &url, rules),
            StatusCode::NOT_MODIFIED if known.is_some() => return Ok(Fetched::NotModified),
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => url = next(&url, response.headers())?,
            status => return Err(FetchError::Status(status)),
        }
    }
    Err(FetchError::Redirect(format!("the server redirected more than {MAX_REDIRECTS} times")))
}

fn check(url: &Url) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Address("only http and https addresses are fetched"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Address("an address must not hold a user or password"));
    }
    Ok(())
}

fn ask(
    agent: &Agent,
    url: &Url,
    known: Option<&Validators>,
    deadline: Instant,
    rules: &Rules,
) -> Result<Response<Body>, FetchError> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(FetchError::TimedOut(rules.time.as_secs()));
    }
    let mut request = agent.get(url.as_str()).config().timeout_global(Some(left)).build();
    if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    if let Some(day) = known.and_then(|known| known.last_modified.as_deref()) {
        request = request.header(header::IF_MODIFIED_SINCE, day);
    }
    request.call().map_err(|error| rules.failed(error))
}

/// Where a redirect leads.
fn next(url: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let refused = |why: &str| FetchError::Redirect(format!("the server redirected {why}"));
    let location = text(headers, header::LOCATION).ok_or_else(|| refused("to nowhere"))?;
    let next = url.join(&location).map_err(|_| refused("to what is not an address"))?;
    if url.scheme() == "https" && next.scheme() != "https" {
        return Err(refused("from https to an address that anybody on the way may alter"));
    }
    Ok(next)
}

fn read(response: &mut Response<Body>, url: &Url, rules: &Rules) -> Result<Fetched, FetchError> {
    let encoding = text(response.headers(), header::CONTENT_ENCODING);
    if let Some(encoding) = encoding.filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return Err(FetchError::Encoded(encoding));
    }
    if response.body().content_length().is_some_and(|length| length > rules.bytes) {
        return Err(FetchError::TooLarge(rules.bytes));
    }
    let validators = Validators {
        address: url.as_str().to_owned(),
        etag: text(response.headers(), header::ETAG),
        last_modified: text(response.headers(), header::LAST_MODIFIED),
    };
    // The client's limit is one that must not be reached.
    let body = response.body_mut().with_config().limit(rules.bytes.saturating_add(1)).read_to_vec();
    let bytes = body.map_err(|error| rules.failed(error))?;
    if bytes.len() as u64 > rules.bytes {
        return Err(FetchError::TooLarge(rules.bytes));
    }
    Ok(Fetched::File(bytes, validators))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}
