use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use entities::{commissioning_model, wave};

use super::{
    CoverageFilter, CoverageSort,
    count::{Count, counts},
};
use crate::{
    dates::Dates,
    error::Answer,
    figures::{CcgSet, Facts, all_facts, ccgs_of},
    paging::{Connection, PageArguments, USUAL_NESTED_SIZE, WorkedOut, WorkedOutArguments, paged_fields},
    rendering::Render,
    scalars::{Date, FinancialYear},
    sorting::{RowOrder, keys_of},
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
    /// Nobody published a total, and no CCG is known. It does not mean that there were none.
    NothingKnown,
    /// More CCGs are known than were published: the total, or what is stated of a CCG, is about something else.
    MoreNamedThanPublished,
}

/// The question, as a client asks it.
pub type Asked = WorkedOutArguments<CoverageFilter, CoverageSort>;

/// Works the coverage out.
pub async fn coverage(context: &Context<'_>, asked: Asked) -> Answer<Connection<Coverage>> {
    let Asked { filter, order_by, page, dates } = asked;
    let list = WorkedOut::read(context, "coverage", &page, RowOrder::of(&order_by), dates).await?;
    let rows = worked_out(context, filter, list.dates).await?;
    let rows = rows.map(|(text, row)| (keys_of(&order_by, &row, text), row)).collect();
    Ok(list.cut(rows, |row| row))
}

/// The rows that match, each with the text that tells it from all others.
pub(super) async fn worked_out(
    context: &Context<'_>,
    filter: Option<CoverageFilter>,
    dates: Dates,
) -> Answer<impl Iterator<Item = (String, Coverage)>> {
    let facts = all_facts(context, dates).await?;
    let counts = counts(&facts, dates.as_of).into_iter();
    let admitted = counts.filter(move |row| filter.as_ref().is_none_or(|filter| filter.admits(row)));
    Ok(admitted.map(move |count| (count.key(), Coverage { count, facts: facts.clone(), dates })))
}

/// A year, a model and a stage, and how much of it is known by name.
pub struct Coverage {
    pub(super) count: Count,
    pub(super) facts: Arc<Facts>,
    dates: Dates,
}

impl Render for Coverage {}

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
    pub(super) fn wave_row(&self) -> Option<&wave::Model> {
        self.count.year.and_then(|year| self.facts.waves.get(&year))
    }

    pub(super) fn model_row(&self) -> Option<&commissioning_model::Model> {
        let wanted = self.count.model?;
        self.facts.models.values().find(|model| model.code == wanted)
    }
}

pub(super) fn number(length: usize) -> i64 {
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
        self.wave_row().map(|row| Wave::new(row.clone(), self.dates))
    }

    /// The model; none where the sources do not say which.
    async fn model(&self) -> Option<CommissioningModel> {
        self.model_row().map(|row| CommissioningModel::new(row.clone(), self.dates))
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
        number(self.count.named)
    }

    /// How many further CCGs had the model on the first day of the round because of other facts: an earlier year, or an
    /// approval that took effect. Totals of what was live count them too. Zero at all other stages.
    async fn also_in_force(&self) -> i64 {
        number(self.count.known.len() - self.count.named)
    }

    /// How many CCGs are known in all: `named` and `alsoInForce`.
    async fn known(&self) -> i64 {
        number(self.count.known.len())
    }

    /// How directly the `named` CCGs are named.
    async fn by_confidence(&self) -> Vec<ConfidenceCount> {
        let row = |(confidence, ccgs): (&entities::domain::Confidence, &usize)| ConfidenceCount {
            confidence: (*confidence).into(),
            ccgs: number(*ccgs),
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

    #[graphql(flatten)]
    async fn ccgs(&self) -> CoverageCcgs<'_> {
        CoverageCcgs(self)
    }
}

struct CoverageCcgs<'a>(&'a Coverage);

impl CoverageCcgs<'_> {
    const USUAL_SIZE: i32 = USUAL_NESTED_SIZE;

    async fn list(
        &self,
        context: &Context<'_>,
        name: &str,
        page: PageArguments,
        ccgs: &CcgSet,
    ) -> Answer<Connection<Ccg>> {
        let Coverage { count, facts, dates } = self.0;
        ccgs_of(context, &format!("{name} of {}", count.key()), &page, (&facts.register, ccgs), *dates).await
    }
}

paged_fields! {
    CoverageCcgs<'_> {
        /// The CCGs that are known, by ODS code.
        known_ccgs(self, context, page) -> Answer<Connection<Ccg>> {
            self.list(context, "known", page, &self.0.count.known).await
        }

        /// The CCGs that existed on `countedOn` and are not known to be among them, by ODS code. Some of them may have been:
        /// compare with `unknown` of the totals. None where no day is known.
        not_known_ccgs(self, context, page) -> Answer<Option<Connection<Ccg>>> {
            match self.0.count.not_known(&self.0.facts) {
                Some(ccgs) => self.list(context, "not known", page, &ccgs).await.map(Some),
                None => Ok(None),
            }
        }
    }
}
