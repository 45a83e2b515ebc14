//! The spells of a CCG say the same as the question after each day.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::NaiveDate;
use entities::domain::{Circumstances, FinancialYear, ModelCode, PositionFact, Stage, position_on, spells};
use proptest::{option, prelude::*, sample::select};

fn day() -> impl Strategy<Value = NaiveDate> {
    // Few days, so that facts meet on them.
    (2013..2021_i32, select(vec![(4, 1), (3, 31), (10, 1), (2, 18)]))
        .prop_map(|(year, (month, day))| NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn fact() -> impl Strategy<Value = PositionFact> {
    let stages = vec![
        Stage::ExpressedInterest,
        Stage::Applied,
        Stage::Approved,
        Stage::Live,
        Stage::Live,
        Stage::Declined,
        Stage::Withdrawn,
        Stage::Ended,
    ];
    let models = vec![ModelCode::GreaterInvolvement, ModelCode::Joint, ModelCode::Delegated];
    let dates = (option::of(day()), option::weighted(0.2, day()), option::of(day()));
    (option::weighted(0.9, select(models)), select(stages), option::of(day()), dates).prop_map(
        |(model, stage, year, (effective_from, effective_to, stated_by))| PositionFact {
            model,
            stage,
            year: year.map(FinancialYear::of),
            effective_from,
            effective_to,
            stated_by,
        },
    )
}

proptest! {
    #[test]
    fn spells_say_the_same_as_each_day(
        facts in prop::collection::vec(fact(), 0..8),
        opened_on in option::weighted(0.8, day()),
        closed_on in option::of(day()),
        first_round in option::of(day()),
    ) {
        let of = Circumstances { opened_on, closed_on, first_round };
        let spells = spells(&facts, &of);
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        for day in day(2012).iter_days().take_while(|today| *today < day(2023)) {
            let holds = |first: Option<NaiveDate>, last: Option<NaiveDate>| {
                first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
            };
            let of_day: Vec<_> = spells.iter().filter(|spell| holds(spell.first_day, spell.last_day)).collect();
            prop_assert_eq!(of_day.len(), 1, "{}: {:?}", day, spells);
            prop_assert_eq!(&of_day[0].position, &position_on(day, &facts, &of).position, "{}", day);
        }
        for pair in spells.windows(2) {
            prop_assert_ne!(&pair[0].position, &pair[1].position);
        }
    }
}
