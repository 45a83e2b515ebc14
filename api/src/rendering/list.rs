use std::{
    borrow::{Borrow, Cow},
    marker::PhantomData,
};

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field,
    registry::Registry, resolver_utils::resolve_list,
};

use super::{AsText, Render, column::objects};

/// A list of objects, owned or borrowed, which is written as text where the request allows it.
pub struct List<T, H = T> {
    items: Vec<H>,
    of: PhantomData<fn() -> T>,
}

impl<T, H> FromIterator<H> for List<T, H> {
    fn from_iter<I: IntoIterator<Item = H>>(items: I) -> Self {
        Self { items: items.into_iter().collect(), of: PhantomData }
    }
}

impl<T: Render, H: Borrow<T> + Send + Sync> OutputType for List<T, H> {
    fn type_name() -> Cow<'static, str> {
        Vec::<&T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<&T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<&T>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        context: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let items: Vec<&T> = self.items.iter().map(Borrow::borrow).collect();
        if context.data_opt::<AsText>().is_some() {
            return Ok(Value::Binary(objects(context, &items).await?.list()));
        }
        resolve_list(context, field, items, Some(self.items.len())).await
    }
}
