//! Refuses a null in a filter, because clients that send null mean sometimes "any" and sometimes "none".
//!
//! The library also hands a filter a null for a variable that was not supplied, where GraphQL has it that the
//! field is absent. A filter cannot tell the two apart, so it takes every null for an absent field, and the
//! nulls that a client wrote or supplied are refused here, before the execution.

use std::{collections::HashSet, convert::Infallible};

use async_graphql::{
    Name, Pos, ServerError, Value,
    parser::types::{Field, Selection, SelectionSet},
};

use crate::{asked::Asked, error::code, schema::with_code};

/// Refuses nulls within input objects, all of which are filters.
///
/// # Errors
/// When there is one.
pub(crate) fn check(asked: &Asked) -> Result<(), ServerError> {
    let mut nulls = HashSet::new();
    for definition in asked.operation().iter().flat_map(|operation| &operation.variable_definitions) {
        let name = &definition.node.name.node;
        let default = definition.node.default_value.as_ref().map(|default| &default.node);
        match asked.variables.get(name).or(default) {
            Some(Value::Null) => {
                nulls.insert(name);
            }
            Some(value) if has_null_field(value) => return Err(refusal(definition.pos)),
            _ => {}
        }
    }
    let first = asked.selections().filter_map(|selection| first_null(selection, &nulls)).min();
    first.map_or(Ok(()), |place| Err(refusal(place)))
}

fn refusal(place: Pos) -> ServerError {
    let message = "null is not a value to filter by; leave the field out, or use isNull";
    with_code(ServerError::new(message, Some(place)), code::BAD_USER_INPUT)
}

/// Where the first argument is that has a null field, given which variables are null.
fn first_null(selection: &SelectionSet, nulls: &HashSet<&Name>) -> Option<Pos> {
    let places = selection.items.iter().filter_map(|item| match &item.node {
        Selection::Field(field) => {
            null_argument(&field.node, nulls).or_else(|| first_null(&field.node.selection_set.node, nulls))
        }
        Selection::InlineFragment(fragment) => first_null(&fragment.node.selection_set.node, nulls),
        Selection::FragmentSpread(_) => None,
    });
    places.min()
}

fn null_argument(field: &Field, nulls: &HashSet<&Name>) -> Option<Pos> {
    let argument = field.arguments.iter().map(|(_, argument)| argument).find(|argument| {
        // What another variable holds was looked at before.
        let value_of = |name| if nulls.contains(&name) { Value::Null } else { Value::Boolean(true) };
        let Ok(value) = argument.node.clone().into_const_with(|name| Ok::<_, Infallible>(value_of(name)));
        has_null_field(&value)
    });
    argument.map(|argument| argument.pos)
}

fn has_null_field(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.values().any(|field| *field == Value::Null || has_null_field(field)),
        Value::List(items) => items.iter().any(has_null_field),
        _ => false,
    }
}
