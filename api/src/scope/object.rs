use std::collections::HashMap;

use async_graphql::{Context, Object, SimpleObject};
use entities::{commissioning_model, domain, scope_rule, service_scope};
use sea_orm::{ExprTrait, sea_query::Order};

use super::{
    answer::{Rule, ScopeVerdict, nearest, verdict},
    naming,
    sentence::Findings,
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::loaders,
    scalars::FinancialYear,
    table::{Noun, column, rows},
    types::{CommissioningModel, ScopeRule, ServiceScope},
    vocabulary::{Commissioner, Service},
};

/// The question, as a client asks it.
pub struct Asked {
    /// Which service, by its code.
    pub service: Option<Service>,
    /// Which service, by a name.
    pub service_name: Option<String>,
    /// In which year.
    pub year: FinancialYear,
    /// Which kind of body; none for all.
    pub commissioner: Option<Commissioner>,
    /// The dates of the question.
    pub dates: Dates,
}

/// Who could commission a service in a year.
pub struct ScopeAnswer {
    service: service_scope::Model,
    year: domain::FinancialYear,
    commissioner: Option<Commissioner>,
    rules: Vec<Rule>,
    years: Vec<domain::FinancialYear>,
    /// Whether rules of the year speak of the kinds of bodies that were not asked about.
    others_have_rules: bool,
    without_rule: Vec<commissioning_model::Model>,
    dates: Dates,
}

/// A kind of body that could commission a service.
#[derive(SimpleObject)]
pub struct ScopeCommissioner {
    /// The kind of body.
    commissioner: Commissioner,
    /// The model that such a body had to have; none for bodies that have no model.
    model: Option<CommissioningModel>,
    /// False where only some bodies of the kind could; the note of the rule says which.
    all_of_them: bool,
    /// The rule that says so.
    rule: ScopeRule,
}

impl ScopeAnswer {
    /// Looks the rules up.
    pub async fn find(context: &Context<'_>, asked: Asked) -> Answer<Self> {
        let Asked { service, service_name, year: FinancialYear(year), commissioner, dates } = asked;
        let code = naming::service(service, service_name.as_deref())?;
        let snapshot = loaders(context).loader().snapshot();
        let mut select = rows::<service_scope::Entity>(&dates);
        select.and_where(column(service_scope::Column::Code).eq(code));
        let service = snapshot.first::<service_scope::Model>(&select).await?.ok_or_else(|| {
            tracing::error!(?code, "a service is not in its table");
            Failure::Database
        })?;
        let mut select = rows::<commissioning_model::Entity>(&dates);
        select.order_by_expr(column(commissioning_model::Column::Letter), Order::Asc);
        let models: Vec<commissioning_model::Model> = snapshot.rows(&select).await?;
        let mut select = rows::<scope_rule::Entity>(&dates);
        select
            .and_where(column(scope_rule::Column::ServiceScopeId).eq(service.id))
            .order_by_expr(column(scope_rule::Column::Id), Order::Asc);
        let recorded: Vec<scope_rule::Model> = snapshot.rows(&select).await?;
        let bodies = commissioner.map(domain::Commissioner::from);
        let (recorded, of_others): (Vec<_>, Vec<_>) =
            recorded.into_iter().partition(|rule| bodies.is_none_or(|bodies| rule.commissioner == bodies));
        let others_have_rules = of_others.iter().any(|rule| rule.financial_year == year);
        let by_id: HashMap<i64, &commissioning_model::Model> =
            models.iter().map(|model| (model.id, model)).collect();
        let mut years: Vec<domain::FinancialYear> = recorded.iter().map(|rule| rule.financial_year).collect();
        years.sort_unstable();
        years.dedup();
        let of_model = |id: Option<i64>| id.and_then(|id| by_id.get(&id).copied().cloned());
        let then = recorded.into_iter().filter(|rule| rule.financial_year == year);
        let mut rules: Vec<Rule> = then.map(|row| Rule { model: of_model(row.model_id), row }).collect();
        rules.sort_by_key(|rule| {
            let letter = rule.model.as_ref().map(|model| model.letter.clone());
            (rule.row.commissioner, letter, rule.row.id)
        });
        let spoken_of: Vec<i64> = rules.iter().filter_map(|rule| rule.row.model_id).collect();
        let silent =
            |model: &commissioning_model::Model| !spoken_of.is_empty() && !spoken_of.contains(&model.id);
        let without_rule = models.iter().filter(|model| silent(model)).cloned().collect();
        Ok(Self { service, year, commissioner, rules, years, others_have_rules, without_rule, dates })
    }
}

/// Who could commission a service in a year, with the rules that say so. "Nobody" and "not known" are different
/// answers, and no rule of one year is carried over to another.
#[Object]
impl ScopeAnswer {
    /// The service, with all names that it ever had.
    async fn service(&self) -> ServiceScope {
        ServiceScope::new(self.service.clone(), self.dates)
    }

    /// What the publications about that year call the service: eye health in 2015/16 was optometry in 2021/22 and
    /// general ophthalmic services in 2022/23. Empty where there is no rule.
    async fn service_as_named_then(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for rule in &self.rules {
            let name = rule.row.service_as_published.as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The year that was asked about.
    async fn financial_year(&self) -> FinancialYear {
        FinancialYear(self.year)
    }

    /// The kind of body that was asked about; none for all kinds.
    async fn commissioner(&self) -> Option<Commissioner> {
        self.commissioner
    }

    /// The answer.
    async fn answer(&self) -> ScopeVerdict {
        verdict(&self.rules)
    }

    /// The answer in words, with what each rule says.
    async fn sentence(&self) -> String {
        let (service, year, rules) = (self.service.title.as_str(), self.year, self.rules.as_slice());
        let (years, without_rule) = (self.years.as_slice(), self.without_rule.as_slice());
        let (bodies, others_have_rules) = (self.commissioner.map(Into::into), self.others_have_rules);
        Findings { service, year, bodies, rules, years, others_have_rules, without_rule }.sentence()
    }

    /// The kinds of bodies that could commission the service. Empty both for "nobody" and for "not known": `answer`
    /// tells them apart.
    async fn who_could(&self) -> Vec<ScopeCommissioner> {
        let could = self.rules.iter().filter(|rule| rule.is_in());
        let party = |rule: &Rule| ScopeCommissioner {
            commissioner: rule.row.commissioner.into(),
            model: rule.model.clone().map(|model| CommissioningModel::new(model, self.dates)),
            all_of_them: rule.row.status == domain::ScopeStatus::In,
            rule: ScopeRule::new(rule.row.clone(), self.dates),
        };
        could.map(party).collect()
    }

    /// Every rule of that year about the service, each with the publication that it cites.
    async fn rules(&self) -> Vec<ScopeRule> {
        self.rules.iter().map(|rule| ScopeRule::new(rule.row.clone(), self.dates)).collect()
    }

    /// The models that no rule of that year speaks of, where rules of that year speak of models at all.
    async fn models_without_rule(&self) -> Vec<CommissioningModel> {
        let models = self.without_rule.iter().cloned();
        models.map(|model| CommissioningModel::new(model, self.dates)).collect()
    }

    /// The last earlier year and the first later one that have rules about the service. Where the answer is not
    /// known, ask about these.
    async fn nearest_years_with_rules(&self) -> Vec<FinancialYear> {
        nearest(self.year, &self.years).into_iter().map(FinancialYear).collect()
    }
}
