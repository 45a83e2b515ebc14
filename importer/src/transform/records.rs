//! The records of a file, all of one kind.

use entities::domain::DatasetKind;

use super::{Adoption, CcgEntry, Doubted, Fields, Figure, Mention, Merger, Place, Round, Scope};
use crate::issue::Issue;

/// A record and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// Where.
    pub place: Place,
    /// What.
    pub record: T,
}

/// What came of a row.
#[derive(Debug)]
pub struct Read {
    /// Whether its record is kept.
    pub kept: bool,
    /// Its problems.
    pub issues: Vec<Issue>,
    /// What it is about, where it is not kept and that is known.
    pub mention: Option<Mention>,
}

/// The records of a file, in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum Records {
    /// Approval rounds.
    Waves(Vec<Located<Round>>),
    /// CCGs.
    Ccgs(Vec<Located<CcgEntry>>),
    /// Mergers.
    Successions(Vec<Located<Merger>>),
    /// Scope rules.
    ScopeRules(Vec<Located<Scope>>),
    /// Published totals.
    Figures(Vec<Located<Figure>>),
    /// Adoptions.
    Adoptions(Vec<Located<Adoption>>),
}

impl Records {
    /// No records yet.
    #[must_use]
    pub fn of(kind: DatasetKind) -> Self {
        match kind {
            DatasetKind::Waves => Self::Waves(Vec::new()),
            DatasetKind::CcgRegister => Self::Ccgs(Vec::new()),
            DatasetKind::Successions => Self::Successions(Vec::new()),
            DatasetKind::ScopeRules => Self::ScopeRules(Vec::new()),
            DatasetKind::PublishedFigures => Self::Figures(Vec::new()),
            DatasetKind::Adoptions => Self::Adoptions(Vec::new()),
        }
    }

    /// What they state.
    #[must_use]
    pub fn kind(&self) -> DatasetKind {
        match self {
            Self::Waves(_) => DatasetKind::Waves,
            Self::Ccgs(_) => DatasetKind::CcgRegister,
            Self::Successions(_) => DatasetKind::Successions,
            Self::ScopeRules(_) => DatasetKind::ScopeRules,
            Self::Figures(_) => DatasetKind::PublishedFigures,
            Self::Adoptions(_) => DatasetKind::Adoptions,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Waves(records) => records.len(),
            Self::Ccgs(records) => records.len(),
            Self::Successions(records) => records.len(),
            Self::ScopeRules(records) => records.len(),
            Self::Figures(records) => records.len(),
            Self::Adoptions(records) => records.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds records of the same kind. All records of a file are of one kind, so others are none of its own.
    pub fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Waves(records), Self::Waves(more)) => records.extend(more),
            (Self::Ccgs(records), Self::Ccgs(more)) => records.extend(more),
            (Self::Successions(records), Self::Successions(more)) => records.extend(more),
            (Self::ScopeRules(records), Self::ScopeRules(more)) => records.extend(more),
            (Self::Figures(records), Self::Figures(more)) => records.extend(more),
            (Self::Adoptions(records), Self::Adoptions(more)) => records.extend(more),
            _ => {}
        }
    }

    /// Removes those of rows that are not believed, and says how many they were.
    pub fn remove(&mut self, doubted: &Doubted) -> u64 {
        fn from<T>(records: &mut Vec<Located<T>>, Doubted { sheet, rows, .. }: &Doubted) -> u64 {
            let before = records.len();
            records.retain(|record| {
                record.place.sheet != *sheet || rows.binary_search(&record.place.row).is_err()
            });
            (before - records.len()) as u64
        }
        match self {
            Self::Waves(records) => from(records, doubted),
            Self::Ccgs(records) => from(records, doubted),
            Self::Successions(records) => from(records, doubted),
            Self::ScopeRules(records) => from(records, doubted),
            Self::Figures(records) => from(records, doubted),
            Self::Adoptions(records) => from(records, doubted),
        }
    }

    /// Where they stand.
    #[must_use]
    pub fn places(&self) -> Vec<&Place> {
        fn of<T>(records: &[Located<T>]) -> Vec<&Place> {
            records.iter().map(|record| &record.place).collect()
        }
        match self {
            Self::Waves(records) => of(records),
            Self::Ccgs(records) => of(records),
            Self::Successions(records) => of(records),
            Self::ScopeRules(records) => of(records),
            Self::Figures(records) => of(records),
            Self::Adoptions(records) => of(records),
        }
    }

    /// Reads a row. Its record is kept when no issue of it is an error.
    pub fn read(&mut self, fields: Fields) -> Read {
        match self {
            Self::Waves(records) => push(records, fields, Round::read),
            Self::Ccgs(records) => push(records, fields, CcgEntry::read),
            Self::Successions(records) => push(records, fields, Merger::read),
            Self::ScopeRules(records) => push(records, fields, Scope::read),
            Self::Figures(records) => push(records, fields, Figure::read),
            Self::Adoptions(records) => push(records, fields, Adoption::read),
        }
    }
}

fn push<T>(
    records: &mut Vec<Located<T>>,
    mut fields: Fields,
    read: impl FnOnce(&mut Fields) -> Option<T>,
) -> Read {
    let record = read(&mut fields);
    let mention = fields.mention.take();
    let (place, issues) = fields.finish();
    let Some(record) = record.filter(|_| !issues.iter().any(Issue::is_error)) else {
        return Read { kept: false, issues, mention };
    };
    records.push(Located { place, record });
    Read { kept: true, issues, mention: None }
}
