use std::hash::{Hash, Hasher};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};

use crate::{edition::Edition, sorting::Key};

/// Where a row stands in a list: the values of the keys that the list is sorted by, and of which edition of the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// The noun and the order of the list.
    list: String,
    /// The version of the data that the first page of the list was read from, and when it was recorded.
    edition: Option<(i64, DateTime<Utc>)>,
    keys: Vec<Key>,
}

// None of its numbers is "not a number", because no row holds one.
impl Eq for Cursor {}

impl Hash for Cursor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.list.hash(state);
    }
}

impl Cursor {
    /// A row of a list.
    pub fn new(list: String, edition: Option<Edition>, keys: Vec<Key>) -> Self {
        let edition = edition.map(|edition| (edition.version, edition.recorded_at));
        Self { list, edition, keys }
    }

    /// The opaque text that a client gets and gives back.
    pub fn encode(&self) -> String {
        let Self { list, edition, keys } = self;
        URL_SAFE_NO_PAD.encode(serde_json::json!((list, edition, keys)).to_string())
    }

    /// Reads the text of a cursor; nothing when it is none.
    pub fn decode(text: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (list, edition, keys): (_, _, Vec<Key>) = serde_json::from_slice(&json).ok()?;
        // No row holds such a text, and PostgreSQL does not take it.
        let is_no_text = |key: &Key| matches!(key, Key::Text(text) if text.contains('\0'));
        (!keys.iter().any(is_no_text)).then_some(Self { list, edition, keys })
    }

    /// Whether it belongs to a list.
    pub fn is_of(&self, list: &str) -> bool {
        self.list == list
    }

    /// The edition of the data that its list is read from.
    pub fn edition(&self) -> Option<Edition> {
        self.edition.map(|(version, recorded_at)| Edition { version, recorded_at })
    }

    /// The values, in the order of the keys.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }
}
