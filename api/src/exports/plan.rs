use std::convert::Infallible;

use async_graphql::{
    Name, Pos, Positioned, ServerError, Value,
    parser::types::{Field, OperationType, SelectionSet},
};

use super::{
    column::{Column, columns},
    selection::members,
};
use crate::{asked::Asked, error::code, names::NAMES, schema::with_code};

/// The arguments that ask for a part of a list.
const PARTS: [&str; 2] = ["first", "last"];

/// What is kept in versions.
const VERSIONED: [&str; 16] = [
    "Adoption",
    "AdoptionRow",
    "AdoptionStatsRow",
    "CcgIdentity",
    "Evidence",
    "EvidenceRow",
    "Membership",
    "MembershipRow",
    "Position",
    "PositionRow",
    "PublishedFigure",
    "PublishedFigureRow",
    "ScopeRule",
    "ScopeRuleRow",
    "Succession",
    "SuccessionRow",
];

/// How the one list of a query is asked for, and what its rows are.
pub(crate) struct Plan {
    /// The fields that lead to the list, the outermost first.
    pub(super) around: Vec<Step>,
    /// The list itself.
    pub(super) list: Step,
    /// The selections of its rows.
    pub(super) rows: Vec<Positioned<SelectionSet>>,
    /// The columns of its rows.
    pub(crate) columns: Vec<Column>,
    /// The type of its items.
    kind: String,
    /// Whether the query leaves it open how long the list is.
    pub(crate) is_whole: bool,
    /// Whether the query says as of which moment it is known.
    pub(crate) has_moment: bool,
}

/// A field that leads to the list.
#[derive(Clone)]
pub(super) struct Step {
    /// The type of which it is a field.
    pub(super) on: String,
    /// The field, with nothing selected of it.
    pub(super) field: Positioned<Field>,
}

/// A list that was found.
struct Found<'a> {
    path: Vec<Step>,
    kind: &'static str,
    selections: Vec<&'a SelectionSet>,
    is_of_objects: bool,
}

impl Plan {
    /// For what is asked, which is valid.
    ///
    /// # Errors
    /// When it has no list, several lists, or a list within the rows of its list.
    pub(crate) fn of(asked: &Asked) -> Result<Self, ServerError> {
        let operation = asked.operation().ok_or_else(|| refusal(UNCLEAR, None))?;
        if operation.ty != OperationType::Query {
            return Err(refusal("An export is of a query.", None));
        }
        let mut lists = Vec::new();
        find(asked, "Query", &[&operation.selection_set.node], &[], &mut lists)?;
        if lists.iter().any(|list| list.is_of_objects) {
            lists.retain(|list| list.is_of_objects);
        }
        let found = match lists.len() {
            0 => return Err(refusal(NO_LIST, None)),
            1 => lists.remove(0),
            _ => return Err(several(&lists)),
        };
        let mut around = found.path;
        let list = around.pop().ok_or_else(|| refusal(NO_LIST, None))?;
        let columns = if found.is_of_objects {
            columns(asked, found.kind, &found.selections)?
        } else {
            vec![Column::of_values(&list.field.node.response_key().node, found.kind)]
        };
        if columns.is_empty() {
            return Err(refusal("The rows have no column: everything is skipped.", Some(list.field.pos)));
        }
        let rows = found.selections.into_iter().map(|rows| Positioned::new(rows.clone(), list.field.pos));
        let rows = rows.collect();
        let holder = &around.last().unwrap_or(&list).field.node;
        let is_whole = !PARTS.iter().any(|part| is_given(asked, holder, part));
        let has_moment =
            around.iter().chain([&list]).any(|step| is_given(asked, &step.field.node, "knownAt"));
        Ok(Self { around, list, rows, columns, kind: found.kind.to_owned(), is_whole, has_moment })
    }

    /// What the list is called in the query.
    pub(crate) fn name(&self) -> &str {
        self.around.last().unwrap_or(&self.list).field.node.name.node.as_str()
    }

    /// The type of the list's items; of a page's edges that of their nodes.
    pub(crate) fn item(&self) -> &str {
        NAMES.given(&self.kind, "node").map_or(&self.kind, |node| &node.kind)
    }

    /// Whether its rows are kept in versions, so that it can be had as it was known.
    pub(crate) fn is_versioned(&self) -> bool {
        VERSIONED.contains(&self.item())
    }

    /// Whether the list comes in pages, each with a cursor to the next.
    pub(crate) fn is_paged(&self) -> bool {
        matches!(self.list.field.node.name.node.as_str(), "nodes" | "edges") && self.has_beside("pageInfo")
    }

    /// Whether the object that has the list has this field too.
    pub(super) fn has_beside(&self, field: &str) -> bool {
        !self.around.is_empty() && NAMES.given(&self.list.on, field).is_some()
    }
}

const UNCLEAR: &str = "The document has several operations: name the one that is meant in \"operationName\".";
const NO_LIST: &str = "The answer has no list to write as rows. Ask for one, such as { ccgRows { nodes { odsCode ccgName } } }.";

fn refusal(message: impl Into<String>, place: Option<Pos>) -> ServerError {
    with_code(ServerError::new(message, place), code::BAD_REQUEST)
}

fn several(lists: &[Found<'_>]) -> ServerError {
    let name = |list: &Found<'_>| {
        let names = list.path.iter().map(|step| step.field.node.response_key().node.as_str());
        names.collect::<Vec<_>>().join(".")
    };
    let names: Vec<_> = lists.iter().map(name).collect();
    let message = format!("An export is of one list, and these are {}: {}.", names.len(), names.join(", "));
    refusal(message, lists.last().and_then(|list| Some(list.path.last()?.field.pos)))
}

fn find<'a>(
    asked: &'a Asked,
    kind: &'a str,
    selections: &[&'a SelectionSet],
    around: &[Step],
    found: &mut Vec<Found<'a>>,
) -> Result<(), ServerError> {
    for (_, member) in members(asked, kind, selections) {
        let name: &Name = &member.field.node.name.node;
        if matches!(name.as_str(), "__schema" | "__type") {
            return Err(refusal("An export is of facts, and not of the schema.", Some(member.field.pos)));
        }
        let Some(given) = NAMES.given(member.on, name) else { continue };
        let is_object = NAMES.is_object(&given.kind);
        let mut field = member.field.clone();
        field.node.selection_set.node.items.clear();
        // They were looked at already.
        field.node.directives.clear();
        let path: Vec<_> = around.iter().cloned().chain([Step { on: member.on.to_owned(), field }]).collect();
        if given.is_list {
            let selections = if is_object { member.selections } else { Vec::new() };
            found.push(Found { path, kind: &given.kind, selections, is_of_objects: is_object });
        } else if is_object {
            find(asked, &given.kind, &member.selections, &path, found)?;
        }
    }
    Ok(())
}

/// Whether a field is given an argument that is something, once variables are put in their places.
fn is_given(asked: &Asked, field: &Field, argument: &str) -> bool {
    let Some(value) = field.get_argument(argument) else { return false };
    let definitions = asked.operation().map(|operation| operation.variable_definitions.as_slice());
    let default = |name: &Name| {
        let mut definitions = definitions.unwrap_or_default().iter();
        let definition = definitions.find(|definition| definition.node.name.node == *name)?;
        definition.node.default_value.as_ref().map(|default| default.node.clone())
    };
    let value_of = |name| {
        let supplied = asked.variables.get(&name).cloned();
        Ok::<_, Infallible>(supplied.or_else(|| default(&name)).unwrap_or_default())
    };
    let Ok(value) = value.node.clone().into_const_with(value_of);
    value != Value::Null
}
