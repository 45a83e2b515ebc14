//! Finding CCGs and areas by what somebody remembers.

use entities::{
    area, ccg, ccg_identity,
    domain::{AreaKind, OdsCode, OnsCode},
};
use serde_json::{Value, json};

use crate::fixture::{Service, a_run, day, now, store};

async fn store_ccg(service: &Service, id: i64, code: &str, name: &str, former: Option<(&str, &str)>) {
    let ods_code = OdsCode::parse(code).expect("a code");
    let (opened_on, closed_on) = (Some(day("2013-04-01")), None);
    let row = ccg::Model {
        id,
        ods_code,
        name: name.to_owned(),
        opened_on,
        closed_on,
        note: None,
        import_run_id: 1,
    };
    store(&service.database, row).await;
    let Some((former, ons_code)) = former else { return };
    // Two lists say the same before a third has the new name.
    for (list, name, from, to) in [
        (0, former, "2013-04-01", Some("2014-03-31")),
        (1, former, "2014-04-01", Some("2018-03-31")),
        (2, name, "2018-04-01", None),
    ] {
        let row = ccg_identity::Model {
            id: id * 10 + list,
            ccg_id: id,
            ons_code: OnsCode::parse(ons_code).ok(),
            name: name.to_owned(),
            valid_from: day(from),
            valid_to: to.map(day),
            natural_key: format!("{id} {from}"),
            import_run_id: 1,
            recorded_at: now(),
            retracted_at: None,
        };
        store(&service.database, row).await;
    }
}

async fn service() -> Service {
    let service = Service::with_ccgs(0).await;
    for (id, code, name, former) in [
        (1, "01K", "NHS Morecambe Bay CCG", Some(("NHS Lancashire North CCG", "E38000228"))),
        (2, "01X", "NHS St Helens CCG", None),
        (3, "08K", "NHS Lambeth CCG", None),
        (4, "08F", "NHS Havering CCG", Some(("NHS Havering CCG", "E38000077"))),
        (5, "72Q", "NHS South East London CCG", None),
        (6, "99X", "NHS Lambeth North CCG", None),
        (7, "99Y", "NHS Old Lambeth CCG", None),
    ] {
        store_ccg(&service, id, code, name, former).await;
    }
    for (id, kind, code, name) in [
        (11, AreaKind::StpIcs, Some("QKK"), "Our Healthier South East London"),
        (12, AreaKind::AreaTeam, None, "Lancashire"),
    ] {
        let (code, name) = (code.map(str::to_owned), name.to_owned());
        store(&service.database, area::Model { id, kind, code, name }).await;
    }
    service
}

/// What is found, best first: the code of a CCG or the name of an area, what matched, and how.
async fn found(service: &Service, arguments: &str) -> Vec<(String, String, String)> {
    let query = format!(
        "{{ search({arguments}) {{ ccg {{ odsCode }} area {{ name }} matched matchedOn quality score }} }}"
    );
    let hits = service.data(&query).await["search"].as_array().expect("hits").clone();
    let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().expect("a score")).collect();
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |hit: &Value| {
        let object = text(&hit["ccg"]["odsCode"]) + &text(&hit["area"]["name"]);
        (object, text(&hit["matchedOn"]), text(&hit["quality"]))
    };
    hits.iter().map(line).collect()
}

#[tokio::test]
async fn what_somebody_remembers_is_enough() {
    let service = service().await;
    for (text, object, on, quality) in [
        ("08f", "08F", "ODS_CODE", "EXACT"),
        (" 08F ", "08F", "ODS_CODE", "EXACT"),
        ("e38000077", "08F", "ONS_CODE", "EXACT"),
        ("E380000", "08F", "ONS_CODE", "PREFIX"),
        ("QKK", "Our Healthier South East London", "AREA_CODE", "EXACT"),
        ("NHS Lambeth", "08K", "NAME", "EXACT"),
        ("lambeth ccg", "08K", "NAME", "EXACT"),
        ("St. Helens", "01X", "NAME", "EXACT"),
        ("st helens", "01X", "NAME", "EXACT"),
        ("haver", "08F", "NAME", "PREFIX"),
        ("bay more", "01K", "NAME", "WORDS"),
        ("morecombe bay", "01K", "NAME", "SIMILAR"),
        ("south east lodnon", "72Q", "NAME", "SIMILAR"),
        ("Lancashire North", "01K", "FORMER_NAME", "EXACT"),
        ("lancashire", "Lancashire", "AREA_NAME", "EXACT"),
        ("saint helens", "01X", "NAME", "EXACT"),
        ("Havering CCG (08F)", "08F", "ODS_CODE", "EXACT"),
        ("08k lambeth", "08K", "ODS_CODE", "EXACT"),
        ("08 F", "08F", "ODS_CODE", "EXACT"),
        // A number that lost its zero.
        ("8F", "08F", "ODS_CODE", "SIMILAR"),
        ("SEL", "72Q", "NAME", "INITIALS"),
    ] {
        let hits = found(&service, &format!("text: \"{text}\"")).await;
        let expected = (object.to_owned(), on.to_owned(), quality.to_owned());
        assert_eq!(hits.first(), Some(&expected), "{text}: {hits:?}");
    }
    assert!(found(&service, "text: \"xyzzy plugh\"").await.is_empty());
}

