use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use poem::{
    Request, Response,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{caching::vary, edge, persisted::hash, refusal::Refusal, request_id::RequestId};

/// The header of a token by itself.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Who may ask, each with the hash of a token. The tokens themselves are nowhere. A clone follows when they are read again.
#[derive(Clone, Debug)]
pub struct Credentials {
    file: PathBuf,
    clients: Arc<RwLock<Clients>>,
}

type Clients = Vec<(String, [u8; 32])>;

impl Credentials {
    /// Reads a file that has a line for each client: its name, and the SHA-256 of its token in hexadecimal digits.
    ///
    /// # Errors
    /// When it cannot be read, or a line is not of this kind.
    pub fn read(path: &str) -> Result<Self, String> {
        let clients = Self::clients(Path::new(path))?;
        Ok(Self { file: path.into(), clients: Arc::new(RwLock::new(clients)) })
    }

    /// Reads the file again. How many clients it has now.
    ///
    /// # Errors
    /// As [`Credentials::read`]. Then those may ask that might before.
    pub fn read_again(&self) -> Result<usize, String> {
        let clients =
            Self::clients(&self.file).map_err(|error| format!("{}: {error}", self.file.display()))?;
        let number = clients.len();
        *self.clients.write().unwrap_or_else(PoisonError::into_inner) = clients;
        Ok(number)
    }

    fn clients(file: &Path) -> Result<Clients, String> {
        let text = fs::read_to_string(file).map_err(|error| {
            format!("it cannot be read: {error}. `api --new-token NAME` prints a line for it")
        })?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Clients, String> {
        let lines = (1..).zip(text.lines().map(str::trim));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let clients = lines.map(|(number, line)| {
            let mut words = line.split_whitespace();
            match (words.next(), words.next().and_then(hash), words.next()) {
                (Some(name), Some(hash), None) if !name.contains(':') => Ok((name.to_owned(), hash)),
                _ => Err(format!(
                    "line {number} is not a name without a colon and the SHA-256 of a token in 64 hexadecimal \
                     digits; `api --new-token NAME` makes such a line"
                )),
            }
        });
        let clients = clients.collect::<Result<Vec<_>, _>>()?;
        if clients.is_empty() {
            return Err("it names nobody, so nobody could ask".to_owned());
        }
        Ok(clients)
    }

    /// A new token, and the line for the file.
    #[must_use]
    pub fn new_token(name: &str) -> (String, String) {
        let token = [Uuid::new_v4(), Uuid::new_v4()].map(|part| part.simple().to_string()).concat();
        let hash: String = digest(&token).iter().map(|byte| format!("{byte:02x}")).collect();
        let line = format!("{name} {hash}");
        (token, line)
    }

    /// Whether the headers of a request show a token. All clients are compared with, whichever it is, and in the same
    /// time.
    pub(super) fn admit(&self, headers: &HeaderMap) -> bool {
        let Some(Shown { name, token }) = Shown::by(headers) else { return false };
        let shown = digest(&token);
        let clients = self.clients.read().unwrap_or_else(PoisonError::into_inner);
        clients.iter().fold(false, |found, (client, hash)| {
            let is_named = name.as_ref().is_none_or(|name| name == client);
            found | (is_named & bool::from(hash.ct_eq(&shown)))
        })
    }
}

/// A token as a request shows it, and whose it says it is.
struct Shown {
    name: Option<String>,
    token: String,
}

impl Shown {
    /// As `Bearer TOKEN`; as the password of a client by `Basic`; or, where a tool has a field for a key and none for
    /// these, as a header of its own. Of two the standard one counts.
    fn by(headers: &HeaderMap) -> Option<Self> {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let Some(standard) = text(header::AUTHORIZATION) else {
            return text(X_API_KEY).map(|key| Self { name: None, token: key.trim().to_owned() });
        };
        let (scheme, rest) = standard.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("bearer") {
            return Some(Self { name: None, token: rest.trim().to_owned() });
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = String::from_utf8(BASE64_STANDARD.decode(rest.trim()).ok()?).ok()?;
        let (name, password) = decoded.split_once(':')?;
        Some(Self { name: Some(name.to_owned()), token: password.to_owned() })
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Whether everybody may ask for this: whether the service is well.
pub(super) fn are_needless(request: &Request) -> bool {
    matches!(request.uri().path(), "/health/live" | "/health/ready")
}

/// What is answered to a request of this number that shows no token.
pub(super) fn refuse(id: Option<RequestId>) -> Response {
    let message = "Send a token that this service knows: as Authorization: Bearer TOKEN, as the password of its \
                   name by Basic, or as X-Api-Key: TOKEN.";
    let mut response = edge::refuse(id, Refusal::new(StatusCode::UNAUTHORIZED, message));
    for challenge in ["Basic realm=\"Co-commissioning facts\", charset=\"UTF-8\"", "Bearer"] {
        response.headers_mut().append(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

/// Says in the headers of a response that it is for one who showed a token.
pub(super) fn tell(headers: &mut HeaderMap) {
    vary(headers, "Authorization");
    vary(headers, X_API_KEY.as_str());
    // What was shown to one client is not for a cache that others share.
    if headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-cache") {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use poem::http::{HeaderMap, HeaderValue, header};

    use super::Credentials;

    #[test]
    fn a_token_is_known_by_its_hash_alone() {
        let (token, line) = Credentials::new_token("ann");
        assert!(!line.contains(&token));
        let (other, second) = Credentials::new_token("bob");
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(&file, format!("# who\n{line}\n\n{second}\n")).expect("it is written");
        let credentials = Credentials::read(file.path().to_str().expect("a path")).expect("credentials");
        let admits = |value: String| {
            let value = HeaderValue::try_from(value).expect("a value");
            credentials.admit(&HeaderMap::from_iter([(header::AUTHORIZATION, value)]))
        };
        let basic = |pair: String| format!("Basic {}", BASE64_STANDARD.encode(pair));
        assert!(admits(format!("Bearer {token}")));
        assert!(admits(format!("bearer {other}")));
        assert!(admits(basic(format!("ann:{token}"))));
        assert!(!admits(basic(format!("bob:{token}"))));
        assert!(!admits(basic(format!("ann:{token}x"))));
        assert!(!admits(format!("Bearer {token}x")));
        assert!(!admits("Bearer ".to_owned()));
        assert!(!admits("Basic !".to_owned()));
        assert!(!admits(format!("Digest {token}")));
        assert!(!credentials.admit(&HeaderMap::new()));
        let both = |standard: Option<&str>, key: &str| {
            let value = |text: &str| HeaderValue::try_from(text).expect("a value");
            let mut headers = HeaderMap::from_iter([(super::X_API_KEY, value(key))]);
            standard.map(|text| headers.insert(header::AUTHORIZATION, value(text)));
            credentials.admit(&headers)
        };
        assert!(both(None, &other));
        assert!(!both(None, "wrong") && !both(None, ""));
        // Whoever sends a wrong token by the standard way is told so.
        assert!(!both(Some("Bearer wrong"), &token));
    }

    #[test]
    fn a_file_that_is_read_again_counts_for_every_clone_unless_it_is_wrong() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let (token, line) = Credentials::new_token("ann");
        let (_, other) = Credentials::new_token("bob");
        std::fs::write(&file, other).expect("it is written");
        let credentials = Credentials::read(file.path().to_str().expect("a path")).expect("credentials");
        let clone = credentials.clone();
        let value = HeaderValue::try_from(token).expect("a value");
        let headers = HeaderMap::from_iter([(super::X_API_KEY, value)]);
        assert!(!clone.admit(&headers));
        std::fs::write(&file, line).expect("it is written");
        assert_eq!(credentials.read_again(), Ok(1));
        assert!(clone.admit(&headers));
        std::fs::write(&file, "ann").expect("it is written");
        assert!(credentials.read_again().is_err_and(|told| told.contains("line 1")));
        assert!(clone.admit(&headers), "what is wrong changes nothing");
    }

    #[test]
    fn a_file_that_is_wrong_is_told_by_its_line() {
        for (text, told) in [("", "nobody"), ("# x\nann 12", "line 2"), ("a:b", "line 1"), ("ann", "line 1")]
        {
            let error = Credentials::parse(text).expect_err("a refusal");
            assert!(error.contains(told), "{error}");
        }
    }
}
