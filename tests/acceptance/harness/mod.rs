//! What every test stands on: a fresh database, the programs, and a client.

mod programs;
mod store;
mod workbooks;

pub(crate) use programs::{Api, importer, importer_alone, repository, start_importer};
pub(crate) use store::{Store, block_on};
pub(crate) use workbooks::{adoptions, spoilt_adoptions, write};
