use chrono::Datelike;
use entities::{
    commissioning_model,
    domain::{Commissioner, FinancialYear, ScopeStatus},
};

use super::{
    ScopeVerdict,
    answer::{Rule, nearest, verdict},
};

/// What an answer is made of.
pub(super) struct Findings<'a> {
    pub(super) service: &'a str,
    pub(super) year: FinancialYear,
    /// The kind of body that is asked about; none for all.
    pub(super) bodies: Option<Commissioner>,
    pub(super) rules: &'a [Rule],
    /// All years that have a rule.
    pub(super) years: &'a [FinancialYear],
    /// Whether rules of the year speak of other bodies than those asked about.
    pub(super) others_have_rules: bool,
    /// The models that no rule of the year speaks of, where some rule of the year speaks of a model.
    pub(super) without_rule: &'a [commissioning_model::Model],
}

impl Findings<'_> {
    /// The answer in words.
    pub(super) fn sentence(&self) -> String {
        let (service, year) = (self.service.to_lowercase(), self.year);
        let grammar = Grammar::of(&service);
        let clauses = |wanted: fn(&Rule) -> bool| {
            let clauses: Vec<String> =
                self.rules.iter().filter(|rule| wanted(rule)).map(|rule| clause(rule, &grammar)).collect();
            clauses.join("; ")
        };
        let is_out = |rule: &Rule| !rule.is_in();
        let others =
            if self.rules.iter().any(is_out) { format!("; {}", clauses(is_out)) } else { String::new() };
        let answer = match verdict(self.rules) {
            ScopeVerdict::NotKnown => return self.not_known(&service),
            ScopeVerdict::Nobody => {
                let was = grammar.was;
                format!("Nobody: in {year} {service} {was} out of scope. In detail: {}.", clauses(is_out))
            }
            ScopeVerdict::Somebody | ScopeVerdict::SomeOfThem => {
                let was = grammar.was;
                format!("In {year} {service} {was} in scope: {}{others}.", clauses(Rule::is_in))
            }
        };
        answer + &self.silence()
    }

    fn not_known(&self, service: &str) -> String {
        let year = self.year;
        if let Some(never) = self.bodies.and_then(|bodies| absence(bodies, year)) {
            return never;
        }
        let speaking_of = |bodies| format!(" for {}", called(bodies));
        let of_them = self.bodies.map_or_else(String::new, speaking_of);
        let years: Vec<String> = nearest(year, self.years).iter().map(FinancialYear::to_string).collect();
        let elsewhere = match years.as_slice() {
            [] => format!("no rule of any other year{of_them} is recorded either"),
            [one] => {
                format!("the nearest year with rules{of_them} is {one}, and nothing is carried over from it")
            }
            several => format!(
                "the nearest years with rules{of_them} are {}, and nothing is carried over from them",
                several.join(" and ")
            ),
        };
        let (asked, only_others) = match self.bodies {
            None => ("who could commission".to_owned(), String::new()),
            Some(bodies) => {
                let others = speaking_of(other_than(bodies));
                let others = if self.others_have_rules { format!(", only{others}") } else { String::new() };
                (format!("whether {} could commission", called(bodies)), others)
            }
        };
        format!(
            "It is not known {asked} {service} in {year}: no rule of that year{of_them} is recorded{only_others}; \
             {elsewhere}."
        )
    }

    fn silence(&self) -> String {
        let models: Vec<String> = self.without_rule.iter().map(titled).collect();
        if models.is_empty() {
            return String::new();
        }
        format!(" No rule of {} speaks of {}.", self.year, models.join(" or "))
    }
}

/// Why bodies of a kind could not commission anything in a year: there were none.
fn absence(bodies: Commissioner, year: FinancialYear) -> Option<String> {
    let why = match (bodies, year.first_day().year()) {
        (Commissioner::Ccg, ..2013) => "they were founded on 1 April 2013",
        (Commissioner::Ccg, 2023..) => "the last of them closed on 30 June 2022",
        (Commissioner::Icb, ..2022) => "they were founded on 1 July 2022",
        _ => return None,
    };
    Some(format!("There were no {} in {year}: {why}.", called(bodies)))
}

fn called(bodies: Commissioner) -> &'static str {
    match bodies {
        Commissioner::Ccg => "CCGs",
        Commissioner::Icb => "integrated care boards",
    }
}

fn other_than(bodies: Commissioner) -> Commissioner {
    match bodies {
        Commissioner::Ccg => Commissioner::Icb,
        Commissioner::Icb => Commissioner::Ccg,
    }
}

/// "Dental services were", but "community pharmacy was".
struct Grammar {
    was: &'static str,
    they_were: &'static str,
    them: &'static str,
}

impl Grammar {
    fn of(service: &str) -> Self {
        match service.ends_with("services") {
            true => Self { was: "were", they_were: "they were", them: "them" },
            false => Self { was: "was", they_were: "it was", them: "it" },
        }
    }
}

/// What one rule says.
fn clause(rule: &Rule, Grammar { they_were, them, .. }: &Grammar) -> String {
    let bodies = called(rule.row.commissioner);
    let who = match &rule.model {
        Some(model) => format!("{bodies} with {}", titled(model)),
        None => bodies.to_owned(),
    };
    let says = match rule.row.status {
        ScopeStatus::In => format!("{who} could commission {them}"),
        ScopeStatus::PartlyIn => {
            // Which of them, or how many, only the words of the publication tell.
            let words = rule.row.status_as_published.as_ref();
            let words = words.map_or_else(String::new, |words| format!(", as published \"{words}\""));
            format!("some {who} could commission {them}{words}")
        }
        ScopeStatus::Out => format!("for {who} {they_were} out"),
        ScopeStatus::OutNeedsLegislation => {
            format!("for {who} {they_were} out, and only a change of the law could have brought {them} in")
        }
        ScopeStatus::InfluenceOnly => format!("{who} could influence what NHS England decided, no more"),
        ScopeStatus::UnderExploration => {
            format!("for {who} {they_were} out, while NHS England explored {them}")
        }
    };
    let note = rule.row.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
    says + &note
}

fn titled(model: &commissioning_model::Model) -> String {
    format!("{} ({})", model.title.to_lowercase(), model.letter)
}
