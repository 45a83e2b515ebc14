//! Readers while imports come.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::tempdir;

use super::spread;
use crate::{
    harness::{Api, Store, adoptions, adoptions_of_years, importer, write_text},
    on_both,
};

const IMPORTS: usize = 20;
/// In each second.
const REQUESTS: u32 = 50;
const READERS: u32 = 4;

/// What most ask.
const TOTALS: &str = "{ adoptions { totalCount } of2015: adoptions(filter: { wave: { financialYear: { eq: \"2015/16\" } } }) { totalCount } }";
/// What some ask: each fact with its evidence.
const WHOLE: &str =
    "{ adoptions(first: 200) { totalCount nodes { evidence { totalCount } } pageInfo { hasNextPage } }
    of2015: adoptions(filter: { wave: { financialYear: { eq: \"2015/16\" } } }) { totalCount } }";

/// What a version of the data holds: facts, and facts of 2015/16.
type Held = (u64, u64);

/// What an answer says: the version, and what that holds.
fn said(answer: &Value) -> (u64, Held) {
    assert_eq!(answer.get("errors"), None, "{answer}");
    let total = |list: &str| answer["data"][list]["totalCount"].as_u64().unwrap();
    let facts = &answer["data"]["adoptions"];
    if let Some(nodes) = facts["nodes"].as_array() {
        let more = &facts["pageInfo"]["hasNextPage"];
        assert_eq!(
            (nodes.len() as u64, more),
            (total("adoptions").min(200), &(total("adoptions") > 200).into())
        );
        assert!(nodes.iter().all(|node| node["evidence"]["totalCount"] == 1), "a fact without its evidence");
    }
    (answer["extensions"]["dataVersion"].as_u64().unwrap(), (total("adoptions"), total("of2015")))
}

/// Answers that take long, and come without a pause.
#[test]
fn an_import_comes_to_its_commit_however_many_are_reading() {
    const CLIENTS: usize = 16;
    // Each client asks something else, and nothing is answered twice without being read again.
    let long = |client: usize| {
        let first = 200 - client;
        format!(
            "{{ ccgs(first: {first}) {{ nodes {{ name adoptions {{ nodes {{ evidence {{ totalCount }} }} }} }} }} }}"
        )
    };
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let folder = tempdir().unwrap();
    let facts = adoptions_of_years();
    let files = [&facts[..100], &facts[..150]]
        .map(|facts| write_text(&folder, &format!("{}.csv", facts.len()), facts));
    let api = Api::start_with(&store, &["--answer-cache-mib", "0"]);
    let (is_over, answers) = (AtomicBool::new(false), AtomicU32::new(0));
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (api, is_over, answers, long) = (&api, &is_over, &answers, long(client));
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let answer = api.answer(&long);
                    assert_eq!(answer.get("errors"), None, "{answer}");
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Until all of them are at it.
        while answers.load(Ordering::Relaxed) < 2 * CLIENTS as u32 {
            thread::sleep(Duration::from_millis(20));
        }
        let mut times = Vec::new();
        let mut runs = Vec::new();
        for file in files.iter().cycle().take(4) {
            let begun = Instant::now();
            let file = file.to_str().unwrap();
            runs.push(importer(
                &store,
                &["run", file, "--dataset", "co-commissioning-adoptions", "--replace"],
            ));
            times.push(begun.elapsed());
        }
        is_over.store(true, Ordering::Relaxed);
        for run in runs {
            assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        }
        eprintln!("imports while {CLIENTS} clients ask without a pause: {times:?}");
    });
}

on_both! {
    fn every_answer_during_imports_is_wholly_before_or_wholly_after_one(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        let folder = tempdir().unwrap();
        let all = adoptions_of_years();
        let editions = [&all[..150], &all[..100], &all[..]];
        let files: Vec<_> = editions.iter().map(|facts| write_text(&folder, &format!("{}.csv", facts.len()), facts)).collect();
        let held = |facts: &[bundled_data::facts::AdoptionFact]| -> Held {
            (facts.len() as u64, facts.iter().filter(|fact| fact.financial_year == "2015/16").count() as u64)
        };
        let api = Api::start(store);
        let mut of_version = BTreeMap::from([(9, held(&adoptions()))]);
        let (is_over, asked) = (AtomicBool::new(false), AtomicU32::new(0));
        let answers = Mutex::new(Vec::new());
        let begun = Instant::now();
        thread::scope(|scope| {
            for _ in 0..READERS {
                scope.spawn(|| while !is_over.load(Ordering::Relaxed) {
                    let number = asked.fetch_add(1, Ordering::Relaxed);
                    // When it was to be asked, whether or not somebody was free to.
                    let due = begun + Duration::from_secs(1) * number / REQUESTS;
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let query = if number % 10 == 0 { WHOLE } else { TOTALS };
                    // Some ask what was answered before, and some what nobody has asked.
                    let comment = if number % 3 == 0 { format!(" # {number}") } else { String::new() };
                    let answer = api.answer(&format!("{query}{comment}"));
                    answers.lock().unwrap().push((due.elapsed(), said(&answer)));
                });
            }
            // Whatever fails, the readers end.
            let imported = thread::scope(|imports| imports.spawn(|| {
                (0..IMPORTS).map(|number| {
                    let file = files[number % 3].to_str().unwrap();
                    let run = importer(store, &["run", file, "--dataset", "co-commissioning-adoptions", "--replace", "--format", "json"]);
                    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
                    (run.file()["dataVersion"].as_u64().unwrap(), held(editions[number % 3]))
                }).collect::<Vec<_>>()
            }).join());
            is_over.store(true, Ordering::Relaxed);
            of_version.extend(imported.unwrap());
        });
        let took = begun.elapsed().as_secs_f64();
        let answers = answers.into_inner().unwrap();
        for (_, (version, said)) in &answers {
            assert_eq!(of_version.get(version), Some(said), "of version {version}");
        }
        let versions: std::collections::BTreeSet<u64> = answers.iter().map(|(_, (version, _))| *version).collect();
        eprintln!(
            "{IMPORTS} imports in {took:.1} s, {} answers ({:.0} in a second) of {} versions: {}",
            answers.len(), answers.len() as f64 / took, versions.len(),
            spread(answers.iter().map(|(time, _)| *time).collect())
        );
        assert_eq!(of_version.len(), IMPORTS + 1);
        assert!(answers.len() > IMPORTS && versions.len() > 2, "{} answers of {versions:?}", answers.len());
    }
}
