use sea_orm::{
    DbErr,
    sea_query::{ArrayType, Value, ValueType},
};

use super::{cells::Cells, values::held};

/// A row that SQLite gave.
#[derive(Clone, Copy, Debug)]
pub(in crate::reader) struct Line<'a> {
    of: &'a Cells,
    row: usize,
}

impl<'a> Line<'a> {
    pub(in crate::reader) fn new(of: &'a Cells, row: usize) -> Self {
        Self { of, row }
    }

    /// Where the column is that is called so, for those who go through many columns by their names.
    pub(in crate::reader) fn column(self, is_called: impl Fn(&str) -> bool) -> Option<usize> {
        self.of.column(is_called)
    }

    /// The value of the column at this place.
    pub(in crate::reader) fn at<T: ValueType>(self, column: usize) -> Result<T, DbErr> {
        T::try_from(self.value(column, &T::array_type())?).map_err(|_| self.odd(column))
    }

    /// How many columns it has.
    pub(in crate::reader) fn width(self) -> usize {
        self.of.width()
    }

    /// What the column at this place is called.
    pub(in crate::reader) fn name(self, column: usize) -> Option<&'a str> {
        self.of.name(column)
    }

    fn value(self, column: usize, kind: &ArrayType) -> Result<Value, DbErr> {
        self.of.cell(self.row, column).and_then(|cell| held(cell, kind)).ok_or_else(|| self.odd(column))
    }

    fn odd(self, column: usize) -> DbErr {
        DbErr::Type(format!(
            "column {column}, {}, holds another type of value",
            self.of.name(column).unwrap_or("of no name")
        ))
    }
}
