//! The names that a request may use, by the type that they belong to.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition},
    },
};

/// The names of the schema, which never change while the service runs.
pub(crate) static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(&crate::schema::sdl()));

/// The names of a schema.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Of enums their values.
    values: HashMap<String, Vec<String>>,
    /// Of input objects their fields.
    fields: HashMap<String, Inputs>,
    /// Of objects and interfaces the arguments of their fields.
    arguments: HashMap<String, HashMap<String, Inputs>>,
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

/// What a client may give in one place: the fields of an input object, or the arguments of a field.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    names: Vec<String>,
    inputs: HashMap<String, Input>,
}

/// Something that a client may give.
#[derive(Debug)]
pub(crate) struct Input {
    /// Of which type.
    pub(crate) kind: Type,
    is_required: bool,
}

impl Inputs {
    fn of(definitions: &[Positioned<InputValueDefinition>]) -> Self {
        let name = |definition: &Positioned<InputValueDefinition>| definition.node.name.node.to_string();
        let input = |definition: &Positioned<InputValueDefinition>| {
            let InputValueDefinition { ty, default_value, .. } = &definition.node;
            let is_required = !ty.node.nullable && default_value.is_none();
            (name(definition), Input { kind: ty.node.clone(), is_required })
        };
        Self {
            names: definitions.iter().map(name).collect(),
            inputs: definitions.iter().map(input).collect(),
        }
    }

    /// Their names, in their order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The one of this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Input> {
        self.inputs.get(name)
    }

    /// Those that must be given.
    pub(crate) fn required(&self) -> impl Iterator<Item = &str> {
        let is_required = |name: &&String| self.inputs.get(*name).is_some_and(|input| input.is_required);
        self.names.iter().filter(is_required).map(String::as_str)
    }
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
                    names.values.insert(name, values.collect());
                }
                TypeKind::InputObject(of) => {
                    names.fields.insert(name, Inputs::of(&of.fields));
                }
                TypeKind::Object(of) => {
                    names.arguments.insert(name.clone(), of.fields.iter().map(arguments).collect());
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

    /// The values of an enum; none where it is no enum.
    pub(crate) fn values(&self, kind: &str) -> &[String] {
        self.values.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The names of the fields of an input object; none where it is no such.
    pub(crate) fn fields(&self, kind: &str) -> &[String] {
        self.inputs_of(kind).map_or(&[], Inputs::names)
    }

    /// The fields of an input object.
    pub(crate) fn inputs_of(&self, kind: &str) -> Option<&Inputs> {
        self.fields.get(kind)
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

    /// The names of the arguments of a field.
    pub(crate) fn arguments(&self, kind: &str, field: &str) -> &[String] {
        self.arguments_of(kind, field).map_or(&[], Inputs::names)
    }

    /// The arguments of a field.
    pub(crate) fn arguments_of(&self, kind: &str, field: &str) -> Option<&Inputs> {
        self.arguments.get(kind)?.get(field)
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

fn arguments(field: &Positioned<FieldDefinition>) -> (String, Inputs) {
    (field.node.name.node.to_string(), Inputs::of(&field.node.arguments))
}
