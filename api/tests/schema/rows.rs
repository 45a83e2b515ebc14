//! Flat rows.

use entities::{adoption, domain::Confidence, domain::Stage, evidence, import_issue, source};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::fixture::{Service, a_run, an_adoption, an_evidence, day, store};

const LISTS: [(&str, &str); 15] = [
    ("positionRows", "positions"),
    ("adoptionRows", "adoptions"),
    ("ccgRows", "ccgs"),
    ("evidenceRows", "evidence"),
    ("publishedFigureRows", "publishedFigures"),
    ("successionRows", "successions"),
    ("membershipRows", "memberships"),
    ("scopeRuleRows", "scopeRules"),
    ("waveRows", "waves"),
    ("importIssueRows", "importIssues"),
    ("areaRows", "areas"),
    ("modelRows", "models"),
    ("serviceScopeRows", "serviceScopes"),
    ("sourceRows", "sources"),
    ("importRunRows", "importRuns"),
];

/// Flat rows of lists that are worked out. They are tested beside these: of coverage there is a row for each total.
const WORKED_OUT: [(&str, &str); 2] =
    [("coverageRows", "coverage"), ("reconciliationRows", "reconciliations")];

/// The columns of a type of rows, in their order, each with its type.
async fn columns(service: &Service, list: &str) -> Vec<(String, Value)> {
    let kind = format!("{}{}", list[..1].to_ascii_uppercase(), &list[1..list.len() - 1]);
    let query =
        format!("{{ __type(name: \"{kind}\") {{ fields {{ name type {{ kind ofType {{ kind }} }} }} }} }}");
    let fields = service.data(&query).await["__type"]["fields"].as_array().expect("fields").clone();
    let named = |field: &Value| (field["name"].as_str().expect("a name").to_owned(), field["type"].clone());
    fields.iter().map(named).collect()
}

async fn all_columns(service: &Service, list: &str) -> String {
    let columns = columns(service, list).await;
    columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ")
}

async fn store_publication(service: &Service) {
    let file = source::Entity::find_by_id(1).one(&service.database).await.expect("a statement");
    let page = source::Model {
        id: 2,
        title: "A page".to_owned(),
        address: Some("https://example.org/page".to_owned()),
        natural_key: "page".to_owned(),
        ..file.expect("a file")
    };
    store(&service.database, page).await;
}

#[tokio::test]
async fn every_column_is_a_scalar_and_can_be_asked_for() {
    let service = Service::with_ccgs(3).await;
    let issue = import_issue::Model {
        id: 1,
        import_run_id: 1,
        severity: entities::domain::Severity::Warning,
        code: "ccg_closed".to_owned(),
        sheet: Some("2016-17".to_owned()),
        cell: Some("C7".to_owned()),
        raw: None,
        message: "The CCG was closed.".to_owned(),
        expected: None,
        suggestion: None,
    };
    store(&service.database, issue).await;
    for (list, _) in LISTS.into_iter().chain(WORKED_OUT) {
        for (column, kind) in columns(&service, list).await {
            let kind = if kind["kind"] == "NON_NULL" { &kind["ofType"] } else { &kind };
            assert!(kind["kind"] == "SCALAR" || kind["kind"] == "ENUM", "{list}.{column}");
        }
    }
    for (list, of) in LISTS {
        let columns = all_columns(&service, list).await;
        let query = format!(
            "{{ {of} {{ totalCount }} {list} {{ totalCount nodes {{ {columns} }} edges {{ node {{ {columns} }} }} }} }}"
        );
        let data = service.data(&query).await;
        assert_eq!(data[of]["totalCount"], data[list]["totalCount"], "{list}");
        let nodes = data[list]["nodes"].as_array().expect("nodes");
        assert_eq!(data[list]["totalCount"], nodes.len(), "{list}");
        // There are no rules and no figures here; the acceptance tests have some.
        assert_eq!(nodes.is_empty(), list == "scopeRuleRows" || list == "publishedFigureRows", "{list}");
        for (node, edge) in nodes.iter().zip(data[list]["edges"].as_array().expect("edges")) {
            assert_eq!(*node, edge["node"], "{list}");
        }
    }
}

