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
    pub(super) rules: &'a [Rule],
    /// All years that have a rule.
    pub(super) years: &'a [FinancialYear],
    /// The models that no rule of the year speaks of, where some rule of the year speaks of a model.
    pub(super) without_rule: &'a [commissioning_model::Model],
}

impl Findings<'_> {
    /// The answer in words.
    pub(super) fn sentence(&self) -> String {
        let (service, year) = (self.service.to_lowercase(), self.year);
        let clauses = |wanted: fn(&Rule) -> bool| {
            let clauses: Vec<String> = self.rules.iter().filter(|rule| wanted(rule)).map(clause).collect();
            clauses.join("; ")
        };
        let is_out = |rule: &Rule| !rule.is_in();
        let others =
            if self.rules.iter().any(is_out) { format!("; {}", clauses(is_out)) } else { String::new() };
        let answer = match verdict(self.rules) {
            ScopeVerdict::NotKnown => return self.not_known(&service),
            ScopeVerdict::Nobody => {
                format!("Nobody: in {year} {service} was out of scope. In detail: {}.", clauses(is_out))
            }
            ScopeVerdict::Somebody | ScopeVerdict::SomeOfThem => {
                format!("In {year} {service} was in scope: {}{others}.", clauses(Rule::is_in))
            }
        };
        answer + &self.silence()
    }

    fn not_known(&self, service: &str) -> String {
        let years: Vec<String> =
            nearest(self.year, self.years).iter().map(FinancialYear::to_string).collect();
        let elsewhere = match years.as_slice() {
            [] => "no rule of any other year is recorded either".to_owned(),
            [one] => format!("the nearest year with rules is {one}, and nothing is carried over from it"),
            several => {
                let several = several.join(" and ");
                format!("the nearest years with rules are {several}, and nothing is carried over from them")
            }
        };
        let year = self.year;
        format!(
            "It is not known who could commission {service} in {year}: no rule of that year is recorded; {elsewhere}."
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

/// What one rule says.
fn clause(rule: &Rule) -> String {
    let bodies = match rule.row.commissioner {
        Commissioner::Ccg => "CCGs",
        Commissioner::Icb => "integrated care boards",
    };
    let who = match &rule.model {
        Some(model) => format!("{bodies} with {}", titled(model)),
        None => bodies.to_owned(),
    };
    let says = match rule.row.status {
        ScopeStatus::In => format!("{who} could commission it"),
        ScopeStatus::PartlyIn => format!("some {who} could commission it"),
        ScopeStatus::Out => format!("for {who} it was out"),
        ScopeStatus::OutNeedsLegislation => {
            format!("for {who} it was out, and only a change of the law could have brought it in")
        }
        ScopeStatus::InfluenceOnly => format!("{who} could influence what NHS England decided, no more"),
        ScopeStatus::UnderExploration => format!("for {who} it was out, while NHS England explored it"),
    };
    let note = rule.row.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
    says + &note
}

fn titled(model: &commissioning_model::Model) -> String {
    format!("{} ({})", model.title.to_lowercase(), model.letter)
}
