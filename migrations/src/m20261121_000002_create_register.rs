//! The register: CCGs, what they were called, where they belonged and who succeeded whom.

use sea_orm_migration::{prelude::*, schema::*};

use crate::statement::{create, drop, index, one_in_force, references, statements, table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![ccg(), ccg_identity(), area(), ccg_area(), succession()],
            vec![
                index("ccg", &["opened_on", "closed_on"]),
                index("ccg", &["name"]),
                one_in_force("ccg_identity"),
                index("ccg_identity", &["ccg_id", "valid_from"]),
                index("ccg_identity", &["ons_code"]),
                index("area", &["kind", "name"]).unique().to_owned(),
                one_in_force("ccg_area"),
                index("ccg_area", &["ccg_id", "area_id"]),
                index("ccg_area", &["area_id", "ccg_id"]),
                one_in_force("succession"),
                index("succession", &["predecessor_id", "successor_id"]),
                index("succession", &["successor_id", "predecessor_id"]),
                index("succession", &["effective_on"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["succession", "ccg_area", "area", "ccg_identity", "ccg"]).await
    }
}

fn ccg() -> TableCreateStatement {
    table("ccg")
        .col(text_uniq("ods_code"))
        .col(text("name"))
        .col(date_null("opened_on"))
        .col(date_null("closed_on"))
        .col(text_null("note"))
        .col(big_integer("import_run_id"))
        .foreign_key(&mut references("ccg", "import_run_id", "import_run"))
        .to_owned()
}

fn ccg_identity() -> TableCreateStatement {
    statements("ccg_identity")
        .col(big_integer("ccg_id"))
        .col(text_null("ons_code"))
        .col(text("name"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .foreign_key(&mut references("ccg_identity", "ccg_id", "ccg"))
        .to_owned()
}

fn area() -> TableCreateStatement {
    table("area").col(text("kind")).col(text_null("code")).col(text("name")).to_owned()
}

fn ccg_area() -> TableCreateStatement {
    statements("ccg_area")
        .col(big_integer("ccg_id"))
        .col(big_integer("area_id"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(text("basis"))
        .foreign_key(&mut references("ccg_area", "ccg_id", "ccg"))
        .foreign_key(&mut references("ccg_area", "area_id", "area"))
        .to_owned()
}

fn succession() -> TableCreateStatement {
    statements("succession")
        .col(big_integer("predecessor_id"))
        .col(big_integer("successor_id"))
        .col(date("effective_on"))
        .col(text("basis"))
        .col(text_null("note"))
        .col(big_integer_null("cited_source_id"))
        .foreign_key(&mut references("succession", "predecessor_id", "ccg"))
        .foreign_key(&mut references("succession", "successor_id", "ccg"))
        .foreign_key(&mut references("succession", "cited_source_id", "source"))
        .to_owned()
}