#[tokio::test]
async fn every_list_has_a_flat_form() {
    let service = Service::with_ccgs(0).await;
    let fields =
        service.data("{ __type(name: \"Query\") { fields { name type { ofType { name } } } } }").await;
    let fields = fields["__type"]["fields"].as_array().expect("fields");
    let is_list = |field: &&Value| {
        field["type"]["ofType"]["name"].as_str().is_some_and(|kind| kind.ends_with("Connection"))
    };
    let mut names: Vec<_> =
        fields.iter().filter(is_list).map(|field| field["name"].as_str().expect("a name")).collect();
    let mut known: Vec<_> = LISTS.into_iter().chain(WORKED_OUT).flat_map(|(list, of)| [list, of]).collect();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known);
}

#[tokio::test]
async fn columns_stand_in_the_order_of_their_declaration() {
    let service = Service::with_ccgs(0).await;
    assert_eq!(
        all_columns(&service, "adoptionRows").await,
        "odsCode onsCode ccgName region areaTeam modelCode modelLetter modelName financialYear waveNumber stage \
         effectiveFrom effectiveTo ccgClosedOn evidenceCount bestConfidence statedFrom statedTo basis sourceTitle \
         citedTitle citedAddress recordedAt"
    );
}

#[tokio::test]
async fn a_row_says_what_is_so_and_how_sure_it_is() {
    let service = Service::with_ccgs(1).await;
    store_publication(&service).await;
    let columns = all_columns(&service, "adoptionRows").await;
    let query =
        format!("{{ adoptionRows(filter: {{ stage: {{ eq: APPROVED }} }}) {{ nodes {{ {columns} }} }} }}");
    let row = |evidence: Value| {
        let mut row = json!({
            "odsCode": "00A", "onsCode": "E00000001", "ccgName": "NHS Place 0 CCG", "region": "North",
            "areaTeam": null, "modelCode": "DELEGATED", "modelLetter": "C", "modelName": "Delegated commissioning",
            "financialYear": "2016/17", "waveNumber": 2, "stage": "APPROVED", "effectiveFrom": "2016-04-01",
            "effectiveTo": null, "ccgClosedOn": null, "recordedAt": "2026-01-02T03:04:05Z",
        });
        let members = row.as_object_mut().expect("an object");
        members.extend(evidence.as_object().expect("an object").clone());
        json!({ "adoptionRows": { "nodes": [row] } })
    };
    let of_the_file = json!({
        "evidenceCount": 1, "bestConfidence": "PUBLISHED", "statedFrom": "2015-12-01", "statedTo": "2015-12-31",
        "basis": null, "sourceTitle": "Waves", "citedTitle": null, "citedAddress": null,
    });
    assert_eq!(service.data(&query).await, row(of_the_file));

    // As direct and earlier; less direct and earlier still; as direct and without a date.
    for (id, confidence, stated) in [
        (901, Confidence::Published, Some("2015-11-01")),
        (902, Confidence::Collective, Some("2015-10-01")),
        (903, Confidence::Published, None),
    ] {
        let row = evidence::Model {
            id,
            confidence,
            stated_from: stated.map(day),
            stated_to: stated.map(day),
            cited_source_id: Some(2),
            basis: Some(format!("basis {id}")),
            ..an_evidence(12)
        };
        store(&service.database, row).await;
    }
    let of_the_page = json!({
        "evidenceCount": 4, "bestConfidence": "PUBLISHED", "statedFrom": "2015-11-01", "statedTo": "2015-11-01",
        "basis": "basis 901", "sourceTitle": "Waves", "citedTitle": "A page",
        "citedAddress": "https://example.org/page",
    });
    assert_eq!(service.data(&query).await, row(of_the_page));

    // By then only the collective statement had been made.
    let query = "{ adoptionRows(statedBy: \"2015-10-15\") { statedBy totalCount nodes {
        evidenceCount bestConfidence statedTo basis } } }";
    assert_eq!(
        service.data(query).await["adoptionRows"],
        json!({ "statedBy": "2015-10-15", "totalCount": 1, "nodes": [
            { "evidenceCount": 1, "bestConfidence": "COLLECTIVE", "statedTo": "2015-10-01", "basis": "basis 902" },
        ] })
    );
}

