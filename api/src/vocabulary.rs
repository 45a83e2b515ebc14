//! The closed vocabularies as GraphQL enums, with what an analyst must know of each value.

use async_graphql::Enum;
use entities::domain;
use sea_orm::Value;

/// One of the three co-commissioning models that NHS England offered from 2015. Publishers also call them by
/// letters (A, B, C), levels, categories or numbers.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
#[graphql(remote = "domain::ModelCode")]
pub enum ModelCode {
    /// Model A: NHS England decides and the CCG is consulted. It needed no approval, so lists of it are rare and
    /// published totals often lump it with CCGs that had no model at all.
    GreaterInvolvement,
    /// Model B: a joint committee, or committees in common, of the CCG and NHS England decide.
    Joint,
    /// Model C, "full delegation": the CCG's own primary care commissioning committee decides, while NHS England
    /// stays liable.
    Delegated,
}

/// How far an adoption had come. Published totals of one round differ because they count different stages: 77
/// applied, 64 were approved and 63 went live in 2015/16.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::Stage")]
pub enum Stage {
    /// The CCG told NHS England in 2014 that it was interested. It bound nobody.
    ExpressedInterest,
    /// The CCG applied in a yearly window.
    Applied,
    /// NHS England approved the application, sometimes on conditions. Not yet in force.
    Approved,
    /// The arrangement was in force.
    Live,
    /// The members of the CCG voted against it, or, in the words of some lists, the application was rejected: the `basis` of
    /// the evidence says which.
    Declined,
    /// The CCG took its application back.
    Withdrawn,
    /// The arrangement ended, by merger or abolition.
    Ended,
}

/// What can be said of the model of a CCG on a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
#[graphql(remote = "domain::PositionStatus")]
pub enum PositionStatus {
    /// It had a model.
    Model,
    /// It is known to have had none: before the first round, and in the year for which its members voted against (from
    /// the day of the vote, where that is one of the year).
    None,
    /// No source says which model it had, if any. It is not "none": the lists that are known are not complete.
    Unknown,
    /// Sources say several, and nothing says which of them is right or came last. A source without any day is one of them
    /// once the year is over of which the others speak.
    Conflict,
    /// It had not opened.
    NotOpen,
    /// It had closed.
    Closed,
}

/// Which map an area belongs to. The tiers of the NHS changed, and areas of different maps share names:
/// "London" is on three of them.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::AreaKind")]
pub enum AreaKind {
    /// NHS England's four regions of 2015: North, Midlands and East, London, South. The regional totals of the
    /// first round use this map.
    #[graphql(name = "REGION_2015")]
    Region2015,
    /// NHS England's seven later regions, as the ODS extract of 2025 gives them.
    #[graphql(name = "REGION_2025")]
    Region2025,
    /// The area teams of 2013.
    AreaTeam,
    /// NHS England's local offices of 2015.
    LocalOffice,
    /// Sustainability and transformation partnerships, later integrated care systems.
    StpIcs,
}

/// A primary care service. Only general practice was ever in scope of co-commissioning by CCGs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::Service")]
pub enum Service {
    /// General practice: GMS, PMS and APMS contracts (general, personal and alternative provider medical
    /// services).
    GeneralPractice,
    /// Dental services.
    Dental,
    /// Called eye health in 2015, optometry in 2021 and general ophthalmic services in 2022.
    EyeHealth,
    /// Community pharmacy, later called pharmaceutical services.
    CommunityPharmacy,
}

/// Whether a service was in scope. An "out" is an answer, not an absence: no rule at all means that nothing
/// is known.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::ScopeStatus")]
pub enum ScopeStatus {
    /// In scope.
    In,
    /// In scope for some commissioners of this kind only; the note says which.
    PartlyIn,
    /// Out of scope: NHS England kept it.
    Out,
    /// Out of scope, and only a change of the law could have brought it in.
    OutNeedsLegislation,
    /// The commissioner could influence decisions that NHS England took.
    InfluenceOnly,
    /// Out of scope, while NHS England said that it would explore it.
    UnderExploration,
}

/// The kind of body that a scope rule speaks of.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::Commissioner")]
pub enum Commissioner {
    /// Clinical commissioning groups, 1 April 2013 to 30 June 2022.
    Ccg,
    /// Integrated care boards, from 1 July 2022.
    Icb,
}

/// How directly a source states a fact. Anything but `PUBLISHED` deserves a look at the source before it is
/// quoted.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::Confidence")]
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

/// Whether a source states a relation.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::Basis")]
pub enum Basis {
    /// A published mapping states it.
    Published,
    /// It was inferred, for example from names and matching opening and closing days.
    Inferred,
}

/// How the CCG of a row was found in the register.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::MatchMethod")]
pub enum MatchMethod {
    /// By its ODS code: certain.
    OdsCode,
    /// By its ONS code: certain.
    OnsCode,
    /// By a name that it bore, after differences of case and punctuation were folded.
    Name,
    /// By a listed other spelling of its name.
    Alias,
}

/// What a source is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::SourceKind")]
pub enum SourceKind {
    /// A file that was imported; the SHA-256 of its bytes is its identity.
    File,
    /// A publication that a row of a file names as its own source. Nobody checked here that it still says so.
    Publication,
}

/// What the rows of a dataset state.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::DatasetKind")]
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

/// How an import run ended.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::RunStatus")]
pub enum RunStatus {
    /// It has begun and not ended, so far as is known: nothing of it is stored. One that was killed is called so until
    /// the next import begins.
    Running,
    /// Its facts are stored.
    Committed,
    /// The very bytes had been imported before and are still in force; nothing was done.
    Unchanged,
    /// The file was refused as a whole; nothing was stored but the run and its issues.
    Rejected,
    /// Its facts were stored and later taken back.
    Reverted,
    /// It was stopped or killed before its end, or the database failed; nothing of it is stored.
    Abandoned,
}

/// How grave an import issue is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "domain::Severity")]
pub enum Severity {
    /// The row, or the file, was not stored: something is missing from the answers.
    Error,
    /// The row was stored, but somebody should look at it.
    Warning,
}

/// A filter compares with what the table holds.
macro_rules! stored_as_domain_value {
    ($($vocabulary:ident),+) => {$(
        impl From<$vocabulary> for Value {
            fn from(value: $vocabulary) -> Self {
                domain::$vocabulary::from(value).into()
            }
        }
    )+};
}

stored_as_domain_value!(
    ModelCode,
    Stage,
    AreaKind,
    Service,
    ScopeStatus,
    Commissioner,
    Confidence,
    Basis,
    DatasetKind,
    MatchMethod,
    PositionStatus,
    SourceKind,
    RunStatus,
    Severity
);
