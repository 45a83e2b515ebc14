use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;

/// Whether what is stored of a source is as fresh as it must be. The later, the worse.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Freshness {
    /// It is.
    Ok,
    /// Older than deserves a warning.
    Warn,
    /// Older than it may be.
    Error,
}

impl Freshness {
    /// How old what was stored then is now. What was stored by a clock that is ahead is as fresh as can be.
    #[must_use]
    pub fn age(stored_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Duration> {
        stored_at.map(|moment| (now - moment).to_std().unwrap_or_default())
    }

    /// Judges an age by two limits; a source that was never stored is older than any. None where no limit is set.
    #[must_use]
    pub fn judge(
        age: Option<Duration>,
        warn_after: Option<Duration>,
        error_after: Option<Duration>,
    ) -> Option<Self> {
        let over = |limit: Option<Duration>| limit.is_some_and(|limit| age.is_none_or(|age| age > limit));
        if over(error_after) {
            Some(Self::Error)
        } else if over(warn_after) {
            Some(Self::Warn)
        } else {
            (warn_after.is_some() || error_after.is_some()).then_some(Self::Ok)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    #[test]
    fn a_source_is_fresh_until_its_limit_and_not_beyond() {
        let just = Duration::from_secs(1);
        for (age, verdict) in [
            (Some(DAY), Freshness::Ok),
            (Some(DAY + just), Freshness::Warn),
            (Some(2 * DAY), Freshness::Warn),
            (Some(2 * DAY + just), Freshness::Error),
            (None, Freshness::Error),
        ] {
            assert_eq!(Freshness::judge(age, Some(DAY), Some(2 * DAY)), Some(verdict), "{age:?}");
        }
        assert_eq!(Freshness::judge(None, Some(DAY), None), Some(Freshness::Warn));
        assert_eq!(Freshness::judge(Some(just), None, Some(DAY)), Some(Freshness::Ok));
        assert_eq!(Freshness::judge(None, None, None), None);
    }
}
