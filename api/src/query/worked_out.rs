use crate::{
    coverage::{self, Coverage, CoverageFilter, CoverageRow},
    dates::Dates,
    error::Answer,
    paging::{Connection, DEFAULT_SIZE, paged_fields},
    reconciliation::{self, Reconciliation, ReconciliationFilter, ReconciliationRow},
    scalars::{Date, DateTime},
};

/// Lists that are worked out and not stored.
#[derive(Default)]
pub(super) struct WorkedOutLists;

impl WorkedOutLists {
    const USUAL_SIZE: i32 = DEFAULT_SIZE;
}

paged_fields! {
    /// Lists that are worked out and not stored.
    WorkedOutLists {
        /// How much of what was published is known by name: a row for each year, model and stage of which a total was
        /// published or a CCG is named, and for each model and stage of the numbered rounds of which nothing is known.
        coverage(
            self, context, page,
            #[graphql(desc = "Only rows that match.")] filter: Option<CoverageFilter>,
            #[graphql(
                desc = "The day whose CCGs may be among those that are not known; the day of each row unless given. \
                It does not narrow the list."
            )]
            as_of: Option<Date>,
            #[graphql(desc = "Only totals and names that somebody is known to have published by this day.")]
            stated_by: Option<Date>,
            #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
        ) -> Answer<Connection<Coverage>> {
            let dates = Dates::read(as_of, stated_by, known_at);
            coverage::coverage(context, coverage::Asked { filter, page, dates }).await
        }

        /// `coverage` as flat rows, one for each published total: where several publishers give one for the same year, model
        /// and stage it has a row for each, and where none does it has one without a total.
        coverage_rows(
            self, context, page,
            #[graphql(desc = "Only rows that match.")] filter: Option<CoverageFilter>,
            #[graphql(
                desc = "The day whose CCGs may be among those that are not known; the day of each row unless given. \
                It does not narrow the list."
            )]
            as_of: Option<Date>,
            #[graphql(desc = "Only totals and names that somebody is known to have published by this day.")]
            stated_by: Option<Date>,
            #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
        ) -> Answer<Connection<CoverageRow>> {
            let dates = Dates::read(as_of, stated_by, known_at);
            coverage::coverage_rows(context, coverage::Asked { filter, page, dates }).await
        }

        /// Every published figure, worked out again where it can be: whether it matches, what else comes out, and why.
        reconciliations(
            self, context, page,
            #[graphql(desc = "Only rows that match.")] filter: Option<ReconciliationFilter>,
            #[graphql(desc = "Only figures and names that somebody is known to have published by this day.")]
            stated_by: Option<Date>,
            #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
        ) -> Answer<Connection<Reconciliation>> {
            let dates = Dates::read(None, stated_by, known_at);
            reconciliation::reconciliations(context, reconciliation::Asked { filter, page, dates }).await
        }

        /// `reconciliations` as flat rows, one a figure.
        reconciliation_rows(
            self, context, page,
            #[graphql(desc = "Only rows that match.")] filter: Option<ReconciliationFilter>,
            #[graphql(desc = "Only figures and names that somebody is known to have published by this day.")]
            stated_by: Option<Date>,
            #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
        ) -> Answer<Connection<ReconciliationRow>> {
            let dates = Dates::read(None, stated_by, known_at);
            reconciliation::reconciliation_rows(context, reconciliation::Asked { filter, page, dates }).await
        }
    }
}
