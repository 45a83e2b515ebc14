//! A total, that of the year before or after, and what came on top: two of them give the third.

use entities::domain::{FinancialYear, Stage};

use crate::{
    figures::Extent,
    reconciliation::{
        figure::Figure,
        finding::{Finding, shown},
        world::World,
    },
};

type Numbered<'a> = (&'a Figure, f64);

/// What was published of a model and a year.
struct Published<'a> {
    totals: Vec<Numbered<'a>>,
    before: Vec<Numbered<'a>>,
    increases: Vec<Numbered<'a>>,
    /// The totals of the year after, and what came on top in it.
    after: (Vec<Numbered<'a>>, Vec<Numbered<'a>>),
}

impl<'a> Published<'a> {
    fn around(world: &'a World, figure: &Figure) -> Option<Self> {
        let year = figure.says.year?;
        let before = FinancialYear::of(year.first_day().pred_opt()?);
        let after = FinancialYear::of(year.last_day().succ_opt()?);
        let counted = |year: FinancialYear, fits: fn(&Figure) -> bool| {
            let about = move |other: &&Figure| {
                other.counts_ccgs()
                    && other.says.place == figure.says.place
                    && !other.is_computed()
                    && fits(other)
            };
            let mut found: Vec<Numbered<'a>> = world
                .about_the_same_in(year, figure)
                .filter(about)
                .filter_map(|other| Some((other, other.value?)))
                .collect();
            // What the same publication says is the likeliest to be meant.
            found.sort_by_key(|(other, _)| {
                (other.row.cited_source_id != figure.row.cited_source_id, other.row.id)
            });
            found
        };
        let live = |other: &Figure| other.is_whole() && other.says.stage == Some(Stage::Live);
        Some(Self {
            totals: counted(year, live),
            before: counted(before, live),
            increases: counted(year, is_increase),
            after: (counted(after, live), counted(after, is_increase)),
        })
    }
}

/// What was approved for a year came on top of what was live before.
fn is_increase(figure: &Figure) -> bool {
    figure.says.extent == Extent::Increase
        || (figure.is_whole() && figure.says.stage == Some(Stage::Approved))
}

pub(super) fn apply<'a>(world: &'a World, figure: &'a Figure) -> Option<Finding<'a>> {
    let value = figure.value.filter(|_| figure.counts_ccgs() && figure.says.model().is_some())?;
    let Published { totals, before, increases, after } = Published::around(world, figure)?;
    if figure.is_whole() && figure.says.stage == Some(Stage::Live) {
        if let Some((one, other)) =
            pair(&before, &increases, |earlier, more| (earlier + more - value).abs() < f64::EPSILON)
        {
            return Some(found(value, one, other, "+", value));
        }
        let (later, more) = after;
        let (one, other) = pair(&later, &more, |later, more| (later - more - value).abs() < f64::EPSILON)?;
        return Some(found(value, one, other, "-", value));
    }
    if !is_increase(figure) {
        return None;
    }
    if let Some((one, other)) =
        pair(&totals, &before, |total, earlier| (total - earlier - value).abs() < f64::EPSILON)
    {
        return Some(found(value, one, other, "-", value));
    }
    // What is called an increase has to be one. An approval may have come to nothing.
    let (one, other) = pair(&totals, &before, |_, _| figure.says.extent == Extent::Increase)?;
    Some(found(value, one, other, "-", one.1 - other.1))
}

fn pair<'a>(
    ones: &[Numbered<'a>],
    others: &[Numbered<'a>],
    fits: impl Fn(f64, f64) -> bool,
) -> Option<(Numbered<'a>, Numbered<'a>)> {
    let mut pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
    pairs.find(|((_, one), (_, other))| fits(*one, *other))
}

fn found<'a>(value: f64, one: Numbered<'a>, other: Numbered<'a>, operator: &str, actual: f64) -> Finding<'a> {
    let written = format!(
        "{} {operator} {} = {}: {}",
        shown(one.1),
        shown(other.1),
        shown(actual),
        one.0.both_cited(other.0)
    );
    let fits = (actual - value).abs() < f64::EPSILON;
    let otherwise = if fits { String::new() } else { format!("; published is {}", shown(value)) };
    Finding::of_arithmetic(fits, actual, format!("{written}{otherwise}.")).using(vec![one.0, other.0])
}
