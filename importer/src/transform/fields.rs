//! Reads the fields of one row, and keeps how each was read.

use std::{fmt::Display, sync::Arc};

use chrono::NaiveDate;
use compact_str::{CompactString, ToCompactString, format_compact};
use entities::{
    domain::{FinancialYear, ModelCode, OdsCode, ParseError, PartialDate, Vocabulary, clean},
    evidence,
};

use sea_orm::ActiveEnum;

use super::{
    Mention, Place,
    absence::{is_inapplicable, is_not_stated},
    day_orders::DayOrders,
    groups::Groups,
};
use crate::{
    extract::Row,
    issue::{Issue, IssueCode},
    recognise::{Field, Layout, WideColumn, marks, without_marks, year_of_numbered_wave, year_or_wave},
};

/// The fields of one row.
pub struct Fields<'a> {
    pub(super) layout: &'a Layout,
    pub(super) row: &'a Row,
    pub(super) groups: Option<&'a Groups>,
    pub(super) days: Option<&'a DayOrders>,
    pub(super) wide: Option<&'a WideColumn>,
    pub(super) place: Place,
    /// The columns of the place's cells, by which they are put in order.
    columns: Vec<Option<u32>>,
    pub(super) issues: Vec<Issue>,
    /// What the row is about, where it may turn out not to be believed.
    pub(super) mention: Option<Mention>,
}

impl<'a> Fields<'a> {
    /// The fields of a row.
    #[must_use]
    pub fn new(sheet: &Arc<str>, layout: &'a Layout, row: &'a Row) -> Self {
        let place = Place { sheet: Arc::clone(sheet), row: row.number, cells: Vec::new() };
        Self {
            layout,
            row,
            groups: None,
            days: None,
            wide: None,
            place,
            columns: Vec::new(),
            issues: Vec::new(),
            mention: None,
        }
    }

    /// With what the headings above the row, within its list, say of it.
    pub(super) fn beneath(self, groups: &'a Groups) -> Self {
        Self { groups: Some(groups), ..self }
    }

    /// With what is known of how days are written in its columns.
    pub(super) fn with_days(self, days: &'a DayOrders) -> Self {
        Self { days: Some(days), ..self }
    }

    /// Only what the row states in one of its wide columns.
    #[must_use]
    pub fn at(self, wide: &'a WideColumn) -> Self {
        Self { wide: Some(wide), ..self }
    }

    /// Where the row stands, and the problems in it.
    #[must_use]
    pub fn finish(mut self) -> (Place, Vec<Issue>) {
        // In the order in which they stand in the sheet; values that stand elsewhere come last.
        let place = |column: &Option<u32>| (column.is_none(), *column);
        if self.columns.is_sorted_by_key(place) {
            return (self.place, self.issues);
        }
        let cells = std::mem::take(&mut self.place.cells);
        let mut cells: Vec<_> = self.columns.into_iter().zip(cells).collect();
        cells.sort_by_key(|(column, _)| place(column));
        self.place.cells = cells.into_iter().map(|(_, cell)| cell).collect();
        (self.place, self.issues)
    }

