use std::{collections::HashSet, sync::Arc};

use async_graphql::{Context, Object, OutputType, SimpleObject};
use entities::published_figure;
use tokio::task::spawn_blocking;

use super::{
    ComparedWith, ReconciliationFilter, ReconciliationReason, ReconciliationSort, ReconciliationStatus,
    cache::world, figure::Figure, filter::Figures, finding::Finding, rules::reconcile, sort::Listed,
    world::World,
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    figures::{CcgSet, ccgs_of},
    filters::Filter,
    judging::answerable,
    loading::loaders,
    paging::{Connection, PageArguments, USUAL_NESTED_SIZE, WorkedOut, WorkedOutArguments, paged_fields},
    reader::{Snapshot, record},
    rendering::Render,
    sorting::{RowOrder, keys_of},
    table::{Noun, ids, visible},
    types::{Ccg, PublishedFigure, PublishedFigureFilter},
};

/// The question, as a client asks it.
pub type Asked = WorkedOutArguments<ReconciliationFilter, ReconciliationSort>;

/// Works figures out.
pub async fn reconciliations(context: &Context<'_>, asked: Asked) -> Answer<Connection<Reconciliation>> {
    page(context, "reconciliations", asked, |row| row).await
}

/// A page of the figures that match, worked out, each as `finish` makes it. Where neither the filter nor the order asks for what
/// comes of figures, only those of the page are: there may be thousands.
pub(super) async fn page<N: OutputType>(
    context: &Context<'_>,
    name: &str,
    asked: Asked,
    finish: impl Fn(Reconciliation) -> N,
) -> Answer<Connection<N>> {
    let Asked { filter, order_by, page, dates } = asked;
    let list = WorkedOut::read(context, name, &page, RowOrder::of(&order_by), dates).await?;
    let (dates, filter) = (list.dates, filter.unwrap_or_default());
    let snapshot = loaders(context).loader().snapshot();
    let mut figures = Figures::new();
    for asked in filter.of_figures() {
        let answerable = answerable(context, asked.clone(), &dates).await?;
        figures.insert(asked.clone(), numbers_of(snapshot, &answerable, &dates).await?);
    }
    // All figures, for each is held against the others.
    let world = world(context, dates).await?;
    let of_outcomes = filter.asks_of_outcomes() || order_by.iter().any(|order| order.field.is_of_outcomes());
    if of_outcomes {
        // Of thousands of figures it takes a while, in which other requests are to go on.
        let world = world.clone();
        let worked_out = spawn_blocking(move || world.outcomes().len()).await;
        worked_out.map_err(|error| {
            tracing::error!(%error, "figures could not be worked out");
            Failure::Database
        })?;
    }
    let outcomes = if of_outcomes { world.outcomes() } else { &[] };
    let listed = |(place, figure): (usize, _)| {
        let listed = Listed { figure, outcome: outcomes.get(place) };
        let admitted = filter.admits(figure.row.id, listed.outcome, &figures);
        admitted.then(|| (keys_of(&order_by, &listed, format!("{:020}", figure.row.id)), figure))
    };
    let rows = world.figures.iter().enumerate().filter_map(listed).collect();
    Ok(list.cut(rows, |figure: &Figure| {
        finish(Reconciliation::of(&world, figure, reconcile(&world, figure), dates))
    }))
}

record! {
    struct Numbered {
        id: i64,
    }
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
    pub(super) figure: published_figure::Model,
    pub(super) published: Option<f64>,
    pub(super) status: ReconciliationStatus,
    pub(super) reason: Option<ReconciliationReason>,
    pub(super) compared_with: Option<ComparedWith>,
    pub(super) actual: Option<f64>,
    pub(super) denominator: Option<(f64, String)>,
    pub(super) explanation: String,
    pub(super) contradicted_by: Vec<published_figure::Model>,
    computed_from: Vec<published_figure::Model>,
    pub(super) counted: CcgSet,
    pub(super) candidates: CcgSet,
    pub(super) world: Arc<World>,
    dates: Dates,
}

impl Render for Reconciliation {}

/// A whole of which a figure is a part.
#[derive(SimpleObject)]
pub struct Denominator {
    /// The number.
    value: f64,
    /// What it is the number of, and when.
    of: String,
}

impl Reconciliation {
    fn of(world: &Arc<World>, figure: &Figure, finding: Finding<'_>, dates: Dates) -> Self {
        let rows = |figures: &[&Figure]| figures.iter().map(|figure| figure.row.clone()).collect();
        Self {
            dates,
            published: figure.value,
            contradicted_by: rows(&finding.contradicted_by),
            computed_from: rows(&finding.computed_from),
            counted: finding.counted,
            candidates: finding.candidates,
            world: world.clone(),
            status: finding.status,
            reason: finding.reason,
            compared_with: finding.compared_with,
            actual: finding.actual,
            denominator: finding.denominator,
            explanation: finding.explanation,
            figure: figure.row.clone(),
        }
    }

    fn figures(&self, rows: &[published_figure::Model]) -> Vec<PublishedFigure> {
        rows.iter().map(|row| PublishedFigure::new(row.clone(), self.dates)).collect()
    }
}

/// `actual` less `published`.
pub(super) fn difference(actual: Option<f64>, published: Option<f64>) -> Option<f64> {
    // What the arithmetic of shares leaves behind is no difference.
    Some(((actual? - published?) * 1e6).round() / 1e6)
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

    /// The number that comes out; for a figure that others contradict the one that most publications give, itself among them,
    /// and the other of two that are given equally often. Where not all CCGs are known, how many are. None where nothing comes
    /// out.
    async fn actual(&self) -> Option<f64> {
        self.actual
    }

    /// `actual` less `published`; none where either is. Zero where others contradict the figure, but most agree with it.
    async fn difference(&self) -> Option<f64> {
        difference(self.actual, self.published)
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

    #[graphql(flatten)]
    async fn ccgs(&self) -> ReconciliationCcgs<'_> {
        ReconciliationCcgs(self)
    }
}

struct ReconciliationCcgs<'a>(&'a Reconciliation);

impl ReconciliationCcgs<'_> {
    const USUAL_SIZE: i32 = USUAL_NESTED_SIZE;

    async fn list(
        &self,
        context: &Context<'_>,
        name: &str,
        page: PageArguments,
        ccgs: &CcgSet,
    ) -> Answer<Connection<Ccg>> {
        let Reconciliation { figure, world, dates, .. } = self.0;
        let name = format!("{name} of figure {}", figure.id);
        ccgs_of(context, &name, &page, (&world.facts.register, ccgs), *dates).await
    }
}

paged_fields! {
    ReconciliationCcgs<'_> {
        /// The CCGs that `actual` counts, by ODS code. Empty where it was not worked out from CCGs.
        counted_ccgs(self, context, page) -> Answer<Connection<Ccg>> {
            self.list(context, "counted", page, &self.0.counted).await
        }

        /// The CCGs that existed in the place on the figure's day and are not counted: those that it counts besides are
        /// among them. By ODS code; empty where the difference is not one of CCGs.
        candidates(self, context, page) -> Answer<Connection<Ccg>> {
            self.list(context, "candidates", page, &self.0.candidates).await
        }
    }
}
