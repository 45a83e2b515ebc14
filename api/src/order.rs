//! The order of an answer's members.
//!
//! The library resolves the fields of an object side by side and writes them down as they are done, in an order
//! that luck decides. GraphQL has it that they stand as the query first names them, once fragments are put in
//! place of their spreads; and clients that compare or hash answers rely on it. A field that failed is among them,
//! as null; and where the schema says that there is always something, the object around it is null instead.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    mem,
};

use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{BaseType, Field, Selection, SelectionSet, Type, TypeCondition},
    registry::Registry,
};
use foldhash::quality::RandomState;

use crate::{asked::Asked, names::NAMES, types::Node};

/// The member that says of which type an object is until the members are put in order. No query can name it.
const TYPE: &str = "of type";

/// Puts the members of an answer into the order in which they were asked for. Where some have failed, nothing stands
/// where it may not.
pub(crate) fn arrange(data: &mut Value, asked: &Asked, has_failed: bool) {
    if let Some(operation) = asked.operation() {
        let mut root = Members { selections: vec![&operation.selection_set.node], ..Members::default() };
        if has_failed && *data == Value::Null {
            // The library has nothing for an object all of whose fields have failed.
            *data = Value::Object(IndexMap::new());
        }
        root.arrange(data, asked, has_failed.then_some("Query"));
    }
}

/// The order of what stands in the values of one field.
pub(crate) struct Within<'a> {
    members: Members<'a>,
    asked: &'a Asked,
}

impl<'a> Within<'a> {
    /// Of a field that is named once.
    pub(crate) fn of(field: &'a Positioned<Field>, asked: &'a Asked) -> Self {
        let selections = vec![&field.node.selection_set.node];
        Self { members: Members { selections, ..Members::default() }, asked }
    }

    /// Puts a value in order.
    pub(crate) fn arrange(&mut self, value: &mut Value) {
        self.members.arrange(value, self.asked, None);
    }
}

/// What is asked of the values of one field.
#[derive(Default)]
struct Members<'a> {
    /// The field; none of the operation as a whole.
    field: Option<&'a Name>,
    /// More than one where the query names the field again.
    selections: Vec<&'a SelectionSet>,
    /// The members in their order, worked out once for each type that the values turn out to have.
    in_order: HashMap<Option<String>, InOrder<'a>, RandomState>,
}

/// What is asked of each member of an object, in their order.
type InOrder<'a> = IndexMap<&'a Name, Members<'a>, RandomState>;

impl<'a> Members<'a> {
    /// Of an object of this type, if it is to be looked for what may not be null.
    fn arrange(&mut self, value: &mut Value, asked: &'a Asked, object: Option<&str>) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.arrange(item, asked, object)),
            Value::Object(members) => {
                let kind = match members.swap_remove(TYPE) {
                    Some(Value::String(kind)) => Some(kind),
                    _ => None,
                };
                let object = object.map(|object| kind.as_deref().unwrap_or(object));
                let in_order = self.of_type(kind.clone(), asked);
                if !members.keys().eq(in_order.keys().copied()) {
                    put_in_order(members, in_order);
                }
                let mut is_whole = true;
                for (value, within) in members.values_mut().zip(in_order.values_mut()) {
                    let given = object.and_then(|object| NAMES.given(object, within.field?));
                    within.arrange(value, asked, given.map(|given| given.kind.as_str()));
                    is_whole &= given.is_none_or(|given| settle(value, &given.whole));
                }
                if !is_whole {
                    *value = Value::Null;
                }
            }
            _ => {}
        }
    }

    fn of_type(&mut self, kind: Option<String>, asked: &'a Asked) -> &mut InOrder<'a> {
        let selections = &self.selections;
        self.in_order.entry(kind).or_insert_with_key(|kind| {
            let mut collection = Collection {
                asked,
                kind: kind.as_deref(),
                spread: HashSet::new(),
                members: InOrder::default(),
            };
            selections.iter().for_each(|selection| collection.add(selection));
            collection.members
        })
    }
}

/// Puts the members of an object in order. One whose field failed was left out; it is null.
fn put_in_order(members: &mut IndexMap<Name, Value>, in_order: &InOrder<'_>) {
    let mut found = mem::take(members);
    let in_order =
        in_order.keys().map(|name| ((*name).clone(), found.swap_remove(*name).unwrap_or_default()));
    members.extend(in_order);
}

/// Makes nothing of a list that lacks an item which it must have. Whether the value may be what it is then.
fn settle(value: &mut Value, kind: &Type) -> bool {
    if let (Value::List(items), BaseType::List(of)) = (&mut *value, &kind.base)
        && !items.iter_mut().all(|item| settle(item, of))
    {
        *value = Value::Null;
    }
    kind.nullable || *value != Value::Null
}

/// Collects the members of an object, fragments put in place of their spreads.
struct Collection<'a, 'k> {
    asked: &'a Asked,
    kind: Option<&'k str>,
    /// The fragments that were put in place already. Another time they would say nothing new.
    spread: HashSet<&'a Name>,
    members: InOrder<'a>,
}

impl<'a> Collection<'a, '_> {
    fn add(&mut self, selection: &'a SelectionSet) {
        for item in &selection.items {
            if self.asked.is_skipped(item.node.directives()) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    let members = self.members.entry(&field.node.response_key().node).or_default();
                    members.field = Some(&field.node.name.node);
                    members.selections.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    if fragment.type_condition.as_ref().is_none_or(|condition| self.applies(condition)) {
                        self.add(&fragment.selection_set.node);
                    }
                }
                Selection::FragmentSpread(spread) => self.add_fragment(&spread.node.fragment_name.node),
            }
        }
    }

    fn add_fragment(&mut self, name: &'a Name) {
        if let Some(fragment) = self.asked.document.fragments.get(name)
            && self.spread.insert(name)
            && self.applies(&fragment.node.type_condition)
        {
            self.add(&fragment.node.selection_set.node);
        }
    }

    /// Where the type is not known it is a matter of the schema, and validation saw to it that fragments fit.
    fn applies(&self, condition: &Positioned<TypeCondition>) -> bool {
        let on = condition.node.on.node.as_str();
        self.kind.is_none_or(|kind| on == kind || on == Node::type_name())
    }
}

/// An object of any type, which says of which, so that its members can be put in order. There is no other
/// interface in the schema, and no union.
pub(crate) struct Typed(pub(crate) Node);

impl OutputType for Typed {
    fn type_name() -> Cow<'static, str> {
        Node::type_name()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Node::create_type_info(registry)
    }

    async fn resolve(
        &self,
        context: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let mut value = self.0.resolve(context, field).await?;
        if let Value::Object(members) = &mut value {
            members.insert(Name::new(TYPE), Value::String(self.introspection_type_name().into_owned()));
        }
        Ok(value)
    }
}
