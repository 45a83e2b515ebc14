//! What a heading within a list says of the rows beneath it.

use entities::domain::{DatasetKind, printable};

use super::{
    Constant, Field, Layout,
    places::{is_area_heading, names_area, names_place},
    prose::{Doubt, Prose, Spoken, may_turn},
    wording::region,
    years::year_or_wave,
};
use crate::{extract::Address, transform::is_not_stated};

/// What a heading within a list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GroupHeading {
    /// Values of fields: a region, a model, a status or a year.
    Says(Vec<Constant>),
    /// Where the rows belong, which changes nothing of what they state.
    Area,
    /// It is not clear what, for this reason.
    Unclear {
        because: String,
        /// Whether it surely speaks of what the rows state, and does not only use words that are not known.
        is_sure: bool,
    },
}

impl GroupHeading {
    /// Reads a heading of a list of this kind; only adoptions may be another model's, year's or stage's.
    pub(crate) fn read(kind: DatasetKind, address: Address, text: &str) -> Self {
        let says = |field: Field, value: &str| Constant {
            field,
            address: Some(address),
            raw: printable(text).into_owned(),
            text: value.to_owned(),
            rule: "group heading".into(),
        };
        if let Some(region) = region(text) {
            return Self::Says(vec![says(Field::Region, region)]);
        }
        if kind != DatasetKind::Adoptions || names_area(text) {
            return Self::Area;
        }
        let unclear = |because: String, is_sure: bool| Self::Unclear { because, is_sure };
        let prose = Prose::new(text);
        let (mut said, mut several) = (Vec::new(), None);
        let mut take = |field: Field, spoken: Spoken<()>| match spoken {
            Spoken::Nothing => {}
            Spoken::One((), words) => said.push(says(field, &words)),
            Spoken::Several => several = Some(field),
        };
        take(Field::FinancialYear, prose.year().any());
        take(Field::Model, prose.model().any());
        take(Field::Stage, prose.stage().any());
        take(Field::EffectiveFrom, prose.first_day().any());
        match (several, prose.doubt()) {
            (Some(field), _) => unclear(format!("because it names more than one {}", field.title()), true),
            (None, Some(doubt)) => {
                let is_sure =
                    matches!(doubt, Doubt::Turned(_)) || !said.is_empty() || may_turn(text).is_some();
                unclear(doubt.because(), is_sure)
            }
            (None, None) if prose.leaves_applications_open() => {
                unclear("because it does not say what became of applications".into(), false)
            }
            (None, None) if said.is_empty() => {
                unclear("because it names neither a model nor a status, a year or a region".into(), false)
            }
            (None, None) => Self::Says(said),
        }
    }

    /// The same beside the name of a place, which may be that of a CCG: "Camden (withdrawn)".
    pub(crate) fn of_whom(self, text: &str) -> Self {
        match self {
            Self::Says(said)
                if names_place(text) && !said.iter().any(|constant| constant.field == Field::Region) =>
            {
                let because = "because it may be of one CCG only".to_owned();
                Self::Unclear { because, is_sure: true }
            }
            heading => heading,
        }
    }

    /// The same within a list whose titles may name another year than that in which something is said to begin: what is
    /// approved in one year often begins in the next.
    pub(crate) fn within(self, layout: &Layout, text: &str) -> Self {
        let Self::Says(said) = &self else { return self };
        let year = |constant: &Constant| year_or_wave(&constant.text).ok();
        let begins = said.iter().find(|constant| constant.field == Field::FinancialYear).and_then(year);
        let titled = layout.constant(Field::FinancialYear).and_then(year);
        let is_other = begins.zip(titled).is_some_and(|(begins, titled)| begins != titled);
        if is_other && Prose::new(text).is_dated_by_start() {
            let because = "because it begins in another year than the titles name".to_owned();
            return Self::Unclear { because, is_sure: true };
        }
        self
    }

    /// Whether it surely is a heading, and not the name of a CCG.
    pub(crate) fn is_sure(&self, text: &str) -> bool {
        match self {
            Self::Says(_) => true,
            Self::Area => is_area_heading(text),
            Self::Unclear { is_sure, .. } => *is_sure,
        }
    }
}

/// What a footnote says of what bears its mark.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    heading: GroupHeading,
    /// Whether a word of it turns the meaning of others, or it only says that something is not known yet.
    is_turned: bool,
    /// Whether it explains the words of a list, as in "A = greater involvement; B = joint; C = delegated".
    is_key: bool,
}

impl Note {
    pub(crate) fn read(heading: GroupHeading, text: &str) -> Self {
        let prose = Prose::new(text);
        let is_key = text.matches(['=', ':', ';']).count() > 1
            && [prose.model().any(), prose.stage().any()].contains(&Spoken::Several);
        Self { heading, is_turned: may_turn(text).is_some() || is_not_stated(text), is_key }
    }

    /// Whether it may change what a row states.
    pub(crate) fn says_otherwise(&self) -> bool {
        match &self.heading {
            GroupHeading::Says(said) => said.iter().any(|constant| constant.field != Field::Region),
            GroupHeading::Unclear { is_sure, .. } => *is_sure || self.is_turned,
            GroupHeading::Area => false,
        }
    }

    /// Whether it may change what a column states. Mostly it only tells what the words in it mean.
    pub(crate) fn says_otherwise_of_column(&self, field: Field) -> bool {
        let of_another = |said: &[Constant]| {
            said.iter().any(|constant| constant.field != field && constant.field != Field::Region)
        };
        match &self.heading {
            GroupHeading::Says(said) => of_another(said),
            GroupHeading::Unclear { .. } => self.is_turned && !self.is_key,
            GroupHeading::Area => false,
        }
    }
}

impl<T> Spoken<T> {
    fn any(self) -> Spoken<()> {
        match self {
            Self::Nothing => Spoken::Nothing,
            Self::One(_, words) => Spoken::One((), words),
            Self::Several => Spoken::Several,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> GroupHeading {
        GroupHeading::read(DatasetKind::Adoptions, Address { row: 7, column: 0 }, text)
    }

    #[test]
    fn a_heading_says_what_all_its_words_leave_clear() {
        for (text, said) in [
            ("London", vec![(Field::Region, "London")]),
            ("Wave 2 (2016/17)", vec![(Field::FinancialYear, "2016/17")]),
            ("Joint commissioning", vec![(Field::Model, "joint commissioning")]),
            ("CCGs declined", vec![(Field::Stage, "declined")]),
        ] {
            let GroupHeading::Says(constants) = read(text) else { panic!("{text}") };
            let read: Vec<_> = constants.iter().map(|one| (one.field, one.text.as_str())).collect();
            assert_eq!(read, said, "{text}");
        }
        assert_eq!(read("Lancashire Area Team"), GroupHeading::Area);
    }

    #[test]
    fn a_heading_that_denies_or_is_not_known_is_unclear() {
        for (text, sure) in [
            ("Not approved", true),
            ("On hold, delegated", true),
            ("Wave 2 2015/16", true),
            ("Joint or delegated", true),
            ("Remaining CCGs", true),
            ("Pipeline", false),
            ("Applications", false),
            ("Applications for 2017/18", false),
        ] {
            let GroupHeading::Unclear { is_sure, .. } = read(text) else { panic!("{text}") };
            assert_eq!(is_sure, sure, "{text}");
        }
    }
}
