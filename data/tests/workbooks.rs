//! The committed workbooks and the facts agree.

use bundled_data::{Error, adoption_workbook, facts, workbooks};

#[test]
fn the_committed_workbooks_are_exactly_what_the_facts_give() {
    for made in workbooks::make_all().unwrap() {
        assert!(
            made.is_committed().unwrap(),
            "{} is out of date; run: cargo run -p bundled-data --bin make-workbooks",
            made.path
        );
    }
}

#[test]
fn a_misspelt_model_reaches_the_sheet_so_that_a_test_can_spoil_a_copy() {
    let mut spoilt = facts::adoptions().unwrap();
    let whole = adoption_workbook::build(&spoilt).unwrap();
    spoilt[0].model = "Deligated commissioning".to_owned();
    assert_ne!(adoption_workbook::build(&spoilt).unwrap(), whole);
}

#[test]
fn a_statement_for_a_year_without_a_sheet_is_refused_and_not_lost() {
    let mut facts = facts::adoptions().unwrap();
    facts[0].financial_year = "2018/19".to_owned();
    let refusal = adoption_workbook::build(&facts).unwrap_err();
    assert!(matches!(refusal, Error::NoSheet { financial_year, .. } if financial_year == "2018/19"));
}
