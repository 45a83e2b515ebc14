//! A row of a CCG register or of a list of names and codes.

use chrono::NaiveDate;
use entities::domain::{AreaKind, Basis, OdsCode, OnsCode, ParseError, normalise};

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
        if let Some(Life { opened_on: Some(opened), closed_on: Some(closed), .. }) = &life
            && closed < opened
        {
            let message = format!("it closed on {closed}, before it opened on {opened}");
            fields.refuse(Field::ClosedOn, IssueCode::DatesOutOfOrder, message);
        }
        let memberships = memberships(fields);
        Some(Self { ods_code: ods_code?, name: full_name(&name?), ons_code, life, memberships })
    }
}

fn memberships(fields: &mut Fields) -> Vec<Membership> {
    let region = fields.read(Field::Region, IssueCode::UnknownValue, region_of_2015);
    let basis = fields.word(Field::RegionBasis, IssueCode::UnknownValue).unwrap_or(Basis::Published);
    let region =
        region.map(|name| Membership { kind: AreaKind::Region2015, code: None, name: Some(name), basis });
    let others = [
        (AreaKind::Region2025, None, Field::LaterRegion),
        (AreaKind::AreaTeam, None, Field::AreaTeam),
        (AreaKind::LocalOffice, Some(Field::LocalOfficeCode), Field::LocalOffice),
        (AreaKind::StpIcs, Some(Field::StpCode), Field::StpName),
    ]
    .into_iter()
    .filter_map(|(kind, code, name)| {
        let code = code.and_then(|code| fields.text(code));
        let name = fields.text(name);
        let basis = Basis::Published;
        (code.is_some() || name.is_some()).then_some(Membership { kind, code, name, basis })
    });
    region.into_iter().chain(others).collect()
}

/// There were four, so a fifth is a slip.
fn region_of_2015(text: &str) -> Result<String, ParseError> {
    let regions = AreaKind::REGIONS_2015;
    let known = regions.into_iter().find(|region| normalise(region) == normalise(text));
    known.map(str::to_owned).ok_or_else(|| ParseError {
        what: "a region of 2015",
        found: text.to_owned(),
        expected: regions.join(", "),
        candidates: regions.to_vec(),
    })
}

/// Lists of some years print "NHS Darlington", others "NHS Darlington CCG". It is the same name.
fn full_name(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.starts_with("NHS ") && !name.ends_with(" CCG") { format!("{name} CCG") } else { name }
}
