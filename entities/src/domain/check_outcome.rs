use sea_orm::entity::prelude::*;

/// What came of looking for a newer file of a source.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CheckOutcome {
    /// A file was stored.
    Imported,
    /// What was found is in force already.
    Unchanged,
    /// The server said that nothing is newer than what is in force.
    NotModified,
    /// A file was refused.
    Refused,
    /// No file was found, or the work could not go on.
    Failed,
    /// The importer was stopped before it was done; the next one does it again.
    BrokenOff,
}

impl CheckOutcome {
    /// The outcome for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Unchanged => "unchanged",
            Self::NotModified => "not modified",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::BrokenOff => "broken off",
        }
    }

    /// Whether the source was found and all of it is stored, or was already.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Imported | Self::Unchanged | Self::NotModified)
    }
}
