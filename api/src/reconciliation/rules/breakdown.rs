//! A number that its publication breaks down: "ready: now", "ready: soon" and "ready: later" of those with a model.

use crate::reconciliation::{
    figure::Figure,
    finding::{Finding, shown, sum_shown},
    world::World,
};

/// What the parts of a breakdown have in common.
fn heading(figure: &Figure) -> Option<&str> {
    figure.row.measure.split_once(':').map(|(heading, _)| heading.trim())
}

/// The parts of a breakdown that stand beside a figure and are about the same model.
fn parts<'a>(world: &'a World, figure: &Figure, wanted: &str) -> Vec<(&'a Figure, f64)> {
    let is_part = |other: &&Figure| {
        heading(other) == Some(wanted)
            && other.counts_ccgs()
            && other.says.choices == figure.says.choices
            && other.says.place == figure.says.place
    };
    world.beside(figure).filter(is_part).filter_map(|other| Some((other, other.value?))).collect()
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| figure.counts_ccgs() && !figure.says.choices.is_empty())?;
    let (whole, parts) = match heading(figure) {
        Some(own) => {
            let is_whole = |other: &&Figure| {
                heading(other).is_none()
                    && other.counts_ccgs()
                    && other.is_whole()
                    && other.says.choices == figure.says.choices
                    && other.says.place == figure.says.place
            };
            (world.beside(figure).find(is_whole)?, parts(world, figure, own))
        }
        None => {
            let beside = world.beside(figure).filter_map(heading);
            let found = beside.map(|heading| parts(world, figure, heading)).find(|parts| parts.len() > 1)?;
            (figure, found)
        }
    };
    let of = whole.value.filter(|_| parts.len() > 1)?;
    let numbers: Vec<f64> = parts.iter().map(|(_, number)| *number).collect();
    let (sum, written) = (numbers.iter().sum::<f64>(), sum_shown(&numbers));
    let is_part = heading(figure).is_some();
    let actual = if is_part { of - (sum - value) } else { sum };
    let all =
        parts.iter().map(|(part, _)| *part).chain([whole]).filter(|other| other.row.id != figure.row.id);
    let computed_from: Vec<&Figure> = all.collect();
    let what = &whole.row.measure;
    let fits = (sum - of).abs() < f64::EPSILON;
    let explanation = if fits {
        format!("{written}, which the publication gives as \"{what}\".")
    } else {
        format!("{written}, but the publication gives {} as \"{what}\".", shown(of))
    };
    Some(Finding::of_arithmetic(fits, actual, explanation).using(computed_from))
}
