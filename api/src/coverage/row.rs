use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use entities::{ccg, commissioning_model, wave};

use super::{
    CoverageFilter,
    count::{Count, counts},
};
use crate::{
    dates::Dates,
    error::Answer,
    figures::Facts,
    loading::loaders,
    paging::{Connection, PageArguments, WorkedOut},
    scalars::{Date, FinancialYear},
    table::Noun,
    types::{Ccg, CommissioningModel, PublishedFigure, Wave},
    vocabulary::{Confidence, Stage},
};

/// How much of what was published as a total is known by name.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Enum)]
pub enum CoverageStatus {
    /// As many CCGs are known as were published.
    Complete,
    /// Some of them are known.
    Partial,
    /// A total was published, and none of its CCGs is known.
    NobodyNamed,
    /// CCGs are known, but no total that they could be held against. How many are missing cannot be said.
    NoTotalPublished,
    /// More CCGs are known than were published: the total, or what is stated of a CCG, is about something else.
    MoreNamedThanPublished,
}

/// The question, as a client asks it.
pub struct Asked {
    /// Only rows that match.
    pub filter: Option<CoverageFilter>,
    /// Which part of the list.
    pub page: PageArguments,
    /// The dates of the question.
    pub dates: Dates,
}

/// Works the coverage out.
pub async fn coverage(context: &Context<'_>, asked: Asked) -> Answer<Connection<Coverage>> {
    let Asked { filter, page, dates } = asked;
    let list = WorkedOut::read(context, "coverage", &page, dates).await?;
    let dates = list.dates;
    let facts = Arc::new(Facts::load(loaders(context).loader().snapshot(), &dates).await?);
    let admitted = |row: &Count| filter.as_ref().is_none_or(|filter| filter.admits(row));
    let rows = counts(&facts, dates.as_of).into_iter().filter(admitted);
    let mut rows: Vec<(String, Coverage)> =
        rows.map(|count| (count.key(), Coverage { count, facts: facts.clone(), dates })).collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(list.cut(rows))
}

/// A year, a model and a stage, and how much of it is known by name.
pub struct Coverage {
    count: Count,
    facts: Arc<Facts>,
    dates: Dates,
}

/// A published total, and how much of it is known by name.
#[derive(SimpleObject)]
pub struct CoverageTotal {
    /// The total, with its publisher and day.
    figure: PublishedFigure,
    /// The number that it gives; the number of CCGs on its day where the publisher says "all". None where it gives
    /// none.
    value: Option<f64>,
    /// How many of it are not known by name: the total less `known`. None where that cannot be said, because there is
    /// no number or more are known than were published.
    unknown: Option<f64>,
    /// How much of it is known by name.
    status: CoverageStatus,
}

/// How many CCGs are named how directly.
#[derive(SimpleObject)]
pub struct ConfidenceCount {
    /// How directly; of several statements about a CCG the most direct one counts.
    confidence: Confidence,
    /// How many CCGs.
    ccgs: i64,
}

impl Coverage {
    fn page_of(&self, list: WorkedOut, ccgs: Vec<ccg::Model>) -> Connection<Ccg> {
        let row = |ccg: ccg::Model| (ccg.ods_code.to_string(), Ccg::new(ccg, self.dates));
        list.cut(ccgs.into_iter().map(row).collect())
    }

    async fn list(&self, context: &Context<'_>, name: &str, page: PageArguments) -> Answer<WorkedOut> {
        WorkedOut::read(context, format!("{name} of {}", self.count.key()), &page, self.dates).await
    }
}

fn number(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A year, a model and a stage, and how much of it is known by name. Zero named CCGs beside a published total means
/// that the names are not known, and never that there were none.
#[Object]
impl Coverage {
    /// The year of the round; none where the sources give no year.
    async fn financial_year(&self) -> Option<FinancialYear> {
        self.count.year.map(FinancialYear)
    }

    /// The round; none where no round of the year is recorded.
    async fn wave(&self) -> Option<Wave> {
        let wave: Option<&wave::Model> = self.count.year.and_then(|year| self.facts.waves.get(&year));
        wave.map(|row| Wave::new(row.clone(), self.dates))
    }

    /// The model; none where the sources do not say which.
    async fn model(&self) -> Option<CommissioningModel> {
        let wanted = self.count.model?;
        let row: Option<&commissioning_model::Model> =
            self.facts.models.values().find(|model| model.code == wanted);
        row.map(|row| CommissioningModel::new(row.clone(), self.dates))
    }

    /// The stage. Totals of different stages are different questions.
    async fn stage(&self) -> Stage {
        self.count.stage.into()
    }

    /// Every total that was published for all of England, contradictions among them. Percentages, totals of an area, of
    /// those who answered a survey, and of a part only are left out.
    async fn totals(&self) -> Vec<CoverageTotal> {
        let total = |total| CoverageTotal {
            status: self.count.status_of(total),
            unknown: self.count.unknown_of(total),
            value: total.value,
            figure: PublishedFigure::new(total.figure.clone(), self.dates),
        };
        self.count.totals.iter().map(total).collect()
    }

    /// How many CCGs sources name for just this year, model and stage.
    async fn named(&self) -> i64 {
        number(self.count.named.len())
    }

    /// How many further CCGs had the model on the first day of the round because of other facts: an earlier year, or an
    /// approval that took effect. Totals of what was live count them too. Zero at all other stages.
    async fn also_in_force(&self) -> i64 {
        number(self.count.known.len() - self.count.named.len())
    }

    /// How many CCGs are known in all: `named` and `alsoInForce`.
    async fn known(&self) -> i64 {
        number(self.count.known.len())
    }

    /// How directly the `named` CCGs are named.
    async fn by_confidence(&self) -> Vec<ConfidenceCount> {
        let row = |(confidence, ccgs): (&entities::domain::Confidence, &i64)| ConfidenceCount {
            confidence: (*confidence).into(),
            ccgs: *ccgs,
        };
        self.count.by_confidence.iter().map(row).collect()
    }

    /// How much of the largest total is known by name.
    async fn status(&self) -> CoverageStatus {
        self.count.status()
    }

    /// The day whose CCGs may be among them: `asOf` where it is given, for what was live the first day of the round, and
    /// else the day of the first total. None where no day is known.
    async fn counted_on(&self) -> Option<Date> {
        self.count.day.map(Date)
    }

    /// The CCGs that are known, by ODS code.
    #[graphql(complexity = "crate::paging::nested_cost(first, last, child_complexity)")]
    async fn known_ccgs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Connection<Ccg>> {
        let list = self.list(context, "known", PageArguments { first, after, last, before }).await?;
        Ok(self.page_of(list, self.facts.rows_of(&self.count.known)))
    }

    /// The CCGs that existed on `countedOn` and are not known to be among them, by ODS code. Some of them may have been:
    /// compare with `unknown` of the totals. None where no day is known.
    #[graphql(complexity = "crate::paging::nested_cost(first, last, child_complexity)")]
    async fn not_known_ccgs(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
    ) -> Answer<Option<Connection<Ccg>>> {
        let Some(ccgs) = &self.count.not_known else { return Ok(None) };
        let list = self.list(context, "not known", PageArguments { first, after, last, before }).await?;
        Ok(Some(self.page_of(list, self.facts.rows_of(ccgs))))
    }
}
