//! What changed between two points.

use entities::{ccg_identity, domain::PositionStatus, position};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::fixture::{Service, a_run, day, store};

async fn told(service: &Service, from: &str, to: &str, kinds: &str) -> Value {
    let query = format!(
        "{{ changes(from: {{ {from} }}, to: {{ {to} }}) {{
            from {{ asOf }} to {{ asOf }} summary {{ kind count }}
            list{kinds} {{ totalCount nodes {{ kind ccg {{ odsCode }} nameBefore nameAfter
                before {{ status }} after {{ status model {{ letter }} }} }} }} }} }}"
    );
    service.data(&query).await["changes"].clone()
}

#[tokio::test]
async fn days_and_rounds_are_compared_in_one_shape() {
    let service = Service::with_ccgs(5).await;
    // 01A and 04A closed on 31 March 2015, and 01A is not known to have been merged; the others were delegated from
    // April 2016, of which nothing was known before.
    let by_days = told(&service, "asOf: \"2015-03-31\"", "asOf: \"2016-04-01\"", "").await;
    assert_eq!(
        by_days["summary"],
        json!([{ "kind": "CLOSED", "count": 2 }, { "kind": "JOINED", "count": 3 }])
    );
    assert_eq!(
        by_days["list"]["nodes"][0],
        json!({ "kind": "JOINED", "ccg": { "odsCode": "00A" }, "nameBefore": "NHS Place CCG", "nameAfter": "NHS Place CCG",
            "before": { "status": "NONE" }, "after": { "status": "MODEL", "model": { "letter": "C" } } })
    );
    assert_eq!(by_days["list"]["nodes"][1]["kind"], "CLOSED");
    let by_rounds = told(&service, "wave: \"2015/16\"", "wave: \"2016-17\"", "").await;
    assert_eq!(
        (&by_rounds["from"]["asOf"], &by_rounds["to"]["asOf"]),
        (&json!("2015-04-01"), &json!("2016-04-01"))
    );
    assert_eq!(by_rounds["summary"], json!([{ "kind": "JOINED", "count": 3 }]));
    let some =
        told(&service, "asOf: \"2015-03-31\"", "asOf: \"2016-04-01\"", "(first: 1, kinds: [CLOSED])").await;
    assert_eq!(some["list"]["totalCount"], 2);
    assert_eq!(some["list"]["nodes"][0]["ccg"]["odsCode"], "01A");
}

#[tokio::test]
async fn mergers_and_new_names_are_changes() {
    let service = Service::with_ccgs(3).await;
    let renamed = ccg_identity::Entity::find_by_id(11).one(&service.database).await.expect("a statement");
    let mut renamed = renamed.expect("an identity").into_active_model();
    // Another spelling is no other name.
    renamed.name = Set("PLACE".to_owned());
    let renamed = renamed.update(&service.database).await.expect("another spelling");
    let spelt = told(&service, "asOf: \"2014-01-01\"", "asOf: \"2014-06-01\"", "").await;
    assert_eq!(spelt["summary"], json!([]));
    let mut renamed = renamed.into_active_model();
    renamed.name = Set("NHS New Place CCG".to_owned());
    renamed.update(&service.database).await.expect("another name");
    let told = told(&service, "asOf: \"2013-03-31\"", "asOf: \"2014-01-01\"", "").await;
    // That one of them took over from another came later.
    assert_eq!(told["summary"], json!([{ "kind": "OPENED", "count": 3 }]));
    let told = self::told(&service, "asOf: \"2014-01-01\"", "asOf: \"2014-06-01\"", "").await;
    assert_eq!(told["summary"], json!([{ "kind": "RENAMED", "count": 1 }]));
    assert_eq!(told["list"]["nodes"][0]["nameAfter"], "NHS New Place CCG");
}

#[tokio::test]
async fn versions_of_the_data_are_compared_on_one_day() {
    let service = Service::with_ccgs(2).await;
    let moment = "2026-02-01T00:00:00Z".parse().expect("a moment");
    store(&service.database, entities::import_run::Model { recorded_at: Some(moment), ..a_run(2) }).await;
    let row = position::Entity::find_by_id(13).one(&service.database).await.expect("a statement");
    let known = row.expect("a position");
    let mut before = known.clone().into_active_model();
    before.retracted_at = Set(Some(moment));
    before.update(&service.database).await.expect("a retraction");
    let unknown = position::Model {
        id: 900,
        status: PositionStatus::Unknown,
        model_id: None,
        since_from: None,
        since_to: None,
        is_live: None,
        recorded_at: moment,
        ..known
    };
    store(&service.database, unknown).await;
    let back = told(&service, "dataVersion: 1, asOf: \"2017-01-01\"", "dataVersion: 2", "").await;
    assert_eq!(back["summary"], json!([{ "kind": "NO_LONGER_KNOWN", "count": 1 }]));
    let on = told(&service, "dataVersion: 2", "dataVersion: 1, asOf: \"2017-01-01\"", "").await;
    assert_eq!(on["summary"], json!([{ "kind": "BECAME_KNOWN", "count": 1 }]));
    let nothing = told(&service, "dataVersion: 1", "dataVersion: 1, asOf: \"2017-01-01\"", "").await;
    assert_eq!(nothing["summary"], json!([]));
    // By what had been published the same is judged anew.
    let stated =
        told(&service, "statedBy: \"2015-12-30\"", "statedBy: \"2015-12-31\", asOf: \"2016-04-01\"", "")
            .await;
    assert_eq!(stated["summary"], json!([{ "kind": "BECAME_KNOWN", "count": 1 }]));
}

