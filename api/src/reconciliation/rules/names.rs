//! How many CCGs are known by name at a stage.

use entities::domain::{Stage, Vocabulary};
use sea_orm::Iterable;

use crate::{
    figures::{CcgSet, Place, count, in_words},
    reconciliation::{
        figure::Figure,
        finding::{ComparedWith, Finding, ReconciliationReason, shown},
        world::World,
    },
};

/// The CCGs that are known to be among those that a figure counts.
fn known(world: &World, figure: &Figure) -> Option<CcgSet> {
    let stage = figure.says.stage.filter(|_| figure.counts_ccgs() && figure.is_whole())?;
    if figure.says.choices.len() > 1 {
        return None;
    }
    let known = world.facts.known((figure.says.year, figure.says.model(), stage));
    Some(world.within(figure.says.place, world.day_of(figure), known))
}

/// All are known.
pub(super) fn in_full<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let (value, known) = (figure.value?, known(world, figure)?);
    let actual = count(known.len());
    if known.is_empty() || (actual - value).abs() > f64::EPSILON {
        return None;
    }
    let by_name = format!("{} CCGs are known by name", shown(actual));
    let expanded = figure.says.stage.and_then(|stage| world.expanded_from(figure, stage));
    let expanded = expanded.map_or(0.0, |expanded| count(known.clone().among(expanded).len()));
    let new = if figure.is_computed() {
        let explanation =
            format!("{by_name}; but nobody published this number, it was itself inferred from such lists.");
        Finding::circular(ComparedWith::Names, actual, explanation)
    } else if expanded > 0.0 {
        let explanation = format!(
            "{by_name}, but {} of these names are only the expansion of this very statement: they verify nothing.",
            shown(expanded)
        );
        Finding::circular(ComparedWith::Names, actual, explanation)
    } else {
        Finding::matches(ComparedWith::Names, actual, format!("{by_name}, which is all of them."))
    };
    Some(Finding { counted: known, ..new })
}

/// How far the names go.
pub(super) fn so_far<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let (value, known) = (figure.value?, known(world, figure)?);
    let actual = count(known.len());
    let open = world.day_of(figure).map(|day| world.open_in(figure.says.place, day)).unwrap_or_default();
    let candidates = open.without(&known);
    let new = if actual > value {
        let explanation =
            format!("{} CCGs are known by name, more than the {} published.", shown(actual), shown(value));
        let reason = ReconciliationReason::MoreNamedThanPublished;
        Finding::differs(ComparedWith::Names, actual, reason, explanation)
    } else {
        let (reason, explanation) = match at_another_stage(world, figure).filter(|_| known.is_empty()) {
            Some((stage, number)) => {
                let explanation = format!(
                    "No CCG is known by name at this stage; for the same model and year {} are known as \"{}\".",
                    shown(number),
                    spelt(stage)
                );
                (ReconciliationReason::OtherStage, explanation)
            }
            None => {
                let explanation = format!("{} of the {} are known by name.", shown(actual), shown(value));
                (ReconciliationReason::IncompleteNames, explanation)
            }
        };
        let new = Finding::not_comparable(reason, explanation);
        Finding { actual: Some(actual), compared_with: Some(ComparedWith::Names), ..new }
    };
    let explanation = new.explanation.clone() + &of_which_whole(world, figure);
    Some(Finding { explanation, counted: known, candidates, ..new })
}

/// The stage at which most CCGs are known for the same model and year.
fn at_another_stage(world: &World, figure: &Figure) -> Option<(Stage, f64)> {
    let named = |stage| {
        let named = world.facts.named((figure.says.year, figure.says.model(), stage));
        count(world.within(figure.says.place, world.day_of(figure), named).len())
    };
    let stages = Stage::iter().filter(|stage| Some(*stage) != figure.says.stage);
    let counted = stages.map(|stage| (stage, named(stage))).filter(|(_, number)| *number > 0.0);
    counted.max_by(|(_, one), (_, other)| one.total_cmp(other))
}

/// A stage in the word for it that is used most.
pub(super) fn spelt(stage: Stage) -> &'static str {
    let spelling = Stage::SPELLINGS.iter().find(|(_, spelt)| *spelt == stage);
    spelling.map_or("another stage", |(spelling, _)| spelling)
}

/// The whole as it was published, or as the register has it.
pub(super) fn denominator(world: &World, figure: &Figure) -> Option<(f64, String)> {
    if let Some(stated) = figure.says.denominator {
        return Some((stated, "CCGs, as the publisher says".to_owned()));
    }
    let (place, day) = (figure.says.place, world.day_of(figure)?);
    let of = format!("CCGs in {} on {}", world.called(place), in_words(day));
    Some((world.number_in(place, day), of))
}

/// Whether the whole that was published is that of the register.
fn of_which_whole(world: &World, figure: &Figure) -> String {
    let (Some(stated), Some(day)) = (figure.says.denominator, world.day_of(figure)) else {
        return String::new();
    };
    let place: Place = figure.says.place;
    let number = world.number_in(place, day);
    let (stated, where_, day) = (shown(stated), world.called(place), in_words(day));
    if shown(number) == stated {
        format!(" The whole, {stated}, is the number of CCGs in {where_} on {day}.")
    } else {
        format!(
            " The whole is given as {stated}; by the register {} CCGs existed in {where_} on {day}.",
            shown(number)
        )
    }
}
