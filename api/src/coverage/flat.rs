use std::sync::Arc;

use async_graphql::Context;
use entities::domain;

use super::{
    CoverageStatus,
    count::Total,
    row::{Asked, Coverage, number, worked_out},
};
use crate::{
    error::Answer,
    paging::{Connection, WorkedOut},
    rendering::simple_object,
    scalars::{Date, FinancialYear},
    sorting::{RowOrder, keys_of},
    vocabulary::{ModelCode, Stage},
};

/// Works the coverage out, a row for each total.
pub async fn coverage_rows(context: &Context<'_>, asked: Asked) -> Answer<Connection<CoverageRow>> {
    let Asked { filter, order_by, page, dates } = asked;
    let list = WorkedOut::read(context, "coverage rows", &page, RowOrder::of(&order_by), dates).await?;
    let mut rows = Vec::new();
    for (key, coverage) in worked_out(context, filter, list.dates).await? {
        let coverage = Arc::new(coverage);
        let mut row = |text: String, total: Option<usize>| {
            let listed = Listed { coverage: coverage.clone(), total };
            rows.push((keys_of(&order_by, &listed, text), listed));
        };
        let totals = &coverage.count.totals;
        if totals.is_empty() {
            row(key.clone(), None);
        }
        for (place, total) in totals.iter().enumerate() {
            row(format!("{key} {:020}", total.figure.id), Some(place));
        }
    }
    Ok(list.cut(rows, |listed| CoverageRow::of(&listed)))
}

/// A row before the page is cut: what there is to say of it otherwise takes time.
pub(super) struct Listed {
    pub(super) coverage: Arc<Coverage>,
    /// The place of its total.
    total: Option<usize>,
}

impl Listed {
    /// The total; none where none was published.
    pub(super) fn total(&self) -> Option<&Total> {
        self.total.and_then(|place| self.coverage.count.totals.get(place))
    }
}

simple_object! {
    /// How much of one published total is known by name, as a flat row. Publishers contradict each other: the same year, model
    /// and stage has a row for each total, and the columns that count names are the same in all of them, so never add them up.
    pub struct CoverageRow {
        /// The year of the round; none where the sources give no year.
        financial_year: Option<FinancialYear>,
        /// The number of the round, 1 to 4 for those that were numbered; none for others.
        wave_number: Option<i32>,
        /// The model; none where the sources do not say which.
        model_code: Option<ModelCode>,
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String>,
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String>,
        /// The stage. Totals of different stages are different questions.
        stage: Stage,
        /// The total, in CCGs; the number of CCGs on its day where the publisher says "all". None where no total was published,
        /// or none with a number.
        total: Option<f64>,
        /// Who published the total; none where nobody did.
        total_publisher: Option<String>,
        /// The earliest day that the total may speak of; none where its publisher gives no day.
        total_as_of_from: Option<Date>,
        /// The latest day that the total may speak of; none where its publisher gives no day.
        total_as_of_to: Option<Date>,
        /// How much of the total is known by name.
        status: CoverageStatus,
        /// How many CCGs sources name for just this year, model and stage.
        named: i64,
        /// How many of the named CCGs a source names in so many words, with the confidence `PUBLISHED`. The others deserve a look
        /// at the source.
        named_as_published: i64,
        /// How many further CCGs had the model on the first day of the round because of other facts. Zero at all stages but
        /// `LIVE`.
        also_in_force: i64,
        /// How many CCGs are known in all: `named` and `alsoInForce`.
        known: i64,
        /// How many CCGs of the total are not known by name: `total` less `known`. None where that cannot be said, because there
        /// is no number or more are known than were published.
        unknown: Option<f64>,
        /// The day whose CCGs may be among them; none where no day is known.
        counted_on: Option<Date>,
        /// How many CCGs existed on `countedOn` and are not known to be among them; none where no day is known.
        not_known_count: Option<i64>,
    }
}

impl CoverageRow {
    fn of(listed: &Listed) -> Self {
        let (coverage, total) = (&listed.coverage, listed.total());
        let (count, figure) = (&coverage.count, total.map(|total| &total.figure));
        let model = coverage.model_row();
        let published = count.by_confidence.get(&domain::Confidence::Published);
        Self {
            financial_year: count.year.map(FinancialYear),
            wave_number: coverage.wave_row().and_then(|wave| wave.number),
            model_code: count.model.map(ModelCode::from),
            model_letter: model.map(|model| model.letter.clone()),
            model_name: model.map(|model| model.title.clone()),
            stage: count.stage.into(),
            total: total.and_then(|total| total.value),
            total_publisher: figure.map(|figure| figure.publisher.clone()),
            total_as_of_from: figure.and_then(|figure| figure.as_of_from).map(Date),
            total_as_of_to: figure.and_then(|figure| figure.as_of_to).map(Date),
            status: total.map_or_else(|| count.status(), |total| count.status_of(total)),
            named: number(count.named),
            named_as_published: published.map_or(0, |ccgs| number(*ccgs)),
            also_in_force: number(count.known.len() - count.named),
            known: number(count.known.len()),
            unknown: total.and_then(|total| count.unknown_of(total)),
            counted_on: count.day.map(Date),
            not_known_count: count.not_known(&coverage.facts).map(|ccgs| number(ccgs.len())),
        }
    }
}
