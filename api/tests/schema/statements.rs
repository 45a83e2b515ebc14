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
    // adoptions and theirs, models, waves, evidence, sources; and the version of the data.
    assert_eq!(many, 16);
}

#[tokio::test]
async fn only_what_is_selected_is_fetched() {
    // Each has one statement more than it selects: the version of the data, which is in the extensions.
    let service = Service::with_ccgs(5).await;
    for (query, statements) in [
        ("{ ccgs { nodes { name } } }", 2),
        ("{ ccgs { edges { cursor } pageInfo { hasNextPage } } }", 2),
        ("{ ccgs { totalCount } }", 2),
        ("{ ccgs { total: totalCount ...f } } fragment f on CcgConnection { nodes { name } }", 3),
        ("{ ccgs { __typename } }", 1),
        ("query { ccgs { totalCount @skip(if: true) nodes { name } } }", 2),
        ("{ a: ccg(odsCode: \"00A\") { name } b: ccg(odsCode: \"01A\") { name } }", 2),
        ("{ nodes(ids: [\"Q2NnOjAwQQ\", \"Q2NnOjAxQQ\", \"V2F2ZTox\", \"V2F2ZToy\"]) { id } }", 3),
    ] {
        assert_eq!(service.statements(query).await, statements, "{query}");
    }
}