/// Makes the last position of `00A` another one in a second version of the data.
async fn corrected(service: &Service, change: impl FnOnce(&mut position::Model)) {
    let moment = "2026-02-01T00:00:00Z".parse().expect("a moment");
    store(&service.database, entities::import_run::Model { recorded_at: Some(moment), ..a_run(2) }).await;
    let row = position::Entity::find_by_id(13).one(&service.database).await.expect("a statement");
    let known = row.expect("a position");
    let mut before = known.clone().into_active_model();
    before.retracted_at = Set(Some(moment));
    before.update(&service.database).await.expect("a retraction");
    let mut other = position::Model { id: 900, recorded_at: moment, ..known };
    change(&mut other);
    store(&service.database, other).await;
}

#[tokio::test]
async fn a_correction_of_the_record_is_no_event() {
    for change in [(|row| row.model_id = Some(2)) as fn(&mut position::Model), |row| {
        (row.status, row.model_id, row.is_live) = (PositionStatus::None, None, None);
        (row.since_from, row.since_to) = (None, None);
    }] {
        let service = Service::with_ccgs(1).await;
        corrected(&service, change).await;
        // Of one day, and of two on which the second version says the same.
        for [from, to] in [
            ["dataVersion: 1, asOf: \"2017-01-01\"", "dataVersion: 2"],
            ["dataVersion: 2, asOf: \"2017-01-01\"", "dataVersion: 1"],
            ["dataVersion: 1, asOf: \"2016-07-01\"", "dataVersion: 2, asOf: \"2017-01-01\""],
        ] {
            let told = told(&service, from, to, "").await;
            assert_eq!(told["summary"], json!([{ "kind": "CORRECTED", "count": 1 }]), "{from} {to}");
        }
        // What began between the two days did so by either version.
        let told = told(&service, "dataVersion: 1, asOf: \"2015-07-01\"", "asOf: \"2016-07-01\"", "").await;
        assert_ne!(told["summary"][0]["kind"], "CORRECTED");
    }
}

#[tokio::test]
async fn a_model_of_which_nobody_says_when_it_began_became_known() {
    for (earliest, unknown, joint) in [
        (Some("2016-01-01"), "JOINED", "MOVED_UP"),
        (Some("2015-04-01"), "BECAME_KNOWN", "BECAME_KNOWN"),
        (None, "BECAME_KNOWN", "BECAME_KNOWN"),
    ] {
        let service = Service::with_ccgs(1).await;
        let row = position::Entity::find_by_id(13).one(&service.database).await.expect("a statement");
        let mut row = row.expect("a position").into_active_model();
        row.since_from = Set(earliest.map(day));
        row.update(&service.database).await.expect("another beginning");
        let [from, to] = ["asOf: \"2015-07-01\"", "asOf: \"2016-04-01\""];
        let summary = |kind: &str| json!([{ "kind": kind, "count": 1 }]);
        assert_eq!(told(&service, from, to, "").await["summary"], summary(unknown), "{earliest:?}");
        let row = position::Entity::find_by_id(12).one(&service.database).await.expect("a statement");
        let mut row = row.expect("a position").into_active_model();
        (row.status, row.model_id) = (Set(PositionStatus::Model), Set(Some(2)));
        row.update(&service.database).await.expect("a model before");
        assert_eq!(told(&service, from, to, "").await["summary"], summary(joint), "{earliest:?}");
    }
}

#[tokio::test]
async fn a_point_that_is_none_says_what_would_be_one() {
    let service = Service::with_ccgs(1).await;
    for (from, message) in [
        ("wave: \"2019/20\"", "known are 2015/16, 2016/17"),
        ("wave: \"2015/16\", asOf: \"2015-04-01\"", "not both"),
        ("dataVersion: 7, asOf: \"2015-04-01\"", "the versions are 1 to 1"),
        ("dataVersion: 1", "on which day"),
    ] {
        let query =
            format!("{{ changes(from: {{ {from} }}, to: {{ dataVersion: 1 }}) {{ summary {{ count }} }} }}");
        let answer = service.answer(&query).await;
        assert!(answer.errors[0].message.contains(message), "{from}: {:?}", answer.errors);
    }
    let query =
        "{ changes(from: { asOf: \"2017-01-01\" }, to: { asOf: \"2016-01-01\" }) { summary { count } } }";
    assert!(service.answer(query).await.errors[0].message.contains("later than"));
}

#[tokio::test]
async fn changes_take_a_fixed_number_of_statements() {
    let query = "{ changes(from: { asOf: \"2015-03-31\" }, to: { asOf: \"2016-04-01\" }) {
        summary { count } list { nodes { kind ccg { odsCode } nameBefore before { status } after { status } } } } }";
    let few = Service::with_ccgs(3).await.statements(query).await;
    let many = Service::with_ccgs(30).await.statements(query).await;
    // Names and positions of either point, successions and the register; CCGs, names and positions of the list; and the
    // version of the data.
    assert_eq!((few, many), (11, 11));
}
