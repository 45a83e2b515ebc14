use async_graphql::ServerError;
use chrono::{DateTime, NaiveDate, Utc};
use poem::http::StatusCode;

use crate::{
    error::code,
    exports::{Page, Plan},
    http::{refusal::Refusal, turn::Turn},
    question::Question,
};

/// The rows of a table, page by page, of one state of the data.
pub(super) struct Rows {
    pub(super) turn: Turn,
    pub(super) question: Question,
    pub(super) plan: Plan,
    pub(super) known_at: Option<DateTime<Utc>>,
    pub(super) today: NaiveDate,
}

impl Rows {
    /// The first page, or that behind a cursor.
    pub(super) async fn page(&mut self, after: Option<&str>) -> Result<Page, Refusal> {
        let question = self.plan.question(self.question.asked(), after, self.known_at);
        let mut answer = self.turn.answer_part(question).await?;
        if !answer.errors.is_empty() {
            return Err(failed(answer.errors.swap_remove(0)));
        }
        // What is not asked of a day is so today, and a table is not of two days.
        if self.today != Utc::now().date_naive() {
            return Err(Refusal::later("A new day has begun meanwhile. Ask again.", 1));
        }
        Ok(self.plan.page(answer.data))
    }

    /// How many rows the whole list has.
    pub(super) fn total(&self, first: &Page) -> Result<u64, Refusal> {
        let shown = first.rows.len() as u64;
        let total = first.total.unwrap_or(shown);
        if self.plan.is_whole && first.next.is_none() && total > shown && !self.plan.is_paged() {
            let message = format!(
                "{} has {total} rows, of which one answer holds {shown}. Narrow it, or say with \"first\" how many \
                 are wanted.",
                self.plan.name()
            );
            return Err(Refusal::malformed(message));
        }
        Ok(total)
    }
}

/// The status that says whose fault it is.
fn failed(error: ServerError) -> Refusal {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let is_internal = code == Some(&code::INTERNAL_SERVER_ERROR.into());
    let status = if is_internal { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST };
    Refusal { status: Some(status), ..error.into() }
}
