use entities::commissioning_model::Column;

use super::declaration::flat_row;
use crate::{types::CommissioningModel, vocabulary::ModelCode};

flat_row! {
    /// A model as a flat row.
    ModelRow of CommissioningModel, |fact, dates| {
        /// Which of the three.
        model_code: ModelCode = fact.column(Column::Code),
        /// Its letter: `A`, `B` or `C`.
        model_letter: String = fact.column(Column::Letter),
        /// Its usual name.
        model_name: String = fact.column(Column::Title),
        /// Other names that publishers use, separated by semicolons.
        also_called: String = fact.column(Column::AlsoCalled),
        /// Who takes the decisions.
        who_decides: String = fact.column(Column::WhoDecides),
        /// What a CCG had to change to take it on.
        governance: String = fact.column(Column::Governance),
        /// The law that it rests on.
        legal_basis: String = fact.column(Column::LegalBasis),
    }
}
