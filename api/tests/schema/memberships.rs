//! Memberships of CCGs in areas.

use entities::ccg_area;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;

use crate::fixture::{Service, a_membership, day};

#[tokio::test]
async fn a_ccg_belongs_to_areas_from_when_to_when() {
    let service = Service::with_ccgs(2).await;
    let row = ccg_area::Entity::find_by_id(a_membership(1, 2).id).one(&service.database).await;
    let mut row = row.expect("a statement").expect("a membership").into_active_model();
    row.valid_to = Set(Some(day("2014-12-31")));
    row.update(&service.database).await.expect("an end");
    let memberships = async |arguments: &str| {
        let query = format!(
            "{{ memberships{arguments} {{ totalCount nodes {{ ccg {{ odsCode }} area {{ name }} validTo }} }}
                membershipRows{arguments} {{ totalCount nodes {{ odsCode areaKind areaName validTo }} }} }}"
        );
        let data = service.data(&query).await;
        let nodes = data["memberships"]["nodes"].as_array().expect("nodes").iter();
        let nouns: Vec<_> = nodes.map(|node| json!([node["ccg"]["odsCode"], node["area"]["name"]])).collect();
        let nodes = data["membershipRows"]["nodes"].as_array().expect("nodes").iter();
        let rows: Vec<_> = nodes.map(|node| json!([node["odsCode"], node["areaName"]])).collect();
        assert_eq!(nouns, rows, "{arguments}");
        assert_eq!(data["memberships"]["totalCount"], data["membershipRows"]["totalCount"]);
        rows
    };
    let (north, london) = (json!(["00A", "North"]), json!(["01A", "London"]));
    for (arguments, expected) in [
        ("", vec![&north, &london]),
        ("(orderBy: [{ field: AREA_NAME }])", vec![&london, &north]),
        ("(filter: { area: { kind: { eq: REGION_2015 }, name: { eq: \"London\" } } })", vec![&london]),
        ("(filter: { ccg: { odsCode: { eq: \"00A\" } } })", vec![&north]),
        ("(filter: { validTo: { isNull: true }, basis: { eq: PUBLISHED } })", vec![&london]),
        ("(asOf: \"2014-12-31\")", vec![&north, &london]),
        ("(asOf: \"2015-01-01\")", vec![&london]),
        // The CCG in London closed, and its membership with it.
        ("(asOf: \"2015-04-01\")", vec![]),
        ("(knownAt: \"2026-01-01T00:00:00Z\")", vec![]),
    ] {
        assert_eq!(memberships(arguments).await.iter().collect::<Vec<_>>(), expected, "{arguments}");
    }
    let id = service.nodes("memberships(first: 1)", "id").await[0].clone();
    let again =
        service.data(&format!("{{ node(id: {id}) {{ __typename ... on Membership {{ basis }} }} }}")).await;
    assert_eq!(again["node"], json!({ "__typename": "Membership", "basis": "PUBLISHED" }));
}
