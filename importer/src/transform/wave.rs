//! A row that describes an approval round.

use chrono::NaiveDate;
use entities::domain::{FinancialYear, ParseError, PartialDate};

use super::Fields;
use crate::{issue::IssueCode, recognise::Field};

/// An approval round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its financial year.
    pub year: FinancialYear,
    /// Its number.
    pub number: Option<i32>,
    /// Its title.
    pub title: String,
    /// Last day of applications for delegation.
    pub delegated_deadline: Option<NaiveDate>,
    /// Last day of applications for joint commissioning.
    pub joint_deadline: Option<NaiveDate>,
    /// When the approvals were announced.
    pub announced_on: Option<PartialDate>,
    /// When arrangements began.
    pub live_from: Option<NaiveDate>,
    /// A remark.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub citation: Option<String>,
}

impl Round {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let year = fields.required(Field::FinancialYear, IssueCode::MissingValue, Fields::year);
        let number = fields.read(Field::WaveNumber, IssueCode::UnknownValue, whole_number);
        let title = fields.text(Field::Title);
        let delegated_deadline = fields.date(Field::DelegatedDeadline);
        let joint_deadline = fields.date(Field::JointDeadline);
        let announced_on = fields.partial_date(Field::AnnouncedOn);
        let live_from = fields.date(Field::LiveFrom);
        let note = fields.text(Field::Note);
        let citation = fields.text(Field::Citation);
        let year = year?;
        if let Some(day) = live_from.filter(|day| !year.contains(*day)) {
            let message = format!("{day} is not in the financial year {year}");
            fields.refuse(Field::LiveFrom, IssueCode::DateOutsideFy, message);
        }
        Some(Self {
            year,
            number,
            title: title.unwrap_or_else(|| year.to_string()),
            delegated_deadline,
            joint_deadline,
            announced_on,
            live_from,
            note,
            citation,
        })
    }
}

fn whole_number(text: &str) -> Result<i32, ParseError> {
    text.parse().map_err(|_| ParseError {
        what: "a whole number",
        found: text.to_owned(),
        expected: "a number such as 2".to_owned(),
        candidates: Vec::new(),
    })
}
