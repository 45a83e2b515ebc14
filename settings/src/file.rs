//! Reading the file: names, values and the lines on which they stand.

use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use toml::de::{DeTable, DeValue};

/// No file of settings is longer.
const MOST: u64 = 1024 * 1024;
/// Its owner's group may read it, others not.
const OTHERS_READ: u32 = 0o004;

/// A setting as the file has it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Of a list several.
    pub(crate) values: Vec<String>,
    pub(crate) line: usize,
}

/// What is wrong with a file, and on which line, if it is a line that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: Option<usize>,
    pub(crate) told: String,
}

impl Fault {
    /// On a line.
    pub(crate) fn on(line: usize, told: String) -> Self {
        Self { line: Some(line), told }
    }

    /// Of the file as a whole.
    fn of_all(told: impl Into<String>) -> Self {
        Self { line: None, told: told.into() }
    }
}

/// The text of a file, and whether everybody may read it.
pub(crate) fn read(path: &Path) -> Result<(String, bool), Fault> {
    let mut bytes = Vec::new();
    let opened = File::open(path).and_then(|file| {
        let found = file.metadata()?;
        // A device or a pipe would be read for ever.
        if !found.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        file.take(MOST + 1).read_to_end(&mut bytes)?;
        Ok(found.permissions().mode() & OTHERS_READ != 0)
    });
    let is_public = opened.map_err(|error| {
        Fault::of_all(format!("cannot be read: {error}. Give a file of settings with --config, or none"))
    })?;
    if bytes.len() as u64 > MOST {
        return Err(Fault::of_all("is larger than 1 MiB, and so it is no file of settings"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::on(line, "this is not UTF-8; save the file as UTF-8 text".to_owned())
    })?;
    Ok((text, is_public))
}

/// The settings of a text, in their order, and what is wrong with others.
pub(crate) fn parse(text: &str) -> (Vec<Entry>, Vec<Fault>) {
    let line_of =
        |place: usize| text.as_bytes()[..place.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
    // What stands on the line is not shown: it may be a password.
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        let line = error.span().map(|span| line_of(span.start));
        let told = format!(
            "{}; a setting is written as name = \"value\"",
            error.message().trim_end().replace('\n', ", ")
        );
        return (Vec::new(), vec![Fault { line, told }]);
    }
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (name, value) in table.get_ref() {
        let line = line_of(name.span().start);
        match values(value.get_ref()) {
            Some(values) => entries.push(Entry { name: name.get_ref().to_string(), values, line }),
            None => faults.push(Fault::on(line, unfit(name.get_ref(), value.get_ref()))),
        }
    }
    entries.sort_by_key(|entry| entry.line);
    (entries, faults)
}

fn values(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::Array(list) => list.iter().map(|value| scalar(value.get_ref())).collect(),
        value => scalar(value).map(|value| vec![value]),
    }
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(moment) => Some(moment.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn unfit(name: &str, value: &DeValue<'_>) -> String {
    match value {
        DeValue::Table(_) => {
            format!(
                "[{name}]: settings are not grouped; write each as name = \"value\" at the beginning of a line"
            )
        }
        _ => format!("{name}: a list holds texts or numbers, as in {name} = [\"one\", \"two\"]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, values: &[&str], line: usize) -> Entry {
        Entry {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            line,
        }
    }

    #[test]
    fn settings_are_texts_numbers_and_lists_with_their_lines() {
        let (entries, faults) = parse(
            "# where\nlisten = \"127.0.0.1:80\"\n\nmax-body = 1_000\ncors-origin = [\n  \"a\", 'b' ]\n",
        );
        assert_eq!(
            entries,
            [
                entry("listen", &["127.0.0.1:80"], 2),
                entry("max-body", &["1000"], 4),
                entry("cors-origin", &["a", "b"], 5)
            ]
        );
        assert_eq!(faults, []);
        assert_eq!(parse(""), (vec![], vec![]));
    }

    #[test]
    fn what_is_no_setting_is_told_with_its_line_and_without_what_stands_there() {
        for (text, line, told) in [
            ("a = 1\na = 2\n", 2, "duplicate key"),
            ("\npassword = \"s3cr3t\n", 2, "invalid basic string"),
            ("DATABASE_URL=s3cr3t\n", 1, "string values must be quoted"),
            ("a = 1\n[api]\nlisten = 1\n", 2, "[api]: settings are not grouped"),
            ("a = [[1]]\n", 1, "a list holds texts or numbers"),
        ] {
            let (entries, faults) = parse(text);
            let fault = &faults[0];
            assert_eq!(fault.line, Some(line), "{text}: {faults:?} {entries:?}");
            assert!(fault.told.contains(told) && !fault.told.contains("s3cr3t"), "{text}: {faults:?}");
        }
    }
}
