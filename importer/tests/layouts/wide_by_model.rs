//! A column for each model.

use super::*;

const TITLE: &str = "CCGs approved for 2016/17 (synthetic)\n";
const HEADER: &str = "CCG code,Greater involvement,Joint commissioning,Delegated commissioning*\n";

#[test]
fn each_yes_is_a_record_of_the_model_of_its_heading() {
    let parsed = csv(&format!(
        "{TITLE}{HEADER}08F,Yes,,\n07P,N,x,-\n07W,no,0,\u{2713}\n08C,,,1\n08E,FALSE,,true\n08G,,Y,\n08Y,,,No\n\
         Total,1,2,3\n"
    ));
    assert_eq!(
        facts(&parsed),
        [
            "08F GreaterInvolvement 2016/17 Approved",
            "07P Joint 2016/17 Approved",
            "07W Delegated 2016/17 Approved",
            "08C Delegated 2016/17 Approved",
            "08E Delegated 2016/17 Approved",
            "08G Joint 2016/17 Approved",
        ]
    );
    assert_eq!(skipped(&parsed), [(9, "states nothing"), (10, "total")]);
    let row = &adoptions(&parsed)[1];
    let rule = "column heading, \"Joint commissioning\" -> JOINT";
    assert_eq!(shown(row, "model"), of("C4", "x", "JOINT", rule));
    let title = TITLE.trim_end();
    assert_eq!(shown(row, "financial_year"), of("A1", title, "2016/17", "title"));
    assert_eq!(shown(row, "stage"), of("A1", title, "APPROVED", "title, \"approved\" -> APPROVED"));
    assert_eq!(row.place.cells[0].field, "ods_code", "what stands outside the row comes last");
}

#[test]
fn ticks_of_a_workbook_may_be_numbers_and_truth_values() {
    let parsed = workbook([("2016-17", |sheet| {
        sheet.write_row(0, 0, ["CCG code", "Status", "Model 1", "Model 2", "Model 3"]).unwrap();
        for (row, code) in [(1, "08F"), (2, "07P"), (3, "07W")] {
            sheet.write_row(row, 0, [code, "Live"]).unwrap();
        }
        sheet.write_number(1, 2, 1).unwrap();
        sheet.write_boolean(2, 2, false).unwrap();
        sheet.write_boolean(2, 3, true).unwrap();
        sheet.write_formula(3, 4, "=1/0").unwrap();
    })]);
    assert_eq!(facts(&parsed), ["08F GreaterInvolvement 2016/17 Live", "07P Joint 2016/17 Live"]);
}

#[test]
fn two_yes_in_a_row_contradict_each_other_and_other_text_is_an_issue() {
    let parsed = csv(&format!("{TITLE}{HEADER}08F,Yes,,Yes\n07P,,maybe,\n07W,,Yes,from April\n"));
    assert_eq!(facts(&parsed), ["07W Joint 2016/17 Approved"]);
    assert_eq!(
        issues(&parsed),
        [("duplicate_conflict", "B3"), ("unknown_value", "C4"), ("unknown_value", "D5")]
    );
    assert_eq!(parsed.rejected, 3);
}

#[test]
fn without_a_year_or_a_status_the_file_is_refused() {
    let text = |title: &str| format!("{title}\n{HEADER}08F,Yes,,\n");
    assert_eq!(refusal(&text("CCGs approved")).code.as_str(), "missing_period");
    assert_eq!(refusal(&text("CCGs of 2016/17")).code.as_str(), "missing_stage");
    assert_eq!(refusal(&text("CCGs not yet approved for 2016/17")).code.as_str(), "missing_stage");
}

#[test]
fn each_model_of_each_year_may_have_a_column() {
    for header in [
        "Live\nCCG code,2015/16 Joint,2015/16 Delegated,2016/17 Joint,2016/17 Delegated\n",
        "Live\nCCG code,2015/16,,2016/17,\n,Joint,Delegated,Joint,Delegated\n",
        "Live\nCCG code,Joint (wave 1),Delegated (wave 1),Joint (wave 2),Delegated (wave 2)\n",
    ] {
        let parsed = csv(&format!("{header}08F,Yes,,,Yes\n07P,,x,,x\n07W,,,,\n08C,Yes,Yes,Yes,\n"));
        let expected = [
            "08F Joint 2015/16 Live",
            "08F Delegated 2016/17 Live",
            "07P Delegated 2015/16 Live",
            "07P Delegated 2016/17 Live",
            "08C Joint 2016/17 Live",
        ];
        assert_eq!(facts(&parsed), expected, "{header}");
        assert_eq!(issues(&parsed).len(), 1, "{header}: {:?}", parsed.issues);
        assert_eq!(issues(&parsed)[0].0, "duplicate_conflict", "{header}");
    }
    let parsed = csv("Live\nCCG code,2015/16,,2016/17,\n,Joint,Delegated,Joint,Delegated\n08F,Yes,,,Yes\n");
    let row = &adoptions(&parsed)[1];
    assert_eq!(shown(row, "financial_year"), of("D2", "2016/17", "2016/17", "column heading"));
    assert_eq!(cell(row, "model").address.as_deref(), Some("E4"));
}

#[test]
fn models_of_which_only_some_have_a_year_are_no_columns_of_models() {
    let text = "Live 2016/17\nCCG code,2015/16 Joint,Delegated\n08F,Yes,\n";
    assert_eq!(refusal(text).code.as_str(), "no_header");
    let twice = "Live\nCCG code,Year,2015/16 Joint,2015/16 Delegated\n08F,2016/17,Yes,\n";
    assert_eq!(refusal(twice).code.as_str(), "no_header");
}

#[test]
fn a_heading_may_ask_whether_a_model_holds() {
    for heading in
        ["Delegated?", "Delegated (Y/N)", "Delegated commissioning? (Yes/No)", "Full delegation Y/N"]
    {
        let parsed =
            csv(&format!("CCGs live 2016/17\nCCG code,{heading}\n08F,Yes\n07P,No\n07W,Yes (from July)\n"));
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"], "{heading}");
        assert_eq!(issues(&parsed), [("unknown_value", "B5")], "{heading}");
    }
}

#[test]
fn the_cells_of_models_may_say_the_year_where_nothing_else_does() {
    let parsed = csv(
        "Live\nCCG code,Joint,Delegated\n08F,2015/16,2016/17\n07P,,Wave 1\n07W,Yes,\n08C,2015/16,2015/16\n",
    );
    let expected = ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Live", "07P Delegated 2015/16 Live"];
    assert_eq!(facts(&parsed), expected);
    assert_eq!(issues(&parsed), [("missing_value", "A5"), ("duplicate_conflict", "B6")]);
    assert_eq!(
        shown(&adoptions(&parsed)[1], "financial_year"),
        of("C3", "2016/17", "2016/17", "as it stands")
    );
    let told = csv("Live 2016/17\nCCG code,Joint,Delegated\n08F,2015/16,\n07P,,Yes\n");
    assert_eq!(
        (facts(&told), issues(&told)),
        (vec!["07P Delegated 2016/17 Live".to_owned()], vec![("unknown_value", "B3")])
    );
}
