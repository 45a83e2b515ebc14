//! How fresh each source is.

use std::{fmt::Write, time::Duration};

use chrono::{DateTime, Utc};
use entities::domain::{CheckOutcome, Freshness};
use serde::Serialize;

use super::{code, style::shown};
use crate::{
    catalogue::{SourceEntry, duration},
    load::checks::Past,
};

/// How fresh the sources are. Serialised, it is the JSON report.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReport {
    /// The version of this format. It changes when a field changes its meaning or goes.
    schema_version: u32,
    /// The moment at which all of it held.
    at: DateTime<Utc>,
    /// The worst of all; none when no source has a limit.
    freshness: Option<Freshness>,
    sources: Vec<SourceStatus>,
}

/// How fresh a source is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceStatus {
    source: String,
    dataset: String,
    schedule: Option<String>,
    last_checked_at: Option<DateTime<Utc>>,
    #[serde(serialize_with = "code")]
    outcome: Option<CheckOutcome>,
    message: Option<String>,
    missed: i64,
    /// Whether somebody is at it.
    running: bool,
    /// When it was last found and all that it had was in force.
    last_success_at: Option<DateTime<Utc>>,
    age_seconds: Option<u64>,
    warn_after_seconds: Option<u64>,
    error_after_seconds: Option<u64>,
    /// When it is due, which may be past.
    next_check_at: Option<DateTime<Utc>>,
    freshness: Option<Freshness>,
}

impl StatusReport {
    /// The report over all sources.
    #[must_use]
    pub fn new(at: DateTime<Utc>, sources: Vec<SourceStatus>) -> Self {
        let freshness = sources.iter().filter_map(|source| source.freshness).max();
        Self { schema_version: 1, at, freshness, sources }
    }

    /// The worst of all; none when no source has a limit.
    #[must_use]
    pub fn freshness(&self) -> Option<Freshness> {
        self.freshness
    }
}

impl SourceStatus {
    /// Judges a source.
    #[must_use]
    pub fn new(
        entry: &SourceEntry,
        past: &Past,
        last_success_at: Option<DateTime<Utc>>,
        next_check_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Self {
        let last = past.last.as_ref();
        let age = Freshness::age(last_success_at, now);
        let seconds = |length: Option<Duration>| length.map(|length| length.as_secs());
        Self {
            source: entry.name().to_owned(),
            dataset: entry.dataset.clone(),
            schedule: entry.schedule.as_ref().map(ToString::to_string),
            last_checked_at: last.and_then(|last| last.finished_at),
            outcome: last.and_then(|last| last.outcome),
            message: last.and_then(|last| last.message.clone()),
            missed: last.map_or(0, |last| last.missed),
            running: past.open.as_ref().is_some_and(|open| open.claimed_until > now),
            last_success_at,
            age_seconds: seconds(age),
            warn_after_seconds: seconds(entry.freshness.warn_after),
            error_after_seconds: seconds(entry.freshness.error_after),
            next_check_at,
            freshness: entry.freshness.judge(age),
        }
    }
}

/// The freshness of the sources as a table.
#[must_use]
pub fn status(report: &StatusReport) -> String {
    let mut text = format!(
        "{:<28} {:<9} {:<20} {:<12} {:<20} {:<12} next check (UTC)\n",
        "source", "freshness", "last check (UTC)", "outcome", "last success (UTC)", "age"
    );
    for source in &report.sources {
        let freshness = match source.freshness {
            None => "-",
            Some(Freshness::Ok) => "OK",
            Some(Freshness::Warn) => "WARN",
            Some(Freshness::Error) => "ERROR",
        };
        let age = source.age_seconds.map(|age| duration::rounded(Duration::from_secs(age)));
        let next = match (source.running, source.next_check_at) {
            (true, _) => "running".to_owned(),
            (false, Some(next)) if next <= report.at => format!("due since {}", moment(Some(next))),
            (false, next) => moment(next),
        };
        let _ = writeln!(
            text,
            "{:<28} {freshness:<9} {:<20} {:<12} {:<20} {:<12} {next}",
            shown(&source.source),
            moment(source.last_checked_at),
            source.outcome.map_or("-", CheckOutcome::title),
            moment(source.last_success_at),
            age.as_deref().unwrap_or("-"),
        );
        if let Some(message) = &source.message {
            let _ = writeln!(text, "  {}", shown(message));
        }
    }
    text
}

fn moment(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or_else(|| "-".to_owned(), |moment| moment.format("%Y-%m-%d %H:%M:%S").to_string())
}
