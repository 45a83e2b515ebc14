//! What could be commissioned, and what others counted.

use sea_orm_migration::{prelude::*, schema::*};

use crate::statement::{create, drop, index, one_in_force, references, statements, table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![service_scope(), scope_rule(), published_figure()],
            vec![
                one_in_force("scope_rule"),
                index("scope_rule", &["service_scope_id", "financial_year", "model_id"]),
                one_in_force("published_figure"),
                index("published_figure", &["model_id", "financial_year", "stage"]),
                index("published_figure", &["area_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["published_figure", "scope_rule", "service_scope"]).await
    }
}

fn service_scope() -> TableCreateStatement {
    table("service_scope").col(text_uniq("code")).col(text("title")).col(text("also_called")).to_owned()
}

fn scope_rule() -> TableCreateStatement {
    statements("scope_rule")
        .col(big_integer("service_scope_id"))
        .col(text("commissioner"))
        .col(big_integer_null("model_id"))
        .col(text("financial_year"))
        .col(text("status"))
        .col(text("service_as_published"))
        .col(text_null("status_as_published"))
        .col(text_null("note"))
        .col(big_integer_null("cited_source_id"))
        .foreign_key(&mut references("scope_rule", "service_scope_id", "service_scope"))
        .foreign_key(&mut references("scope_rule", "model_id", "commissioning_model"))
        .foreign_key(&mut references("scope_rule", "cited_source_id", "source"))
        .to_owned()
}

fn published_figure() -> TableCreateStatement {
    statements("published_figure")
        .col(text("measure"))
        .col(big_integer_null("model_id"))
        .col(text_null("model_as_published"))
        .col(text_null("stage"))
        .col(text_null("financial_year"))
        .col(big_integer_null("area_id"))
        .col(text("area_as_published"))
        .col(double_null("value"))
        .col(text("value_as_published"))
        .col(text("unit"))
        .col(date_null("as_of_from"))
        .col(date_null("as_of_to"))
        .col(text("publisher"))
        .col(text("confidence"))
        .col(text_null("note"))
        .col(big_integer_null("cited_source_id"))
        .foreign_key(&mut references("published_figure", "model_id", "commissioning_model"))
        .foreign_key(&mut references("published_figure", "area_id", "area"))
        .foreign_key(&mut references("published_figure", "cited_source_id", "source"))
        .to_owned()
}
