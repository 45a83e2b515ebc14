use async_graphql::InputObject;
use entities::{area, ccg::Column, ccg_area};
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

use crate::{
    dates::Dates,
    filters::{EqualityFilter, Filter, ListFilter, Operand, OrderedFilter, StringFilter, all, combined},
    loading::{Direct, Via},
    scalars::{Date, OdsCode},
    table::{Noun, column, id_of, ids, in_force},
    types::{
        Adoption, AdoptionFilter, Area, AreaFilter, Ccg, CcgIdentityFilter, Membership, MembershipFilter,
        Position, PositionFilter, Succession, SuccessionFilter,
        area::AreasOfCcg,
        ccg_identity::IdentitiesOfCcg,
        succession::{AsPredecessor, AsSuccessor, Predecessors, Successors},
    },
    vocabulary::AreaKind,
};

/// Narrows CCGs. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CcgFilter {
    /// By ODS code.
    ods_code: Operand<EqualityFilter<OdsCode>>,
    /// By the last name that it bore; `identities` has the earlier ones.
    name: Operand<StringFilter>,
    /// By the first day on which it existed.
    opened_on: Operand<OrderedFilter<Date>>,
    /// By the last day on which it existed; `isNull: true` for those that are not known to have closed.
    closed_on: Operand<OrderedFilter<Date>>,
    /// Existed on this day: opened on it or before, and closed on it, later or never.
    open_on: Operand<Date>,
    /// By its region of 2015; `isNull: true` where none is known.
    region: Operand<AreaFilter>,
    /// By the areas that it belonged to at any time, on any map.
    areas: Operand<ListFilter<AreaFilter>>,
    /// By how it belonged to areas: since when, and on what basis.
    memberships: Operand<ListFilter<MembershipFilter>>,
    /// By what it was called at any time.
    identities: Operand<ListFilter<CcgIdentityFilter>>,
    /// By the CCGs that it took over from.
    predecessors: Operand<ListFilter<CcgFilter>>,
    /// By the CCGs that took over from it.
    successors: Operand<ListFilter<CcgFilter>>,
    /// By how it took over from others: when, and on what basis.
    successions_as_successor: Operand<ListFilter<SuccessionFilter>>,
    /// By how others took over from it: when, and on what basis.
    successions_as_predecessor: Operand<ListFilter<SuccessionFilter>>,
    /// By its adoptions of models.
    adoptions: Operand<ListFilter<AdoptionFilter>>,
    /// By its position on the day that is asked about (`asOf`, today unless given), or `onDay` within.
    position: Operand<PositionFilter>,
    /// By the positions that it had at any time, as they follow from all that was ever published: not with `statedBy`.
    positions: Operand<ListFilter<PositionFilter>>,
    /// All of these hold.
    and: Operand<Vec<CcgFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<CcgFilter>>,
    /// This does not hold.
    not: Operand<CcgFilter>,
}

impl Filter for CcgFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.ods_code.given().map(|filter| filter.condition(&column(Column::OdsCode))),
            self.name.given().map(|filter| filter.condition(&column(Column::Name))),
            self.opened_on.given().map(|filter| filter.condition(&column(Column::OpenedOn))),
            self.closed_on.given().map(|filter| filter.condition(&column(Column::ClosedOn))),
            self.open_on.given().map(|filter| Ccg::on_day(filter.0)),
            self.region.given().map(|filter| belongs_to(filter, AreaKind::Region2015, dates)),
            self.areas.given().map(|filter| filter.condition::<Via<AreasOfCcg>>(&id_of::<Ccg>(), dates)),
            self.memberships
                .given()
                .map(|filter| filter.condition::<Direct<Membership, Ccg>>(&id_of::<Ccg>(), dates)),
            self.identities.given().map(|filter| filter.condition::<IdentitiesOfCcg>(&id_of::<Ccg>(), dates)),
            self.predecessors
                .given()
                .map(|filter| filter.condition::<Via<Predecessors>>(&id_of::<Ccg>(), dates)),
            self.successors.given().map(|filter| filter.condition::<Via<Successors>>(&id_of::<Ccg>(), dates)),
            self.successions_as_successor
                .given()
                .map(|filter| filter.condition::<Direct<Succession, AsSuccessor>>(&id_of::<Ccg>(), dates)),
            self.successions_as_predecessor
                .given()
                .map(|filter| filter.condition::<Direct<Succession, AsPredecessor>>(&id_of::<Ccg>(), dates)),
            self.adoptions
                .given()
                .map(|filter| filter.condition::<Direct<Adoption, Ccg>>(&id_of::<Ccg>(), dates)),
            self.position.given().map(|filter| filter.condition_on_ccg(dates)),
            self.positions
                .given()
                .map(|filter| filter.condition::<Direct<Position, Ccg>>(&id_of::<Ccg>(), dates)),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }

    fn names_one(&self) -> bool {
        self.ods_code.given().is_some_and(|filter| filter.names_one())
    }
}

/// By the area of a map on which it belongs to one at most.
fn belongs_to(filter: &AreaFilter, kind: AreaKind, dates: &Dates) -> Condition {
    let is_among_members = |asked: Condition| {
        let mut areas = ids::<Area>(in_force::<area::Entity>(dates));
        areas.cond_where(asked.add(column(area::Column::Kind).eq(kind)));
        // Asked of each CCG as it comes: a page needs few of those of an area.
        let mut membership = in_force::<ccg_area::Entity>(dates);
        membership
            .expr(column(ccg_area::Column::Id))
            .and_where(column(ccg_area::Column::CcgId).eq(column(Column::Id)))
            .and_where(column(ccg_area::Column::AreaId).in_subquery(areas));
        Expr::exists(membership)
    };
    let asked = filter.condition(dates);
    if asked.is_empty() {
        return asked;
    }
    let belongs = Condition::any().add(is_among_members(Condition::all().add(asked)));
    let belongs_to_none = || is_among_members(Condition::all()).not();
    belongs.add_option((filter.admits_absence() == Some(true)).then(belongs_to_none))
}
