//! The pages as people meet them: in a browser, which reaches nobody but the api.

use std::fs;

use tempfile::tempdir;

use crate::harness::{Api, Store, importer};

/// Opens the pages over the bundled facts, as a file of tests/browser/ says.
fn browse(file: &str) {
    let store = Store::sqlite();
    importer(&store, &["run"]);
    Api::start(&store).browse(file);
}

#[test]
fn queries_are_written_and_run_in_a_browser() {
    browse("graphiql.test.js");
}

#[test]
fn the_cookbook_is_at_hand_in_a_browser() {
    browse("examples.test.js");
}

#[test]
fn a_link_holds_a_query() {
    browse("sharing.test.js");
}

#[test]
fn pages_are_light_or_dark_wide_or_narrow() {
    browse("looks.test.js");
}

#[test]
fn the_front_page_shows_what_is_known_and_what_is_not() {
    browse("overview.test.js");
}

#[test]
fn ccgs_are_searched_filtered_and_sorted_in_a_browser() {
    browse("ccgs.test.js");
}

#[test]
fn a_ccg_shows_each_fact_with_its_evidence() {
    browse("ccg.test.js");
}

#[test]
fn published_figures_stand_beside_what_comes_out() {
    browse("figures.test.js");
}

#[test]
fn what_is_missing_and_what_was_rejected_is_shown() {
    let store = Store::sqlite();
    importer(&store, &["run"]);
    let folder = tempdir().unwrap();
    let faulty = folder.path().join("faulty.csv");
    fs::write(
        &faulty,
        "CCG code,Model,Financial year,Stage\n08F,Deligated,2015/16,Live\n08K,Joint,2015/16,Live\n",
    )
    .unwrap();
    assert_eq!(importer(&store, &["run", faulty.to_str().unwrap(), "--dataset", "faulty"]).code, 65);
    Api::start(&store).browse("coverage.test.js");
}

#[test]
fn pages_say_that_nothing_has_been_imported_yet() {
    let store = Store::sqlite();
    importer(&store, &["migrate"]);
    Api::start(&store).browse("empty.test.js");
}
