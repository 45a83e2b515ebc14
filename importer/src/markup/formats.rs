//! How cells look: a colour for each mark, and a form for each kind of value.

use rust_xlsxwriter::{Color, Format};

use super::marks::Mark;
use crate::extract::Value;

/// The forms of values that look different.
#[derive(Copy, Clone)]
enum Form {
    Plain,
    Day,
    Moment,
    Time,
}

const FORMS: [&str; 4] = ["General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"];
const MARKS: [Mark; 4] = [Mark::Plain, Mark::Skipped, Mark::Warning, Mark::Error];

/// All formats of a copy, made once.
pub(super) struct Formats(Vec<Format>);

impl Formats {
    pub(super) fn new() -> Self {
        Self(MARKS.into_iter().flat_map(|mark| FORMS.map(|form| format(mark, form))).collect())
    }

    /// The format of a value under a mark.
    pub(super) fn of(&self, mark: Mark, value: Option<&Value>) -> &Format {
        &self.0[mark as usize * FORMS.len() + form(value) as usize]
    }
}

fn format(mark: Mark, form: &str) -> Format {
    let format = Format::new().set_num_format(form);
    match mark {
        Mark::Plain => format,
        Mark::Skipped => format.set_background_color(Color::RGB(0x00D9_D9D9)),
        Mark::Warning => format.set_background_color(Color::RGB(0x00FF_EB9C)),
        Mark::Error => format.set_background_color(Color::RGB(0x00FF_C7CE)),
    }
}

fn form(value: Option<&Value>) -> Form {
    match value {
        Some(Value::Serial { days, .. }) if days.fract() == 0.0 => Form::Day,
        Some(Value::Serial { days, .. }) if days.abs() < 1.0 => Form::Time,
        Some(Value::Serial { .. }) => Form::Moment,
        _ => Form::Plain,
    }
}
