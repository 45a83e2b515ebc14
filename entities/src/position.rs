//! Which model a CCG had, from when to when.

use sea_orm::entity::prelude::*;

use crate::domain::{ModelCode, Position, PositionStatus, Spell};

/// The days on which a CCG's position was the same. It follows from the facts in force about the CCG, by
/// [`crate::domain::spells`]; the importer keeps it, so that many CCGs can be asked about at once.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "position")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The CCG.
    pub ccg_id: i64,
    /// The first of the days, from which on the sources speak of it; none when it is so from the beginning.
    pub first_day: Option<Date>,
    /// The last of the days; none when it is so to the end.
    pub last_day: Option<Date>,
    /// What can be said.
    pub status: PositionStatus,
    /// The model, where there is one.
    pub model_id: Option<i64>,
    /// The codes of the models between which facts conflict, separated by spaces.
    pub conflicting: Option<String>,
    /// The first day on which the model may have begun, as far as the evidence says, if there is one.
    pub since_from: Option<Date>,
    /// The day by which the model had begun.
    pub since_to: Option<Date>,
    /// Whether a source says that the model was in force, and not only that it was approved to be.
    pub is_live: Option<bool>,
    /// CCG and first day; unique among the rows in force.
    pub natural_key: String,
    /// The run whose facts made it so.
    pub import_run_id: i64,
    /// When this service recorded it.
    pub recorded_at: DateTimeUtc,
    /// When it was retracted; none while it is in force.
    pub retracted_at: Option<DateTimeUtc>,
    /// The CCG.
    #[sea_orm(belongs_to, from = "ccg_id", to = "id")]
    pub ccg: BelongsTo<super::ccg::Entity>,
    /// The model.
    #[sea_orm(belongs_to, from = "model_id", to = "id")]
    pub model: BelongsTo<Option<super::commissioning_model::Entity>>,
    /// The run.
    #[sea_orm(belongs_to, from = "import_run_id", to = "id")]
    pub import_run: BelongsTo<super::import_run::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What a spell says of a CCG, given the row numbers of the models, without what a row is filed under: its number and
    /// key, its run and when it was recorded.
    #[must_use]
    pub fn of(ccg_id: i64, spell: &Spell, model_id: impl FnOnce(ModelCode) -> Option<i64>) -> Self {
        let (model_id, since, is_live) = match &spell.position {
            Position::Model { model, since, live } => (model_id(*model), Some(since), Some(*live)),
            _ => (None, None, None),
        };
        let conflicting = match &spell.position {
            Position::Conflict(models) => Some(Self::stored_conflict(models)),
            _ => None,
        };
        Self {
            id: 0,
            ccg_id,
            first_day: spell.first_day,
            last_day: spell.last_day,
            status: PositionStatus::from(&spell.position),
            model_id,
            conflicting,
            since_from: since.and_then(|since| since.earliest),
            since_to: since.map(|since| since.latest),
            is_live,
            natural_key: String::new(),
            import_run_id: 0,
            recorded_at: DateTimeUtc::default(),
            retracted_at: None,
        }
    }

    /// Models between which facts conflict, as they are stored.
    fn stored_conflict(models: &[ModelCode]) -> String {
        models.iter().map(ActiveEnum::to_value).collect::<Vec<_>>().join(" ")
    }
}

/// The models between which facts conflict, as `conflicting` has them; none where they do not.
pub fn conflicting_models(conflicting: Option<&str>) -> impl Iterator<Item = ModelCode> {
    let codes = conflicting.into_iter().flat_map(|codes| codes.split(' '));
    codes.filter_map(|code| ModelCode::try_from_value(&code.to_owned()).ok())
}
