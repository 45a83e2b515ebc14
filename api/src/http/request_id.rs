use std::fmt::{self, Display};

use poem::{
    Request,
    http::{HeaderName, HeaderValue},
};
use uuid::Uuid;

/// The header in which a client or a proxy may number a request, and in which every response has the number.
pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest number that is taken over.
const LONGEST: usize = 64;

/// What a request is called in the log and in the errors of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestId(HeaderValue);

impl RequestId {
    /// The one that came with a request, if it can do no harm in a log, or else a new one.
    pub(super) fn new(request: &Request) -> Self {
        let plain = |given: &&HeaderValue| {
            (1..=LONGEST).contains(&given.len())
                && given
                    .as_bytes()
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(byte))
        };
        let given = request.headers().get(X_REQUEST_ID).filter(plain);
        given.map_or_else(Self::random, |given| Self(given.clone()))
    }

    fn random() -> Self {
        let mut text = Uuid::encode_buffer();
        let text = Uuid::new_v4().hyphenated().encode_lower(&mut text);
        Self(HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("-")))
    }

    /// Of a request on its way.
    pub(super) fn of(request: &Request) -> Option<Self> {
        request.extensions().get().cloned()
    }

    /// As text.
    pub(super) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// As the value of the header.
    pub(super) fn into_header(self) -> HeaderValue {
        self.0
    }
}

impl Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use poem::Request;

    use super::{RequestId, X_REQUEST_ID};

    fn of(given: &str) -> String {
        RequestId::new(&Request::builder().header(X_REQUEST_ID, given).finish()).to_string()
    }

    #[test]
    fn only_a_number_that_can_do_no_harm_is_taken_over() {
        assert_eq!(of("4bf92f35-77b3.4da6:a"), "4bf92f35-77b3.4da6:a");
        for odd in ["", "a b", "a\"b", "<script>", &"x".repeat(65)] {
            assert_eq!(of(odd).len(), 36, "{odd}");
        }
        assert_ne!(of(""), of(""));
    }
}
