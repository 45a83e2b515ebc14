//! A sheet for each region, and lists that say the rest in their title.

use super::*;

#[test]
fn a_sheet_that_is_named_after_a_region_gives_it_to_its_rows() {
    let fill = |sheet: &mut Worksheet| {
        sheet.write_row(0, 0, ["CCG code", "Model", "Status", "Year"]).unwrap();
        sheet.write_row(1, 0, ["08F", "Delegated", "Live", "2015/16"]).unwrap();
    };
    let parsed = workbook([("London", fill), ("Midlands & East", fill), ("Elsewhere", fill)]);
    let rows = adoptions(&parsed);
    assert_eq!(shown(&rows[0], "region"), of("", "London", "London", "sheet name"));
    assert_eq!(cell(&rows[1], "region").value, "Midlands and East");
    assert!(rows[2].place.cells.iter().all(|cell| cell.field != "region"));
}

#[test]
fn a_plain_list_takes_model_year_and_stage_from_its_title() {
    let title = "CCGs approved for delegated commissioning, 2016/17";
    let parsed = csv(&format!("\"{title}\"\n\nCCG code,CCG name\nLondon,\n08F,NHS Havering CCG\nTotal,1\n"));
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"]);
    assert_eq!(skipped(&parsed), [(4, "group heading"), (6, "total")]);
    let row = &adoptions(&parsed)[0];
    let rule = "title, \"delegated commissioning\" -> DELEGATED";
    assert_eq!(shown(row, "model"), of("A1", title, "DELEGATED", rule));
    assert_eq!(shown(row, "financial_year"), of("A1", title, "2016/17", "title"));
    assert_eq!(cell(row, "region").value, "London");
}

#[test]
fn a_plain_list_may_have_names_only_and_its_sheet_the_model() {
    let parsed = workbook([("Delegated 2016-17", |sheet| {
        sheet.write_string(0, 1, "Live arrangements (synthetic)").unwrap();
        for (row, text) in
            [(2, "CCG name"), (3, "NHS Havering CCG"), (4, "Brent"), (5, "* made up"), (6, "South")]
        {
            sheet.write_string(row, 1, text).unwrap();
        }
    })]);
    assert_eq!(facts(&parsed), ["NHS Havering CCG Delegated 2016/17 Live", "Brent Delegated 2016/17 Live"]);
    assert_eq!(skipped(&parsed), [(6, "note"), (7, "group heading")]);
    assert_eq!(shown(&adoptions(&parsed)[0], "model"), of("", "delegated", "DELEGATED", "sheet name"));
}

#[test]
fn a_plain_list_is_refused_unless_its_title_is_clear() {
    let code = |title: &str| refusal(&format!("\"{title}\"\nCCG code\n08F\n")).code;
    for title in [
        "CCGs approved in 2016/17",
        "CCGs not approved for delegated commissioning, 2016/17",
        "CCGs approved for non-delegated arrangements in 2016/17",
        "CCGs approved for joint or delegated commissioning, 2016/17",
        "CCGs approved for undelegated work, 2016/17",
        "The model a CCG was approved for in 2016/17",
        "CCGs unable to take on delegated commissioning, approved list, 2016/17",
        "Deferred: CCGs approved for delegated commissioning, 2016/17",
        "If approved: delegated commissioning, 2016/17",
        "CCGs approved for delegated commissioning 2016/17, subject to conditions",
        "CCGs expected to be approved for delegated commissioning, 2016/17",
        "CCGs approved in principle for delegated commissioning, 2016/17",
        "CCGs with delegated commissioning approved by members 2016/17",
    ] {
        assert_eq!(code(title).as_str(), "no_header", "{title}");
    }
    assert_eq!(code("CCGs approved for delegated commissioning").as_str(), "missing_period");
    assert_eq!(
        code("CCGs approved for delegated commissioning, 2015/16, 2016/17").as_str(),
        "missing_period"
    );
    assert_eq!(code("Delegated commissioning, 2016/17").as_str(), "missing_stage");
}

