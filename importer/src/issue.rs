//! A problem, with the place where it stands.

mod kept;

use entities::domain::{ParseError, Severity, printable};
use sea_orm::EnumIter;
use serde::Serialize;

pub use kept::{Issues, KEPT, not_listed};

/// Longest piece of a cell that is kept in an issue, in characters.
const RAW_LIMIT: usize = 200;

/// The class of a problem. Its code is part of the report's format and never changes its meaning.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// No column says which CCG a row with other values is about.
    MissingCode,
    /// A code column holds something that cannot be a code.
    MalformedCode,
    /// The register has no CCG with this code, or none that was called so at the time.
    UnknownCcg,
    /// The CCG had closed by then.
    CcgClosed,
    /// The CCG had not opened by then.
    CcgNotOpen,
    /// The adoption ends after the CCG closed. The row is stored.
    EndsAfterClosing,
    /// Name, code and ONS code of a row belong to different CCGs.
    NameCodeMismatch,
    /// The name is none that the register knows for the code. The row is stored.
    NameVariant,
    /// The register does not know the ONS code beside a code that it knows. The row is stored.
    OnsCodeVariant,
    /// The name, or the ONS code, fits several CCGs that there were at the time.
    AmbiguousCcg,
    /// The name is that of a commissioning hub or an integrated care board.
    NotACcg,
    /// The model column is empty.
    MissingModel,
    /// The model column holds something that is no model.
    UnknownModel,
    /// A required value is missing.
    MissingValue,
    /// A value is none of those that its column may hold.
    UnknownValue,
    /// What stands around the row is not understood, or says otherwise than the row: a heading within the list, the
    /// sheet's name, a footnote or a remark.
    UnclearGroup,
    /// The region is another one than that of the register. The row is stored.
    RegionVariant,
    /// A column that is not read may say otherwise of the row. The row is stored.
    Remark,
    /// A date column holds something that is no date.
    BadDate,
    /// The date lies outside the financial year of its row.
    DateOutsideFy,
    /// The year column holds something that is no financial year.
    FyUnparseable,
    /// The year has no wave in this database.
    UnknownWave,
    /// Two dates of a row, or a row and its year, cannot both be right.
    DatesOutOfOrder,
    /// Another row of the file says the same. The fact is counted once.
    DuplicateIdentical,
    /// Another row, or another dataset, says something else about the same thing.
    DuplicateConflict,
    /// The cell holds a spreadsheet error such as #REF!.
    ErrorCell,
    /// The cell holds a formula whose result is not in the file.
    FormulaWithoutValue,
    /// The cell holds a control character.
    ControlChars,
    /// The cell holds more text than a cell can.
    TooLong,
    /// The line has more fields than the header, and something in them.
    RaggedRow,
    /// The sheet is hidden, and it was not asked for.
    HiddenSheetSkipped,
    /// The sheet hides rows, as a filter does. They are read.
    HiddenRows,
    /// The sheet hides columns that are read.
    HiddenColumns,
}

impl IssueCode {
    /// The code as text: `unknown_model`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingCode => "missing_code",
            Self::MalformedCode => "malformed_code",
            Self::UnknownCcg => "unknown_ccg",
            Self::CcgClosed => "ccg_closed",
            Self::CcgNotOpen => "ccg_not_open",
            Self::EndsAfterClosing => "ends_after_closing",
            Self::NameCodeMismatch => "name_code_mismatch",
            Self::NameVariant => "name_variant",
            Self::OnsCodeVariant => "ons_code_variant",
            Self::AmbiguousCcg => "ambiguous_ccg",
            Self::NotACcg => "not_a_ccg",
            Self::MissingModel => "missing_model",
            Self::UnknownModel => "unknown_model",
            Self::MissingValue => "missing_value",
            Self::UnknownValue => "unknown_value",
            Self::UnclearGroup => "unclear_group",
            Self::RegionVariant => "region_variant",
            Self::Remark => "remark",
            Self::BadDate => "bad_date",
            Self::DateOutsideFy => "date_outside_fy",
            Self::FyUnparseable => "fy_unparseable",
            Self::UnknownWave => "unknown_wave",
            Self::DatesOutOfOrder => "dates_out_of_order",
            Self::DuplicateIdentical => "duplicate_identical",
            Self::DuplicateConflict => "duplicate_conflict",
            Self::ErrorCell => "error_cell",
            Self::FormulaWithoutValue => "formula_without_value",
            Self::ControlChars => "control_chars",
            Self::TooLong => "too_long",
            Self::RaggedRow => "ragged_row",
            Self::HiddenSheetSkipped => "hidden_sheet_skipped",
            Self::HiddenRows => "hidden_rows",
            Self::HiddenColumns => "hidden_columns",
        }
    }

    /// Whether a row with this problem is stored all the same.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::NameVariant
            | Self::OnsCodeVariant
            | Self::EndsAfterClosing
            | Self::RegionVariant
            | Self::Remark
            | Self::DuplicateIdentical
            | Self::HiddenSheetSkipped
            | Self::HiddenRows
            | Self::HiddenColumns => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether a row with this problem is not stored.
    #[must_use]
    pub fn is_error(self) -> bool {
        self.severity() == Severity::Error
    }
}

