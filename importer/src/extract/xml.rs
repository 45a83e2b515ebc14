//! Reads the elements of a zipped workbook's parts.

use std::{
    borrow::Cow,
    io::{BufReader, Cursor},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

/// A zipped workbook.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Shows each element of a part, as far as it can be read.
pub(super) fn elements(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&BytesStart<'_>)) {
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

/// An attribute, by its name with or without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().with_checks(false).flatten().find(|attribute| {
            attribute.key.as_ref() == name || attribute.key.local_name().as_ref() == name
        })?;
    quick_xml::escape::unescape(&found.value).ok().map(Cow::into_owned)
}

/// An attribute that is a number.
pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}
