//! Which failures are of the way to a database, and not of what it was asked.

use migrations::trouble::{code, is_away};
use sea_orm::DbErr;

/// What is wrong with the way to a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interruption {
    /// It does not answer, or no longer.
    Away,
    /// It is well, and had to give up this one transaction: a standby server that must repeat what its primary did.
    Passing,
}

impl Interruption {
    /// Of a failure; none when to ask again would fail again.
    pub(super) fn of(error: &DbErr) -> Option<Self> {
        if is_away(error) {
            return Some(Self::Away);
        }
        // What a standby calls its conflicts, and a deadlock.
        matches!(code(error)?.as_str(), "40001" | "40P01").then_some(Self::Passing)
    }
}
