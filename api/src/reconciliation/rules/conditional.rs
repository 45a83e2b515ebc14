//! Those that were approved on conditions: with them, without them, and they alone.

use crate::{
    figures::Extent,
    reconciliation::{
        figure::Figure,
        finding::{ComparedWith, Finding, shown},
        world::World,
    },
};

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| figure.counts_ccgs() && figure.says.stage.is_some())?;
    let of = |extent: Extent| {
        let fits = move |other: &&Figure| {
            other.counts_ccgs() && other.counts_as(figure) && other.says.extent == extent
        };
        world.about_the_same(figure).filter(fits).filter_map(|other| Some((other, other.value?)))
    };
    let (sign, first, second) = match figure.says.extent {
        Extent::WithConditional => (1.0, Extent::Whole, Extent::Conditional),
        Extent::Conditional => (-1.0, Extent::WithConditional, Extent::Whole),
        _ => return None,
    };
    let mut pairs = of(first).flat_map(|one| of(second).map(move |other| (one, other)));
    let ((one, number), (other, besides)) =
        pairs.find(|((_, number), (_, besides))| (number + sign * besides - value).abs() < f64::EPSILON)?;
    let operator = if sign > 0.0 { "+" } else { "-" };
    let explanation = format!(
        "{} {operator} {} = {}, those approved on conditions apart: {}.",
        shown(number),
        shown(besides),
        shown(value),
        one.both_cited(other)
    );
    Some(Finding::matches(ComparedWith::PublishedFigures, value, explanation).using(vec![one, other]))
}
