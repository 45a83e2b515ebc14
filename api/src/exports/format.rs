/// What a table is written as.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Comma-separated values, as RFC 4180 has them.
    Csv,
    /// A workbook of Excel's.
    Xlsx,
    /// One JSON array of objects.
    Json,
    /// A JSON object in each line.
    Ndjson,
}

impl Format {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Json, Self::Ndjson];

    /// The end of its files' names.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }

    /// The one whose files' names end so.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// Its media type, as a response has it.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json; charset=utf-8",
            other => other.media_type(),
        }
    }

    /// Whether a browser saves it rather than showing it.
    pub(crate) fn is_saved(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }
}
