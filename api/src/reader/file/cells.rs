use std::{cell::Cell as Remembered, ops::Range};

use rusqlite::{Connection, params_from_iter, types::ValueRef};
use sea_orm::sea_query::Value;

use super::values::Given;

/// What a statement gives, in two pieces of memory rather than one for each value.
#[derive(Debug)]
pub(in crate::reader) struct Cells {
    /// What its columns are called.
    names: Vec<Range<usize>>,
    /// Their names, one after the other.
    named: String,
    /// The column behind the one that was looked for last: they are mostly read in their order.
    next: Remembered<usize>,
    /// Row after row.
    cells: Vec<Held>,
    /// What is text in them.
    text: String,
}

#[derive(Debug)]
enum Held {
    Null,
    Integer(i64),
    Real(f64),
    Text(Range<usize>),
}

/// A value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a str),
}

impl Cells {
    /// All that a statement gives.
    pub(super) fn read(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare_cached(sql)?;
        let width = statement.column_count();
        let mut read = Self::with_width(width);
        for column in 0..width {
            let begin = read.named.len();
            read.named.push_str(statement.column_name(column)?);
            read.names.push(begin..read.named.len());
        }
        let mut rows = statement.query(params_from_iter(values.iter().map(Given)))?;
        while let Some(row) = rows.next()? {
            for column in 0..width {
                read.add(row.get_ref(column)?)?;
            }
        }
        Ok(read)
    }

    /// Nothing yet, with room for a few rows: most statements give no more.
    fn with_width(width: usize) -> Self {
        Self {
            names: Vec::with_capacity(width),
            named: String::with_capacity(width * 16),
            next: Remembered::default(),
            cells: Vec::with_capacity(width * 4),
            text: String::with_capacity(width * 16),
        }
    }

    fn add(&mut self, value: ValueRef<'_>) -> rusqlite::Result<()> {
        let held = match value {
            ValueRef::Null => Held::Null,
            ValueRef::Integer(number) => Held::Integer(number),
            ValueRef::Real(number) => Held::Real(number),
            ValueRef::Text(_) | ValueRef::Blob(_) => {
                let begin = self.text.len();
                self.text.push_str(value.as_str()?);
                Held::Text(begin..self.text.len())
            }
        };
        self.cells.push(held);
        Ok(())
    }

    /// How many rows there are.
    pub(in crate::reader) fn len(&self) -> usize {
        self.cells.len().checked_div(self.names.len()).unwrap_or_default()
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// Where the column is that is called so, for those who go through many columns by their names.
    pub(super) fn column(&self, is_called: impl Fn(&str) -> bool) -> Option<usize> {
        let next = self.next.get();
        let mut columns = (next..self.names.len()).chain(0..next);
        let found = columns.find(|column| self.name(*column).is_some_and(&is_called))?;
        self.next.set(found + 1);
        Some(found)
    }

    /// What a column is called.
    pub(super) fn name(&self, column: usize) -> Option<&str> {
        self.named.get(self.names.get(column)?.clone())
    }

    /// The value of a column of a row.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<Cell<'_>> {
        if column >= self.names.len() {
            return None;
        }
        Some(match self.cells.get(row * self.names.len() + column)? {
            Held::Null => Cell::Null,
            Held::Integer(number) => Cell::Integer(*number),
            Held::Real(number) => Cell::Real(*number),
            Held::Text(range) => Cell::Text(self.text.get(range.clone())?),
        })
    }
}
