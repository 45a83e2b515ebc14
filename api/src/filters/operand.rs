use std::borrow::Cow;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};

/// A field of a filter: left out, or given. A null means left out, for only the null of a variable that was not
/// supplied gets here: see `arguments`.
///
/// Boxed, because filters hold filters: of the many fields few are given, and filters are moved a lot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operand<T>(Option<Box<T>>);

impl<T> Default for Operand<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<T> for Operand<T> {
    fn from(value: T) -> Self {
        Self(Some(Box::new(value)))
    }
}

impl<T> Operand<T> {
    /// The value, when the field was given.
    pub fn given(&self) -> Option<&T> {
        self.0.as_deref()
    }
}

impl<T: InputType> InputType for Operand<T> {
    type RawValueType = T::RawValueType;

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::type_name().into_owned()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry);
        Self::qualified_type_name()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            None | Some(Value::Null) => Ok(Self(None)),
            value => T::parse(value).map(Self::from).map_err(InputValueError::propagate),
        }
    }

    fn to_value(&self) -> Value {
        self.given().map_or(Value::Null, T::to_value)
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        self.given().and_then(T::as_raw_value)
    }
}
