//! The importer and the api together, as their users meet them: built programs, real files, real sockets, and
//! both databases. `./test.sh` starts the PostgreSQL server that these tests need; without one they fail.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod harness;

mod answers;
mod browsing;
mod configuring;
mod connecting;
mod correcting;
mod costs;
mod deploying;
mod documents;
mod explaining;
mod exporting;
mod faults;
mod history;
mod hostile;
mod importing;
mod knowing;
mod marking;
mod messages;
mod positions;
mod profiles;
mod reference;
mod refusing;
mod reporting;
mod reverting;
mod roles;
mod schema;
mod serving;
mod starting;
mod stopping;
mod terminal;
mod tools;
mod verifying;
mod watching;

/// Runs a test on SQLite and on PostgreSQL, each time on a fresh database.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($store:ident: &Store) $body:block)+) => { $(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "some tests need nothing of their module")]
            use super::*;

            fn run($store: &Store) $body

            #[test]
            fn on_sqlite() {
                run(&Store::sqlite());
            }

            #[test]
            fn on_postgresql() {
                run(&Store::postgres());
            }
        }
    )+ };
}
