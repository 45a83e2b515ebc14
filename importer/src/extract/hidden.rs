//! Which rows and columns of a sheet are hidden.
//!
//! calamine does not tell, so the sheet's own XML is asked, in .xlsx, .xlsm and .ods. To understand it once more would take
//! a fifth of the time for a sheet, and few sheets hide anything, so one is understood only if it has the word at all. A
//! part that cannot be read hides nothing: calamine says what is wrong with it. `open_document` does it for .ods.

use std::{collections::HashMap, io::Cursor};

use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::{
    mentions::Mentions,
    runs::Runs,
    xml::{Archive, attribute, elements, number},
};

/// What a sheet hides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) rows: Runs,
    pub(super) columns: Runs,
}

/// Where an Excel workbook says what it hides: each sheet is a part of its own, which is read when it is asked for.
pub(super) struct HiddenParts<'a>(Option<(Box<Archive<'a>>, HashMap<String, String>)>);

impl<'a> HiddenParts<'a> {
    /// Finds the parts of a workbook.
    pub(super) fn new(bytes: &'a [u8], mentions: &Mentions) -> Self {
        Self(ZipArchive::new(Cursor::new(bytes)).ok().map(|mut archive| {
            let mut parts = sheet_parts(&mut archive);
            parts.retain(|_, part| mentions.hides(part));
            (Box::new(archive), parts)
        }))
    }

    /// What a sheet hides.
    pub(super) fn of(&mut self, sheet: &str) -> Hidden {
        let told = self.0.as_mut().and_then(|(archive, parts)| Some(of_xlsx(archive, parts.get(sheet)?)));
        told.unwrap_or_default()
    }
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
