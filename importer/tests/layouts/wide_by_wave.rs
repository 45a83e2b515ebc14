//! A column for each year.

use super::*;

const HEADER: &str = "CCG code,CCG name,Status,2015/16,Wave 2 2016-17,Wave 3\n";

#[test]
fn each_cell_that_names_a_model_is_a_record_with_the_year_of_its_heading() {
    let parsed = csv(&format!("{HEADER}08F,NHS Havering CCG,Live,Joint,Delegated,Model C\n"));
    assert_eq!(
        facts(&parsed),
        ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Live", "08F Delegated 2017/18 Live"]
    );
    let rows = adoptions(&parsed);
    assert_eq!(shown(&rows[1], "model"), of("E2", "Delegated", "DELEGATED", "as it stands"));
    assert_eq!(shown(&rows[1], "financial_year"), of("E1", "Wave 2 2016-17", "2016/17", "column heading"));
    assert_eq!(shown(&rows[2], "financial_year"), of("F1", "Wave 3", "2017/18", "column heading"));
    assert_eq!(parsed.sheets[0].rows, 3, "a row that states three facts counts as three");
}

#[test]
fn a_dash_is_no_statement_none_is_a_statement_of_no_model_and_other_text_is_an_issue() {
    let parsed = csv(&format!(
        "{HEADER}08F,NHS Havering CCG,Live,-,None,Delegated\n\
         07P,NHS Brent CCG,Live,,n/a,Not delegated\n\
         07W,NHS Ealing CCG,Live,\u{2013},,\n\
         London,,,,,\n\
         Total,,,1,2,1\n"
    ));
    assert_eq!(facts(&parsed), ["08F Delegated 2017/18 Live"]);
    assert_eq!(
        skipped(&parsed),
        [
            (2, "says that there is no model"),
            (3, "says that it does not apply"),
            (4, "states nothing"),
            (5, "group heading"),
            (6, "total")
        ]
    );
    assert_eq!(issues(&parsed), [("unknown_model", "F3")]);
}

#[test]
fn what_is_wrong_with_the_ccg_of_a_row_is_told_once() {
    let parsed = csv(&format!("{HEADER}8F,NHS Havering CCG,Live,Joint,Delegated,\n"));
    assert_eq!((issues(&parsed), parsed.rejected), (vec![("malformed_code", "A2")], 2));
}

#[test]
fn the_years_may_stand_beneath_a_merged_heading_and_the_status_in_the_title() {
    let parsed = workbook([("List", |sheet| {
        sheet.write_string(0, 0, "Approved models, a synthetic list").unwrap();
        sheet.write_row(2, 0, ["CCG code", "CCG name"]).unwrap();
        sheet.merge_range(2, 2, 2, 3, "Co-commissioning model", &Format::new()).unwrap();
        sheet.write_row(3, 2, ["2015/16", "2016/17"]).unwrap();
        sheet.write_row(4, 0, ["08F", "NHS Havering CCG", "Joint", "Delegated"]).unwrap();
    })]);
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Approved", "08F Delegated 2016/17 Approved"]);
    let stage = of("A1", "Approved models, a synthetic list", "APPROVED", "title, \"approved\" -> APPROVED");
    assert_eq!(shown(&adoptions(&parsed)[0], "stage"), stage);
    assert_eq!(cell(&adoptions(&parsed)[0], "model").address.as_deref(), Some("C5"));
    assert_eq!(cell(&adoptions(&parsed)[1], "financial_year").address.as_deref(), Some("D4"));
}

#[test]
fn without_a_status_the_file_is_refused() {
    for title in ["A synthetic list", "Applied and approved", "Not approved", "Disapproved"] {
        let text =
            format!("{title}\nCCG code,CCG name,2015/16,2016/17\n08F,NHS Havering CCG,Joint,Delegated\n");
        assert_eq!(refusal(&text).code.as_str(), "missing_stage", "{title}");
    }
}

#[test]
fn a_cell_may_only_say_yes_to_the_one_model_of_the_title() {
    let parsed = csv(
        "Delegated commissioning live by wave\nCCG code,Wave 1 (2015/16),Wave 2 (2016/17)\n08F,Yes,\n07P,no,\u{2713}\n07W,,Joint\n\
         08C,1,\n",
    );
    let expected = ["08F Delegated 2015/16 Live", "07P Delegated 2016/17 Live", "07W Joint 2016/17 Live"];
    assert_eq!(facts(&parsed), expected);
    let rule = "title, \"delegated commissioning\" -> DELEGATED";
    assert_eq!(shown(&adoptions(&parsed)[0], "model"), of("B3", "Yes", "DELEGATED", rule));
    assert_eq!(issues(&parsed), [("unknown_model", "B6")], "a number may be that of a level");
    for title in ["Live by wave", "Joint and delegated commissioning, live", "CCGs live, but not delegated"] {
        let parsed = try_csv(&format!("{title}\nCCG code,Status,Wave 1,Wave 2\n08F,Live,Yes,\n"));
        assert_eq!(issues(&parsed.unwrap()), [("unknown_model", "C3")], "{title}");
    }
}
