use std::collections::HashMap;

use async_graphql::{Context, OutputType, ServerResult};
use foldhash::fast::RandomState;

use super::{Column, FieldContext, column::given_up, columns_of};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{each, one, one_if},
    table::Noun,
};

/// What a reference leads to: a noun, or one where there is a reference.
pub trait Lead: OutputType + Sized {
    /// The noun.
    type To: Noun;
    /// The reference.
    type By: Into<Option<i64>>;

    /// Loads it.
    fn follow(
        context: &Context<'_>,
        reference: Self::By,
        dates: Dates,
    ) -> impl Future<Output = Answer<Self>> + Send;
}

impl<N: Noun> Lead for N {
    type To = N;
    type By = i64;

    async fn follow(context: &Context<'_>, reference: i64, dates: Dates) -> Answer<Self> {
        one(context, reference, dates).await
    }
}

impl<N: Noun> Lead for Option<N> {
    type To = N;
    type By = Option<i64>;

    async fn follow(context: &Context<'_>, reference: Option<i64>, dates: Dates) -> Answer<Self> {
        one_if(context, reference, dates).await
    }
}

/// What the objects of a list refer to, each loaded and written once.
pub async fn lead<T, L: Lead>(
    context: FieldContext<'_>,
    objects: &[&T],
    reference: impl Fn(&T) -> (L::By, Dates),
) -> ServerResult<Column> {
    let mut places = HashMap::<_, _, RandomState>::default();
    let (mut wanted, mut of) = (Vec::new(), Vec::with_capacity(objects.len()));
    for (reference, dates) in objects.iter().map(|object| reference(object)) {
        let reference: Option<i64> = reference.into();
        of.push(reference.map(|number| {
            *places.entry((number, dates)).or_insert_with(|| {
                wanted.push((number, dates));
                wanted.len() - 1
            })
        }));
    }
    let columns = columns_of::<L::To>(context, &[context.look_ahead()]);
    let found = each::<L::To>(context, &wanted, columns).await.map_err(|_| given_up())?;
    let nouns: Option<Vec<&L::To>> = found.iter().map(Option::as_ref).collect();
    Column::among(context, &nouns.ok_or_else(given_up)?, of).await
}
