//! The schema: the same on both databases, up and down, and true to the entities.

use chrono::{NaiveDate, Utc};
use entities::{
    adoption, area, ccg, ccg_area, ccg_identity, commissioning_model,
    domain::{
        AreaKind, Basis, CheckOutcome, Commissioner, Confidence, DatasetKind, FinancialYear, MatchMethod,
        OdsCode, OnsCode, PositionStatus, RunStatus, ScopeStatus, Severity, SourceKind, Stage,
    },
    evidence, import_issue, import_run, listed_source, position, published_figure, scope_rule, service_scope,
    source, source_check, succession, wave,
};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, Database, DatabaseConnection, EntityTrait, IntoActiveModel,
};

use crate::{
    harness::{Api, Store, block_on, importer},
    on_both,
};

on_both! {
    fn migrations_go_up_and_down_and_up_again(store: &Store) {
        block_on(async {
            let db = Database::connect(store.url()).await.unwrap();
            Migrator::up(&db, None).await.unwrap();
            assert_eq!(commissioning_model::Entity::find().all(&db).await.unwrap().len(), 3);
            Migrator::down(&db, None).await.unwrap();
            assert!(commissioning_model::Entity::find().all(&db).await.is_err());
            Migrator::up(&db, None).await.unwrap();
            assert_eq!(service_scope::Entity::find().all(&db).await.unwrap().len(), 4);
        });
    }

    fn every_entity_is_written_and_read_as_it_was(store: &Store) {
        block_on(async {
            let db = Database::connect(store.url()).await.unwrap();
            Migrator::up(&db, None).await.unwrap();
            round_trip(&db).await;
        });
    }

    fn an_older_or_newer_schema_is_refused_with_the_remedy(store: &Store) {
        block_on(async {
            let db = Database::connect(store.url()).await.unwrap();
            Migrator::up(&db, Some(3)).await.unwrap();
        });
        let older = importer(store, &["run"]);
        assert_eq!(older.code, 78);
        assert!(older.stderr.contains("lacks 2 migration(s); run `importer migrate` once"), "{}", older.stderr);
        let told = Api::refused(store);
        assert!(told.contains("importer migrate") && told.ends_with("exit code 78"), "{told}");

        importer(store, &["migrate"]);
        block_on(async {
            use sea_orm::ConnectionTrait;
            let db = Database::connect(store.url()).await.unwrap();
            let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_future', 0)";
            db.execute_unprepared(newer).await.unwrap();
        });
        let newer = importer(store, &["run"]);
        assert_eq!(newer.code, 78);
        assert!(newer.stderr.contains("newer importer"), "{}", newer.stderr);
        assert!(Api::refused(store).contains("newer importer"));
    }
}

/// A run over a file.
fn run(source_id: i64, now: chrono::DateTime<chrono::Utc>, reverts_run_id: Option<i64>) -> import_run::Model {
    import_run::Model {
        id: 0,
        dataset: "list".into(),
        kind: Some(DatasetKind::Adoptions),
        file_name: "list.xlsx".into(),
        source_id: Some(source_id),
        profile: Some("list@1".into()),
        profile_sha256: Some("0f".into()),
        options_sha256: Some("f0".into()),
        reverts_run_id,
        status: RunStatus::Committed,
        reason: None,
        message: Some("m".into()),
        started_at: now,
        recorded_at: Some(now),
        finished_at: Some(now),
        data_version: reverts_run_id.map(|run| run + 1),
        importer_version: "0".into(),
        rows_read: 10,
        facts: 4,
        duplicates: 1,
        skipped: 2,
        rejected: 3,
        added: 1,
        changed: 1,
        removed: 0,
        unchanged: 2,
    }
}

/// Writes a row and reads it back: what comes out must be what went in, with a row number.
macro_rules! same {
    ($db:expr, $module:ident, $row:expr) => {{
        let row: $module::Model = $row;
        let mut new = row.clone().into_active_model();
        new.id = NotSet;
        let id = new.insert($db).await.unwrap().id;
        let read = $module::Entity::find_by_id(id).one($db).await.unwrap().unwrap();
        assert_eq!(read, $module::Model { id, ..row }, stringify!($module));
        id
    }};
}

