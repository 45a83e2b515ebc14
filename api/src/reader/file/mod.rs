//! An SQLite database: a file that is read by this process itself.

mod busy;
mod cells;
mod connection;
mod fault;
mod line;
mod pool;
mod values;

pub(super) use cells::Cells;
pub(super) use line::Line;
pub(super) use pool::Lent;
pub(crate) use pool::Pool;
