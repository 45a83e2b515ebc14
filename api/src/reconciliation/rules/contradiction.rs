//! Other publications that give another number for the same thing.

use entities::domain::{FinancialYear, Stage};

use super::{ARITHMETIC, names};
use crate::reconciliation::{
    figure::Figure,
    finding::{ComparedWith, Finding, ReconciliationReason, ReconciliationStatus, shown},
    world::World,
};

/// The figures that count the same CCGs, itself among them.
fn of_the_same<'a>(world: &'a World, figure: &Figure) -> Vec<&'a Figure> {
    let counts = |one: &Figure| one.counts_ccgs() && one.says.stage.is_some();
    if !counts(figure) {
        return Vec::new();
    }
    let alike = |other: &&Figure| {
        counts(other)
            && other.counts_as(figure)
            && other.says.extent == figure.says.extent
            && other.value.is_some()
            && !other.is_computed()
    };
    world.about_the_same(figure).filter(alike).collect()
}

/// The numbers that were published of an approval, for what was in force, or the other way round: they differ because they
/// count different things.
fn at_other_stages(world: &World, figure: &Figure) -> String {
    let other = match figure.says.stage {
        Some(Stage::Live) => Stage::Approved,
        Some(Stage::Approved) => Stage::Live,
        _ => return String::new(),
    };
    // What is approved for a later round comes on top of what is live.
    let before = figure.says.year.and_then(|year| year.first_day().pred_opt()).map(FinancialYear::of);
    if before.is_some_and(|before| world.about_the_same_in(before, figure).next().is_some()) {
        return String::new();
    }
    let counts = |one: &&Figure| {
        one.counts_ccgs()
            && one.says.stage == Some(other)
            && one.says.place == figure.says.place
            && one.says.extent == figure.says.extent
            && one.value != figure.value
            && !one.is_computed()
    };
    let mut said: Vec<(f64, String)> = Vec::new();
    for (value, one) in world.about_the_same(figure).filter(counts).filter_map(|one| Some((one.value?, one)))
    {
        if said.iter().all(|(before, _)| (before - value).abs() > f64::EPSILON) {
            said.push((value, format!("{} by {}", shown(value), one.cited())));
        }
    }
    if said.is_empty() {
        return String::new();
    }
    let said: Vec<String> = said.into_iter().map(|(_, said)| said).collect();
    format!(" At another stage, \"{}\", the number is another: {}.", names::spelt(other), said.join("; "))
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value?;
    let alike = of_the_same(world, figure);
    let others: Vec<&Figure> = alike.iter().copied().filter(|other| other.value != figure.value).collect();
    if others.is_empty() {
        return None;
    }
    // What most of all say; where as many say one thing as another, what the others say; of several the nearest.
    let votes = |number: f64| alike.iter().filter(|other| other.value == Some(number)).count();
    let weight =
        |number: f64| (votes(number), (number - value).abs() > f64::EPSILON, -(number - value).abs());
    let mut values: Vec<f64> = alike.iter().filter_map(|other| other.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let actual = values.into_iter().max_by(|one, other| {
        let ((votes, is_other, near), (votes_besides, is_other_besides, near_besides)) =
            (weight(*one), weight(*other));
        let by_votes = votes.cmp(&votes_besides).then(is_other.cmp(&is_other_besides));
        by_votes.then(near.total_cmp(&near_besides)).then(other.total_cmp(one))
    })?;
    let most = votes(actual);
    let majority = if most * 2 > alike.len() {
        format!(" {most} of {} publications give {}.", alike.len(), shown(actual))
    } else {
        String::new()
    };
    let say: Vec<String> = others
        .iter()
        .map(|other| format!("{} gives {}", other.cited(), other.value.map(shown).unwrap_or_default()))
        .collect();
    let adds_up = ARITHMETIC.iter().find_map(|rule| rule(world, figure));
    let adds_up = adds_up.filter(|finding| finding.status == ReconciliationStatus::Matches);
    let besides =
        adds_up.as_ref().map_or_else(String::new, |finding| format!(" Yet {}", finding.explanation));
    let besides = besides + &at_other_stages(world, figure);
    let said = say.join("; ");
    let explanation = format!("{} gives {}, but {said}.{majority}{besides}", figure.cited(), shown(value));
    let reason = ReconciliationReason::SourcesContradict;
    let new = Finding::differs(ComparedWith::OtherPublications, actual, reason, explanation);
    let computed_from = adds_up.map(|finding| finding.computed_from).unwrap_or_default();
    // One more or less of them is among those that nobody names.
    let candidates = names::so_far(world, figure).map(|finding| finding.candidates).unwrap_or_default();
    Some(Finding { contradicted_by: others, candidates, ..new.using(computed_from) })
}