#[tokio::test]
async fn the_best_match_stands_first_and_each_object_once() {
    let service = service().await;
    let codes =
        |hits: Vec<(String, String, String)>| -> Vec<String> { hits.into_iter().map(|hit| hit.0).collect() };
    // The name, the beginning of a name, a word of a name.
    assert_eq!(codes(found(&service, "text: \"lambeth\"").await), ["08K", "99X", "99Y"]);
    assert_eq!(codes(found(&service, "text: \"lambeth\", first: 1").await), ["08K"]);
    // A former name comes after what is called so now.
    assert_eq!(codes(found(&service, "text: \"lancashire\"").await), ["Lancashire", "01K"]);
    assert_eq!(codes(found(&service, "text: \"lancashire\", kinds: [CCG]").await), ["01K"]);
    assert_eq!(codes(found(&service, "text: \"lancashire\", kinds: []").await), [""; 0]);
    // Equal matches stand by code.
    let first = codes(found(&service, "text: \"0\"").await);
    assert_eq!(first, ["01K", "01X", "08F", "08K"]);
    // A former name in full comes before the beginning of a name.
    store_ccg(&service, 8, "98X", "NHS Lancashire North and East CCG", None).await;
    store(&service.database, a_run(2)).await;
    assert_eq!(codes(found(&service, "text: \"lancashire north\", first: 2").await), ["01K", "98X"]);
}

#[tokio::test]
async fn a_former_name_says_when_it_held() {
    let service = service().await;
    let spell =
        |text: &str| format!("{{ search(text: \"{text}\", first: 1) {{ matched heldFrom heldTo }} }}");
    let hit = |matched: &str, from: Value, to: Value| json!({ "search": [{ "matched": matched, "heldFrom": from, "heldTo": to }] });
    assert_eq!(
        service.data(&spell("lancashire north")).await,
        hit("NHS Lancashire North CCG", json!("2013-04-01"), json!("2018-03-31"))
    );
    assert_eq!(service.data(&spell("E38000077")).await, hit("E38000077", json!("2013-04-01"), Value::Null));
    assert_eq!(service.data(&spell("lambeth")).await, hit("NHS Lambeth CCG", Value::Null, Value::Null));
}

#[tokio::test]
async fn what_is_found_is_seen_by_the_dates_of_the_question() {
    let service = Service::with_ccgs(3).await;
    let search = async |dates: &str| {
        let query = format!(
            "{{ search(text: \"Place 2\", first: 1, {dates}) {{ ccg {{ odsCode asOf statedBy position {{ status asOf statedBy }} }} }} }}"
        );
        service.data(&query).await["search"].clone()
    };
    let hit = |as_of: &str, stated_by: Value, status: &str| {
        let position = json!({ "status": status, "asOf": as_of, "statedBy": stated_by });
        json!([{ "ccg": { "odsCode": "02A", "asOf": as_of, "statedBy": stated_by, "position": position } }])
    };
    assert_eq!(search("asOf: \"2016-07-01\"").await, hit("2016-07-01", Value::Null, "MODEL"));
    let told = search("asOf: \"2016-07-01\", statedBy: \"2015-01-01\"").await;
    assert_eq!(told, hit("2016-07-01", json!("2015-01-01"), "UNKNOWN"));
    // Before the import that told of it first it was not known here.
    assert_eq!(search("knownAt: \"2025-01-01T00:00:00Z\"").await, json!([]));
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused() {
    let service = service().await;
    let long = "a".repeat(101);
    for (arguments, argument) in [
        (format!("text: \"{long}\""), "text"),
        ("text: \" - \"".to_owned(), "text"),
        ("text: \"NHS CCG\"".to_owned(), "text"),
        ("text: \"a\", first: 51".to_owned(), "first"),
        ("text: \"a\", first: -1".to_owned(), "first"),
    ] {
        let answer = service.answer(&format!("{{ search({arguments}) {{ matched }} }}")).await;
        let error = json!(answer.errors.first().expect("an error"));
        assert_eq!(
            error["extensions"],
            json!({ "code": "BAD_USER_INPUT", "argument": argument }),
            "{arguments}"
        );
    }
}

#[tokio::test]
async fn an_edition_is_read_once_and_never_after_the_next_import() {
    let service = service().await;
    let query = "{ search(text: \"lambeth\") { ccg { odsCode name } matched } }";
    // The edition, and the three tables of what can be found.
    assert_eq!(service.statements(query).await, 4);
    assert_eq!(service.statements(query).await, 1);
    assert_eq!(found(&service, "text: \"Vauxhall\"").await, []);
    store_ccg(&service, 8, "98X", "NHS Vauxhall CCG", None).await;
    store(&service.database, a_run(2)).await;
    assert_eq!(found(&service, "text: \"Vauxhall\"").await.len(), 1);
}
