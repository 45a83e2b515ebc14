//! Reads the fields of one row, and keeps how each was read.

use std::fmt::Display;

use chrono::NaiveDate;
use entities::{
    domain::{FinancialYear, OdsCode, ParseError, PartialDate, Vocabulary, normalise},
    evidence,
};

use sea_orm::ActiveEnum;

use crate::{
    extract::{Row, Value, day_of_serial},
    issue::{Issue, IssueCode},
    recognise::{Field, Layout},
};

/// Texts by which a publisher says that a value is not known; a blank cell says nothing at all.
const NOT_STATED: [&str; 4] = ["not stated", "not known", "unknown", "tbc"];

/// Where a record stands, and the cells that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet.
    pub sheet: String,
    /// The row's number, from 1.
    pub row: u32,
    /// The cells.
    pub cells: Vec<evidence::Cell>,
}

impl Place {
    /// A problem of one of the row's fields, at its cell.
    #[must_use]
    pub fn issue(&self, code: IssueCode, field: Field, message: String) -> Issue {
        let cell = self.cells.iter().find(|cell| cell.field == field.name());
        let address = cell.and_then(|cell| cell.address.clone()).unwrap_or_else(|| format!("A{}", self.row));
        Issue::new(code, &self.sheet, &address, cell.map_or("", |cell| &cell.raw), message)
    }

    /// A problem of the row as a whole, at its first cell that was read.
    #[must_use]
    pub fn row_issue(&self, code: IssueCode, message: String) -> Issue {
        let first = self.cells.iter().find(|cell| cell.address.is_some());
        let address = first.and_then(|cell| cell.address.clone()).unwrap_or_else(|| format!("A{}", self.row));
        Issue::new(code, &self.sheet, &address, first.map_or("", |cell| &cell.raw), message)
    }
}

/// A cell on its way to a value.
struct Found {
    address: Option<String>,
    raw: String,
    text: String,
    rule: String,
}

/// The fields of one row.
pub struct Fields<'a> {
    layout: &'a Layout,
    row: &'a Row,
    place: Place,
    issues: Vec<Issue>,
}

impl<'a> Fields<'a> {
    /// The fields of a row.
    #[must_use]
    pub fn new(sheet: &str, layout: &'a Layout, row: &'a Row) -> Self {
        let place = Place { sheet: sheet.to_owned(), row: row.number, cells: Vec::new() };
        Self { layout, row, place, issues: Vec::new() }
    }

    /// Where the row stands, and the problems in it.
    #[must_use]
    pub fn finish(mut self) -> (Place, Vec<Issue>) {
        // In the order in which they stand in the sheet; values that stand elsewhere come last.
        self.place.cells.sort_by_key(|cell| {
            let column =
                cell.address.as_ref().map(|address| address.trim_end_matches(|c: char| c.is_ascii_digit()));
            (column.is_none(), column.map(str::len), column.map(str::to_owned))
        });
        (self.place, self.issues)
    }

