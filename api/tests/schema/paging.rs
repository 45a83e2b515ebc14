//! Pages in both directions.

use serde_json::{Value, json};

use crate::fixture::Service;

const PAGE: &str = "nodes { odsCode } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }";

fn codes(page: &Value) -> Vec<&str> {
    let nodes = page["nodes"].as_array().expect("nodes");
    nodes.iter().filter_map(|node| node["odsCode"].as_str()).collect()
}

/// Walks a list of CCGs to its end by the cursors of the pages.
async fn walk(service: &Service, forwards: bool) -> Vec<Vec<String>> {
    let (size, cursor, edge, more) = if forwards {
        ("first", "after", "endCursor", "hasNextPage")
    } else {
        ("last", "before", "startCursor", "hasPreviousPage")
    };
    let (mut pages, mut position) = (Vec::new(), String::new());
    loop {
        let data = service.data(&format!("{{ ccgs({size}: 2 {position}) {{ {PAGE} }} }}")).await;
        let page = &data["ccgs"];
        pages.push(codes(page).into_iter().map(str::to_owned).collect());
        if page["pageInfo"][more] == false {
            return pages;
        }
        position = format!("{cursor}: {}", page["pageInfo"][edge]);
    }
}

#[tokio::test]
async fn pages_cover_a_list_once_in_both_directions() {
    let service = Service::with_ccgs(5).await;
    assert_eq!(walk(&service, true).await, [vec!["00A", "01A"], vec!["02A", "03A"], vec!["04A"]]);
    assert_eq!(walk(&service, false).await, [vec!["03A", "04A"], vec!["01A", "02A"], vec!["00A"]]);
}

#[tokio::test]
async fn a_page_knows_its_neighbours() {
    let service = Service::with_ccgs(5).await;
    let first = service.data(&format!("{{ ccgs(first: 2) {{ {PAGE} }} }}")).await;
    let (start, end) = (&first["ccgs"]["pageInfo"]["startCursor"], &first["ccgs"]["pageInfo"]["endCursor"]);
    let between = format!("{{ ccgs(first: 2, after: {start}, before: {end}) {{ {PAGE} }} }}");
    assert!(codes(&service.data(&between).await["ccgs"]).is_empty());
    let back = service.data(&format!("{{ ccgs(last: 1, before: {end}) {{ {PAGE} }} }}")).await;
    assert_eq!(codes(&back["ccgs"]), ["00A"]);
    assert_eq!(back["ccgs"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(back["ccgs"]["pageInfo"]["hasPreviousPage"], false);
}

#[tokio::test]
async fn lists_with_several_sort_keys_page_too() {
    let service = Service::with_ccgs(4).await;
    let page = "edges { cursor node { predecessor { odsCode } successor { odsCode } } }";
    let all = service.data(&format!("{{ successions {{ {page} }} areas {{ nodes {{ name }} }} }}")).await;
    let edges = all["successions"]["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), 2);
    let rest = format!("{{ successions(after: {}) {{ {page} }} }}", edges[0]["cursor"]);
    assert_eq!(service.data(&rest).await["successions"]["edges"], json!([edges[1]]));
    assert_eq!(all["areas"]["nodes"], json!([{ "name": "London" }, { "name": "North" }]));
}

#[tokio::test]
async fn the_total_ignores_the_page_but_not_the_filter() {
    let service = Service::with_ccgs(5).await;
    let query = "{ all: ccgs(first: 0) { totalCount nodes { name } pageInfo { hasNextPage } }
        london: ccgs(first: 1, filter: { region: { name: { eq: \"London\" } } }) { totalCount } }";
    let data = service.data(query).await;
    assert_eq!(data["all"], json!({ "totalCount": 5, "nodes": [], "pageInfo": { "hasNextPage": true } }));
    assert_eq!(data["london"], json!({ "totalCount": 2 }));
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let service = Service::with_ccgs(2).await;
    let waves = service.data("{ adoptions(first: 1) { pageInfo { endCursor } } }").await;
    let cursor = &waves["adoptions"]["pageInfo"]["endCursor"];
    let answer = service.answer(&format!("{{ ccgs(after: {cursor}) {{ nodes {{ name }} }} }}")).await;
    assert!(answer.errors[0].message.contains("not a cursor of this list"));
}
