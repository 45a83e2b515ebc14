use std::{borrow::Cow, collections::HashMap};

use async_graphql::{
    Name, Value as Supplied, Variables,
    indexmap::IndexMap,
    parser::types::{BaseType, OperationDefinition, Type},
};
use async_graphql_value::Value;

use super::{Fault, place::Place, scalar};
use crate::{
    advice::{listed, nearest, value_of},
    names::{Input, NAMES},
};

/// The values of a request, with those of its variables.
pub(super) struct Values<'a> {
    supplied: &'a Variables,
    /// What a variable is that was not supplied.
    otherwise: HashMap<&'a Name, &'a Supplied>,
}

/// Where a value comes from: JSON has no enums, so a variable gives a value of an enum as a text.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Origin {
    Document,
    Variable,
}

impl<'a> Values<'a> {
    pub(super) fn of(operation: &'a OperationDefinition, supplied: &'a Variables) -> Self {
        let defaults = operation.variable_definitions.iter().filter_map(|definition| {
            let default = definition.node.default_value.as_ref()?;
            Some((&definition.node.name.node, &default.node))
        });
        Self { supplied, otherwise: defaults.collect() }
    }

    /// Checks the value of an argument.
    pub(super) fn check(&self, at: &Place<'_>, argument: &Input, value: &Value) -> Result<(), Fault> {
        self.of_type(at, &argument.kind, value, Origin::Document)
    }

    /// Checks the value of an argument that is true or false.
    pub(super) fn check_condition(&self, at: &Place<'_>, value: &Value) -> Result<(), Fault> {
        let kind = Type { base: BaseType::Named(Name::new("Boolean")), nullable: false };
        self.of_type(at, &kind, value, Origin::Document)
    }

    fn of_type(&self, at: &Place<'_>, kind: &Type, value: &Value, from: Origin) -> Result<(), Fault> {
        match (value, &kind.base) {
            (Value::Variable(name), _) => match (self.supplied.get(name), self.otherwise.get(name)) {
                (Some(value), _) => self.of_type(at, kind, &value.clone().into_value(), Origin::Variable),
                (None, Some(value)) => {
                    self.of_type(at, kind, &(*value).clone().into_value(), Origin::Document)
                }
                // Whether it may be left out the validation knows.
                (None, None) => Ok(()),
            },
            (Value::Null, _) if at.is_whole() && kind.nullable => Ok(()),
            (Value::Null, _) => Err(null(at, kind)),
            (Value::List(items), BaseType::List(of)) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(place, item)| self.of_type(&at.item(place), of, item, from))
            }
            // One value stands for a list of it.
            (_, BaseType::List(of)) => self.of_type(at, of, value, from),
            (_, BaseType::Named(kind)) => self.of_name(at, kind, value, from),
        }
    }

    fn of_name(&self, at: &Place<'_>, kind: &str, value: &Value, from: Origin) -> Result<(), Fault> {
        let values = NAMES.values(kind);
        if !values.is_empty() {
            return one_of(at, kind, values, value, from);
        }
        match (NAMES.inputs_of(kind), value) {
            (Some(_), Value::Object(given)) => self.of_object(at, kind, given, from),
            (Some(fields), _) => Err(Fault::misfit(format!(
                "{at} is {}; expected an object of the type {kind}, whose fields are {}.",
                shown(value),
                listed(fields.names())
            ))),
            (None, _) => scalar::check(at, kind, value),
        }
    }

    fn of_object(
        &self,
        at: &Place<'_>,
        kind: &str,
        given: &IndexMap<Name, Value>,
        from: Origin,
    ) -> Result<(), Fault> {
        let Some(fields) = NAMES.inputs_of(kind) else { return Ok(()) };
        for (name, value) in given {
            match fields.named(name) {
                Some(field) => self.of_type(&at.field(name), &field.kind, value, from)?,
                None => {
                    return Err(Fault::misfit(format!(
                        "{at} has no field \"{name}\"; the fields of {kind} are {}.{}",
                        listed(fields.names()),
                        nearest(name, fields.names())
                    )));
                }
            }
        }
        if let Some(missing) = fields.required().find(|name| !given.contains_key(*name)) {
            let message = format!("{at} lacks the field \"{missing}\", which a {kind} must have.");
            return Err(Fault::misfit(message));
        }
        match (fields.named("from"), given.get("from"), given.get("to")) {
            (Some(Input { kind: Type { base: BaseType::Named(kind), .. }, .. }), Some(from), Some(to)) => {
                let [from, to] = [self.known(from), self.known(to)];
                scalar::check_range(at, kind, &from, &to)
            }
            _ => Ok(()),
        }
    }

    /// The value that stands in the place of a variable.
    fn known<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        let Value::Variable(name) = value else { return Cow::Borrowed(value) };
        let known = self.supplied.get(name).or_else(|| self.otherwise.get(name).copied());
        Cow::Owned(known.map_or(Value::Null, |value| value.clone().into_value()))
    }
}

fn null(at: &Place<'_>, kind: &Type) -> Fault {
    let expected = Type { nullable: true, ..kind.clone() };
    if at.is_whole() {
        return Fault::misfit(format!("{at} is null; expected a value of the type {expected}."));
    }
    Fault::bad_input(if at.is_in_a_filter() {
        format!(
            "{at} is null, which is not a value to filter by; expected one of the type {expected}. Leave the field out, or \
             use isNull."
        )
    } else {
        format!("{at} is null; expected a value of the type {expected}. Leave it out where there is none.")
    })
}

fn one_of(at: &Place<'_>, kind: &str, values: &[String], value: &Value, from: Origin) -> Result<(), Fault> {
    let expected = || format!("expected {}", listed(values));
    let (name, is_text) = match value {
        Value::Enum(name) => (name.as_str(), false),
        Value::String(text) => (text.as_str(), from == Origin::Document),
        _ => {
            return Err(Fault::misfit(format!(
                "{at} is {}, which is no {kind}; {}.",
                shown(value),
                expected()
            )));
        }
    };
    let is_known = values.iter().any(|value| value == name);
    if is_known && is_text {
        return Err(Fault::misfit(format!("{at} is \"{name}\", a text; expected {name}, without quotes.")));
    }
    if is_known {
        return Ok(());
    }
    let message =
        format!("{at} is {name}, which is no {kind}; {}.{}", expected(), value_of(kind, name, values));
    Err(Fault::misfit(message))
}

/// The longest value that is quoted whole, in characters.
const LONGEST: usize = 60;

/// A value as a message quotes it.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text,
    }
}
