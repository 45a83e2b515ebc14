//! Tells a file's format by its content; its name proves nothing.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::{Refusal, RefusalCode};

/// A format that is read.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook: .xlsx, .xlsm.
    Xlsx,
    /// A binary Excel workbook: .xlsb.
    Xlsb,
    /// A workbook of Excel 97-2003: .xls.
    Xls,
    /// An OpenDocument spreadsheet: .ods.
    Ods,
    /// Delimited text: .csv, .tsv.
    Text,
}

impl Format {
    /// The format's usual ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Text => "csv",
        }
    }

    /// How many of the first bytes tell a text from anything else.
    pub(super) const HEAD: u64 = 4096;

    /// Whether a file that begins so is a container of parts, to be read as a whole.
    pub(super) fn is_container(head: &[u8]) -> bool {
        matches!(head, [b'P', b'K', 3 | 5 | 7, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..])
    }

    /// Looks at the first bytes, and into a container.
    ///
    /// # Errors
    /// When the file is empty, encrypted or of no format that is read.
    pub fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        match bytes {
            [] => Err(Refusal::new(RefusalCode::EmptyFile, "the file is empty")),
            [b'P', b'K', 3 | 5 | 7, ..] => of_zip(bytes),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => of_compound(bytes),
            _ if is_web_page(bytes) => Err(Refusal::new(
                RefusalCode::UnsupportedFormat,
                "this is a web page and no list: perhaps an error page, or one that only links to the list",
            )),
            _ => Ok(Self::Text),
        }
    }
}

/// Servers answer with pages where a file was asked for, and people save them under its name.
fn is_web_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    [&b"<!doctype html"[..], b"<html>", b"<html "]
        .iter()
        .any(|beginning| text.get(..beginning.len()).is_some_and(|text| text.eq_ignore_ascii_case(beginning)))
}

fn of_zip(bytes: &[u8]) -> Result<Format, Refusal> {
    let corrupt = |error| {
        Refusal::new(
            RefusalCode::CorruptContainer,
            format!("the container is damaged ({error}); get the file, or save it, once more"),
        )
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(corrupt)?;
    let types = beginning(&mut archive, "[Content_Types].xml");
    if types.contains("sheet.binary.") {
        Ok(Format::Xlsb)
    } else if types.contains("spreadsheetml.") {
        Ok(Format::Xlsx)
    } else if beginning(&mut archive, "mimetype").contains("opendocument.spreadsheet") {
        Ok(Format::Ods)
    } else {
        Err(Refusal::new(RefusalCode::UnsupportedFormat, "this is a zip file, but no spreadsheet"))
    }
}

/// The first part of an entry that says what the container holds; nothing where there is no such entry.
fn beginning(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> String {
    const ENOUGH: u64 = 1024 * 1024;
    let mut text = Vec::new();
    if let Ok(entry) = archive.by_name(name) {
        // An entry that cannot be read says nothing; the parser will say why.
        let _ = entry.take(ENOUGH).read_to_end(&mut text);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// A compound file is an old workbook, or the wrapping of an encrypted new one.
fn of_compound(bytes: &[u8]) -> Result<Format, Refusal> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        return Err(Refusal::new(RefusalCode::Encrypted, "the workbook is protected by a password"));
    }
    Ok(Format::Xls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_is_no_list() {
        for page in ["<!DOCTYPE html><title>Not found</title>", "\u{feff}\r\n <html lang=\"en\">"] {
            let refusal = Format::of(page.as_bytes()).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::UnsupportedFormat);
            assert!(refusal.message.contains("web page"), "{refusal}");
        }
        assert_eq!(Format::of(b"<html-like heading>;Model"), Ok(Format::Text));
    }
}
