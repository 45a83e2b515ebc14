use sea_orm::entity::prelude::*;

use super::Vocabulary;

/// What kind of area an area is. The tiers of the NHS changed; each published map is a kind of its own.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AreaKind {
    /// One of NHS England's four regions of 2015: North, Midlands and East, London, South.
    #[sea_orm(string_value = "REGION_2015")]
    Region2015,
    /// One of NHS England's seven later regions, as the ODS extract of 2025 gives them.
    #[sea_orm(string_value = "REGION_2025")]
    Region2025,
    /// One of the area teams of 2013.
    AreaTeam,
    /// One of NHS England's local offices of 2015.
    LocalOffice,
    /// A sustainability and transformation partnership, later an integrated care system.
    StpIcs,
}

impl AreaKind {
    /// The names of the four regions of 2015. A fifth is a slip.
    pub const REGIONS_2015: [&str; 4] = ["North", "Midlands and East", "London", "South"];
}

/// What the rows of a dataset state.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DatasetKind {
    /// A row is an approval round.
    Waves,
    /// A row is a CCG: its codes, names, areas, opening and closing day.
    CcgRegister,
    /// A row is a predecessor and its successor.
    Successions,
    /// A row is a service, a model and a year, and whether the service was in scope.
    ScopeRules,
    /// A row is a total that somebody published.
    PublishedFigures,
    /// A row is a CCG's adoption of a model.
    Adoptions,
}

impl DatasetKind {
    /// What its rows are, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Waves => "waves",
            Self::CcgRegister => "a CCG register",
            Self::Successions => "successions",
            Self::ScopeRules => "scope rules",
            Self::PublishedFigures => "published figures",
            Self::Adoptions => "adoptions",
        }
    }
}

impl Vocabulary for DatasetKind {
    const WHAT: &'static str = "a kind of dataset";
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("waves", Self::Waves),
        ("ccg register", Self::CcgRegister),
        ("successions", Self::Successions),
        ("scope rules", Self::ScopeRules),
        ("published figures", Self::PublishedFigures),
        ("adoptions", Self::Adoptions),
    ];
}

/// How a row's CCG was found in the register.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MatchMethod {
    /// By its ODS code.
    OdsCode,
    /// By its ONS code.
    OnsCode,
    /// By a name that it bore, after normalisation.
    Name,
    /// By a listed other spelling of its name.
    Alias,
}

/// Whether a source is a file that was imported or a page that a row cites.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SourceKind {
    /// A file that the importer read; its SHA-256 is its identity.
    File,
    /// A publication that a row of a file names as its own source.
    Publication,
}

/// How an import run ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RunStatus {
    /// It has begun and not ended, so far as is known: nothing of it is stored.
    Running,
    /// Its facts are stored.
    Committed,
    /// The very bytes had been imported before and are still in force; nothing was done.
    Unchanged,
    /// The file was refused as a whole; nothing was stored but the run and its issues.
    Rejected,
    /// Its facts were stored and later taken back by `importer revert`.
    Reverted,
    /// It was stopped or killed before its end, or the database failed; nothing of it is stored.
    Abandoned,
}

/// How grave an import issue is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Severity {
    /// The row, or the file, was not stored.
    Error,
    /// The row was stored, but somebody should look at it.
    Warning,
}
