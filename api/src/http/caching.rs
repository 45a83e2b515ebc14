use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use poem::{
    Response,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};

use super::{encoding::Coding, version::tell};
use crate::{edition::State, schema::sdl};

/// What the tags of an answer have in common, however it is compressed.
pub(super) struct Stamp {
    tag: String,
    modified: Option<HeaderValue>,
}

impl Stamp {
    /// Of an answer that follows from the data, the day it is, what was asked, and how it is written.
    pub(super) fn of_answer(state: &State, today: NaiveDate, question: &[u8; 32], media: &str) -> Self {
        let data = format!("{state:?} {today} {media}");
        let moment = state.edition().map(|edition| edition.recorded_at);
        let modified = moment.map(|moment| moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        let modified = modified.and_then(|modified| HeaderValue::try_from(modified).ok());
        Self { tag: tag(&[data.as_bytes(), question]), modified }
    }

    /// What tells the answer, compressed so.
    pub(super) fn validator(&self, coding: Coding) -> Validator {
        let tag = format!("\"{}-{}\"", self.tag, coding.name());
        Validator { tag: HeaderValue::try_from(tag).ok(), modified: self.modified.clone() }
    }
}

/// Tells what a cache holds from what would be answered now: the same tag means the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Validator {
    tag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
}

impl Validator {
    /// Of a text that never changes while the program runs.
    pub(super) fn of_text(text: &str, headers: &HeaderMap) -> Self {
        Self::of_content(text, Coding::negotiate(headers))
    }

    /// Of a content that never changes while the program runs, or a hash of it, written so.
    pub(super) fn of_content(content: &str, coding: Coding) -> Self {
        Stamp { tag: tag(&[content.as_bytes()]), modified: None }.validator(coding)
    }

    /// Whether a client that sends these headers has it already.
    pub(super) fn is_held(&self, headers: &HeaderMap) -> bool {
        let Some(known) = &self.tag else { return false };
        let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
        // A proxy that compressed the answer calls its tag weak.
        let mut tags = lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
        tags.any(|tag| tag == known)
    }

    /// What is answered to a client that has it already.
    pub(super) fn not_modified(&self) -> Response {
        let mut response = Response::builder().status(StatusCode::NOT_MODIFIED).finish();
        self.sign(response.headers_mut());
        response
    }

    /// What is answered to a client that has it already, of data of this state; none to one that has not.
    pub(super) fn not_modified_for(&self, headers: &HeaderMap, state: State) -> Option<Response> {
        self.is_held(headers).then(|| {
            let mut response = self.not_modified();
            tell(state, response.headers_mut());
            response
        })
    }

    /// Says so in the headers of a response. A cache may keep it, and has to ask each time whether it still holds.
    pub(super) fn sign(&self, headers: &mut HeaderMap) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        for (name, value) in [(header::ETAG, &self.tag), (header::LAST_MODIFIED, &self.modified)] {
            if let Some(value) = value {
                headers.insert(name, value.clone());
            }
        }
    }
}

/// Says of an answer what a cache may know it by, or that it may not keep it.
pub(super) fn sign(validator: Option<&Validator>, headers: &mut HeaderMap) {
    match validator {
        Some(validator) => validator.sign(headers),
        None => drop(headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))),
    }
}

/// Says that a response depends on a header of its request too, beside those that it says it depends on.
pub(super) fn vary(headers: &mut HeaderMap, on: &str) {
    let known = headers.get(header::VARY).and_then(|value| value.to_str().ok());
    let all = known.map_or_else(|| on.to_owned(), |known| format!("{known}, {on}"));
    if let Ok(all) = HeaderValue::try_from(all) {
        headers.insert(header::VARY, all);
    }
}

/// What is the same in all tags: another version of the program, or one with another schema, may answer the same
/// question otherwise.
static PROGRAM: LazyLock<Sha256> =
    LazyLock::new(|| Sha256::new_with_prefix(env!("CARGO_PKG_VERSION")).chain_update(sdl()));

/// A strong tag, but for the compression.
fn tag(parts: &[&[u8]]) -> String {
    let mut digest = PROGRAM.clone();
    for part in parts {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    BASE64_URL_SAFE_NO_PAD.encode(&digest.finalize()[..15])
}
