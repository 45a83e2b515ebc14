use sea_orm::sea_query::{Condition, Expr};

use super::{Filter, Operand};

/// Whether a filter matches where there is no row, given its `isNull`, `and`, `or` and `not`, and whether it asks anything else.
/// None where it asks something of the row: of one that is absent nothing holds, nor the contrary.
pub fn absence<F: Filter>(
    is_null: &Operand<bool>,
    and: &Operand<Vec<F>>,
    or: &Operand<Vec<F>>,
    not: &Operand<F>,
    asks_more: bool,
) -> Option<bool> {
    let own = is_null.given().map(|is_null| Some(*is_null));
    let every = and.given().into_iter().flatten().map(F::admits_absence);
    let some = or.given().map(|filters| {
        let answers: Vec<Option<bool>> = filters.iter().map(F::admits_absence).collect();
        if answers.contains(&Some(true)) {
            Some(true)
        } else {
            answers.iter().all(Option::is_some).then_some(false)
        }
    });
    let other = not.given().map(|filter| filter.admits_absence().map(|admits| !admits));
    let more = asks_more.then_some(None);
    let answers: Vec<Option<bool>> =
        own.into_iter().chain(every).chain(some).chain(other).chain(more).collect();
    if answers.contains(&Some(false)) {
        Some(false)
    } else {
        answers.iter().all(Option::is_some).then_some(true)
    }
}

/// The condition of `isNull` on a row that is there.
pub fn of_presence(is_null: &Operand<bool>) -> Option<Condition> {
    is_null.given().map(|is_null| Condition::all().add(Expr::Constant((!is_null).into())))
}

/// What a filter has whose noun may be absent where another refers to it.
macro_rules! may_be_absent {
    () => {
        fn admits_absence(&self) -> Option<bool> {
            let more = Self {
                is_null: Operand::default(),
                and: Operand::default(),
                or: Operand::default(),
                not: Operand::default(),
                ..self.clone()
            };
            crate::filters::absence(&self.is_null, &self.and, &self.or, &self.not, more != Self::default())
        }
    };
}

pub(crate) use may_be_absent;
