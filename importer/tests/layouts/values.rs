//! What cells hold where a model or a day belongs.

use super::*;

const HEADER: &str = "CCG code,Model,Status,Year,Effective from,Effective to,Date of statement\n";

#[test]
fn none_not_applicable_to_be_confirmed_a_dash_and_a_blank_are_told_apart() {
    let parsed = csv(&format!(
        "{HEADER}08F,None,Live,2015/16\n07P,n/a,Live,2015/16\n07W,-,Live,2015/16\n08C,,Live,2015/16\n\
         08E,TBC,Applied,2015/16\n08G,No thanks,Live,2015/16\n"
    ));
    assert_eq!(skipped(&parsed), [(2, "says that there is no model"), (3, "says that it does not apply")]);
    assert_eq!(issues(&parsed), [("missing_model", "B4"), ("missing_model", "B5"), ("unknown_model", "B7")]);
    assert_eq!((parsed.issues[0].raw.as_str(), parsed.issues[1].raw.as_str()), ("-", ""));
    let [unknown] = adoptions(&parsed) else { panic!("{parsed:?}") };
    assert_eq!((unknown.record.model, cell(unknown, "model").raw.as_str()), (None, "TBC"));
    assert_eq!(cell(unknown, "model").rule, "as it stands, not stated");
}

#[test]
fn a_dash_and_not_applicable_are_no_days() {
    let parsed =
        csv(&format!("{HEADER}08F,C,Live,15/16,01/04/15,-,Apr-15\n08G,C,Live,15/16,1-Apr-15,n/a,2017\n"));
    assert_eq!(issues(&parsed), []);
    let dates = |place: usize| {
        let record = &adoptions(&parsed)[place].record;
        (
            record.effective_from.unwrap().to_string(),
            record.effective_to,
            record.stated_on.unwrap().to_string(),
        )
    };
    assert_eq!(dates(0), ("2015-04-01".into(), None, "2015-04".into()));
    assert_eq!(dates(1), ("2015-04-01".into(), None, "2017".into()));
    assert_eq!(cell(&adoptions(&parsed)[1], "effective_to").rule, "as it stands, not applicable");
}

#[test]
fn days_that_may_be_others_are_issues() {
    for text in ["04/13/2015", "April 15", "15-04-16", "01/04/85", "42095", "April 2015", "31/04/2015"] {
        let parsed = csv(&format!("{HEADER}08F,C,Live,2015/16,{text}\n"));
        assert_eq!(issues(&parsed), [("bad_date", "E2")], "{text}");
    }
}

fn dated(since_1904: bool) -> Parsed {
    // 1 April 2015 in both systems, without the format of a date, and numbers that are no days of this century.
    let number = if since_1904 { 40633.0 } else { 42095.0 };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet
        .write_row(0, 0, ["CCG code", "Model", "Status", "Year", "Effective from", "Date of statement"])
        .unwrap();
    for (row, from, stated) in [(1, number, 2015.0), (2, number + 0.5, 20_150_401.0), (3, 5.0, number)] {
        sheet.write_row(row, 0, ["08F", "C", "Live", "2015/16"]).unwrap();
        sheet.write_number(row, 4, from).unwrap();
        sheet.write_number(row, 5, stated).unwrap();
    }
    let mut bytes = workbook.save_to_buffer().unwrap();
    if since_1904 {
        bytes = edited(&bytes, "xl/workbook.xml", "<workbookPr", "<workbookPr date1904=\"1\"");
    }
    let file = FileBytes { name: "list.xlsx".into(), sha256: String::new(), bytes: bytes.into() };
    balanced(parse(&file, None, &Limits::default(), visit).unwrap_or_else(|refusal| panic!("{refusal}")))
}

#[test]
fn a_number_where_a_day_belongs_is_counted_from_the_workbooks_own_beginning() {
    for (since_1904, rule) in [(false, "number as days since 1900"), (true, "number as days since 1904")] {
        let parsed = dated(since_1904);
        assert_eq!(issues(&parsed), [("bad_date", "E4")]);
        for row in adoptions(&parsed) {
            assert_eq!(cell(row, "effective_from").value, "2015-04-01");
            assert!(cell(row, "effective_from").rule.starts_with(rule));
        }
        let stated = |place: usize| cell(&adoptions(&parsed)[place], "stated_on").value.clone();
        assert_eq!([stated(0), stated(1)], ["2015", "2015-04-01"]);
    }
}

#[test]
fn a_mark_of_doubt_or_denial_is_no_part_of_a_model_or_a_status() {
    for model in ["Delegated?", "!Joint", "\u{ac}Delegated", "Delegated/", "-Delegated", "Joint / ?"] {
        let parsed = csv(&format!("CCG code,Model,Status,Year\n08F,{model},Live,2016/17\n"));
        assert_eq!(issues(&parsed), [("unknown_model", "B2")], "{model}");
    }
    let parsed = csv("CCG code,Model,Status,Year\n08F,Joint,Live,Wave 2?\n");
    assert_eq!(issues(&parsed), [("fy_unparseable", "D2")]);
    let parsed = csv("CCG code,Model,Status,Year\n08F,Joint,Live?,2016/17\n");
    assert_eq!(issues(&parsed), [("unknown_value", "C2")]);
}

#[test]
fn an_end_before_its_beginning_or_its_year_is_an_issue() {
    let parsed = csv("CCG code,Model,Status,Year,Effective from,Effective to\n\
         08F,C,Live,2016/17,01/04/2016,31/03/2015\n08K,C,Live,2016/17,,31/03/2012\n");
    assert_eq!(issues(&parsed)[0], ("dates_out_of_order", "F2"));
    assert_eq!(issues(&parsed).last(), Some(&("dates_out_of_order", "F3")));
}

