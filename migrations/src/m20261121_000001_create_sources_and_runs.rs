//! Where facts come from: sources, import runs and their issues, and when sources were looked at.

use sea_orm_migration::{prelude::*, schema::*};

use crate::statement::{create, drop, index, references, table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![source(), import_run(), import_issue(), source_check(), listed_source()],
            vec![
                one_run_a_data_version(),
                index("import_run", &["dataset", "data_version"]),
                index("import_run", &["status", "id"]),
                index("import_run", &["source_id"]),
                index("import_issue", &["import_run_id", "id"]),
                one_check_a_tick(),
                index("source_check", &["source", "id"]),
                index("source_check", &["import_run_id"]),
                one_row_a_listed_source(),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["listed_source", "source_check", "import_issue", "import_run", "source"]).await
    }
}

fn source() -> TableCreateStatement {
    table("source")
        .col(text("kind"))
        .col(text_null("publisher"))
        .col(text("title"))
        .col(text_null("address"))
        .col(text_null("licence"))
        .col(date_null("published_on"))
        .col(text_null("file_name"))
        .col(text_null("sha256"))
        .col(big_integer_null("size_bytes"))
        .col(text_uniq("natural_key"))
        .to_owned()
}

fn import_run() -> TableCreateStatement {
    let mut run = table("import_run")
        .col(text("dataset"))
        .col(text_null("kind"))
        .col(text("file_name"))
        .col(big_integer_null("source_id"))
        .col(text_null("profile"))
        .col(text_null("profile_sha256"))
        .col(text_null("options_sha256"))
        .col(big_integer_null("reverts_run_id"))
        .col(text("status"))
        .col(text_null("reason"))
        .col(text_null("message"))
        .col(timestamp_with_time_zone("started_at"))
        .col(timestamp_with_time_zone_null("recorded_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(big_integer_null("data_version"))
        .col(text("importer_version"))
        .foreign_key(&mut references("import_run", "source_id", "source"))
        .foreign_key(&mut references("import_run", "reverts_run_id", "import_run"))
        .to_owned();
    for count in [
        "rows_read",
        "facts",
        "duplicates",
        "skipped",
        "rejected",
        "added",
        "changed",
        "removed",
        "unchanged",
    ] {
        run.col(big_integer(count));
    }
    run
}

fn import_issue() -> TableCreateStatement {
    table("import_issue")
        .col(big_integer("import_run_id"))
        .col(text("severity"))
        .col(text("code"))
        .col(text_null("sheet"))
        .col(text_null("cell"))
        .col(text_null("raw"))
        .col(text("message"))
        .col(text_null("expected"))
        .col(text_null("suggestion"))
        .foreign_key(&mut references("import_issue", "import_run_id", "import_run"))
        .to_owned()
}

fn source_check() -> TableCreateStatement {
    table("source_check")
        .col(text("source"))
        .col(timestamp_with_time_zone("due_at"))
        .col(big_integer("missed"))
        .col(timestamp_with_time_zone("started_at"))
        .col(timestamp_with_time_zone("claimed_until"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(text_null("outcome"))
        .col(text_null("message"))
        .col(big_integer_null("import_run_id"))
        .col(text_null("address"))
        .col(text_null("etag"))
        .col(text_null("last_modified"))
        .foreign_key(&mut references("source_check", "import_run_id", "import_run"))
        .to_owned()
}

fn listed_source() -> TableCreateStatement {
    table("listed_source")
        .col(text("list"))
        .col(text("name"))
        .col(text("dataset"))
        .col(big_integer_null("warn_after"))
        .col(big_integer_null("error_after"))
        .col(boolean("is_listed"))
        .to_owned()
}

/// A list names each source once.
fn one_row_a_listed_source() -> IndexCreateStatement {
    Index::create()
        .name("uq_listed_source_list_name")
        .table("listed_source")
        .col("list")
        .col("name")
        .unique()
        .to_owned()
}

/// Each commit makes a version of the data of its own.
fn one_run_a_data_version() -> IndexCreateStatement {
    Index::create()
        .name("uq_import_run_data_version")
        .table("import_run")
        .col("data_version")
        .unique()
        .to_owned()
}

/// Two importers never both do a tick.
fn one_check_a_tick() -> IndexCreateStatement {
    Index::create()
        .name("uq_source_check_source_due_at")
        .table("source_check")
        .col("source")
        .col("due_at")
        .unique()
        .to_owned()
}