#[test]
fn the_word_that_keeps_a_title_from_being_believed_is_told() {
    let refusal = refusal(
        "CCGs unable to take on delegated commissioning 2016/17\nCCG code,CCG name\n08F,NHS Havering CCG\n",
    );
    assert_eq!(refusal.code.as_str(), "no_header", "names beneath such a title are no register");
    assert!(refusal.message.contains("(A1) is not believed because of \"unable\""), "{refusal}");
}

#[test]
fn a_title_that_is_not_understood_vetoes_what_the_sheets_name_says() {
    let parse = |title: &str| {
        let text = format!("{title}\nCCG code\n08F\n");
        let name = "delegated approved 2016-17.csv".to_owned();
        parse(&FileBytes { name, sha256: String::new(), bytes: text.into() }, None, &Limits::default(), visit)
    };
    for title in ["Published by NHS England", "CCGs in London", "Primary care"] {
        assert_eq!(facts(&parse(title).unwrap()), ["08F Delegated 2016/17 Approved"], "{title}");
    }
    for title in [
        "Deferred applications",
        "CCGs that pulled out",
        "Pending sign-off",
        "These CCGs had second thoughts",
    ] {
        assert_eq!(parse(title).unwrap_err().code.as_str(), "no_header", "{title}");
    }
}

#[test]
fn a_sheets_name_does_not_say_what_a_title_about_it_would() {
    let parse = |title: &str, name: &str| {
        let text = format!("{title}\nCCG code,Model\n08F,C\n");
        let file = FileBytes { name: name.to_owned(), sha256: String::new(), bytes: text.into() };
        importer::transform::parse(&file, None, &Limits::default(), visit)
    };
    let title = "Submitted for delegated commissioning";
    assert_eq!(parse(title, "approved 2016-17.csv").unwrap_err().code.as_str(), "missing_stage");
    let parsed = parse("Published by NHS England", "approved 2016-17.csv").unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"]);
}

#[test]
fn a_sheet_that_says_that_it_does_not_count_is_not_believed_whatever_its_columns_say() {
    let fill = |sheet: &mut Worksheet| {
        sheet.write_row(0, 0, ["CCG code", "Model", "Status", "Year"]).unwrap();
        sheet.write_row(1, 0, ["08F", "Delegated", "Approved", "2015/16"]).unwrap();
    };
    let current: Sheet = ("Current", fill);
    for name in ["SUPERSEDED - do not use", "Draft", "Proposed", "Not approved", "Withdrawn", "Declined"] {
        let parsed = workbook([current, (name, fill)]);
        assert_eq!(facts(&parsed).len(), 1, "{name}");
        let [issue] = parsed.issues.iter().collect::<Vec<_>>()[..] else {
            panic!("{name}: {:?}", parsed.issues)
        };
        assert_eq!((issue.code.as_str(), issue.sheet.as_str()), ("unclear_group", name));
        assert!(issue.message.contains("the sheet's name"), "{}", issue.message);
    }
    for name in ["Year not stated", "Others", "Applied", "Sheet1"] {
        assert_eq!(facts(&workbook([current, (name, fill)])).len(), 2, "{name}");
    }
    let titled = |title: &str| {
        csv(&format!("{title}\nCCG code,Model,Status,Year\n08F,C,Approved,2015/16\n07P,C,Declined,2015/16\n"))
    };
    assert_eq!(facts(&titled("DRAFT - not yet approved")), [""; 0]);
    assert_eq!(facts(&titled("CCGs that declined")), ["07P Delegated 2015/16 Declined"]);
    assert_eq!(facts(&titled("CCGs that have not applied are left out")).len(), 2);
}

#[test]
fn a_title_that_announces_a_status_which_is_none_leaves_none() {
    let text =
        "Delegated commissioning 2016/17: CCGs approved\nStatus: applications received\nCCG code\n08F\n";
    assert_eq!(refusal(text).code.as_str(), "missing_stage");
    assert_eq!(
        refusal(&text.replace("Status: applications received", "DRAFT FOR CONSULTATION")).code.as_str(),
        "no_header"
    );
}

