//! What the bundled facts answer. The numbers are those that a reader who knows the NHS can check by eye.

use serde_json::json;

use crate::{
    harness::{Api, Store, importer},
    on_both,
};

/// A running api over the bundled facts.
fn bundled(store: &Store) -> Api {
    let run = importer(store, &["run"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    Api::start(store)
}

fn open_on(api: &Api, day: &str, region: &str) -> u64 {
    let region =
        if region.is_empty() { String::new() } else { format!("region: {{ name: {{ eq: \"{region}\" }} }}") };
    let query = format!("{{ ccgs(filter: {{ openOn: \"{day}\" {region} }}) {{ totalCount }} }}");
    api.ask(&query)["ccgs"]["totalCount"].as_u64().unwrap()
}

on_both! {
    fn ccgs_open_on_a_day_are_as_many_as_there_were(store: &Store) {
        let api = bundled(store);
        for (year, count) in [(2013, 211), (2015, 209), (2017, 207), (2018, 195), (2019, 191), (2020, 135), (2021, 106)] {
            assert_eq!(open_on(&api, &format!("{year}-04-01"), ""), count, "{year}");
        }
        assert_eq!(open_on(&api, "2022-07-01", ""), 0, "CCGs were abolished on 30 June 2022");
        for (region, count) in [("North", 68), ("Midlands and East", 61), ("South", 50), ("London", 32)] {
            assert_eq!(open_on(&api, "2013-04-01", region), count, "{region}");
        }
    }

    fn a_ccg_is_found_by_its_code_with_all_that_is_known(store: &Store) {
        let api = bundled(store);
        let havering = api.ask(
            r#"{ ccg(odsCode: "08F") { odsCode onsCode name openedOn closedOn region { name }
                 predecessors { totalCount } successors { edges { effectiveOn basis node { odsCode name } } } } }"#,
        );
        assert_eq!(havering["ccg"], json!({
            "odsCode": "08F", "onsCode": "E38000077", "name": "NHS Havering CCG",
            "openedOn": "2013-04-01", "closedOn": "2021-03-31", "region": { "name": "London" },
            "predecessors": { "totalCount": 0 },
            "successors": { "edges": [{ "effectiveOn": "2021-04-01", "basis": "PUBLISHED",
                "node": { "odsCode": "A3A8R", "name": "NHS North East London CCG" } }] },
        }));
        assert_eq!(api.ask(r#"{ ccg(odsCode: "0ZZ") { name } }"#)["ccg"], json!(null));
    }

    fn a_ccg_keeps_its_ods_code_when_its_name_and_ons_code_change(store: &Store) {
        let api = bundled(store);
        let cumbria = api.ask(r#"{ ccg(odsCode: "01H") { identities { name onsCode validFrom } } }"#);
        assert_eq!(cumbria["ccg"]["identities"], json!([
            { "name": "NHS Cumbria CCG", "onsCode": "E38000041", "validFrom": "2013-04-01" },
            { "name": "NHS North Cumbria CCG", "onsCode": "E38000215", "validFrom": "2018-04-01" },
        ]));
    }

    fn mergers_are_followed_both_ways(store: &Store) {
        let api = bundled(store);
        let answer = api.ask(
            r#"{ london: ccg(odsCode: "W2U3Z") { predecessors { edges { effectiveOn node { odsCode } } } }
                 chiltern: ccg(odsCode: "10Y") { successors { nodes { odsCode } } } }"#,
        );
        let edges = answer["london"]["predecessors"]["edges"].as_array().unwrap();
        let codes: Vec<&str> = edges.iter().map(|edge| edge["node"]["odsCode"].as_str().unwrap()).collect();
        assert_eq!(codes, ["07P", "07W", "07Y", "08C", "08E", "08G", "08Y", "09A"]);
        assert!(edges.iter().all(|edge| edge["effectiveOn"] == "2021-04-01"));
        assert_eq!(answer["chiltern"]["successors"]["nodes"], json!([{ "odsCode": "14Y" }]));
        assert_eq!(api.ask("{ successions { totalCount } }")["successions"]["totalCount"], 142);
    }

    fn each_approval_known_by_name_names_its_cell_and_its_publication(store: &Store) {
        let api = bundled(store);
        let answer = api.ask(
            r#"{ adoptions(filter: { model: { eq: DELEGATED }, stage: { eq: APPROVED },
                                     wave: { financialYear: { eq: "2016-17" } } }) {
                 totalCount nodes { ccg { odsCode } effectiveFrom evidence { nodes {
                   sheet row confidence statedOn { text }
                   cells(field: "model") { address raw value rule } source { fileName sha256 } citedSource { address } } } } } }"#,
        );
        let adoptions = &answer["adoptions"];
        assert_eq!(adoptions["totalCount"], 22);
        for adoption in adoptions["nodes"].as_array().unwrap() {
            let evidence = &adoption["evidence"]["nodes"][0];
            let row = evidence["row"].as_u64().unwrap();
            assert_eq!(adoption["effectiveFrom"], "2016-04-01");
            assert_eq!(evidence["sheet"], "2016-17");
            assert_eq!(evidence["statedOn"]["text"], "2015-12");
            assert_eq!(evidence["cells"], json!([{
                "address": format!("D{row}"), "raw": "Delegated commissioning", "value": "DELEGATED",
                "rule": "as it stands",
            }]));
            assert!(evidence["citedSource"]["address"].as_str().unwrap().contains("pulsetoday.co.uk"));
            assert_eq!(evidence["source"]["sha256"].as_str().unwrap().len(), 64);
        }
        // The 52 that were announced, of which 22 are known by name.
        let announced = api.nodes(
            r#"{ publishedFigures(filter: { measure: { eq: "authorised for April 2016" } }) { nodes { value } } }"#,
            "publishedFigures",
            "value",
        );
        assert_eq!(announced, [json!(52.0)]);
    }

    fn a_service_out_of_scope_is_an_answer_with_its_reason(store: &Store) {
        let api = bundled(store);
        let rule = |service: &str| {
            let query = format!(
                r#"{{ scopeRules(filter: {{ service: {{ eq: {service} }}, model: {{ eq: DELEGATED }},
                       financialYear: {{ eq: "2015/16" }} }}) {{ nodes {{ status note citedSource {{ title }} }} }} }}"#
            );
            let nodes = api.ask(&query)["scopeRules"]["nodes"].clone();
            assert_eq!(nodes.as_array().unwrap().len(), 1, "{service}");
            nodes[0].clone()
        };
        let pharmacy = rule("COMMUNITY_PHARMACY");
        assert_eq!(pharmacy["status"], "OUT_NEEDS_LEGISLATION");
        assert_eq!(pharmacy["note"], "full delegation would need legislative change");
        assert!(pharmacy["citedSource"]["title"].as_str().unwrap().starts_with("PSNC"));
        assert_eq!(rule("DENTAL")["status"], "OUT");
        assert_eq!(rule("EYE_HEALTH")["status"], "OUT");
        assert_eq!(rule("GENERAL_PRACTICE")["status"], "IN");
    }

    fn published_figures_that_contradict_each_other_stand_side_by_side(store: &Store) {
        let api = bundled(store);
        let answer = api.ask(
            r#"{ publishedFigures(filter: { model: { eq: DELEGATED }, financialYear: { eq: "2015/16" } }) {
                 nodes { value unit publisher areaAsPublished measure } }
                 all: publishedFigures { totalCount } }"#,
        );
        assert_eq!(answer["all"]["totalCount"], 74);
        let figures = answer["publishedFigures"]["nodes"].as_array().unwrap();
        let publishers = |value: f64| -> Vec<&str> {
            let mut publishers: Vec<&str> = figures
                .iter()
                .filter(|figure| figure["value"] == value && figure["areaAsPublished"] == "England")
                .map(|figure| figure["publisher"].as_str().unwrap())
                .collect();
            publishers.sort_unstable();
            publishers
        };
        assert_eq!(publishers(63.0), ["BMA", "NHS England board paper via HSJ"]);
        assert_eq!(publishers(64.0), ["HSJ map", "NHS England", "PSNC"]);
        assert_eq!(publishers(65.0), ["Pulse", "Pulse", "Simon Stevens via HSJ"]);
    }

    fn the_counts_of_the_bundled_facts_are_those_of_their_documentation(store: &Store) {
        let api = bundled(store);
        let answer = api.ask(
            "{ ccgs { totalCount } successions { totalCount } adoptions { totalCount } publishedFigures { totalCount }
               scopeRules { totalCount } waves { totalCount } models { totalCount } serviceScopes { totalCount }
               importRuns { totalCount } areas { totalCount } }",
        );
        for (list, count) in [
            ("ccgs", 248), ("successions", 142), ("adoptions", 207), ("publishedFigures", 74), ("scopeRules", 21),
            ("waves", 7), ("models", 3), ("serviceScopes", 4), ("importRuns", 9), ("areas", 94),
        ] {
            assert_eq!(answer[list]["totalCount"], count, "{list}");
        }
    }

    fn walking_all_pages_gives_every_ccg_once(store: &Store) {
        let api = bundled(store);
        let mut codes = Vec::new();
        let mut after = String::new();
        loop {
            let query = format!(
                "{{ ccgs(first: 37 {after}) {{ nodes {{ odsCode }} pageInfo {{ endCursor hasNextPage }} }} }}"
            );
            let page = api.ask(&query)["ccgs"].clone();
            codes.extend(page["nodes"].as_array().unwrap().iter().map(|ccg| ccg["odsCode"].to_string()));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = format!("after: {}", page["pageInfo"]["endCursor"]);
        }
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!((codes.len(), &codes), (248, &sorted));
    }

    fn pages_of_related_rows_are_the_ends_of_their_lists(store: &Store) {
        let api = bundled(store);
        let mut cut = 0;
        for (outer, inner, fields) in [
            ("ccgs", "adoptions", ["STAGE", "MODEL", "EVIDENCE_COUNT"]),
            ("waves", "adoptions", ["CCG_ODS_CODE", "EFFECTIVE_FROM", "MODEL"]),
            ("areas", "ccgs", ["NAME", "CLOSED_ON", "ADOPTION_COUNT"]),
            ("sources", "evidence", ["ROW", "CONFIDENCE", "STATED_TO"]),
        ] {
            let orders = fields.map(|field| format!("orderBy: [{{ field: {field}, direction: DESC }}]"));
            for order in orders.into_iter().chain([String::new()]) {
                let list = |page: &str| format!("{inner}({page} {order}) {{ nodes {{ id }} pageInfo {{ hasNextPage }} }}");
                let (some, first, last) = (list("first: 20"), list("first: 1"), list("last: 1"));
                let asked = format!("{{ {outer}(first: 50) {{ nodes {{ some: {some} first: {first} last: {last} }} }} }}");
                for row in api.ask(&asked)[outer]["nodes"].as_array().unwrap() {
                    let [some, first, last] = ["some", "first", "last"].map(|page| row[page]["nodes"].as_array().unwrap());
                    assert_eq!(first.first(), some.first(), "{asked}");
                    assert_eq!(row["first"]["pageInfo"]["hasNextPage"], some.len() > 1, "{asked}");
                    if row["some"]["pageInfo"]["hasNextPage"] == false {
                        assert_eq!(last.last(), some.last(), "{asked}");
                        cut += usize::from(some.len() > 1);
                    }
                }
            }
        }
        assert!(cut > 100, "{cut}");
    }

    fn every_list_is_paged_in_every_order(store: &Store) {
        let api = bundled(store);
        let kinds = "{ __schema { queryType { fields { name args { name type { ofType { ofType { name } } } } } }
            types { name enumValues { name } } } }";
        let schema = &api.ask(kinds)["__schema"];
        let orders = |name: &str| {
            let kinds = schema["types"].as_array().unwrap();
            let kind = kinds.iter().find(|kind| kind["name"] == name).unwrap_or_else(|| panic!("{name}"));
            kind["enumValues"].as_array().unwrap().iter().map(|value| value["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let mut asked = 0;
        for list in schema["queryType"]["fields"].as_array().unwrap() {
            let arguments = list["args"].as_array().unwrap();
            let named = |name: &str| arguments.iter().find(|argument| argument["name"] == name);
            let (Some(order), Some(_)) = (named("orderBy"), named("after")) else { continue };
            let order = order["type"]["ofType"]["ofType"]["name"].as_str().unwrap();
            let list = list["name"].as_str().unwrap();
            for field in orders(&order.replace("Order", "Sort")) {
                for direction in ["ASC", "DESC"] {
                    let page = |after: &str| {
                        let query = format!(
                            "{{ {list}(first: 2, {after} orderBy: [{{ field: {field}, direction: {direction} }}]) {{
                                edges {{ cursor }} pageInfo {{ hasNextPage endCursor }} }} }}"
                        );
                        let page = api.ask(&query)[list].clone();
                        assert!(page["edges"].as_array().unwrap().len() <= 2, "{query}");
                        page
                    };
                    let first = page("");
                    if first["pageInfo"]["hasNextPage"] == true {
                        let second = page(&format!("after: {},", first["pageInfo"]["endCursor"]));
                        assert_ne!(second["edges"][0], first["edges"][1], "{list} by {field} {direction}");
                        asked += 1;
                    }
                }
            }
        }
        assert!(asked > 200, "{asked}");
    }
}
