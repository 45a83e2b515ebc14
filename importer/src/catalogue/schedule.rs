//! When a source is looked at: a cron expression in a time zone, or an interval.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    str::FromStr,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use serde::Deserialize;

use super::duration;

const MINUTE: Duration = Duration::from_secs(60);
/// Beyond an hour it would be another schedule.
const LONGEST_JITTER: Duration = Duration::from_secs(3_600);

/// When a source is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Schedule {
    rhythm: Rhythm,
    jitter: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rhythm {
    Cron(Box<Cron>, Tz),
    /// At multiples of this since the beginning of 1970, so that all importers mean the same moments.
    Every(Duration),
}

/// A schedule as the list of sources has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    cron: Option<String>,
    time_zone: Option<String>,
    #[serde(default, deserialize_with = "duration::optional")]
    every: Option<Duration>,
    #[serde(default, deserialize_with = "duration::optional")]
    jitter: Option<Duration>,
}

impl TryFrom<Written> for Schedule {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let rhythm = match (written.cron, written.time_zone, written.every) {
            (Some(cron), Some(zone), None) => Rhythm::Cron(Box::new(cron_of(&cron)?), zone_of(&zone)?),
            (Some(_), None, None) => {
                return Err(
                    "a cron expression needs its time_zone, such as \"Europe/London\" or \"UTC\"".to_owned()
                );
            }
            (None, None, Some(every)) if every >= MINUTE => Rhythm::Every(every),
            (None, None, Some(_)) => return Err("every: the shortest interval is 1m".to_owned()),
            _ => return Err("a schedule has either cron and time_zone, or every".to_owned()),
        };
        let jitter = written.jitter.unwrap_or_default();
        if jitter > LONGEST_JITTER {
            return Err("jitter: at most 1h".to_owned());
        }
        Ok(Self { rhythm, jitter })
    }
}

fn cron_of(text: &str) -> Result<Cron, String> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    parser.parse(text).map_err(|error| {
        format!("\"{text}\" is not a cron expression such as \"0 6 * * 1-5\" (minute, hour, day, month, weekday): {error}")
    })
}

fn zone_of(text: &str) -> Result<Tz, String> {
    Tz::from_str(text)
        .map_err(|_| format!("\"{text}\" is not a time zone such as \"Europe/London\" or \"UTC\""))
}

impl Schedule {
    /// The first moment after another one; none when there is no such day, as with 30 February.
    ///
    /// A local time that a change to summer time leaves out is taken when the clocks have been put forward, and one that
    /// comes twice is taken the first time only, unless the expression repeats within the hour.
    #[must_use]
    pub fn after(&self, moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match &self.rhythm {
            Rhythm::Cron(cron, zone) => {
                let next = cron.find_next_occurrence(&moment.with_timezone(zone), false).ok()?;
                Some(next.with_timezone(&Utc))
            }
            Rhythm::Every(interval) => {
                let seconds = i64::try_from(interval.as_secs()).ok()?;
                let next = moment.timestamp().div_euclid(seconds).checked_add(1)?.checked_mul(seconds)?;
                DateTime::from_timestamp(next, 0)
            }
        }
    }

