use std::collections::HashSet;

use async_graphql::{
    ContextSelectionSet, Name, Positioned, ServerError, ServerResult,
    parser::types::{Field, Selection, SelectionSet},
};

use crate::asked::Asked;

/// The fields of a selection on an object of a type, in their order, fragments put in place of their spreads.
pub(super) fn fields_of<'a>(
    context: &ContextSelectionSet<'a>,
    kind: &str,
) -> ServerResult<Vec<&'a Positioned<Field>>> {
    let mut fields = Fields { context, kind, found: Vec::new() };
    fields.add(&context.item.node)?;
    Ok(fields.found)
}

struct Fields<'a, 'c> {
    context: &'c ContextSelectionSet<'a>,
    kind: &'c str,
    found: Vec<&'a Positioned<Field>>,
}

impl<'a> Fields<'a, '_> {
    fn add(&mut self, selection: &'a SelectionSet) -> ServerResult<()> {
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => {
                    let name = &field.node.response_key().node;
                    if !self.found.iter().any(|known| known.node.response_key().node == *name) {
                        self.found.push(field);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| self.applies(&condition.node.on.node)) {
                        self.add(&fragment.node.selection_set.node)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let fragment = self.context.query_env.fragments.get(name).ok_or_else(|| {
                        ServerError::new(format!("There is no fragment {name}."), Some(spread.pos))
                    })?;
                    if self.applies(&fragment.node.type_condition.node.on.node) {
                        self.add(&fragment.node.selection_set.node)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// As the library decides it.
    fn applies(&self, condition: &Name) -> bool {
        let interfaces = self.context.schema_env.registry.implements.get(self.kind);
        condition == self.kind || interfaces.is_some_and(|interfaces| interfaces.contains(condition.as_str()))
    }
}

/// Whether an object is asked for twice by the same name, each time for other fields. The library resolves it twice and puts
/// together what it finds, which text cannot be.
pub(crate) fn asks_twice(asked: &Asked) -> bool {
    asked.selections().any(|selection| asks_for_twice(selection, asked))
}

fn asks_for_twice(selection: &SelectionSet, asked: &Asked) -> bool {
    Names { asked, objects: HashSet::new(), spread: HashSet::new() }.repeat(selection)
        || selection.items.iter().any(|item| match &item.node {
            Selection::Field(field) => asks_for_twice(&field.node.selection_set.node, asked),
            Selection::InlineFragment(fragment) => asks_for_twice(&fragment.node.selection_set.node, asked),
            // Fragments are looked at by themselves.
            Selection::FragmentSpread(_) => false,
        })
}

/// The names in one selection.
struct Names<'a> {
    asked: &'a Asked,
    objects: HashSet<&'a Name>,
    /// The fragments that were looked at already.
    spread: HashSet<&'a Name>,
}

impl<'a> Names<'a> {
    fn repeat(&mut self, selection: &'a SelectionSet) -> bool {
        selection.items.iter().any(|item| match &item.node {
            Selection::Field(field) => {
                let is_object = !field.node.selection_set.node.items.is_empty();
                is_object && !self.objects.insert(&field.node.response_key().node)
            }
            Selection::InlineFragment(fragment) => self.repeat(&fragment.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                self.asked.document.fragments.get(name).is_some_and(|fragment| {
                    // What is spread a second time asks for everything in it a second time.
                    let selection = &fragment.node.selection_set.node;
                    if self.spread.insert(name) { self.repeat(selection) } else { has_objects(selection) }
                })
            }
        })
    }
}

fn has_objects(selection: &SelectionSet) -> bool {
    selection.items.iter().any(|item| match &item.node {
        Selection::Field(field) => !field.node.selection_set.node.items.is_empty(),
        // They may have some: it does not happen often enough to look.
        Selection::InlineFragment(_) | Selection::FragmentSpread(_) => true,
    })
}
