//! The names that a request may use, by the type that they belong to.

use std::collections::HashMap;

use async_graphql::parser::{
    parse_schema,
    types::{FieldDefinition, TypeKind, TypeSystemDefinition},
};

/// The names of a schema.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Of enums their values, of input objects their fields.
    members: HashMap<String, Members>,
    /// Of fields of objects their arguments.
    arguments: HashMap<(String, String), Vec<String>>,
}

#[derive(Debug)]
enum Members {
    Values(Vec<String>),
    Fields(Vec<String>),
}

impl Names {
    /// Of a schema in the schema definition language.
    pub(crate) fn of(sdl: &str) -> Self {
        let document = match parse_schema(sdl) {
            Ok(document) => document,
            Err(error) => {
                // Without them errors name no alternatives, and are errors all the same.
                tracing::error!(%error, "the schema cannot be read");
                return Self::default();
            }
        };
        let mut names = Self::default();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(kind) = definition else { continue };
            let name = kind.node.name.node.to_string();
            match kind.node.kind {
                TypeKind::Enum(of) => {
                    let values = of.values.iter().map(|value| value.node.value.node.to_string());
                    names.members.insert(name, Members::Values(values.collect()));
                }
                TypeKind::InputObject(of) => {
                    let fields = of.fields.iter().map(|field| field.node.name.node.to_string());
                    names.members.insert(name, Members::Fields(fields.collect()));
                }
                TypeKind::Object(of) => {
                    names.arguments.extend(of.fields.iter().map(|field| arguments(&name, &field.node)));
                }
                _ => {}
            }
        }
        names
    }

    /// The values of an enum.
    pub(crate) fn values(&self, kind: &str) -> &[String] {
        match self.members.get(kind) {
            Some(Members::Values(values)) => values,
            _ => &[],
        }
    }

    /// The fields of an input object.
    pub(crate) fn fields(&self, kind: &str) -> &[String] {
        match self.members.get(kind) {
            Some(Members::Fields(fields)) => fields,
            _ => &[],
        }
    }

    /// The arguments of a field.
    pub(crate) fn arguments(&self, kind: &str, field: &str) -> &[String] {
        self.arguments.get(&(kind.to_owned(), field.to_owned())).map_or(&[], Vec::as_slice)
    }
}

fn arguments(kind: &str, field: &FieldDefinition) -> ((String, String), Vec<String>) {
    let names = field.arguments.iter().map(|argument| argument.node.name.node.to_string());
    ((kind.to_owned(), field.name.node.to_string()), names.collect())
}
