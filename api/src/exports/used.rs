use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
};

use async_graphql::{
    Name, Positioned, Value,
    parser::types::{Directive, FragmentDefinition, Selection, SelectionSet},
};

/// The variables and fragments that a selection uses. A document may define no others.
pub(super) struct Used<'a> {
    defined: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    pub(super) variables: HashSet<Name>,
    pub(super) fragments: HashSet<Name>,
}

impl<'a> Used<'a> {
    /// By a selection, given the fragments there are.
    pub(super) fn by(
        selection: &SelectionSet,
        defined: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    ) -> Self {
        let mut used = Self { defined, variables: HashSet::new(), fragments: HashSet::new() };
        used.add(selection);
        used
    }

    fn add(&mut self, selection: &SelectionSet) {
        for item in &selection.items {
            self.add_directives(item.node.directives());
            match &item.node {
                Selection::Field(field) => {
                    for (_, value) in &field.node.arguments {
                        let Ok(_) = value.node.clone().into_const_with(|name| self.add_variable(name));
                    }
                    self.add(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => self.add(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.defined.get(name)
                        && self.fragments.insert(name.clone())
                    {
                        self.add_directives(&fragment.node.directives);
                        self.add(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    fn add_directives(&mut self, directives: &[Positioned<Directive>]) {
        for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            let Ok(_) = value.node.clone().into_const_with(|name| self.add_variable(name));
        }
    }

    fn add_variable(&mut self, name: Name) -> Result<Value, Infallible> {
        self.variables.insert(name);
        Ok(Value::Null)
    }
}
