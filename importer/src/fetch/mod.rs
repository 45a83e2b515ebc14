//! Brings what the list of sources names to where it can be read: a file is there, a pattern stands for the files that
//! fit it, and an address is fetched.

mod client;
mod files;
mod gather;
mod guard;
mod input;

pub use client::{FetchError, Fetched, Rules, Validators, fetch};
pub(crate) use files::is_unfinished;
pub use gather::{Files, Gathered, gather};
pub use input::input;
