//! Lists as tables, for whoever has no use for GraphQL's shape: CSV, XLSX, JSON rows and NDJSON.
//!
//! `plan` finds the one list that a query asks for, with the help of `selection`, and says how it is asked for page by
//! page (`page`) and which `column`s it has. `format` names what a table can be written as, `text` writes what is written
//! line by line, and `workbook` what is not. `saved` are queries with a name.

mod column;
mod format;
mod page;
mod plan;
mod saved;
mod selection;
mod text;
mod used;
mod workbook;

pub use self::saved::SavedQueries;
pub(crate) use self::{
    column::Column,
    format::Format,
    page::Page,
    plan::Plan,
    saved::{RESERVED, SavedQuery, Variable},
    text::Text,
    workbook::{MOST_ROWS, Workbook},
};
