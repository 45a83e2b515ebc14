//! The names that a request may use, by the type that they belong to.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
    },
};

/// The names of the schema, which never change while the service runs.
pub(crate) static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(&crate::schema::sdl()));

/// The names of a schema.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Of enums their values, of input objects their fields.
    members: HashMap<String, Members>,
    /// Of fields of objects their arguments.
    arguments: HashMap<(String, String), Vec<String>>,
    /// Of objects and interfaces what their fields give.
    given: HashMap<String, HashMap<String, Given>>,
}

/// What a field gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// The name of the type, without what it is wrapped in.
    pub(crate) kind: String,
    /// Whether it gives a list of these.
    pub(crate) is_list: bool,
    /// The type with what it is wrapped in, which says where there may be nothing.
    pub(crate) whole: Type,
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
                    names.given.insert(name, given(&of.fields));
                }
                TypeKind::Interface(of) => {
                    names.given.insert(name, given(&of.fields));
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

    /// What a field of an object gives; none when there is no such field.
    pub(crate) fn given(&self, kind: &str, field: &str) -> Option<&Given> {
        self.given.get(kind)?.get(field)
    }

    /// Whether a type has fields of its own, and is no single value.
    pub(crate) fn is_object(&self, kind: &str) -> bool {
        self.given.contains_key(kind)
    }

    /// The fields of an object that give this type, in any wrapping.
    pub(crate) fn giving<'a>(&'a self, kind: &str, given: &str) -> impl Iterator<Item = &'a str> {
        let fields = self.given.get(kind).into_iter().flatten();
        let fields = fields.filter(move |(_, field)| field.kind == given);
        fields.map(|(name, _)| name.as_str())
    }

    /// The arguments of a field.
    pub(crate) fn arguments(&self, kind: &str, field: &str) -> &[String] {
        self.arguments.get(&(kind.to_owned(), field.to_owned())).map_or(&[], Vec::as_slice)
    }
}

fn given(fields: &[Positioned<FieldDefinition>]) -> HashMap<String, Given> {
    let given = |field: &Positioned<FieldDefinition>| {
        let (kind, is_list) = unwrapped(&field.node.ty.node, false);
        (field.node.name.node.to_string(), Given { kind, is_list, whole: field.node.ty.node.clone() })
    };
    fields.iter().map(given).collect()
}

fn unwrapped(kind: &Type, is_list: bool) -> (String, bool) {
    match &kind.base {
        BaseType::Named(name) => (name.to_string(), is_list),
        BaseType::List(of) => unwrapped(of, true),
    }
}

fn arguments(kind: &str, field: &FieldDefinition) -> ((String, String), Vec<String>) {
    let names = field.arguments.iter().map(|argument| argument.node.name.node.to_string());
    ((kind.to_owned(), field.name.node.to_string()), names.collect())
}