#[test]
fn a_remark_beside_a_row_keeps_it_from_being_believed_unless_its_status_is_told() {
    let title = "CCGs approved for delegated commissioning 2016/17";
    for (header, remark) in [
        ("CCG code,", "withdrawn"),
        ("CCG code,Comments", "Application withdrawn"),
        ("CCG code,Notes", "not until 2018"),
        ("CCG code,", "TBC"),
        ("CCG code,Remarks", "joint only"),
        ("CCG code,", "from 2018"),
        ("CCG code,", "applied for 2017/18"),
    ] {
        let parsed = csv(&format!("{title}\n{header}\n08F,{remark}\n07P,\n"));
        assert_eq!(facts(&parsed), ["07P Delegated 2016/17 Approved"], "{remark}");
        assert_eq!(issues(&parsed), [("unclear_group", "B3")], "{remark}");
    }
    for (header, remark) in
        [("CCG code,Contact", "TBC"), ("CCG code,", "from April 2016"), ("CCG code,", "Delegated")]
    {
        let parsed = csv(&format!("{title}\n{header}\n08F,{remark}\n"));
        assert_eq!((facts(&parsed).len(), issues(&parsed)), (1, vec![]), "{remark}");
    }
    let long = |header: &str, remark: &str| {
        csv(&format!("CCG code,Model,Status,Year{header}\n08F,C,Live,2015/16,{remark}\n"))
    };
    let headed = long(",Comments", "Withdrew in May");
    assert_eq!((facts(&headed).len(), issues(&headed)), (1, vec![("remark", "E2")]));
    let unheaded = workbook([("List", |sheet| {
        sheet.write_row(0, 0, ["CCG code", "Model", "Status", "Year"]).unwrap();
        sheet.write_row(1, 0, ["08F", "C", "Live", "2015/16", "WITHDRAWN 3/3/16"]).unwrap();
    })]);
    assert_eq!((facts(&unheaded).len(), issues(&unheaded)), (0, vec![("unclear_group", "E2")]));
    assert_eq!(issues(&long(",Comments", "Approved in May")), []);
    assert_eq!(issues(&long(",,Key", ",not approved")), [("remark", "F2")]);
    let note = long(",,Key", ",* not approved").issues.len();
    let marked = csv("CCG code,Model,Status,Year,,Key\n08F,C*,Live,2015/16,,* joint only\n");
    assert_eq!((note, facts(&marked).len(), issues(&marked)), (1, 0, vec![("unclear_group", "B2")]));
}

#[test]
fn a_list_with_a_column_that_may_say_otherwise_is_no_plain_list() {
    let title = "CCGs approved for delegated commissioning 2016/17";
    let unclear = refusal(&format!("{title}\nCCG code,Decision\n08F,Declined\n"));
    assert_eq!(unclear.code.as_str(), "no_header");
    let beside = csv(&format!("{title}\nCCG code,Notes,,Key to colours\n08F,a remark,,green\n"));
    assert_eq!(facts(&beside), ["08F Delegated 2016/17 Approved"]);
}

#[test]
fn a_title_and_a_sheet_name_that_differ_say_nothing() {
    let text = "Approved 2015/16\nCCG code,Model\n08F,C\n";
    let file = |name: &str| FileBytes { name: name.into(), sha256: String::new(), bytes: text.into() };
    let parse = |name| parse(&file(name), None, &Limits::default(), visit);
    assert_eq!(facts(&parse("2015-16.csv").unwrap()), ["08F Delegated 2015/16 Approved"]);
    assert_eq!(parse("2016-17.csv").unwrap_err().code.as_str(), "missing_period");
    assert_eq!(parse("live.csv").unwrap_err().code.as_str(), "missing_stage");
}

#[test]
fn a_list_of_names_and_codes_stays_a_register() {
    let parsed = csv("NHS organisations, 2016/17\nCCG code,CCG name\n08F,NHS Havering CCG\n");
    assert!(matches!(parsed.records, Records::Ccgs(_)));
}

