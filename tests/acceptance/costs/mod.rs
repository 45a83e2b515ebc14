//! What answers cost, told without a clock: how many statements, and how much each of them reads.

mod asking;
mod plan;
mod questions;

use api::table::{column, one_of};
use entities::ccg;
use sea_orm::sea_query::Query;

use crate::{
    harness::{Store, importer},
    on_both,
};

use self::{asking::Asking, questions::QUESTIONS};

on_both! {
    fn a_question_takes_as_many_statements_as_are_recorded(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        let asking = Asking::of(store);
        asking.read_what_is_kept();
        let differing: Vec<String> = QUESTIONS
            .iter()
            .filter_map(|question| {
                let (expected, took) = (question.statements, asking.ask(question).len());
                (took != expected).then(|| format!("{}: {took} statements, {expected} recorded", question.name))
            })
            .collect();
        // What takes fewer now is recorded so, in `questions.rs`.
        assert!(differing.is_empty(), "{differing:#?}");
    }
}

#[test]
fn groups_are_judged_by_what_is_asked_of_them_and_no_more() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let asking = Asking::of(&store);
    let counting =
        || QUESTIONS.iter().filter(|question| question.text.contains("adoptionStats(groupBy: [MODEL"));
    assert_eq!(counting().count(), 2);
    for question in counting() {
        let counted = asking.ask(question).pop().unwrap().sql;
        assert!(counted.contains("COUNT(*)"), "{counted}");
        let others = ["DISTINCT", "MIN(", "MAX(", "OVER"].into_iter().filter(|other| counted.contains(other));
        assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new(), "{}: {counted}", question.name);
    }
}

#[test]
fn related_rows_beyond_a_page_are_read_only_where_they_are_few() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    // Twenty more of each.
    store.execute(
        "WITH RECURSIVE copy (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < 20)
         INSERT INTO adoption (natural_key, import_run_id, recorded_at, ccg_id, model_id, wave_id, stage)
         SELECT natural_key || number, import_run_id, recorded_at, ccg_id, model_id, wave_id, stage FROM adoption, copy",
    );
    let asking = Asking::of(&store);
    for (list, related, are_cut) in [
        ("ccgs", "adoptions(first: 5)", true),
        ("ccgs", "adoptions(first: 50)", false),
        ("ccgs", "successors(first: 5)", false),
        ("models", "adoptions(first: 50)", true),
    ] {
        let statements =
            asking.sent_for(&format!("{{ {list} {{ nodes {{ {related} {{ nodes {{ id }} }} }} }} }}"));
        let of_related = &statements.last().unwrap().sql;
        assert_eq!(of_related.contains(" LIMIT "), are_cut, "{related} of {list}: {of_related}");
    }
}

on_both! {
    fn a_statement_asks_for_as_many_texts_as_there_may_be(store: &Store) {
        assert_eq!(importer(store, &["run"]).code, 0);
        // A statement takes so many parameters only, and a text may have in it what ends another.
        let unknown = (0..40_000).map(|number| format!("{number} '\" \\ \u{e4}"));
        let names = unknown.chain(["NHS Lambeth CCG".to_owned()]);
        let select = Query::select()
            .expr(column(ccg::Column::Id))
            .from(ccg::Entity)
            .and_where(one_of(column(ccg::Column::Name), names))
            .to_owned();
        assert_eq!(Asking::of(store).count(&select), 1);
    }
}

/// How SQLite works does not depend on how many rows there are, for nobody counts them for it: so it can be seen of few. The
/// planner of PostgreSQL looks at them, and reads a small table as a whole.
#[test]
fn a_page_is_read_and_no_more() {
    let store = Store::sqlite();
    assert_eq!(importer(&store, &["run"]).code, 0);
    assert!(store.column("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").is_empty());
    let asking = Asking::of(&store);
    for question in QUESTIONS {
        let told: Vec<String> = asking
            .ask(question)
            .iter()
            .filter_map(|statement| plan::trouble(statement, &asking.plan(statement)))
            .collect();
        match question.reads_all {
            None => assert!(told.is_empty(), "{}: {}", question.name, told.join("\n")),
            Some(why) => assert!(!told.is_empty(), "{} no longer reads all: {why}", question.name),
        }
    }
}
