//! What was measured.

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

    /// The median of each number.
    fn median(taken: &[Self]) -> Option<Self> {
        let first = taken.first()?;
        let of = |number: fn(&Self) -> f64| median(taken.iter().map(number).collect());
        Some(Self {
            cpu_microseconds: of(|taken| taken.cpu_microseconds),
            answers: first.answers,
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

/// What was measured of a database.
#[derive(Debug)]
pub(super) struct Measured {
    size: Size,
    adoptions: usize,
    organisations: usize,
    file_bytes: Option<u64>,
    questions: Vec<Asked>,
    taken: BTreeMap<Sort, Vec<Taken>>,
    starts: Vec<Duration>,
    peaks: BTreeMap<u64, u64>,
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
            peaks: BTreeMap::new(),
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

    /// The api had so many bytes in memory at most, with so many connections.
    pub(super) fn peaked(&mut self, connections: u64, bytes: u64) {
        let peak = self.peaks.entry(connections).or_default();
        *peak = bytes.max(*peak);
    }
}

/// All that was measured, as medians.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Results {
    pub(super) databases: Vec<DatabaseResult>,
}

/// A database.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DatabaseResult {
    pub(super) size: Size,
    pub(super) organisations: usize,
    pub(super) adoptions: usize,
    pub(super) file_bytes: Option<u64>,
    pub(super) questions: Vec<Asked>,
    pub(super) lines: Vec<Line>,
    /// Milliseconds from each start of the api to its first answer.
    pub(super) start_milliseconds: Vec<f64>,
    pub(super) peaks: Vec<Peak>,
}

/// What one question took over so many connections.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    pub(super) question: &'static str,
    pub(super) connections: u64,
    /// None of what was not asked.
    pub(super) taken: BTreeMap<Subject, Taken>,
}

/// The most memory that the api had.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Peak {
    pub(super) connections: u64,
    pub(super) bytes: u64,
}

impl Results {
    /// Adds a database.
    pub(super) fn add(&mut self, measured: Measured) {
        let Measured { size, adoptions, organisations, file_bytes, questions, taken, starts, peaks } =
            measured;
        let mut lines = Vec::new();
        for question in &questions {
            for connections in peaks.keys().copied() {
                let of = |subject| {
                    let question = if subject == Subject::Nothing { "" } else { question.name };
                    let taken = taken.get(&Sort { question, connections, subject })?;
                    Some((subject, Taken::median(taken)?))
                };
                let taken = Subject::ALL.into_iter().filter_map(of).collect();
                lines.push(Line { question: question.name, connections, taken });
            }
        }
        self.databases.push(DatabaseResult {
            size,
            organisations,
            adoptions,
            file_bytes,
            questions,
            lines,
            start_milliseconds: starts.into_iter().map(|start| start.as_secs_f64() * 1000.0).collect(),
            peaks: peaks.into_iter().map(|(connections, bytes)| Peak { connections, bytes }).collect(),
        });
    }

    /// What a cold answer of as many rows took on SMALL.
    pub(super) fn cold_on_small(&self, line: &Line) -> Option<f64> {
        let small = self.databases.iter().find(|database| database.size == Size::Small)?;
        // Of these the usual answers are longer on LARGE.
        let question = match line.question {
            "q1" | "q2" => return None,
            "q1s" => "q1",
            "q2s" => "q2",
            same => same,
        };
        let same = |other: &&Line| other.question == question && other.connections == line.connections;
        Some(small.lines.iter().find(same)?.taken.get(&Subject::Cold)?.cpu_microseconds)
    }
}

pub(super) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (half, is_odd) = (numbers.len() / 2, numbers.len() % 2 == 1);
    match numbers.get(half) {
        None => 0.0,
        Some(middle) if is_odd => *middle,
        Some(middle) => f64::midpoint(*middle, numbers[half - 1]),
    }
}
