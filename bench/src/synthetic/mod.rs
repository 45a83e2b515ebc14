//! Made-up lists of any length: the same for the same number of rows, and marked as made up in every row.
//!
//! Organisations have codes that begin with `ZZ`, which no CCG ever had, and names such as "NHS Synthetic Place 00001
//! CCG"; every organisation takes part in each round, and each row is a fact of its own.

mod codes;
mod files;

use chrono::{Days, Months, NaiveDate};
use entities::domain::{AreaKind, FinancialYear};

pub(crate) use files::{COLUMNS, FIRST_ROW, Format, SHEET, write_adoptions, write_register, write_waves};

/// About as many as the register of a whole health service has; CCGs were 211.
const MOST_ORGANISATIONS: usize = 20_000;

/// The first day of the first round. One follows it each year.
const BEGINNING: NaiveDate = NaiveDate::from_ymd_opt(2001, 4, 1).expect("a day of the calendar");

/// The rounds that may be had: financial years are read up to 2099/00.
const MOST_ROUNDS: usize = 98;

/// The most rows that can be made up.
pub(crate) const MOST_ROWS: usize = MOST_ORGANISATIONS * MOST_ROUNDS;

const MODELS: [&str; 3] = ["Greater involvement", "Joint commissioning", "Delegated commissioning"];
const STAGES: [&str; 4] = ["Live", "Approved", "Applied", "Live"];

/// Of how many rows a corrected list says otherwise about one.
const CORRECTED_EACH: usize = 100;

/// An organisation that does not exist.
pub(crate) struct Organisation {
    pub(crate) ods_code: String,
    pub(crate) name: String,
    /// One of the regions that there were, which take turns.
    pub(crate) region: &'static str,
}

/// A round that never was.
pub(crate) struct Round {
    pub(crate) number: usize,
    pub(crate) year: String,
    pub(crate) live_from: NaiveDate,
}

/// A row of a list of adoptions.
pub(crate) struct Statement<'a> {
    pub(crate) organisation: &'a Organisation,
    pub(crate) round: &'a Round,
    pub(crate) model: &'static str,
    pub(crate) stage: &'static str,
    pub(crate) effective_from: Option<NaiveDate>,
    pub(crate) stated_on: NaiveDate,
}

/// Which edition of a list.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    First,
    /// One row in a hundred gives another day.
    Corrected,
}

/// A list of so many adoptions, and the organisations and rounds that it speaks of.
pub(crate) struct List {
    pub(crate) rows: usize,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) rounds: Vec<Round>,
}

impl List {
    /// A list of at most [`MOST_ROWS`].
    pub(crate) fn of(rows: usize) -> Self {
        Self::cut(rows, rows.min(MOST_ORGANISATIONS))
    }

    /// A list in which so many organisations take part in so many rounds: within the same bounds.
    pub(crate) fn with(organisations: usize, rounds: usize) -> Self {
        Self::cut(organisations * rounds, organisations)
    }

    fn cut(rows: usize, organisations: usize) -> Self {
        let organisations: Vec<Organisation> =
            codes::all().take(organisations).zip(1..).map(organisation).collect();
        let rounds = rows.div_ceil(organisations.len().max(1));
        Self { rows, organisations, rounds: (0..rounds).map(round).collect() }
    }

    /// Its rows: round by round, as lists are published.
    pub(crate) fn statements(&self, edition: Edition) -> impl Iterator<Item = Statement<'_>> {
        let all = self
            .rounds
            .iter()
            .flat_map(|round| self.organisations.iter().map(move |organisation| (round, organisation)));
        let numbered = all.take(self.rows).enumerate();
        numbered.map(move |(row, (round, organisation))| statement(row, round, organisation, edition))
    }

    /// In how many rows the corrected edition differs.
    pub(crate) fn corrections(&self) -> usize {
        self.rows.div_ceil(CORRECTED_EACH)
    }
}

impl Round {
    /// The publication that its rows cite.
    pub(crate) fn source(&self) -> String {
        format!("https://example.org/synthetic/{}", self.year.replace('/', "-"))
    }
}

fn organisation((ods_code, number): (String, usize)) -> Organisation {
    let regions = AreaKind::REGIONS_2015;
    let region = regions[number % regions.len()];
    Organisation { ods_code, name: format!("NHS Synthetic Place {number:05} CCG"), region }
}

fn round(place: usize) -> Round {
    let years = u32::try_from(place).unwrap_or(u32::MAX);
    let live_from = BEGINNING.checked_add_months(Months::new(12 * years)).unwrap_or(BEGINNING);
    Round { number: place + 1, year: FinancialYear::of(live_from).to_string(), live_from }
}

fn statement<'a>(
    row: usize,
    round: &'a Round,
    organisation: &'a Organisation,
    edition: Edition,
) -> Statement<'a> {
    let stage = STAGES[row % STAGES.len()];
    let is_corrected = edition == Edition::Corrected && row.is_multiple_of(CORRECTED_EACH);
    let day = if is_corrected { round.live_from + Months::new(3) } else { round.live_from };
    Statement {
        organisation,
        round,
        model: MODELS[level(row, round)],
        stage,
        // Lists of applications leave the day blank.
        effective_from: (stage != "Applied").then_some(day),
        stated_on: round.live_from - Days::new(42),
    }
}

/// Organisations move up twice, some sooner and some later, and never down, as real ones did.
fn level(row: usize, round: &Round) -> usize {
    ((round.number + row % 7) / 5).min(MODELS.len() - 1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_a_fact_of_its_own() {
        let list = List::of(50_000);
        let key = |row: Statement<'_>| {
            (row.organisation.ods_code.clone(), row.round.year.clone(), row.model, row.stage)
        };
        let keys: HashSet<_> = list.statements(Edition::First).map(key).collect();
        assert_eq!(keys.len(), 50_000);
        assert_eq!((list.organisations.len(), list.rounds.len()), (20_000, 3));
    }

    #[test]
    fn every_organisation_takes_part_in_every_round() {
        let list = List::with(211, 7);
        assert_eq!((list.organisations.len(), list.rounds.len(), list.rows), (211, 7, 1477));
        assert_eq!(list.statements(Edition::First).count(), 1477);
        let of_a_region = list.organisations.iter().filter(|organisation| organisation.region == "London");
        assert!((50..=55).contains(&of_a_region.count()));
    }

    #[test]
    fn a_corrected_list_differs_in_one_row_of_a_hundred() {
        let list = List::of(1001);
        let pairs = list.statements(Edition::First).zip(list.statements(Edition::Corrected));
        let differ = pairs.filter(|(first, corrected)| first.effective_from != corrected.effective_from);
        assert_eq!(differ.count(), list.corrections());
        assert_eq!(list.corrections(), 11);
    }

    #[test]
    fn the_longest_list_has_years_that_are_read() {
        let last = round(MOST_ROUNDS - 1);
        assert_eq!(FinancialYear::parse(&last.year).map(|year| year.first_day()), Ok(last.live_from));
    }
}
