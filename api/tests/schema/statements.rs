//! What a query costs: statements are counted.

use crate::fixture::Service;

const EVERYTHING: &str = "{ ccgs(first: 100) { totalCount nodes {
    onsCode region { name } identities { name } areas { totalCount nodes { name } }
    predecessors { nodes { name } } successors { totalCount nodes { name } }
    adoptions { totalCount nodes { model { code } wave { number } evidence { nodes { source { title } } } } }
} } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_takes_a_fixed_number_of_statements_whatever_its_length() {
    let few = Service::with_ccgs(5).await.statements(EVERYTHING).await;
    let many = Service::with_ccgs(50).await.statements(EVERYTHING).await;
    assert_eq!(few, many);
    // CCGs and their count, identities, region, areas and theirs, predecessors, successors and theirs,
    // adoptions and theirs, models, waves, evidence, sources.
    assert_eq!(many, 15);
}

#[tokio::test]
async fn only_what_is_selected_is_fetched() {
    let service = Service::with_ccgs(5).await;
    for (query, statements) in [
        ("{ ccgs { nodes { name } } }", 1),
        ("{ ccgs { edges { cursor } pageInfo { hasNextPage } } }", 1),
        ("{ ccgs { totalCount } }", 1),
        ("{ ccgs { total: totalCount ...f } } fragment f on CcgConnection { nodes { name } }", 2),
        ("{ ccgs { __typename } }", 0),
        ("query { ccgs { totalCount @skip(if: true) nodes { name } } }", 1),
        ("{ a: ccg(odsCode: \"00A\") { name } b: ccg(odsCode: \"01A\") { name } }", 1),
        ("{ nodes(ids: [\"Q2NnOjAwQQ\", \"Q2NnOjAxQQ\", \"V2F2ZTox\", \"V2F2ZToy\"]) { id } }", 2),
    ] {
        assert_eq!(service.statements(query).await, statements, "{query}");
    }
}
