use sea_orm::entity::prelude::*;

use super::Vocabulary;

/// How far a CCG's adoption of a model had come. Published totals differ because they count different stages.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// The CCG told NHS England in 2014 that it was interested.
    ExpressedInterest,
    /// The CCG applied in a yearly window.
    Applied,
    /// NHS England approved the application, sometimes conditionally. Not yet in force.
    Approved,
    /// The arrangement was in force.
    Live,
    /// The CCG's members voted against it.
    Declined,
    /// The CCG took its application back.
    Withdrawn,
    /// The arrangement ended, by merger or abolition.
    Ended,
}

impl Vocabulary for Stage {
    const WHAT: &'static str = "a status";
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("expressed interest", Self::ExpressedInterest),
        ("expressed an interest", Self::ExpressedInterest),
        ("expression of interest", Self::ExpressedInterest),
        ("eoi", Self::ExpressedInterest),
        ("applied", Self::Applied),
        ("application", Self::Applied),
        ("application submitted", Self::Applied),
        ("submitted", Self::Applied),
        ("approved", Self::Approved),
        ("authorised", Self::Approved),
        ("agreed", Self::Approved),
        ("live", Self::Live),
        ("in force", Self::Live),
        ("in place", Self::Live),
        ("operational", Self::Live),
        ("implemented", Self::Live),
        ("declined", Self::Declined),
        ("declined by members", Self::Declined),
        ("rejected", Self::Declined),
        ("withdrawn", Self::Withdrawn),
        ("withdrew", Self::Withdrawn),
        ("ended", Self::Ended),
    ];
}
