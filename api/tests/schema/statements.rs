//! What a query costs: statements are counted, and what they select is looked at.

use sea_orm::ConnectionTrait;

use crate::fixture::{Service, a_run, store};

const EVERYTHING: &str = "{ ccgs(first: 100) { totalCount nodes {
    onsCode region { name } identities { name } areas { totalCount nodes { name } }
    predecessors { nodes { name } } successors { totalCount nodes { name } }
    adoptions { totalCount nodes { model { code } wave { number } evidence { nodes { source { title } } } } }
} } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_takes_a_fixed_number_of_statements_whatever_its_length() {
    let (few, many) = (Service::with_ccgs(5).await, Service::with_ccgs(50).await);
    let first = many.statements(EVERYTHING).await;
    assert_eq!(few.statements(EVERYTHING).await, first);
    // CCGs and their count, identities, region, areas and theirs, predecessors, successors and theirs,
    // adoptions and theirs, evidence, sources; and the version of the data.
    assert_eq!(many.statements(EVERYTHING).await, 14);
    // Models, waves, and how long five of these lists are, which is found out once.
    assert_eq!(first, 14 + 7);
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

#[tokio::test]
async fn only_the_columns_are_read_from_which_something_is_told() {
    let service = Service::with_ccgs(3).await;
    let query = "{ adoptions { nodes { stage ccg { name } } }
        ccgs { nodes { areas { nodes { name } } adoptions { edges { node { effectiveFrom } } } } } }";
    let columns = |statement: &str| -> Vec<String> {
        let selected = statement.split(" FROM ").next().expect("a beginning").split('"');
        selected.skip(1).step_by(2).map(str::to_owned).collect()
    };
    let selected: Vec<Vec<String>> =
        service.statements_of(query).await.iter().map(|statement| columns(statement)).collect();
    for expected in [
        // The CCG of an adoption is found by its number.
        &["adoption", "id", "adoption", "ccg_id", "adoption", "stage"][..],
        // Its code cannot be left out, for no text but a code is one.
        &["ccg", "id", "ccg", "ods_code", "ccg", "name"],
        &["ccg", "id", "ccg", "ods_code"],
    ] {
        assert!(selected.iter().any(|columns| columns == expected), "{expected:?}: {selected:#?}");
    }
    for other in ["note", "natural_key", "retracted_at", "link_valid_from"] {
        assert!(!selected.iter().flatten().any(|column| column == other), "{other}: {selected:#?}");
    }
}

#[tokio::test]
async fn a_small_table_is_read_once_for_each_edition_of_the_data() {
    let service = Service::with_ccgs(5).await;
    let query = "{ adoptions { nodes { wave { title } model { code } } } }";
    let title = async || service.data(query).await["adoptions"]["nodes"][0]["wave"]["title"].clone();
    assert_eq!([service.statements(query).await, service.statements(query).await], [4, 2]);
    let before = title().await;
    // As it was is another matter.
    let asked = "{ adoptions(knownAt: \"2999-01-01T00:00:00Z\") { nodes { wave { title } } } }";
    assert_eq!(service.statements(asked).await, 2);

    service.database.execute_unprepared("UPDATE wave SET title = 'Corrected'").await.expect("a statement");
    store(&service.database, a_run(2)).await;
    assert_ne!(before, "Corrected");
    assert_eq!(title().await, "Corrected");
    assert_eq!([service.statements(query).await, service.statements(query).await], [2, 2]);
}
