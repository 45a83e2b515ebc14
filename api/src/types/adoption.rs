use async_graphql::{Context, ID, InputObject, Object};
use entities::{
    adoption::{Column, Entity, Model},
    commissioning_model,
};
use sea_orm::sea_query::Condition;

use super::{Ccg, CcgFilter, CommissioningModel, Evidence, EvidenceFilter, Wave, WaveFilter, node::id_of};
use crate::{
    error::Answer,
    filters::{EqualityFilter, Filter, Operand, OrderedFilter, all, combined, refers_to, refers_to_code},
    loading::{BelongsTo, Direct, one, one_if},
    paging::{PageArguments, Related, nested_cost, related},
    scalars::{Date, DateTime},
    table::{Noun, column},
    vocabulary::{ModelCode, Stage},
};

/// A fact: a CCG adopts a model.
#[derive(Clone)]
pub struct Adoption(Model);

impl From<Model> for Adoption {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

impl Noun for Adoption {
    type Entity = Entity;
    type Filter = AdoptionFilter;
    const ORDER: &'static [Column] = &[];
}

impl BelongsTo<Ccg> for Adoption {
    const PARENT: Column = Column::CcgId;
}

impl BelongsTo<Wave> for Adoption {
    const PARENT: Column = Column::WaveId;
}

impl BelongsTo<CommissioningModel> for Adoption {
    const PARENT: Column = Column::ModelId;
}

/// Narrows adoptions. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct AdoptionFilter {
    /// By its CCG.
    ccg: Operand<CcgFilter>,
    /// By its model; `isNull: true` where the sources do not say which.
    model: Operand<EqualityFilter<ModelCode>>,
    /// By how far it had come.
    stage: Operand<EqualityFilter<Stage>>,
    /// By its round, or the year that the sources speak of.
    wave: Operand<WaveFilter>,
    /// By its first day in force, where published.
    effective_from: Operand<OrderedFilter<Date>>,
    /// All of these hold.
    and: Operand<Vec<AdoptionFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<AdoptionFilter>>,
    /// This does not hold.
    not: Operand<AdoptionFilter>,
}

impl Filter for AdoptionFilter {
    fn condition(&self) -> Condition {
        all([
            self.ccg.given().map(|filter| refers_to::<Ccg>(Column::CcgId, filter)),
            self.model.given().map(|filter| {
                let code = commissioning_model::Column::Code;
                refers_to_code::<commissioning_model::Entity, _>(Column::ModelId, code, filter)
            }),
            self.stage.given().map(|filter| filter.condition(&column(Column::Stage))),
            self.wave.given().map(|filter| refers_to::<Wave>(Column::WaveId, filter)),
            self.effective_from.given().map(|filter| filter.condition(&column(Column::EffectiveFrom))),
            combined(&self.and, &self.or, &self.not),
        ])
    }
}

/// A fact: a CCG adopts a model, in a round, and has come so far with it. One CCG has several for the same
/// model, one a stage, because sources count different stages.
#[Object]
impl Adoption {
    /// Identifies the object among all objects of the service. Opaque: do not take it apart.
    pub(super) async fn id(&self) -> ID {
        id_of::<Self>(self.0.id)
    }

    /// The CCG.
    async fn ccg(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.0.ccg_id).await
    }

    /// The model; none where the sources do not say which.
    async fn model(&self, context: &Context<'_>) -> Answer<Option<CommissioningModel>> {
        one_if(context, self.0.model_id).await
    }

    /// The round, or the year that the sources speak of; none where they give no year.
    async fn wave(&self, context: &Context<'_>) -> Answer<Option<Wave>> {
        one_if(context, self.0.wave_id).await
    }

    /// How far it had come.
    async fn stage(&self) -> Stage {
        self.0.stage.into()
    }

    /// The first day in force, where published. None means not published, not "never in force".
    async fn effective_from(&self) -> Option<Date> {
        self.0.effective_from.map(Date)
    }

    /// The last day in force, where published. None does not mean "still in force": look at the closing day of
    /// the CCG too.
    async fn effective_to(&self) -> Option<Date> {
        self.0.effective_to.map(Date)
    }

    /// When this service recorded it, which is neither when it was true nor when it was published.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Who says so: a row of a file for each time that a source states it.
    #[graphql(complexity = "nested_cost(first, last, child_complexity)")]
    async fn evidence(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only evidence that match.")] filter: Option<EvidenceFilter>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Related<Direct<Evidence, Self>>> {
        related::<Direct<Evidence, Self>>(
            context,
            self.0.id,
            filter,
            PageArguments { first, after, last, before },
        )
        .await
    }
}
