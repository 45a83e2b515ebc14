use entities::{adoption::Column, ccg, commissioning_model, domain::AreaKind, evidence, source, wave};

use super::declaration::flat_row;
use crate::{
    columns::{Place, area, best_evidence, last_ons_code},
    dates::Dates,
    loading::Direct,
    scalars::{Date, DateTime, FinancialYear, OdsCode, OnsCode},
    sorting::count_of,
    types::{Adoption, Evidence},
    vocabulary::{Confidence, ModelCode, Stage},
};

fn ccg(fact: &Place) -> Place {
    fact.to::<ccg::Entity>("ccg", Column::CcgId)
}

fn model(fact: &Place) -> Place {
    fact.to::<commissioning_model::Entity>("model", Column::ModelId)
}

fn wave(fact: &Place) -> Place {
    fact.to::<wave::Entity>("wave", Column::WaveId)
}

fn file(fact: &Place, dates: &Dates) -> Place {
    best_evidence(fact, dates).to::<source::Entity>("source", evidence::Column::SourceId)
}

fn cited(fact: &Place, dates: &Dates) -> Place {
    best_evidence(fact, dates).to::<source::Entity>("cited_source", evidence::Column::CitedSourceId)
}

flat_row! {
    /// An adoption as a flat row: which CCG, which model, which year, how far it had come, from when, and how sure
    /// that is. A CCG has a row for each stage that a source speaks of: filter by stage before you count.
    AdoptionRow of Adoption, |fact, dates| {
        /// The ODS code of the CCG.
        ods_code: OdsCode = ccg(fact).column(ccg::Column::OdsCode),
        /// The last ONS code that a published list gives the CCG; none where no list gives one.
        ons_code: Option<OnsCode> = last_ons_code(fact, Column::CcgId, dates),
        /// The last name of the CCG.
        ccg_name: String = ccg(fact).column(ccg::Column::Name),
        /// The name of the CCG's region of 2015; none where none is known. That of CCGs that opened
        /// later than the maps of 2015 is mostly inferred: `basis` of `membershipRows` says so.
        region: Option<String> = area(fact, Column::CcgId, AreaKind::Region2015, dates).named("name"),
        /// The name of the CCG's area team of 2013; none where its map does not show the CCG.
        area_team: Option<String> = area(fact, Column::CcgId, AreaKind::AreaTeam, dates).named("name"),
        /// The model; none where the sources do not say which.
        model_code: Option<ModelCode> = model(fact).column(commissioning_model::Column::Code),
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String> = model(fact).column(commissioning_model::Column::Letter),
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String> = model(fact).column(commissioning_model::Column::Title),
        /// The financial year of the round, or the one that the sources speak of; none where they give none.
        financial_year: Option<FinancialYear> = wave(fact).column(wave::Column::FinancialYear),
        /// The number of the round, 1 to 4 for those that were numbered; none for others.
        wave_number: Option<i32> = wave(fact).column(wave::Column::Number),
        /// How far it had come.
        stage: Stage = fact.column(Column::Stage),
        /// The first day in force, where published.
        effective_from: Option<Date> = fact.column(Column::EffectiveFrom),
        /// The last day in force, where published. None does not mean "still in force": look at `ccgClosedOn` too.
        effective_to: Option<Date> = fact.column(Column::EffectiveTo),
        /// The last day on which the CCG existed; none when it is not known to have closed.
        ccg_closed_on: Option<Date> = ccg(fact).column(ccg::Column::ClosedOn),
        /// How many rows of files say so.
        evidence_count: i64 =
            fact.computed(count_of::<Direct<Evidence, Adoption>>(fact.expr(Column::Id), dates).by),
        /// How directly the most direct evidence states it: anything but `PUBLISHED` deserves a look at the source.
        /// Of several that are as direct it is the earliest. The columns from `statedFrom` to `citedAddress` are of it. None
        /// where there is no evidence.
        best_confidence: Option<Confidence> = best_evidence(fact, dates).column(evidence::Column::Confidence),
        /// The earliest day on which that statement may have been made; none where it carries no date.
        stated_from: Option<Date> = best_evidence(fact, dates).column(evidence::Column::StatedFrom),
        /// The day by which that statement had been made for certain; none where it carries no date.
        stated_to: Option<Date> = best_evidence(fact, dates).column(evidence::Column::StatedTo),
        /// What that statement rests on, in words; none where its row does not say.
        basis: Option<String> = best_evidence(fact, dates).column(evidence::Column::Basis),
        /// The title of the file that it stands in; none where there is no evidence.
        source_title: Option<String> = file(fact, dates).column(source::Column::Title),
        /// The publication that its row cites: the citation; none where it cites none.
        cited_title: Option<String> = cited(fact, dates).column(source::Column::Title),
        /// The publication that its row cites: where it was published; none where it gives no address.
        cited_address: Option<String> = cited(fact, dates).column(source::Column::Address),
        /// When this service recorded the adoption.
        recorded_at: DateTime = fact.column(Column::RecordedAt),
    }
}
