//! How often answers allocate: a measure of what they cost the processor that is the same on every machine. It is a program of its
//! own, because nothing else may be at work in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "the numbers are there to be read")]

use std::{alloc::System, env, path::Path, process::Command};

use api::{
    config::Serving,
    database::{self, Databases},
    rendering::text,
    schema::{self, Schema},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A question about the bundled facts, and how often its answer allocates.
///
/// To renew the numbers: `./test.sh -E 'binary(allocations)' --no-capture` prints them as they are.
const RECORDED: [(&str, &str, usize); 8] = [
    (
        "a CCG with its adoptions",
        r#"{ ccg(odsCode: "11X") { odsCode name adoptions { nodes {
             stage effectiveFrom model { code title } wave { financialYear title } } } } }"#,
        383,
    ),
    (
        "the CCGs of a region with their adoptions",
        r#"{ ccgs(filter: { region: { name: { eq: "London" } } }) { nodes { odsCode name adoptions { nodes {
             stage model { code } wave { financialYear } } } } } }"#,
        903,
    ),
    (
        "200 adoptions with their CCGs",
        "{ adoptions(first: 200) { nodes { stage ccg { odsCode name } } } }",
        1584,
    ),
    ("200 adoptions as flat rows", "{ adoptionRows(first: 200) { nodes { stage odsCode ccgName } } }", 882),
    (
        "how many adoptions there are of each model and round",
        "{ adoptionStats(groupBy: [MODEL, FINANCIAL_YEAR]) { groups { key { model financialYear } count } } }",
        352,
    ),
    (
        "a page of CCGs from the end, with cursors",
        "{ ccgs(last: 50) { edges { cursor node { odsCode name } } pageInfo { startCursor } } }",
        1514,
    ),
    (
        "CCGs with their positions on a day",
        r#"{ ccgs(asOf: "2016-06-01") { nodes { odsCode position { status model { code } } } } }"#,
        2044,
    ),
    ("a search", r#"{ search(text: "lambth") { matched quality ccg { odsCode } } }"#, 1127),
];

/// How far an answer may be above what is recorded: a little of it is chance, such as the order of a map.
const HEADROOM: f64 = 1.25;

/// The importer, which stands beside the folder of this program.
fn import(url: &str) {
    let beside = env::current_exe().unwrap();
    let importer = beside.parent().and_then(Path::parent).unwrap().join("importer");
    assert!(importer.exists(), "{} is not built; ./test.sh builds it", importer.display());
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let run = Command::new(importer)
        .args(["run", "--database-url", url])
        .current_dir(repository)
        .env_remove("SOURCES")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// How often the answer to a question, written for a client, allocates at best: what is kept from question to question was made before.
fn allocations(runtime: &Runtime, schema: &Schema, question: &str) -> usize {
    let once = || {
        let region = Region::new(ALLOCATOR);
        let asked = schema.read(question.into()).unwrap();
        let (_, answer) = runtime.block_on(schema.answer(asked, &schema.snapshot_of(0))).unwrap();
        let written = text(&answer);
        let allocations = region.change().allocations;
        assert!(answer.errors.is_empty(), "{question}: {:?}", answer.errors);
        assert!(written.starts_with(b"{\"data\":{"), "{question}");
        allocations
    };
    (0..5).map(|_| once()).min().unwrap()
}

#[test]
fn answers_allocate_as_often_as_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("facts.sqlite").display());
    import(&url);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let reader = runtime.block_on(database::open(&Databases::at(url), &Serving::default())).unwrap();
    let schema = schema::build(reader);
    let mut above = Vec::new();
    for (name, question, recorded) in RECORDED {
        let allocations = allocations(&runtime, &schema, question);
        println!("{allocations:>8} allocations, {recorded:>8} recorded: {name}");
        #[expect(clippy::cast_precision_loss, reason = "they are some thousands")]
        if allocations as f64 > recorded as f64 * HEADROOM {
            above.push(format!("{name}: {allocations}, {recorded} recorded"));
        }
    }
    assert!(above.is_empty(), "{above:#?}");
}
