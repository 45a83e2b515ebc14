//! How old what is stored of a source may be.

use std::time::Duration;

use entities::domain::Freshness;
use serde::Deserialize;

use super::duration;

/// How old what is stored of a source may be.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// From which age on it deserves a warning.
    #[serde(default, deserialize_with = "duration::optional")]
    pub warn_after: Option<Duration>,
    /// From which age on it is an error.
    #[serde(default, deserialize_with = "duration::optional")]
    pub error_after: Option<Duration>,
}

impl Limits {
    /// Judges an age; a source that was never stored is older than any limit. None where no limit is set.
    #[must_use]
    pub fn judge(&self, age: Option<Duration>) -> Option<Freshness> {
        Freshness::judge(age, self.warn_after, self.error_after)
    }
}
