use async_graphql::Value;
use chrono::{DateTime, Utc};
use poem::{Body, Request, Response, http::header};
use rust_xlsxwriter::XlsxError;
use tokio::{fs::File, task::spawn_blocking};

use super::{rows::Rows, spool::taken_from, unwritten};
use crate::{
    exports::{MOST_ROWS, Page, Workbook},
    http::refusal::Refusal,
};

/// What a table says of its licence.
const LICENCE: &str = "The facts that come with this service contain public sector information licensed under the Open \
    Government Licence v3.0. Each source says its own: { sources { nodes { title licence } } }";

/// What there is to say of a table.
pub(super) struct About<'a> {
    /// What it is called.
    pub(super) name: String,
    /// What asked for it.
    pub(super) request: &'a Request,
    /// Of which version of the data it is.
    pub(super) version: Option<i64>,
    /// When the data were recorded.
    pub(super) recorded_at: Option<DateTime<Utc>>,
}

impl About<'_> {
    /// Pairs of a label and what it says.
    fn said(&self, rows: &Rows, first: &Page, total: u64) -> Vec<(&'static str, String)> {
        let variables = &rows.question.asked().variables;
        let dates = first.dates.iter().filter_map(|(label, date)| match date {
            Value::String(date) => Some((*label, date.clone())),
            _ => None,
        });
        let mut said = vec![
            ("Name", self.name.clone()),
            ("Rows of the list", total.to_string()),
            ("Data version", self.version.map(|version| version.to_string()).unwrap_or_default()),
            ("Answered on", rows.today.to_string()),
        ];
        said.extend(dates);
        said.push(("Address", self.request.uri().to_string()));
        said.push(("Query", rows.question.document().to_owned()));
        said.push(("Variables", serde_json::to_string(variables).unwrap_or_default()));
        said.push(("Moments", "are in UTC".to_owned()));
        said.push(("Licence", LICENCE.to_owned()));
        said
    }
}

/// A table that is written before it is sent, because a workbook says at its beginning what stands at its end.
pub(super) async fn written(
    about: About<'_>,
    mut rows: Rows,
    first: Page,
    total: u64,
) -> Result<Response, Refusal> {
    if rows.plan.is_whole && total > MOST_ROWS {
        let message = format!("The list has {total} rows, and a sheet takes {MOST_ROWS}. Ask for CSV.");
        return Err(Refusal::malformed(message));
    }
    let said = about.said(&rows, &first, total);
    let mut book = Workbook::new(rows.plan.columns.clone()).map_err(unwritten)?;
    book.add(&first.rows).map_err(unsuited)?;
    let mut next = first.next;
    while let Some(cursor) = next {
        let page = rows.page(Some(&cursor)).await?;
        book.add(&page.rows).map_err(unsuited)?;
        next = page.next;
    }
    let place = rows.turn.end().await;
    let file = spawn_blocking(move || book.finish(&said, about.recorded_at)).await.map_err(unwritten)?;
    let file = File::from_std(file.map_err(unwritten)?);
    let length = file.metadata().await.map_err(unwritten)?.len();
    let pieces = taken_from(file, length, place);
    Ok(Response::builder().header(header::CONTENT_LENGTH, length).body(Body::from_bytes_stream(pieces)))
}

/// What a workbook has no room for, a text has.
fn unsuited(error: XlsxError) -> Refusal {
    match error {
        XlsxError::MaxStringLengthExceeded => Refusal::malformed(
            "A text is longer than a cell can be, which is 32,767 characters. Ask for CSV.",
        ),
        XlsxError::RowColumnLimitError => {
            Refusal::malformed("There are more rows or columns than a sheet can have. Ask for CSV.")
        }
        error => unwritten(error),
    }
}
