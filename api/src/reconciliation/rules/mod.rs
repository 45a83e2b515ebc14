//! The ways to work a figure out, one a file.

mod areas;
mod breakdown;
mod conditional;
mod contradiction;
mod existence;
mod growth;
mod mergers;
mod names;
mod not_modelled;
mod partition;
mod percentage;

use super::{figure::Figure, finding::Finding, world::World};

/// What a rule has to say of a figure; nothing where it does not apply.
type Rule = for<'a> fn(&'a World, &'a Figure) -> Option<Finding<'a>>;

/// In their order: first what nothing can be said of, then what the register or the names decide, then what other
/// publications say, and last how far the names go. The first that has something to say decides.
const RULES: [Rule; 12] = [
    not_modelled::apply,
    existence::apply,
    mergers::apply,
    percentage::apply,
    names::in_full,
    contradiction::apply,
    conditional::apply,
    breakdown::apply,
    partition::apply,
    growth::apply,
    areas::apply,
    names::so_far,
];

/// The rules that add and subtract published figures.
const ARITHMETIC: [Rule; 5] =
    [conditional::apply, breakdown::apply, partition::apply, growth::apply, areas::apply];

/// Works a figure out.
pub(super) fn reconcile<'a>(world: &'a World, figure: &'a Figure) -> Finding<'a> {
    let found = RULES.iter().find_map(|rule| rule(world, figure));
    let found = found.unwrap_or_else(|| not_modelled::otherwise(figure));
    let chosen = figure.counts_ccgs() && !(figure.says.choices.is_empty() && figure.says.stage.is_none());
    let whole = || chosen.then(|| names::denominator(world, figure)).flatten();
    Finding { denominator: found.denominator.clone().or_else(whole), ..found }
}
