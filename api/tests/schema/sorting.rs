//! Lists in the order that a client asks for.

use entities::{area, ccg, domain::Stage};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::fixture::{Service, an_adoption, day, store};

/// The codes of the CCGs in an order.
async fn codes(service: &Service, order: &str) -> Vec<Value> {
    service.nodes(&format!("ccgs(orderBy: [{order}])"), "odsCode").await
}

/// Walks the CCGs in an order, two a page, in one direction.
async fn walk(service: &Service, order: &str, forwards: bool) -> Vec<Value> {
    let (size, cursor, edge, more) = if forwards {
        ("first", "after", "endCursor", "hasNextPage")
    } else {
        ("last", "before", "startCursor", "hasPreviousPage")
    };
    let (mut pages, mut position) = (Vec::new(), String::new());
    loop {
        let query = format!(
            "{{ ccgs(orderBy: [{order}], {size}: 2 {position}) {{ nodes {{ odsCode }} pageInfo {{ {edge} {more} }} }} }}"
        );
        let page = service.data(&query).await["ccgs"].clone();
        let nodes = page["nodes"].as_array().expect("nodes");
        pages.push(nodes.iter().map(|node| node["odsCode"].clone()).collect::<Vec<_>>());
        if page["pageInfo"][more] == false {
            if !forwards {
                pages.reverse();
            }
            return pages.concat();
        }
        position = format!(", {cursor}: {}", page["pageInfo"][edge]);
    }
}

#[tokio::test]
async fn lists_stand_in_the_order_that_is_asked_for() {
    let service = Service::with_ccgs(5).await;
    // 01A and 04A closed; those with an even number lie in London.
    for (order, expected) in [
        ("", vec!["00A", "01A", "02A", "03A", "04A"]),
        ("{ field: ODS_CODE, direction: DESC }", vec!["04A", "03A", "02A", "01A", "00A"]),
        ("{ field: CLOSED_ON }", vec!["01A", "04A", "00A", "02A", "03A"]),
        ("{ field: CLOSED_ON, nulls: FIRST }", vec!["00A", "02A", "03A", "01A", "04A"]),
        ("{ field: CLOSED_ON, direction: DESC, nulls: FIRST }", vec!["00A", "02A", "03A", "01A", "04A"]),
        ("{ field: REGION }, { field: ODS_CODE, direction: DESC }", vec!["03A", "01A", "04A", "02A", "00A"]),
        ("{ field: SUCCESSOR_COUNT, direction: DESC }", vec!["00A", "01A", "02A", "03A", "04A"]),
        ("{ field: PREDECESSOR_COUNT, direction: DESC }", vec!["01A", "02A", "00A", "03A", "04A"]),
    ] {
        assert_eq!(codes(&service, order).await, expected, "{order}");
        assert_eq!(walk(&service, order, true).await, expected, "forwards: {order}");
        assert_eq!(walk(&service, order, false).await, expected, "backwards: {order}");
    }
}

#[tokio::test]
async fn rows_without_a_value_page_too_in_every_order() {
    let service = Service::with_ccgs(9).await;
    for (id, opened_on) in [(2, None), (4, Some("2015-04-01")), (5, None), (7, Some("2015-04-01")), (9, None)]
    {
        let row = ccg::Entity::find_by_id(id).one(&service.database).await.expect("a statement");
        let mut row = row.expect("a CCG").into_active_model();
        row.opened_on = Set(opened_on.map(day));
        row.update(&service.database).await.expect("another day");
    }
    for direction in ["ASC", "DESC"] {
        for nulls in ["FIRST", "LAST"] {
            for second in ["", ", { field: CLOSED_ON, direction: DESC }"] {
                let order = format!("{{ field: OPENED_ON, direction: {direction}, nulls: {nulls} }}{second}");
                let whole = codes(&service, &order).await;
                assert_eq!(whole.len(), 9);
                assert_eq!(walk(&service, &order, true).await, whole, "{order}");
                assert_eq!(walk(&service, &order, false).await, whole, "{order}");
            }
        }
    }
}

#[tokio::test]
async fn lists_within_rows_are_sorted_too() {
    let service = Service::with_ccgs(2).await;
    let mut interest = an_adoption(1, Stage::ExpressedInterest, 1);
    (interest.id, interest.natural_key) = (999, "999".to_owned());
    (interest.wave_id, interest.model_id) = (None, None);
    store(&service.database, interest).await;
    for (order, expected) in [
        ("{ field: STAGE }", ["EXPRESSED_INTEREST", "APPROVED", "LIVE"]),
        ("{ field: STAGE, direction: DESC }", ["LIVE", "APPROVED", "EXPRESSED_INTEREST"]),
        ("{ field: FINANCIAL_YEAR, nulls: FIRST }", ["EXPRESSED_INTEREST", "LIVE", "APPROVED"]),
        ("{ field: MODEL }, { field: STAGE, direction: DESC }", ["LIVE", "APPROVED", "EXPRESSED_INTEREST"]),
        ("{ field: EVIDENCE_COUNT }, { field: STAGE }", ["EXPRESSED_INTEREST", "APPROVED", "LIVE"]),
    ] {
        let page = |arguments: String| {
            format!(
                "{{ ccg(odsCode: \"00A\") {{ adoptions(orderBy: [{order}] {arguments}) {{
                    nodes {{ stage }} pageInfo {{ endCursor }} }} }} }}"
            )
        };
        let stages = |data: &Value| -> Vec<String> {
            let nodes = data["ccg"]["adoptions"]["nodes"].as_array().expect("nodes");
            nodes.iter().map(|node| node["stage"].as_str().expect("a stage").to_owned()).collect()
        };
        let first = service.data(&page(", first: 1".to_owned())).await;
        let end = &first["ccg"]["adoptions"]["pageInfo"]["endCursor"];
        let rest = service.data(&page(format!(", after: {end}"))).await;
        assert_eq!([stages(&first), stages(&rest)].concat(), expected, "{order}");
    }
}

#[tokio::test]
async fn a_cursor_is_good_for_its_order_only() {
    let service = Service::with_ccgs(3).await;
    let page =
        service.data("{ ccgs(first: 1, orderBy: [{ field: NAME }]) { pageInfo { endCursor } } }").await;
    let end = &page["ccgs"]["pageInfo"]["endCursor"];
    for order in ["", "orderBy: [{ field: NAME, direction: DESC }],", "orderBy: [{ field: ODS_CODE }],"] {
        let answer =
            service.answer(&format!("{{ ccgs({order} after: {end}) {{ nodes {{ name }} }} }}")).await;
        assert!(answer.errors[0].message.contains("in this order"), "{order}: {:?}", answer.errors);
    }
}

#[tokio::test]
async fn text_is_sorted_letter_by_letter() {
    let service = Service::with_ccgs(0).await;
    for (id, name) in [(3, "a"), (4, "B"), (5, "\u{c9}"), (6, "Z z")] {
        let kind = entities::domain::AreaKind::StpIcs;
        store(&service.database, area::Model { id, kind, code: None, name: name.to_owned() }).await;
    }
    let names =
        service.nodes("areas(orderBy: [{ field: NAME }], filter: { kind: { eq: STP_ICS } })", "name").await;
    assert_eq!(json!(names), json!(["B", "Z z", "a", "\u{c9}"]));
}
