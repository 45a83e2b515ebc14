//! Figures held against each other.

use entities::domain::Stage;
use serde_json::{Value, json};

use super::{Figure, at, choosing, elsewhere, figure, in_year, of_model, outcome, outcomes, rows, service};

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
    let explanation =
        "HSJ (1 April 2016) gives 5, but Pulse (1 April 2016) gives 4; BMA (1 April 2016) gives 4.";
    assert_eq!(rows[0]["explanation"], explanation);
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
