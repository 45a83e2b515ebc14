//! Knows sums: "Total", "London total", or an area and the number of its CCGs.

use entities::domain::{DatasetKind, normalise};

use crate::{
    extract::{Address, Cell, Value},
    recognise::{GroupHeading, Layout},
};

/// Whether a row gives the number of an area's CCGs, as in "England" and 209.
pub(super) fn is_sum_of_area(layout: &Layout, cells: &[&Cell]) -> bool {
    let is_sum = |cell: &&Cell| is_number(&cell.value) || names_area(&cell.value);
    layout.kind == DatasetKind::Adoptions
        && cells.iter().all(is_sum)
        && cells.iter().any(|cell| is_number(&cell.value))
        && cells.iter().any(|cell| names_area(&cell.value))
}

fn names_area(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let text = normalise(text);
    matches!(
        text.as_str(),
        "england" | "national" | "nhs england" | "all england" | "all ccgs" | "all regions"
    ) || matches!(
        GroupHeading::read(DatasetKind::CcgRegister, Address { row: 1, column: 0 }, &text),
        GroupHeading::Says(_)
    )
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Number { .. } => true,
        Value::Text(text) => {
            let text = text.trim().trim_end_matches('%');
            let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
            text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(is_digit)
        }
        _ => false,
    }
}

/// Whether a heading, or what stands for a CCG, is that of a sum: "Total", "London total".
pub(super) fn is_total(value: &Value) -> bool {
    sum_words(value).is_some_and(|(first, last)| first || last)
}

/// Whether any other text is that of a sum; a remark may well end with the word.
pub(super) fn begins_as_total(value: &Value) -> bool {
    sum_words(value).is_some_and(|(first, _)| first)
}

/// Whether a text's first and last words name a sum.
fn sum_words(value: &Value) -> Option<(bool, bool)> {
    let Value::Text(text) = value else { return None };
    let begins_with_percent = text.trim_start().starts_with('%');
    let text = normalise(text);
    let begins_with =
        |count| text.strip_prefix(count).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let is_count = ["sub total", "number of ccgs", "no of ccgs"].into_iter().any(begins_with)
        || matches!(
            text.as_str(),
            "count" | "counts" | "average" | "mean" | "percentage" | "percent" | "sum"
        );
    if is_count || begins_with_percent {
        return Some((true, true));
    }
    let mut words = text.split(' ').map(|word| matches!(word, "total" | "totals" | "subtotal"));
    let first = words.next()?;
    Some((first, words.next_back().unwrap_or(first)))
}
