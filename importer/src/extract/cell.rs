//! Cells as they stand in a file.

use std::fmt;

use chrono::{Days, NaiveDate};
use compact_str::{CompactString, ToCompactString, format_compact};
use entities::domain::is_invisible;
use serde::{Deserialize, Serialize};

/// A cell's address, shown as spreadsheet programs show it: `C7`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    /// From 1.
    pub row: u32,
    /// From 0.
    pub column: u32,
}

impl Address {
    /// Reads an address as spreadsheet programs show it; none when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (letters, row) = text.split_at(letters);
        let digit =
            |column: u32, letter: u8| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1);
        let column = letters.bytes().try_fold(0, digit)?.checked_sub(1)?;
        let row = row.parse().ok().filter(|row| *row > 0)?;
        Some(Self { row, column })
    }

    /// As it is shown. Every cell of a list is evidence, so that this is asked for millions of times.
    #[must_use]
    pub fn text(self) -> CompactString {
        let mut text = letters_of(self.column);
        text.push_str(&self.row.to_compact_string());
        text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The letters of a column: `D` for 3.
#[must_use]
pub fn letters_of(column: u32) -> CompactString {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = (column % 26) as usize;
    let mut letters = (column / 26).checked_sub(1).map(letters_of).unwrap_or_default();
    letters.push_str(&ALPHABET[last..=last]);
    letters
}

/// The column of one to three letters: 3 for `D`.
#[must_use]
pub fn column_of(letters: &str) -> Option<u32> {
    let is_column =
        (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digit = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    is_column.then(|| letters.bytes().fold(0, |number, byte| number * 26 + digit(byte)) - 1)
}

/// A region whose cells are merged.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its first cell, which has its value.
    pub first: Address,
    /// Its last cell.
    pub last: Address,
}

/// What stands in a cell. Its texts are short, and are held without allocating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Text, untouched.
    Text(CompactString),
    /// A number that is not formatted as a date, though it may be meant as one.
    Number {
        /// The number.
        number: f64,
        /// Whether the workbook counts days from 1904.
        since_1904: bool,
    },
    /// A number that is formatted as a date: days since the workbook's epoch.
    Serial {
        /// The number.
        days: f64,
        /// Whether the workbook counts from 1904.
        since_1904: bool,
    },
    /// A truth value.
    Bool(bool),
    /// A spreadsheet error such as `#REF!`.
    Error(CompactString),
    /// A formula whose result the file does not hold, as some programs write it.
    Uncalculated,
}

impl Value {
    /// The value as text, untouched: for a date the number that the file holds.
    #[must_use]
    pub fn raw(&self) -> CompactString {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number { number, .. } | Self::Serial { days: number, .. } => format_compact!("{number}"),
            Self::Uncalculated => CompactString::default(),
            Self::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        }
    }

    /// Whether a person would see nothing in the cell.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(|c| c.is_whitespace() || is_invisible(c)))
    }
}

/// The day of a date serial.
///
/// Out of range is none: the conversion of the workbook library panics on numbers that no calendar has.
#[must_use]
pub fn day_of_serial(days: f64, since_1904: bool) -> Option<NaiveDate> {
    const LAST: f64 = 2_958_466.0; // 1 January 10000
    if !(1.0..LAST).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
    let whole = days.floor() as u64;
    let (epoch, whole) = match (since_1904, whole) {
        (true, whole) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, whole),
        // Excel believes in 29 February 1900, so its earlier serials are one less than the days that passed.
        (false, whole) if whole < 60 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, whole),
        (false, whole) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, whole),
    };
    epoch.checked_add_days(Days::new(whole))
}

/// A cell that has a value, or that a merged cell covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The cell's column, from 0.
    pub column: u32,
    /// Its value, or that of the merged cell's anchor.
    pub value: Value,
    /// The anchor of the merged cell that covers it, if it is not the anchor itself.
    pub anchor: Option<Address>,
}

/// A row with at least one value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The row's number, from 1, as a spreadsheet program shows it.
    pub number: u32,
    /// How many fields its line has; 0 in workbooks, whose rows have no end.
    pub fields: u32,
    /// Whether the file hides it, as a filter does. Not all formats tell.
    pub hidden: bool,
    /// Its cells, by column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }

    /// The address of a column in this row.
    #[must_use]
    pub fn address(&self, column: u32) -> Address {
        Address { row: self.number, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_a_spreadsheet() {
        for (column, shown) in [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")] {
            assert_eq!(Address { row: 7, column }.to_string(), shown);
            assert_eq!(Address::parse(shown), Some(Address { row: 7, column }));
            assert_eq!(column_of(shown.trim_end_matches('7')), Some(column));
        }
        for text in ["", "A", "7", "A0", "a7", "A-1", "ZZZZZZZZZZZZ1"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn serials_are_days_in_both_epochs_and_none_out_of_range() {
        let day = |serial, since_1904| day_of_serial(serial, since_1904).map(|day| day.to_string());
        assert_eq!(day(42095.0, false).as_deref(), Some("2015-04-01"));
        assert_eq!(day(42095.75, false).as_deref(), Some("2015-04-01"));
        assert_eq!(day(40633.0, true).as_deref(), Some("2015-04-01"));
        assert_eq!(day(1.0, false).as_deref(), Some("1900-01-01"));
        for serial in [0.0, -5.0, 1e11, f64::NAN, f64::INFINITY] {
            assert_eq!(day_of_serial(serial, false), None, "{serial}");
        }
    }
}
