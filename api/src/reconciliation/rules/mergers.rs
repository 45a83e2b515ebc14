//! How many CCGs merged into how many: the successions say.

use std::collections::BTreeSet;

use crate::{
    figures::{Place, Unit, count, in_words},
    reconciliation::{
        figure::Figure,
        finding::{ComparedWith, Finding, ReconciliationReason, shown},
        world::World,
    },
};

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let Unit::MergedInto(into) = figure.says.unit else { return None };
    let value = figure.value.filter(|_| figure.says.place == Place::England)?;
    let year = figure.says.year.map(|year| (year.first_day(), year.last_day()));
    let Some((first, last)) = figure.row.as_of_from.zip(figure.row.as_of_to).or(year) else {
        let explanation =
            "The publisher gives neither a day nor a year, and CCGs merged in several.".to_owned();
        return Some(Finding::not_comparable(ReconciliationReason::NoDay, explanation));
    };
    let then = || world.successions.iter().filter(|one| (first..=last).contains(&one.effective_on));
    let merged: BTreeSet<i64> = then().map(|one| one.predecessor_id).collect();
    let became: BTreeSet<i64> = then().map(|one| one.successor_id).collect();
    let (actual, successors) = (count(merged.len()), count(became.len()));
    let when = if first == last {
        format!("on {}", in_words(first))
    } else {
        format!("from {} to {}", in_words(first), in_words(last))
    };
    let explanation = format!(
        "By the recorded successions {} CCGs became {} {when}; published are {} into {}.",
        shown(actual),
        shown(successors),
        shown(value),
        shown(into)
    );
    let agrees = (actual - value).abs() < f64::EPSILON && (successors - into).abs() < f64::EPSILON;
    let new = if agrees {
        Finding::matches(ComparedWith::Register, actual, explanation)
    } else {
        Finding::differs(ComparedWith::Register, actual, ReconciliationReason::Unexplained, explanation)
    };
    Some(Finding { counted: world.facts.register.set(merged), ..new })
}
