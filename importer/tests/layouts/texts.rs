//! Texts with what a person does not see, too much of it, or fields that have moved.

use super::*;

const HEADER: &str = "CCG code,CCG name,Model,Status,Year\n";

#[test]
fn what_is_not_seen_makes_no_difference_and_is_kept_as_it_stands() {
    let parsed = csv("CCG\u{ad} code,CCG\u{a0}name,Mo\u{200b}del,Status\u{feff},Year\n\
         0\u{200b}8F,NHS\u{a0}A\u{30a} CCG,De\u{ad}legated\u{2060},L\u{200d}ive,2015\u{200b}/16\n");
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"]);
    let row = &adoptions(&parsed)[0];
    assert_eq!(row.record.ccg.name.as_deref(), Some("NHS \u{c5} CCG"));
    assert_eq!(shown(row, "ods_code"), of("A2", "0\u{200b}8F", "08F", "cleaned of what is not seen"));
}

#[test]
fn a_control_character_is_an_issue_at_its_cell_and_never_handed_on() {
    let parsed =
        csv(&format!("{HEADER}08F,NHS \u{1}Havering CCG,C,Live,2015/16\n07P,,C\u{1b}[31m,Live,2015/16\n"));
    assert_eq!(issues(&parsed), [("control_chars", "B2"), ("control_chars", "C3")]);
    assert_eq!(parsed.issues[0].raw, "NHS \\u{1}Havering CCG");
    assert_eq!(parsed.issues[0].message, "the cell holds the control character U+0001; remove it");
    assert_eq!(parsed.rejected, 2);
    // In a column that is not read it does no harm; in a title it is written out.
    let title = csv("Approved\u{7} models\nCCG code,Model,Year,Remark\n08F,C,2015/16,bell\u{7}\n");
    assert_eq!(cell(&adoptions(&title)[0], "stage").raw, "Approved\\u{7} models");
}

#[test]
fn a_text_that_no_cell_can_hold_is_an_issue() {
    let long = |length| csv(&format!("{HEADER}08F,{},C,Live,2015/16\n", "\u{e9}".repeat(length)));
    assert_eq!(issues(&long(32_767)), []);
    let parsed = long(32_768);
    assert_eq!(issues(&parsed), [("too_long", "B2")]);
    assert_eq!(parsed.issues[0].raw.chars().count(), 200);
}

#[test]
fn a_line_with_more_fields_than_the_header_is_an_issue_when_they_hold_something() {
    let parsed = csv(&format!(
        "{HEADER}08F,NHS Bath, North and East CCG,C,Live,2015/16\n07P,NHS Brent CCG,C,Live,2015/16,,,\n"
    ));
    assert_eq!(facts(&parsed), ["07P Delegated 2015/16 Live"]);
    assert_eq!((issues(&parsed), parsed.rejected), (vec![("ragged_row", "F2")], 1));
    // A line of the header with room for remarks has no surplus.
    let remarks = csv(&format!("{},,\n08F,,C,Live,2015/16,,a remark\n", HEADER.trim_end()));
    assert_eq!((facts(&remarks).len(), issues(&remarks)), (1, vec![]));
    // The lines of a workbook have no end.
    let beside = workbook([("2015-16", |sheet| {
        sheet.write_row(0, 0, ["CCG code", "Model", "Status"]).unwrap();
        sheet.write_row(1, 0, ["08F", "C", "Live", "a remark"]).unwrap();
    })]);
    assert_eq!((facts(&beside).len(), issues(&beside)), (1, vec![]));
}

#[test]
fn a_line_that_explains_the_columns_is_skipped() {
    let parsed = csv(&format!(
        "{HEADER}(3 characters),(as published),A/B/C,applied/approved/live,(yyyy/yy)\n08F,NHS Havering CCG,C,Live,2015/16\n\
         (3 characters),,A/B/C,,\n"
    ));
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"]);
    assert_eq!(skipped(&parsed), [(2, "explanation of the columns")]);
    assert_eq!(issues(&parsed).first(), Some(&("malformed_code", "A4")), "far from the header it is a row");

    let partly = csv("CCG code,Model,Status,Year,Effective from\n,A/B/C,,,dd/mm/yyyy\n08F,C,Live,2015/16,\n");
    assert_eq!((facts(&partly).len(), skipped(&partly)), (1, vec![(2, "explanation of the columns")]));
    let models = csv(
        "Approved for 2016/17\nCCG code,Joint commissioning,Delegated commissioning\n,Yes/No,Yes/No\n08F,Yes,No\n",
    );
    assert_eq!(facts(&models), ["08F Joint 2016/17 Approved"]);
}

#[test]
fn rows_and_lines_are_limited() {
    let text = format!("{HEADER}{}", "08F,,C,Live,2015/16\n".repeat(9));
    let limited = |limits: Limits| {
        let file = FileBytes { name: "list.csv".into(), sha256: String::new(), bytes: text.clone().into() };
        parse(&file, None, &limits, visit).map(|_| ()).map_err(|refusal| refusal.to_string())
    };
    assert_eq!(limited(Limits { rows: 10, ..Limits::default() }), Ok(()));
    let rows = limited(Limits { rows: 9, ..Limits::default() });
    assert_eq!(rows, Err("the file has more than 9 rows with a value (too_many_rows)".to_owned()));
    assert_eq!(limited(Limits { line_bytes: 36, ..Limits::default() }), Ok(()));
    let line = limited(Limits { line_bytes: 30, ..Limits::default() }).unwrap_err();
    assert!(line.starts_with("the record in row 1 has 36 bytes; at most 30 are read"), "{line}");

    let mut workbook = Workbook::new();
    for name in ["2015-16", "2016-17"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["CCG code", "Model", "Status"]).unwrap();
        sheet.write_row(1, 0, ["08F", "C", "Live"]).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let file = FileBytes { name: "list.xlsx".into(), sha256: String::new(), bytes: bytes.into() };
    let refusal = parse(&file, None, &Limits { rows: 3, ..Limits::default() }, visit).unwrap_err();
    assert_eq!(refusal.code.as_str(), "too_many_rows", "all sheets together");
}
