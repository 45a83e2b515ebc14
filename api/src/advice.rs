//! What is said of a faulty request: which argument is at fault, what was expected, and the nearest name that there is.
//!
//! Resolvers say so themselves, and of the values of arguments `arguments`. What the library finds out it says in its own
//! words, which name a type and often nothing that would have been accepted: they are completed here from the schema.

use std::fmt::Display;

use async_graphql::{
    Pos, ServerError,
    parser::types::{Selection, SelectionSet},
};
use entities::domain::{self, Vocabulary};
use sea_orm::ActiveEnum;

use crate::{asked::Asked, names::NAMES};

/// How like a known name a text must be to be taken for a misspelling of it.
const LIKENESS: f64 = 0.7;

/// Completes an error of the library's. Those of resolvers name their argument already.
pub(crate) fn complete(error: &mut ServerError, asked: Option<&Asked>) {
    if extension(error, "argument") {
        return;
    }
    let quoted: Vec<&str> = error.message.split('"').collect();
    let (message, argument) = match *quoted.as_slice() {
        ["Invalid value for argument ", path, ", expected type ", kind, ..] => {
            (format!("{path} has another type; expected {kind}."), Some(path))
        }
        ["Unknown argument ", argument, " on field ", field, " of type ", kind, ..] => {
            let arguments = NAMES.arguments(kind, field);
            let message = format!(
                "Field \"{field}\" has no argument \"{argument}\"; expected {}.{}",
                listed(arguments),
                nearest(argument, arguments)
            );
            (message, Some(argument))
        }
        ["Field ", field, " argument ", argument, " of type ", _, ..] => (
            format!("Field \"{field}\" needs the argument \"{argument}\", which is not there."),
            Some(argument),
        ),
        ["Failed to parse ", _, ..] => {
            let said = error.message.split_once("\": ").map_or("", |(_, said)| said);
            (said.to_owned(), None)
        }
        _ => match of_request(&error.message) {
            Some(message) => (message, None),
            None => (error.message.clone(), None),
        },
    };
    let argument = argument.and_then(|path| path.split('.').next()).map(str::to_owned);
    let argument = argument.or_else(|| asked.and_then(|asked| at_fault(error, asked)));
    error.message = message;
    if let Some(argument) = argument {
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("argument", argument);
    }
}

/// What is said of the request as a whole.
fn of_request(message: &str) -> Option<String> {
    if message.starts_with("Schema is not configured for ") {
        return Some(
            "The service is read-only: it answers queries, and knows no mutations or subscriptions."
                .to_owned(),
        );
    }
    let variable = message.strip_prefix("Variable ")?.strip_suffix(" is not defined.")?;
    (!variable.contains(' '))
        .then(|| format!("The variable ${variable} is needed, and no value was given for it."))
}

/// What is said of a text that is no document, without the rules of the grammar.
pub(crate) fn of_document(message: &str) -> String {
    match message.rsplit_once("= expected ") {
        Some((_, expected)) => {
            format!("This is not a GraphQL document: expected {} here.", expected.trim().replace('_', " "))
        }
        None => message.to_owned(),
    }
}

/// Names, one after the other.
pub(crate) fn listed(names: &[String]) -> String {
    names.join(", ")
}

/// A hint at the name that is most like one that does not exist.
pub(crate) fn nearest(wanted: &str, names: &[String]) -> String {
    let wanted = wanted.to_lowercase();
    let like = |name: &&String| strsim::jaro_winkler(&wanted, &name.to_lowercase());
    let nearest = names.iter().max_by(|one, other| like(one).total_cmp(&like(other)));
    let hint = nearest.filter(|name| like(name) >= LIKENESS);
    hint.map_or_else(String::new, did_you_mean)
}

fn did_you_mean(name: impl Display) -> String {
    format!(" Did you mean \"{name}\"?")
}

/// A hint at the value of an enum that was meant.
pub(crate) fn value_of(kind: &str, wanted: &str, values: &[String]) -> String {
    meant(kind, wanted).map_or_else(|| nearest(wanted, values), did_you_mean)
}

/// The value of a vocabulary that publications call so: model C is `DELEGATED`.
fn meant(kind: &str, value: &str) -> Option<String> {
    match kind {
        "ModelCode" => domain::ModelCode::parse(value).ok().map(|model| model.to_value()),
        "Service" => domain::Service::parse(value).ok().map(|service| service.to_value()),
        "Stage" => domain::Stage::parse(value).ok().map(|stage| stage.to_value()),
        _ => None,
    }
}

fn extension(error: &ServerError, name: &str) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get(name).is_some())
}

/// The argument whose value stands where an error was found.
fn at_fault(error: &ServerError, asked: &Asked) -> Option<String> {
    let place = *error.locations.first()?;
    asked.selections().find_map(|selection| argument_at(place, selection))
}

fn argument_at(place: Pos, selection: &SelectionSet) -> Option<String> {
    selection.items.iter().find_map(|item| match &item.node {
        Selection::Field(field) => {
            let mut arguments = field.node.arguments.iter();
            let here = arguments.find(|(_, value)| value.pos == place).map(|(name, _)| name.node.to_string());
            here.or_else(|| argument_at(place, &field.node.selection_set.node))
        }
        Selection::InlineFragment(fragment) => argument_at(place, &fragment.node.selection_set.node),
        Selection::FragmentSpread(_) => None,
    })
}
