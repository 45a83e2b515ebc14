use async_graphql::{Context, Object};

use crate::{
    changes::{self, ChangePoint, Changes},
    dates::Dates,
    error::Answer,
    rendering::List,
    scalars::{Date, DateTime, FinancialYear},
    scope::{self, ScopeAnswer},
    search::{self, SearchHit, SearchKind},
    vocabulary::{Commissioner, Service},
};

/// Questions that take more than a look-up.
#[derive(Default)]
pub(super) struct Answers;

/// Questions that take more than a look-up.
#[Object]
impl Answers {
    /// Who could commission a service in a year: somebody, some of them, nobody, or not known.
    async fn scope_answer(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The service; or give `serviceName`.")] service: Option<Service>,
        #[graphql(desc = "The service by any name that a publication gives it, such as \"optometry\".")]
        service_name: Option<String>,
        #[graphql(desc = "Such as `2015/16`, in any usual spelling.")] financial_year: FinancialYear,
        #[graphql(desc = "Only rules about this kind of body; all kinds unless given.")] commissioner: Option<
            Commissioner,
        >,
        #[graphql(desc = "As this service knew it at this moment.")] known_at: Option<DateTime>,
    ) -> Answer<ScopeAnswer> {
        let dates = Dates::read(None, None, known_at);
        let asked = scope::Asked { service, service_name, year: financial_year, commissioner, dates };
        ScopeAnswer::find(context, asked).await
    }

    /// What changed between two rounds, two days, two versions of the data, or any two of these: who joined, moved up,
    /// left, merged, was renamed, became known or was corrected. `{ wave: "2015/16" }` is the day on which the arrangements of the round
    /// began; a point without a day takes that of the other.
    #[graphql(complexity = "2 * child_complexity + 1")]
    async fn changes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The first point.")] from: ChangePoint,
        #[graphql(desc = "The second point.")] to: ChangePoint,
    ) -> Answer<Changes> {
        changes::changes(context, &from, &to).await
    }

    /// CCGs and areas by name, former name or code, the best match first: a code, then a name, a former name, the beginning of a
    /// name, words of a name, parts of a former name, initials, and what is only spelt alike. A code may stand behind a name, in
    /// brackets or not: `NHS Brent CCG (07P)`.
    #[allow(clippy::too_many_arguments, reason = "they are what a client may say")]
    #[graphql(complexity = "search::Asked::cost(first, child_complexity)")]
    async fn search(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "A name, a code, or the beginning of one; at most 100 characters. Misspellings are forgiven."
        )]
        text: String,
        #[graphql(desc = "What to search for; everything unless given.")] kinds: Option<Vec<SearchKind>>,
        #[graphql(desc = "How many hits; 10 unless given, at most 50.")] first: Option<i32>,
        #[graphql(
            desc = "The day of `position` and `identity` of what is found, and of the lists beneath it; it does not narrow the \
                    search."
        )]
        as_of: Option<Date>,
        #[graphql(
            desc = "Only what somebody is known to have published by this day, of what the hits lead to; it does not \
                narrow the search."
        )]
        stated_by: Option<Date>,
        #[graphql(
            desc = "As this service knew it at this moment: only CCGs that were known then, though by all names that are \
                known now. Holds for all that the hits lead to."
        )]
        known_at: Option<DateTime>,
    ) -> Answer<List<SearchHit>> {
        let dates = Dates::read(as_of, stated_by, known_at);
        search::search(context, search::Asked { text, kinds, first, dates }).await
    }
}
