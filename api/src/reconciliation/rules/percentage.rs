//! A share of CCGs: the number that stands beside it, of the CCGs of that day. Which map was used decides.

use chrono::NaiveDate;

use crate::{
    figures::{Unit, in_words},
    reconciliation::{
        figure::Figure,
        finding::{ComparedWith, Finding, ReconciliationReason, shown},
        world::World,
    },
};

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| figure.says.unit == Unit::Percent)?;
    let numerator = world.beside(figure).find(|other| {
        other.counts_as(figure)
            && other.says.choices == figure.says.choices
            && other.counts_ccgs()
            && other.is_whole()
            && other.row.measure == figure.row.measure
    });
    let Some((numerator, number)) = numerator.and_then(|other| Some((other, other.value?))) else {
        let explanation = "The publication gives no number of which this could be the share.".to_owned();
        return Some(Finding::not_comparable(ReconciliationReason::NoNumerator, explanation));
    };
    let (place, where_) = (figure.says.place, world.called(figure.says.place));
    let day = world.day_of(figure);
    let stated = figure.says.denominator.map(|whole| (whole, "CCGs, as the publisher says".to_owned()));
    let on_day =
        |day: NaiveDate| (world.number_in(place, day), format!("CCGs in {where_} on {}", in_words(day)));
    let Some((whole, of)) = stated.or_else(|| day.map(on_day)).filter(|(whole, _)| *whole > 0.0) else {
        let explanation = "The publisher gives no day, and the number of CCGs changed.".to_owned();
        return Some(Finding::not_comparable(ReconciliationReason::NoDay, explanation));
    };
    let printed = Printed::like(&figure.row.value_as_published);
    let actual = number / whole * 100.0;
    let fact = format!("{} of {} {of} are {} %", shown(number), shown(whole), shown(actual));
    let maps: Vec<NaiveDate> = day.map(|day| world.changes_near(day)).unwrap_or_default();
    let on_map = |map: &NaiveDate| world.number_in(place, *map);
    let new = if printed.is(actual, value) {
        // The next map is the one that a reader is most likely to take instead.
        let next = world.facts.register.turns().find(|map| day.is_some_and(|day| *map > day));
        let other = next
            .map(|map| (map, on_map(&map)))
            .filter(|(_, other)| *other > 0.0 && (*other - whole).abs() > 0.5);
        let otherwise = other.map_or_else(String::new, |(map, other)| {
            format!(
                "; of the {} on the map from {} they would be {} %",
                shown(other),
                in_words(map),
                shown(number / other * 100.0)
            )
        });
        Finding::matches(
            ComparedWith::PublishedFigures,
            printed.rounded(actual),
            format!("{fact}{otherwise}."),
        )
    } else {
        let fitting =
            maps.iter().find(|map| on_map(map) > 0.0 && printed.is(number / on_map(map) * 100.0, value));
        let (reason, why) = match fitting {
            Some(map) => {
                let why = format!(
                    "{} % needs {}, the number from {}",
                    shown(value),
                    shown(on_map(map)),
                    in_words(*map)
                );
                (ReconciliationReason::OtherDenominator, why)
            }
            None => (ReconciliationReason::Unexplained, format!("no map makes them {} %", shown(value))),
        };
        Finding::differs(
            ComparedWith::PublishedFigures,
            printed.rounded(actual),
            reason,
            format!("{fact}; {why}."),
        )
    };
    Some(Finding { denominator: Some((whole, of)), ..new.using(vec![numerator]) })
}

/// As many decimals as were printed.
struct Printed(f64);

impl Printed {
    fn like(text: &str) -> Self {
        let digits = text
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.chars().take_while(char::is_ascii_digit).count());
        Self(10_f64.powi(i32::try_from(digits.min(6)).unwrap_or_default()))
    }

    fn rounded(&self, number: f64) -> f64 {
        (number * self.0).round() / self.0
    }

    fn is(&self, number: f64, printed: f64) -> bool {
        (self.rounded(number) - printed).abs() < 1e-9
    }
}
