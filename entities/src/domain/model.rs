use sea_orm::entity::prelude::*;

use super::{ParseError, Vocabulary, vocabulary::parse_spelling};

/// One of the three co-commissioning models that NHS England offered from 2015.
///
/// The letters, levels and categories of the published lists all mean these three.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ModelCode {
    /// Model A: NHS England decides and the CCG is consulted. No formal approval was needed.
    GreaterInvolvement,
    /// Model B: a joint committee of the CCG and NHS England decides.
    Joint,
    /// Model C: the CCG's own primary care commissioning committee decides; liability stays with NHS England.
    Delegated,
}

impl Vocabulary for ModelCode {
    const WHAT: &'static str = "a model";
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("greater involvement", Self::GreaterInvolvement),
        ("greater involvement in primary care decision making", Self::GreaterInvolvement),
        ("a", Self::GreaterInvolvement),
        ("model a", Self::GreaterInvolvement),
        ("model 1", Self::GreaterInvolvement),
        ("level 1", Self::GreaterInvolvement),
        ("option 1", Self::GreaterInvolvement),
        ("model one", Self::GreaterInvolvement),
        ("level one", Self::GreaterInvolvement),
        ("category a", Self::GreaterInvolvement),
        ("category 1", Self::GreaterInvolvement),
        ("joint", Self::Joint),
        ("joint commissioning", Self::Joint),
        ("joint commissioning arrangements", Self::Joint),
        ("joint committee", Self::Joint),
        ("committees in common", Self::Joint),
        ("b", Self::Joint),
        ("model b", Self::Joint),
        ("model 2", Self::Joint),
        ("level 2", Self::Joint),
        ("option 2", Self::Joint),
        ("model two", Self::Joint),
        ("level two", Self::Joint),
        ("category b", Self::Joint),
        ("category 2", Self::Joint),
        ("delegated", Self::Delegated),
        ("delegated commissioning", Self::Delegated),
        ("delegated commissioning arrangements", Self::Delegated),
        ("delegated authority", Self::Delegated),
        ("delegation", Self::Delegated),
        ("full delegation", Self::Delegated),
        ("fully delegated", Self::Delegated),
        ("fully delegated commissioning", Self::Delegated),
        ("c", Self::Delegated),
        ("model c", Self::Delegated),
        ("model 3", Self::Delegated),
        ("level 3", Self::Delegated),
        ("option 3", Self::Delegated),
        ("model three", Self::Delegated),
        ("level three", Self::Delegated),
        ("category c", Self::Delegated),
        ("category 3", Self::Delegated),
    ];

    /// A text may say it twice: "Delegated commissioning (Model C)", "Level 2: joint", "C - delegated". Each part must be a
    /// spelling, and all must be of the same model.
    fn parse(text: &str) -> Result<Self, ParseError> {
        parse_spelling(text).or_else(|error| {
            let parts =
                text.split(['(', ')', ':', '=', '\u{2013}', '\u{2014}']).flat_map(|part| part.split(" - "));
            let mut models =
                parts.filter(|part| !part.trim().is_empty()).map(|part| parse_spelling(part).ok());
            let first = models.next().flatten();
            first.filter(|_| models.all(|model| model == first)).ok_or(error)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read_in_every_published_spelling() {
        for text in ["C", "Model C", "level 3", "Full delegation", " DELEGATED  commissioning "] {
            assert_eq!(ModelCode::parse(text), Ok(ModelCode::Delegated), "{text}");
        }
        assert_eq!(ModelCode::parse("Joint committee"), Ok(ModelCode::Joint));
        assert_eq!(ModelCode::parse("Greater involvement"), Ok(ModelCode::GreaterInvolvement));
    }

    #[test]
    fn a_text_may_say_the_same_model_twice_and_no_other() {
        for text in [
            "Delegated commissioning (Model C)",
            "Level 3: delegated",
            "C - delegated",
            "Model C \u{2013} full delegation",
            "Level 3 = delegated commissioning",
        ] {
            assert_eq!(ModelCode::parse(text), Ok(ModelCode::Delegated), "{text}");
        }
        for text in [
            "Delegated (Model B)",
            "Joint (c)",
            "Level 2: delegated",
            "Delegated (not approved)",
            "Not (delegated)",
            "Delegated (C?)",
            "()",
            "Joint - delegated",
        ] {
            assert!(ModelCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_model_is_never_read_from_a_part_of_the_text() {
        for text in ["Not delegated", "Delegated/Joint", "Deligated", "", "n/a", "joint or delegated"] {
            assert!(ModelCode::parse(text).is_err(), "{text}");
        }
    }
}
