use chrono::NaiveDate;
use entities::{
    domain::{Confidence, FinancialYear},
    published_figure,
};

use crate::figures::{Choice, Extent, Place, Reading, Unit, in_words};

/// A figure, what it says, and the number that it gives.
#[derive(Clone)]
pub(super) struct Figure {
    pub(super) row: published_figure::Model,
    pub(super) says: Reading,
    pub(super) value: Option<f64>,
}

/// A publication, the days of which it speaks, and a year.
pub(super) type Publication = (i64, Option<NaiveDate>, Option<NaiveDate>, Option<FinancialYear>);

/// What was chosen, and in which year.
pub(super) type Subject = (Vec<Choice>, Option<FinancialYear>);

impl Figure {
    /// The publication that it stands in, and the days and the year of which it speaks.
    pub(super) fn publication(&self) -> Option<Publication> {
        let published_figure::Model { as_of_from, as_of_to, cited_source_id, .. } = self.row;
        Some((cited_source_id?, as_of_from, as_of_to, self.says.year))
    }

    /// What was chosen, and in which year.
    pub(super) fn subject(&self) -> Subject {
        (self.says.choices.clone(), self.says.year)
    }

    /// Whether it counts at the same stage and in the same place as another.
    pub(super) fn counts_as(&self, other: &Self) -> bool {
        (self.says.place, self.says.stage) == (other.says.place, other.says.stage)
    }

    /// Whether it is a number of CCGs at a stage, everybody asked.
    pub(super) fn counts_ccgs(&self) -> bool {
        self.says.unit == Unit::Ccgs && !self.says.responders && self.says.place != Place::Elsewhere
    }

    /// Whether it was computed by those who put the data together, and not published.
    pub(super) fn is_computed(&self) -> bool {
        self.row.confidence == Confidence::Inferred
    }

    /// Whether it counts all of those at its stage.
    pub(super) fn is_whole(&self) -> bool {
        self.says.extent == Extent::Whole
    }

    /// Who say two numbers, and of when.
    pub(super) fn both_cited(&self, other: &Self) -> String {
        let (one, other) = (self.cited(), other.cited());
        if one == other { one } else { format!("{one} and {other}") }
    }

    /// Who says it, and of when.
    pub(super) fn cited(&self) -> String {
        let when = match (self.row.as_of_from, self.row.as_of_to) {
            (Some(first), Some(last)) if first == last => in_words(first),
            (Some(first), Some(last)) => entities::domain::PartialDate { first, last }.to_string(),
            _ => "undated".to_owned(),
        };
        format!("{} ({when})", self.row.publisher)
    }
}
