use async_graphql::{Lookahead, SelectionField};

use super::{AsText, FieldContext};
use crate::{
    reader::ColumnSet,
    table::{Noun, Row},
};

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
        match field.name() {
            "__typename" => {}
            name => match N::way(name).and_then(|way| way.columns) {
                Some(told_from) => columns.extend(told_from),
                None => return ColumnSet::ALL,
            },
        }
    }
    ColumnSet::of::<Row<N>>(&columns)
}
