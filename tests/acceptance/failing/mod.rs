//! What becomes of imports and answers when a database server fails.

mod cut;
mod over;
mod restarts;
