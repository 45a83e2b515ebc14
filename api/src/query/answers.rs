use async_graphql::{Context, Object};

use crate::{
    dates::Dates,
    error::Answer,
    scalars::{DateTime, FinancialYear},
    scope::{self, ScopeAnswer},
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
}
