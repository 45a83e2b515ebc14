//! A row that states an adoption.

use chrono::NaiveDate;
use entities::domain::{Confidence, FinancialYear, ModelCode, OdsCode, OnsCode, PartialDate, Stage};

use super::Fields;
use crate::{
    issue::{Issue, IssueCode},
    recognise::Field,
};

/// How a row says which CCG it is about: by at least one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CcgReference {
    /// The CCG's code.
    pub ods_code: Option<OdsCode>,
    /// A code of its area.
    pub ons_code: Option<OnsCode>,
    /// Its name as published.
    pub name: Option<String>,
}

/// What a row is about that is not believed, so far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    /// What it says of its CCG.
    pub ccg: CcgReference,
    /// Its financial year; none where it cannot be read.
    pub year: Option<FinancialYear>,
}

/// A CCG adopts a model, as one row states it. The CCG is what the row says of it, until it has been found in the
/// register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption<C = CcgReference> {
    /// The CCG.
    pub ccg: C,
    /// The region that the row gives it.
    pub region: Option<String>,
    /// The model; none where the row says that it is not stated.
    pub model: Option<ModelCode>,
    /// The financial year; none where it is not stated.
    pub year: Option<FinancialYear>,
    /// How far it had come.
    pub stage: Stage,
    /// First day in force.
    pub effective_from: Option<NaiveDate>,
    /// Last day in force.
    pub effective_to: Option<NaiveDate>,
    /// When the statement was made.
    pub stated_on: Option<PartialDate>,
    /// What it rests on.
    pub basis: Option<String>,
    /// How directly it is stated.
    pub confidence: Confidence,
    /// The publication that the row cites.
    pub citation: Option<String>,
}

impl CcgReference {
    /// A row with none of the three lacks a code, whichever columns its sheet has.
    fn read(fields: &mut Fields) -> Option<Self> {
        let columns = [Field::OdsCode, Field::OnsCode, Field::CcgName];
        let first = columns.into_iter().find(|field| fields.has(*field)).unwrap_or(Field::OdsCode);
        fields.required(first, IssueCode::MissingCode, |fields, _| {
            let ods_code = fields.read(Field::OdsCode, IssueCode::MalformedCode, OdsCode::parse);
            fields.issues.iter_mut().for_each(tell_board);
            let ons_code = fields.read(Field::OnsCode, IssueCode::MalformedCode, OnsCode::parse);
            let name = fields.text(Field::CcgName);
            let is_stated = ods_code.is_some() || ons_code.is_some() || name.is_some();
            is_stated.then_some(Self { ods_code, ons_code, name })
        })
    }
}

/// Tells the code of an integrated care board, such as QKK, from one that is wrong.
fn tell_board(issue: &mut Issue) {
    let is_of_board = |code: &str| {
        code.len() == 3 && code.starts_with(['Q', 'q']) && code.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    if issue.code == IssueCode::MalformedCode && is_of_board(issue.raw.trim()) {
        issue.code = IssueCode::NotACcg;
        issue.message =
            format!("\"{}\" is the code of an integrated care board and not of a CCG", issue.raw.trim());
        issue.expected = None;
    }
}

impl Adoption {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let ccg = CcgReference::read(fields);
        let region = fields.text(Field::Region);
        let year = fields.declared(Field::FinancialYear, IssueCode::MissingValue, Fields::year);
        let model = fields.declared(Field::Model, IssueCode::MissingModel, Fields::model);
        let stage = fields.required_word(Field::Stage);
        // A day that a title gives is one of what came about.
        let may_begin = fields.column(Field::EffectiveFrom).is_some()
            || matches!(stage, Some(Stage::Approved | Stage::Live));
        let effective_from = may_begin.then(|| fields.date(Field::EffectiveFrom)).flatten();
        let effective_to = fields.date(Field::EffectiveTo);
        if let Some((from, to)) = effective_from.zip(effective_to).filter(|(from, to)| to < from) {
            let message = format!("it ended on {to}, before it began on {from}");
            fields.refuse(Field::EffectiveTo, IssueCode::DatesOutOfOrder, message);
        }
        if let Some((year, to)) = year.zip(effective_to).filter(|(year, to)| *to < year.first_day()) {
            let message = format!("it ended on {to}, before the financial year {year} began");
            fields.refuse(Field::EffectiveTo, IssueCode::DatesOutOfOrder, message);
        }
        let stated_on = fields.partial_date(Field::StatedOn);
        let basis = fields.text(Field::BasisNote);
        // A list that says nothing of confidence is itself the publication.
        let confidence =
            fields.word(Field::Confidence, IssueCode::UnknownValue).unwrap_or(Confidence::Published);
        let citation = fields.text(Field::Citation);
        if let Some(ccg) = ccg.as_ref().filter(|_| stage.is_none() || !fields.issues.is_empty()) {
            fields.mention = Some(Mention { ccg: ccg.clone(), year });
        }
        Some(Self {
            ccg: ccg?,
            region,
            model,
            year,
            stage: stage?,
            effective_from,
            effective_to,
            stated_on,
            basis,
            confidence,
            citation,
        })
    }
}

impl<C> Adoption<C> {
    /// The same adoption, once its CCG has been found.
    #[must_use]
    pub fn about<D>(self, ccg: D) -> Adoption<D> {
        Adoption {
            ccg,
            region: self.region,
            model: self.model,
            year: self.year,
            stage: self.stage,
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            stated_on: self.stated_on,
            basis: self.basis,
            confidence: self.confidence,
            citation: self.citation,
        }
    }
}