#[test]
fn days_of_a_sheet_that_is_written_month_first_are_not_read_day_first() {
    let rows = "08F,C,Live,2015/16,05/06/2015,,03/04/2015\n07P,C,Live,2015/16,2015-04-01,,04/13/2015\n\
         07W,C,Live,2015/16,05/05/2015,,5 June 2015\n08C,C,Live,2015/16,06/05/2015,,\n";
    let parsed = csv(&format!("{HEADER}{rows}"));
    assert_eq!(facts(&parsed), ["07W Delegated 2015/16 Live"]);
    let bad = [("bad_date", "E2"), ("bad_date", "G2"), ("bad_date", "G3"), ("bad_date", "E5")];
    assert_eq!(issues(&parsed), bad);
    assert!(parsed.issues[0].message.contains("\"04/13/2015\" in G3"), "{:?}", parsed.issues[0]);
    let british = csv(&format!("{HEADER}{}", rows.replace("04/13/2015", "13/04/2015")));
    assert_eq!((facts(&british).len(), issues(&british)), (4, vec![]));
}

#[test]
fn a_wave_beside_its_year_is_one_year_and_beside_another_an_issue_that_says_so() {
    let parsed = csv("CCG code,Model,Status,Wave\n08F,C,Live,Wave 2 (2016/17)\n07P,C,Live,Wave 2 2015/16\n");
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"]);
    assert!(parsed.issues[0].message.contains("expected 2016/17 for wave 2"), "{:?}", parsed.issues[0]);
}

#[test]
fn a_condition_is_no_approval_and_other_words_for_a_status_are_read() {
    for (status, stage) in [
        ("Rejected", "Declined"),
        ("Agreed", "Approved"),
        ("Submitted", "Applied"),
        ("Implemented", "Live"),
        ("Expressed an interest", "ExpressedInterest"),
    ] {
        let parsed = csv(&format!("CCG code,Model,Current status,FY\n08F,C,{status},2015/16\n"));
        assert_eq!(facts(&parsed), [format!("08F Delegated 2015/16 {stage}")], "{status}");
    }
    let parsed = csv("CCG code,Model,Status,Year\n08F,C,Conditionally approved,2015/16\n");
    assert_eq!((facts(&parsed).len(), issues(&parsed)), (0, vec![("unknown_value", "C2")]));
}

#[test]
fn days_stand_under_the_headings_that_people_give_them() {
    for heading in
        ["Effective date", "Go live date", "Commencement date", "Date live", "From", "With effect from"]
    {
        let parsed = csv(&format!(
            "CCG code,Model,Status,Year,{heading},Until\n08F,C,Live,2015/16,01/04/2015,31/03/2016\n"
        ));
        let row = &adoptions(&parsed)[0];
        assert_eq!(cell(row, "effective_from").value, "2015-04-01", "{heading}");
        assert_eq!(cell(row, "effective_to").value, "2016-03-31", "{heading}");
    }
}

#[test]
fn waves_are_numbers_beneath_a_heading_that_numbers_them_only() {
    for heading in ["Wave", "Tranche", "Round", "Wave number", "Wave/Year"] {
        for wave in ["2", "W2", "Wave two", "2016/17", "Wave 2"] {
            let parsed = csv(&format!("CCG code,Model,Status,{heading}\n08F,C,Live,{wave}\n"));
            assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"], "{heading} {wave}");
        }
        for wave in ["0", "5", "2.5", "2 or 3"] {
            let parsed = csv(&format!("CCG code,Model,Status,{heading}\n08F,C,Live,{wave}\n"));
            assert_eq!(issues(&parsed), [("fy_unparseable", "D2")], "{heading} {wave}");
        }
    }
    let years = csv("CCG code,Model,Status,Year\n08F,C,Live,2\n07P,C,Live,Wave two\n");
    assert_eq!(
        (facts(&years), issues(&years)),
        (vec!["07P Delegated 2016/17 Live".to_owned()], vec![("fy_unparseable", "D2")])
    );
    let twins = csv("CCG code,Model,Status,Year,Wave\n08F,C,Live,2016/17,2\n07P,C,Live,2016/17,1\n");
    assert_eq!((facts(&twins).len(), issues(&twins)), (1, vec![("duplicate_conflict", "E3")]));
}

#[test]
fn models_are_numbers_beneath_a_heading_that_numbers_them_only() {
    for heading in ["Model", "Co-commissioning level", "Delegation level"] {
        let parsed =
            csv(&format!("CCG code,{heading},Status,Year\n08F,3,Live,2016/17\n07P,4,Live,2016/17\n"));
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"], "{heading}");
        assert_eq!(issues(&parsed), [("unknown_model", "B3")], "{heading}");
    }
    for heading in ["Arrangement", "Type of co-commissioning"] {
        let parsed =
            csv(&format!("CCG code,{heading},Status,Year\n08F,3,Live,2016/17\n07P,Joint,Live,2016/17\n"));
        assert_eq!((facts(&parsed).len(), issues(&parsed)), (1, vec![("unknown_model", "B2")]), "{heading}");
    }
    let group = csv("CCG code,Level,Status,Year\nDelegated,,,\n08F,3,Live,2016/17\n07P,2,Live,2016/17\n");
    assert_eq!((facts(&group).len(), issues(&group)), (1, vec![("unclear_group", "B4")]));
}

#[test]
fn the_code_of_an_integrated_care_board_is_told_as_such() {
    let parsed = csv("CCG code,Model,Status,Year\nQKK,C,Live,2021/22\nQK,C,Live,2021/22\n");
    assert_eq!(issues(&parsed), [("not_a_ccg", "A2"), ("malformed_code", "A3")]);
}
