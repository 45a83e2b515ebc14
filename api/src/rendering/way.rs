use async_graphql::ServerResult;
use futures_util::future::BoxFuture;

use super::{Column, FieldContext, Json};

/// How a field of an object is written.
pub struct Way<T: ?Sized> {
    pub(super) by: By<T>,
    /// The columns of the object's row from which the field is told; none where it may look at any.
    pub(super) columns: Option<&'static [&'static str]>,
}

/// What writes a field.
pub(super) enum By<T: ?Sized> {
    /// Nothing but the object is needed.
    Object(fn(&T, &mut Json)),
    /// It is worked out for all objects of a list together.
    List(Ahead<T>),
}

/// Writes a field for all objects of a list.
type Ahead<T> = for<'a> fn(FieldContext<'a>, &'a [&'a T]) -> BoxFuture<'a, ServerResult<Column>>;

impl<T: ?Sized> Way<T> {
    /// Of a field that needs nothing but its object.
    pub fn at(write: fn(&T, &mut Json)) -> Self {
        Self { by: By::Object(write), columns: None }
    }

    /// Of a field that is worked out for all objects of a list together.
    pub fn ahead(write: Ahead<T>) -> Self {
        Self { by: By::List(write), columns: None }
    }

    /// Of a field that is told from these columns of its object's row and looks at no others.
    #[must_use]
    pub fn told_from(self, columns: &'static [&'static str]) -> Self {
        Self { columns: Some(columns), ..self }
    }
}
