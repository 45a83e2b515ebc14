//! In which order a list stands.
//!
//! `order` is what a client asks for: fields of a noun, each with a direction and a place for rows without a value.
//! `key` is what a field means: an expression and the kind of its values. The fields of a noun stand beside the
//! noun, in `types`. `worked_out` is the order of rows that no table holds.

mod key;
mod order;
mod worked_out;

pub use key::{Key, Kind, Reference, SortKey};
pub use order::{Direction, Nulls, OrderBy, OrderedKey, Sorting};
pub use worked_out::{RowField, RowOrder, keys_of};

use std::hash::Hash;

use async_graphql::InputType;
use sea_orm::{
    ColumnTrait, EntityName, EntityTrait, ExprTrait, IdenStatic, Iterable, Value,
    sea_query::{Asterisk, CaseStatement, Expr, Func, Query},
};

use crate::{
    dates::Dates,
    loading::Relation,
    table::{Noun, column, id_columns, id_of},
};

/// The fields that rows can be sorted by.
pub trait OrderField: InputType + Copy + Eq + Hash + Send + Sync + 'static {}

impl<F: InputType + Copy + Eq + Hash + Send + Sync + 'static> OrderField for F {}

/// The fields that lists of a noun can be sorted by.
pub trait SortField: OrderField {
    /// What is compared.
    fn key(self, dates: &Dates) -> SortKey;
}

/// By a column of the noun's own table.
pub fn by<C: ColumnTrait>(own: C) -> SortKey {
    SortKey::of(column(own), &own)
}

/// By a column of the row to which a reference leads. A row whose reference is absent has no value.
pub fn through<N: Noun, C: ColumnTrait>(reference: impl ColumnTrait, of: C) -> SortKey {
    const NAME: &str = "referred to";
    let referred = Query::select()
        .expr(column(of))
        .from(N::Entity::default().table_ref())
        .and_where(id_of::<N>().equals(reference.as_column_ref()))
        .to_owned();
    let key = SortKey::of(Expr::from(referred), &of);
    if reference.def().is_null() {
        return SortKey { is_nullable: true, ..key };
    }
    let leads_to = |id: <N::Entity as EntityTrait>::Column| Reference {
        table: N::Entity::default().table_ref(),
        name: NAME,
        leads_there: Expr::col((NAME, id.as_str())).eq(column(reference)),
        value: Expr::col((NAME, of.as_str())),
    };
    SortKey { of: id_columns::<N::Entity>().next().map(leads_to), ..key }
}

/// By the place of a term in its vocabulary, rather than by the alphabet.
pub fn ranked<V: Iterable + Into<Value>>(own: impl ColumnTrait) -> SortKey {
    SortKey { by: rank_of::<V>(&column(own)), kind: Kind::Number, is_nullable: own.def().is_null(), of: None }
}

/// The place of a term in its vocabulary; none where there is no term.
pub fn rank_of<V: Iterable + Into<Value>>(term: &Expr) -> Expr {
    let mut rank = CaseStatement::new();
    for (place, known) in (0_i32..).zip(V::iter()) {
        rank = rank.case(term.clone().eq(known.into()), place);
    }
    rank.into()
}

/// By the number of rows that are related, and were so on the day that is asked about.
pub fn count_of<R: Relation>(parent: Expr, dates: &Dates) -> SortKey {
    let mut related = R::candidates(dates);
    if let Some(condition) = dates.as_of.map(R::on_day).filter(|condition| !condition.is_empty()) {
        related.cond_where(condition);
    }
    related.expr_as(R::parent(), "parent");
    // Within, the parent's own table may stand for the rows at the other end.
    let counted = Query::select()
        .expr(Func::count(Expr::col(Asterisk)))
        .from_subquery(related, "related")
        .and_where(Expr::col(("related", "parent")).eq(parent))
        .to_owned();
    SortKey { by: counted.into(), kind: Kind::Number, is_nullable: false, of: None }
}
