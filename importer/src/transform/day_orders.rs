//! Knows sheets whose days are written month first.
//!
//! "04/13/2015" can only be 13 April; then "03/04/2015" above or beneath it is 4 March as likely as 3 April.

use std::{borrow::Cow, sync::Arc};

use entities::domain::clean;

use super::gathered::{Doubted, Gathered};
use crate::{
    extract::{Address, Row, Value},
    issue::{Issue, IssueCode},
    recognise::Layout,
};

/// In which order a text of digits may give day and month.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Order {
    MonthFirst,
    Either,
    DayFirst,
}

/// What is known of how the days of a sheet are written. Who writes one month first writes the others so.
#[derive(Debug, Default)]
pub(super) struct DayOrders {
    /// The cell that can only be read month first.
    proof: Option<(Address, String)>,
    /// Days that may be read in either order, and how many records their rows gave.
    open: Vec<(Address, u8)>,
    /// What stands in the first of them.
    texts: Vec<String>,
}

impl DayOrders {
    /// Looks at the days of a row. The first that can only be month first casts doubt on those above it.
    pub(super) fn look_at(&mut self, layout: &Layout, sheet: &Arc<str>, row: &Row, gathered: &mut Gathered) {
        if self.proof.is_none() {
            let mut days = days(layout, row);
            if let Some((column, text)) = days.find(|(_, text)| order(text) == Some(Order::MonthFirst)) {
                self.proof = Some((row.address(column), text.into_owned()));
                self.doubt_open(sheet, gathered);
            }
        }
    }

    /// Remembers the days of a row that gave so many records.
    pub(super) fn remember(&mut self, layout: &Layout, row: &Row, records: u8, keeps: usize) {
        if records == 0 || self.proof.is_some() {
            return;
        }
        for (column, text) in days(layout, row).filter(|(_, text)| order(text) == Some(Order::Either)) {
            self.open.push((row.address(column), records));
            if self.texts.len() < keeps {
                self.texts.push(text.into_owned());
            }
        }
    }

    /// Why a day is not believed.
    pub(super) fn doubt(&self, text: &str) -> Option<String> {
        let (proof, shown) = self.proof.as_ref()?;
        (order(text) == Some(Order::Either)).then(|| message(text, *proof, shown))
    }

    fn doubt_open(&mut self, sheet: &Arc<str>, gathered: &mut Gathered) {
        let (Some((proof, shown)), false) = (&self.proof, self.open.is_empty()) else { return };
        for ((address, _), text) in self.open.iter().zip(std::mem::take(&mut self.texts)) {
            let message = message(&text, *proof, shown);
            gathered.issues.push(Issue::new(IssueCode::BadDate, sheet, &address.to_string(), &text, message));
        }
        let not_told = self.open.len().saturating_sub(gathered.keeps());
        gathered.issues.count(IssueCode::BadDate, not_told as u64);
        let mut rows: Vec<(u32, u8)> = std::mem::take(&mut self.open)
            .into_iter()
            .map(|(address, records)| (address.row, records))
            .collect();
        rows.dedup();
        let records = rows.iter().map(|(_, records)| u64::from(*records)).sum();
        let rows = rows.into_iter().map(|(row, _)| row).collect();
        gathered.doubted.push(Doubted { sheet: Arc::clone(sheet), rows, records });
    }
}

fn message(text: &str, proof: Address, shown: &str) -> String {
    format!(
        "\"{text}\" may be read day first or month first, and \"{shown}\" in {proof} can only be read month first; write the days as in 2015-04-01"
    )
}

/// The texts that a row has in columns of days.
fn days<'a>(layout: &'a Layout, row: &'a Row) -> impl Iterator<Item = (u32, Cow<'a, str>)> + 'a {
    let columns = layout.columns.iter().chain(&layout.twins).filter(|(_, field)| field.is_date());
    columns.filter_map(|(column, _)| match &row.cell(*column)?.value {
        Value::Text(text) => Some((*column, clean(text))),
        _ => None,
    })
}

fn order(text: &str) -> Option<Order> {
    let day = text.split([' ', 'T']).next()?;
    let mut parts = day.split(['/', '-', '.']);
    let (Some(first), Some(second), Some(year), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let number = |part: &str| {
        let is_short = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_short { part.parse::<u8>().ok() } else { None }
    };
    let is_year = matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    let (first, second) = (number(first)?, number(second)?);
    match (1..=12).contains(&first).cmp(&(1..=12).contains(&second)) {
        _ if !is_year => None,
        std::cmp::Ordering::Greater if (13..=31).contains(&second) => Some(Order::MonthFirst),
        std::cmp::Ordering::Less if (13..=31).contains(&first) => Some(Order::DayFirst),
        std::cmp::Ordering::Equal if first <= 12 && first != second => Some(Order::Either),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_digits_tells_its_order_only_if_one_of_them_is_no_month() {
        for (text, expected) in [
            ("04/13/2015", Some(Order::MonthFirst)),
            ("4-13-15", Some(Order::MonthFirst)),
            ("13/04/2015", Some(Order::DayFirst)),
            ("03/04/2015 00:00", Some(Order::Either)),
            ("04/04/2015", None),
            ("2015-03-04", None),
            ("1 April 2015", None),
            ("00/04/2015", None),
            ("13/32/2015", None),
        ] {
            assert_eq!(order(text), expected, "{text}");
        }
    }
}
