//! Flat rows and counts by group over the bundled facts: what a reporting tool is given.

use serde_json::{Value, json};

use crate::{
    harness::{Api, Store, importer},
    on_both,
};

fn bundled(store: &Store) -> Api {
    let run = importer(store, &["run"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    Api::start(store)
}

/// The groups that a question gives.
fn groups(api: &Api, question: &str, selection: &str) -> Vec<Value> {
    let data = api.ask(&format!("{{ stats: {question} {{ totalGroups groups {{ {selection} count }} }} }}"));
    let groups = data["stats"]["groups"].as_array().unwrap().clone();
    assert_eq!(data["stats"]["totalGroups"], groups.len(), "{question}");
    groups
}

fn sum(groups: &[Value]) -> u64 {
    groups.iter().map(|group| group["count"].as_u64().unwrap()).sum()
}

/// The names of all columns of a type.
fn columns(api: &Api, kind: &str) -> Vec<String> {
    let fields = api.ask(&format!("{{ __type(name: \"{kind}\") {{ fields {{ name }} }} }}"));
    let fields = fields["__type"]["fields"].as_array().unwrap().clone();
    fields.iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    fn ccgs_by_region_are_the_denominators_that_the_published_rates_used(store: &Store) {
        let api = bundled(store);
        let regions = groups(
            &api,
            "ccgStats(asOf: \"2013-04-01\", groupBy: [REGION], orderBy: [{ field: COUNT, direction: DESC }])",
            "key { region }",
        );
        let expected = [("North", 68), ("Midlands and East", 61), ("South", 50), ("London", 32)];
        let expected = expected.map(|(region, count)| json!({ "key": { "region": region }, "count": count }));
        assert_eq!(regions, expected);
        // From the day of the first merger there are two fewer in the North.
        let merged = groups(&api, "ccgStats(asOf: \"2015-04-01\", groupBy: [REGION])", "key { region }");
        assert_eq!(merged[2], json!({ "key": { "region": "North" }, "count": 66 }));
        assert_eq!(sum(&merged), 209);
        for keys in ["OPENED_ON, CLOSED_ON", "REGION_2025", "AREA_TEAM", "LOCAL_OFFICE", "STP_ICS", ""] {
            assert_eq!(sum(&groups(&api, &format!("ccgStats(groupBy: [{keys}])"), "key { region }")), 248, "{keys}");
        }
    }

    fn the_approvals_that_are_known_by_name_are_all_in_the_north(store: &Store) {
        let api = bundled(store);
        let approved = groups(
            &api,
            "adoptionStats(filter: { model: { eq: DELEGATED }, stage: { eq: APPROVED },
                wave: { financialYear: { eq: \"2016/17\" } } }, groupBy: [REGION, MODEL, STAGE, FINANCIAL_YEAR, EFFECTIVE_FROM])",
            "key { region model stage financialYear effectiveFrom } distinctCcgs minEffectiveFrom maxEffectiveFrom",
        );
        assert_eq!(approved, [json!({
            "key": { "region": "North", "model": "DELEGATED", "stage": "APPROVED", "financialYear": "2016/17",
                     "effectiveFrom": "2016-04-01" },
            "count": 22, "distinctCcgs": 22, "minEffectiveFrom": "2016-04-01", "maxEffectiveFrom": "2016-04-01",
        })]);
    }

    fn groups_add_up_to_the_list_whatever_the_keys_and_dates(store: &Store) {
        let api = bundled(store);
        let all = "MODEL, FINANCIAL_YEAR, STAGE, REGION, REGION_2025, AREA_TEAM, LOCAL_OFFICE, STP_ICS, CCG, \
                   EFFECTIVE_FROM, BEST_CONFIDENCE";
        for arguments in [
            "",
            "asOf: \"2016-07-01\"",
            "statedBy: \"2015-03-01\"",
            "knownAt: \"2020-01-01T00:00:00Z\"",
            "filter: { stage: { eq: LIVE }, not: { model: { eq: DELEGATED } } }",
            "filter: { ccg: { region: { name: { eq: \"London\" } } }, evidence: { some: {} } }",
        ] {
            let list = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
            let total = api.ask(&format!("{{ adoptions{list} {{ totalCount }} }}"));
            for keys in all.split(", ").chain([all]) {
                let question = format!("adoptionStats({arguments} groupBy: [{keys}])");
                let groups = groups(&api, &question, "key { stage }");
                assert_eq!(total["adoptions"]["totalCount"], sum(&groups), "{question}");
            }
        }
    }

    fn groups_stand_in_one_order_on_both_databases(store: &Store) {
        let api = bundled(store);
        let stages = groups(&api, "adoptionStats(groupBy: [STAGE, MODEL])", "key { stage model } distinctCcgs");
        let found: Vec<_> = stages
            .iter()
            .map(|group| (group["key"]["stage"].as_str(), group["key"]["model"].as_str(), group["count"].as_u64()))
            .collect();
        assert_eq!(found, [
            (Some("EXPRESSED_INTEREST"), None, Some(1)),
            (Some("APPLIED"), Some("JOINT"), Some(16)),
            (Some("APPLIED"), Some("DELEGATED"), Some(10)),
            (Some("APPROVED"), Some("DELEGATED"), Some(26)),
            (Some("LIVE"), Some("JOINT"), Some(25)),
            (Some("LIVE"), Some("DELEGATED"), Some(128)),
            (Some("DECLINED"), None, Some(1)),
        ]);
        let several = groups(
            &api,
            "adoptionStats(groupBy: [CCG], having: { count: { gte: 3 } }, orderBy: [{ field: COUNT, direction: DESC }])",
            "key { odsCode }",
        );
        let counts: Vec<_> = several.iter().map(|group| group["count"].as_u64().unwrap()).collect();
        assert!(!counts.is_empty() && counts.iter().all(|count| *count >= 3), "{counts:?}");
        assert!(counts.is_sorted_by(|one, next| one >= next), "{counts:?}");
    }

    fn every_list_has_its_flat_rows(store: &Store) {
        let api = bundled(store);
        for (list, of, kind) in [
            ("adoptionRows", "adoptions", "AdoptionRow"),
            ("ccgRows", "ccgs", "CcgRow"),
            ("evidenceRows", "evidence", "EvidenceRow"),
            ("publishedFigureRows", "publishedFigures", "PublishedFigureRow"),
            ("successionRows", "successions", "SuccessionRow"),
            ("membershipRows", "memberships", "MembershipRow"),
            ("scopeRuleRows", "scopeRules", "ScopeRuleRow"),
            ("waveRows", "waves", "WaveRow"),
            ("importIssueRows", "importIssues", "ImportIssueRow"),
            ("areaRows", "areas", "AreaRow"),
            ("modelRows", "models", "ModelRow"),
            ("serviceScopeRows", "serviceScopes", "ServiceScopeRow"),
            ("sourceRows", "sources", "SourceRow"),
            ("importRunRows", "importRuns", "ImportRunRow"),
        ] {
            let columns = columns(&api, kind).join(" ");
            let (mut rows, mut after) = (0, String::new());
            loop {
                let query = format!(
                    "{{ {of} {{ totalCount }} {list}(first: 150 {after}) {{ totalCount nodes {{ {columns} }}
                        pageInfo {{ endCursor hasNextPage }} }} }}"
                );
                let data = api.ask(&query);
                let page = &data[list];
                rows += page["nodes"].as_array().unwrap().len();
                assert_eq!(data[of]["totalCount"], page["totalCount"], "{list}");
                if page["pageInfo"]["hasNextPage"] == false {
                    assert_eq!(page["totalCount"], rows, "{list}");
                    break;
                }
                after = format!("after: {}", page["pageInfo"]["endCursor"]);
            }
        }
    }

    fn a_flat_row_has_codes_and_labels_and_how_sure_it_is(store: &Store) {
        let api = bundled(store);
        let rows = api.ask(
            r#"{ adoptionRows(filter: { ccg: { odsCode: { eq: "11X" } }, wave: { financialYear: { eq: "2019/20" } } }) {
                 nodes { odsCode onsCode ccgName region areaTeam modelCode modelLetter modelName financialYear waveNumber
                   stage effectiveFrom effectiveTo ccgClosedOn evidenceCount bestConfidence basis sourceTitle citedAddress } }
                 ccgRows(filter: { odsCode: { eq: "08F" } }) { nodes { odsCode onsCode ccgName openedOn closedOn region
                   region2025 areaTeam localOfficeCode localOffice stpIcsCode stpIcs successorCount adoptionCount } } }"#,
        );
        assert_eq!(rows["adoptionRows"]["nodes"], json!([{
            "odsCode": "11X", "onsCode": "E38000150", "ccgName": "NHS Somerset CCG", "region": "South",
            "areaTeam": "Bristol, North Somerset, Somerset and South Gloucestershire",
            "modelCode": "DELEGATED", "modelLetter": "C", "modelName": "Delegated commissioning",
            "financialYear": "2019/20", "waveNumber": null, "stage": "LIVE", "effectiveFrom": "2019-04-01",
            "effectiveTo": null, "ccgClosedOn": "2022-06-30", "evidenceCount": 1, "bestConfidence": "PUBLISHED",
            "basis": "\"On 1 April 2019, Somerset CCG took on fully delegated commissioning responsibilities\"",
            "sourceTitle": "Primary care co-commissioning arrangements by CCG, 2014 to 2021/22",
            "citedAddress": "https://nhssomerset.nhs.uk/somerset-primary-care-commissioning-committee/",
        }]));
        assert_eq!(rows["ccgRows"]["nodes"], json!([{
            "odsCode": "08F", "onsCode": "E38000077", "ccgName": "NHS Havering CCG", "openedOn": "2013-04-01",
            "closedOn": "2021-03-31", "region": "London", "region2025": "London", "areaTeam": "London",
            "localOfficeCode": "Q71", "localOffice": "NHS ENGLAND LONDON", "stpIcsCode": "QMF",
            "stpIcs": "East London Health and Care Partnership", "successorCount": 1, "adoptionCount": 0,
        }]));
    }

    fn flat_rows_agree_with_the_lists_row_by_row(store: &Store) {
        let api = bundled(store);
        let order = "orderBy: [{ field: FINANCIAL_YEAR, nulls: FIRST }, { field: CCG_NAME, direction: DESC }], first: 200";
        let data = api.ask(&format!(
            "{{ rows: adoptionRows({order}) {{ nodes {{ odsCode region modelCode financialYear stage evidenceCount }} }}
                list: adoptions({order}) {{ nodes {{ ccg {{ odsCode region {{ name }} }} model {{ code }}
                    wave {{ financialYear }} stage evidence {{ totalCount }} }} }} }}"
        ));
        let (rows, list) = (data["rows"]["nodes"].as_array().unwrap(), data["list"]["nodes"].as_array().unwrap());
        assert_eq!((rows.len(), list.len()), (200, 200));
        for (row, adoption) in rows.iter().zip(list) {
            assert_eq!(*row, json!({
                "odsCode": adoption["ccg"]["odsCode"], "region": adoption["ccg"]["region"]["name"],
                "modelCode": adoption["model"]["code"], "financialYear": adoption["wave"]["financialYear"],
                "stage": adoption["stage"], "evidenceCount": adoption["evidence"]["totalCount"],
            }));
        }
    }
}
