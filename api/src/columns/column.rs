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
    /// The column of the noun's own row by which it is reached; none for that row itself.
    by: Option<&'static str>,
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
        Self { name: FACT, joins: Vec::new(), by: None }
    }

    /// The row to which a reference in this one leads, if any, under a name of its own.
    pub fn to<E: EntityTrait>(&self, name: &'static str, reference: impl ColumnTrait) -> Self {
        self.to_number::<E>(name, reference, self.expr(reference))
    }

    /// The row with a number that a column of this one decides, if any, under a name of its own.
    pub fn to_number<E: EntityTrait>(&self, name: &'static str, by: impl ColumnTrait, number: Expr) -> Self {
        let id = id_columns::<E>().next().map(|id| Expr::col((name, id.as_str())).eq(number));
        let on = id.unwrap_or_else(|| Expr::Constant(false.into()));
        self.with(by, Join { name, of: Joined::Table(E::default().table_ref()), on })
    }

    /// The row of a statement whose column `key`, which is unique among its rows, has the value of a column of this one.
    pub fn to_row_of(
        &self,
        name: &'static str,
        rows: SelectStatement,
        key: &'static str,
        column: impl ColumnTrait,
    ) -> Self {
        let on = Expr::col((name, key)).eq(self.expr(column));
        self.with(column, Join { name, of: Joined::Rows(Box::new(rows)), on })
    }

    fn with(&self, by: impl ColumnTrait, join: Join) -> Self {
        let name = join.name;
        let joins = self.joins.iter().cloned().chain([join]).collect();
        Self { name, joins, by: self.by.or(Some(by.as_str())) }
    }

    /// A column of the row, as an expression.
    pub fn expr(&self, column: impl ColumnTrait) -> Expr {
        Expr::col((self.name, column.as_str()))
    }

    /// A column of the row.
    pub fn column(&self, column: impl ColumnTrait) -> Column {
        let name = column.as_str();
        let tells = match self.by {
            None => true,
            // No two rows of the other table have the same.
            Some(_) => self.joins.len() == 1 && column.def().is_unique(),
        };
        Column { by: self.by.or(Some(name)), tells, ..self.named(name) }
    }

    /// A column of the row, by its name.
    pub fn named(&self, column: &'static str) -> Column {
        self.computed(Expr::col((self.name, column)))
    }

    /// What is worked out from the row.
    pub fn computed(&self, value: Expr) -> Column {
        Column { order: value.clone(), value, joins: self.joins.clone(), by: self.by, tells: false }
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
    /// The column of the noun's own row on which it depends; none where it depends on more.
    pub by: Option<&'static str>,
    /// Whether rows that have the same of it have the same in that column.
    pub tells: bool,
}

impl Column {
    /// Sorted by the place of a term in its vocabulary, rather than by the alphabet.
    #[must_use]
    pub fn ranked<V: Iterable + Into<Value>>(self) -> Self {
        Self { order: rank_of::<V>(&self.value), ..self }
    }
}
