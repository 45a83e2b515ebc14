//! The bundled facts and the two workbooks made from them.
//!
//! The facts are kept as CSV, so that a change to one of them is a readable line in a diff. The importer reads
//! spreadsheets, so the adoptions and the register are also laid out as workbooks in the manner in which NHS
//! England publishes such lists. `make-workbooks` writes them, and a test holds the committed copies to the facts.
//!
//! - [`facts`]: reads `facts/*.csv`
//! - [`adoption_workbook`], [`register_workbook`]: facts in, the bytes of an `.xlsx` file out
//! - [`workbooks`]: which workbook is made from what, and whether the committed copy still agrees

pub mod adoption_workbook;
mod error;
pub mod facts;
mod layout;
pub mod register_workbook;
mod wording;
pub mod workbooks;

use std::path::{Path, PathBuf};

pub use error::Error;

/// Every workbook ends with it: the Open Government Licence asks for this statement.
const LICENCE: &str = "Contains public sector information licensed under the Open Government Licence v3.0.";

/// The folder that holds `facts`, `workbooks` and `sources.toml`.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
