//! What every test stands on: a fresh database, the programs, and a client.

mod cluster;
mod endless;
mod limits;
mod programs;
mod site;
mod store;
mod workbooks;

pub(crate) use cluster::Cluster;
pub(crate) use endless::{endless, is_gone, wait_for_endless_parser};
pub(crate) use limits::{after, as_nobody, on_full_disk, with_clock};
pub(crate) use programs::{
    Api, Outcome, api_alone, api_command, client, importer, importer_alone, importer_command, node, program,
    psql, python, repository, start_importer, start_importer_heard,
};
pub(crate) use site::Site;
pub(crate) use store::{Store, block_on};
pub(crate) use workbooks::{adoptions, adoptions_of_years, spoilt_adoptions, write, write_text};
