use sea_orm::{
    DbErr, QueryResult, TryGetable,
    sea_query::ValueType,
    sqlx::{Column, Row, postgres::PgColumn},
};

use super::{
    file::{Cells, Line},
    tables::ColumnSet,
};

/// The rows that a statement gives.
#[derive(Debug)]
pub(super) enum Rows {
    Server(Vec<QueryResult>),
    File(Cells),
}

impl Rows {
    /// The only one.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub(super) fn one<T>(&self, read: impl FnMut(ResultRow<'_>) -> Result<T, DbErr>) -> Result<T, DbErr> {
        self.read(read)?.pop().ok_or_else(|| DbErr::RecordNotFound("a row".to_owned()))
    }

    /// Each as `read` makes it of a row.
    pub(super) fn read<T>(
        &self,
        mut read: impl FnMut(ResultRow<'_>) -> Result<T, DbErr>,
    ) -> Result<Vec<T>, DbErr> {
        // Collected as results they would be moved again and again, for who collects does not know how many there are.
        let mut found = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            found.push(read(self.row(row))?);
        }
        Ok(found)
    }

    fn len(&self) -> usize {
        match self {
            Self::Server(rows) => rows.len(),
            Self::File(cells) => cells.len(),
        }
    }

    fn row(&self, place: usize) -> ResultRow<'_> {
        ResultRow::new(match self {
            Self::Server(rows) => Of::Server(&rows[place]),
            Self::File(cells) => Of::File(Line::new(cells, place)),
        })
    }
}

/// A row that a statement gives.
#[derive(Clone, Copy, Debug)]
pub struct ResultRow<'a> {
    of: Of<'a>,
    /// What the names of the columns begin with that are looked at.
    prefix: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Of<'a> {
    Server(&'a QueryResult),
    File(Line<'a>),
}

/// What a column can hold.
pub trait Field: TryGetable + ValueType {}

impl<T: TryGetable + ValueType> Field for T {}

impl<'a> ResultRow<'a> {
    fn new(of: Of<'a>) -> Self {
        Self { of, prefix: "" }
    }

    /// The columns whose names begin so, called as if they did not.
    #[must_use]
    pub fn behind(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// The value of the column of this name.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn get<T: Field>(self, name: &str) -> Result<T, DbErr> {
        match self.of {
            Of::Server(row) => row.try_get(self.prefix, name),
            Of::File(line) => {
                let column = line.column(|called| self.names(called, name));
                line.at(column.ok_or_else(|| self.lacks(name))?)
            }
        }
    }

    /// What it has of a table, whose first column has this name, where only these columns of it were selected.
    ///
    /// # Errors
    /// When there is no such column.
    pub(super) fn of_table(self, first: &str, selected: ColumnSet) -> Result<OfTable<'a>, DbErr> {
        let next = (0..self.width()).find(|column| self.is_called(*column, first));
        Ok(OfTable { row: self, next: next.ok_or_else(|| self.lacks(first))?, selected, place: 0 })
    }

    /// How many columns it has.
    fn width(self) -> usize {
        match self.of {
            Of::Server(row) => columns(row).len(),
            Of::File(line) => line.width(),
        }
    }

    /// Whether the column at this place is called so.
    fn is_called(self, column: usize, name: &str) -> bool {
        let called = match self.of {
            Of::Server(row) => columns(row).get(column).map(Column::name),
            Of::File(line) => line.name(column),
        };
        called.is_some_and(|called| self.names(called, name))
    }

    /// Whether a column that is called so in the statement is meant by a name.
    fn names(self, called: &str, name: &str) -> bool {
        called.strip_prefix(self.prefix) == Some(name)
    }

    fn lacks(self, name: &str) -> DbErr {
        DbErr::Type(format!("there is no column {}{name}", self.prefix))
    }

    /// The value of the column at this place, counted from 0.
    ///
    /// # Errors
    /// As [`ResultRow::get`].
    pub fn at<T: Field>(self, column: usize) -> Result<T, DbErr> {
        match self.of {
            Of::Server(row) => row.try_get_by_index(column),
            Of::File(line) => line.at(column),
        }
    }
}

/// The columns of a table in a row, one after another: to look for each by its name, in each row, takes longer than to read it.
pub(super) struct OfTable<'a> {
    row: ResultRow<'a>,
    /// Where in the row the next is that was selected.
    next: usize,
    selected: ColumnSet,
    /// Which of the table is the next.
    place: usize,
}

impl OfTable<'_> {
    /// The value of the next column, which is called so and was selected.
    ///
    /// # Errors
    /// When it holds something else.
    pub(super) fn next<T: Field>(&mut self, name: &str) -> Result<T, DbErr> {
        let column = self.next;
        self.next += 1;
        self.place += 1;
        debug_assert!(self.row.is_called(column, name), "column {column} is not {}{name}", self.row.prefix);
        self.row.at(column)
    }

    /// The value of the next column, which is called so; its default where it was not selected.
    ///
    /// # Errors
    /// As [`OfTable::next`].
    pub(super) fn next_if_selected<T: Field + Default>(&mut self, name: &str) -> Result<T, DbErr> {
        if self.selected.has(self.place) {
            return self.next(name);
        }
        self.place += 1;
        Ok(T::default())
    }
}

/// The columns of a row that a server gave.
fn columns(row: &QueryResult) -> &[PgColumn] {
    row.try_as_pg_row().map(Row::columns).unwrap_or_default()
}

/// What is read of a whole row.
pub trait Record: Sized {
    /// Reads it, from the columns that are called as its fields are.
    ///
    /// # Errors
    /// When one of them is missing, or holds something else.
    fn read(row: ResultRow<'_>) -> Result<Self, DbErr>;
}

/// Declares a [`Record`] that is no row of a table.
macro_rules! record {
    ($(#[$attribute:meta])* $public:vis struct $name:ident { $($(#[$of_field:meta])* $shown:vis $field:ident: $type:ty,)+ }) => {
        $(#[$attribute])*
        $public struct $name { $($(#[$of_field])* $shown $field: $type,)+ }

        impl $crate::reader::Record for $name {
            fn read(row: $crate::reader::ResultRow<'_>) -> Result<Self, sea_orm::DbErr> {
                Ok(Self { $($field: row.get(stringify!($field))?,)+ })
            }
        }
    };
}

pub(crate) use record;
