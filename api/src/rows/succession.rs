use entities::{ccg, source, succession::Column};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    scalars::{Date, OdsCode},
    types::Succession,
    vocabulary::Basis,
};

fn predecessor(fact: &Place) -> Place {
    fact.to::<ccg::Entity>("predecessor", Column::PredecessorId)
}

fn successor(fact: &Place) -> Place {
    fact.to::<ccg::Entity>("successor", Column::SuccessorId)
}

fn cited(fact: &Place) -> Place {
    fact.to::<source::Entity>("cited_source", Column::CitedSourceId)
}

flat_row! {
    /// A succession as a flat row: one CCG that took over from one other. A merger of eight CCGs is eight rows.
    SuccessionRow of Succession, |fact, dates| {
        /// The ODS code of the CCG that closed.
        predecessor_ods_code: OdsCode = predecessor(fact).column(ccg::Column::OdsCode),
        /// The last name of the CCG that closed.
        predecessor_name: String = predecessor(fact).column(ccg::Column::Name),
        /// The last day of the CCG that closed; none where the register gives none.
        predecessor_closed_on: Option<Date> = predecessor(fact).column(ccg::Column::ClosedOn),
        /// The ODS code of the CCG that took over.
        successor_ods_code: OdsCode = successor(fact).column(ccg::Column::OdsCode),
        /// The last name of the CCG that took over.
        successor_name: String = successor(fact).column(ccg::Column::Name),
        /// The successor's first day. It is a legal date; work may have moved earlier.
        effective_on: Date = fact.column(Column::EffectiveOn),
        /// Whether a published mapping states it.
        basis: Basis = fact.column(Column::Basis),
        /// What the basis is, in words; none where it is not said.
        note: Option<String> = fact.column(Column::Note),
        /// The publication that says it: the citation; none where none is cited.
        cited_title: Option<String> = cited(fact).column(source::Column::Title),
        /// The publication that says it: where it was published; none where no address is given.
        cited_address: Option<String> = cited(fact).column(source::Column::Address),
    }
}
