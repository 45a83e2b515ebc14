//! A row of a CCG register or of a list of names and codes.

use chrono::NaiveDate;
use entities::domain::{AreaKind, Basis, OdsCode, OnsCode};

use super::Fields;
use crate::{issue::IssueCode, recognise::Field};

/// A CCG, as one row describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcgEntry {
    /// Its code.
    pub ods_code: OdsCode,
    /// Its name, in the form "NHS ... CCG".
    pub name: String,
    /// Its ONS code.
    pub ons_code: Option<OnsCode>,
    /// Its life, when the list has a column for it. A list of names and codes has none, and tells of a day only.
    pub life: Option<Life>,
    /// The areas that it belongs to.
    pub memberships: Vec<Membership>,
}

/// From when to when a CCG existed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// The first day.
    pub opened_on: Option<NaiveDate>,
    /// The last day.
    pub closed_on: Option<NaiveDate>,
    /// A remark.
    pub note: Option<String>,
}

/// A CCG belongs to an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The map.
    pub kind: AreaKind,
    /// The area's code.
    pub code: Option<String>,
    /// The area's name.
    pub name: Option<String>,
    /// Whether a published map states it.
    pub basis: Basis,
}

impl CcgEntry {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let ods_code = fields.required_code(Field::OdsCode);
        let name = fields.required_text(Field::CcgName);
        let ons_code = fields.read(Field::OnsCode, IssueCode::UnknownValue, OnsCode::parse);
        let life = fields.has(Field::OpenedOn).then(|| Life {
            opened_on: fields.required(Field::OpenedOn, IssueCode::MissingValue, Fields::date),
            closed_on: fields.date(Field::ClosedOn),
            note: fields.text(Field::Note),
        });
        let memberships = memberships(fields);
        Some(Self { ods_code: ods_code?, name: full_name(&name?), ons_code, life, memberships })
    }
}

fn memberships(fields: &mut Fields) -> Vec<Membership> {
    let basis = fields.word(Field::RegionBasis, IssueCode::UnknownValue).unwrap_or(Basis::Published);
    [
        (AreaKind::Region2015, None, Field::Region, basis),
        (AreaKind::Region2025, None, Field::LaterRegion, Basis::Published),
        (AreaKind::AreaTeam, None, Field::AreaTeam, Basis::Published),
        (AreaKind::LocalOffice, Some(Field::LocalOfficeCode), Field::LocalOffice, Basis::Published),
        (AreaKind::StpIcs, Some(Field::StpCode), Field::StpName, Basis::Published),
    ]
    .into_iter()
    .filter_map(|(kind, code, name, basis)| {
        let code = code.and_then(|code| fields.text(code));
        let name = fields.text(name);
        (code.is_some() || name.is_some()).then_some(Membership { kind, code, name, basis })
    })
    .collect()
}

/// Lists of some years print "NHS Darlington", others "NHS Darlington CCG". It is the same name.
fn full_name(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.starts_with("NHS ") && !name.ends_with(" CCG") { format!("{name} CCG") } else { name }
}
