//! Which model a CCG had on a day, as its facts say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::NaiveDate;
use entities::domain::{
    Circumstances, FinancialYear, Judgement,
    ModelCode::{self, Delegated, GreaterInvolvement, Joint},
    Position, PositionFact, Role,
    Stage::{self, Applied, Approved, Declined, Ended, ExpressedInterest, Live, Withdrawn},
    position_on,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A fact with its year, the day from which it holds and the day by which it was stated; empty for none.
fn fact(stage: Stage, model: impl Into<Option<ModelCode>>, [year, from, stated]: [&str; 3]) -> PositionFact {
    PositionFact {
        model: model.into(),
        stage,
        year: FinancialYear::parse(year).ok(),
        effective_from: from.parse().ok(),
        effective_to: None,
        stated_by: stated.parse().ok(),
    }
}

const CCG: fn() -> Circumstances = || Circumstances {
    opened_on: Some(day("2013-04-01")),
    closed_on: Some(day("2020-03-31")),
    first_round: Some(day("2015-04-01")),
};

fn judge(on: &str, facts: &[PositionFact]) -> Judgement {
    position_on(day(on), facts, &CCG())
}

/// The model and the last day by which it had begun; or else in a word why there is none.
fn said(on: &str, facts: &[PositionFact]) -> String {
    match judge(on, facts).position {
        Position::Model { model, since, live } => {
            let stage = if live { "live" } else { "approved" };
            format!("{model:?} {stage} by {}", since.latest)
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn a_live_fact_gives_the_model_from_its_first_day_on() {
    let facts = [fact(Live, Delegated, ["2017/18", "2017-04-01", "2017-02-01"])];
    assert_eq!(said("2017-03-31", &facts), "Unknown");
    assert_eq!(said("2017-04-01", &facts), "Delegated live by 2017-04-01");
    assert_eq!(said("2020-03-31", &facts), "Delegated live by 2017-04-01");
    assert_eq!(judge("2017-03-31", &facts).roles, [Role::NotYet]);
}

#[test]
fn what_was_wanted_or_approved_without_a_day_gives_no_model() {
    let facts = [
        fact(ExpressedInterest, None, ["", "", "2014-06-30"]),
        fact(Applied, Joint, ["2015/16", "", "2015-01-31"]),
        fact(Approved, Delegated, ["2015/16", "", "2015-02-18"]),
    ];
    assert_eq!(said("2015-07-01", &facts), "Unknown");
    assert_eq!(judge("2015-07-01", &facts).roles, [Role::NotInForce, Role::NotInForce, Role::NoEffectiveDay]);
}

#[test]
fn an_approval_counts_from_the_day_on_which_it_takes_effect() {
    let facts = [fact(Approved, Delegated, ["2016/17", "2016-04-01", "2015-12-31"])];
    assert_eq!(said("2016-03-31", &facts), "Unknown");
    assert_eq!(said("2016-04-01", &facts), "Delegated approved by 2016-04-01");
}

#[test]
fn the_model_that_began_later_counts() {
    let facts = [
        fact(Live, Joint, ["2015/16", "", "2015-06-11"]),
        fact(Approved, Delegated, ["2016/17", "2016-04-01", "2015-12-31"]),
    ];
    assert_eq!(said("2016-03-31", &facts), "Joint live by 2015-06-11");
    assert_eq!(said("2016-04-01", &facts), "Delegated approved by 2016-04-01");
    assert_eq!(judge("2016-04-01", &facts).roles, [Role::Superseded(1), Role::Counts]);
}

#[test]
fn what_is_said_again_later_keeps_its_beginning() {
    let facts =
        [fact(Live, Joint, ["2015/16", "", "2015-06-11"]), fact(Live, Joint, ["2016/17", "", "2016-07-20"])];
    assert_eq!(said("2016-07-01", &facts), "Joint live by 2015-06-11");
    let back = [&facts[..], &[fact(Live, Delegated, ["", "2015-12-01", ""])]].concat();
    assert_eq!(said("2016-07-01", &back), "Joint live by 2016-07-20", "it had been another in between");
}

#[test]
fn what_was_live_outweighs_what_was_only_approved_for_the_same_time() {
    let facts = [
        fact(Approved, Delegated, ["2015/16", "2015-04-01", "2015-02-18"]),
        fact(Live, Joint, ["2015/16", "", "2015-06-11"]),
    ];
    assert_eq!(said("2015-07-01", &facts), "Joint live by 2015-06-11");
    assert_eq!(judge("2015-07-01", &facts).roles, [Role::Outweighed(1), Role::Counts]);
}

#[test]
fn two_live_models_of_which_neither_certainly_began_later_are_a_conflict() {
    let facts = [
        fact(Live, Joint, ["2016/17", "", "2016-07-20"]),
        fact(Live, Delegated, ["2016/17", "2016-04-01", ""]),
    ];
    assert_eq!(judge("2016-08-01", &facts).position, Position::Conflict(vec![Joint, Delegated]));
    assert_eq!(judge("2016-08-01", &facts).roles, [Role::Counts, Role::Counts]);
    let later = [&facts[..], &[fact(Live, Delegated, ["2018/19", "2018-04-01", ""])]].concat();
    assert_eq!(said("2018-04-01", &later), "Delegated live by 2016-04-01", "the newest settles it");
}

#[test]
fn a_live_fact_without_a_day_holds_in_its_year_or_by_its_statement() {
    let of_year = [fact(Live, Delegated, ["2016/17", "", ""])];
    assert_eq!(said("2016-04-01", &of_year), "Delegated live by 2017-03-31");
    let stated = [fact(Live, GreaterInvolvement, ["", "", "2016-07-20"])];
    assert_eq!(said("2016-07-19", &stated), "Unknown");
    assert_eq!(said("2016-07-20", &stated), "GreaterInvolvement live by 2016-07-20");
    let undated = [fact(Live, Delegated, ["", "", ""])];
    assert_eq!(said("2019-01-01", &undated), "Unknown");
    assert_eq!(judge("2019-01-01", &undated).roles, [Role::NoDay]);
}

/// The first and last day on which the model may have begun.
fn begun(on: &str, facts: &[PositionFact], first_round: Option<&str>) -> [Option<NaiveDate>; 2] {
    let of = Circumstances { first_round: first_round.map(day), ..CCG() };
    match position_on(day(on), facts, &of).position {
        Position::Model { since, .. } => [since.earliest, Some(since.latest)],
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_listed_for_a_year_may_have_begun_at_any_time_since_the_first_round() {
    let listed = fact(Live, Delegated, ["2017/18", "", "2017-06-01"]);
    let days = |earliest: &str, latest: &str| [earliest.parse().ok(), Some(day(latest))];
    let first = Some("2015-04-01");
    let of_year = std::slice::from_ref(&listed);
    assert_eq!(said("2017-03-31", of_year), "Unknown", "it counts from the first day of its year");
    assert_eq!(begun("2017-04-01", of_year, first), days("2015-04-01", "2017-06-01"));
    assert_eq!(begun("2017-04-01", of_year, None), days("", "2017-06-01"), "nothing says when rounds began");
    assert_eq!(begun("2017-04-01", of_year, Some("2018-04-01")), days("", "2017-06-01"));
    let young = Circumstances { opened_on: Some(day("2017-05-01")), ..CCG() };
    let Position::Model { since, .. } = position_on(day("2017-05-01"), of_year, &young).position else {
        panic!("it has a model from its first day on");
    };
    assert_eq!(since.earliest, young.opened_on, "it did not exist before");
    let by_statement = [fact(Live, Delegated, ["", "", "2017-06-01"])];
    assert_eq!(begun("2017-06-01", &by_statement, first), days("2015-04-01", "2017-06-01"));
    // A day that is published is the day, whichever fact comes first.
    let dated = fact(Live, Delegated, ["2017/18", "2017-06-01", ""]);
    for facts in [[listed.clone(), dated.clone()], [dated, listed]] {
        assert_eq!(begun("2017-06-01", &facts, first), days("2017-06-01", "2017-06-01"));
    }
}

#[test]
fn what_is_said_of_no_day_contradicts_another_model_once_its_year_is_over() {
    let joint = fact(Live, Joint, ["2015/16", "2015-10-01", ""]);
    let undated = fact(Live, Delegated, ["", "", ""]);
    let facts = [joint.clone(), undated.clone()];
    assert_eq!(said("2016-03-31", &facts), "Joint live by 2015-10-01");
    assert_eq!(judge("2016-03-31", &facts).roles, [Role::Counts, Role::NoDay]);
    assert_eq!(judge("2016-04-01", &facts).position, Position::Conflict(vec![Joint, Delegated]));
    assert_eq!(judge("2016-04-01", &facts).roles, [Role::Counts, Role::Counts]);
    // The next year is spoken of too.
    let again = [&facts[..], &[fact(Live, Joint, ["2016/17", "", ""])]].concat();
    assert_eq!(said("2017-03-31", &again), "Joint live by 2015-10-01");
    assert_eq!(said("2017-04-01", &again), "Conflict([Joint, Delegated])");
    // It may be said of days of which a source speaks.
    let later = [&facts[..], &[fact(Live, Delegated, ["2018/19", "2018-04-01", ""])]].concat();
    assert_eq!(said("2018-03-31", &later), "Joint live by 2015-10-01");
    assert_eq!(said("2018-04-01", &later), "Delegated live by 2018-04-01");
    // Of the same model it says nothing new, and by itself or once it had ended nothing of a day.
    let same = [joint.clone(), fact(Live, Joint, ["", "", ""])];
    assert_eq!(said("2019-01-01", &same), "Joint live by 2015-10-01");
    let ended = [&facts[..], &[fact(Ended, Delegated, ["", "2016-10-01", ""])]].concat();
    assert_eq!(said("2016-09-30", &ended), "Conflict([Joint, Delegated])");
    assert_eq!(said("2016-10-01", &ended), "Joint live by 2015-10-01");
    let bounded = [joint, PositionFact { effective_to: Some(day("2017-03-31")), ..undated }];
    assert_eq!(said("2017-03-31", &bounded), "Conflict([Joint, Delegated])");
    assert_eq!(said("2017-04-01", &bounded), "Joint live by 2015-10-01");
}

#[test]
fn that_there_was_none_is_said_only_where_it_is_known() {
    assert_eq!(said("2015-03-31", &[]), "None", "before the first round");
    assert_eq!(said("2015-04-01", &[]), "Unknown");
    let declined = [fact(Declined, None, ["2016/17", "", "2015-09-29"])];
    assert_eq!(said("2016-03-31", &declined), "Unknown", "the vote was about the year after");
    assert_eq!(said("2016-04-01", &declined), "None");
    assert_eq!(said("2017-03-31", &declined), "None");
    assert_eq!(said("2017-04-01", &declined), "Unknown", "it was asked anew each year");
    let within = [fact(Declined, None, ["2016/17", "", "2016-09-29"])];
    assert_eq!(said("2016-09-28", &within), "Unknown");
    assert_eq!(said("2016-09-29", &within), "None");
    let told_later = [fact(Declined, None, ["2016/17", "", "2018-01-01"])];
    assert_eq!(said("2016-04-01", &told_later), "None");
    assert_eq!(said("2018-01-01", &told_later), "Unknown");
    let of_no_year = [fact(Declined, None, ["", "", "2015-09-29"])];
    assert_eq!(said("2015-09-28", &of_no_year), "Unknown");
    assert_eq!(said("2016-03-31", &of_no_year), "None");
    let of_one = [fact(Declined, Delegated, ["2016/17", "", "2015-09-29"])];
    assert_eq!(said("2016-07-01", &of_one), "Unknown", "it may have another");
}

#[test]
fn a_vote_against_says_nothing_of_a_model_that_there_is() {
    let facts = [
        fact(Live, Joint, ["2015/16", "2015-04-01", ""]),
        fact(Declined, None, ["2016/17", "", "2015-09-29"]),
    ];
    assert_eq!(said("2016-07-01", &facts), "Joint live by 2015-04-01");
    assert_eq!(judge("2016-07-01", &facts).roles, [Role::Counts, Role::Superseded(0)]);
}

#[test]
fn what_ended_or_was_not_taken_up_does_not_count() {
    let live = fact(Live, Joint, ["2015/16", "2015-04-01", ""]);
    let bounded = PositionFact { effective_to: Some(day("2016-03-31")), ..live.clone() };
    assert_eq!(said("2016-03-31", std::slice::from_ref(&bounded)), "Joint live by 2015-04-01");
    assert_eq!(said("2016-04-01", &[bounded]), "Unknown");
    let ended = [live, fact(Ended, Joint, ["2017/18", "2017-10-01", ""])];
    assert_eq!(said("2017-09-30", &ended), "Joint live by 2015-04-01");
    assert_eq!(said("2017-10-01", &ended), "Unknown");
    assert_eq!(judge("2017-10-01", &ended).roles, [Role::Ended, Role::NotInForce]);
    let withdrawn = [
        fact(Approved, Delegated, ["2016/17", "2016-04-01", ""]),
        fact(Withdrawn, Delegated, ["2016/17", "", ""]),
    ];
    assert_eq!(said("2016-07-01", &withdrawn), "Unknown");
    assert_eq!(judge("2016-07-01", &withdrawn).roles, [Role::NotTakenUp(1), Role::NotInForce]);
}

#[test]
fn a_model_that_the_sources_do_not_name_is_no_position() {
    let facts = [fact(Live, None, ["2016/17", "2016-04-01", ""])];
    assert_eq!(said("2016-07-01", &facts), "Unknown");
    assert_eq!(judge("2016-07-01", &facts).roles, [Role::NoModel]);
}

#[test]
fn a_ccg_that_did_not_exist_has_no_position() {
    let facts = [fact(Live, Delegated, ["2017/18", "2017-04-01", ""])];
    assert_eq!(said("2013-03-31", &facts), "NotOpen");
    assert_eq!(said("2020-04-01", &facts), "Closed");
    assert_eq!(judge("2020-04-01", &facts).roles, [Role::Ended]);
}
