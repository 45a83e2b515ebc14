use entities::area::Column;

use super::declaration::flat_row;
use crate::{
    loading::{Direct, Via},
    sorting::count_of,
    types::{Area, CcgsOfArea, PublishedFigure},
    vocabulary::AreaKind,
};

flat_row! {
    /// An area as a flat row. Areas of different maps share names: "London" is on three of them.
    AreaRow of Area, |fact, dates| {
        /// The map that it belongs to.
        area_kind: AreaKind = fact.column(Column::Kind),
        /// Its ODS code, where one was published.
        area_code: Option<String> = fact.column(Column::Code),
        /// Its name; its code where no name is known.
        area_name: String = fact.column(Column::Name),
        /// How many CCGs belonged to it, closed ones among them; with `asOf` only those that existed and belonged to it on that
        /// day.
        ccg_count: i64 = fact.computed(count_of::<Via<CcgsOfArea>>(fact.expr(Column::Id), dates).by),
        /// How many totals were published about it.
        published_figure_count: i64 =
            fact.computed(count_of::<Direct<PublishedFigure, Area>>(fact.expr(Column::Id), dates).by),
    }
}
