use sea_orm::entity::prelude::*;

use super::Vocabulary;

/// A primary care service. Only general practice was ever in scope of co-commissioning by CCGs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Service {
    /// General practice: GMS, PMS and APMS contracts.
    GeneralPractice,
    /// Dental services.
    Dental,
    /// Eye health in 2015, optometry in 2021, general ophthalmic services in 2022.
    EyeHealth,
    /// Community pharmacy, later called pharmaceutical services.
    CommunityPharmacy,
}

impl Vocabulary for Service {
    const WHAT: &'static str = "a primary care service";
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("general practice", Self::GeneralPractice),
        ("primary medical services", Self::GeneralPractice),
        ("gp services", Self::GeneralPractice),
        ("dental", Self::Dental),
        ("dentistry", Self::Dental),
        ("dental services", Self::Dental),
        ("eye health", Self::EyeHealth),
        ("optometry", Self::EyeHealth),
        ("optical", Self::EyeHealth),
        ("ophthalmic", Self::EyeHealth),
        ("general ophthalmic", Self::EyeHealth),
        ("general ophthalmic services", Self::EyeHealth),
        ("community pharmacy", Self::CommunityPharmacy),
        ("pharmacy", Self::CommunityPharmacy),
        ("pharmaceutical", Self::CommunityPharmacy),
        ("pharmaceutical services", Self::CommunityPharmacy),
    ];
}

/// Whether a kind of commissioner could commission a service. An "out" is an answer, not an absence.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ScopeStatus {
    /// The service was in scope.
    In,
    /// The service was in scope for some commissioners of this kind only; the note says which.
    PartlyIn,
    /// The service was out of scope: NHS England kept it.
    Out,
    /// The service was out of scope, and only a change of the law could have brought it in.
    OutNeedsLegislation,
    /// The commissioner could influence decisions that NHS England took.
    InfluenceOnly,
    /// Out of scope, while NHS England said that it would explore it.
    UnderExploration,
}

impl Vocabulary for ScopeStatus {
    const WHAT: &'static str = "a scope";
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("in", Self::In),
        ("partly in", Self::PartlyIn),
        ("out", Self::Out),
        ("out needs legislation", Self::OutNeedsLegislation),
        ("influence only", Self::InfluenceOnly),
        ("under exploration", Self::UnderExploration),
    ];
}

/// The kind of body that a scope rule speaks of.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Commissioner {
    /// Clinical commissioning groups, 1 April 2013 to 30 June 2022.
    Ccg,
    /// Integrated care boards, from 1 July 2022.
    Icb,
}

impl Vocabulary for Commissioner {
    const WHAT: &'static str = "a kind of commissioner";
    const SPELLINGS: &'static [(&'static str, Self)] = &[("ccg", Self::Ccg), ("icb", Self::Icb)];
}
