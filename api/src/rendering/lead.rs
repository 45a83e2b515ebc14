use std::collections::HashMap;

use async_graphql::{Context, OutputType, ServerResult};

use super::{Column, FieldContext, column::given_up};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{Key, loaders, one, one_if},
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
    let (mut places, mut keys, mut of) = (HashMap::new(), Vec::new(), Vec::with_capacity(objects.len()));
    for (reference, dates) in objects.iter().map(|object| reference(object)) {
        let reference: Option<i64> = reference.into();
        of.push(reference.map(|number| {
            *places.entry((number, dates)).or_insert_with(|| {
                keys.push(Key::<L::To, _>::new((number, dates)));
                keys.len() - 1
            })
        }));
    }
    let found = loaders(context).load_many(keys.iter().cloned()).await.map_err(|_| given_up())?;
    let nouns: Option<Vec<&L::To>> = keys.iter().map(|key| found.get(key)).collect();
    Column::among(context, &nouns.ok_or_else(given_up)?, of).await
}
