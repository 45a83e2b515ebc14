//! Lists as tables, for whoever has no use for GraphQL's shape: CSV, XLSX, JSON rows and NDJSON.
//!
//! `plan` finds the one list that a query asks for, with the help of `selection`, and says how it is asked for page by
//! page (`page`) and which `column`s it has. `format` names what a table can be written as, `text` writes what is written
//! line by line, and `workbook` what is not.

mod column;
mod format;
mod page;
mod plan;
mod selection;
mod text;
mod used;
mod workbook;

pub(crate) use self::{
    format::Format,
    page::Page,
    plan::Plan,
    text::Text,
    workbook::{MOST_ROWS, Workbook},
};
