use std::fmt::{self, Display, Write};

use async_graphql::{Response, Value};
use bytes::Bytes;
use serde::Serialize;

/// What there is to an answer beside its lists, about, in bytes.
const ROOM: usize = 512;

/// JSON as it is written.
#[derive(Debug, Default)]
pub struct Json(Vec<u8>);

/// Text that is written as it stands.
struct AsItStands<'a>(&'a mut Vec<u8>);

impl Write for AsItStands<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

impl Json {
    /// With room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Makes room for so many bytes more.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    /// Nothing.
    pub fn null(&mut self) {
        self.raw(b"null");
    }

    /// What is JSON already.
    pub fn raw(&mut self, json: &[u8]) {
        self.0.extend_from_slice(json);
    }

    /// What Serde writes.
    pub fn serialised(&mut self, value: &(impl Serialize + ?Sized)) {
        // Only what cannot be JSON fails, such as a map by numbers, and memory takes all that is written.
        if let Err(error) = serde_json::to_writer(&mut self.0, value) {
            tracing::error!(%error, "a value cannot be written");
        }
    }

    /// A text in which there is nothing to escape.
    pub fn quoted(&mut self, text: impl Display) {
        let written = write!(AsItStands(&mut self.0), "\"{text}\"");
        debug_assert!(written.is_ok(), "memory takes all that is written");
    }

    /// Values in brackets.
    pub fn list<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(T, &mut Self)) {
        self.between(b'[', b']', items, write);
    }

    /// Members in braces.
    pub fn object<T>(&mut self, members: impl IntoIterator<Item = T>, write: impl Fn(T, &mut Self)) {
        self.between(b'{', b'}', members, write);
    }

    fn between<T>(
        &mut self,
        opening: u8,
        closing: u8,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(T, &mut Self),
    ) {
        self.0.push(opening);
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.0.push(b',');
            }
            write(item, self);
        }
        self.0.push(closing);
    }

    /// The name of a member.
    pub fn name(&mut self, name: &str) {
        self.serialised(name);
        self.0.push(b':');
    }

    /// The name of a field, in which GraphQL allows nothing that would have to be escaped.
    pub fn field(&mut self, name: &str) {
        self.0.push(b'"');
        self.raw(name.as_bytes());
        self.raw(b"\":");
    }

    /// A value of an answer, lists of which may be text already.
    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Binary(text) => self.raw(text),
            Value::List(items) => self.list(items, |item, to| to.value(item)),
            Value::Object(members) => self.object(members, |(name, value), to| {
                to.name(name);
                to.value(value);
            }),
            value => self.serialised(value),
        }
    }

    /// How long it is.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// A part of it.
    pub(super) fn part(&self, from: usize, to: usize) -> &[u8] {
        self.0.get(from..to).unwrap_or_default()
    }

    /// All that is written.
    pub fn finish(self) -> Bytes {
        self.0.into_boxed_slice().into()
    }
}

/// A whole answer, with its members in the order in which the library has them.
pub fn text(answer: &Response) -> Bytes {
    let mut json = Json::with_capacity(written(&answer.data) + ROOM);
    json.raw(b"{\"data\":");
    json.value(&answer.data);
    if !answer.extensions.is_empty() {
        json.raw(b",\"extensions\":");
        json.serialised(&answer.extensions);
    }
    if !answer.errors.is_empty() {
        json.raw(b",\"errors\":");
        json.serialised(&answer.errors);
    }
    json.raw(b"}");
    json.finish()
}

/// How much of a value is text already.
fn written(value: &Value) -> usize {
    match value {
        Value::Binary(text) => text.len(),
        Value::List(items) => items.iter().map(written).sum(),
        Value::Object(members) => members.values().map(written).sum(),
        _ => 0,
    }
}
