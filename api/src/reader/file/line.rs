use sea_orm::{
    ActiveModelTrait, DbErr, EntityTrait, IdenStatic, Iterable, ModelTrait, TryIntoModel,
    sea_query::{ArrayType, Value, ValueType},
};

use super::{cells::Cells, values::held};

/// A row that SQLite gave.
#[derive(Clone, Copy, Debug)]
pub(in crate::reader) struct Line<'a> {
    of: &'a Cells,
    row: usize,
}

impl<'a> Line<'a> {
    pub(in crate::reader) fn new(of: &'a Cells, row: usize) -> Self {
        Self { of, row }
    }

    /// The value of the column of this name, which begins with a prefix.
    pub(in crate::reader) fn named<T: ValueType>(self, prefix: &str, name: &str) -> Result<T, DbErr> {
        let value = self.value(prefix, name, &T::array_type())?;
        T::try_from(value).map_err(|_| odd(name))
    }

    /// The value of the column at this place.
    pub(in crate::reader) fn at<T: ValueType>(self, column: usize) -> Result<T, DbErr> {
        let value = self.of.cell(self.row, column).and_then(|cell| held(cell, &T::array_type()));
        let value = value.and_then(|value| T::try_from(value).ok());
        value.ok_or_else(|| odd(&format!("the column {column}")))
    }

    /// A row of a table, the columns of which are called so, behind a prefix.
    pub(in crate::reader) fn model<M>(self, prefix: &str) -> Result<M, DbErr>
    where
        M: ModelTrait,
        <M::Entity as EntityTrait>::ActiveModel: TryIntoModel<M>,
    {
        let mut model = <M::Entity as EntityTrait>::ActiveModel::default();
        for column in <M::Entity as EntityTrait>::Column::iter() {
            model.try_set(column, self.value(prefix, column.as_str(), &M::get_value_type(column))?)?;
        }
        model.try_into_model()
    }

    fn value(self, prefix: &str, name: &str, kind: &ArrayType) -> Result<Value, DbErr> {
        let column = match prefix {
            "" => self.of.column(name),
            prefix => self.of.column(&format!("{prefix}{name}")),
        };
        let column = column.ok_or_else(|| DbErr::Type(format!("there is no column {prefix}{name}")))?;
        self.of.cell(self.row, column).and_then(|cell| held(cell, kind)).ok_or_else(|| odd(name))
    }
}

fn odd(column: &str) -> DbErr {
    DbErr::Type(format!("{column} holds another type of value"))
}
