use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    commissioning_model,
    domain::{ModelCode, Position, PositionStatus},
    position,
};
use sea_orm::{DbErr, ExprTrait};

use super::register::{CcgSet, Register};
use crate::{
    dates::Dates,
    each_row::{Numbers, each_row},
    judging::Judged,
    reader::{Record, Snapshot, record},
    table::{column, in_force},
};

/// The CCGs that had which model on some days.
pub(super) struct InForce(BTreeMap<NaiveDate, HashMap<ModelCode, CcgSet>>);

record! {
    struct Row {
        ccg_id: i64,
        model_id: Option<i64>,
        first_day: Option<NaiveDate>,
        last_day: Option<NaiveDate>,
    }
}

impl InForce {
    /// As the importer keeps it.
    pub(super) async fn load(
        snapshot: &Snapshot,
        dates: &Dates,
        days: BTreeSet<NaiveDate>,
        register: &Register,
        models: &HashMap<i64, commissioning_model::Model>,
    ) -> Result<Self, DbErr> {
        use position::Column::{CcgId, FirstDay, Id, LastDay, ModelId, Status};
        let positions = |numbers: Numbers| {
            in_force::<position::Entity>(dates)
                .exprs([CcgId, ModelId, FirstDay, LastDay].map(column))
                .and_where(column(Status).eq(PositionStatus::Model))
                .and_where(numbers.include(column(Id)))
                .to_owned()
        };
        let mut found = Self::on_days(days);
        each_row::<position::Entity>(snapshot, positions, |row| {
            let Row { ccg_id, model_id, first_day, last_day } = Row::read(row)?;
            let model = model_id.and_then(|id| models.get(&id));
            if let Some((place, model)) = register.place(ccg_id).zip(model) {
                found.add(place, model.code, [first_day, last_day]);
            }
            Ok(())
        })
        .await?;
        Ok(found)
    }

    /// As it was judged.
    pub(super) fn of(judged: &Judged, days: BTreeSet<NaiveDate>, register: &Register) -> Self {
        let mut found = Self::on_days(days);
        for ccg in judged.ccgs() {
            let Some(place) = register.place(ccg.id) else { continue };
            for spell in &ccg.spells {
                if let Position::Model { model, .. } = spell.position {
                    found.add(place, model, [spell.first_day, spell.last_day]);
                }
            }
        }
        found
    }

    fn on_days(days: BTreeSet<NaiveDate>) -> Self {
        Self(days.into_iter().map(|day| (day, HashMap::new())).collect())
    }

    fn add(&mut self, place: usize, model: ModelCode, [first, last]: [Option<NaiveDate>; 2]) {
        let (first, last) = (first.unwrap_or(NaiveDate::MIN), last.unwrap_or(NaiveDate::MAX));
        for models in self.0.iter_mut().filter(|(day, _)| (first..=last).contains(*day)).map(|(_, held)| held)
        {
            models.entry(model).or_insert_with(CcgSet::default).insert(place);
        }
    }

    /// The CCGs that had a model on one of the days.
    pub(super) fn on(&self, model: ModelCode, day: NaiveDate) -> Option<&CcgSet> {
        self.0.get(&day).and_then(|held| held.get(&model))
    }
}
