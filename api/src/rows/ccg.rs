use entities::{ccg::Column, domain::AreaKind};

use super::declaration::flat_row;
use crate::{
    columns::{area, last_ons_code},
    loading::{Direct, Via},
    scalars::{Date, OdsCode, OnsCode},
    sorting::count_of,
    types::{Adoption, Ccg, Predecessors, Successors},
};

flat_row! {
    /// A CCG as a flat row, with its areas on all maps. An area is none where that map does not show the
    /// CCG and nothing implies it.
    CcgRow of Ccg, |fact, dates| {
        /// Its ODS code, which it kept for life. Always text.
        ods_code: OdsCode = fact.column(Column::OdsCode),
        /// The last ONS code that a published list gives it; none where no list gives one.
        ons_code: Option<OnsCode> = last_ons_code(fact, Column::Id, dates),
        /// The last name that it bore.
        ccg_name: String = fact.column(Column::Name),
        /// The first day on which it existed as a statutory body; none where the register gives none.
        opened_on: Option<Date> = fact.column(Column::OpenedOn),
        /// The last day on which it existed; none when it is not known to have closed.
        closed_on: Option<Date> = fact.column(Column::ClosedOn),
        /// The name of its region of 2015; none where none is known. That of CCGs that opened later than the maps
        /// of 2015 is mostly inferred: `basis` of `membershipRows` says so.
        region: Option<String> = area(fact, Column::Id, AreaKind::Region2015, dates).named("name"),
        /// The name of its region on the later map; none where it does not show the CCG.
        region_2025: Option<String> = area(fact, Column::Id, AreaKind::Region2025, dates).named("name"),
        /// The name of its area team of 2013; none where its map does not show the CCG.
        area_team: Option<String> = area(fact, Column::Id, AreaKind::AreaTeam, dates).named("name"),
        /// The ODS code of its local office of 2015; none where its map does not show the CCG.
        local_office_code: Option<String> = area(fact, Column::Id, AreaKind::LocalOffice, dates).named("code"),
        /// The name of its local office of 2015; none where its map does not show the CCG.
        local_office: Option<String> = area(fact, Column::Id, AreaKind::LocalOffice, dates).named("name"),
        /// The ODS code of its sustainability and transformation partnership, later integrated care system; none where
        /// its map does not show the CCG.
        stp_ics_code: Option<String> = area(fact, Column::Id, AreaKind::StpIcs, dates).named("code"),
        /// The name of its sustainability and transformation partnership, later integrated care system; none where its
        /// map does not show the CCG.
        stp_ics: Option<String> = area(fact, Column::Id, AreaKind::StpIcs, dates).named("name"),
        /// How many CCGs it took over from; with `asOf` by that day.
        predecessor_count: i64 = fact.computed(count_of::<Via<Predecessors>>(fact.expr(Column::Id), dates).by),
        /// How many CCGs took over from it; with `asOf` by that day.
        successor_count: i64 = fact.computed(count_of::<Via<Successors>>(fact.expr(Column::Id), dates).by),
        /// How many adoptions of it are known, every stage of each; with `asOf` only those whose published days include that
        /// day. Zero means that nothing is known, not that it had
        /// no model.
        adoption_count: i64 = fact.computed(count_of::<Direct<Adoption, Ccg>>(fact.expr(Column::Id), dates).by),
        /// What the register says besides; none where it says nothing.
        note: Option<String> = fact.column(Column::Note),
    }
}
