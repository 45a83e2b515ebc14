use std::{
    fmt::{self, Display},
    sync::Arc,
};

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
pub(super) struct RequestId(Arc<str>);

impl RequestId {
    /// The one that came with a request, if it can do no harm in a log, or else a new one.
    pub(super) fn new(request: &Request) -> Self {
        let given = request.headers().get(X_REQUEST_ID).and_then(|value| value.to_str().ok());
        let plain = |given: &&str| {
            (1..=LONGEST).contains(&given.len())
                && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(&byte))
        };
        given.filter(plain).map_or_else(Self::random, |given| Self(given.into()))
    }

    fn random() -> Self {
        let mut text = Uuid::encode_buffer();
        Self((&*Uuid::new_v4().hyphenated().encode_lower(&mut text)).into())
    }

    /// Of a request on its way.
    pub(super) fn of(request: &Request) -> Option<Self> {
        request.extensions().get().cloned()
    }

    /// As text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// As the value of the header.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
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
