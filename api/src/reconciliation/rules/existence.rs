//! How many CCGs there were on a day, in England or in an area: the register says.

use entities::domain::normalise;

use crate::{
    figures::{count, in_words},
    reconciliation::{
        figure::Figure,
        finding::{ComparedWith, Finding, ReconciliationReason, shown},
        world::World,
    },
};

/// How publishers begin to say it.
const MEASURES: [&str; 8] = [
    "ccgs in existence",
    "ccgs in england",
    "ccgs in region",
    "ccgs in the region",
    "ccgs in area",
    "number of ccgs",
    "open ccgs",
    "ccgs open",
];

/// Whether a figure says how many CCGs there were.
pub(super) fn says_so(figure: &Figure) -> bool {
    let measure = normalise(&figure.row.measure);
    let begins = MEASURES.iter().any(|words| {
        measure.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    begins && figure.counts_ccgs() && figure.says.stage.is_none() && figure.says.choices.is_empty()
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| says_so(figure))?;
    let (place, where_) = (figure.says.place, world.called(figure.says.place));
    let Some(day) = world.day_of(figure) else {
        let explanation = "The publisher gives no day, and the number changed from year to year.".to_owned();
        return Some(Finding::not_comparable(ReconciliationReason::NoDay, explanation));
    };
    let counted = world.open_in(place, day);
    let actual = count(counted.len());
    let fact = format!("By the register {} CCGs existed in {where_} on {}", shown(actual), in_words(day));
    if (actual - value).abs() < f64::EPSILON {
        let new = if figure.is_computed() {
            let explanation =
                format!("{fact}; but nobody published this number, it was itself inferred from such lists.");
            Finding::circular(ComparedWith::Register, actual, explanation)
        } else {
            Finding::matches(ComparedWith::Register, actual, fact + ".")
        };
        return Some(Finding { counted, ..new });
    }
    let other = world
        .changes_near(day)
        .into_iter()
        .find(|change| (world.number_in(place, *change) - value).abs() < f64::EPSILON);
    let (reason, explanation) = match other {
        Some(other) => {
            let explanation = format!("{fact}; {} existed from {}.", shown(value), in_words(other));
            (ReconciliationReason::OtherDate, explanation)
        }
        None => (ReconciliationReason::Unexplained, format!("{fact}, and never {}.", shown(value))),
    };
    let new = Finding::differs(ComparedWith::Register, actual, reason, explanation);
    Some(Finding { counted, ..new })
}
