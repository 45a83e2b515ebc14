//! Limits on a request, checked before anything else looks at it.
//!
//! The library follows each spread of a fragment again whenever it walks a document, and it walks it several
//! times before its own limits answer: fragments that spread each other twenty times, five deep, take less than
//! a kilobyte and fifteen seconds. Here everything is looked at once: `text` before the document is parsed,
//! `document` once it is, each fragment measured once and its spreads added up, `values` the literals and the
//! variables, `cost` what the answer may amount to.

mod cost;
mod document;
mod text;
mod values;

use async_graphql::ServerError;

pub(crate) use self::text::{Token, tokens};
pub use self::{
    cost::Assessor, document::check as check_document, text::check as check_text, values::check_variables,
};
use crate::{error::code, schema::with_code};

/// The longest document, in bytes.
pub const LENGTH: usize = 64 * 1024;
/// The most tokens of a document: names, numbers, texts and punctuation.
pub const TOKENS: usize = 8000;
/// The deepest nesting of brackets. The parser calls itself for each.
pub const BRACKETS: usize = 40;
/// The most operations in one document, of which one is executed.
pub const OPERATIONS: usize = 20;
/// The deepest nesting of fields. The usual introspection query has fifteen levels.
pub const DEPTH: usize = 15;
/// The most fields, once fragments are put in place of their spreads.
pub const FIELDS: usize = 1000;
/// The most aliases, counted likewise.
pub const ALIASES: usize = 50;
/// How often one selection may name the same field, counted likewise.
pub const DUPLICATES: usize = 10;
/// The most fragments.
pub const FRAGMENTS: usize = 20;
/// The most spreads of fragments, in the document and once fragments are put in place of their spreads.
pub const SPREADS: usize = 100;
/// The most directives in one place.
pub const DIRECTIVES: usize = 5;
/// How deep the lists of `__schema` and `__type` may lead into each other: types have fields, which have types.
pub const INTROSPECTION: usize = 2;
/// The most values that a query may give, as reckoned from the sizes of its pages.
pub const COMPLEXITY: usize = 20_000;
/// The deepest nesting of selections, fragments among them.
pub const RECURSION: usize = 32;
/// The most items of a list in an argument or a variable.
pub const ITEMS: usize = 1000;
/// The most values in all arguments or all variables of a request, those within lists and objects among them.
pub const VALUES: usize = 5000;
/// The deepest nesting of lists and objects in an argument or a variable.
pub const NESTING: usize = 12;
/// The longest text in an argument or a variable, in bytes.
pub const TEXT: usize = 4000;

/// Refuses what there is too much of, in words for people and in numbers for programs.
fn within(what: &str, found: usize, limit: usize, code: &str) -> Result<(), ServerError> {
    if found <= limit {
        return Ok(());
    }
    // Sums saturate.
    let told = if found == usize::MAX { "far too many".to_owned() } else { found.to_string() };
    let message = format!("The query has {told} {what}; the limit is {limit}.");
    let mut error = with_code(ServerError::new(message, None), code);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("cost", found);
    extensions.set("limit", limit);
    Err(error)
}

/// Refuses a query that asks for too much.
fn within_size(what: &str, found: usize, limit: usize) -> Result<(), ServerError> {
    within(what, found, limit, code::QUERY_TOO_COMPLEX)
}

/// Refuses a query that is nested too deep.
fn within_depth(what: &str, found: usize, limit: usize) -> Result<(), ServerError> {
    within(what, found, limit, code::QUERY_TOO_DEEP)
}