/// A problem, where it stands, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// The class of problem.
    pub code: IssueCode,
    /// The sheet.
    pub sheet: String,
    /// The cell, or the first cell of the row where the row as a whole is meant.
    pub cell: String,
    /// What stands there, cut to 200 characters, with controls written out.
    pub raw: String,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What would have been accepted.
    pub expected: Option<String>,
    /// The nearest accepted value.
    pub suggestion: Option<String>,
}

impl Issue {
    /// A problem of one cell.
    #[must_use]
    pub fn new(code: IssueCode, sheet: &str, cell: &str, raw: &str, message: String) -> Self {
        Self {
            code,
            sheet: sheet.to_owned(),
            cell: cell.to_owned(),
            raw: printable(cut(raw)).into_owned(),
            message: printable(&message).into_owned(),
            expected: None,
            suggestion: None,
        }
    }

    /// A cell that is not a value of its type, with the nearest accepted spelling.
    #[must_use]
    pub fn unparsed(code: IssueCode, sheet: &str, cell: &str, error: &ParseError) -> Self {
        let suggestion = nearest(&error.found, error.candidates.iter().copied()).map(str::to_owned);
        let found = cut(&error.found);
        let message = match &suggestion {
            Some(suggestion) => format!("\"{found}\" is not {}; did you mean \"{suggestion}\"?", error.what),
            None => format!("\"{found}\" is not {}; expected {}", error.what, error.expected),
        };
        Self {
            expected: Some(error.expected.clone()),
            suggestion,
            ..Self::new(code, sheet, cell, &error.found, message)
        }
    }

    /// Says what to do instead.
    #[must_use]
    pub fn suggesting(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// The number of the row in which it stands.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(0)
    }

    /// Whether the row is not stored.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.is_error()
    }
}

/// A piece of a cell that is short enough to be shown.
pub(crate) fn cut(raw: &str) -> &str {
    raw.char_indices().nth(RAW_LIMIT).map_or(raw, |(end, _)| &raw[..end])
}

/// How alike two texts must be for one to be meant by the other.
const NEAR_ENOUGH: f64 = 0.75;

/// Whether a word may be a slip of the hand for another.
pub(crate) fn is_near(word: &str, other: &str) -> bool {
    strsim::normalized_damerau_levenshtein(word, other) >= NEAR_ENOUGH
}

/// The nearest of the accepted spellings, when one is near enough to be meant.
pub(crate) fn nearest<'a>(found: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let found = entities::domain::normalise(found);
    let length = found.chars().count();
    candidates
        // Texts of such different lengths cannot be near, and a cell may hold a whole page to be compared.
        .filter(|candidate| {
            let (shorter, longer) =
                (length.min(candidate.chars().count()), length.max(candidate.chars().count()));
            shorter as f64 >= longer as f64 * NEAR_ENOUGH
        })
        .map(|candidate| {
            (strsim::normalized_damerau_levenshtein(&found, &candidate.to_lowercase()), candidate)
        })
        .filter(|(likeness, _)| *likeness >= NEAR_ENOUGH)
        // Of two that are as near, always the same one.
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