    /// How much later than its moment a source is looked at, so that many sources do not ask one server at once. It is
    /// the same whenever it is asked for.
    #[must_use]
    pub fn delay(&self, source: &str, moment: DateTime<Utc>) -> TimeDelta {
        let most = self.jitter.as_secs();
        let mut hasher = DefaultHasher::new();
        (source, moment).hash(&mut hasher);
        let seconds = if most == 0 { 0 } else { hasher.finish() % (most + 1) };
        TimeDelta::seconds(i64::try_from(seconds).unwrap_or(0))
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rhythm {
            Rhythm::Cron(cron, zone) => write!(f, "{} {zone}", cron.as_str()),
            Rhythm::Every(interval) => write!(f, "every {}", humantime::format_duration(*interval)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(toml: &str) -> Result<Schedule, String> {
        toml::from_str(toml).map_err(|error| error.message().to_owned())
    }

    fn london(cron: &str) -> Schedule {
        schedule(&format!("cron = \"{cron}\"\ntime_zone = \"Europe/London\"")).unwrap()
    }

    fn moments(schedule: &Schedule, from: &str, number: usize) -> Vec<String> {
        let first = schedule.after(from.parse().unwrap());
        let all = std::iter::successors(first, |moment| schedule.after(*moment));
        all.take(number).map(|moment| moment.format("%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn a_local_time_follows_summer_time() {
        // On 29 March 2026 the clocks went from 01:00 to 02:00.
        let six = london("0 6 * * *");
        assert_eq!(moments(&six, "2026-03-27T12:00:00Z", 3), ["03-28 06:00", "03-29 05:00", "03-30 05:00"]);
    }

    #[test]
    fn a_time_in_the_skipped_hour_comes_when_the_clocks_have_been_put_forward() {
        let half_past_one = london("30 1 * * *");
        assert_eq!(
            moments(&half_past_one, "2026-03-28T00:00:00Z", 3),
            ["03-28 01:30", "03-29 01:00", "03-30 00:30"]
        );
    }

    #[test]
    fn a_time_in_the_doubled_hour_comes_once_and_a_repeated_one_each_time() {
        // On 25 October 2026 the clocks went from 02:00 back to 01:00.
        let half_past_one = london("30 1 * * *");
        assert_eq!(moments(&half_past_one, "2026-10-24T12:00:00Z", 2), ["10-25 00:30", "10-26 01:30"]);
        let half_hourly = london("*/30 * * * *");
        assert_eq!(
            moments(&half_hourly, "2026-10-25T00:00:00Z", 4),
            ["10-25 00:30", "10-25 01:00", "10-25 01:30", "10-25 02:00"]
        );
    }

    #[test]
    fn an_interval_has_the_same_moments_for_everyone() {
        let six_hours = schedule("every = \"6h\"").unwrap();
        assert_eq!(moments(&six_hours, "2026-10-25T05:59:59Z", 2), ["10-25 06:00", "10-25 12:00"]);
        assert_eq!(moments(&six_hours, "2026-10-25T06:00:00Z", 1), ["10-25 12:00"]);
    }

    #[test]
    fn a_day_that_never_comes_has_no_moment() {
        assert_eq!(moments(&london("0 0 30 2 *"), "2026-01-01T00:00:00Z", 1), Vec::<String>::new());
    }

    #[test]
    fn a_delay_is_within_its_limit_and_the_same_each_time() {
        let jittered = schedule("every = \"1h\"\njitter = \"5m\"").unwrap();
        let first: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        let delays: Vec<TimeDelta> =
            (0..50).map(|hour| jittered.delay("waves", first + TimeDelta::hours(hour))).collect();
        assert!(delays.iter().all(|delay| (0..=300).contains(&delay.num_seconds())), "{delays:?}");
        assert!(delays.iter().any(|delay| *delay != delays[0]));
        assert_eq!(jittered.delay("waves", first), delays[0]);
        assert_eq!(schedule("every = \"1h\"").unwrap().delay("waves", first), TimeDelta::zero());
    }

    #[test]
    fn what_is_wrong_with_a_schedule_is_said() {
        for (toml, told) in [
            ("cron = \"0 6 * * *\"", "needs its time_zone"),
            ("cron = \"0 6 * * *\"\ntime_zone = \"Europe/Londn\"", "\"Europe/Londn\" is not a time zone"),
            ("cron = \"61 6 * * *\"\ntime_zone = \"UTC\"", "\"61 6 * * *\" is not a cron expression"),
            ("cron = \"0 0 6 * * *\"\ntime_zone = \"UTC\"", "is not a cron expression"),
            ("every = \"10s\"", "the shortest interval is 1m"),
            ("every = \"daily\"", "\"daily\" is not a length of time"),
            ("every = \"1h\"\ncron = \"0 6 * * *\"", "either cron and time_zone, or every"),
            ("every = \"1h\"\njitter = \"2h\"", "at most 1h"),
            ("each = \"1h\"", "unknown field `each`"),
        ] {
            let error = schedule(toml).unwrap_err();
            assert!(error.contains(told), "{toml}: {error}");
        }
    }
}
