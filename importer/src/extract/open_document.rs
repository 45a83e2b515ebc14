//! What the XML of an OpenDocument spreadsheet says of its sheets that calamine does not: what they hide and merge.
//!
//! All sheets are one part. A part that cannot be read hides and merges nothing: calamine says what is wrong with it.

use std::{collections::HashMap, io::Cursor};

use calamine::Dimensions;
use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::{
    hidden::Hidden,
    xml::{attribute, elements, number},
};

/// The part that has all sheets.
pub(super) const CONTENT: &str = "content.xml";

/// What a sheet hides and merges.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) hidden: Hidden,
    pub(super) merged: Vec<Dimensions>,
}

/// The next row and column of the sheet that is being read.
#[derive(Default)]
struct Place {
    row: u32,
    next_row: u32,
    column: u32,
    next_column: u32,
}

/// What each sheet hides and merges, by its name.
pub(super) fn told(bytes: &[u8]) -> HashMap<String, Told> {
    let mut sheets: HashMap<String, Told> = HashMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return sheets };
    let mut open: Option<(String, Place)> = None;
    elements(&mut archive, CONTENT, |element| {
        let kind = element.local_name();
        if kind.as_ref() == "table" {
            open = attribute(element, "name").map(|name| (name, Place::default()));
        }
        let Some((name, place)) = &mut open else { return };
        let times = |attribute| number(element, attribute).unwrap_or(1);
        match kind.as_ref() {
            "table-row" => {
                place.row = place.next_row;
                place.next_row = place.row.saturating_add(times("number-rows-repeated"));
                place.column = 0;
                if let (true, Some(last)) = (is_hidden(element), place.next_row.checked_sub(1)) {
                    sheets.entry(name.clone()).or_default().hidden.rows.push(place.row, last);
                }
            }
            "table-column" => {
                let first = place.next_column;
                place.next_column = first.saturating_add(times("number-columns-repeated"));
                if let (true, Some(last)) = (is_hidden(element), place.next_column.checked_sub(1)) {
                    sheets.entry(name.clone()).or_default().hidden.columns.push(first, last);
                }
            }
            "table-cell" | "covered-table-cell" => {
                let start = (place.row, place.column);
                place.column = place.column.saturating_add(times("number-columns-repeated"));
                let (rows, columns) = (times("number-rows-spanned"), times("number-columns-spanned"));
                if rows > 1 || columns > 1 {
                    let last = |first: u32, spanned: u32| first.saturating_add(spanned.saturating_sub(1));
                    let end = (last(start.0, rows), last(start.1, columns));
                    sheets.entry(name.clone()).or_default().merged.push(Dimensions::new(start, end));
                }
            }
            _ => {}
        }
    });
    sheets
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "visibility").is_some_and(|value| value != "visible")
}
