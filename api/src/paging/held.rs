use async_graphql::{
    Name,
    parser::types::{Selection, SelectionSet},
};
use async_graphql_value::Value;

use super::cursor::Cursor;
use crate::asked::Asked;

/// The newest version of the data that a cursor of a request is of: where to go on, so that the data must be as new. 0 when
/// it has no cursor.
pub(crate) fn newest_cursor(asked: &Asked) -> i64 {
    asked.selections().map(|selections| newest_in(asked, selections)).max().unwrap_or_default()
}

fn newest_in(asked: &Asked, selections: &SelectionSet) -> i64 {
    let newest = |selection: &Selection| match selection {
        Selection::Field(field) => {
            let arguments = field.node.arguments.iter();
            let cursors = arguments.filter(|(name, _)| matches!(name.node.as_str(), "after" | "before"));
            let within = newest_in(asked, &field.node.selection_set.node);
            cursors.map(|(_, value)| version_of(asked, &value.node)).fold(within, i64::max)
        }
        Selection::InlineFragment(fragment) => newest_in(asked, &fragment.node.selection_set.node),
        // All fragments are looked at by themselves.
        Selection::FragmentSpread(_) => 0,
    };
    selections.items.iter().map(|selection| newest(&selection.node)).max().unwrap_or_default()
}

fn version_of(asked: &Asked, value: &Value) -> i64 {
    let supplied = |name: &Name| match asked.variables.get(name) {
        Some(async_graphql::Value::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let text = match value {
        Value::String(text) => Some(text.as_str()),
        Value::Variable(name) => supplied(name),
        _ => None,
    };
    text.and_then(Cursor::decode).and_then(|cursor| cursor.edition()).map_or(0, |edition| edition.version)
}
