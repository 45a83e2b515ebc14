//! Serves the facts read-only over GraphQL.
//!
//! A query's way: `http` reads the request, `question` checks it, `schema` executes it, `query` holds the fields at the
//! root, `types` a noun a file. Lists are `filters` and `paging`, related rows are `loading`; all three build
//! statements about a `table`, and only `reader` runs them, until nobody waits any more
//! (`stopping`). `rendering` writes lists as text, without a future for each field. `rows` are the
//! nouns as flat rows, `stats` counts of them; both are made of `columns`. `judging` works out from the facts what the
//! importer keeps no rows of; what is worked out of all rows goes through `each_row` and is `kept` for its edition. `exports` are
//! lists written as tables. `database` opens the database and refuses one whose schema it does not know;
//! `open_files` sees to it that there are files enough for the connections of clients, and `processors` that no more is worked on
//! than these can do.
//! `arguments`, `order` and `advice` see to what the library leaves open: whether the values of arguments can be, in which
//! order an answer stands, and what a faulty request should have said instead, by the `names` of the schema.

// Futures of resolvers are within each other as fields are, and whether they may go to another thread is asked of all at once: by
// what else the compiler knows already, that may go deeper than it does by itself.
#![recursion_limit = "256"]

pub mod config;
pub mod database;
pub mod dates;
pub mod http;
pub mod open_files;
pub mod processors;
pub mod reader;
pub mod rendering;
pub mod schema;

pub mod changes;
pub mod columns;
pub mod coverage;
pub mod each_row;
pub mod edition;
pub mod error;
pub mod exports;
pub mod figures;
pub mod filters;
mod freshness;
pub mod geography;
pub mod judging;
pub mod kept;
pub mod limits;
pub mod loading;
pub mod paging;
pub mod query;
pub mod question;
pub mod reconciliation;
pub mod rows;
pub mod scalars;
pub mod scope;
pub mod search;
pub mod sorting;
pub mod stats;
pub mod table;
#[cfg(feature = "otel")]
pub mod telemetry;
pub mod types;
pub mod vocabulary;

mod advice;
mod arguments;
mod asked;
mod names;
mod order;
mod stopping;
