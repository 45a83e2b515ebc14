use std::{fs, sync::Arc};

use base64::{Engine, prelude::BASE64_STANDARD};
use poem::{
    Endpoint, Request, Response,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{caching::vary, edge, persisted::hash, refusal::Refusal, request_id::RequestId};

/// Who may ask, each with the hash of a token. The tokens themselves are nowhere.
#[derive(Clone, Debug)]
pub struct Credentials {
    clients: Vec<(String, [u8; 32])>,
}

impl Credentials {
    /// Reads a file that has a line for each client: its name, and the SHA-256 of its token in hexadecimal digits.
    ///
    /// # Errors
    /// When it cannot be read, or a line is not of this kind.
    pub fn read(path: &str) -> Result<Self, String> {
        Self::parse(&fs::read_to_string(path).map_err(|error| error.to_string())?)
    }

    fn parse(text: &str) -> Result<Self, String> {
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
        Ok(Self { clients })
    }

    /// A new token, and the line for the file.
    #[must_use]
    pub fn new_token(name: &str) -> (String, String) {
        let token = [Uuid::new_v4(), Uuid::new_v4()].map(|part| part.simple().to_string()).concat();
        let hash: String = digest(&token).iter().map(|byte| format!("{byte:02x}")).collect();
        let line = format!("{name} {hash}");
        (token, line)
    }

    /// Whether the headers of a request show a token: as `Bearer TOKEN`, or as the password of a client by `Basic`.
    /// All clients are compared with, whichever it is, and in the same time.
    fn admit(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some((scheme, rest)) = shown.and_then(|shown| shown.split_once(' ')) else { return false };
        let (name, token) = if scheme.eq_ignore_ascii_case("bearer") {
            (None, rest.trim().to_owned())
        } else if scheme.eq_ignore_ascii_case("basic") {
            let decoded =
                BASE64_STANDARD.decode(rest.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let Some((name, password)) = decoded.as_deref().and_then(|pair| pair.split_once(':')) else {
                return false;
            };
            (Some(name.to_owned()), password.to_owned())
        } else {
            return false;
        };
        let shown = digest(&token);
        self.clients.iter().fold(false, |found, (client, hash)| {
            let is_named = name.as_ref().is_none_or(|name| name == client);
            found | (is_named & bool::from(hash.ct_eq(&shown)))
        })
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Lets a request through that shows a token. Whether the service is well, everybody may ask.
pub(super) async fn check<E: Endpoint>(
    credentials: Arc<Credentials>,
    inner: Arc<E>,
    request: Request,
) -> poem::Result<Response> {
    if request.uri().path() == "/health" {
        return Ok(inner.get_response(request).await);
    }
    if !credentials.admit(request.headers()) {
        let message = "Send a token that this service knows: as Authorization: Bearer TOKEN, or as the password of \
                       its name by Basic.";
        let refusal = Refusal::new(StatusCode::UNAUTHORIZED, message);
        let mut response = edge::refuse(RequestId::of(&request), refusal);
        for challenge in ["Basic realm=\"Co-commissioning facts\", charset=\"UTF-8\"", "Bearer"] {
            response.headers_mut().append(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        return Ok(response);
    }
    let mut response = inner.get_response(request).await;
    let headers = response.headers_mut();
    vary(headers, "Authorization");
    // What was shown to one client is not for a cache that others share.
    if headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-cache") {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    Ok(response)
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
        let credentials = Credentials::parse(&format!("# who\n{line}\n\n{second}\n")).expect("credentials");
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
