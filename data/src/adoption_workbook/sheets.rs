//! Which sheet holds which statement.

use super::{TITLE, notes};
use crate::facts::AdoptionFact;

const INCOMPLETE: &str =
    "Statements found in published sources; not a complete list: see the notes below the table";
const EXPANDED: &str =
    "A published statement about all CCGs, expanded to each one open that day: see the notes below the table";

/// A sheet of the workbook.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    pub(super) subtitle: &'static str,
    /// The notes look at all facts, because a total may be named partly on another sheet.
    pub(super) notes: fn(&[AdoptionFact]) -> Vec<String>,
    about: About,
}

enum About {
    Year(&'static str),
    ExpressionsOfInterest,
    YearNotStated,
}

/// The sheets in the order in which they stand.
pub(super) const SHEETS: [Sheet; 8] = [
    year("2015-16", "2015/16", notes::of_2015),
    year("2016-17", "2016/17", notes::of_2016),
    year("2017-18", "2017/18", notes::of_2017),
    year("2019-20", "2019/20", notes::of_2019),
    year("2020-21", "2020/21", notes::of_2020),
    Sheet { subtitle: EXPANDED, ..year("2021-22", "2021/22", notes::of_2021) },
    Sheet {
        name: "Expressions of interest 2014",
        subtitle: INCOMPLETE,
        notes: notes::of_expressions_of_interest,
        about: About::ExpressionsOfInterest,
    },
    Sheet {
        name: "Year not stated",
        subtitle: INCOMPLETE,
        notes: notes::of_no_year,
        about: About::YearNotStated,
    },
];

const fn year(name: &'static str, year: &'static str, notes: fn(&[AdoptionFact]) -> Vec<String>) -> Sheet {
    Sheet { name, subtitle: INCOMPLETE, notes, about: About::Year(year) }
}

impl Sheet {
    pub(super) fn holds(&self, fact: &AdoptionFact) -> bool {
        let interest = fact.stage == "expressed_interest";
        match self.about {
            About::Year(year) => fact.financial_year == year,
            About::ExpressionsOfInterest => fact.financial_year.is_empty() && interest,
            About::YearNotStated => fact.financial_year.is_empty() && !interest,
        }
    }

    pub(super) fn select<'a>(&self, facts: &'a [AdoptionFact]) -> Vec<&'a AdoptionFact> {
        facts.iter().filter(|fact| self.holds(fact)).collect()
    }

    pub(super) fn title(&self) -> String {
        match self.about {
            About::Year(year) => format!("{TITLE}, {year}"),
            About::ExpressionsOfInterest => {
                "Expressions of interest in primary care co-commissioning, 2014".to_owned()
            }
            About::YearNotStated => format!("{TITLE}, financial year not stated"),
        }
    }

    pub(super) fn states_no_year(&self) -> bool {
        !matches!(self.about, About::Year(_))
    }
}
