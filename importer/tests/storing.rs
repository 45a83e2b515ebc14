//! What stands in the database once rows are stored.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{path::Path, time::Duration};

use chrono::Utc;
use entities::{domain::MatchMethod, evidence};
use importer::{
    catalogue::SourceEntry,
    extract::{FileBytes, Limits, visit},
    issue::IssueCode,
    load::{Intake, Load, Loaded, database, runs},
    recognise::Profiles,
    transform::{Records, parse_in_batches},
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, QueryOrder, TransactionTrait};

/// How many problems are told in full here.
const KEPT: usize = 2;

async fn store(txn: &DatabaseTransaction, name: &str, text: &str) -> Loaded {
    let file = FileBytes { name: name.to_owned(), sha256: name.to_owned(), bytes: text.into() };
    let entry = SourceEntry::of_file(Path::new(name));
    let source_id = runs::record_file(txn, &file, &entry).await.unwrap();
    let run_id = runs::begun(&entry.dataset, entry.kind, name).insert(txn).await.unwrap().id;
    let load = Load {
        txn,
        run_id,
        source_id,
        replace: false,
        max_issues: KEPT,
        dataset: &entry.dataset,
        as_of: "2018-04-01".parse().ok(),
        now: Utc::now(),
    };
    let mut batches: Vec<Records> = Vec::new();
    let limits = Limits::default();
    let parsed = parse_in_batches(&Profiles::built_in(), &file, None, &limits, visit, &mut |batch| {
        batches.push(batch);
    });
    let parsed = parsed.unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut intake = Intake::default();
    for batch in batches {
        load.take(&mut intake, batch).await.unwrap();
    }
    load.take(&mut intake, parsed.records).await.unwrap();
    intake.take_back(&parsed.doubted);
    load.store(intake).await.unwrap()
}

#[tokio::test]
async fn evidence_tells_how_each_ccg_was_found() {
    let patience = Duration::from_secs(1);
    let db = database::connect("sqlite::memory:", patience).await.unwrap();
    let txn = database::begin(&db, patience).await.unwrap();
    database::prepare(&txn).await.unwrap();
    store(&txn, "waves.csv", "Financial year,Live from\n2018/19,2018-04-01\n").await;
    let register =
        "ODS code,CCG name,ONS code\n08F,NHS Havering CCG,E38000077\n01K,NHS Morecambe Bay CCG,E38000228\n";
    store(&txn, "register.csv", register).await;
    let loaded = store(
        &txn,
        "adoptions.csv",
        "CCG code,ONS code,CCG name,Model,Status,Year\n\
         08F,E38000077,NHS Havering CCG,B,Applied,2018/19\n\
         ,E38000077,,C,Live,2018/19\n\
         ,,HAVERING,C,Approved,2018/19\n\
         ,,Morecombe Bay CCG,C,Live,2018/19\n\
         ,,LONDON COMMISSIONING HUB,C,Live,2018/19\n",
    )
    .await;
    assert_eq!((loaded.facts, loaded.rejected), (4, 1));
    let stored = evidence::Entity::find().order_by_asc(evidence::Column::RowNumber).all(&txn).await.unwrap();
    let methods: Vec<MatchMethod> = stored.into_iter().map(|row| row.match_method).collect();
    assert_eq!(methods, [MatchMethod::OdsCode, MatchMethod::OnsCode, MatchMethod::Name, MatchMethod::Alias]);
}