    /// Whether the sheet has a column for the field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.layout.column(field).is_some()
    }

    /// A text; none where the cell is blank.
    pub fn text(&mut self, field: Field) -> Option<String> {
        self.parsed(field, IssueCode::UnknownValue, |text| Ok((Some(text.to_owned()), text.into())))
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
        self.read_stated(field, code, |text| T::parse(text).map(|value| (value, value.to_value().into())))
    }

    /// A model; where a heading says that models are numbered beneath it, a number is one.
    pub fn model(&mut self, field: Field) -> Option<ModelCode> {
        let layout = self.layout;
        let numbered = |text: &str| {
            let model = ModelCode::parse(&format!("model {text}")).ok();
            model.filter(|_| layout.numbers(field))
        };
        self.read_stated(field, IssueCode::UnknownModel, |text| {
            let model = ModelCode::parse(text).or_else(|error| numbered(text).ok_or(error))?;
            Ok((model, model.to_value().into()))
        })
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

    /// A financial year; where a heading says that waves are numbered beneath it, a number is one.
    pub fn year(&mut self, field: Field) -> Option<FinancialYear> {
        let layout = self.layout;
        let numbered = |text: &str| year_of_numbered_wave(text).filter(|_| layout.numbers(field));
        let parse = |text: &str| year_or_wave(text).or_else(|error| numbered(text).ok_or(error));
        self.read_stated(field, IssueCode::FyUnparseable, shown(parse))
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
            Ok((day, day.to_compact_string()))
        })
    }

    /// Any other value with a parser.
    pub fn read<T: Display>(
        &mut self,
        field: Field,
        code: IssueCode,
        parse: impl Fn(&str) -> Result<T, ParseError>,
    ) -> Option<T> {
        self.parsed(field, code, |text| {
            parse(text).map(|value| {
                let shown = value.to_compact_string();
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
        let column = self.column(field).unwrap_or_default();
        let address = self.row.address(column).to_string();
        let raw = self.row.cell(column).map(|cell| cell.value.raw()).unwrap_or_default();
        let message = format!("the {} is missing", field.title());
        self.issues.push(Issue::new(code, &self.place.sheet, &address, &raw, message));
    }

    /// As `parsed`, but a text such as "Not stated" is a statement that the value is not known.
    fn read_stated<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        parse: impl Fn(&str) -> Result<(T, CompactString), ParseError>,
    ) -> Option<T> {
        self.parsed(field, code, |text| {
            parse(text).map(|(value, shown)| (Some(value), shown)).or_else(|error| {
                // A day may be none: the last one of what has no end.
                let is_none = is_not_stated(text) || (code == IssueCode::BadDate && is_inapplicable(text));
                if is_none { Ok((None, CompactString::default())) } else { Err(error) }
            })
        })
    }

    fn parsed<T>(
        &mut self,
        field: Field,
        code: IssueCode,
        parse: impl Fn(&str) -> Result<(Option<T>, CompactString), ParseError>,
    ) -> Option<T> {
        let found = self.find(field)?;
        let parse = |text: &str| unmarked(field, text, &parse);
        match parse(&found.text) {
            Ok((value, shown)) => {
                let shows = |text: &str| parse(text).ok().map(|(_, shown)| shown);
                if let Some(issue) = self.otherwise(field, &found, &shown, &shows) {
                    self.issues.push(issue);
                    return None;
                }
                let rule = match shown.as_str() {
                    "" if is_inapplicable(&found.text) => format!("{}, not applicable", found.rule).into(),
                    "" => format!("{}, not stated", found.rule).into(),
                    // The value was read from a part of what stands there, or from a heading.
                    shown if shown != found.text && found.text != clean(&found.raw) => {
                        format!("{}, \"{}\" -> {shown}", found.rule, found.text).into()
                    }
                    _ => found.rule,
                };
                self.columns.push(found.column);
                self.place.cells.push(evidence::Cell {
                    field: field.name().into(),
                    address: found.address,
                    raw: found.raw,
                    value: shown,
                    rule,
                });
                value
            }
            Err(error) => {
                let address = found.address.unwrap_or_else(|| format_compact!("A{}", self.row.number));
                self.issues.push(Issue::unparsed(code, &self.place.sheet, &address, &error));
                None
            }
        }
    }
}

/// Parses a text, and if that cannot be done, what is left of it without the marks of footnotes.
fn unmarked<T>(
    field: Field,
    text: &str,
    parse: impl Fn(&str) -> Result<T, ParseError>,
) -> Result<T, ParseError> {
    parse(text).or_else(|error| {
        let is_letter = |mark: &String| mark.bytes().all(|byte| byte.is_ascii_alphabetic());
        // Models have letters, so that the one in "Joint (c)" may be meant.
        let may_be_model = field == Field::Model && marks(text).iter().any(is_letter);
        let rest = Some(without_marks(text)).filter(|rest| *rest != text && !may_be_model);
        rest.and_then(|rest| parse(rest).ok()).ok_or(error)
    })
}

/// A parser whose value shows itself.
fn shown<T: Display>(
    parse: impl Fn(&str) -> Result<T, ParseError>,
) -> impl Fn(&str) -> Result<(T, CompactString), ParseError> {
    move |text| {
        parse(text).map(|value| {
            let shown = value.to_compact_string();
            (value, shown)
        })
    }
}
