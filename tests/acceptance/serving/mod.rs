//! How the api serves: read-only, one schema, a fixed number of statements, and plain words when it cannot.

mod audits;
mod caching;
mod limits;
mod observing;
mod stopping;
mod tables;
mod traces;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use api::{
    config::Serving,
    database::{self, Databases},
};

use crate::{
    harness::{Api, Store, block_on, importer, importer_alone},
    on_both,
};

on_both! {
    fn an_empty_database_is_refused_with_the_command_that_fills_it(store: &Store) {
        let told = Api::refused(store);
        assert!(told.contains("importer run"), "{told}");
        assert!(told.ends_with("exit code 78") || told.ends_with("exit code 69"), "{told}");
    }

    fn a_new_import_is_served_without_a_restart(store: &Store) {
        importer(store, &["migrate"]);
        let api = Api::start(store);
        let count = || api.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"].clone();
        assert_eq!(count(), 0);
        assert_eq!(importer(store, &["run"]).code, 0);
        assert_eq!(count(), 207);
        let (status, health) = api.get("/health/ready");
        assert_eq!(status, 200);
        assert!(health.contains("\"dataVersion\":9"), "{health}");
    }

    fn a_list_costs_the_same_number_of_statements_whatever_its_length(store: &Store) {
        importer(store, &["run"]);
        let statements = |first: usize| block_on(async {
            let databases = Databases::at(store.url());
            let reader = database::open(&databases, &Serving::default()).await.unwrap();
            let count = Arc::new(AtomicUsize::new(0));
            let seen = Arc::clone(&count);
            reader.observe(move |_| { seen.fetch_add(1, Ordering::Relaxed); });
            let schema = api::schema::build(reader);
            let query = format!(
                "{{ ccgs(first: {first}, filter: {{ openOn: \"2013-04-01\" }}) {{ totalCount nodes {{ odsCode onsCode
                     region {{ name }} identities {{ name }} predecessors {{ nodes {{ odsCode }} }}
                     successors {{ edges {{ effectiveOn node {{ odsCode }} }} }}
                     adoptions {{ totalCount nodes {{ stage model {{ code }} wave {{ financialYear }}
                       evidence {{ nodes {{ sheet source {{ title }} citedSource {{ title }} }} }} }} }} }} }} }}"
            );
            // What is looked up once for an edition of the data depends on what was asked before.
            for _ in 0..2 {
                count.store(0, Ordering::Relaxed);
                let answer = schema.execute(query.as_str().into()).await;
                assert!(answer.errors.is_empty(), "{:?}", answer.errors);
            }
            count.load(Ordering::Relaxed)
        });
        let (few, many) = (statements(5), statements(50));
        assert_eq!(few, many);
        assert!(many <= 14, "{many} statements");
    }
}

#[test]
fn a_database_of_an_unknown_kind_is_a_wrong_command_line() {
    let run = importer_alone(&["runs", "--database-url", "mysql://ann:s3cr3t@db/facts"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("mysql://db/facts is not a database that is known"), "{}", run.stderr);
}
