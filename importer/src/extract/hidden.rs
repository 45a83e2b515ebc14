//! Which rows and columns of a sheet are hidden.
//!
//! calamine does not tell, so the sheet's own XML is asked, in .xlsx, .xlsm and .ods. To understand it once more would take
//! a fifth of the time for a sheet, and few sheets hide anything, so one is understood only if it has the word at all. A
//! part that cannot be read hides nothing: calamine says what is wrong with it.

use std::{
    collections::HashMap,
    io::{BufReader, Cursor},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{Format, mentions::Mentions, runs::Runs};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What a sheet hides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) rows: Runs,
    pub(super) columns: Runs,
}

/// Where a workbook says what it hides.
pub(super) enum HiddenParts<'a> {
    /// Each sheet is a part of its own, which is read when it is asked for.
    Excel { archive: Box<Archive<'a>>, parts: HashMap<String, String> },
    /// All sheets are one part.
    OpenDocument(HashMap<String, Hidden>),
    /// The format is a binary one.
    Untold,
}

impl<'a> HiddenParts<'a> {
    /// Finds the parts of a workbook.
    pub(super) fn new(format: Format, bytes: &'a [u8], mentions: &Mentions) -> Self {
        let archive = || ZipArchive::new(Cursor::new(bytes)).ok();
        match format {
            Format::Xlsx => archive().map_or(Self::Untold, |mut archive| {
                let mut parts = sheet_parts(&mut archive);
                parts.retain(|_, part| mentions.hides(part));
                Self::Excel { archive: Box::new(archive), parts }
            }),
            Format::Ods if mentions.hides("content.xml") => {
                archive().map_or(Self::Untold, |mut archive| Self::OpenDocument(of_ods(&mut archive)))
            }
            Format::Ods | Format::Xlsb | Format::Xls | Format::Text => Self::Untold,
        }
    }

    /// What a sheet hides.
    pub(super) fn of(&mut self, sheet: &str) -> Hidden {
        match self {
            Self::Excel { archive, parts } => {
                parts.get(sheet).map(|part| of_xlsx(archive, part)).unwrap_or_default()
            }
            Self::OpenDocument(sheets) => sheets.remove(sheet).unwrap_or_default(),
            Self::Untold => Hidden::default(),
        }
    }
}

/// Shows each element of a part.
fn elements(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let Ok(entry) = archive.by_name(part) else { return };
    let mut reader = Reader::from_reader(BufReader::new(entry));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(element) | Event::Empty(element) => see(&element),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().with_checks(false).flatten().find(|attribute| {
            attribute.key.as_ref() == name || attribute.key.local_name().as_ref() == name
        })?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// The part of each sheet of an Excel workbook, by the sheet's name.
fn sheet_parts(archive: &mut Archive<'_>) -> HashMap<String, String> {
    let mut workbook = "xl/workbook.xml".to_owned();
    relationships(archive, "_rels/.rels", |kind, _, target| {
        if kind.ends_with("/officeDocument") {
            target.trim_start_matches('/').clone_into(&mut workbook);
        }
    });
    let (folder, file) =
        workbook.rsplit_once('/').map_or(("", workbook.as_str()), |(folder, file)| (folder, file));
    let within = |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
    let mut targets = HashMap::new();
    relationships(archive, &within(&format!("_rels/{file}.rels")), |_, id, target| {
        let path = target.strip_prefix('/').map_or_else(|| within(target), str::to_owned);
        targets.insert(id.to_owned(), path);
    });
    let mut parts = HashMap::new();
    elements(archive, &workbook, |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some(path) = targets.get(&id)
        {
            parts.insert(name, path.clone());
        }
    });
    parts
}

/// Shows the kind, the name and the target of each relationship of a part.
fn relationships(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&str, &str, &str)) {
    elements(archive, part, |element| {
        if element.local_name().as_ref() == "Relationship" {
            let told = |name| attribute(element, name).unwrap_or_default();
            see(&told("Type"), &told("Id"), &told("Target"));
        }
    });
}

fn of_xlsx(archive: &mut Archive<'_>, part: &str) -> Hidden {
    let mut hidden = Hidden::default();
    // A row without a number is the one after the row before it.
    let mut row = 0;
    elements(archive, part, |element| match element.local_name().as_ref() {
        "row" => {
            row = number(element, "r").unwrap_or(row + 1);
            if is_true(element, "hidden") && row > 0 {
                hidden.rows.push(row - 1, row - 1);
            }
        }
        "col" if is_true(element, "hidden") => {
            if let (Some(first @ 1..), Some(last @ 1..)) = (number(element, "min"), number(element, "max")) {
                hidden.columns.push(first - 1, last - 1);
            }
        }
        _ => {}
    });
    hidden
}

/// What each sheet of an OpenDocument spreadsheet hides, by the sheet's name.
fn of_ods(archive: &mut Archive<'_>) -> HashMap<String, Hidden> {
    let mut sheets: HashMap<String, Hidden> = HashMap::new();
    let mut open: Option<(String, u32, u32)> = None;
    elements(archive, "content.xml", |element| {
        let kind = element.local_name();
        if kind.as_ref() == "table" {
            open = attribute(element, "name").map(|name| (name, 0, 0));
        }
        let Some((name, row, column)) = &mut open else { return };
        let (at, repeated) = match kind.as_ref() {
            "table-row" => (row, "number-rows-repeated"),
            "table-column" => (column, "number-columns-repeated"),
            _ => return,
        };
        let first = *at;
        *at = first.saturating_add(number(element, repeated).unwrap_or(1));
        let is_hidden = attribute(element, "visibility").is_some_and(|value| value != "visible");
        if let (true, Some(last)) = (is_hidden, at.checked_sub(1)) {
            let hidden = sheets.entry(name.clone()).or_default();
            let runs = if kind.as_ref() == "table-row" { &mut hidden.rows } else { &mut hidden.columns };
            runs.push(first, last);
        }
    });
    sheets
}
