//! A file is refused as a whole.

use std::{fmt, path::Path};

use sea_orm::EnumIter;
use serde::{Deserialize, Serialize};

/// Why a file was refused as a whole. Its code is part of the report's format.
#[derive(Copy, Clone, Debug, PartialEq, Eq, EnumIter, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// It has no bytes.
    EmptyFile,
    /// It is in no format that is read.
    UnsupportedFormat,
    /// It is damaged.
    CorruptContainer,
    /// It is protected by a password.
    Encrypted,
    /// It has too many bytes.
    TooLarge,
    /// It has a value too far to the right.
    TooManyColumns,
    /// It has too many values.
    TooManyCells,
    /// It has too many rows.
    TooManyRows,
    /// It unpacks to more than any honest workbook.
    ZipBomb,
    /// The parser broke down over it.
    ParserCrashed,
    /// The parser took too long over it.
    ParserTimeout,
    /// It is text in an unknown encoding.
    EncodingUndetected,
    /// It is not well-formed delimited text.
    CsvMalformed,
    /// No sheet has a header that is known.
    NoHeader,
    /// Its headings stand in a column, one beneath the other.
    TableSideways,
    /// The header fits several kinds of dataset.
    HeaderAmbiguous,
    /// Its rows hold for a day or year that is not stated.
    MissingPeriod,
    /// Nothing says how far the adoptions had come that it lists.
    MissingStage,
    /// A heading or sheet is missing that the profile names.
    ProfileMismatch,
    /// It has a header and no row that can be stored.
    NoRows,
    /// A sheet that gave facts before is there, but is not read any more.
    SheetLost,
    /// The dataset's rows stated something else before.
    KindChanged,
    /// So many rows were rejected that it was probably misread.
    TooManyRejects,
    /// There is no such file, or the system fails to read it.
    Unreadable,
    /// It may not be read by this user.
    NotPermitted,
    /// It was written while it was read.
    ChangedWhileReading,
    /// It is a folder or a device.
    NotARegularFile,
    /// Its address gave no file.
    NotFetched,
}

impl RefusalCode {
    /// The code as text: `no_header`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmptyFile => "empty_file",
            Self::UnsupportedFormat => "unsupported_format",
            Self::CorruptContainer => "corrupt_container",
            Self::Encrypted => "encrypted",
            Self::TooLarge => "too_large",
            Self::TooManyColumns => "too_many_columns",
            Self::TooManyCells => "too_many_cells",
            Self::TooManyRows => "too_many_rows",
            Self::ZipBomb => "zip_bomb",
            Self::ParserCrashed => "parser_crashed",
            Self::ParserTimeout => "parser_timeout",
            Self::EncodingUndetected => "encoding_undetected",
            Self::CsvMalformed => "csv_malformed",
            Self::NoHeader => "no_header",
            Self::TableSideways => "table_sideways",
            Self::HeaderAmbiguous => "header_ambiguous",
            Self::MissingPeriod => "missing_period",
            Self::MissingStage => "missing_stage",
            Self::ProfileMismatch => "profile_mismatch",
            Self::NoRows => "no_rows",
            Self::SheetLost => "sheet_lost",
            Self::KindChanged => "kind_changed",
            Self::TooManyRejects => "too_many_rejects",
            Self::Unreadable => "unreadable",
            Self::NotPermitted => "not_permitted",
            Self::ChangedWhileReading => "changed_while_reading",
            Self::NotARegularFile => "not_a_regular_file",
            Self::NotFetched => "not_fetched",
        }
    }
}

/// A file that was refused as a whole: nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, for programs.
    pub code: RefusalCode,
    /// Why, for people.
    pub message: String,
}

impl Refusal {
    /// A refusal with its reason.
    #[must_use]
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// With the command that helps against it, where there is one: what is unsure, a person may say in a profile.
    #[must_use]
    pub fn with_remedy(self, file: &Path) -> Self {
        use RefusalCode as R;
        if !matches!(self.code, R::NoHeader | R::HeaderAmbiguous | R::MissingPeriod | R::MissingStage) {
            return self;
        }
        let message = format!(
            "{}. To say what it means, write a profile with `importer profile infer {} > profile.toml`, edit it, and \
             give it with --profile profile.toml",
            self.message,
            quoted(&file.to_string_lossy())
        );
        Self { message, ..self }
    }
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | ':' | ',' | '+');
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code.as_str())
    }
}
