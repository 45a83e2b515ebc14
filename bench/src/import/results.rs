//! What was measured, and what is wanted of it.

use serde::Serialize;

use super::{Files, Kind};
use crate::{
    failure::Outcome,
    process::{Peak, Usage},
    synthetic::Format,
};

/// What was run.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Subject {
    Importer,
    SameAgain,
    Corrected,
    Everything,
    Facts,
    Reading,
}

impl Subject {
    /// In the order of the table.
    const ALL: [Self; 6] =
        [Self::Importer, Self::Everything, Self::Facts, Self::Reading, Self::SameAgain, Self::Corrected];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Importer => "importer",
            Self::SameAgain => "importer, the same file again",
            Self::Corrected => "importer, 1 % of the rows corrected",
            Self::Everything => "by hand, the same rows",
            Self::Facts => "by hand, facts alone",
            Self::Reading => "by hand, reading alone",
        }
    }
}

/// What the programs took for one list in one database.
pub(super) struct Measured {
    kind: Kind,
    format: Format,
    rows: usize,
    bytes: u64,
    runs: Vec<(Subject, Usage)>,
}

impl Measured {
    pub(super) fn new(files: &Files, kind: Kind) -> Outcome<Self> {
        let (format, rows, bytes) = (files.format, files.rows, files.bytes()?);
        Ok(Self { kind, format, rows, bytes, runs: Vec::new() })
    }

    pub(super) fn add(&mut self, subject: Subject, usage: Usage) {
        self.runs.push((subject, usage));
    }

    pub(super) fn title(&self) -> String {
        format!("{} rows, .{}, {}", self.rows, self.format.extension(), self.kind.title())
    }

    /// The median of what a program took, and its highest peak.
    fn usual(&self, subject: Subject) -> Usage {
        let usages = || self.runs.iter().filter(move |(of, _)| *of == subject).map(|(_, usage)| usage);
        let highest = |of: fn(&Peak) -> u64| usages().map(|usage| of(&usage.peak)).max().unwrap_or_default();
        Usage {
            wall_seconds: median(usages().map(|usage| usage.wall_seconds).collect()),
            cpu_seconds: median(usages().map(|usage| usage.cpu_seconds).collect()),
            peak: Peak {
                itself: highest(|peak| peak.itself),
                helper: highest(|peak| peak.helper),
                together: highest(|peak| peak.together),
            },
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        even if even.is_multiple_of(2) => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

/// All that was measured.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Results {
    pub(super) cases: Vec<CaseResult>,
}

/// What was measured for one list in one database.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CaseResult {
    pub(super) title: String,
    pub(super) database: Kind,
    pub(super) format: &'static str,
    pub(super) rows: usize,
    pub(super) file_bytes: u64,
    pub(super) usual: Vec<Line>,
    pub(super) wanted: Vec<Wanted>,
}

/// What a program usually took.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    pub(super) subject: Subject,
    #[serde(flatten)]
    pub(super) usage: Usage,
}

/// What is wanted of the importer, and how it is.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    pub(super) what: &'static str,
    pub(super) unit: &'static str,
    pub(super) at_most: f64,
    pub(super) is: f64,
    /// The same in time of the processor, which other programs on the machine hardly change; none where much of it
    /// is a server's.
    pub(super) by_cpu: Option<f64>,
    pub(super) met: bool,
}

impl Wanted {
    fn new(what: &'static str, unit: &'static str, at_most: f64, is: f64) -> Self {
        Self { what, unit, at_most, is, by_cpu: None, met: is <= at_most }
    }

    fn beside(what: &'static str, at_most: f64, importer: Usage, by_hand: Usage) -> Self {
        let by_cpu = Some(importer.cpu_seconds / by_hand.cpu_seconds);
        Self { by_cpu, ..Self::new(what, "times", at_most, importer.wall_seconds / by_hand.wall_seconds) }
    }
}

const MIB: f64 = 1024.0 * 1024.0;