    /// Whether the sheet has a column for the field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.layout.column(field).is_some()
    }

    /// A text; none where the cell is blank.
    pub fn text(&mut self, field: Field) -> Option<String> {
        self.read(field, IssueCode::UnknownValue, |text| Ok(text.to_owned()))
    }

    /// A text that must be there.
    pub fn required_text(&mut self, field: Field) -> Option<String> {
        self.required(field, IssueCode::MissingValue, Self::text)
    }

    /// A value of a closed vocabulary; none where the cell is blank or says that it is not known.
    pub fn word<T: Vocabulary + ActiveEnum<Value = String>>(
        &mut self,
        field: Field,
        code: IssueCode,
    ) -> Option<T> {
        self.read_stated(field, code, |text| T::parse(text).map(|value| (value, value.to_value())))
    }

    /// A value of a closed vocabulary that must be there.
    pub fn required_word<T: Vocabulary + ActiveEnum<Value = String>>(&mut self, field: Field) -> Option<T> {
        self.required(field, IssueCode::MissingValue, |fields, field| {
            fields.word(field, IssueCode::UnknownValue)
        })
    }

    /// An ODS code that must be there.
    pub fn required_code(&mut self, field: Field) -> Option<OdsCode> {
        self.required(field, IssueCode::MissingCode, |fields, field| {
            fields.read(field, IssueCode::MalformedCode, OdsCode::parse)
        })
    }

    /// A financial year.
    pub fn year(&mut self, field: Field) -> Option<FinancialYear> {
        self.read_stated(field, IssueCode::FyUnparseable, shown(FinancialYear::parse))
    }

    /// A date to the precision given.
    pub fn partial_date(&mut self, field: Field) -> Option<PartialDate> {
        self.read_stated(field, IssueCode::BadDate, shown(PartialDate::parse))
    }

    /// A date that must be known to the day, if it is given.
    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        self.read_stated(field, IssueCode::BadDate, |text| {
            let date = PartialDate::parse(text)?;
            let day = date.exact().ok_or_else(|| ParseError {
                what: "a day",
                found: text.to_owned(),
                expected: "a date such as 2015-04-01".to_owned(),
                candidates: Vec::new(),
            })?;
            Ok((day, day.to_string()))
        })
    }

    /// Any other value with a parser.
    pub fn read<T: Display>(
        &mut self,
        field: Field,
        code: IssueCode,
        parse: impl FnOnce(&str) -> Result<T, ParseError>,
    ) -> Option<T> {
        self.parsed(field, code, |text| {
            parse(text).map(|value| {
                let shown = value.to_string();
                (Some(value), shown)
            })
        })
    }

    /// A value that must be there. To say that it is not known is no value.
    pub fn required<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        read: impl FnOnce(&mut Self, Field) -> Option<T>,
    ) -> Option<T> {
        self.must(field, code, read, false)
    }

    /// A value that must be there, or be said not to be known: a blank cell is a gap in the list.
    pub fn declared<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        read: impl FnOnce(&mut Self, Field) -> Option<T>,
    ) -> Option<T> {
        self.must(field, code, read, true)
    }

    /// Reports a cell that was read well, but says what cannot be.
    pub fn refuse(&mut self, field: Field, code: IssueCode, message: String) {
        let issue = self.place.issue(code, field, message);
        self.issues.push(issue);
    }

    fn must<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        read: impl FnOnce(&mut Self, Field) -> Option<T>,
        may_be_unknown: bool,
    ) -> Option<T> {
        let issues = self.issues.len();
        let value = read(self, field);
        if value.is_some() || self.issues.len() > issues {
            return value;
        }
        let is_told = self.place.cells.iter().any(|cell| cell.field == field.name());
        if is_told && !may_be_unknown {
            let message = format!("the {} must be known here", field.title());
            self.refuse(field, code, message);
        } else if !is_told {
            self.missing(code, field);
        }
        None
    }

    fn missing(&mut self, code: IssueCode, field: Field) {
        let column = self.layout.column(field).unwrap_or_default();
        let address = self.row.address(column).to_string();
        let message = format!("the {} is missing", field.title());
        self.issues.push(Issue::new(code, &self.place.sheet, &address, "", message));
    }

    /// As `parsed`, but a text such as "Not stated" is a statement that the value is not known.
    fn read_stated<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        parse: impl FnOnce(&str) -> Result<(T, String), ParseError>,
    ) -> Option<T> {
        self.parsed(field, code, |text| {
            if NOT_STATED.contains(&normalise(text).as_str()) {
                return Ok((None, String::new()));
            }
            parse(text).map(|(value, shown)| (Some(value), shown))
        })
    }

    fn parsed<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        parse: impl FnOnce(&str) -> Result<(Option<T>, String), ParseError>,
    ) -> Option<T> {
        let found = self.find(field)?;
        match parse(&found.text) {
            Ok((value, shown)) => {
                let rule = match shown.as_str() {
                    same if same == found.text => found.rule,
                    "" => format!("{}, not stated", found.rule),
                    shown => format!("{}, \"{}\" -> {shown}", found.rule, found.text),
                };
                self.place.cells.push(evidence::Cell {
                    field: field.name(),
                    address: found.address,
                    raw: found.raw,
                    value: shown,
                    rule,
                });
                value
            }
            Err(error) => {
                let address = found.address.unwrap_or_else(|| format!("A{}", self.row.number));
                self.issues.push(Issue::unparsed(code, &self.place.sheet, &address, &error));
                None
            }
        }
    }

    fn find(&mut self, field: Field) -> Option<Found> {
        if let Some(stated) = self.layout.sheet_values.iter().find(|stated| stated.field == field) {
            let (raw, rule) = (stated.text.clone(), "sheet name".to_owned());
            return Some(Found { address: None, text: raw.clone(), raw, rule });
        }
        let column = self.layout.column(field)?;
        let cell = self.row.cell(column)?;
        let address = cell.anchor.unwrap_or_else(|| self.row.address(column)).to_string();
        if let Value::Error(error) = &cell.value {
            let message = format!("the cell holds the error {error}");
            self.issues.push(Issue::new(IssueCode::ErrorCell, &self.place.sheet, &address, error, message));
            return None;
        }
        if cell.value == Value::Uncalculated {
            let message =
                "the formula's result is not in the file; open and save it in a spreadsheet program";
            let issue = Issue::new(
                IssueCode::FormulaWithoutValue,
                &self.place.sheet,
                &address,
                "",
                message.to_owned(),
            );
            self.issues.push(issue);
            return None;
        }
        let raw = cell.value.raw();
        let (text, rule) = cleaned(&cell.value, &raw);
        let rule = if cell.anchor.is_some() { format!("merged cell, {rule}") } else { rule.to_owned() };
        Some(Found { address: Some(address), raw, text, rule })
    }
}

/// A parser whose value shows itself.
fn shown<T: Display>(
    parse: impl FnOnce(&str) -> Result<T, ParseError>,
) -> impl FnOnce(&str) -> Result<(T, String), ParseError> {
    |text| {
        parse(text).map(|value| {
            let shown = value.to_string();
            (value, shown)
        })
    }
}

/// A cell's text for parsing, and the rule that made it.
fn cleaned(value: &Value, raw: &str) -> (String, &'static str) {
    if let Value::Serial { days, since_1904 } = value
        && let Some(day) = day_of_serial(*days, *since_1904)
    {
        return (
            day.to_string(),
            if *since_1904 { "date serial since 1904" } else { "date serial since 1900" },
        );
    }
    let trimmed = raw
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}'))
        .to_owned();
    let rule = if trimmed == raw { "as it stands" } else { "trimmed" };
    (trimmed, rule)
}
