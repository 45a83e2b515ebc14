//! The parsers of foreign bytes, given any bytes. `PROPTEST_CASES` says how often.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    Cell, Format, Limits, Row, Value, Visitor, container, delimited,
    lines::{self, Separation},
    text::{self, Decoded},
    wire,
};

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        any::<String>().prop_map(String::into_bytes),
        // What separates, quotes and ends lines, and little else.
        prop::collection::vec(prop::sample::select(b"ab08,;\t|\"\r\n= \xe9\x00\xff\xfe".to_vec()), 0..200),
    ]
}

/// Wants all and does nothing with it.
struct Everything;

impl Visitor for Everything {
    fn sheet(&mut self, _name: &str, _visible: bool) -> bool {
        true
    }

    fn row(&mut self, _row: Row) {}
}

/// A container with a part that tells of a spreadsheet.
fn container() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        (
            "[Content_Types].xml",
            "<Types>application/vnd.openxmlformats-officedocument.spreadsheetml.sheet</Types>",
        ),
        ("xl/worksheets/sheet1.xml", &"<row r=\"1\"><c><v>08F</v></c></row>".repeat(40)),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(|text| Value::Text(text.into())),
        (-1e12..1e12, any::<bool>()).prop_map(|(number, since_1904)| Value::Number { number, since_1904 }),
        (-1e12..1e12, any::<bool>()).prop_map(|(days, since_1904)| Value::Serial { days, since_1904 }),
        any::<bool>().prop_map(Value::Bool),
        any::<String>().prop_map(|text| Value::Error(text.into())),
        Just(Value::Uncalculated),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_a_text_or_are_refused(bytes in bytes()) {
        let mut source = Cursor::new(&bytes);
        if let Ok(encoding) = text::encoding(&mut source) {
            let mut decoded = Vec::new();
            let is_valid = Decoded::new(&mut source, encoding).unwrap().read_to_end(&mut decoded).is_ok();
            prop_assert!(!is_valid || String::from_utf8(decoded.clone()).is_ok());
            let Separation { delimiter, begins_at, lines_before } = Separation::of_sample(&decoded);
            let rest = &decoded[usize::try_from(begins_at).unwrap()..];
            let quotes = rest.iter().filter(|byte| **byte == b'"').count();
            let is_whole = lines::check(&mut &*rest, delimiter).is_ok() || rest.contains(&0) || quotes > 0;
            prop_assert!(is_whole && lines_before <= 1);
        }
        let _ = delimited::visit(&mut Cursor::new(&bytes), "list.csv", &Limits::default(), &mut Everything);
    }

    #[test]
    fn any_bytes_are_of_a_format_or_are_refused(head in prop::sample::select(vec![&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0", b"PK\x05\x06", b""]), bytes in bytes()) {
        let bytes = [head, &bytes].concat();
        if Format::of(&bytes).is_ok_and(|format| matches!(format, Format::Xlsx | Format::Ods)) {
            let _ = container::check(&bytes, &Limits::default());
        }
    }

    #[test]
    fn a_damaged_container_is_refused_or_whole(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), cut in any::<prop::sample::Index>(), is_cut in any::<bool>()) {
        let mut bytes = container();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let limits = Limits { inflated_bytes: 8192, ..Limits::default() };
        let _ = Format::of(&bytes);
        let _ = container::check(&bytes, &limits);
    }

    #[test]
    fn any_bytes_from_the_parsing_process_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300), length in 0..400_u32) {
        let _ = wire::read::<wire::Message>(&mut bytes.as_slice(), &mut Vec::new(), 1024);
        let framed = [&length.to_le_bytes()[..], &bytes].concat();
        let read = wire::read::<wire::Message>(&mut framed.as_slice(), &mut Vec::new(), 1024);
        prop_assert!(read.is_err() || length as usize <= bytes.len());
    }

    #[test]
    fn a_row_arrives_as_it_was_sent(number in any::<u32>(), fields in any::<u32>(), hidden in any::<bool>(), values in prop::collection::vec(value(), 0..8)) {
        let cells = (0..).zip(values).map(|(column, value)| Cell { column, value, anchor: None }).collect();
        let row = Row { number, fields, hidden, cells };
        let mut sent = Vec::new();
        wire::write(&mut sent, &mut Vec::new(), &wire::Message::Row(row.clone())).unwrap();
        let arrived = wire::read(&mut sent.as_slice(), &mut Vec::new(), 1 << 20).unwrap();
        prop_assert!(matches!(arrived, wire::Message::Row(arrived) if arrived == row));
        prop_assert!(wire::read::<wire::Message>(&mut sent.as_slice(), &mut Vec::new(), 0).is_err());
    }
}
