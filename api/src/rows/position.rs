use entities::{ccg, commissioning_model, domain::AreaKind, position::Column};

use super::declaration::flat_row;
use crate::{
    columns::{Place, area},
    scalars::{Date, OdsCode},
    types::Position,
    vocabulary::{ModelCode, PositionStatus},
};

fn ccg(fact: &Place) -> Place {
    fact.to::<ccg::Entity>("ccg", Column::CcgId)
}

fn model(fact: &Place) -> Place {
    fact.to::<commissioning_model::Entity>("model", Column::ModelId)
}

flat_row! {
    /// A position as a flat row: which model a CCG had, and from when to when nothing about that changed. With `asOf` one
    /// row for each CCG, those among them that had not opened or had closed.
    PositionRow of Position, |fact, dates| {
        /// The ODS code of the CCG.
        ods_code: OdsCode = ccg(fact).column(ccg::Column::OdsCode),
        /// The last name of the CCG.
        ccg_name: String = ccg(fact).column(ccg::Column::Name),
        /// The name of the CCG's region of 2015; none where none is known. That of CCGs that opened
        /// later than the maps of 2015 is mostly inferred: `basis` of `membershipRows` says so.
        region: Option<String> = area(fact, Column::CcgId, AreaKind::Region2015, dates).named("name"),
        /// What can be said. None, unknown and conflict are different answers.
        status: PositionStatus = fact.column(Column::Status),
        /// The model, where the status is `MODEL`.
        model_code: Option<ModelCode> = model(fact).column(commissioning_model::Column::Code),
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String> = model(fact).column(commissioning_model::Column::Letter),
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String> = model(fact).column(commissioning_model::Column::Title),
        /// The codes of the models between which facts conflict, separated by spaces, where the status is `CONFLICT`.
        conflicting: Option<String> = fact.column(Column::Conflicting),
        /// Whether a source says that the model was in force, and not only that it was approved to be; none where there
        /// is no model.
        is_live: Option<bool> = fact.column(Column::IsLive),
        /// The first day on which the model may have begun, where no source gives it that of the first round;
        /// none where it is not known or there is no model.
        begun_from: Option<Date> = fact.column(Column::SinceFrom),
        /// The day by which the model had begun; none where there is no model.
        begun_by: Option<Date> = fact.column(Column::SinceTo),
        /// The day from which on the sources speak of it, which is not when the model began; none when it is the answer from
        /// the beginning.
        first_day: Option<Date> = fact.column(Column::FirstDay),
        /// The last day of which the sources give this answer; none when it is the answer to the end.
        last_day: Option<Date> = fact.column(Column::LastDay),
    }
}
