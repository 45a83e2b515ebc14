//! Whether a source is to be looked at now. All of it follows from the moment that is given as now.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{catalogue::SourceEntry, load::checks::Past};

/// More are not counted.
const MOST_MISSED: usize = 1000;
/// How far a clock is set back at most when it is corrected, and not wrong before: as cron has it.
const LARGEST_CORRECTION: TimeDelta = TimeDelta::hours(3);

/// Whether a source is to be looked at.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Now.
    Now {
        /// The moment for which the schedule asked for it.
        due_at: DateTime<Utc>,
        /// Further moments that have passed since, which this one makes up for.
        missed: usize,
    },
    /// Then.
    At(DateTime<Utc>),
    /// Somebody is at it, and has claimed it until then.
    Running(DateTime<Utc>),
    /// Not by any schedule.
    Never,
}

/// Whether a source is to be looked at now. A source that was never looked at is due at once.
///
/// Without a schedule a source is due only when `by_hand` says that somebody else keeps the time.
#[must_use]
pub fn due(entry: &SourceEntry, past: &Past, now: DateTime<Utc>, by_hand: bool) -> Due {
    if let Some(open) = past.open.as_ref().filter(|open| open.claimed_until > now) {
        return Due::Running(open.claimed_until);
    }
    let at_once = Due::Now { due_at: now, missed: 0 };
    let Some(schedule) = &entry.schedule else { return if by_hand { at_once } else { Due::Never } };
    let Some(last) = &past.last else { return at_once };
    // A clock that was wrong for a while must not put a source off until that time comes; one that was only corrected does
    // not make a moment come twice.
    let was_corrected = last.started_at - now < LARGEST_CORRECTION;
    let since = if was_corrected { last.started_at } else { now };
    let Some(due_at) = schedule.after(since) else { return Due::Never };
    let at = due_at + schedule.delay(entry.name(), due_at);
    if at > now {
        return Due::At(at);
    }
    let passed = std::iter::successors(schedule.after(due_at), |moment| schedule.after(*moment));
    Due::Now { due_at, missed: passed.take_while(|moment| *moment <= now).take(MOST_MISSED).count() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use entities::{domain::CheckOutcome, source_check};

    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn entry(schedule: &str) -> SourceEntry {
        let schedule = (!schedule.is_empty()).then(|| toml::from_str(schedule).unwrap());
        SourceEntry { schedule, ..SourceEntry::of_file(Path::new("list.csv")) }
    }

    fn check(started_at: &str, finished: bool) -> source_check::Model {
        let started_at = moment(started_at);
        source_check::Model {
            id: 1,
            source: "list".into(),
            due_at: started_at,
            missed: 0,
            started_at,
            claimed_until: started_at + chrono::TimeDelta::minutes(5),
            finished_at: finished.then_some(started_at),
            outcome: finished.then_some(CheckOutcome::Unchanged),
            message: None,
            import_run_id: None,
            address: None,
            etag: None,
            last_modified: None,
        }
    }

    fn checked(started_at: &str) -> Past {
        Past { last: Some(check(started_at, true)), open: None }
    }

    const SIX_IN_LONDON: &str = "cron = '0 6 * * *'\ntime_zone = 'Europe/London'";

    #[test]
    fn a_source_is_due_at_its_moment_and_not_before() {
        let daily = entry(SIX_IN_LONDON);
        let past = checked("2026-07-01T05:00:02Z");
        let six = moment("2026-07-02T05:00:00Z");
        assert_eq!(due(&daily, &past, moment("2026-07-02T04:59:59Z"), false), Due::At(six));
        assert_eq!(due(&daily, &past, six, false), Due::Now { due_at: six, missed: 0 });
        assert_eq!(due(&daily, &past, six, true), Due::Now { due_at: six, missed: 0 });
    }

    #[test]
    fn moments_that_were_missed_are_made_up_for_once() {
        let daily = entry(SIX_IN_LONDON);
        let monday = moment("2026-07-06T12:00:00Z");
        let first = moment("2026-07-04T05:00:00Z");
        assert_eq!(
            due(&daily, &checked("2026-07-03T05:00:00Z"), monday, false),
            Due::Now { due_at: first, missed: 2 }
        );
        assert_eq!(
            due(&daily, &checked("2026-07-06T12:00:00Z"), monday, false),
            Due::At(moment("2026-07-07T05:00:00Z"))
        );
        let minutely = entry("every = '1m'");
        let after_a_year = due(&minutely, &checked("2025-07-06T12:00:00Z"), monday, false);
        assert_eq!(after_a_year, Due::Now { due_at: moment("2025-07-06T12:01:00Z"), missed: 1000 });
    }

    #[test]
    fn a_source_that_was_never_looked_at_is_due_at_once() {
        let now = moment("2026-07-06T12:00:00Z");
        assert_eq!(
            due(&entry(SIX_IN_LONDON), &Past::default(), now, false),
            Due::Now { due_at: now, missed: 0 }
        );
    }

    #[test]
    fn without_a_schedule_a_source_is_due_only_when_somebody_asks() {
        let now = moment("2026-07-06T12:00:00Z");
        assert_eq!(due(&entry(""), &Past::default(), now, false), Due::Never);
        assert_eq!(
            due(&entry(""), &checked("2026-07-06T11:59:59Z"), now, true),
            Due::Now { due_at: now, missed: 0 }
        );
    }

    #[test]
    fn a_check_that_another_importer_has_claimed_is_left_to_it_until_the_claim_ends() {
        let hourly = entry("every = '1h'");
        let open = check("2026-07-06T12:00:00Z", false);
        let past = Past { open: Some(open.clone()), ..checked("2026-07-06T11:00:00Z") };
        assert_eq!(
            due(&hourly, &past, moment("2026-07-06T12:04:59Z"), true),
            Due::Running(open.claimed_until)
        );
        // It was stopped: the moment that it had claimed is due again.
        assert_eq!(
            due(&hourly, &past, open.claimed_until, false),
            Due::Now { due_at: open.due_at, missed: 0 }
        );
    }

    #[test]
    fn a_clock_that_was_ahead_puts_nothing_off_for_long() {
        let daily = entry(SIX_IN_LONDON);
        let now = moment("2026-07-06T12:00:00Z");
        assert_eq!(
            due(&daily, &checked("2062-01-01T00:00:00Z"), now, false),
            Due::At(moment("2026-07-07T05:00:00Z"))
        );
    }

    #[test]
    fn a_clock_that_is_corrected_makes_no_moment_come_twice() {
        let daily = entry(SIX_IN_LONDON);
        let past = checked("2026-07-06T05:00:02Z");
        let tomorrow = Due::At(moment("2026-07-07T05:00:00Z"));
        for now in ["2026-07-06T04:59:58Z", "2026-07-06T04:00:00Z", "2026-07-06T02:01:00Z"] {
            assert_eq!(due(&daily, &past, moment(now), false), tomorrow, "{now}");
        }
        let today = Due::At(moment("2026-07-06T05:00:00Z"));
        assert_eq!(due(&daily, &past, moment("2026-07-06T01:59:00Z"), false), today);
    }

    #[test]
    fn a_delay_moves_the_check_and_not_its_moment() {
        let jittered = entry("every = '1d'\njitter = '1h'");
        let past = checked("2026-07-05T00:30:00Z");
        let midnight = moment("2026-07-06T00:00:00Z");
        let Due::At(at) = due(&jittered, &past, midnight - chrono::TimeDelta::seconds(1), false) else {
            panic!("it is not due before its moment");
        };
        assert!(midnight <= at && at <= midnight + chrono::TimeDelta::hours(1));
        assert_eq!(due(&jittered, &past, at, false), Due::Now { due_at: midnight, missed: 0 });
    }
}
