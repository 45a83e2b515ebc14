use async_graphql::InputObject;
use entities::source::Column;
use sea_orm::sea_query::Condition;

use crate::{
    dates::Dates,
    filters::{
        EqualityFilter, Filter, ListFilter, Operand, OrderedFilter, StringFilter, all, combined,
        may_be_absent, of_presence,
    },
    loading::Direct,
    scalars::Date,
    table::{column, id_of},
    types::{
        Evidence, EvidenceFilter, ImportRun, ImportRunFilter, PublishedFigure, PublishedFigureFilter,
        ScopeRule, ScopeRuleFilter, Source, Succession, SuccessionFilter, Wave, WaveFilter, source::Cited,
    },
    vocabulary::SourceKind,
};

/// Narrows sources. All that is given must hold; an empty object matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SourceFilter {
    /// By what it is.
    kind: Operand<EqualityFilter<SourceKind>>,
    /// By who published it.
    publisher: Operand<StringFilter>,
    /// By title.
    title: Operand<StringFilter>,
    /// By where it was published.
    address: Operand<StringFilter>,
    /// By the day it was published.
    published_on: Operand<OrderedFilter<Date>>,
    /// By the name of the file.
    file_name: Operand<StringFilter>,
    /// By the SHA-256 of its bytes, in small letters: finds out whether a file was ever imported.
    sha256: Operand<EqualityFilter<String>>,
    /// By the executions of the importer over it.
    import_runs: Operand<ListFilter<ImportRunFilter>>,
    /// By the evidence that stands in it.
    evidence: Operand<ListFilter<EvidenceFilter>>,
    /// By the evidence that cites it.
    evidence_citing: Operand<ListFilter<EvidenceFilter>>,
    /// By the published figures whose rows cite it.
    published_figures_citing: Operand<ListFilter<PublishedFigureFilter>>,
    /// By the scope rules whose rows cite it.
    scope_rules_citing: Operand<ListFilter<ScopeRuleFilter>>,
    /// By the rounds whose rows cite it.
    waves_citing: Operand<ListFilter<WaveFilter>>,
    /// By the successions whose rows cite it.
    successions_citing: Operand<ListFilter<SuccessionFilter>>,
    /// Asked of something that may be absent, such as the publication that a row cites: true where there is none, false where there is one. What a list holds is
    /// never absent.
    is_null: Operand<bool>,
    /// All of these hold.
    and: Operand<Vec<SourceFilter>>,
    /// At least one of these holds; none does in an empty list.
    or: Operand<Vec<SourceFilter>>,
    /// This does not hold.
    not: Operand<SourceFilter>,
}

impl Filter for SourceFilter {
    fn condition(&self, dates: &Dates) -> Condition {
        all([
            self.kind.given().map(|filter| filter.condition(&column(Column::Kind))),
            self.publisher.given().map(|filter| filter.condition(&column(Column::Publisher))),
            self.title.given().map(|filter| filter.condition(&column(Column::Title))),
            self.address.given().map(|filter| filter.condition(&column(Column::Address))),
            self.published_on.given().map(|filter| filter.condition(&column(Column::PublishedOn))),
            self.file_name.given().map(|filter| filter.condition(&column(Column::FileName))),
            self.sha256.given().map(|filter| filter.condition(&column(Column::Sha256))),
            self.import_runs
                .given()
                .map(|filter| filter.condition::<Direct<ImportRun, Source>>(&id_of::<Source>(), dates)),
            self.evidence
                .given()
                .map(|filter| filter.condition::<Direct<Evidence, Source>>(&id_of::<Source>(), dates)),
            self.evidence_citing
                .given()
                .map(|filter| filter.condition::<Direct<Evidence, Cited>>(&id_of::<Source>(), dates)),
            self.published_figures_citing
                .given()
                .map(|filter| filter.condition::<Direct<PublishedFigure, Cited>>(&id_of::<Source>(), dates)),
            self.scope_rules_citing
                .given()
                .map(|filter| filter.condition::<Direct<ScopeRule, Cited>>(&id_of::<Source>(), dates)),
            self.waves_citing
                .given()
                .map(|filter| filter.condition::<Direct<Wave, Cited>>(&id_of::<Source>(), dates)),
            self.successions_citing
                .given()
                .map(|filter| filter.condition::<Direct<Succession, Cited>>(&id_of::<Source>(), dates)),
            of_presence(&self.is_null),
            combined(&self.and, &self.or, &self.not, dates),
        ])
    }

    may_be_absent!();
}
