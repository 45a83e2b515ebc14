use std::borrow::Cow;

use async_graphql::Value;
use csv::{Terminator, WriterBuilder};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{column::Column, format::Format};

/// What tells Excel that a file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What makes a spreadsheet run a text as a formula when it begins with it.
const BEGINS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Why rows cannot be written. It takes no row that a query gives.
type Unwritten = Box<dyn std::error::Error + Send + Sync>;

/// Writes a table line by line.
pub(crate) struct Text {
    form: Form,
    columns: Vec<Column>,
    is_empty: bool,
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Form {
    Csv { with_mark: bool },
    Json,
    Ndjson,
}

impl Text {
    /// For a table with these columns, with a byte order mark where that means anything; none for what is not written
    /// in lines.
    pub(crate) fn new(format: Format, with_mark: bool, columns: Vec<Column>) -> Option<Self> {
        let form = match format {
            Format::Csv => Form::Csv { with_mark },
            Format::Json => Form::Json,
            Format::Ndjson => Form::Ndjson,
            Format::Xlsx => return None,
        };
        Some(Self { form, columns, is_empty: true })
    }

    /// What stands before all rows.
    pub(crate) fn head(&self) -> Result<Vec<u8>, Unwritten> {
        Ok(match self.form {
            Form::Csv { with_mark } => {
                let mut head = if with_mark { BYTE_ORDER_MARK.into() } else { Vec::new() };
                let names = self.columns.iter().map(|column| Cow::from(&column.name));
                head.extend(lines([names])?);
                head
            }
            Form::Json => b"[".to_vec(),
            Form::Ndjson => Vec::new(),
        })
    }

    /// Rows, behind those before.
    pub(crate) fn rows(&mut self, rows: &[Value]) -> Result<Vec<u8>, Unwritten> {
        if let Form::Csv { .. } = self.form {
            let cells = |row| self.columns.iter().map(move |column| cell(column.value(row)));
            return lines(rows.iter().map(cells));
        }
        let mut written = Vec::new();
        for row in rows {
            match self.form {
                Form::Json => written.extend_from_slice(if self.is_empty { b"\n" } else { b",\n" }),
                _ if self.is_empty => {}
                _ => written.push(b'\n'),
            }
            self.is_empty = false;
            serde_json::to_writer(&mut written, &Object { columns: &self.columns, row })?;
        }
        Ok(written)
    }

    /// What stands behind all rows.
    pub(crate) fn tail(&self) -> &'static str {
        match self.form {
            Form::Csv { .. } => "",
            Form::Json => "\n]\n",
            Form::Ndjson if self.is_empty => "",
            Form::Ndjson => "\n",
        }
    }
}

fn lines<'a, R>(records: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Unwritten>
where
    R: IntoIterator<Item = Cow<'a, str>>,
{
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(record.into_iter().map(|cell| cell.into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.to_string().into())
}

/// A value as text: nothing for null.
fn cell(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::from(""),
        Value::String(text) => harmless(text),
        Value::Enum(name) => Cow::from(name.as_str()),
        // Its sign is no formula's.
        Value::Number(number) => Cow::from(number.to_string()),
        other => harmless(&other.to_string()).into_owned().into(),
    }
}

/// A text that a spreadsheet takes as text.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(BEGINS_FORMULA) { Cow::from(format!("'{text}")) } else { Cow::from(text) }
}

/// A row as an object with a member for each column.
struct Object<'a> {
    columns: &'a [Column],
    row: &'a Value,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            members.serialize_entry(&column.name, column.value(self.row))?;
        }
        members.end()
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use async_graphql::{Value, value};

    use super::{Column, Format, Text};

    fn written(format: Format, with_mark: bool, pages: &[&[Value]]) -> String {
        let columns = ["name", "number"].map(Column::of_member);
        let mut text = Text::new(format, with_mark, columns.to_vec()).expect("text");
        let mut written = text.head().expect("a head");
        for page in pages {
            written.extend(text.rows(page).expect("rows"));
        }
        written.extend(text.tail().as_bytes());
        String::from_utf8(written).expect("UTF-8")
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+44", "'+44"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            (" =1", " =1"),
            ("a=1", "a=1"),
            ("=\"x\"", "\"'=\"\"x\"\"\""),
        ] {
            let row = value!({ "name": (text), "number": -1 });
            let expected = format!("name,number\r\n{cell},-1\r\n");
            assert_eq!(written(Format::Csv, false, &[&[row]]), expected);
        }
    }

    #[test]
    fn pages_are_one_table() {
        let rows: Vec<_> =
            (1..4).map(|number| value!({ "number": number, "name": "Zoë, \"x\"\n" })).collect();
        let csv = written(Format::Csv, true, &[&rows[..1], &[], &rows[1..]]);
        let line = |number| format!("\"Zoë, \"\"x\"\"\n\",{number}\r\n");
        assert_eq!(csv, format!("\u{feff}name,number\r\n{}{}{}", line(1), line(2), line(3)));
        let object = |number| format!("{{\"name\":\"Zoë, \\\"x\\\"\\n\",\"number\":{number}}}");
        let json = written(Format::Json, true, &[&rows[..1], &[], &rows[1..]]);
        assert_eq!(json, format!("[\n{},\n{},\n{}\n]\n", object(1), object(2), object(3)));
        let lines = written(Format::Ndjson, false, &[&rows[..2], &rows[2..]]);
        assert_eq!(lines, format!("{}\n{}\n{}\n", object(1), object(2), object(3)));
    }

    #[test]
    fn nothing_is_a_table_too() {
        assert_eq!(written(Format::Csv, false, &[&[]]), "name,number\r\n");
        assert_eq!(written(Format::Json, false, &[]), "[\n]\n");
        assert_eq!(written(Format::Ndjson, false, &[]), "");
        let row = value!({ "name": null });
        assert_eq!(written(Format::Csv, false, &[from_ref(&row)]), "name,number\r\n,\r\n");
        assert_eq!(written(Format::Ndjson, false, &[&[row]]), "{\"name\":null,\"number\":null}\n");
    }
}
