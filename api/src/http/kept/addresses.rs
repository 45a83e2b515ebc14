use std::{hash::BuildHasher, sync::Arc};

use foldhash::quality::RandomState;
use moka::{policy::EvictionPolicy, sync::Cache};
use poem::{
    Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
};

use crate::http::{encoding::Coding, media::MediaType};

/// How many bytes addresses take together at most.
const CAPACITY: u64 = 1024 * 1024;
/// What one takes besides its text.
const OVERHEAD: usize = 300;

/// What was asked by addresses whose answers were kept when they were asked for once more. To read an address anew takes as
/// long as all the rest of such an answer.
pub(in crate::http) struct Addresses {
    hashing: RandomState,
    known: Cache<u64, Arc<Address>, RandomState>,
}

/// An address, and what is asked by it.
pub(in crate::http) struct Address {
    /// From its path on.
    text: Box<str>,
    accept: Option<HeaderValue>,
    accept_encoding: Option<HeaderValue>,
    /// What is asked.
    pub(in crate::http) question: [u8; 32],
    /// How the answer is to be written, and compressed.
    pub(in crate::http) media: MediaType,
    pub(in crate::http) coding: Coding,
}

impl Default for Addresses {
    fn default() -> Self {
        let weight =
            |_: &u64, known: &Arc<Address>| u32::try_from(known.text.len() + OVERHEAD).unwrap_or(u32::MAX);
        let known = Cache::builder().max_capacity(CAPACITY).weigher(weight);
        let known = known.eviction_policy(EvictionPolicy::lru());
        Self { hashing: RandomState::default(), known: known.build_with_hasher(RandomState::default()) }
    }
}

impl Addresses {
    /// What is asked by the address of a request, if it was asked before in the very same way.
    pub(in crate::http) fn get(&self, request: &Request) -> Option<Arc<Address>> {
        let sent = Sent::by(request)?;
        // Another one may have the same number.
        self.known.get(&self.hashing.hash_one(&sent)).filter(|known| sent == known.sent())
    }

    /// Keeps what is asked by the address of a request, and how it is to be answered.
    pub(in crate::http) fn keep(&self, request: &Request, question: [u8; 32], media: MediaType) {
        let Some(sent) = Sent::by(request) else { return };
        let known = Address {
            text: sent.address.into(),
            accept: sent.accept.cloned(),
            accept_encoding: sent.accept_encoding.cloned(),
            question,
            media,
            coding: Coding::negotiate(request.headers()),
        };
        self.known.insert(self.hashing.hash_one(&sent), Arc::new(known));
    }
}

impl Address {
    fn sent(&self) -> Sent<'_> {
        Sent {
            address: &self.text,
            accept: self.accept.as_ref(),
            accept_encoding: self.accept_encoding.as_ref(),
        }
    }
}

/// All that tells what a GET asks for, and how it is to be answered.
#[derive(PartialEq, Eq, Hash)]
struct Sent<'a> {
    address: &'a str,
    accept: Option<&'a HeaderValue>,
    accept_encoding: Option<&'a HeaderValue>,
}

impl<'a> Sent<'a> {
    /// As a request says in the usual way: by GET, and each header in one line.
    fn by(request: &'a Request) -> Option<Self> {
        let address = request.uri().path_and_query().filter(|_| *request.method() == Method::GET)?;
        let line = |name| single(request.headers(), name);
        Some(Self {
            address: address.as_str(),
            accept: line(header::ACCEPT)?,
            accept_encoding: line(header::ACCEPT_ENCODING)?,
        })
    }
}

/// The line of a header, which may be missing; none when there are several.
fn single(headers: &HeaderMap, name: HeaderName) -> Option<Option<&HeaderValue>> {
    let mut lines = headers.get_all(name).into_iter();
    let first = lines.next();
    lines.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use poem::{Request, http::header};

    use super::Addresses;
    use crate::http::media::MediaType;

    #[test]
    fn an_address_is_known_when_it_is_asked_in_the_very_same_way() {
        let addresses = Addresses::default();
        let asked = |address: &str, accept: &[&str]| {
            let request = Request::builder().uri(address.parse().expect("an address"));
            let request =
                accept.iter().fold(request, |request, accept| request.header(header::ACCEPT, *accept));
            request.finish()
        };
        let (address, accept) = ("/graphql?query={a}", ["application/json"]);
        assert!(addresses.get(&asked(address, &accept)).is_none());
        addresses.keep(&asked(address, &accept), [7; 32], MediaType::Json);
        let known = addresses.get(&asked(address, &accept)).expect("what was asked");
        assert_eq!((known.question, known.media), ([7; 32], MediaType::Json));
        assert!(addresses.get(&asked("/graphql?query={b}", &accept)).is_none());
        assert!(addresses.get(&asked(address, &[])).is_none());
        assert!(addresses.get(&asked(address, &["application/json", "text/csv"])).is_none());
        let mut compressed = asked(address, &accept);
        compressed.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("gzip"));
        assert!(addresses.get(&compressed).is_none());
        let mut posted = asked(address, &accept);
        posted.set_method(poem::http::Method::POST);
        assert!(addresses.get(&posted).is_none());
    }
}
