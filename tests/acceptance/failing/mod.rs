//! What becomes of imports and answers when a database server fails.

mod over;
mod restarts;