#[tokio::test]
async fn what_is_not_known_is_null() {
    let service = Service::with_ccgs(0).await;
    let row = entities::ccg::Model {
        id: 1,
        ods_code: entities::domain::OdsCode::parse("00Z").expect("a code"),
        name: "NHS Nowhere CCG".to_owned(),
        opened_on: None,
        closed_on: None,
        note: None,
        import_run_id: 1,
    };
    store(&service.database, row).await;
    let bare =
        adoption::Model { model_id: None, wave_id: None, ..an_adoption(1, Stage::ExpressedInterest, 1) };
    store(&service.database, bare).await;
    let query =
        "{ adoptionRows { nodes { odsCode onsCode region modelCode modelLetter financialYear waveNumber
            evidenceCount bestConfidence statedTo sourceTitle citedAddress } }
        ccgRows { nodes { odsCode onsCode openedOn region stpIcsCode adoptionCount successorCount } } }";
    assert_eq!(
        service.data(query).await,
        json!({
            "adoptionRows": { "nodes": [{
                "odsCode": "00Z", "onsCode": null, "region": null, "modelCode": null, "modelLetter": null,
                "financialYear": null, "waveNumber": null, "evidenceCount": 0, "bestConfidence": null,
                "statedTo": null, "sourceTitle": null, "citedAddress": null,
            }] },
            "ccgRows": { "nodes": [{
                "odsCode": "00Z", "onsCode": null, "openedOn": null, "region": null, "stpIcsCode": null,
                "adoptionCount": 1, "successorCount": 0,
            }] },
        })
    );
}

#[tokio::test]
async fn rows_are_those_of_the_list_in_its_order_and_its_pages() {
    let service = Service::with_ccgs(5).await;
    for arguments in [
        "",
        "orderBy: [{ field: CCG_NAME, direction: DESC }, { field: STAGE }]",
        "orderBy: [{ field: EVIDENCE_COUNT }, { field: FINANCIAL_YEAR, nulls: FIRST }]",
        "filter: { ccg: { region: { name: { eq: \"London\" } } }, evidence: { some: { row: { eq: 7 } } } }",
        "asOf: \"2016-05-01\"",
    ] {
        let list = |cursor: &str| format!("({arguments} first: 3 {cursor})");
        let (mut cursor, mut seen) = (String::new(), Vec::new());
        loop {
            let query = format!(
                "{{ rows: adoptionRows{page} {{ totalCount nodes {{ odsCode stage }} edges {{ cursor }}
                        pageInfo {{ endCursor hasNextPage hasPreviousPage }} }}
                    list: adoptions{page} {{ totalCount nodes {{ ccg {{ odsCode }} stage }} edges {{ cursor }}
                        pageInfo {{ endCursor hasNextPage hasPreviousPage }} }} }}",
                page = list(&cursor)
            );
            let data = service.data(&query).await;
            let (rows, nouns) = (&data["rows"], &data["list"]);
            for same in ["totalCount", "pageInfo", "edges"] {
                assert_eq!(rows[same], nouns[same], "{arguments}");
            }
            let codes = rows["nodes"].as_array().expect("nodes");
            for (row, noun) in codes.iter().zip(nouns["nodes"].as_array().expect("nodes")) {
                assert_eq!((&row["odsCode"], &row["stage"]), (&noun["ccg"]["odsCode"], &noun["stage"]));
            }
            seen.extend(codes.iter().cloned());
            if rows["pageInfo"]["hasNextPage"] == false {
                assert_eq!(rows["totalCount"], seen.len(), "{arguments}");
                break;
            }
            cursor = format!("after: {}", rows["pageInfo"]["endCursor"]);
        }
        let back = format!("{{ adoptionRows({arguments} last: 200) {{ nodes {{ odsCode stage }} }} }}");
        assert_eq!(service.data(&back).await["adoptionRows"]["nodes"], json!(seen), "{arguments}");
    }
}

