//! How many files the system lets the program have open: each connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing::warn;

use crate::config::Serving;

/// What a connection to the database has open at most: the file, its journal, and one that something is sorted in.
const FILES_OF_A_CONNECTION: usize = 4;
/// What a table has open that is worked on or waits to be taken: each end of its spool, and its workbook.
const FILES_OF_A_TABLE: usize = 3;
/// Standard streams, the listener, the runtime, connections that are being closed.
const OTHERS: usize = 64;

/// Lets this program have as many files open as it may, and as many connections as these are enough for beside those to so many
/// databases.
#[must_use]
pub fn within(serving: Serving, databases: usize) -> Serving {
    let Some(files) = raise() else { return serving };
    let others = others(&serving, databases);
    let room = files.saturating_sub(others).max(1);
    if room < serving.max_connections {
        warn!(
            "at most {room} connections at once, and not {}: the system lets {files} files be open, and {others} are for \
             other things; raise it (LimitNOFILE, ulimit -n), or lower --max-connections",
            serving.max_connections
        );
    }
    Serving { max_connections: serving.max_connections.min(room), ..serving }
}

/// The files that are not connections of clients.
fn others(serving: &Serving, databases: usize) -> usize {
    let connections = databases * (serving.max_concurrent + serving.max_exports + 2);
    let tables = serving.max_exports + serving.max_waiting;
    connections * FILES_OF_A_CONNECTION + tables * FILES_OF_A_TABLE + OTHERS
}

/// How many files may be open, after all was asked for that is allowed; none when there is no limit.
fn raise() -> Option<usize> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    let allowed = if raised.is_ok() { maximum } else { current };
    allowed.map(|files| usize::try_from(files).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Serving, others, within};

    #[test]
    fn there_are_as_many_connections_as_are_asked_for_and_no_more_than_files() {
        let few = Serving { max_connections: 3, ..Serving::default() };
        assert_eq!(within(few, 1).max_connections, 3);
        let many = Serving { max_connections: usize::MAX, ..Serving::default() };
        let reserved = others(&many, 2);
        let allowed = super::raise().map_or(usize::MAX, |files| files - reserved);
        assert_eq!(within(many, 2).max_connections, allowed);
    }
}
