//! The three models and the four services. They are the terms of the question, not facts of a spreadsheet.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Code, letter, title, other names, who decides, governance, legal basis.
const MODELS: [[&str; 7]; 3] = [
    [
        "GREATER_INVOLVEMENT",
        "A",
        "Greater involvement",
        "Level 1; category A; Model 1",
        "NHS England decides; the CCG is consulted.",
        "None new; no formal approval was needed.",
        "None needed.",
    ],
    [
        "JOINT",
        "B",
        "Joint commissioning",
        "Level 2; category B; Model 2; joint committee",
        "A joint committee, or committees in common, of the CCG and NHS England.",
        "Constitution changed, terms of reference agreed, assured by NHS England.",
        "NHS Act 2006, section 13Z (joint exercise of functions) and section 14Z9; Legislative Reform Order 2014/2436, \
         in force from 1 October 2014, lets CCGs form joint committees.",
    ],
    [
        "DELEGATED",
        "C",
        "Delegated commissioning",
        "Level 3; category C; Model 3; full delegation",
        "The CCG's primary care commissioning committee. The performance of individual GPs stays with NHS England.",
        "As for joint commissioning, with a delegation agreement and a primary care commissioning committee.",
        "NHS Act 2006, section 13Z: NHS England delegates its functions and stays liable for them.",
    ],
];

/// Code, title, other names.
const SERVICES: [[&str; 3]; 4] = [
    ["GENERAL_PRACTICE", "General practice", "Primary medical services; GP services"],
    ["DENTAL", "Dental services", "Dentistry"],
    ["EYE_HEALTH", "Eye health", "Eye health (2015); optometry (2021); general ophthalmic services (2022)"],
    ["COMMUNITY_PHARMACY", "Community pharmacy", "Pharmacy; pharmaceutical services (2022)"],
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut models = Query::insert();
        models.into_table("commissioning_model").columns([
            "code",
            "letter",
            "title",
            "also_called",
            "who_decides",
            "governance",
            "legal_basis",
        ]);
        for model in MODELS {
            models.values_panic(model.map(Expr::from));
        }
        let mut services = Query::insert();
        services.into_table("service_scope").columns(["code", "title", "also_called"]);
        for service in SERVICES {
            services.values_panic(service.map(Expr::from));
        }
        manager.execute(models).await?;
        manager.execute(services).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.execute(Query::delete().from_table("service_scope").to_owned()).await?;
        manager.execute(Query::delete().from_table("commissioning_model").to_owned()).await
    }
}
