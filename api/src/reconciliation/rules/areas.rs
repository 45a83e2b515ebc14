//! A publication that gives a number for every area of a map: together they are the number for England.

use std::collections::{BTreeSet, HashSet};

use crate::{
    figures::Place,
    reconciliation::{
        figure::Figure,
        finding::{Finding, shown, sum_shown},
        world::World,
    },
};

/// Whether two figures count the same in different places.
fn same_elsewhere(one: &Figure, other: &Figure) -> bool {
    let (one, other) = (&one.says, &other.says);
    one.choices == other.choices
        && one.stage == other.stage
        && one.year == other.year
        && one.extent == other.extent
}

/// The numbers for every area of a map that stand beside an area's number, if none is missing.
fn every_area<'a>(world: &'a World, of: &Figure) -> Option<Vec<(&'a Figure, f64)>> {
    let Place::Area(own) = of.says.place else { return None };
    let map = world.areas.iter().find(|area| area.id == own)?.kind;
    let on_map: BTreeSet<i64> =
        world.areas.iter().filter(|area| area.kind == map).map(|area| area.id).collect();
    let belongs = |other: &&Figure| {
        matches!(other.says.place, Place::Area(area) if on_map.contains(&area))
            && other.counts_ccgs()
            && same_elsewhere(other, of)
            && other.row.measure == of.row.measure
    };
    let found: Vec<(&Figure, f64)> =
        world.beside(of).filter(belongs).filter_map(|other| Some((other, other.value?))).collect();
    let places: BTreeSet<Place> = found.iter().map(|(other, _)| other.says.place).collect();
    (places.len() == on_map.len() && found.len() == places.len()).then_some(found)
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| figure.counts_ccgs() && !figure.says.choices.is_empty())?;
    let of_area = |figure: &&Figure| matches!(figure.says.place, Place::Area(_));
    let is_area = of_area(&figure);
    let parts = if is_area {
        every_area(world, figure)?
    } else {
        let elsewhere = |other: &&Figure| same_elsewhere(other, figure);
        // Of one measure of a publication any area leads to all of them.
        let mut seen = HashSet::new();
        let is_new = |other: &&'a Figure| seen.insert((other.publication(), other.row.measure.as_str()));
        let mut found = world.about_the_same(figure).filter(elsewhere).filter(of_area).filter(is_new);
        found.find_map(|other| every_area(world, other))?
    };
    let numbers: Vec<f64> = parts.iter().map(|(_, number)| *number).collect();
    let (sum, written) = (numbers.iter().sum::<f64>(), sum_shown(&numbers));
    let others = parts.iter().map(|(part, _)| *part).filter(|part| part.row.id != figure.row.id);
    let mut computed_from: Vec<&Figure> = others.collect();
    if !is_area {
        let what = "the numbers of the areas together";
        let fits = (sum - value).abs() < f64::EPSILON;
        let otherwise = if fits { String::new() } else { format!("; published is {}", shown(value)) };
        let explanation = format!("{written}, {what}{otherwise}.");
        return Some(Finding::of_arithmetic(fits, sum, explanation).using(computed_from));
    }
    let england = |other: &&Figure| {
        other.says.place == Place::England && other.counts_ccgs() && same_elsewhere(other, figure)
    };
    let totals: Vec<(&Figure, f64)> = world
        .about_the_same(figure)
        .filter(england)
        .filter_map(|other| Some((other, other.value?)))
        .collect();
    let fitting = totals.iter().find(|(_, total)| (total - sum).abs() < f64::EPSILON);
    let (total, of) = fitting.or(totals.first())?;
    computed_from.push(total);
    let actual = of - (sum - value);
    let explanation = format!("{written}; {} gives {} for England.", total.cited(), shown(*of));
    Some(Finding::of_arithmetic(fitting.is_some(), actual, explanation).using(computed_from))
}
