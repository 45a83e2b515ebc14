//! Lists that no table holds, in any order and page by page.

use entities::{domain::Stage, published_figure};
use serde_json::{Value, json};

use crate::fixture::{Service, a_figure, store};

/// Six CCGs, with figures of several stages, years and publishers, some without a number or a day.
async fn service() -> Service {
    let service = Service::with_ccgs(6).await;
    let figures = [
        (Some(Stage::Approved), Some(6.0), "HSJ", Some("2016/17")),
        (Some(Stage::Approved), Some(4.0), "BMA", Some("2016/17")),
        (Some(Stage::Live), Some(2.5), "BMA", Some("2015/16")),
        (Some(Stage::Applied), None, "Pulse", Some("2015/16")),
        (None, Some(0.1 + 0.2), "BMA", None),
        (Some(Stage::Applied), Some(9.0), "HSJ", Some("2016/17")),
    ];
    for (id, (stage, value, publisher, year)) in (1..).zip(figures) {
        let figure = published_figure::Model {
            publisher: publisher.to_owned(),
            value,
            financial_year: year.and_then(|year| entities::domain::FinancialYear::parse(year).ok()),
            ..a_figure(id, "approved", stage, 0.0)
        };
        store(&service.database, figure).await;
    }
    service
}

/// A list, given its arguments: what stands within it, and around it.
struct List {
    before: &'static str,
    nodes: &'static str,
    after: &'static str,
    path: &'static [&'static str],
    fields: &'static [&'static str],
}

const LISTS: [List; 5] = [
    List {
        before: "reconciliations(",
        nodes: "figure { id } status actual",
        after: "",
        path: &["reconciliations"],
        fields: &[
            "MEASURE",
            "MODEL",
            "STAGE",
            "FINANCIAL_YEAR",
            "AREA_AS_PUBLISHED",
            "PUBLISHER",
            "AS_OF_TO",
            "PUBLISHED",
            "ACTUAL",
            "DIFFERENCE",
            "STATUS",
        ],
    },
    List {
        before: "reconciliationRows(",
        nodes: "publisher stage published status explanation",
        after: "",
        path: &["reconciliationRows"],
        fields: &["PUBLISHER", "PUBLISHED", "DIFFERENCE"],
    },
    List {
        before: "coverage(",
        nodes: "financialYear model { code } stage known totals { value }",
        after: "",
        path: &["coverage"],
        fields: &["FINANCIAL_YEAR", "MODEL", "STAGE", "TOTAL", "KNOWN", "UNKNOWN"],
    },
    List {
        before: "coverageRows(",
        nodes: "financialYear modelCode stage total totalPublisher known unknown",
        after: "",
        path: &["coverageRows"],
        fields: &["FINANCIAL_YEAR", "MODEL", "STAGE", "TOTAL", "KNOWN", "UNKNOWN"],
    },
    List {
        before: "changes(from: { asOf: \"2014-01-01\" }, to: { asOf: \"2016-07-01\" }) { list(",
        nodes: "kind ccg { odsCode }",
        after: "}",
        path: &["changes", "list"],
        fields: &["CCG_ODS_CODE", "CCG_NAME", "KIND"],
    },
];

impl List {
    async fn page(&self, service: &Service, arguments: &str) -> (Vec<Value>, Value) {
        let Self { before, nodes, after, path, .. } = self;
        let query = format!(
            "{{ {before}{arguments}) {{ totalCount nodes {{ {nodes} }} pageInfo {{ startCursor endCursor hasNextPage \
             hasPreviousPage }} }} {after} }}"
        );
        let data = service.data(&query).await;
        let list = path.iter().fold(&data, |value, name| &value[name]);
        (list["nodes"].as_array().expect("nodes").clone(), list["pageInfo"].clone())
    }
}

#[tokio::test]
async fn pages_make_up_the_list_in_any_order_from_either_end() {
    let service = service().await;
    for list in &LISTS {
        for field in list.fields {
            for way in ["", "direction: DESC", "nulls: FIRST", "direction: DESC, nulls: FIRST"] {
                let order = format!("orderBy: [{{ field: {field}, {way} }}]");
                let (all, _) = list.page(&service, &format!("{order}, first: 200")).await;
                assert!(all.len() > 4, "{order}: {all:?}");
                let (mut found, mut after) = (Vec::new(), String::new());
                loop {
                    let (nodes, info) = list.page(&service, &format!("{order}, first: 4 {after}")).await;
                    found.extend(nodes);
                    if info["hasNextPage"] == false {
                        break;
                    }
                    after = format!("after: {}", info["endCursor"]);
                }
                assert_eq!(found, all, "{order} forwards");
                let (mut found, mut before) = (Vec::new(), String::new());
                loop {
                    let (nodes, info) = list.page(&service, &format!("{order}, last: 4 {before}")).await;
                    found.splice(0..0, nodes);
                    if info["hasPreviousPage"] == false {
                        break;
                    }
                    before = format!("before: {}", info["startCursor"]);
                }
                assert_eq!(found, all, "{order} backwards");
            }
        }
    }
}

#[tokio::test]
async fn rows_stand_as_they_are_asked_for() {
    let service = service().await;
    let values = async |list: &str, field: &str| service.nodes(list, field).await;
    let published =
        |direction: &str| format!("reconciliations(orderBy: [{{ field: PUBLISHED, {direction} }}])");
    let told = values(&published(""), "published").await;
    assert_eq!(json!(told), json!([0.1 + 0.2, 2.5, 4.0, 6.0, 9.0, null]));
    let told = values(&published("direction: DESC, nulls: FIRST"), "published").await;
    assert_eq!(json!(told), json!([null, 9.0, 6.0, 4.0, 2.5, 0.1 + 0.2]));
    let by_two = "reconciliationRows(orderBy: [{ field: PUBLISHER, direction: DESC }, { field: PUBLISHED, direction: DESC }])";
    let told = values(by_two, "publisher").await;
    assert_eq!(json!(told), json!(["Pulse", "HSJ", "HSJ", "BMA", "BMA", "BMA"]));
    let told = values("coverageRows(orderBy: [{ field: TOTAL, direction: DESC }], first: 3)", "total").await;
    assert_eq!(json!(told), json!([9.0, 6.0, 4.0]));
    // A cursor belongs to one order.
    let query = "{ coverage(first: 1, orderBy: [{ field: KNOWN }]) { pageInfo { endCursor } } }";
    let cursor = service.data(query).await["coverage"]["pageInfo"]["endCursor"].clone();
    let answer = service.answer(&format!("{{ coverage(after: {cursor}) {{ totalCount }} }}")).await;
    assert!(answer.errors[0].message.contains("in this order"), "{:?}", answer.errors);
}
