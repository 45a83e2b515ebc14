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
        self.at(self.column(prefix, name)?)
    }

    /// The value of the column at this place.
    pub(in crate::reader) fn at<T: ValueType>(self, column: usize) -> Result<T, DbErr> {
        T::try_from(self.value(column, &T::array_type())?).map_err(|_| self.odd(column))
    }

    /// A row of a table, the columns of which are called so, behind a prefix.
    pub(in crate::reader) fn model<M>(self, prefix: &str) -> Result<M, DbErr>
    where
        M: ModelTrait,
        <M::Entity as EntityTrait>::ActiveModel: TryIntoModel<M>,
    {
        let mut model = <M::Entity as EntityTrait>::ActiveModel::default();
        for column in <M::Entity as EntityTrait>::Column::iter() {
            let place = self.column(prefix, column.as_str())?;
            model.try_set(column, self.value(place, &M::get_value_type(column))?)?;
        }
        model.try_into_model()
    }

    fn column(self, prefix: &str, name: &str) -> Result<usize, DbErr> {
        self.of.column(prefix, name).ok_or_else(|| DbErr::Type(format!("there is no column {prefix}{name}")))
    }

    fn value(self, column: usize, kind: &ArrayType) -> Result<Value, DbErr> {
        self.of.cell(self.row, column).and_then(|cell| held(cell, kind)).ok_or_else(|| self.odd(column))
    }

    fn odd(self, column: usize) -> DbErr {
        DbErr::Type(format!("column {column}, {}, holds another type of value", self.of.name(column)))
    }
}
