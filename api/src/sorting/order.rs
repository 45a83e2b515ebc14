use async_graphql::{Enum, InputObject};
use sea_orm::sea_query::{NullOrdering, Order};

use super::{Key, Kind, OrderField, SortField, SortKey};
use crate::{
    changes, coverage,
    dates::Dates,
    geography, reconciliation, stats,
    table::{Noun, id_of},
    types,
};

/// From small to large, or from large to small.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Enum)]
pub enum Direction {
    /// From small to large, from A to Z, from the past to the future. Text is compared letter by letter, capitals
    /// first.
    #[default]
    Asc,
    /// From large to small.
    Desc,
}

/// Where rows without a value stand.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Enum)]
pub enum Nulls {
    /// Before all others.
    First,
    /// Behind all others.
    #[default]
    Last,
}

/// One field to sort by. Of several the first decides, and the next ones only between rows that are equal in it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, InputObject)]
#[graphql(
    concrete(name = "AdoptionOrder", params(types::AdoptionSort)),
    concrete(name = "AdoptionStatsOrder", params(stats::AdoptionStatsSort)),
    concrete(name = "AreaOrder", params(types::AreaSort)),
    concrete(name = "CcgOrder", params(types::CcgSort)),
    concrete(name = "CcgStatsOrder", params(stats::CcgStatsSort)),
    concrete(name = "ChangeOrder", params(changes::ChangeSort)),
    concrete(name = "CommissioningModelOrder", params(types::CommissioningModelSort)),
    concrete(name = "CoverageOrder", params(coverage::CoverageSort)),
    concrete(name = "EvidenceOrder", params(types::EvidenceSort)),
    concrete(name = "ImportIssueOrder", params(types::ImportIssueSort)),
    concrete(name = "ImportRunOrder", params(types::ImportRunSort)),
    concrete(name = "MembershipOrder", params(types::MembershipSort)),
    concrete(name = "PositionOrder", params(types::PositionSort)),
    concrete(name = "PositionStatsOrder", params(geography::PositionStatsSort)),
    concrete(name = "PublishedFigureOrder", params(types::PublishedFigureSort)),
    concrete(name = "ReconciliationOrder", params(reconciliation::ReconciliationSort)),
    concrete(name = "ScopeRuleOrder", params(types::ScopeRuleSort)),
    concrete(name = "ServiceScopeOrder", params(types::ServiceScopeSort)),
    concrete(name = "SourceOrder", params(types::SourceSort)),
    concrete(name = "SuccessionOrder", params(types::SuccessionSort)),
    concrete(name = "WaveOrder", params(types::WaveSort))
)]
pub struct OrderBy<F: OrderField> {
    /// What to compare.
    pub field: F,
    /// In which direction.
    #[graphql(default)]
    pub direction: Direction,
    /// Where rows without a value stand, in either direction.
    #[graphql(default)]
    pub nulls: Nulls,
}

impl<F: OrderField> OrderBy<F> {
    /// As text, by which a cursor knows the list that it belongs to.
    pub fn name(&self) -> String {
        let Self { field, direction, nulls } = self;
        format!("{} {direction:?} {nulls:?}", field.to_value())
    }
}

/// The order of a list: what the client asks for or the natural order, and then the row number, so that no two
/// rows are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sorting<F: SortField> {
    fields: Vec<OrderBy<F>>,
}

impl<F: SortField> Sorting<F> {
    /// What a client asks for, or the natural order of a noun.
    pub fn read<N: Noun<Sort = F>>(asked: Option<Vec<OrderBy<F>>>) -> Self {
        let natural =
            |field: &F| OrderBy { field: *field, direction: Direction::Asc, nulls: Nulls::default() };
        let fields = asked.filter(|fields| !fields.is_empty());
        Self { fields: fields.unwrap_or_else(|| N::ORDER.iter().map(natural).collect()) }
    }

    /// Its fields as text, by which a cursor knows the list that it belongs to.
    pub fn name(&self) -> String {
        self.fields.iter().map(OrderBy::name).collect::<Vec<_>>().join(", ")
    }

    /// What is compared, the row number last. A list that is read from its end is read backwards.
    pub fn keys<N: Noun>(&self, dates: &Dates, from_end: bool) -> Vec<OrderedKey> {
        let asked = self.fields.iter().map(|order| OrderedKey {
            key: order.field.key(dates),
            descends: (order.direction == Direction::Desc) != from_end,
            nulls_first: (order.nulls == Nulls::First) != from_end,
        });
        let number = SortKey { by: id_of::<N>(), kind: Kind::Number, is_nullable: false, of: None };
        let last = OrderedKey { key: number, descends: from_end, nulls_first: false };
        asked.chain([last]).collect()
    }
}

/// A key, and in which direction rows stand by it.
#[derive(Clone, Debug)]
pub struct OrderedKey {
    /// What is compared.
    pub key: SortKey,
    /// Whether large values stand first.
    pub descends: bool,
    /// Whether rows without a value stand first.
    pub nulls_first: bool,
}

impl OrderedKey {
    /// As a statement says it.
    pub fn order(&self) -> (Order, Option<NullOrdering>) {
        let order = if self.descends { Order::Desc } else { Order::Asc };
        let nulls = if self.nulls_first { NullOrdering::First } else { NullOrdering::Last };
        // Without the words an index serves.
        (order, self.key.is_nullable.then_some(nulls))
    }

    /// Whether a value can be one of this key.
    pub fn takes(&self, value: &Key) -> bool {
        value.fits(&self.key)
    }
}
