//! Lists as JSON text, without a future for each of their fields.
//!
//! The library resolves every field of every row by a future of its own, makes a value of it, and these a tree that is
//! written and dropped again: for long lists that is most of the work. A list that is a [`List`] goes another way where it can.
//! What is selected is looked at once for all rows (`fields`); fields that need nothing but their row are written as they
//! stand (`leaf`); what rows lead to is loaded and written for all of them together (`lead`); and only what is left is
//! resolved by the library, as everything else is (`column`). The text stands in the answer as bytes, which no value
//! of this schema is otherwise, until `text` writes the whole.
//!
//! `object` and `simple` declare objects, each field once for the library and for text; and from which columns of a row a field
//! is `told`, so that no others are read.
//!
//! This way knows no errors: where one comes up the question is answered once more by the library alone, which says where it is.

mod column;
mod fields;
mod lead;
mod leaf;
mod list;
mod object;
mod simple;
mod text;
mod told;
mod way;

use std::sync::Arc;

use async_graphql::{ContextBase, ObjectType};

pub(crate) use column::given_up;
pub use column::{Column, within, within_each};
pub(crate) use fields::asks_twice;
pub use lead::Lead;
pub use lead::lead;
pub use leaf::Leaf;
pub use list::List;
pub(crate) use object::object;
pub use simple::MayHold;
pub(crate) use simple::simple_object;
pub use text::{Json, text};
pub use told::columns_of;
pub use way::Way;

use crate::asked::Asked;

/// An object of which a list can be written as text.
pub trait Render: ObjectType {
    /// How a field of the schema is written; none where the library is to resolve it.
    fn way(_field: &str) -> Option<Way<Self>> {
        None
    }
}

/// A field of the question, and what is around it.
pub type FieldContext<'a> =
    &'a ContextBase<'a, &'a async_graphql::Positioned<async_graphql::parser::types::Field>>;

/// Goes with a request whose lists may be written as text: what it asks for, for what the library resolves is not in order.
#[derive(Clone)]
pub(crate) struct AsText(pub(crate) Arc<Asked>);

/// Whether a field of the schema is the one that Rust calls so.
pub(crate) fn is_called(field: &str, name: &str) -> bool {
    let letters = name.bytes().filter(|letter| *letter != b'_');
    field.bytes().map(|letter| letter.to_ascii_lowercase()).eq(letters)
}
