use async_graphql::{Context, Object};

use crate::{
    dates::Dates,
    error::Answer,
    loading::loaders,
    scalars::{Date, DateTime},
};

/// The three dates of a question, told again in its answer.
pub struct Echo(pub Dates);

impl Echo {
    /// The dates to tell again in an answer. Which of the days that were asked for reach it is found out only when it tells them.
    pub fn dates(context: &Context<'_>, asked: Dates, reaching: impl FnOnce() -> Dates) -> Dates {
        let look = context.look_ahead();
        let tells_days = ["asOf", "statedBy"].into_iter().any(|day| look.field(day).exists());
        if tells_days { reaching() } else { asked }
    }
}

/// The three dates of a question, told again in its answer.
#[Object(name = "AnswerDates")]
impl Echo {
    /// The day on which the answer is true, as asked for here or around; today where the filter asks for positions and no
    /// day was named. None when no day was asked for, and where it makes no difference to this list, whose rows then are
    /// those of all days.
    async fn as_of(&self) -> Option<Date> {
        self.0.as_of.map(Date)
    }

    /// The day by which somebody had published what the answer rests on, as asked for here or around; none when no day was asked
    /// for, and where it makes no difference to this list.
    async fn stated_by(&self) -> Option<Date> {
        self.0.stated_by.map(Date)
    }

    /// The moment at which this service held what it answers: as asked for, or that of the last import. With it the
    /// same question gets the same answer for ever. None while nothing was imported.
    async fn known_at(&self, context: &Context<'_>) -> Answer<Option<DateTime>> {
        if let Some(moment) = self.0.known_at {
            return Ok(Some(DateTime(moment)));
        }
        let edition = loaders(context).loader().snapshot().edition().await?;
        Ok(edition.map(|edition| DateTime(edition.recorded_at)))
    }
}