/// How much more memory a longer text may take, to be called no more.
const FLAT: f64 = 1.2;

impl Results {
    pub(super) fn new(all: Vec<Measured>) -> Self {
        let result = |measured: &Measured| {
            let lines = Subject::ALL.map(|subject| Line { subject, usage: measured.usual(subject) });
            let mut wanted = measured.wanted();
            wanted.extend(measured.growth(&all));
            CaseResult {
                title: measured.title(),
                database: measured.kind,
                format: measured.format.extension(),
                rows: measured.rows,
                file_bytes: measured.bytes,
                usual: lines.into(),
                wanted,
            }
        };
        Self { cases: all.iter().map(result).collect() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "bytes of memory")]
impl Measured {
    fn wanted(&self) -> Vec<Wanted> {
        let importer = self.usual(Subject::Importer);
        let (everything, facts) = (self.usual(Subject::Everything), self.usual(Subject::Facts));
        let mut wanted = match self.kind {
            Kind::Sqlite => vec![
                Wanted::beside("wall, beside the same rows by hand", 1.5, importer, everything),
                Wanted::beside("wall, beside facts alone by hand", 3.0, importer, facts),
                Wanted::beside("wall, beside facts alone by hand, better", 2.0, importer, facts),
            ],
            Kind::Postgres => {
                let copy = Wanted::beside("wall, beside COPY of the same rows", 2.0, importer, everything);
                vec![Wanted { by_cpu: None, ..copy }]
            }
        };
        wanted.extend([
            Wanted::new("peak memory", "MiB", 256.0, importer.peak.together as f64 / MIB),
            Wanted::new("wall, the same file again", "s", 2.0, self.usual(Subject::SameAgain).wall_seconds),
        ]);
        wanted
    }

    /// Text is read as it comes, so a longer list takes no more memory.
    fn growth(&self, all: &[Self]) -> Option<Wanted> {
        let alike = all.iter().filter(|other| (other.kind, other.format) == (self.kind, self.format));
        let shortest = alike.min_by_key(|other| other.rows).filter(|other| other.rows < self.rows)?;
        let peak = |measured: &Self| measured.usual(Subject::Importer).peak.together as f64;
        let grown = peak(self) / peak(shortest);
        (self.format == Format::Csv)
            .then(|| Wanted::new("peak memory, beside the shortest list", "times", FLAT, grown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(rows: usize, runs: &[(Subject, f64, u64)]) -> Measured {
        let usage = |wall_seconds, together| Usage {
            wall_seconds,
            cpu_seconds: 0.0,
            peak: Peak { together, ..Peak::default() },
        };
        let runs = runs.iter().map(|(subject, wall, bytes)| (*subject, usage(*wall, *bytes))).collect();
        Measured { kind: Kind::Sqlite, format: Format::Csv, rows, bytes: 0, runs }
    }

    #[test]
    fn the_middle_run_counts_and_the_highest_peak() {
        let runs = [(9.0, 10), (1.0, 30), (2.0, 20)].map(|(wall, bytes)| (Subject::Importer, wall, bytes));
        let usual = measured(1, &runs).usual(Subject::Importer);
        assert_eq!((usual.wall_seconds, usual.peak.together), (2.0, 30));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn what_is_wanted_is_met_or_missed() {
        const MIB: u64 = 1024 * 1024;
        let took = |peak| {
            [
                (Subject::Importer, 3.0, peak),
                (Subject::Everything, 2.0, 0),
                (Subject::Facts, 1.2, 0),
                (Subject::SameAgain, 2.5, 0),
            ]
        };
        let results = Results::new(vec![measured(10, &took(100 * MIB)), measured(20, &took(130 * MIB))]);
        let met = |case: &CaseResult| case.wanted.iter().map(|wanted| wanted.met).collect::<Vec<_>>();
        assert_eq!(met(&results.cases[0]), [true, true, false, true, false]);
        assert_eq!(met(&results.cases[1]), [true, true, false, true, false, false]);
    }
}
