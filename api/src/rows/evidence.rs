use entities::{adoption, ccg, commissioning_model, evidence::Column, import_run, source, wave};

use super::declaration::flat_row;
use crate::{
    columns::Place,
    scalars::{Date, DateTime, FinancialYear, OdsCode},
    types::Evidence,
    vocabulary::{Confidence, MatchMethod, ModelCode, Stage},
};

fn stated(fact: &Place) -> Place {
    fact.to::<adoption::Entity>("adoption", Column::AdoptionId)
}

fn ccg(fact: &Place) -> Place {
    stated(fact).to::<ccg::Entity>("ccg", adoption::Column::CcgId)
}

fn model(fact: &Place) -> Place {
    stated(fact).to::<commissioning_model::Entity>("model", adoption::Column::ModelId)
}

fn file(fact: &Place) -> Place {
    fact.to::<source::Entity>("source", Column::SourceId)
}

fn cited(fact: &Place) -> Place {
    fact.to::<source::Entity>("cited_source", Column::CitedSourceId)
}

flat_row! {
    /// Evidence as a flat row: a row of a file, and the adoption that it states. An adoption has as many rows as files
    /// state it, so count adoptions elsewhere.
    EvidenceRow of Evidence, |fact, dates| {
        /// The ODS code of the CCG.
        ods_code: OdsCode = ccg(fact).column(ccg::Column::OdsCode),
        /// The last name of the CCG.
        ccg_name: String = ccg(fact).column(ccg::Column::Name),
        /// The model; none where the source does not say which.
        model_code: Option<ModelCode> = model(fact).column(commissioning_model::Column::Code),
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String> = model(fact).column(commissioning_model::Column::Letter),
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String> = model(fact).column(commissioning_model::Column::Title),
        /// The financial year of the round, or the one that the source speaks of; none where it gives none.
        financial_year: Option<FinancialYear> = stated(fact)
            .to::<wave::Entity>("wave", adoption::Column::WaveId)
            .column(wave::Column::FinancialYear),
        /// How far the adoption had come.
        stage: Stage = stated(fact).column(adoption::Column::Stage),
        /// The first day in force, as this row states it; none where it states none.
        effective_from: Option<Date> = fact.column(Column::EffectiveFrom),
        /// The last day in force, as this row states it; none where it states none.
        effective_to: Option<Date> = fact.column(Column::EffectiveTo),
        /// How directly the publication states it.
        confidence: Confidence = fact.column(Column::Confidence),
        /// What the statement rests on, in words; none where the row does not say.
        basis: Option<String> = fact.column(Column::Basis),
        /// The earliest day on which the statement may have been made; none where it carries no date.
        stated_from: Option<Date> = fact.column(Column::StatedFrom),
        /// The day by which the statement had been made for certain; none where it carries no date.
        stated_to: Option<Date> = fact.column(Column::StatedTo),
        /// How the CCG was found in the register.
        match_method: MatchMethod = fact.column(Column::MatchMethod),
        /// The title of the file.
        source_title: String = file(fact).column(source::Column::Title),
        /// Who published the file; none where it is not known.
        source_publisher: Option<String> = file(fact).column(source::Column::Publisher),
        /// The name of the file; none for what is no file.
        file_name: Option<String> = file(fact).column(source::Column::FileName),
        /// The SHA-256 of the file's bytes, 64 hexadecimal digits; none where they could not be read.
        sha256: Option<String> = file(fact).column(source::Column::Sha256),
        /// The sheet; the file's name for a file without sheets.
        sheet: String = fact.column(Column::Sheet),
        /// The number of the row, as a spreadsheet program shows it.
        row: i32 = fact.column(Column::RowNumber),
        /// The publication that the row cites: the citation; none where it cites none.
        cited_title: Option<String> = cited(fact).column(source::Column::Title),
        /// The publication that the row cites: where it was published; none where it gives no address.
        cited_address: Option<String> = cited(fact).column(source::Column::Address),
        /// The logical dataset of the import run that recorded it.
        dataset: String =
            fact.to::<import_run::Entity>("import_run", Column::ImportRunId).column(import_run::Column::Dataset),
        /// When this service recorded it.
        recorded_at: DateTime = fact.column(Column::RecordedAt),
    }
}
