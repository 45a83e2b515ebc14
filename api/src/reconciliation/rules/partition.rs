//! A publication that says of every CCG which model it chose, or none: its numbers add up to all of them.

use std::collections::BTreeSet;

use entities::domain::ModelCode;
use sea_orm::Iterable;

use super::existence;
use crate::{
    figures::{Choice, in_words},
    reconciliation::{
        figure::Figure,
        finding::{ComparedWith, Finding, ReconciliationReason, shown, sum_shown},
        world::World,
    },
};

/// The numbers of a publication that divide all CCGs among them.
struct Partition<'a> {
    parts: Vec<&'a Figure>,
    /// The number that they are to add up to, as the publication gives it.
    whole: Option<&'a Figure>,
}

impl<'a> Partition<'a> {
    /// Of the numbers beside a figure, if they are one.
    fn around(world: &'a World, figure: &Figure) -> Option<Self> {
        let belongs = |other: &&Figure| {
            other.says.counts_england()
                && other.is_whole()
                && other.value.is_some()
                && !other.row.measure.contains(':')
        };
        let (mut parts, without): (Vec<&Figure>, Vec<&Figure>) =
            world.beside(figure).filter(belongs).partition(|other| !other.says.choices.is_empty());
        let largest = parts.iter().filter_map(|part| part.value).fold(0.0, f64::max);
        // A number without a model is the whole when it is larger than each part, and else a part: the undecided.
        let (wholes, undecided): (Vec<&Figure>, Vec<&Figure>) =
            without.into_iter().partition(|other| other.value > Some(largest));
        parts.extend(undecided.into_iter().filter(|other| !existence::says_so(other)));
        let choices: Vec<Choice> = parts.iter().flat_map(|part| part.says.choices.iter().copied()).collect();
        let distinct: BTreeSet<Choice> = choices.iter().copied().collect();
        let stages: BTreeSet<_> = parts.iter().filter_map(|part| part.says.stage).collect();
        let says_of_all = ModelCode::iter().all(|model| distinct.contains(&Choice::Model(model)));
        let once = distinct.len() == choices.len() && stages.len() <= 1 && wholes.len() <= 1;
        (says_of_all && once).then(|| Self { parts, whole: wholes.first().copied() })
    }

    /// What the parts are to add up to, and what that is.
    fn whole(&self, world: &World) -> Option<(f64, String)> {
        if let Some((whole, value)) = self.whole.and_then(|whole| Some((whole, whole.value?))) {
            return Some((value, format!("the publication gives as \"{}\"", whole.row.measure)));
        }
        if let Some(stated) = self.parts.iter().find_map(|part| part.says.denominator) {
            return Some((stated, "the publication gives as the number of CCGs".to_owned()));
        }
        let (place, day) =
            self.parts.first().and_then(|part| Some((part.says.place, world.day_of(part)?)))?;
        Some((
            world.number_in(place, day),
            format!("the register has as the number of CCGs on {}", in_words(day)),
        ))
    }
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| figure.says.counts_england() && figure.is_whole())?;
    let partition = Partition::around(world, figure)?;
    let is_whole = partition.whole.is_some_and(|whole| whole.row.id == figure.row.id);
    let is_part = partition.parts.iter().any(|part| part.row.id == figure.row.id);
    if !is_whole && !is_part {
        return None;
    }
    let (of, what) = partition.whole(world)?;
    let numbers: Vec<f64> = partition.parts.iter().filter_map(|part| part.value).collect();
    let (sum, written) = (numbers.iter().sum::<f64>(), sum_shown(&numbers));
    let all = partition.parts.iter().copied().chain(partition.whole);
    let computed_from = all.filter(|other| other.row.id != figure.row.id).collect();
    let computed = partition.parts.iter().copied().chain(partition.whole).find(|part| part.is_computed());
    let new = if let Some(computed) = computed.filter(|_| (sum - of).abs() < f64::EPSILON) {
        let number = computed.value.map(shown).unwrap_or_default();
        let explanation = format!(
            "{written}, which {what}; but nobody published {number}, it was computed from the other numbers so that they \
             add up, and verifies none of them."
        );
        Finding::not_comparable(ReconciliationReason::Circular, explanation)
    } else if (sum - of).abs() < f64::EPSILON {
        Finding::matches(ComparedWith::PublishedFigures, value, format!("{written}, which {what}."))
    } else {
        let explanation = format!("{written}, but {} is what {what}.", shown(of));
        let reason = ReconciliationReason::PartsDoNotAddUp;
        if is_whole {
            Finding::differs(ComparedWith::PublishedFigures, sum, reason, explanation)
        } else {
            // Which of the parts is at fault, or whether some CCGs stand in two of them, the numbers do not say.
            Finding::not_comparable(reason, explanation)
        }
    };
    Some(new.using(computed_from))
}
