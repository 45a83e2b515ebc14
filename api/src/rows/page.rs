use std::collections::HashSet;

use async_graphql::Context;
use sea_orm::{DbErr, sea_query::SelectStatement};

use crate::{
    columns::{Held, Wide, read},
    error::{Answer, Failure},
    paging::{by_name, listed, select_keys, sort},
    reader::ResultRow,
    sorting::OrderedKey,
    table::{Noun, id_columns},
};

/// The columns of a row that are selected. Others are neither looked up nor read.
pub struct Selection(HashSet<&'static str>);

impl Selection {
    /// Those of a list, given the names of all.
    pub fn of(context: &Context<'_>, columns: &[&'static str]) -> Self {
        let rows = listed(context);
        let is_selected = |column: &&&str| rows.iter().any(|row| row.field(&in_camel_case(column)).exists());
        Self(columns.iter().filter(is_selected).copied().collect())
    }

    /// Whether a column is.
    pub fn has(&self, column: &str) -> bool {
        self.0.contains(column)
    }

    /// Reads a column of a row, when it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read<T: Held>(&self, row: ResultRow<'_>, column: &str) -> Result<Option<T>, DbErr> {
        self.has(column).then(|| read(row, column)).transpose()
    }
}

/// As the schema names a field.
pub(crate) fn in_camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        name.push_str(&word[..1].to_ascii_uppercase());
        name + &word[1..]
    })
}

/// The value of a column, which was looked up because it is selected.
pub(super) fn selected<'a, T>(value: Option<&'a T>, column: &str) -> Answer<&'a T> {
    value.ok_or_else(|| {
        tracing::error!(column, "a column was not looked up");
        Failure::Database
    })
}

/// The statement for the columns that were added, with the keys of the rows and in their order.
pub(super) fn finish<N: Noun>(wide: Wide, keys: &[OrderedKey]) -> SelectStatement {
    let keys = by_name(keys, Wide::fact);
    let mut select = wide.finish();
    // A statement selects something, though nobody may ask for a column.
    for id in id_columns::<N::Entity>() {
        select.expr_as(crate::columns::Place::fact().expr(id), "row number");
    }
    select_keys(&mut select, &keys);
    sort(&mut select, &keys);
    select
}
