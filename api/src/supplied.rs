//! Refuses variables that are not as their operation declares them, before anything is executed.
//!
//! The library looks at a variable only where a field uses it, and then the field has failed and the answer was begun.
//! GraphQL has it that the request is in error as a whole. Numbers, truth values and the members of vocabularies it
//! does check beforehand; what it leaves is a variable that is missing, and the text of our own scalars.

use async_graphql::{
    InputType, Pos, ServerError, Value,
    parser::types::{BaseType, Type, VariableDefinition},
};

use crate::{
    advice,
    asked::Asked,
    error::code,
    scalars::{Date, DateTime, FinancialYear, OnsCode, SoughtCode},
    schema::with_code,
};

/// Refuses what was supplied for variables, or was not.
///
/// # Errors
/// The first variable that is missing or cannot be.
pub(crate) fn check(asked: &Asked) -> Result<(), ServerError> {
    let definitions = asked.operation().into_iter().flat_map(|operation| &operation.variable_definitions);
    definitions.into_iter().try_for_each(|definition| {
        let name = definition.node.name.node.as_str();
        look(&definition.node, asked.variables.get(name), definition.pos).map_err(|mut error| {
            advice::complete(&mut error, None);
            error.extensions.get_or_insert_default().set("argument", name);
            with_code(error, code::BAD_USER_INPUT)
        })
    })
}

fn look(definition: &VariableDefinition, supplied: Option<&Value>, place: Pos) -> Result<(), ServerError> {
    let kind = &definition.var_type.node;
    match supplied {
        Some(value) => read(kind, value, place),
        None if kind.nullable || definition.default_value.is_some() => Ok(()),
        None => {
            let message =
                format!("The variable ${} is needed, and no value was given for it.", definition.name.node);
            Err(ServerError::new(message, Some(place)))
        }
    }
}

fn read(kind: &Type, value: &Value, place: Pos) -> Result<(), ServerError> {
    match (&kind.base, value) {
        // Whether it may be so, the library knows.
        (_, Value::Null) => Ok(()),
        (BaseType::List(kind), Value::List(items)) => {
            items.iter().try_for_each(|item| read(kind, item, place))
        }
        // One is as good as a list of it.
        (BaseType::List(kind), value) => read(kind, value, place),
        (BaseType::Named(name), value) => match name.as_str() {
            "Date" => fits::<Date>(value, place),
            "DateTime" => fits::<DateTime>(value, place),
            "FinancialYear" => fits::<FinancialYear>(value, place),
            // That which asks for less: to look up a code that no CCG can have is no mistake.
            "OdsCode" => fits::<SoughtCode>(value, place),
            "OnsCode" => fits::<OnsCode>(value, place),
            _ => Ok(()),
        },
    }
}

fn fits<T: InputType>(value: &Value, place: Pos) -> Result<(), ServerError> {
    T::parse(Some(value.clone())).map(drop).map_err(|error| error.into_server_error(place))
}
