//! How old what is stored of a source may be.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;

/// How old what is stored of a source may be.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freshness {
    /// From which age on it deserves a warning.
    #[serde(default, deserialize_with = "duration::optional")]
    pub warn_after: Option<Duration>,
    /// From which age on it is an error.
    #[serde(default, deserialize_with = "duration::optional")]
    pub error_after: Option<Duration>,
}

/// Whether a source is as fresh as it must be. The later, the worse.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// It is.
    Ok,
    /// Older than `warn_after`.
    Warn,
    /// Older than `error_after`.
    Error,
}

impl Freshness {
    /// Judges an age; a source that was never stored is older than any limit. None where no limit is set.
    #[must_use]
    pub fn judge(&self, age: Option<Duration>) -> Option<Verdict> {
        let over = |limit: Option<Duration>| limit.is_some_and(|limit| age.is_none_or(|age| age > limit));
        if *self == Self::default() {
            None
        } else if over(self.error_after) {
            Some(Verdict::Error)
        } else if over(self.warn_after) {
            Some(Verdict::Warn)
        } else {
            Some(Verdict::Ok)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    #[test]
    fn a_source_is_fresh_until_its_limit_and_not_beyond() {
        let limits = Freshness { warn_after: Some(DAY), error_after: Some(2 * DAY) };
        let just = Duration::from_secs(1);
        for (age, verdict) in [
            (Some(DAY), Verdict::Ok),
            (Some(DAY + just), Verdict::Warn),
            (Some(2 * DAY), Verdict::Warn),
            (Some(2 * DAY + just), Verdict::Error),
            (None, Verdict::Error),
        ] {
            assert_eq!(limits.judge(age), Some(verdict), "{age:?}");
        }
        let warning = Freshness { error_after: None, ..limits };
        assert_eq!((warning.judge(None), Freshness::default().judge(None)), (Some(Verdict::Warn), None));
    }
}
