//! Figures held against each other.

use entities::{
    domain::{Confidence, SourceKind, Stage},
    evidence, source,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::{
    Figure, at, choosing, elsewhere, figure, in_year, of_model, outcome, outcomes, plain, rows, service,
};
use crate::fixture::store;

#[tokio::test]
async fn publications_that_contradict_each_other_are_held_against_each_other() {
    let by = |publisher: &str, value: f64| Figure {
        publisher: publisher.to_owned(),
        ..at(Stage::Applied, "applied", value)
    };
    let rows = rows(&service(vec![by("HSJ", 5.0), by("Pulse", 4.0), by("BMA", 4.0)]).await, "").await;
    assert!(
        rows.iter().all(|row| row["status"] == "DIFFERS" && row["reason"] == "SOURCES_CONTRADICT"),
        "{rows:?}"
    );
    assert_eq!((&rows[0]["actual"], &rows[0]["difference"]), (&json!(4.0), &json!(-1.0)));
    assert_eq!(
        rows[0]["contradictedBy"],
        json!([{ "value": 4.0, "publisher": "Pulse" }, { "value": 4.0, "publisher": "BMA" }])
    );
    assert_eq!(rows[1]["contradictedBy"], json!([{ "value": 5.0, "publisher": "HSJ" }]));
    assert_eq!(rows[0]["candidates"]["totalCount"], 4);
    let explanation = "HSJ (1 April 2016) gives 5, but Pulse (1 April 2016) gives 4; BMA (1 April 2016) gives 4. 2 of 3 publications give 4.";
    assert_eq!(rows[0]["explanation"], explanation);
    // Most agree with the others, each of which one contradicts.
    assert_eq!((&rows[1]["actual"], &rows[1]["difference"]), (&json!(4.0), &json!(0.0)));
}

#[tokio::test]
async fn the_parts_of_a_publication_add_up_or_do_not() {
    let applied = |id, letter: &str, value| of_model(id, letter, at(Stage::Applied, "applied", value));
    let published = |value| outcome("MATCHES", "-", value);
    // All that chose: A, B, C and none; the whole is the number of CCGs on the day.
    let divided = vec![applied(3, "C", 2.0), applied(2, "B", 1.0), choosing("A/none", 1.0)];
    assert_eq!(outcomes(divided).await, [published(2.0), published(1.0), published(1.0)]);
    let whole = |value| Figure {
        model_id: None,
        model_as_published: None,
        ..at(Stage::Applied, "applied in any form", value)
    };
    let counted_twice = || vec![whole(4.0), applied(3, "C", 2.0), applied(2, "B", 2.0), applied(1, "A", 1.0)];
    let unclear = outcome("NOT_COMPARABLE", "PARTS_DO_NOT_ADD_UP", Value::Null);
    assert_eq!(
        outcomes(counted_twice()).await,
        [outcome("DIFFERS", "PARTS_DO_NOT_ADD_UP", 5.0), unclear.clone(), unclear.clone(), unclear]
    );
    // A number that is broken down further.
    let mut broken_down = counted_twice();
    broken_down.extend([figure("ready: now", 1.5), figure("ready: later", 0.5)]);
    let outcomes = outcomes(broken_down).await;
    assert_eq!(
        [&outcomes[1], &outcomes[4], &outcomes[5]],
        [&published(2.0), &published(1.5), &published(0.5)]
    );
}

#[tokio::test]
async fn what_came_on_top_is_the_difference_of_two_years() {
    let live = |year: &str, value| in_year(year, of_model(2, "B", at(Stage::Live, "total live", value)));
    let more = |value| of_model(2, "B", figure("further CCGs", value));
    assert_eq!(
        outcomes(vec![live("2015/16", 6.0), live("2016/17", 9.0), more(3.0), more(4.0)]).await[1..],
        [
            outcome("MATCHES", "-", 9.0),
            outcome("MATCHES", "-", 3.0),
            outcome("DIFFERS", "PARTS_DO_NOT_ADD_UP", 3.0)
        ]
    );
}

#[tokio::test]
async fn those_approved_on_conditions_are_counted_apart() {
    let approved = |measure: &str, value| of_model(2, "B", at(Stage::Approved, measure, value));
    let with = approved("approved incl. conditional", 9.0);
    assert_eq!(
        outcomes(vec![approved("approved", 8.0), approved("conditionally approved", 1.0), with]).await,
        [
            outcome("NOT_COMPARABLE", "INCOMPLETE_NAMES", 0.0),
            outcome("MATCHES", "-", 1.0),
            outcome("MATCHES", "-", 9.0),
        ]
    );
}

#[tokio::test]
async fn the_areas_of_a_map_make_up_england() {
    let applied = |value| at(Stage::Applied, "applied", value);
    let (london, north) = (elsewhere(1, "London", applied(1.0)), elsewhere(2, "North", applied(2.0)));
    let england = |value| outcomes(vec![london.clone(), north.clone(), applied(value)]);
    assert_eq!(
        england(3.0).await,
        [outcome("MATCHES", "-", 1.0), outcome("MATCHES", "-", 2.0), outcome("MATCHES", "-", 3.0)]
    );
    let differs = |actual| outcome("DIFFERS", "PARTS_DO_NOT_ADD_UP", actual);
    assert_eq!(england(4.0).await, [differs(2.0), differs(3.0), differs(3.0)]);
    // Without one of the areas nothing adds up to anything.
    assert_eq!(outcomes(vec![london, applied(4.0)]).await[1], outcome("NOT_COMPARABLE", "OTHER_STAGE", 0.0));
}

#[tokio::test]
async fn what_was_computed_verifies_nothing() {
    let computed = |figure: Figure| Figure { confidence: Confidence::Inferred, ..figure };
    let applied = |id, letter: &str, value| of_model(id, letter, at(Stage::Applied, "applied", value));
    let circular = |actual: Value| outcome("NOT_COMPARABLE", "CIRCULAR", actual);
    // The undecided are what is left of the CCGs of the day.
    let rest = || computed(choosing("A/none", 1.0));
    assert_eq!(
        outcomes(vec![applied(3, "C", 2.0), applied(2, "B", 1.0), rest()]).await,
        [circular(Value::Null), circular(Value::Null), circular(Value::Null)]
    );
    // A sum that does not come out does not, whoever computed its parts.
    let wrong = outcome("NOT_COMPARABLE", "PARTS_DO_NOT_ADD_UP", Value::Null);
    assert_eq!(outcomes(vec![applied(3, "C", 2.0), applied(2, "B", 2.0), rest()]).await[0], wrong);
    let in_existence = |value| computed(plain("CCGs in existence", value, "2014-04-01"));
    assert_eq!(
        outcomes(vec![in_existence(6.0), in_existence(4.0), computed(at(Stage::Approved, "approved", 6.0))])
            .await,
        [circular(json!(6.0)), outcome("DIFFERS", "OTHER_DATE", 6.0), circular(json!(6.0))]
    );
    // Nor does it contradict anything.
    let other = computed(Figure { publisher: "us".to_owned(), ..at(Stage::Applied, "applied", 4.0) });
    assert_eq!(
        outcomes(vec![at(Stage::Applied, "applied", 5.0), other]).await[0],
        outcome("NOT_COMPARABLE", "OTHER_STAGE", 0.0)
    );
}

#[tokio::test]
async fn names_that_are_the_expansion_of_a_statement_do_not_verify_it() {
    let all =
        Figure { value: None, value_as_published: "all".to_owned(), ..at(Stage::Approved, "approved", 0.0) };
    let there = |cited| Figure { cited_source_id: cited, value: Some(6.0), ..all.clone() };
    // Of one of the six a group is spoken of, in the first publication.
    for (cited, also_cited, status) in
        [(Some(1), None, "CIRCULAR"), (Some(99), None, "-"), (None, None, "-"), (Some(1), Some(99), "-")]
    {
        let service = service(Vec::new()).await;
        let first = source::Entity::find_by_id(1).one(&service.database).await.expect("a statement");
        let second = source::Model { id: 99, sha256: None, ..first.expect("a source") };
        let second = source::Model {
            kind: SourceKind::Publication,
            title: "Another".to_owned(),
            natural_key: "another".to_owned(),
            ..second
        };
        store(&service.database, second).await;
        store(&service.database, Figure { id: 1, natural_key: "1".to_owned(), ..there(cited) }).await;
        let row = evidence::Entity::find_by_id(12).one(&service.database).await.expect("a statement");
        let mut row = row.expect("evidence").into_active_model();
        (row.confidence, row.cited_source_id) = (Set(Confidence::Collective), Set(Some(1)));
        let row = row.update(&service.database).await.expect("an update");
        if also_cited.is_some() {
            store(&service.database, evidence::Model { id: 900, cited_source_id: also_cited, ..row }).await;
        }
        let rows = rows(&service, "").await;
        assert_eq!(rows[0]["reason"].as_str().unwrap_or("-"), status, "{cited:?} {also_cited:?} {}", rows[0]);
    }
}

#[tokio::test]
async fn a_total_is_what_was_live_later_without_what_came_on_top() {
    let live = |year: &str, value| in_year(year, of_model(2, "B", at(Stage::Live, "total live", value)));
    let more = of_model(2, "B", figure("further CCGs", 3.0));
    let approved = in_year("2015/16", of_model(2, "B", at(Stage::Approved, "approved", 7.0)));
    let found = outcomes(vec![live("2015/16", 6.0), live("2016/17", 9.0), more.clone()]).await;
    assert_eq!(found[0], outcome("MATCHES", "-", 6.0));
    // When another publication contradicts it, both this and the other stage are told.
    let other = Figure { publisher: "HSJ".to_owned(), ..live("2015/16", 8.0) };
    let service = service(vec![live("2015/16", 6.0), live("2016/17", 9.0), more, approved, other]).await;
    let explanation = rows(&service, "").await[0]["explanation"].clone();
    let explanation = explanation.as_str().expect("an explanation");
    assert!(explanation.contains("Yet 9 - 3 = 6"), "{explanation}");
    assert!(
        explanation.ends_with(
            "At another stage, \"approved\", the number is another: 7 by NHS England (1 April 2016)."
        ),
        "{explanation}"
    );
}
