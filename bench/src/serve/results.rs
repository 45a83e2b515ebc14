//! What came out of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    data::Size,
    measured::{Asked, Measured, Memory, Sort, Subject, Taken},
};

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
    pub(super) memory: Vec<Memory>,
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

impl Results {
    /// Adds a database.
    pub(super) fn add(&mut self, measured: Measured) {
        let Measured { size, adoptions, organisations, file_bytes, questions, taken, starts, memory } =
            measured;
        let mut lines = Vec::new();
        for question in &questions {
            for connections in memory.keys().copied() {
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
            memory: memory.into_values().collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::List;

    fn measured(size: Size, question: &'static str, microseconds: &[f64]) -> Measured {
        let mut measured = Measured::new(size, &List::with(2, 1), None);
        measured.questions.push(Asked { name: question, title: "", answer_bytes: 9 });
        for cpu_microseconds in microseconds {
            let seen = Taken {
                cpu_microseconds: *cpu_microseconds,
                answers: 1,
                answers_per_second: 1.0,
                p50_milliseconds: 1.0,
                p99_milliseconds: 1.0,
            };
            measured.add(Sort { question, connections: 16, subject: Subject::Cold }, seen);
        }
        measured.held(16, Memory { connections: 16, peak_bytes: 7, own_bytes: 5 });
        measured.held(16, Memory { connections: 16, peak_bytes: 6, own_bytes: 6 });
        measured
    }

    #[test]
    fn large_is_held_against_small_for_the_same_rows() {
        let mut results = Results::default();
        results.add(measured(Size::Small, "q1", &[90.0, 10.0, 30.0]));
        results.add(measured(Size::Large, "q1s", &[50.0, 70.0]));
        let [small, large] = results.databases.as_slice() else { panic!("there are two") };
        let cold = |line: &Line| line.taken[&Subject::Cold].cpu_microseconds;
        assert_eq!((cold(&small.lines[0]), cold(&large.lines[0])), (30.0, 60.0));
        assert_eq!(results.cold_on_small(&large.lines[0]), Some(30.0));
        assert_eq!(results.cold_on_small(&small.lines[0]), None, "there are more rows of it on LARGE");
        assert_eq!((large.memory[0].peak_bytes, large.memory[0].own_bytes), (7, 6));
    }
}
