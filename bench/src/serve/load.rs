//! The load generator: `oha`, as it is installed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Deserialize;

use crate::failure::Outcome;

/// How long an answer may take. Nothing that is measured may take so long.
const PATIENCE: &str = "60s";

/// What is asked again and again.
pub(super) enum Asked {
    /// Always this address.
    Same(String),
    /// Addresses that this expression describes.
    Any(String),
}

/// How long it is asked.
#[derive(Copy, Clone, Debug)]
pub(super) enum Extent {
    /// So many times.
    Times(u64),
    /// So many seconds, and then until all is answered.
    Seconds(f64),
}

/// The load generator.
pub(super) struct Load {
    program: PathBuf,
}

/// What clients saw.
#[derive(Copy, Clone, Debug)]
pub(super) struct Seen {
    pub(super) answers: u64,
    pub(super) per_second: f64,
    pub(super) p50_milliseconds: f64,
    pub(super) p99_milliseconds: f64,
}

#[derive(Deserialize)]
struct Report {
    summary: Summary,
    metrics: Metrics,
    #[serde(rename = "statusCodeDistribution")]
    statuses: BTreeMap<String, u64>,
    #[serde(rename = "errorDistribution")]
    errors: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
struct Summary {
    #[serde(rename = "requestsPerSec")]
    requests_per_second: f64,
}

#[derive(Deserialize)]
struct Metrics {
    latency_ms: Latency,
}

#[derive(Deserialize)]
struct Latency {
    p50: f64,
    p99: f64,
}

impl Load {
    /// The program that was named, or the one that the system finds.
    pub(super) fn find(named: Option<&Path>) -> Outcome<Self> {
        let program = named.map_or_else(|| PathBuf::from("oha"), Path::to_path_buf);
        let version = Command::new(&program).arg("--version").stdout(Stdio::null()).status();
        match version {
            Ok(status) if status.success() => Ok(Self { program }),
            Ok(status) => Err(format!("{} --version ended with {status}; name oha with --oha", program.display()).into()),
            Err(error) => Err(format!(
                "{} does not start: {error}. It is the load generator: install it by `cargo install --locked oha`, or name \
                 it with --oha",
                program.display()
            )
            .into()),
        }
    }

    /// What it would ask by an expression.
    pub(super) fn draw(&self, expression: &str, number: usize) -> Outcome<Vec<String>> {
        let mut command = Command::new(&self.program);
        command.args(["--no-tui", "--dump-urls", &number.to_string(), "--rand-regex-url", expression]);
        let told = Self::told(&mut command)?;
        let urls: Vec<String> = String::from_utf8(told)?.lines().map(str::to_owned).collect();
        if urls.len() != number {
            return Err(format!(
                "{} draws {} addresses and not {number}",
                self.program.display(),
                urls.len()
            )
            .into());
        }
        Ok(urls)
    }

    fn told(command: &mut Command) -> Outcome<Vec<u8>> {
        let output = command.stdin(Stdio::null()).output()?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let (program, told) = (command.get_program().display(), String::from_utf8_lossy(&output.stderr));
        Err(format!("{program} ended with {}: {told}", output.status).into())
    }

    /// Asks over so many connections, which stay open. Every answer must have this status.
    pub(super) fn run(
        &self,
        asked: &Asked,
        extent: Extent,
        connections: u64,
        headers: &[String],
        status: u16,
    ) -> Outcome<Seen> {
        let mut command = Command::new(&self.program);
        command.args(["--no-tui", "--output-format", "json", "-t", PATIENCE, "-c", &connections.to_string()]);
        command.args(["--disable-compression", "-H", "Accept-Encoding: identity", "-A", "application/json"]);
        match extent {
            Extent::Times(times) => command.args(["-n", &times.to_string()]),
            Extent::Seconds(seconds) => command.args(["-w", "-z", &format!("{:.0}ms", seconds * 1000.0)]),
        };
        for header in headers {
            command.args(["-H", header]);
        }
        match asked {
            Asked::Same(url) => command.arg(url),
            Asked::Any(expression) => command.args(["--rand-regex-url", expression]),
        };
        let report: Report = serde_json::from_slice(&Self::told(&mut command)?).map_err(|error| {
            format!("{} reports otherwise than expected: {error}", self.program.display())
        })?;
        report.seen(status)
    }
}

impl Report {
    /// Fails when something else was answered: it would be fast for the wrong reason.
    fn seen(self, status: u16) -> Outcome<Seen> {
        let Self { summary, metrics, statuses, errors } = self;
        let answers = statuses.get(&status.to_string()).copied().unwrap_or(0);
        if answers == 0 || statuses.len() > 1 || !errors.is_empty() {
            return Err(format!(
                "every answer should have been {status}, but there were {statuses:?} and {errors:?}"
            )
            .into());
        }
        Ok(Seen {
            answers,
            per_second: summary.requests_per_second,
            p50_milliseconds: metrics.latency_ms.p50,
            p99_milliseconds: metrics.latency_ms.p99,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(statuses: &[(&str, u64)], errors: &[(&str, u64)]) -> Report {
        let texts =
            |pairs: &[(&str, u64)]| pairs.iter().map(|(text, count)| ((*text).to_owned(), *count)).collect();
        Report {
            summary: Summary { requests_per_second: 9.0 },
            metrics: Metrics { latency_ms: Latency { p50: 1.0, p99: 2.0 } },
            statuses: texts(statuses),
            errors: texts(errors),
        }
    }

    #[test]
    fn other_answers_than_expected_are_no_measurement() {
        assert_eq!(report(&[("200", 5)], &[]).seen(200).unwrap().answers, 5);
        assert!(report(&[("200", 5)], &[]).seen(304).is_err());
        assert!(report(&[("200", 5), ("503", 1)], &[]).seen(200).is_err());
        assert!(report(&[("200", 5)], &[("connection closed", 1)]).seen(200).is_err());
        assert!(report(&[], &[]).seen(200).is_err());
    }

    #[test]
    fn a_load_generator_that_is_not_there_is_told_how_to_get() {
        let failure = Load::find(Some(Path::new("/nowhere/oha"))).err().unwrap().to_string();
        assert!(failure.contains("cargo install --locked oha"), "{failure}");
    }
}
