use async_graphql::{Lookahead, SelectionField};

use super::{AsText, FieldContext, Render};
use crate::{
    reader::ColumnSet,
    table::{Noun, Row},
};

/// An object that is told from a row of a table.
pub trait Told: Render {
    /// The columns from which a field of the schema is told; none where it may look at any.
    fn columns(field: &str) -> Option<&'static [&'static str]>;
}

/// The columns from which a noun's rows are told, given where something of them is selected.
///
/// All of them, unless the rows are written as text: what the library resolves may look at any.
pub fn columns_of<N: Noun>(context: FieldContext<'_>, selected: &[Lookahead<'_>]) -> ColumnSet {
    if context.data_opt::<AsText>().is_none() {
        return ColumnSet::ALL;
    }
    let fields = selected.iter().flat_map(Lookahead::selection_fields);
    let mut columns = Vec::new();
    for field in fields.flat_map(|field| field.selection_set().collect::<Vec<SelectionField<'_>>>()) {
        match N::columns(field.name()) {
            Some(told_from) => columns.extend(told_from),
            None => return ColumnSet::ALL,
        }
    }
    ColumnSet::of::<Row<N>>(&columns)
}
