//! What a request asks for, kept beside its execution, which uses the request up.

use std::{
    iter,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{
    Name, Positioned, Request, Value, Variables,
    parser::types::{Directive, ExecutableDocument, OperationDefinition, SelectionSet},
};

/// A document, which of its operations is meant, and the variables that were supplied.
pub(crate) struct Asked {
    pub(crate) document: Arc<ExecutableDocument>,
    fit: Arc<Fit>,
    operation_name: Option<String>,
    pub(crate) variables: Variables,
}

/// Whether a document is known to fit the schema, whatever its variables are.
#[derive(Debug, Default)]
pub(crate) struct Fit {
    is_known: AtomicBool,
    /// Whether to fit once is to fit always.
    holds: bool,
}

impl Fit {
    /// Of a document that was not held against the schema yet. What it asks of each of several operations, or of the schema itself,
    /// only the library knows, and with other variables it may find otherwise.
    pub(crate) fn of(document: &ExecutableDocument, asks_of_schema: bool) -> Self {
        let holds = !asks_of_schema && document.operations.iter().count() == 1;
        Self { is_known: AtomicBool::new(false), holds }
    }
}

impl Asked {
    /// By this document, with the operation of this name or its only one.
    pub(crate) fn of(
        (document, fit): (Arc<ExecutableDocument>, Arc<Fit>),
        operation_name: Option<String>,
        variables: Variables,
    ) -> Self {
        Self { document, fit, operation_name, variables }
    }

    /// Whether its document is known to fit the schema.
    pub(crate) fn is_known_to_fit(&self) -> bool {
        self.fit.is_known.load(Ordering::Relaxed)
    }

    /// Its document was found to fit the schema.
    pub(crate) fn fits(&self) {
        self.fit.is_known.store(self.fit.holds, Ordering::Relaxed);
    }

    /// A request for the same.
    pub(crate) fn request(&self) -> Request {
        let mut request = Request::new("").variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation_name);
        request.set_parsed_query(ExecutableDocument::clone(&self.document));
        request
    }

    /// The operation that is executed; none when it is not clear which, and then none is.
    pub(crate) fn operation(&self) -> Option<&OperationDefinition> {
        self.meant().map(|(_, operation)| operation)
    }

    /// Its name, if it has one.
    pub(crate) fn name(&self) -> Option<&str> {
        self.meant().and_then(|(name, _)| name).map(Name::as_str)
    }

    fn meant(&self) -> Option<(Option<&Name>, &OperationDefinition)> {
        let mut operations = self.document.operations.iter();
        let operation = match self.operation_name.as_deref() {
            Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name.as_str() == wanted)),
            None => operations.next().filter(|_| operations.next().is_none()),
        };
        operation.map(|(name, operation)| (name, &operation.node))
    }

    /// Whether these directives leave a selection out, as the library reads them.
    pub(crate) fn is_skipped(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let value_of = |name| self.variables.get(&name).cloned().ok_or(());
            let condition = directive.node.get_argument("if");
            let holds = condition.is_some_and(|condition| {
                condition.node.clone().into_const_with(value_of) == Ok(Value::Boolean(true))
            });
            match directive.node.name.node.as_str() {
                "skip" => holds,
                "include" => !holds,
                _ => false,
            }
        })
    }

    /// The selections of the operation and of all fragments.
    pub(crate) fn selections(&self) -> impl Iterator<Item = &SelectionSet> {
        let fragments = self.document.fragments.values().map(|fragment| &fragment.node.selection_set);
        let operation = self.operation().map(|operation| &operation.selection_set);
        iter::chain(operation, fragments).map(|selection| &selection.node)
    }
}
