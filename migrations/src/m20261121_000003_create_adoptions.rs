//! The facts: models, waves, adoptions, the evidence for them, and the positions that follow from them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::statement::{create, drop, index, one_in_force, references, statements, table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![commissioning_model(), wave(), adoption(), evidence(), position()],
            vec![
                one_in_force("adoption"),
                // With whether a row is in force, so that what is in force is counted without a look at the rows.
                index("adoption", &["ccg_id", "retracted_at"]),
                adoptions_by_group(),
                // Nothing more, so that those of a round and a model stand in the order of their numbers.
                index("adoption", &["wave_id", "model_id", "retracted_at"]),
                index("adoption", &["effective_from"]),
                index("adoption", &["import_run_id"]),
                index("evidence", &["adoption_id", "retracted_at"]),
                index("evidence", &["import_run_id"]),
                index("evidence", &["source_id"]),
                index("evidence", &["cited_source_id"]),
                one_in_force("position"),
                index("position", &["ccg_id", "first_day"]),
                index("position", &["model_id", "ccg_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["position", "evidence", "adoption", "wave", "commissioning_model"]).await
    }
}

/// All that adoptions are counted and measured by, so that they are without a look at the rows. (Called after its columns it would
/// have a longer name than PostgreSQL takes.)
fn adoptions_by_group() -> IndexCreateStatement {
    let columns = ["model_id", "wave_id", "stage", "ccg_id", "effective_from", "retracted_at"];
    index("adoption", &columns).name("ix_adoption_group").to_owned()
}

fn commissioning_model() -> TableCreateStatement {
    table("commissioning_model")
        .col(text_uniq("code"))
        .col(text("letter"))
        .col(text("title"))
        .col(text("also_called"))
        .col(text("who_decides"))
        .col(text("governance"))
        .col(text("legal_basis"))
        .to_owned()
}

fn wave() -> TableCreateStatement {
    table("wave")
        .col(text_uniq("financial_year"))
        .col(integer_null("number"))
        .col(text("title"))
        .col(date_null("delegated_deadline"))
        .col(date_null("joint_deadline"))
        .col(date_null("announced_from"))
        .col(date_null("announced_to"))
        .col(date_null("live_from"))
        .col(text_null("note"))
        .col(big_integer_null("cited_source_id"))
        .col(big_integer("import_run_id"))
        .foreign_key(&mut references("wave", "cited_source_id", "source"))
        .foreign_key(&mut references("wave", "import_run_id", "import_run"))
        .to_owned()
}

fn adoption() -> TableCreateStatement {
    statements("adoption")
        .col(big_integer("ccg_id"))
        .col(big_integer_null("model_id"))
        .col(big_integer_null("wave_id"))
        .col(text("stage"))
        .col(date_null("effective_from"))
        .col(date_null("effective_to"))
        .foreign_key(&mut references("adoption", "ccg_id", "ccg"))
        .foreign_key(&mut references("adoption", "model_id", "commissioning_model"))
        .foreign_key(&mut references("adoption", "wave_id", "wave"))
        .to_owned()
}

fn evidence() -> TableCreateStatement {
    table("evidence")
        .col(big_integer("adoption_id"))
        .col(big_integer("import_run_id"))
        .col(big_integer("source_id"))
        .col(big_integer_null("cited_source_id"))
        .col(text("sheet"))
        .col(integer("row_number"))
        .col(json_binary("cells"))
        .col(text("match_method"))
        .col(date_null("stated_from"))
        .col(date_null("stated_to"))
        .col(date_null("effective_from"))
        .col(date_null("effective_to"))
        .col(text_null("basis"))
        .col(text("confidence"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("retracted_at"))
        .foreign_key(&mut references("evidence", "adoption_id", "adoption"))
        .foreign_key(&mut references("evidence", "import_run_id", "import_run"))
        .foreign_key(&mut references("evidence", "source_id", "source"))
        .foreign_key(&mut references("evidence", "cited_source_id", "source"))
        .to_owned()
}

fn position() -> TableCreateStatement {
    statements("position")
        .col(big_integer("ccg_id"))
        .col(date_null("first_day"))
        .col(date_null("last_day"))
        .col(text("status"))
        .col(big_integer_null("model_id"))
        .col(text_null("conflicting"))
        .col(date_null("since_from"))
        .col(date_null("since_to"))
        .col(boolean_null("is_live"))
        .foreign_key(&mut references("position", "ccg_id", "ccg"))
        .foreign_key(&mut references("position", "model_id", "commissioning_model"))
        .to_owned()
}
