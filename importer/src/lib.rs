//! Turns published spreadsheets into facts with evidence.
//!
//! The way of a cell, in the order of the modules: [`extract`] reads it, [`recognise`] learns what its column
//! means, [`transform`] makes a record of its row, [`validate`] holds the record against what is known, [`load`]
//! stores it in one transaction per file, and [`report`] says what was done. [`run`](mod@run) is the four words
//! in a row; [`cli`] is the command line around them. [`catalogue`] says where files are, [`fetch`] brings them here, and
//! [`watch`] knows when to look for newer ones. [`explain`] goes the same way back, from an answer to its cells.

pub mod catalogue;
pub mod cli;
pub mod command;
pub mod error;
pub mod explain;
pub mod extract;
pub mod fetch;
pub mod infer;
pub mod issue;
pub mod load;
pub mod markup;
pub mod output;
pub mod recognise;
pub mod report;
pub mod run;
pub mod stop;
mod temporary;
pub mod transform;
pub mod validate;
pub mod watch;
