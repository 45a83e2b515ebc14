use crate::{
    coverage::{Coverage, CoverageFilter, CoverageRow, CoverageSort, coverage, coverage_rows},
    paging::{DEFAULT_SIZE, paged_fields},
    reconciliation::{
        Reconciliation, ReconciliationFilter, ReconciliationRow, ReconciliationSort, reconciliation_rows,
        reconciliations,
    },
};

/// Lists that are worked out and not stored.
#[derive(Default)]
pub(super) struct WorkedOutLists;

impl WorkedOutLists {
    const USUAL_SIZE: i32 = DEFAULT_SIZE;
}

/// Lists that are worked out: the arguments for their rows, with those for the page. `asOf` is an argument of those that name a
/// day for it.
macro_rules! worked_out_fields {
    ($(#[doc = $about:tt])+ $object:ident, $this:ident, $context:ident { $(
        $(#[doc = $doc:tt])+
        $field:ident: $row:ty, by $filter:ty, in $sort:ty, stated $stated:literal $(, $as_of:ident $day:literal)?;
    )+ }) => {
        paged_fields! {
            $(#[doc = $about])+
            $object { $(
                $(#[doc = $doc])+
                $field(
                    $this, $context, page,
                    #[graphql(desc = "Only rows that match.")] filter: Option<$filter>,
                    #[graphql(desc = "In which order; the natural one unless given.")]
                    order_by: Option<Vec<crate::sorting::OrderBy<$sort>>>,
                    $(#[graphql(desc = $day)] $as_of: Option<crate::scalars::Date>,)?
                    #[graphql(desc = $stated)] stated_by: Option<crate::scalars::Date>,
                    #[graphql(desc = "As this service knew it at this moment.")]
                    known_at: Option<crate::scalars::DateTime>,
                ) -> crate::error::Answer<crate::paging::Connection<$row>> {
                    let days: &[Option<crate::scalars::Date>] = &[$($as_of)?];
                    let dates = crate::dates::Dates::read(days.first().copied().flatten(), stated_by, known_at);
                    let order_by = order_by.unwrap_or_default();
                    $field($context, crate::paging::WorkedOutArguments { filter, order_by, page, dates }).await
                }
            )+ }
        }
    };
}

worked_out_fields! {
    /// Lists that are worked out and not stored.
    WorkedOutLists, self, context {
        /// How much of what was published is known by name: a row for each year, model and stage of which a total was
        /// published or a CCG is named, and for each model and stage of the numbered rounds of which nothing is known.
        coverage: Coverage, by CoverageFilter, in CoverageSort,
            stated "Only totals and names that somebody is known to have published by this day.",
            as_of "The day whose CCGs may be among those that are not known; the day of each row unless given. It does not \
                narrow the list.";
        /// `coverage` as flat rows, one for each published total: where several publishers give one for the same year, model
        /// and stage it has a row for each, and where none does it has one without a total.
        coverage_rows: CoverageRow, by CoverageFilter, in CoverageSort,
            stated "Only totals and names that somebody is known to have published by this day.",
            as_of "The day whose CCGs may be among those that are not known; the day of each row unless given. It does not \
                narrow the list.";
        /// Every published figure, worked out again where it can be: whether it matches, what else comes out, and why.
        reconciliations: Reconciliation, by ReconciliationFilter, in ReconciliationSort,
            stated "Only figures and names that somebody is known to have published by this day.";
        /// `reconciliations` as flat rows, one a figure.
        reconciliation_rows: ReconciliationRow, by ReconciliationFilter, in ReconciliationSort,
            stated "Only figures and names that somebody is known to have published by this day.";
    }
}
