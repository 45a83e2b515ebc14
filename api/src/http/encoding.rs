use async_compression::{
    Level,
    tokio::bufread::{BrotliEncoder, GzipEncoder, ZstdEncoder},
};
use bytes::Bytes;
use poem::{
    Body, Request, Response,
    error::ReadBodyError,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
};
use tokio::io::BufReader;

use super::{caching::vary, preference::Preferences};

/// The smallest body that is worth compressing, in bytes: less fits into one packet of the network anyway.
pub(super) const WORTH_IT: u64 = 860;

/// The header that says how bodies may be written, as `Vary` names it.
pub(super) const ACCEPT_ENCODING: &str = "Accept-Encoding";

/// How a body is written for its way.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Zstd,
    Brotli,
    Gzip,
    /// As it is.
    Identity,
}

impl Coding {
    /// All, in their order.
    pub(super) const ALL: [Self; 4] = [Self::Zstd, Self::Brotli, Self::Gzip, Self::Identity];

    /// The one that a client wants most, and of several the one that does most for its time.
    pub(super) fn negotiate(headers: &HeaderMap) -> Self {
        Self::negotiate_among(headers, &[Self::Gzip, Self::Brotli, Self::Zstd])
    }

    /// The same where there are only these, the best last.
    pub(super) fn negotiate_among(headers: &HeaderMap, offered: &[Self]) -> Self {
        let Some(accepted) = Preferences::read(headers, &header::ACCEPT_ENCODING) else {
            return Self::Identity;
        };
        // What is not named is acceptable as it is, if nothing else will do.
        let plain =
            accepted.coding("identity").filter(|wish| wish.closeness > 0).map_or(0, |wish| wish.quality);
        let wished = offered.iter().map(|coding| {
            let quality = accepted.coding(coding.name()).map_or(0, |wish| wish.quality);
            (quality, *coding)
        });
        let best = wished.filter(|(quality, _)| *quality > plain).max_by_key(|(quality, _)| *quality);
        best.map_or(Self::Identity, |(_, coding)| coding)
    }

    /// Its name, as headers have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// Says in the headers of a response that its body is written so.
    pub(super) fn sign(self, headers: &mut HeaderMap) {
        if self != Self::Identity {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(self.name()));
        }
    }

    /// Writes a whole body so.
    pub(super) async fn encode_whole(self, body: Bytes) -> Result<Bytes, ReadBodyError> {
        self.encode(Body::from_bytes(body)).into_bytes().await
    }

    /// Writes a body so, as it comes.
    fn encode(self, body: Body) -> Body {
        let reader = BufReader::new(body.into_async_read());
        match self {
            Self::Zstd => Body::from_async_read(ZstdEncoder::with_quality(reader, Level::Precise(3))),
            Self::Brotli => Body::from_async_read(BrotliEncoder::with_quality(reader, Level::Precise(4))),
            Self::Gzip => Body::from_async_read(GzipEncoder::with_quality(reader, Level::Precise(5))),
            Self::Identity => Body::from_async_read(reader),
        }
    }
}

/// How the response to a request is to be compressed.
pub(super) struct Compressing {
    coding: Coding,
    is_head: bool,
}

impl Compressing {
    /// As the client takes it.
    pub(super) fn for_client(request: &Request) -> Self {
        let coding = Coding::negotiate(request.headers());
        Self { coding, is_head: request.method() == Method::HEAD }
    }

    /// Compresses what is text and long enough.
    pub(super) fn done(self, mut response: Response) -> Response {
        if varies(response.headers()) {
            // It has chosen its coding already.
            return response;
        }
        let has_text = is_text(response.content_type());
        if has_text || response.status() == StatusCode::NOT_MODIFIED {
            vary(response.headers_mut(), ACCEPT_ENCODING);
        }
        if !has_text || self.coding == Coding::Identity || !is_long(response.headers()) {
            return response;
        }
        self.coding.sign(response.headers_mut());
        response.headers_mut().remove(header::CONTENT_LENGTH);
        if !self.is_head {
            let body = response.take_body();
            response.set_body(self.coding.encode(body));
        }
        response
    }
}

fn varies(headers: &HeaderMap) -> bool {
    let vary = headers.get(header::VARY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    vary.split(',').any(|name| name.trim().eq_ignore_ascii_case(ACCEPT_ENCODING))
}

fn is_text(content_type: Option<&str>) -> bool {
    let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    media.starts_with("text/")
        || media.ends_with("json")
        || media.ends_with("xml")
        || media.ends_with("javascript")
        || media == "application/graphql"
}

/// Of unknown length is what is written while it is sent.
fn is_long(headers: &HeaderMap) -> bool {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    length.is_none_or(|length| length >= WORTH_IT)
}

#[cfg(test)]
mod tests {
    use poem::http::{HeaderMap, HeaderValue, header};

    use super::Coding::{self, Brotli, Gzip, Identity, Zstd};

    #[test]
    fn a_client_gets_the_coding_that_it_wants_most() {
        assert_eq!(Coding::negotiate(&HeaderMap::new()), Identity);
        for (value, coding) in [
            ("gzip, deflate, br, zstd", Zstd),
            ("gzip, deflate, br", Brotli),
            ("gzip;q=1.0, br;q=0.5", Gzip),
            ("GZIP", Gzip),
            ("*", Zstd),
            ("*, zstd;q=0", Brotli),
            ("gzip;q=0, *;q=0.5, zstd;q=0", Brotli),
            ("identity, gzip;q=0.5", Identity),
            ("identity;q=0.5, gzip", Gzip),
            ("deflate, x-gzip", Identity),
            ("gzip;q=0", Identity),
            ("", Identity),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
            assert_eq!(Coding::negotiate(&headers), coding, "{value}");
        }
    }
}
