use crate::{
    paging::list_fields,
    rows::{
        AdoptionRow, AreaRow, CcgRow, EvidenceRow, ImportIssueRow, ImportRunRow, MembershipRow, ModelRow,
        PositionRow, PublishedFigureRow, ScopeRuleRow, ServiceScopeRow, SourceRow, SuccessionRow, WaveRow,
    },
};

list_fields! {
    /// The same lists as flat rows, for reporting tools: scalar columns only, codes and labels, one row a fact.
    Rows, as_of "Only what was so on this day, as in the list of which these are the rows." {
        /// `adoptions` as flat rows, with who says so most directly. A CCG has a row for each stage that a source
        /// speaks of: filter by stage before you count.
        adoption_rows: AdoptionRow,
        /// `ccgs` as flat rows, with their areas on all maps.
        ccg_rows: CcgRow,
        /// `positions` as flat rows. With `asOf` one row for each CCG.
        position_rows: PositionRow,
        /// `evidence` as flat rows, with the adoption that each states.
        evidence_rows: EvidenceRow,
        /// `publishedFigures` as flat rows.
        published_figure_rows: PublishedFigureRow,
        /// `successions` as flat rows.
        succession_rows: SuccessionRow,
        /// `memberships` as flat rows: a CCG and an area of one map.
        membership_rows: MembershipRow,
        /// `scopeRules` as flat rows.
        scope_rule_rows: ScopeRuleRow,
        /// `areas` as flat rows.
        area_rows: AreaRow,
        /// `models` as flat rows.
        model_rows: ModelRow,
        /// `serviceScopes` as flat rows.
        service_scope_rows: ServiceScopeRow,
        /// `sources` as flat rows.
        source_rows: SourceRow,
        /// `importRuns` as flat rows.
        import_run_rows: ImportRunRow,
        /// `waves` as flat rows.
        wave_rows: WaveRow,
        /// `importIssues` as flat rows, with the file of each.
        import_issue_rows: ImportIssueRow,
    }
}
