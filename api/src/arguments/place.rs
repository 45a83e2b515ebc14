use std::fmt::{Display, Formatter, Result};

/// Where in its argument a value stands: `filter.and.0.odsCode`.
#[derive(Copy, Clone)]
pub(super) struct Place<'a> {
    around: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Copy, Clone)]
enum Step<'a> {
    Name(&'a str),
    Item(usize),
}

impl<'a> Place<'a> {
    /// The value of an argument.
    pub(super) fn argument(name: &'a str) -> Self {
        Self { around: None, step: Step::Name(name) }
    }

    /// A field of the object that stands here.
    pub(super) fn field(&'a self, name: &'a str) -> Self {
        Self { around: Some(self), step: Step::Name(name) }
    }

    /// An item of the list that stands here.
    pub(super) fn item(&'a self, place: usize) -> Self {
        Self { around: Some(self), step: Step::Item(place) }
    }

    /// Whether it stands in what narrows a list.
    pub(super) fn is_in_a_filter(&self) -> bool {
        match (self.around, self.step) {
            (Some(around), _) => around.is_in_a_filter(),
            (None, Step::Name(argument)) => matches!(argument, "filter" | "having"),
            (None, Step::Item(_)) => false,
        }
    }

    /// Whether it is the value of the argument as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.around.is_none()
    }
}

impl Display for Place<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        if let Some(around) = self.around {
            write!(formatter, "{around}.")?;
        }
        match self.step {
            Step::Name(name) => formatter.write_str(name),
            Step::Item(place) => write!(formatter, "{place}"),
        }
    }
}
