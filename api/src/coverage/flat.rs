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
    let keyed = |text: String, row: CoverageRow| (keys_of(&order_by, &row, text), row);
    let mut rows = Vec::new();
    for (key, coverage) in worked_out(context, filter, list.dates).await? {
        let totals = &coverage.count.totals;
        if totals.is_empty() {
            rows.push(keyed(key.clone(), CoverageRow::of(&coverage, None)));
        }
        let row = |total: &Total| {
            keyed(format!("{key} {:020}", total.figure.id), CoverageRow::of(&coverage, Some(total)))
        };
        rows.extend(totals.iter().map(row));
    }
    Ok(list.cut(rows, |row| row))
}

simple_object! {
    /// How much of one published total is known by name, as a flat row. Publishers contradict each other: the same year, model
    /// and stage has a row for each total, and the columns that count names are the same in all of them, so never add them up.
    pub struct CoverageRow {
        /// The year of the round; none where the sources give no year.
        pub(super) financial_year: Option<FinancialYear>,
        /// The number of the round, 1 to 4 for those that were numbered; none for others.
        wave_number: Option<i32>,
        /// The model; none where the sources do not say which.
        pub(super) model_code: Option<ModelCode>,
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String>,
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String>,
        /// The stage. Totals of different stages are different questions.
        pub(super) stage: Stage,
        /// The total, in CCGs; the number of CCGs on its day where the publisher says "all". None where no total was published,
        /// or none with a number.
        pub(super) total: Option<f64>,
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
        pub(super) known: i64,
        /// How many CCGs of the total are not known by name: `total` less `known`. None where that cannot be said, because there
        /// is no number or more are known than were published.
        pub(super) unknown: Option<f64>,
        /// The day whose CCGs may be among them; none where no day is known.
        counted_on: Option<Date>,
        /// How many CCGs existed on `countedOn` and are not known to be among them; none where no day is known.
        not_known_count: Option<i64>,
    }
}

impl CoverageRow {
    fn of(coverage: &Coverage, total: Option<&Total>) -> Self {
        let (count, figure) = (&coverage.count, total.map(|total| &total.figure));
        let model = coverage.model_row();
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
            named: number(count.named.len()),
            named_as_published: count.by_confidence.get(&domain::Confidence::Published).copied().unwrap_or(0),
            also_in_force: number(count.known.len() - count.named.len()),
            known: number(count.known.len()),
            unknown: total.and_then(|total| count.unknown_of(total)),
            counted_on: count.day.map(Date),
            not_known_count: count.not_known.as_ref().map(|ccgs| number(ccgs.len())),
        }
    }
}
