//! How much is worked on at once. A server works on processors of its own, and SQLite on those of the service: answers beyond what
//! these can do get no further there, but take room.

use std::{num::NonZero, thread::available_parallelism};

use crate::{config::Serving, database::Databases};

/// How many answers there are for each processor: beside a long one a short one gets on.
const FOR_EACH: usize = 2;

/// Lets no more answers be worked on at once than processors are good for, if one of these databases is a file. The others wait.
#[must_use]
pub fn within(serving: Serving, databases: &Databases) -> Serving {
    if !databases.have_files() {
        return serving;
    }
    let processors = available_parallelism().map_or(1, NonZero::get);
    Serving { max_concurrent: serving.max_concurrent.min(FOR_EACH * processors), ..serving }
}

#[cfg(test)]
mod tests {
    use super::{Databases, Serving, within};

    #[test]
    fn only_files_are_worked_on_here() {
        let at_once = |max_concurrent, url: &str| {
            within(Serving { max_concurrent, ..Serving::default() }, &Databases::at(url)).max_concurrent
        };
        assert_eq!(at_once(10_000, "postgres://localhost/facts"), 10_000);
        assert!((2..10_000).contains(&at_once(10_000, "sqlite://facts.sqlite")));
        assert_eq!(at_once(1, "sqlite://facts.sqlite"), 1);
    }
}
