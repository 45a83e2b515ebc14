use async_graphql::ServerError;
use moka::sync::Cache;
use poem::http::StatusCode;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{refusal::Refusal, request::Parameters};
use crate::{
    error::code,
    schema::{Question, with_code},
};

/// The most that documents which clients may name by their hash take together, in bytes.
const CAPACITY: u64 = 8 * 1024 * 1024;

/// What a document takes besides its text.
const OVERHEAD: usize = 200;

/// A document that is named by its hash.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersistedQuery {
    version: u32,
    sha256_hash: String,
}

/// The documents that clients sent together with their hash, and may name by it from then on, as Apollo's clients
/// do. Those that nobody asks for make room for others.
pub(super) struct Documents {
    known: Cache<[u8; 32], String>,
}

impl Default for Documents {
    fn default() -> Self {
        let weight = |_: &[u8; 32], text: &String| u32::try_from(text.len() + OVERHEAD).unwrap_or(u32::MAX);
        Self { known: Cache::builder().max_capacity(CAPACITY).weigher(weight).build() }
    }
}

impl Documents {
    /// The question that parameters ask, with their document or with the hash of one. A document is kept only when
    /// it could be executed.
    pub(super) fn question(&self, parameters: Parameters) -> Result<Question, Refusal> {
        let document = parameters.query().map(str::to_owned);
        let Some(persisted) = parameters.persisted_query().cloned() else {
            let document = document.ok_or_else(|| Refusal::malformed("The request has no \"query\"."))?;
            return Ok(Question::read(parameters.with_document(document))?);
        };
        if persisted.version != 1 {
            let message = format!("Persisted queries have version 1, and not {}.", persisted.version);
            return Err(Refusal::malformed(message));
        }
        let Some(document) = document else {
            let found = hash(&persisted.sha256_hash).and_then(|hash| self.known.get(&hash));
            let document = found.ok_or_else(not_found)?;
            return Ok(Question::read(parameters.with_document(document))?);
        };
        let actual: [u8; 32] = Sha256::digest(&document).into();
        if hash(&persisted.sha256_hash) != Some(actual) {
            // In these words, which Apollo's clients know.
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "provided sha does not match query"));
        }
        let question = Question::read(parameters.with_document(document.clone()))?;
        self.known.insert(actual, document);
        Ok(question)
    }
}

/// In these words, by which Apollo's clients know that they have to send the document.
fn not_found() -> Refusal {
    with_code(ServerError::new("PersistedQueryNotFound", None), code::PERSISTED_QUERY_NOT_FOUND).into()
}

/// Reads a hash that is written in hexadecimal digits.
pub(super) fn hash(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(hash)
}
