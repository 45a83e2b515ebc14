//! Other spellings of names, which no rule can tell from mistakes.

use std::{collections::HashMap, sync::LazyLock};

use entities::domain::OdsCode;

use crate::recognise::distinctive;

/// Spellings that were found in published lists. A spelling is listed only when it means one CCG at all times:
/// "Cumbria CCG (South)" is not, because the south of Cumbria CCG belonged to Morecambe Bay CCG from 2017 on.
const TABLE: &str = include_str!("../../aliases.csv");

static ALIASES: LazyLock<HashMap<String, OdsCode>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.filter_map(|row| Some((distinctive(row.get(0)?), OdsCode::parse(row.get(1)?).ok()?))).collect()
});

/// The CCG that a name is another spelling of; the name is given by its distinctive words.
pub(crate) fn alias(key: &str) -> Option<&'static OdsCode> {
    ALIASES.get(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_an_alias_of_its_own() {
        assert_eq!(ALIASES.len(), TABLE.lines().count() - 1);
        assert_eq!(alias("morecombe bay").map(OdsCode::as_str), Some("01K"));
    }
}
