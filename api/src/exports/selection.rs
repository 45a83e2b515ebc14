use std::collections::HashSet;

use async_graphql::{
    Name, Positioned,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
};

use crate::asked::Asked;

/// A member of an object, as a query asks for it.
pub(super) struct Member<'a> {
    /// The field, where it is named first.
    pub(super) field: &'a Positioned<Field>,
    /// The type of which it is a field.
    pub(super) on: &'a str,
    /// What is asked of its value: more than one selection where the query names the field again.
    pub(super) selections: Vec<&'a SelectionSet>,
}

/// The members of an object of a type, fragments put in place of their spreads and without what is skipped.
pub(super) fn members<'a>(
    asked: &'a Asked,
    kind: &'a str,
    selections: &[&'a SelectionSet],
) -> IndexMap<&'a Name, Member<'a>> {
    let mut members = Members { asked, spread: HashSet::new(), found: IndexMap::new() };
    selections.iter().for_each(|selection| members.add(kind, selection));
    members.found
}

struct Members<'a> {
    asked: &'a Asked,
    /// The fragments that were put in place already. Another time they would say nothing new.
    spread: HashSet<&'a Name>,
    found: IndexMap<&'a Name, Member<'a>>,
}

impl<'a> Members<'a> {
    fn add(&mut self, kind: &'a str, selection: &'a SelectionSet) {
        for item in &selection.items {
            if self.asked.is_skipped(item.node.directives()) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    let name = &field.node.response_key().node;
                    let member = self.found.entry(name).or_insert_with(|| Member {
                        field,
                        on: kind,
                        selections: Vec::new(),
                    });
                    member.selections.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let kind = condition.map_or(kind, |condition| condition.node.on.node.as_str());
                    self.add(kind, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.asked.document.fragments.get(name)
                        && self.spread.insert(name)
                    {
                        let kind = fragment.node.type_condition.node.on.node.as_str();
                        self.add(kind, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
}
