//! The published spellings of column headings.

use entities::domain::{DatasetKind, normalise};

use super::Field;

/// How much a column is needed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing is a header without it.
    Always,
    /// A header has at least one of the columns marked so.
    OneOf,
    /// It may be there.
    Never,
}

/// A column that a kind of dataset may have.
pub(super) struct Column {
    pub(super) field: Field,
    /// Whether a header of this kind must have it.
    pub(super) need: Need,
    /// Normalised headings; `#` stands for any digit.
    pub(super) headings: &'static [&'static str],
}

const fn required(field: Field, headings: &'static [&'static str]) -> Column {
    Column { field, need: Need::Always, headings }
}

const fn one_of(field: Field, headings: &'static [&'static str]) -> Column {
    Column { field, need: Need::OneOf, headings }
}

const fn optional(field: Field, headings: &'static [&'static str]) -> Column {
    Column { field, need: Need::Never, headings }
}

const ODS_CODE: &[&str] = &[
    "ods code",
    "ods",
    "ccg code",
    "ccg ods code",
    "ccg ods",
    "ccg code ods",
    "code",
    "org code",
    "organisation code",
    "nhs code",
    "ccg##cdh",
];
const ONS_CODE: &[&str] = &["ons code", "ccg ons code", "ccg##cd"];
const CCG_NAME: &[&str] = &[
    "ccg name",
    "ccg",
    "name",
    "name of ccg",
    "clinical commissioning group",
    "clinical commissioning group name",
    "organisation",
    "organisation name",
    "ccg##nm",
];
const REGION: &[&str] = &["nhs england region", "region", "nhs region", "nhs region 2015"];
const MODEL: &[&str] = &[
    "co commissioning model",
    "co commissioning model a b c",
    "co commissioning level",
    "co commissioning arrangement",
    "co commissioning arrangements",
    "co commissioning type",
    "model",
    "model a b c",
    "model of co commissioning",
    "model type",
    "commissioning model",
    "commissioning arrangement",
    "commissioning arrangements",
    "approved model",
    "primary care co commissioning model",
    "level of co commissioning",
    "level of delegation",
    "delegation level",
    "type of co commissioning",
    "arrangement",
    "arrangements",
    "level",
    "category",
];
/// Headings of models that are as often about something else, such as the risks of each CCG.
pub(super) const VAGUE_MODEL: &[&str] = &["level", "category", "arrangement", "arrangements"];
const STAGE: &[&str] = &[
    "status",
    "stage",
    "stage reached",
    "approval status",
    "application status",
    "application outcome",
    "current status",
    "outcome",
    "outcome of application",
    "position",
    "state",
];
const YEAR: &[&str] = &[
    "financial year",
    "financial year fy",
    "fin year",
    "fy",
    "from financial year",
    "year",
    "year april to march",
    "year wave",
    "wave",
    "wave year",
    "wave no",
    "tranche",
    "round",
];
/// Whether a heading says that models are numbered beneath it, as they are in "Level 3".
pub(super) fn numbers_models(heading: &str) -> bool {
    normalise(heading).split(' ').any(|word| matches!(word, "model" | "level" | "category"))
}
/// Headings that are those of a field only where no other heading is.
pub(super) const LAST_RESORT: &[&str] =
    &["arrangement", "arrangements", "outcome", "position", "state", "tranche", "round"];
const CITATION: &[&str] = &["source", "sources", "citation"];
const NOTE: &[&str] = &["notes", "note", "comment", "comments", "remarks"];

const WAVES: &[Column] = &[
    required(Field::FinancialYear, YEAR),
    required(Field::LiveFrom, &["live from", "go live", "go live date"]),
    optional(Field::WaveNumber, &["number", "wave number"]),
    optional(Field::Title, &["title", "name"]),
    optional(Field::DelegatedDeadline, &["delegated deadline"]),
    optional(Field::JointDeadline, &["joint deadline"]),
    optional(Field::AnnouncedOn, &["announced on", "announced"]),
    optional(Field::Note, NOTE),
    optional(Field::Citation, CITATION),
];

const CCG_REGISTER: &[Column] = &[
    required(Field::OdsCode, ODS_CODE),
    required(Field::CcgName, CCG_NAME),
    optional(Field::OnsCode, ONS_CODE),
    optional(Field::OpenedOn, &["open date", "opened on", "opened", "opened date"]),
    optional(Field::ClosedOn, &["close date", "closed on", "closed", "closed date"]),
    optional(Field::Region, REGION),
    optional(Field::RegionBasis, &["region basis"]),
    optional(Field::LaterRegion, &["nhs region 2025"]),
    optional(Field::AreaTeam, &["area team 2013", "area team"]),
    optional(Field::LocalOfficeCode, &["local office code 2015", "local office code"]),
    optional(Field::LocalOffice, &["local office 2015", "local office"]),
    optional(Field::StpCode, &["stp ics code", "stp code", "ics code"]),
    optional(Field::StpName, &["stp ics name 2021", "stp name", "ics name"]),
    optional(Field::Note, NOTE),
    optional(Field::Citation, CITATION),
];

