use crate::{
    paging::list_fields,
    types::{
        Adoption, Area, Ccg, CommissioningModel, Evidence, ImportIssue, ImportRun, Membership, Position,
        PublishedFigure, ScopeRule, ServiceScope, Source, Succession, Wave,
    },
};

list_fields! {
    /// Lists of every noun.
    Lists, as_of "Only what was so on this day, where the list's own description says what that means. Holds for all that the \
        list leads to, unless given anew there: for the lists beneath it, and for `position` and `identity`." {
        /// CCGs, by ODS code, closed ones among them. With `asOf` only those that existed on that day.
        ccgs: Ccg,
        /// Areas of all maps, by map and name.
        areas: Area,
        /// Which CCG belonged to which area, by ODS code and map. With `asOf` only those that held on that day. A map without
        /// days, as the published ones are, holds for a CCG as long as it existed, also where it was drawn later: its `kind`
        /// says when that was.
        memberships: Membership,
        /// The three models, A to C.
        models: CommissioningModel,
        /// Approval rounds, by financial year.
        waves: Wave,
        /// The primary care services, by name.
        service_scopes: ServiceScope,
        /// Which service was in scope of which model, by financial year. With `asOf` only the rules for the
        /// financial year of that day.
        scope_rules: ScopeRule,
        /// Which CCG adopted which model, in the order in which it was recorded. A CCG has one for each stage that a
        /// source speaks of, and the sources do not name every CCG: filter by stage before you count, and compare
        /// with `publishedFigures`. With `asOf` only those whose published days include that day.
        adoptions: Adoption,
        /// Which models CCGs had from when to when, by CCG and day. With `asOf` one for each CCG: its position on that
        /// day.
        positions: Position,
        /// Who says that adoptions are so, in the order in which it was recorded.
        evidence: Evidence,
        /// Which CCG took over from which, by day. With `asOf` only what had taken effect by that day.
        successions: Succession,
        /// Totals that others published, contradictions among them.
        published_figures: PublishedFigure,
        /// Files that were imported and publications that they cite.
        sources: Source,
        /// Executions of the importer, oldest first, refused files among them.
        import_runs: ImportRun,
        /// Problems in imported files, in the order in which they were found.
        import_issues: ImportIssue,
    }
}
