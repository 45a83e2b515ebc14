//! The notes below each table: above all, how many of a published total are named.
//!
//! The number of CCGs named is counted, so that a note cannot fall behind the table above it.

use crate::facts::AdoptionFact;

const NO_START: &str =
    "A blank \"Effective from\" means that the source does not say when the arrangement began.";
const COLLECTIVE: &str = "\"Collective, expanded\" means that the source speaks of a group of CCGs, \
    and that a row was made for each member.";

pub(super) fn of_2015(facts: &[AdoptionFact]) -> Vec<String> {
    let named = |model, stages| named(facts, "2015/16", model, stages);
    let delegated = named("C", &["approved", "live"]);
    let live = named("C", &["live"]);
    let joint = named("B", &["live"]);
    let joint_undated = self::named(facts, "", "B", &["live"]);
    vec![
        format!(
            "Of the 64 CCGs approved for delegated commissioning on 18 February 2015, {delegated} are named."
        ),
        format!("Of the 63 CCGs later reported as delegated, {live} are named as live."),
        format!(
            "Of the 87 CCGs reported as having joint arrangements, {joint} are named here \
             and {joint_undated} more on the sheet \"Year not stated\"."
        ),
        format!(
            "A survey of January 2015 counted 77 applications for delegated commissioning, 90 for joint \
             commissioning and 26 for greater involvement; {}, {} and {} are named. An application is not an approval.",
            named("C", &["applied"]),
            named("B", &["applied"]),
            named("A", &["applied"]),
        ),
        COLLECTIVE.to_owned(),
        NO_START.to_owned(),
    ]
}

pub(super) fn of_2016(facts: &[AdoptionFact]) -> Vec<String> {
    let approved = named(facts, "2016/17", "C", &["approved"]);
    vec![
        format!(
            "Of the 52 CCGs announced for delegated commissioning in December 2015, {approved} are named: \
             the published list could be recovered only to its 22nd name."
        ),
        "A board paper of March 2016 gives 51 instead of 52; the difference is not explained.".to_owned(),
        NO_START.to_owned(),
    ]
}

pub(super) fn of_2017(facts: &[AdoptionFact]) -> Vec<String> {
    let live = named(facts, "2017/18", "C", &["live"]);
    vec![
        format!(
            "Of the 60 CCGs that became delegated in this year (174 less the 114 before), {live} are named."
        ),
        "The source says \"from April 2017\"; the first of the month is assumed.".to_owned(),
    ]
}

pub(super) fn of_2019(facts: &[AdoptionFact]) -> Vec<String> {
    let live = named(facts, "2019/20", "C", &["live"]);
    vec![
        format!("No published total was found; {live} CCGs are named."),
        "Only Somerset is known to have started in this year; the others were live and may have started earlier."
            .to_owned(),
        NO_START.to_owned(),
    ]
}

pub(super) fn of_2020(facts: &[AdoptionFact]) -> Vec<String> {
    let live = named(facts, "2020/21", "C", &["live"]);
    vec![
        format!("No published total was found; {live} CCGs are named as live, and may have started earlier."),
        NO_START.to_owned(),
    ]
}

pub(super) fn of_2021(facts: &[AdoptionFact]) -> Vec<String> {
    let live = named(facts, "2021/22", "C", &["live"]);
    vec![
        format!(
            "NHS England states that all CCGs were delegated as of 1 April 2021; {live} are named, \
             of the 106 open that day."
        ),
        COLLECTIVE.to_owned(),
        NO_START.to_owned(),
    ]
}

pub(super) fn of_expressions_of_interest(facts: &[AdoptionFact]) -> Vec<String> {
    let interested = facts.iter().filter(|fact| fact.stage == "expressed_interest").count();
    vec![
        format!("Of the 196 CCGs that had expressed interest by 20 June 2014, {interested} is named."),
        "The form of co-commissioning in which the CCG was interested is not stated.".to_owned(),
    ]
}

pub(super) fn of_no_year(facts: &[AdoptionFact]) -> Vec<String> {
    let joint = named(facts, "", "B", &["live"]);
    let delegated = named(facts, "", "C", &["live"]);
    vec![
        format!(
            "{delegated} delegated and {joint} joint arrangements are known only from pages or terms of reference \
             without a date."
        ),
        NO_START.to_owned(),
    ]
}

fn named(facts: &[AdoptionFact], year: &str, model: &str, stages: &[&str]) -> usize {
    facts
        .iter()
        .filter(|fact| fact.financial_year == year && fact.model == model)
        .filter(|fact| stages.contains(&fact.stage.as_str()))
        .count()
}