async fn round_trip(db: &DatabaseConnection) {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let some = |text: &str| Some(text.to_owned());
    // Databases keep microseconds.
    let now = chrono::DateTime::from_timestamp_micros(Utc::now().timestamp_micros()).unwrap();
    let year = FinancialYear::parse("2015/16").unwrap();

    let source_id = same!(
        db,
        source,
        source::Model {
            id: 0,
            kind: SourceKind::File,
            publisher: some("NHS England"),
            title: "List".into(),
            address: some("https://a"),
            licence: some("OGL"),
            published_on: Some(day("2015-02-18")),
            file_name: some("list.xlsx"),
            sha256: some("ab"),
            size_bytes: Some(1 << 40),
            natural_key: "ab".into(),
        }
    );
    let import_run_id = same!(db, import_run, run(source_id, now, None));
    same!(db, import_run, run(source_id, now, Some(import_run_id)));
    same!(
        db,
        source_check,
        source_check::Model {
            id: 0,
            source: "list".into(),
            due_at: now,
            missed: 2,
            started_at: now,
            claimed_until: now,
            finished_at: Some(now),
            outcome: Some(CheckOutcome::NotModified),
            message: Some("m".into()),
            import_run_id: Some(import_run_id),
            address: some("https://a/list.xlsx"),
            etag: some("\"v1\""),
            last_modified: some("Wed, 18 Feb 2015 09:00:00 GMT"),
        }
    );
    same!(
        db,
        listed_source,
        listed_source::Model {
            id: 0,
            list: "/srv/sources.toml".into(),
            name: "list".into(),
            dataset: "lists".into(),
            warn_after: Some(86_400),
            error_after: None,
            is_listed: true,
        }
    );
    same!(
        db,
        import_issue,
        import_issue::Model {
            id: 0,
            import_run_id,
            severity: Severity::Warning,
            code: "name_variant".into(),
            sheet: some("S"),
            cell: some("C7"),
            raw: some("Morecombe"),
            message: "m".into(),
            expected: None,
            suggestion: some("Morecambe"),
        }
    );
    let mut ccg_ids = Vec::new();
    for code in ["08F", "W2U3Z"] {
        ccg_ids.push(same!(
            db,
            ccg,
            ccg::Model {
                id: 0,
                ods_code: OdsCode::parse(code).unwrap(),
                name: "NHS \u{2019}s CCG".into(),
                opened_on: Some(day("2013-04-01")),
                closed_on: None,
                note: None,
                import_run_id,
            }
        ));
    }
    let ccg_id = ccg_ids[0];
    same!(
        db,
        ccg_identity,
        ccg_identity::Model {
            id: 0,
            ccg_id,
            ons_code: Some(OnsCode::parse("E38000077").unwrap()),
            name: "NHS Havering CCG".into(),
            valid_from: day("2013-04-01"),
            valid_to: Some(day("2021-03-31")),
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: Some(now),
        }
    );
    let area_id =
        same!(db, area, area::Model { id: 0, kind: AreaKind::Region2015, code: None, name: "London".into() });
    same!(
        db,
        ccg_area,
        ccg_area::Model {
            id: 0,
            ccg_id,
            area_id,
            valid_from: None,
            valid_to: None,
            basis: Basis::Inferred,
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: None,
        }
    );
    same!(
        db,
        succession,
        succession::Model {
            id: 0,
            predecessor_id: ccg_id,
            successor_id: ccg_ids[1],
            effective_on: day("2021-04-01"),
            basis: Basis::Published,
            note: None,
            cited_source_id: Some(source_id),
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: None,
        }
    );
    let wave_id = same!(
        db,
        wave,
        wave::Model {
            id: 0,
            financial_year: year,
            number: Some(1),
            title: "Wave 1".into(),
            delegated_deadline: None,
            joint_deadline: Some(day("2015-01-30")),
            announced_from: None,
            announced_to: None,
            live_from: Some(day("2015-04-01")),
            note: None,
            cited_source_id: None,
            import_run_id,
        }
    );
    let model_id = commissioning_model::Entity::find().one(db).await.unwrap().unwrap().id;
    let adoption_id = same!(
        db,
        adoption,
        adoption::Model {
            id: 0,
            ccg_id,
            model_id: Some(model_id),
            wave_id: Some(wave_id),
            stage: Stage::Live,
            effective_from: Some(day("2015-04-01")),
            effective_to: None,
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: None,
        }
    );
    same!(
        db,
        position,
        position::Model {
            id: 0,
            ccg_id,
            first_day: None,
            last_day: Some(day("2015-03-31")),
            status: PositionStatus::Conflict,
            model_id: Some(model_id),
            conflicting: some("JOINT DELEGATED"),
            since_from: None,
            since_to: Some(day("2015-03-31")),
            is_live: Some(true),
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: None,
        }
    );
    let cell = evidence::Cell {
        field: "model".into(),
        address: Some("C7".into()),
        raw: " C ".into(),
        value: "DELEGATED".into(),
        rule: "trimmed".into(),
    };
    same!(
        db,
        evidence,
        evidence::Model {
            id: 0,
            adoption_id,
            import_run_id,
            source_id,
            cited_source_id: None,
            sheet: "S".into(),
            row_number: 7,
            cells: evidence::Cells(vec![cell]),
            match_method: MatchMethod::OdsCode,
            stated_from: Some(day("2015-01-01")),
            stated_to: Some(day("2015-12-31")),
            effective_from: None,
            effective_to: None,
            basis: None,
            confidence: Confidence::Collective,
            recorded_at: now,
            retracted_at: None,
        }
    );
    let service_scope_id = service_scope::Entity::find().one(db).await.unwrap().unwrap().id;
    same!(
        db,
        scope_rule,
        scope_rule::Model {
            id: 0,
            service_scope_id,
            commissioner: Commissioner::Icb,
            model_id: None,
            financial_year: year,
            status: ScopeStatus::OutNeedsLegislation,
            service_as_published: "optometry".into(),
            status_as_published: None,
            note: some("n"),
            cited_source_id: None,
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: None,
        }
    );
    same!(
        db,
        published_figure,
        published_figure::Model {
            id: 0,
            measure: "approved".into(),
            model_id: Some(model_id),
            model_as_published: some("C"),
            stage: Some(Stage::Approved),
            financial_year: Some(year),
            area_id: Some(area_id),
            area_as_published: "London".into(),
            value: Some(18.8),
            value_as_published: "18.8".into(),
            unit: "percent".into(),
            as_of_from: None,
            as_of_to: None,
            publisher: "HSJ".into(),
            confidence: Confidence::Published,
            note: None,
            cited_source_id: None,
            natural_key: "k".into(),
            import_run_id,
            recorded_at: now,
            retracted_at: None,
        }
    );
}
