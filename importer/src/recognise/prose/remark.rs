//! What a remark beside a row may change of what the row says.

use entities::domain::{FinancialYear, ModelCode, Stage};

use super::{Doubt, Prose, Spoken, holds};

/// The word by which a remark may change what its row says: one of denial, or a status that is none.
pub(crate) fn may_turn(text: &str) -> Option<String> {
    let prose = Prose::new(text);
    let ends = |stage: Stage| matches!(stage, Stage::Declined | Stage::Withdrawn | Stage::Ended);
    let ended = || holds(&prose.text, "ended") && !holds(&prose.text, "year ended");
    match (prose.strong_doubt(), prose.stage()) {
        (Some(Doubt::Turned(word) | Doubt::Unknown(word)), _) => Some(word),
        (None, Spoken::One(stage, word)) if ends(stage) => Some(word),
        _ => ended().then(|| "ended".to_owned()),
    }
}

/// What holds for a row by what stands outside it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Held {
    pub(crate) model: Option<ModelCode>,
    pub(crate) stage: Option<Stage>,
    pub(crate) year: Option<FinancialYear>,
}

impl Held {
    /// The word by which a remark says otherwise: another model, an earlier stage or another year.
    pub(crate) fn contradicted_by(&self, text: &str) -> Option<String> {
        let prose = Prose::new(text);
        let several = || Some(text.trim().to_owned());
        let model = || match (self.model?, prose.model()) {
            (model, Spoken::One(other, word)) if other != model => Some(word),
            (_, Spoken::Several) => several(),
            _ => None,
        };
        let stage = || match (self.stage?, prose.stage()) {
            (Stage::Approved | Stage::Live, Spoken::One(Stage::ExpressedInterest | Stage::Applied, word)) => {
                Some(word)
            }
            (_, Spoken::Several) => several(),
            _ => None,
        };
        let year = || {
            let year = self.year?;
            match prose.year() {
                Spoken::One(other, word) if other != year => return Some(word),
                Spoken::Several => return several(),
                _ => {}
            }
            prose.begins_outside(year)
        };
        model().or_else(stage).or_else(year)
    }
}

#[cfg(test)]
mod tests {
    use entities::domain::Vocabulary;

    use super::*;

    #[test]
    fn a_remark_may_deny_leave_open_or_end_what_its_row_says() {
        for (text, word) in [
            ("Not until July", "not"),
            ("Approved in principle", "in principle"),
            ("under review", "under review"),
            ("withdrew in May", "withdrew"),
            ("Ended 31 March 2017", "ended"),
        ] {
            assert_eq!(may_turn(text).as_deref(), Some(word), "{text}");
        }
        for text in ["Year ended 31 March 2017", "Approved in May", "Dr Smith", "see the website"] {
            assert_eq!(may_turn(text), None, "{text}");
        }
    }

    #[test]
    fn a_remark_says_otherwise_by_another_model_stage_or_year() {
        let held = Held {
            model: ModelCode::parse("C").ok(),
            stage: Some(Stage::Approved),
            year: FinancialYear::parse("2016/17").ok(),
        };
        for (text, word) in [
            ("Joint only", "joint"),
            ("Joint, then delegated", "Joint, then delegated"),
            ("application submitted", "application submitted"),
            ("for 2017/18", "2017/18"),
            ("from October 2018", "2018/19"),
            ("from 2018", "2018"),
        ] {
            assert_eq!(held.contradicted_by(text).as_deref(), Some(word), "{text}");
        }
        for text in
            ["Delegated", "live", "from October 2016", "from 2016", "from 2017", "2016/17", "see the website"]
        {
            assert_eq!(held.contradicted_by(text), None, "{text}");
            assert_eq!(Held::default().contradicted_by("Joint, 2018/19"), None);
        }
    }
}
