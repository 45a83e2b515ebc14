use entities::{area, ccg, ccg_area::Column};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    scalars::{Date, OdsCode},
    types::Membership,
    vocabulary::{AreaKind, Basis},
};

fn ccg(fact: &Place) -> Place {
    fact.to::<ccg::Entity>("ccg", Column::CcgId)
}

fn area(fact: &Place) -> Place {
    fact.to::<area::Entity>("area", Column::AreaId)
}

flat_row! {
    /// A membership as a flat row: one CCG in one area. A CCG has a row for each map that shows it, so filter by the
    /// map before you count.
    MembershipRow of Membership, |fact, dates| {
        /// The ODS code of the CCG.
        ods_code: OdsCode = ccg(fact).column(ccg::Column::OdsCode),
        /// The last name of the CCG.
        ccg_name: String = ccg(fact).column(ccg::Column::Name),
        /// The first day on which the CCG existed; none where the register gives none.
        ccg_opened_on: Option<Date> = ccg(fact).column(ccg::Column::OpenedOn),
        /// The last day on which the CCG existed; none when it is not known to have closed.
        ccg_closed_on: Option<Date> = ccg(fact).column(ccg::Column::ClosedOn),
        /// The map.
        area_kind: AreaKind = area(fact).column(area::Column::Kind),
        /// The ODS code of the area, where one was published.
        area_code: Option<String> = area(fact).column(area::Column::Code),
        /// The name of the area; its code where no name is known.
        area_name: String = area(fact).column(area::Column::Name),
        /// The first day of the membership, where published.
        valid_from: Option<Date> = fact.column(Column::ValidFrom),
        /// The last day of the membership, where published.
        valid_to: Option<Date> = fact.column(Column::ValidTo),
        /// Whether a published map states it.
        basis: Basis = fact.column(Column::Basis),
    }
}