#[tokio::test]
async fn one_statement_gives_all_columns_of_a_page() {
    // One more gives the version of the data.
    for ccgs in [2, 20] {
        let service = Service::with_ccgs(ccgs).await;
        for (list, _) in LISTS {
            let columns = all_columns(&service, list).await;
            for (selection, statements) in [
                (format!("nodes {{ {columns} }}"), 2),
                ("totalCount edges { cursor node { ...row } } pageInfo { endCursor }".to_owned(), 3),
                ("nodes { __typename }".to_owned(), 2),
                ("asOf".to_owned(), 1),
            ] {
                let kind = format!("{}{}", list[..1].to_ascii_uppercase(), &list[1..list.len() - 1]);
                let mut query = format!("{{ {list}(first: 200) {{ {selection} }} }}");
                if selection.contains("...row") {
                    query += &format!(" fragment row on {kind} {{ {columns} }}");
                }
                assert_eq!(service.statements(&query).await, statements, "{query}");
            }
        }
    }
}

#[tokio::test]
async fn a_run_that_has_not_ended_is_a_row_too() {
    let service = Service::with_ccgs(0).await;
    let running = entities::import_run::Model {
        status: entities::domain::RunStatus::Running,
        recorded_at: None,
        finished_at: None,
        data_version: None,
        ..a_run(2)
    };
    store(&service.database, running).await;
    let data = service.data("{ importRunRows { nodes { status finishedAt dataVersion } } }").await;
    let ended = json!({ "status": "COMMITTED", "finishedAt": "2026-01-02T03:04:05Z", "dataVersion": 1 });
    let running = json!({ "status": "RUNNING", "finishedAt": null, "dataVersion": null });
    assert_eq!(data["importRunRows"]["nodes"], json!([ended, running]));
}

#[tokio::test]
async fn a_column_has_its_value_however_it_is_selected() {
    let service = Service::with_ccgs(1).await;
    let query = "query ($with: Boolean!) { waveRows(first: 1) {
            a: nodes { year: financialYear } b: nodes { ... on WaveRow { title } ...more }
            edges { node { number @include(if: $with) ...more } } } }
        fragment more on WaveRow { liveFrom adoptionCount @skip(if: $with) }";
    let variables = async_graphql::Variables::from_json(json!({ "with": true }));
    let answer = service.schema.execute(async_graphql::Request::new(query).variables(variables)).await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    assert_eq!(
        answer.data.into_json().expect("JSON")["waveRows"],
        json!({
            "a": [{ "year": "2015/16" }], "b": [{ "title": "Wave 1", "liveFrom": "2015-04-01" }],
            "edges": [{ "node": { "number": 1, "liveFrom": "2015-04-01" } }],
        })
    );
}

#[tokio::test]
async fn a_succession_has_both_ends() {
    let service = Service::with_ccgs(3).await;
    assert_eq!(
        service
            .data(
                "{ successionRows { nodes { predecessorOdsCode predecessorName predecessorClosedOn
            successorOdsCode successorName effectiveOn basis note citedTitle } } }"
            )
            .await["successionRows"]["nodes"],
        json!([{
            "predecessorOdsCode": "00A", "predecessorName": "NHS Place 0 CCG", "predecessorClosedOn": null,
            "successorOdsCode": "01A", "successorName": "NHS Place 1 CCG", "effectiveOn": "2015-04-01",
            "basis": "PUBLISHED", "note": "Merged", "citedTitle": null,
        }])
    );
}
