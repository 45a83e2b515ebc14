use async_graphql::{Request as GraphQlRequest, ServerError};
use moka::sync::Cache;
use poem::http::StatusCode;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{refusal::Refusal, request::Parameters};
use crate::{error::code, schema::with_code};

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

/// What is asked, as it was sent.
pub(super) struct Sent {
    pub(super) document: String,
    /// The hash of the document, when it was sent with it.
    pub(super) hash: Option<[u8; 32]>,
    parameters: Parameters,
}

impl Sent {
    /// Tells it from everything else that can be asked: by the document, the operation that is meant, and the variables.
    pub(super) fn digest(&self) -> [u8; 32] {
        let (operation, variables) = (self.parameters.operation_name(), self.parameters.variables());
        let mut digest = Sha256::new();
        for part in [&self.document, operation, &variables] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        digest.finalize().into()
    }

    /// The hash of the document, when it was sent with it, and the request for it.
    pub(super) fn into_request(self) -> (Option<[u8; 32]>, GraphQlRequest) {
        (self.hash, self.parameters.with_document(self.document))
    }
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
    /// What parameters ask, with their document or with the hash of one.
    pub(super) fn sent(&self, mut parameters: Parameters) -> Result<Sent, Refusal> {
        let document = parameters.take_query();
        let Some(persisted) = parameters.persisted_query() else {
            let document = document.ok_or_else(|| Refusal::malformed("The request has no \"query\"."))?;
            return Ok(Sent { document, hash: None, parameters });
        };
        if persisted.version != 1 {
            let message = format!("Persisted queries have version 1, and not {}.", persisted.version);
            return Err(Refusal::malformed(message));
        }
        let hash = hash(&persisted.sha256_hash);
        let Some(document) = document else {
            let document = hash.and_then(|hash| self.known.get(&hash)).ok_or_else(not_found)?;
            return Ok(Sent { document, hash: None, parameters });
        };
        if hash != Some(Sha256::digest(&document).into()) {
            // In these words, which Apollo's clients know.
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "provided sha does not match query"));
        }
        Ok(Sent { document, hash, parameters })
    }

    /// Keeps a document that was sent with its hash, and can be executed.
    pub(super) fn keep(&self, hash: [u8; 32], document: &str) {
        if !self.known.contains_key(&hash) {
            self.known.insert(hash, document.to_owned());
        }
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
