//! Other publications that give another number for the same thing.

use super::{ARITHMETIC, names};
use crate::reconciliation::{
    finding::{ComparedWith, Finding, ReconciliationReason, ReconciliationStatus, shown},
    world::{Figure, World},
};

/// The figures that count the same CCGs and give another number.
fn contradicting<'a>(world: &'a World, figure: &Figure) -> Vec<&'a Figure> {
    let counts = |one: &Figure| one.counts_ccgs() && one.says.stage.is_some();
    if !counts(figure) {
        return Vec::new();
    }
    let contradicts = |other: &&Figure| {
        counts(other)
            && other.counts_as(figure)
            && other.says.extent == figure.says.extent
            && other.value.is_some()
            && other.value != figure.value
    };
    world.about_the_same(figure).filter(contradicts).collect()
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value?;
    let others = contradicting(world, figure);
    // What most of them say; of several the nearest.
    let weight = |number: f64| {
        (others.iter().filter(|other| other.value == Some(number)).count(), -(number - value).abs())
    };
    let values = others.iter().filter_map(|other| other.value);
    let actual = values.max_by(|one, other| {
        let ((votes, near), (other_votes, other_near)) = (weight(*one), weight(*other));
        votes.cmp(&other_votes).then(near.total_cmp(&other_near)).then(other.total_cmp(one))
    })?;
    let say: Vec<String> = others
        .iter()
        .map(|other| format!("{} gives {}", other.cited(), other.value.map(shown).unwrap_or_default()))
        .collect();
    let adds_up = ARITHMETIC.iter().find_map(|rule| rule(world, figure));
    let adds_up = adds_up.filter(|finding| finding.status == ReconciliationStatus::Matches);
    let besides =
        adds_up.as_ref().map_or_else(String::new, |finding| format!(" Yet {}", finding.explanation));
    let explanation = format!("{} gives {}, but {}.{besides}", figure.cited(), shown(value), say.join("; "));
    let reason = ReconciliationReason::SourcesContradict;
    let new = Finding::differs(ComparedWith::OtherPublications, actual, reason, explanation);
    let computed_from = adds_up.map(|finding| finding.computed_from).unwrap_or_default();
    // One more or less of them is among those that nobody names.
    let candidates = names::so_far(world, figure).map(|finding| finding.candidates).unwrap_or_default();
    Some(Finding { contradicted_by: others, candidates, ..new.using(computed_from) })
}
