//! A row that states a published total.

use std::fmt;

use entities::domain::{
    Confidence, FinancialYear, ModelCode, ParseError, PartialDate, Stage, Vocabulary, normalise,
};

use super::Fields;
use crate::{
    issue::{IssueCode, cut},
    recognise::Field,
};

/// A total that somebody published.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was counted.
    pub measure: String,
    /// The model as published.
    pub model_as_published: Option<String>,
    /// The model, where it is one of the three: "A/none" is not.
    pub model: Option<ModelCode>,
    /// The stage that was counted.
    pub stage: Option<Stage>,
    /// The year.
    pub year: Option<FinancialYear>,
    /// The area as published.
    pub area: String,
    /// The value as published.
    pub value_as_published: String,
    /// The number; none for words such as "all".
    pub value: Option<f64>,
    /// The unit as published.
    pub unit: String,
    /// What the figure speaks of.
    pub as_of: Option<PartialDate>,
    /// Who published it.
    pub publisher: String,
    /// Published or inferred.
    pub confidence: Confidence,
    /// A remark.
    pub note: Option<String>,
    /// The publication that the row cites.
    pub citation: Option<String>,
}

impl Figure {
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let measure = fields.required_text(Field::Measure);
        let model_as_published = fields.read(Field::Model, IssueCode::UnknownModel, model_or_group);
        let stage = fields.word(Field::Stage, IssueCode::UnknownValue);
        let year = fields.year(Field::FinancialYear);
        let area = fields.text(Field::Area);
        let value = fields.required(Field::Value, IssueCode::MissingValue, |fields, field| {
            fields.read(field, IssueCode::UnknownValue, Counted::parse)
        });
        let unit = fields.text(Field::Unit);
        if let Some(message) = value.as_ref().and_then(|value| value.contradicts(unit.as_deref())) {
            fields.refuse(Field::Value, IssueCode::UnknownValue, message);
        }
        let as_of = fields.partial_date(Field::AsOf);
        let publisher = fields.required_text(Field::Publisher);
        let confidence =
            fields.word(Field::Confidence, IssueCode::UnknownValue).unwrap_or(Confidence::Published);
        let note = fields.text(Field::Note);
        let citation = fields.text(Field::Citation);
        let value = value?;
        Some(Self {
            measure: measure?,
            model: model_as_published.as_deref().and_then(|text| ModelCode::parse(text).ok()),
            model_as_published,
            stage,
            year,
            area: area.unwrap_or_else(|| "England".to_owned()),
            unit: unit.unwrap_or_else(|| if value.is_share() { "percent" } else { "CCGs" }.to_owned()),
            value: value.number,
            value_as_published: value.text,
            as_of,
            publisher: publisher?,
            confidence,
            note,
            citation,
        })
    }

    /// All that tells it from other figures.
    #[must_use]
    pub fn natural_key(&self) -> String {
        let year = self.year.map_or_else(String::new, |year| year.to_string());
        let as_of = self.as_of.map_or_else(String::new, |as_of| as_of.to_string());
        let model = self.model_as_published.as_deref().unwrap_or_default();
        let citation = self.citation.as_deref().unwrap_or_default();
        [&self.publisher, citation, &self.measure, model, &year, &self.area, &as_of, &self.unit].join("|")
    }
}

/// A published value: a number, or the word "all".
struct Counted {
    text: String,
    number: Option<f64>,
}

impl Counted {
    fn parse(text: &str) -> Result<Self, ParseError> {
        let number = text.trim_end().trim_end_matches('%').trim_end().replace(',', "");
        let number = number.parse().ok().filter(|value: &f64| value.is_finite());
        if number.is_none() && normalise(text) != "all" {
            return Err(ParseError {
                what: "a number",
                found: text.to_owned(),
                expected: "a number such as 64, 35.3, 36.4% or 1,234, or the word all".to_owned(),
                candidates: Vec::new(),
            });
        }
        Ok(Self { text: text.to_owned(), number })
    }

    /// Whether it is published as a share of a hundred.
    fn is_share(&self) -> bool {
        self.text.trim_end().ends_with('%')
    }

    /// Why value and unit cannot both be right. A share that a cell shows as 36.4% is the number 0.364 in it.
    fn contradicts(&self, unit: Option<&str>) -> Option<String> {
        let is_of_hundred = |unit: &str| {
            let words = normalise(unit);
            unit.trim_start().starts_with('%')
                || words.starts_with("percent")
                || words.starts_with("per cent")
        };
        let (text, unit) = (&self.text, unit?);
        if self.is_share() && !is_of_hundred(unit) {
            return Some(format!(
                "\"{text}\" is a percentage, and its unit is \"{}\"; expected one such as \"percent of CCGs\"",
                cut(unit)
            ));
        }
        let number = self.number.filter(|number| *number > 0.0 && *number < 1.0)?;
        (!self.is_share() && is_of_hundred(unit)).then(|| {
            format!(
                "{text} percent would be less than one in a hundred; expected {}% if that is meant",
                number * 100.0
            )
        })
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// One of the models, or one of the groups by which publishers count the CCGs that are on none or another.
fn model_or_group(text: &str) -> Result<String, ParseError> {
    const GROUPS: [&str; 3] = ["none", "a none", "a b none"];
    if GROUPS.contains(&normalise(text).as_str()) {
        return Ok(text.to_owned());
    }
    ModelCode::parse(text).map(|_| text.to_owned())
}
