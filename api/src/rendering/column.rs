use std::borrow::Borrow;

use async_graphql::{
    ContextSelectionSet, Positioned, ServerError, ServerResult, parser::types::Field,
    resolver_utils::ContainerType,
};
use bytes::Bytes;
use futures_util::future::try_join_all;

use super::{AsText, FieldContext, Json, Render, fields::fields_of, way::By};
use crate::order;

/// A field of all objects of a list, written.
pub struct Column {
    texts: Texts,
    /// Which of the texts an object has; none for null. Many may have the same.
    of: Vec<Option<usize>>,
}

impl Column {
    /// Of objects, each written once, of which every object of a list has one or none.
    ///
    /// # Errors
    /// When something of them cannot be written.
    pub async fn among<U: Render>(
        context: FieldContext<'_>,
        found: &[&U],
        of: Vec<Option<usize>>,
    ) -> ServerResult<Self> {
        Ok(Self { texts: selected(context, found).await?, of })
    }

    fn write(&self, object: usize, to: &mut Json) {
        match self.of.get(object).copied().flatten() {
            Some(text) => to.raw(self.texts.get(text)),
            None => to.null(),
        }
    }
}

impl From<Texts> for Column {
    fn from(texts: Texts) -> Self {
        let of = (0..texts.ends.len()).map(Some).collect();
        Self { texts, of }
    }
}

/// For how many bytes of texts room is made before they are written.
const AHEAD: usize = 64 << 10;

/// Texts, one after another.
pub(super) struct Texts {
    all: Json,
    ends: Vec<usize>,
}

impl Texts {
    /// Without any yet, of so many.
    fn with_capacity(texts: usize) -> Self {
        Self { all: Json::default(), ends: Vec::with_capacity(texts) }
    }

    /// Adds one.
    fn add(&mut self, write: impl FnOnce(&mut Json)) {
        write(&mut self.all);
        if self.ends.is_empty() {
            // Those that follow are about as long.
            self.all.reserve((self.all.len() * self.ends.capacity().saturating_sub(1)).min(AHEAD));
        }
        self.ends.push(self.all.len());
    }

    fn get(&self, place: usize) -> &[u8] {
        let end = |place: usize| self.ends.get(place).copied().unwrap_or_default();
        self.all.part(place.checked_sub(1).map_or(0, end), end(place))
    }

    /// All of them as one list.
    pub(super) fn list(&self) -> Bytes {
        // With the brackets and the commas between them.
        let mut list = Json::with_capacity(self.all.len() + self.ends.len() + 2);
        list.list(0..self.ends.len(), |place, to| to.raw(self.get(place)));
        list.finish()
    }
}

/// How a field of an object is known when its turn to be written comes.
enum Part<T> {
    Type,
    At(fn(&T, &mut Json)),
    Column(Column),
}

/// Objects of a list with what is selected of them.
pub(super) async fn objects<T: Render>(
    context: &ContextSelectionSet<'_>,
    objects: &[&T],
) -> ServerResult<Texts> {
    let kind = T::type_name();
    let fields: Vec<_> =
        fields_of(context, &kind)?.into_iter().map(|field| context.with_field(field)).collect();
    let parts = try_join_all(fields.iter().map(|field| part(field, objects))).await?;
    let names: Vec<&str> = fields.iter().map(|field| field.item.node.response_key().node.as_str()).collect();
    let mut texts = Texts::with_capacity(objects.len());
    for (place, object) in objects.iter().enumerate() {
        texts.add(|to| {
            to.object(names.iter().zip(&parts), |(name, part), to| {
                to.field(name);
                match part {
                    Part::Type => to.quoted(&kind),
                    Part::At(write) => write(object, to),
                    Part::Column(column) => column.write(place, to),
                }
            });
        });
    }
    Ok(texts)
}

async fn part<T: Render>(context: FieldContext<'_>, objects: &[&T]) -> ServerResult<Part<T>> {
    let name = context.item.node.name.node.as_str();
    if name == "__typename" {
        return Ok(Part::Type);
    }
    Ok(match T::way(name).map(|way| way.by) {
        Some(By::Object(write)) => Part::At(write),
        Some(By::List(ahead)) => Part::Column(ahead(context, objects).await?),
        None => Part::Column(resolved(context, objects).await?),
    })
}

/// What the library makes of a field, for each object by itself.
async fn resolved<T: Render>(context: FieldContext<'_>, objects: &[&T]) -> ServerResult<Column> {
    let values = try_join_all(objects.iter().map(|object| object.resolve_field(context))).await?;
    let asked = context.data_opt::<AsText>().map(|AsText(asked)| asked);
    let mut order = asked.map(|asked| order::Within::of(context.item, asked));
    let mut texts = Texts::with_capacity(values.len());
    for value in values {
        let mut value = value.unwrap_or_default();
        if let Some(order) = &mut order {
            order.arrange(&mut value);
        }
        texts.add(|to| to.value(&value));
    }
    Ok(texts.into())
}

/// The object that each object of a list has under a field, if it has one.
pub async fn within<'a, T, U: Render, H: Borrow<U>>(
    context: FieldContext<'a>,
    holders: &'a [&'a T],
    held: impl Fn(&'a T) -> Option<H>,
) -> ServerResult<Column> {
    let (mut found, mut of) = (Vec::new(), Vec::with_capacity(holders.len()));
    for held in holders.iter().map(|holder| held(holder)) {
        of.push(held.is_some().then_some(found.len()));
        found.extend(held);
    }
    let found: Vec<&U> = found.iter().map(Borrow::borrow).collect();
    Column::among(context, &found, of).await
}

/// The objects that each object of a list has under a field, as lists.
pub async fn within_each<'a, T, U: Render, H: Borrow<U>>(
    context: FieldContext<'a>,
    holders: &'a [&'a T],
    held: impl Fn(&'a T) -> Vec<H>,
) -> ServerResult<Column> {
    let held: Vec<Vec<H>> = holders.iter().map(|holder| held(holder)).collect();
    let all: Vec<&U> = held.iter().flatten().map(Borrow::borrow).collect();
    let written = selected(context, &all).await?;
    let (mut lists, mut next) = (Texts::with_capacity(held.len()), 0);
    for items in &held {
        lists.add(|to| to.list(next..next + items.len(), |place, to| to.raw(written.get(place))));
        next += items.len();
    }
    Ok(lists.into())
}

/// Objects with what is selected of them under a field.
async fn selected<U: Render>(context: FieldContext<'_>, found: &[&U]) -> ServerResult<Texts> {
    let field: &Positioned<Field> = context.item;
    objects(&context.with_selection_set(&field.node.selection_set), found).await
}

/// That the library must do what text cannot. It says itself what is wrong.
pub(crate) fn given_up() -> ServerError {
    ServerError::new("This cannot be written as text.", None)
}
