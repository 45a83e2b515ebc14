//! What was measured, as it came.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use serde::Serialize;

use super::{data::Size, load::Seen, question::Question};
use crate::synthetic::List;

/// Who answers, and how.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Subject {
    /// A service that has the bytes.
    Stored,
    /// The hand-written one, asked something else each time.
    ByHand,
    /// The api, asked for the name of its root.
    Nothing,
    /// The api, asked something else each time.
    Cold,
    /// The api, asked the same each time.
    Repeated,
    /// The api, asked whether an answer still holds.
    NotModified,
}

impl Subject {
    pub(super) const ALL: [Self; 6] =
        [Self::Stored, Self::ByHand, Self::Nothing, Self::Cold, Self::Repeated, Self::NotModified];

    /// What it is called in tables.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Stored => "(a) stored",
            Self::ByHand => "(b) by hand",
            Self::Nothing => "(c) nothing",
            Self::Cold => "(d) cold",
            Self::Repeated => "(e) repeated",
            Self::NotModified => "(f) 304",
        }
    }
}

/// What is measured several times.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sort {
    /// Its name; none of [`Subject::Nothing`].
    pub(super) question: &'static str,
    pub(super) connections: u64,
    pub(super) subject: Subject,
}

/// What answers took.
#[derive(Copy, Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taken {
    /// Of the processor, of the service alone, for each answer.
    pub(super) cpu_microseconds: f64,
    pub(super) answers: u64,
    pub(super) answers_per_second: f64,
    pub(super) p50_milliseconds: f64,
    pub(super) p99_milliseconds: f64,
}

impl Taken {
    #[expect(clippy::cast_precision_loss, reason = "a number of answers")]
    pub(super) fn new(cpu_seconds: f64, seen: &Seen) -> Self {
        Self {
            cpu_microseconds: cpu_seconds / seen.answers as f64 * 1e6,
            answers: seen.answers,
            answers_per_second: seen.per_second,
            p50_milliseconds: seen.p50_milliseconds,
            p99_milliseconds: seen.p99_milliseconds,
        }
    }

    /// All answers, and the median of each other number.
    pub(super) fn median(taken: &[Self]) -> Option<Self> {
        if taken.is_empty() {
            return None;
        }
        let of = |number: fn(&Self) -> f64| median(taken.iter().map(number).collect());
        Some(Self {
            cpu_microseconds: of(|taken| taken.cpu_microseconds),
            answers: taken.iter().map(|taken| taken.answers).sum(),
            answers_per_second: of(|taken| taken.answers_per_second),
            p50_milliseconds: of(|taken| taken.p50_milliseconds),
            p99_milliseconds: of(|taken| taken.p99_milliseconds),
        })
    }
}

/// A question, and the size of the answer that is repeated.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) answer_bytes: usize,
}

/// The memory of the api.
#[derive(Copy, Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Memory {
    pub(super) connections: u64,
    /// The most that was resident, files that are mapped among it.
    pub(super) peak_bytes: u64,
    /// What was resident in the end, without files.
    pub(super) own_bytes: u64,
}

/// What was measured of a database.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) size: Size,
    pub(super) adoptions: usize,
    pub(super) organisations: usize,
    pub(super) file_bytes: Option<u64>,
    pub(super) questions: Vec<Asked>,
    pub(super) taken: BTreeMap<Sort, Vec<Taken>>,
    pub(super) starts: Vec<Duration>,
    pub(super) memory: BTreeMap<u64, Memory>,
}

impl Measured {
    pub(super) fn new(size: Size, list: &List, file: Option<&Path>) -> Self {
        Self {
            size,
            adoptions: list.rows,
            organisations: list.organisations.len(),
            file_bytes: file.and_then(|file| fs::metadata(file).ok()).map(|metadata| metadata.len()),
            questions: Vec::new(),
            taken: BTreeMap::new(),
            starts: Vec::new(),
            memory: BTreeMap::new(),
        }
    }

    pub(super) fn asks(&mut self, question: &Question, answer_bytes: usize) {
        let Question { name, title, .. } = *question;
        self.questions.push(Asked { name, title, answer_bytes });
    }

    pub(super) fn add(&mut self, sort: Sort, taken: Taken) {
        self.taken.entry(sort).or_default().push(taken);
    }

    /// The api started, and had answered once after so long.
    pub(super) fn started(&mut self, after: Duration) {
        self.starts.push(after);
    }

    /// The api had so much memory, with so many connections.
    pub(super) fn held(&mut self, connections: u64, memory: Memory) {
        let most = self.memory.entry(connections).or_default();
        *most = Memory {
            connections,
            peak_bytes: memory.peak_bytes.max(most.peak_bytes),
            own_bytes: memory.own_bytes.max(most.own_bytes),
        };
    }
}

/// The number in the middle.
pub(super) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (half, is_odd) = (numbers.len() / 2, numbers.len() % 2 == 1);
    match numbers.get(half) {
        None => 0.0,
        Some(middle) if is_odd => *middle,
        Some(middle) => f64::midpoint(*middle, numbers[half - 1]),
    }
}
