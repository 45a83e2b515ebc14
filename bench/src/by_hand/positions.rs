//! The positions that follow from the facts of a list, by the rule that is everybody's.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    domain::{Circumstances, FinancialYear, ModelCode, PositionFact, Stage, spells},
    position,
};
use sea_orm::ActiveEnum;

use super::{References, Statement};
use crate::failure::Outcome;

/// The facts of a list, by CCG, until all of them are known.
#[derive(Default)]
pub(super) struct Positions {
    facts: HashMap<i64, Vec<PositionFact>>,
    /// The row numbers of the models.
    models: HashMap<ModelCode, i64>,
}

/// A CCG, and from when to when it existed.
pub(super) struct Ccg {
    pub(super) id: i64,
    pub(super) code: String,
    pub(super) opened_on: Option<NaiveDate>,
    pub(super) closed_on: Option<NaiveDate>,
}

impl Positions {
    pub(super) const CCGS: &'static str = "SELECT id, ods_code, opened_on, closed_on FROM ccg";
    pub(super) const FIRST_ROUND: &'static str = "SELECT live_from FROM wave WHERE number = 1";
    /// Those that follow from the register alone make room for those that follow from the list.
    pub(super) const RETRACT: &'static str = "UPDATE position SET retracted_at = CURRENT_TIMESTAMP";

    pub(super) fn add(&mut self, of: &References, statement: &Statement<'_>) -> Outcome<()> {
        let day = |text: &Option<String>| text.as_deref().map(str::parse).transpose();
        let model = ModelCode::try_from_value(&statement.model.to_owned())?;
        self.models.insert(model, of.model);
        self.facts.entry(of.ccg).or_default().push(PositionFact {
            model: Some(model),
            stage: Stage::try_from_value(&statement.stage.to_owned())?,
            year: Some(FinancialYear::parse(statement.year).map_err(|error| error.to_string())?),
            effective_from: day(&statement.effective_from)?,
            effective_to: None,
            stated_by: day(&statement.stated_on)?,
        });
        Ok(())
    }

    /// The rows for these CCGs, which have their key but neither run nor moment.
    pub(super) fn rows(
        &self,
        ccgs: impl IntoIterator<Item = Ccg>,
        first_round: Option<NaiveDate>,
    ) -> impl Iterator<Item = position::Model> {
        ccgs.into_iter().flat_map(move |Ccg { id, code, opened_on, closed_on }| {
            let of = Circumstances { opened_on, closed_on, first_round };
            let facts = self.facts.get(&id).map(Vec::as_slice).unwrap_or_default();
            spells(facts, &of).into_iter().map(move |spell| {
                let first = spell.first_day.map(|day| day.to_string()).unwrap_or_default();
                let row = position::Model::of(id, &spell, |model| self.models.get(&model).copied());
                position::Model { natural_key: format!("{code}|{first}"), ..row }
            })
        })
    }
}
