use sea_orm::entity::prelude::*;

use super::Vocabulary;

/// How directly the source states the fact.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Confidence {
    /// The source names the CCG and says it.
    Published,
    /// The source speaks of a group ("all CCGs of the area team"), which was expanded to its members.
    Collective,
    /// The source says that it was in force, but not since when.
    StartUnknown,
    /// The source says it, but carries no date.
    Undated,
    /// The source implies it without saying it word for word.
    Implied,
    /// The recovered text breaks off within the name, which was completed.
    Completed,
    /// Only the title of the source says it.
    TitleOnly,
    /// No source says it; it follows from others.
    Inferred,
}

impl Vocabulary for Confidence {
    const WHAT: &'static str = "a confidence";
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("published", Self::Published),
        ("published collective expanded", Self::Collective),
        ("published start unknown", Self::StartUnknown),
        ("published undated", Self::Undated),
        ("published implied", Self::Implied),
        ("published last letters completed", Self::Completed),
        ("published title only", Self::TitleOnly),
        ("inferred", Self::Inferred),
    ];
}

/// Whether a source states a relation or it was inferred from names and dates.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Basis {
    /// A published mapping states it.
    Published,
    /// It was inferred, for example from names and matching opening and closing days.
    Inferred,
}

impl Vocabulary for Basis {
    const WHAT: &'static str = "a basis";
    const SPELLINGS: &'static [(&'static str, Self)] =
        &[("published", Self::Published), ("inferred", Self::Inferred)];
}
