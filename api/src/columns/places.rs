use entities::{
    adoption, area, ccg_area, ccg_identity,
    domain::{AreaKind, Confidence},
    evidence,
};
use sea_orm::{
    ColumnTrait, ExprTrait,
    sea_query::{Expr, Func, NullOrdering, Order, SelectStatement},
};

use super::{Column, Place};
use crate::{
    dates::Dates,
    sorting::rank_of,
    table::{column, in_force, visible},
    types::Evidence,
};

/// The area of a map to which a CCG belongs, given the column that holds the CCG's number: its `name` and `code`. It is looked up
/// for each row, of which there are as many as a page has.
pub fn area(of: &Place, ccg: impl ColumnTrait, kind: AreaKind, dates: &Dates) -> Place {
    let mut of_ccg = in_force::<ccg_area::Entity>(dates);
    of_ccg
        .inner_join(area::Entity, column(area::Column::Id).eq(column(ccg_area::Column::AreaId)))
        .expr(Func::min(column(ccg_area::Column::AreaId)))
        .and_where(column(ccg_area::Column::CcgId).eq(of.expr(ccg)))
        .and_where(column(area::Column::Kind).eq(kind));
    of.to_number::<area::Entity>(name_of(kind), ccg, of_ccg.into())
}

/// The same for counts, where it is needed of every CCG: all memberships of a map are put beside them at once.
pub fn area_among_all(of: &Place, ccg: impl ColumnTrait, kind: AreaKind, dates: &Dates) -> Place {
    of.to_row_of(name_of(kind), memberships(kind, dates), "ccg_id", ccg)
}

/// What the area of a map is called in a statement.
fn name_of(kind: AreaKind) -> &'static str {
    match kind {
        AreaKind::Region2015 => "region",
        AreaKind::Region2025 => "region_2025",
        AreaKind::AreaTeam => "area_team",
        AreaKind::LocalOffice => "local_office",
        AreaKind::StpIcs => "stp_ics",
    }
}

/// The CCGs of a map, once each: a CCG belongs to one area of a map at most, and a statement shall not depend on it.
fn memberships(kind: AreaKind, dates: &Dates) -> SelectStatement {
    let (own, least) = (column(ccg_area::Column::CcgId), |of| Func::min(column(of)));
    let mut members = in_force::<ccg_area::Entity>(dates);
    members
        .inner_join(area::Entity, column(area::Column::Id).eq(column(ccg_area::Column::AreaId)))
        .expr_as(own.clone(), "ccg_id")
        .expr_as(least(area::Column::Name), "name")
        .expr_as(least(area::Column::Code), "code")
        .and_where(column(area::Column::Kind).eq(kind))
        .add_group_by([own]);
    members
}

/// The evidence that states an adoption most directly, and of such the earliest.
pub fn best_evidence(adoption: &Place, dates: &Dates) -> Place {
    let mut evidence = visible::<Evidence>(dates);
    evidence
        .expr(column(evidence::Column::Id))
        .and_where(column(evidence::Column::AdoptionId).eq(adoption.expr(adoption::Column::Id)))
        .order_by_expr(rank_of::<Confidence>(&column(evidence::Column::Confidence)), Order::Asc)
        .order_by_expr_with_nulls(column(evidence::Column::StatedTo), Order::Asc, NullOrdering::Last)
        .order_by_expr(column(evidence::Column::Id), Order::Asc)
        .limit(1);
    adoption.to_number::<evidence::Entity>("best_evidence", adoption::Column::Id, evidence.into())
}

/// The last ONS code that a published list gives a CCG, given the column that holds the CCG's number.
pub fn last_ons_code(of: &Place, ccg: impl ColumnTrait, dates: &Dates) -> Column {
    let mut code = in_force::<ccg_identity::Entity>(dates);
    code.expr(column(ccg_identity::Column::OnsCode))
        .and_where(column(ccg_identity::Column::CcgId).eq(of.expr(ccg)))
        .and_where(column(ccg_identity::Column::OnsCode).is_not_null())
        .order_by_expr(column(ccg_identity::Column::ValidFrom), Order::Desc)
        .limit(1);
    of.computed(Expr::from(code))
}
