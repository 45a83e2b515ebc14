//! Checks the values of arguments, before anything is executed.
//!
//! The library checks them too, but it names types where it should say what would have been accepted, takes a text for a
//! value of an enum, says of a text that cannot be read in which types it stood rather than where, takes the last of two
//! fields of the same name, and hands a filter a null for a variable that was not supplied, where GraphQL has it that the
//! field is absent. A filter cannot tell the two apart, so it takes every null for an absent field, and the nulls that a
//! client wrote or supplied are refused here: clients that send null mean sometimes "any" and sometimes "none".
//!
//! `missing` looks at the variables as they were supplied, `repeated` at the text of the document, all else at its values, by the types that the schema gives them: `value`
//! walks a value, `scalar` reads its texts and numbers, and `place` is where in its argument a value stands.

mod missing;
mod place;
mod repeated;
mod scalar;
mod value;

use async_graphql::{
    Pos, Positioned, ServerError,
    parser::types::{Directive, Field, Selection, SelectionSet},
};

use self::{place::Place, value::Values};
use crate::{asked::Asked, error::code, names::NAMES, schema::with_code};

pub(crate) use missing::check_supplied;
pub(crate) use repeated::check_text;

/// What is wrong with a value.
struct Fault {
    code: &'static str,
    message: String,
}

impl Fault {
    /// A value that does not fit the schema.
    fn misfit(message: String) -> Self {
        Self { code: code::GRAPHQL_VALIDATION_FAILED, message }
    }

    /// A value of the right type that cannot be.
    fn bad_input(message: String) -> Self {
        Self { code: code::BAD_USER_INPUT, message }
    }

    fn at(self, argument: &str, place: Pos) -> ServerError {
        let mut error = with_code(ServerError::new(self.message, Some(place)), self.code);
        error.extensions.get_or_insert_default().set("argument", argument);
        error
    }
}

/// Checks the arguments of the operation that is meant, and of all fragments.
///
/// # Errors
/// The first value that cannot be.
pub(crate) fn check(asked: &Asked) -> Result<(), ServerError> {
    let Some(operation) = asked.operation() else { return Ok(()) };
    let values = Values::of(operation, &asked.variables);
    let fragments = asked.document.fragments.values().map(|fragment| {
        let fragment = &fragment.node;
        (fragment.type_condition.node.on.node.as_str(), &fragment.selection_set.node)
    });
    let roots = [("Query", &operation.selection_set.node)].into_iter().chain(fragments);
    let faults = roots.filter_map(|(kind, selection)| of_selection(&values, kind, selection).err());
    faults.min_by(|one, other| one.locations.cmp(&other.locations)).map_or(Ok(()), Err)
}

fn of_selection(values: &Values<'_>, on: &str, selection: &SelectionSet) -> Result<(), ServerError> {
    for item in &selection.items {
        of_directives(values, item.node.directives())?;
        match &item.node {
            Selection::Field(field) => {
                of_field(values, on, &field.node)?;
                let within = &field.node.selection_set.node;
                if !within.items.is_empty()
                    && let Some(given) = NAMES.given(on, &field.node.name.node)
                {
                    of_selection(values, &given.kind, within)?;
                }
            }
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                let on = condition.map_or(on, |condition| condition.node.on.node.as_str());
                of_selection(values, on, &fragment.node.selection_set.node)?;
            }
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

/// The conditions by which selections are left out, which are all that directives of a request say.
fn of_directives(values: &Values<'_>, directives: &[Positioned<Directive>]) -> Result<(), ServerError> {
    for (name, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
        let name = name.node.as_str();
        if name == "if" {
            let checked = values.check_condition(&Place::argument(name), &value.node);
            checked.map_err(|fault| fault.at(name, value.pos))?;
        }
    }
    Ok(())
}

/// Arguments that there are not, and those that are missing, the validation names.
fn of_field(values: &Values<'_>, on: &str, field: &Field) -> Result<(), ServerError> {
    for (name, value) in &field.arguments {
        let name = name.node.as_str();
        let arguments = NAMES.arguments_of(on, &field.name.node);
        if let Some(argument) = arguments.and_then(|arguments| arguments.named(name)) {
            let checked = values.check(&Place::argument(name), argument, &value.node);
            checked.map_err(|fault| fault.at(name, value.pos))?;
        }
    }
    Ok(())
}
