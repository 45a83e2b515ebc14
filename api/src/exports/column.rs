use async_graphql::{
    Name, ServerError, Value,
    parser::types::{Field, SelectionSet},
};

use super::selection::members;
use crate::{asked::Asked, error::code, names::NAMES, schema::with_code};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name: the members of the row that lead to its values, with dots between.
    pub(crate) name: String,
    /// The type of its values.
    pub(crate) kind: String,
    path: Vec<Name>,
}

impl Column {
    /// The only column of a list whose items are single values.
    pub(super) fn of_values(name: &Name, kind: &str) -> Self {
        Self { name: name.to_string(), kind: kind.to_owned(), path: Vec::new() }
    }

    /// A member of each row.
    #[cfg(test)]
    pub(super) fn of_member(name: &str) -> Self {
        Self { path: vec![Name::new(name)], ..Self::of_values(&Name::new(name), "String") }
    }

    /// Its value in a row.
    pub(crate) fn value<'a>(&self, row: &'a Value) -> &'a Value {
        self.path.iter().fold(row, |value, name| match value {
            Value::Object(members) => members.get(name).unwrap_or(&Value::Null),
            _ => &Value::Null,
        })
    }
}

/// The columns of the rows of a type, in the order in which they are selected.
///
/// # Errors
/// When a row would have a list within it.
pub(super) fn columns(
    asked: &Asked,
    kind: &str,
    selections: &[&SelectionSet],
) -> Result<Vec<Column>, ServerError> {
    let mut columns = Vec::new();
    add(asked, kind, selections, &[], &mut columns)?;
    Ok(columns)
}

fn add(
    asked: &Asked,
    kind: &str,
    selections: &[&SelectionSet],
    around: &[Name],
    columns: &mut Vec<Column>,
) -> Result<(), ServerError> {
    for (name, member) in members(asked, kind, selections) {
        let path: Vec<Name> = around.iter().chain([name]).cloned().collect();
        let field = &member.field.node;
        // Every object can tell its type, and no type lists that among its fields.
        let given = NAMES.given(member.on, &field.name.node);
        if given.is_some_and(|given| given.is_list) {
            let kind = given.map_or("", |given| &given.kind);
            let error = ServerError::new(nested(field, kind, &path), Some(member.field.pos));
            return Err(with_code(error, code::BAD_REQUEST));
        }
        match given.filter(|given| NAMES.is_object(&given.kind)) {
            Some(given) => add(asked, &given.kind, &member.selections, &path, columns)?,
            None => {
                let kind = given.map_or("String", |given| &given.kind).to_owned();
                columns.push(Column { name: dotted(&path), kind, path });
            }
        }
    }
    Ok(())
}

/// Members with dots between.
fn dotted(path: &[Name]) -> String {
    path.iter().map(Name::as_str).collect::<Vec<_>>().join(".")
}

/// What is said of a list within rows, with the flat list that has the same.
fn nested(field: &Field, kind: &str, path: &[Name]) -> String {
    // The nodes of a connection are no field that anybody thinks of; the connection is.
    let is_page = matches!(field.name.node.as_str(), "nodes" | "edges") && path.len() > 1;
    let told = if is_page { &path[..path.len() - 1] } else { path };
    let noun = NAMES.given(kind, "node").map_or(kind, |node| &node.kind);
    let list = |name: String| NAMES.giving("Query", &name).min();
    let flat = list(format!("{noun}RowConnection"))
        .or_else(|| list(format!("{}RowConnection", noun.trim_start_matches("Commissioning"))))
        .or_else(|| list(format!("{noun}Connection")));
    let advice = match flat {
        Some(flat) => format!("ask for {flat}, which has them as rows of their own."),
        None => "leave it out.".to_owned(),
    };
    format!("A row has single values only, and {} is a list: {advice}", dotted(told))
}
