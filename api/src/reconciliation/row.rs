use std::collections::{BTreeSet, HashSet};

use async_graphql::{Context, Object, SimpleObject};
use entities::{ccg, published_figure};
use sea_orm::FromQueryResult;

use super::{
    ComparedWith, ReconciliationFilter, ReconciliationReason, ReconciliationStatus,
    rules::reconcile,
    world::{Figure, World},
};
use crate::{
    dates::Dates,
    error::Answer,
    filters::Filter,
    judging::answerable,
    loading::loaders,
    paging::{Connection, PageArguments, WorkedOut},
    reader::Snapshot,
    table::{Noun, ids, visible},
    types::{Ccg, PublishedFigure, PublishedFigureFilter},
};

/// The question, as a client asks it.
pub struct Asked {
    /// Only rows that match.
    pub filter: Option<ReconciliationFilter>,
    /// Which part of the list.
    pub page: PageArguments,
    /// The dates of the question.
    pub dates: Dates,
}

/// Works figures out.
pub async fn reconciliations(context: &Context<'_>, asked: Asked) -> Answer<Connection<Reconciliation>> {
    let Asked { filter, page, dates } = asked;
    let list = WorkedOut::read(context, "reconciliations", &page, dates).await?;
    let (dates, filter) = (list.dates, filter.unwrap_or_default());
    let snapshot = loaders(context).loader().snapshot();
    let wanted = match filter.figure.given() {
        Some(filter) => {
            let filter = answerable(context, filter.clone(), &dates).await?;
            Some(numbers_of(snapshot, &filter, &dates).await?)
        }
        None => None,
    };
    // All figures, for each is held against the others.
    let world = World::load(snapshot, &dates).await?;
    let is_wanted = |figure: &&Figure| wanted.as_ref().is_none_or(|wanted| wanted.contains(&figure.row.id));
    let row = |figure| {
        let finding = reconcile(&world, figure);
        filter.admits(&finding).then(|| {
            let rows = |figures: &[&Figure]| figures.iter().map(|figure| figure.row.clone()).collect();
            let ccgs = |ccgs: &BTreeSet<i64>| world.facts.rows_of(ccgs);
            let row = Reconciliation {
                dates,
                published: figure.value,
                contradicted_by: rows(&finding.contradicted_by),
                computed_from: rows(&finding.computed_from),
                counted: ccgs(&finding.counted),
                candidates: ccgs(&finding.candidates),
                status: finding.status,
                reason: finding.reason,
                compared_with: finding.compared_with,
                actual: finding.actual,
                denominator: finding.denominator,
                explanation: finding.explanation,
                figure: figure.row.clone(),
            };
            (format!("{:020}", figure.row.id), row)
        })
    };
    let rows = world.figures.iter().filter(is_wanted).filter_map(row).collect();
    Ok(list.cut(rows))
}

#[derive(FromQueryResult)]
struct Numbered {
    id: i64,
}

/// The row numbers of the figures that match.
async fn numbers_of(
    snapshot: &Snapshot,
    filter: &PublishedFigureFilter,
    dates: &Dates,
) -> Answer<HashSet<i64>> {
    let mut select = visible::<PublishedFigure>(dates);
    let condition = filter.condition(dates);
    if !condition.is_empty() {
        select.cond_where(condition);
    }
    let rows = snapshot.rows::<Numbered>(&ids::<PublishedFigure>(select)).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A published figure, worked out again.
pub struct Reconciliation {
    figure: published_figure::Model,
    published: Option<f64>,
    status: ReconciliationStatus,
    reason: Option<ReconciliationReason>,
    compared_with: Option<ComparedWith>,
    actual: Option<f64>,
    denominator: Option<(f64, String)>,
    explanation: String,
    contradicted_by: Vec<published_figure::Model>,
    computed_from: Vec<published_figure::Model>,
    counted: Vec<ccg::Model>,
    candidates: Vec<ccg::Model>,
    dates: Dates,
}

/// A whole of which a figure is a part.
#[derive(SimpleObject)]
pub struct Denominator {
    /// The number.
    value: f64,
    /// What it is the number of, and when.
    of: String,
}

impl Reconciliation {
    fn figures(&self, rows: &[published_figure::Model]) -> Vec<PublishedFigure> {
        rows.iter().map(|row| PublishedFigure::new(row.clone(), self.dates)).collect()
    }

    async fn page_of(
        &self,
        context: &Context<'_>,
        name: &str,
        ccgs: &[ccg::Model],
        page: PageArguments,
    ) -> Answer<Connection<Ccg>> {
        let name = format!("{name} of figure {}", self.figure.id);
        let list = WorkedOut::read(context, name, &page, self.dates).await?;
        let row = |ccg: &ccg::Model| (ccg.ods_code.to_string(), Ccg::new(ccg.clone(), self.dates));
        Ok(list.cut(ccgs.iter().map(row).collect()))
    }
}

/// A published figure, worked out again from the register, from the CCGs that are known by name, or from other published
/// figures. A match says that the numbers fit, and a difference is no verdict on who was right: read the explanation.
#[Object]
impl Reconciliation {
    /// The figure.
    async fn figure(&self) -> PublishedFigure {
        PublishedFigure::new(self.figure.clone(), self.dates)
    }

    /// The number that it gives; the number of CCGs on its day where the publisher says "all". None where it gives none.
    async fn published(&self) -> Option<f64> {
        self.published
    }

    /// Whether it is what comes out.
    async fn status(&self) -> ReconciliationStatus {
        self.status
    }

    /// Why it does not match; none where it does.
    async fn reason(&self) -> Option<ReconciliationReason> {
        self.reason
    }

    /// What `actual` was worked out from; none where nothing was.
    async fn compared_with(&self) -> Option<ComparedWith> {
        self.compared_with
    }

    /// The number that comes out; for a figure that others contradict the one that most of them give. Where not all
    /// CCGs are known, how many are. None where nothing comes out.
    async fn actual(&self) -> Option<f64> {
        self.actual
    }

    /// `actual` less `published`; none where either is.
    async fn difference(&self) -> Option<f64> {
        let difference = self.actual? - self.published?;
        // What the arithmetic of shares leaves behind is no difference.
        Some((difference * 1e6).round() / 1e6)
    }

    /// The whole of which the figure is a part, where one is stated or follows from the register.
    async fn denominator(&self) -> Option<Denominator> {
        self.denominator.clone().map(|(value, of)| Denominator { value, of })
    }

    /// What was compared and what came of it, with the numbers.
    async fn explanation(&self) -> &str {
        &self.explanation
    }

    /// The figures that give another number for the same model, stage, year and place.
    async fn contradicted_by(&self) -> Vec<PublishedFigure> {
        self.figures(&self.contradicted_by)
    }

    /// The published figures that went into the sum.
    async fn computed_from(&self) -> Vec<PublishedFigure> {
        self.figures(&self.computed_from)
    }

    /// The CCGs that `actual` counts, by ODS code. Empty where it was not worked out from CCGs.
    #[graphql(complexity = "crate::paging::nested_cost(first, last, child_complexity)")]
    async fn counted_ccgs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Ccg>> {
        let page = PageArguments { first, after, last, before };
        self.page_of(context, "counted", &self.counted, page).await
    }

    /// The CCGs that existed in the place on the figure's day and are not counted: those that it counts besides are
    /// among them. By ODS code; empty where the difference is not one of CCGs.
    #[graphql(complexity = "crate::paging::nested_cost(first, last, child_complexity)")]
    async fn candidates(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Ccg>> {
        let page = PageArguments { first, after, last, before };
        self.page_of(context, "candidates", &self.candidates, page).await
    }
}