const SUCCESSIONS: &[Column] = &[
    required(Field::PredecessorCode, &["predecessor code", "predecessor ods code", "predecessor"]),
    required(Field::SuccessorCode, &["successor code", "successor ods code", "successor"]),
    required(Field::EffectiveOn, &["effective on", "effective date", "date"]),
    optional(Field::Basis, &["basis"]),
    optional(Field::BasisNote, &["basis note"]),
    optional(Field::Citation, CITATION),
];

const SCOPE_RULES: &[Column] = &[
    required(Field::FinancialYear, YEAR),
    required(Field::Service, &["service"]),
    required(Field::ScopeStatus, STAGE),
    optional(Field::Commissioner, &["commissioner"]),
    optional(Field::Model, MODEL),
    optional(Field::ScopeWording, &["in scope as published", "in scope"]),
    optional(Field::Note, NOTE),
    optional(Field::Citation, CITATION),
];

const PUBLISHED_FIGURES: &[Column] = &[
    required(Field::Measure, &["measure"]),
    required(Field::Value, &["value", "figure"]),
    required(Field::Publisher, &["publisher", "published by"]),
    optional(Field::Model, MODEL),
    optional(Field::Stage, STAGE),
    optional(Field::Unit, &["unit"]),
    optional(Field::AsOf, &["as of", "date"]),
    optional(Field::FinancialYear, YEAR),
    optional(Field::Area, &["area", "region"]),
    optional(Field::Confidence, &["confidence"]),
    optional(Field::Note, NOTE),
    optional(Field::Citation, CITATION),
];

const ADOPTIONS: &[Column] = &[
    one_of(Field::OdsCode, ODS_CODE),
    one_of(Field::OnsCode, ONS_CODE),
    one_of(Field::CcgName, CCG_NAME),
    required(Field::Model, MODEL),
    required(Field::Stage, STAGE),
    optional(Field::Region, REGION),
    optional(Field::FinancialYear, YEAR),
    optional(Field::FinancialYear, &["wave number"]),
    optional(
        Field::EffectiveFrom,
        &[
            "effective from",
            "effective date",
            "effective from date",
            "with effect from",
            "start date",
            "commencement date",
            "live from",
            "live date",
            "date live",
            "date from",
            "from",
            "go live",
            "go live date",
        ],
    ),
    optional(Field::EffectiveTo, &["effective to", "end date", "date ended", "date to", "until"]),
    optional(Field::StatedOn, &["date of statement", "stated on", "statement date", "as at"]),
    optional(Field::BasisNote, &["basis"]),
    optional(Field::Confidence, &["confidence"]),
    optional(Field::Citation, CITATION),
];

/// The columns that a kind of dataset may have.
pub(super) fn columns(kind: DatasetKind) -> &'static [Column] {
    match kind {
        DatasetKind::Waves => WAVES,
        DatasetKind::CcgRegister => CCG_REGISTER,
        DatasetKind::Successions => SUCCESSIONS,
        DatasetKind::ScopeRules => SCOPE_RULES,
        DatasetKind::PublishedFigures => PUBLISHED_FIGURES,
        DatasetKind::Adoptions => ADOPTIONS,
    }
}

/// The fields that a header, or a record, of a kind lacks of what it must have; of several in one place any will do.
pub(super) fn lacking(kind: DatasetKind, has: impl Fn(Field) -> bool) -> Vec<Vec<Field>> {
    let of = |need| columns(kind).iter().filter(move |column| column.need == need).map(|column| column.field);
    let any: Vec<Field> = of(Need::OneOf).collect();
    let is_lacking = !any.is_empty() && !any.iter().any(|field| has(*field));
    let all = of(Need::Always).filter(|field| !has(*field)).map(|field| vec![field]);
    is_lacking.then_some(any).into_iter().chain(all).collect()
}

/// Fields of which any will do, for people.
pub(super) fn titles(fields: &[Field]) -> String {
    fields.iter().map(|field| field.title()).collect::<Vec<_>>().join(" or ")
}

/// Whether fields are enough for a header, or a record, of a kind.
pub(super) fn suffice(kind: DatasetKind, has: impl Fn(Field) -> bool) -> bool {
    let of = |need| columns(kind).iter().filter(move |column| column.need == need);
    of(Need::Always).all(|column| has(column.field))
        && (of(Need::OneOf).next().is_none() || of(Need::OneOf).any(|column| has(column.field)))
}
