use async_graphql::InputObject;
use entities::area::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        EqualityFilter, Filter, ListFilter, Operand, StringFilter, all, combined, may_be_absent, of_presence,
    },
    loading::{Direct, Via},
    table::{column, id_of},
    types::{
        Area, CcgFilter, Membership, MembershipFilter, PublishedFigure, PublishedFigureFilter,
        area::CcgsOfArea,
    },
    vocabulary::AreaKind,
};

/// Narrows areas. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct AreaFilter {
    /// By the map that it belongs to.
    kind: Operand<EqualityFilter<AreaKind>>,
    /// By ODS code, where one was published.
    code: Operand<StringFilter>,
    /// By name. Areas of different maps share names.
    name: Operand<StringFilter>,
    /// By the CCGs that belonged to it at any time.
    ccgs: Operand<ListFilter<CcgFilter>>,
    /// By how CCGs belonged to it: since when, and on what basis.
    memberships: Operand<ListFilter<MembershipFilter>>,
    /// By the totals that were published about it.
    published_figures: Operand<ListFilter<PublishedFigureFilter>>,
    /// Asked of something that may be absent, such as the area of a figure: true where there is none, false where there is one. What a list holds is
    /// never absent.
    is_null: Operand<bool>,
    /// All of these hold.
    and: Operand<Vec<AreaFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<AreaFilter>>,
    /// This does not hold.
    not: Operand<AreaFilter>,
}

impl AreaFilter {
    /// The areas of one map.
    pub fn of_kind(kind: AreaKind) -> Self {
        Self { kind: EqualityFilter::to(kind).into(), ..Self::default() }
    }
}

impl Filter for AreaFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.kind.given().map(|filter| filter.condition(&column(Column::Kind))),
            self.code.given().map(|filter| filter.condition(&column(Column::Code))),
            self.name.given().map(|filter| filter.condition(&column(Column::Name))),
            self.ccgs.given().map(|filter| filter.condition::<Via<CcgsOfArea>>(&id_of::<Area>(), dates)),
            self.memberships
                .given()
                .map(|filter| filter.condition::<Direct<Membership, Area>>(&id_of::<Area>(), dates)),
            self.published_figures
                .given()
                .map(|filter| filter.condition::<Direct<PublishedFigure, Area>>(&id_of::<Area>(), dates)),
            of_presence(&self.is_null),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }

    may_be_absent!();
}
