use async_graphql::{Pos, ServerError};

use super::Fault;
use crate::asked::Asked;

/// Checks that every variable of the operation that must have a value was given one. The library looks at a variable only
/// where a field uses it, and then the field has failed and the answer was begun; GraphQL has it that the request is in
/// error as a whole. What was given is checked where it is used, with all other values.
///
/// # Errors
/// The first that is missing.
pub(crate) fn check_supplied(asked: &Asked) -> Result<(), ServerError> {
    let definitions = asked.operation().into_iter().flat_map(|operation| &operation.variable_definitions);
    definitions.into_iter().try_for_each(|definition| {
        let (variable, place): (_, Pos) = (&definition.node, definition.pos);
        let name = variable.name.node.as_str();
        let may_be_missing = variable.var_type.node.nullable || variable.default_value.is_some();
        if may_be_missing || asked.variables.contains_key(name) {
            return Ok(());
        }
        let message = format!("The variable ${name} is needed, and no value was given for it.");
        Err(Fault::bad_input(message).at(name, place))
    })
}
