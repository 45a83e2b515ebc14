use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, IdenStatic, Iterable, Value,
    sea_query::{Expr, SelectStatement, TableRef},
};

use crate::{sorting::rank_of, table::id_columns};

/// What the rows of the noun are called in a wide statement.
pub(super) const FACT: &str = "fact";

/// Where columns stand: in the noun's own row, or in one that a reference leads to.
#[derive(Clone, Debug)]
pub struct Place {
    name: &'static str,
    joins: Vec<Join>,
}

/// A row that is put beside another, by a key of which there is one at most.
#[derive(Clone, Debug)]
pub(super) struct Join {
    pub(super) name: &'static str,
    pub(super) of: Joined,
    pub(super) on: Expr,
}

/// What is joined.
#[derive(Clone, Debug)]
pub(super) enum Joined {
    Table(TableRef),
    Rows(Box<SelectStatement>),
}

impl Place {
    /// The noun's own row.
    pub fn fact() -> Self {
        Self { name: FACT, joins: Vec::new() }
    }

    /// The row to which a reference in this one leads, if any, under a name of its own.
    pub fn to<E: EntityTrait>(&self, name: &'static str, reference: impl ColumnTrait) -> Self {
        self.to_number::<E>(name, self.expr(reference))
    }

    /// The row with a number, if any, under a name of its own.
    pub fn to_number<E: EntityTrait>(&self, name: &'static str, number: Expr) -> Self {
        let id = id_columns::<E>().next().map(|id| Expr::col((name, id.as_str())).eq(number));
        let on = id.unwrap_or_else(|| Expr::Constant(false.into()));
        self.with(Join { name, of: Joined::Table(E::default().table_ref()), on })
    }

    /// The row of a statement whose column `key`, which is unique among its rows, has this value.
    pub fn to_row_of(
        &self,
        name: &'static str,
        rows: SelectStatement,
        key: &'static str,
        value: Expr,
    ) -> Self {
        let on = Expr::col((name, key)).eq(value);
        self.with(Join { name, of: Joined::Rows(Box::new(rows)), on })
    }

    fn with(&self, join: Join) -> Self {
        let name = join.name;
        Self { name, joins: self.joins.iter().cloned().chain([join]).collect() }
    }

    /// A column of the row, as an expression.
    pub fn expr(&self, column: impl ColumnTrait) -> Expr {
        Expr::col((self.name, column.as_str()))
    }

    /// A column of the row.
    pub fn column(&self, column: impl ColumnTrait) -> Column {
        self.named(column.as_str())
    }

    /// A column of the row, by its name.
    pub fn named(&self, column: &'static str) -> Column {
        self.computed(Expr::col((self.name, column)))
    }

    /// What is worked out from the row.
    pub fn computed(&self, value: Expr) -> Column {
        Column { order: value.clone(), value, joins: self.joins.clone() }
    }
}

/// A value that a row and its references give.
#[derive(Clone, Debug)]
pub struct Column {
    /// The value.
    pub value: Expr,
    /// What rows are compared by that are sorted by it.
    pub order: Expr,
    pub(super) joins: Vec<Join>,
}

impl Column {
    /// Sorted by the place of a term in its vocabulary, rather than by the alphabet.
    #[must_use]
    pub fn ranked<V: Iterable + Into<Value>>(self) -> Self {
        Self { order: rank_of::<V>(&self.value), ..self }
    }
}