#[test]
fn codes_in_a_column_that_is_not_read_are_told_once() {
    let list = |header: &str| {
        csv(&format!("{header}\n08F,NHS Havering CCG,C,Live,2016/17\n07P,NHS Brent CCG,C,Live,2016/17\n"))
    };
    let parsed = list("Reference,CCG name,Model,Status,Year");
    assert_eq!((facts(&parsed).len(), issues(&parsed)), (2, vec![("remark", "A2")]));
    let told = &parsed.issues[0].message;
    assert!(
        told.contains("column A") && told.contains("\"Reference\"") && told.contains("\"CCG code\""),
        "{told}"
    );
    assert_eq!(issues(&list("CCG code,CCG name,Model,Status,Year")), []);
    let other = csv("CCG code,Lead,Model,Status,Year\n08F,07P,C,Live,2016/17\n");
    assert_eq!(issues(&other), [], "its code is read, and another one is that of another CCG");
}

#[test]
fn a_second_title_that_leaves_it_open_keeps_the_first_from_being_believed() {
    for second in [
        "All other CCGs",
        "Forecast",
        "On hold",
        "Under review",
        "Eligible CCGs",
        "Illustrative",
        "Reserve list",
        "For discussion",
        "CCGs invited to apply",
        "Recommendations to the board",
    ] {
        let text = format!("CCGs approved for delegated commissioning 2016/17\n{second}\nCCG code\n08F\n");
        let refusal = refusal(&text);
        assert_eq!(refusal.code.as_str(), "no_header", "{second}");
        assert!(refusal.message.contains(&format!("\"{second}\" (A2) is not believed")), "{refusal}");
    }
}

#[test]
fn a_sheet_of_those_that_withdrew_is_one_whatever_its_title_says() {
    let parsed = workbook([("Withdrawn list", |sheet| {
        sheet.write_string(0, 0, "CCGs live").unwrap();
        sheet.write_row(1, 0, ["CCG code", "Model", "Status", "Year"]).unwrap();
        sheet.write_row(2, 0, ["08F", "C", "Approved", "2016/17"]).unwrap();
        sheet.write_row(3, 0, ["07P", "C", "Withdrawn", "2016/17"]).unwrap();
    })]);
    assert_eq!(facts(&parsed), ["07P Delegated 2016/17 Withdrawn"]);
    assert_eq!(issues(&parsed), [("unclear_group", "C3")]);
}

#[test]
fn a_summary_beside_a_list_is_no_list_of_ccgs() {
    let parsed = workbook([
        ("Summary", |sheet| {
            sheet.write_row(0, 0, ["Region", "CCGs", "Delegated", "Joint"]).unwrap();
            sheet.write_row(1, 0, ["London"]).unwrap();
            for (column, number) in [(1, 32), (2, 1), (3, 1)] {
                sheet.write_number(1, column, number).unwrap();
            }
        }),
        ("Live 2016-17", |sheet| {
            sheet.write_row(0, 0, ["CCG code", "Model"]).unwrap();
            sheet.write_row(1, 0, ["08F", "C"]).unwrap();
        }),
    ]);
    assert_eq!((facts(&parsed), issues(&parsed)), (vec!["08F Delegated 2016/17 Live".to_owned()], vec![]));
}

#[test]
fn a_sheet_that_does_not_count_does_not_refuse_the_others_for_what_it_lacks() {
    let fill: fn(&mut Worksheet) = |sheet| {
        sheet.write_row(0, 0, ["CCG code", "Delegated"]).unwrap();
        sheet.write_row(1, 0, ["08F", "Yes"]).unwrap();
    };
    let parsed = workbook([("Live 2016-17", fill), ("Draft", fill)]);
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"]);
    assert_eq!(issues(&parsed), [("unclear_group", "A2")]);
    assert!(parsed.issues[0].message.contains("says \"draft\""), "{:?}", parsed.issues);
}
