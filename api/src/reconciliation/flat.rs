use async_graphql::Context;

use super::{
    ComparedWith, ReconciliationReason, ReconciliationStatus,
    row::{Asked, Reconciliation, difference, page},
};
use crate::{
    error::Answer,
    paging::Connection,
    rendering::simple_object,
    scalars::{Date, FinancialYear},
    vocabulary::{ModelCode, Stage},
};

/// Works figures out, each as a flat row.
pub async fn reconciliation_rows(
    context: &Context<'_>,
    asked: Asked,
) -> Answer<Connection<ReconciliationRow>> {
    page(context, "reconciliation rows", asked, ReconciliationRow::of).await
}

simple_object! {
    /// A published figure, worked out again, as a flat row. A match says that the numbers fit, and a difference is no verdict on
    /// who was right: read the explanation.
    pub struct ReconciliationRow {
        /// What was counted, in the publisher's terms.
        measure: String,
        /// The model; none where the figure is not about one of the three.
        model_code: Option<ModelCode>,
        /// The letter of the model, `A`, `B` or `C`; none where `modelCode` is.
        model_letter: Option<String>,
        /// The usual name of the model; none where `modelCode` is.
        model_name: Option<String>,
        /// The stage that was counted, where it is one.
        stage: Option<Stage>,
        /// The financial year that it is about; none where the publisher gives none.
        financial_year: Option<FinancialYear>,
        /// The area as published.
        area_as_published: String,
        /// The unit as published, with the denominator where one was given: "of 209 CCGs".
        unit: String,
        /// The earliest day that the figure may speak of; none where its publisher gives no day.
        as_of_from: Option<Date>,
        /// The latest day that the figure may speak of; none where its publisher gives no day.
        as_of_to: Option<Date>,
        /// Who published it.
        publisher: String,
        /// The number that it gives, in its unit; the number of CCGs on its day where the publisher says "all". None where it gives
        /// none.
        published: Option<f64>,
        /// Whether it is what comes out.
        status: ReconciliationStatus,
        /// Why it does not match; none where it does.
        reason: Option<ReconciliationReason>,
        /// What `actual` was worked out from; none where nothing was.
        compared_with: Option<ComparedWith>,
        /// The number that comes out, in the unit of the figure; for a figure that others contradict the one that most publications
        /// give, itself among them, and the other of two that are given equally often. Where not all CCGs are known, how many are.
        /// None where nothing comes out.
        actual: Option<f64>,
        /// `actual` less `published`; none where either is. Zero where others contradict the figure, but most agree with it.
        difference: Option<f64>,
        /// The whole of which the figure is a part, where one is stated or follows from the register.
        denominator: Option<f64>,
        /// What the denominator is the number of, and when; none where there is none.
        denominator_of: Option<String>,
        /// How many figures give another number for the same model, stage, year and place.
        contradiction_count: i64,
        /// How many CCGs `actual` counts; zero where it was not worked out from CCGs.
        counted_count: i64,
        /// How many CCGs existed in the place on the figure's day and are not counted; zero where the difference is not one of
        /// CCGs.
        candidate_count: i64,
        /// What was compared and what came of it, with the numbers.
        explanation: String,
    }
}

impl ReconciliationRow {
    fn of(row: Reconciliation) -> Self {
        let world = row.world.clone();
        let model = row.figure.model_id.and_then(|id| world.facts.models.get(&id));
        let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        let (denominator, denominator_of) = row.denominator.unzip();
        let figure = row.figure;
        Self {
            measure: figure.measure,
            model_code: model.map(|model| model.code.into()),
            model_letter: model.map(|model| model.letter.clone()),
            model_name: model.map(|model| model.title.clone()),
            stage: figure.stage.map(Stage::from),
            financial_year: figure.financial_year.map(FinancialYear),
            area_as_published: figure.area_as_published,
            unit: figure.unit,
            as_of_from: figure.as_of_from.map(Date),
            as_of_to: figure.as_of_to.map(Date),
            publisher: figure.publisher,
            published: row.published,
            status: row.status,
            reason: row.reason,
            compared_with: row.compared_with,
            actual: row.actual,
            difference: difference(row.actual, row.published),
            denominator,
            denominator_of,
            contradiction_count: number(row.contradicted_by.len()),
            counted_count: number(row.counted.len()),
            candidate_count: number(row.candidates.len()),
            explanation: row.explanation,
        }
    }
}