#[tokio::test]
async fn problems_that_only_the_whole_file_shows_are_all_told_or_counted() {
    let patience = Duration::from_secs(1);
    let db = database::connect("sqlite::memory:", patience).await.unwrap();
    let txn = database::begin(&db, patience).await.unwrap();
    database::prepare(&txn).await.unwrap();
    store(&txn, "waves.csv", "Financial year,Live from\n2018/19,2018-04-01\n").await;
    store(&txn, "register.csv", "ODS code,CCG name,Open date\n08F,NHS Havering CCG,2013-04-01\n").await;
    let row = |model: &str, from: &str| format!("08F,{model},Applied,2018/19,{from}\n");
    let same = row("C", "").repeat(5);
    let conflicting = [row("B", "01/04/2018"), row("B", "01/05/2018").repeat(3)].concat();
    let list = format!("CCG code,Model,Status,Year,Effective from\n{same}{conflicting}");
    let loaded = store(&txn, "adoptions.csv", &list).await;
    assert_eq!((loaded.facts, loaded.duplicates, loaded.rejected), (1, 4, 4));
    assert_eq!(loaded.issues.len(), KEPT);
    for code in [IssueCode::DuplicateIdentical, IssueCode::DuplicateConflict] {
        let told = loaded.issues.iter().filter(|issue| issue.code == code).count() as u64;
        let counted = loaded.issues.not_listed().get(&code).copied().unwrap_or_default();
        assert_eq!(told + counted, 4, "{code:?}");
    }
}

#[tokio::test]
async fn two_models_of_a_ccg_at_once_contradict_each_other_and_two_that_follow_do_not() {
    let patience = Duration::from_secs(1);
    let db = database::connect("sqlite::memory:", patience).await.unwrap();
    let txn = database::begin(&db, patience).await.unwrap();
    database::prepare(&txn).await.unwrap();
    store(&txn, "waves.csv", "Financial year,Live from\n2018/19,2018-04-01\n2019/20,2019-04-01\n").await;
    store(&txn, "register.csv", "ODS code,CCG name,Open date\n08F,NHS Havering CCG,2013-04-01\n").await;
    for (rows, facts, rejected) in [
        // Live with both, be it from the same day.
        ("08F,B,Live,2018/19,\n08F,C,Live,2018/19,\n", 0, 2),
        ("08F,B,Live,2018/19,01/04/2018\n08F,C,Live,2018/19,01/04/2018\n", 0, 2),
        ("08F,B,Approved,2018/19,\n08F,C,Approved,2018/19,\n08F,C,Live,2018/19,\n", 1, 2),
        // One after the other, at different stages, in different years, or asked for at once.
        ("08F,B,Live,2018/19,01/04/2018\n08F,C,Live,2018/19,01/10/2018\n", 2, 0),
        ("08F,B,Live,2018/19,\n08F,C,Applied,2018/19,\n", 2, 0),
        ("08F,B,Live,2018/19,\n08F,C,Live,2019/20,\n", 2, 0),
        ("08F,B,Applied,2018/19,\n08F,C,Applied,2018/19,\n", 2, 0),
        ("08F,B,Live,2018/19,\n08F,TBC,Live,2018/19,\n", 2, 0),
    ] {
        let savepoint = txn.begin().await.unwrap();
        let list = format!("CCG code,Model,Status,Year,Effective from\n{rows}");
        let loaded = store(&savepoint, "adoptions.csv", &list).await;
        assert_eq!((loaded.facts, loaded.rejected), (facts, rejected), "{rows}");
        savepoint.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn days_that_turn_out_to_be_doubtful_are_taken_back_though_their_rows_were_handed_on() {
    let patience = Duration::from_secs(1);
    let db = database::connect("sqlite::memory:", patience).await.unwrap();
    let txn = database::begin(&db, patience).await.unwrap();
    database::prepare(&txn).await.unwrap();
    store(&txn, "waves.csv", "Financial year,Live from\n2018/19,2018-04-01\n").await;
    let codes: Vec<String> = (0..1500)
        .map(|number| {
            format!("{}{:02}", char::from(b'A' + u8::try_from(number / 100).unwrap()), number % 100)
        })
        .collect();
    let register: String = codes.iter().map(|code| format!("{code},NHS {code} CCG,2013-04-01\n")).collect();
    store(&txn, "register.csv", &format!("ODS code,CCG name,Open date\n{register}")).await;
    let early: String =
        codes[..1499].iter().map(|code| format!("{code},C,Live,2018/19,05/06/2018\n")).collect();
    let list = format!(
        "CCG code,Model,Status,Year,Effective from\n{early}{},C,Live,2018/19,04/30/2018\n",
        codes[1499]
    );
    let loaded = store(&txn, "adoptions.csv", &list).await;
    assert_eq!((loaded.facts, loaded.rejected), (0, 1499));
}
