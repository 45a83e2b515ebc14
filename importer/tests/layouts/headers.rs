//! The row, or the two rows, that name the columns.

use super::*;

#[test]
fn footnote_marks_in_headings_are_ignored() {
    for header in [
        "CCG code*,Model 1,Status (1),Year\u{b2}",
        "CCG code [2],Model\u{b9},Status\u{2020},Financial year 3",
        "CCG code,Model *,Status1,Year **",
    ] {
        let parsed = csv(&format!("{header}\n08F,Delegated,Live,2015/16\n"));
        assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"], "{header}");
    }
}

#[test]
fn a_second_line_completes_the_first_beneath_merged_groups() {
    let parsed = workbook([("List", |sheet| {
        let format = Format::new();
        sheet.write_string(0, 1, "A synthetic list").unwrap();
        sheet.merge_range(2, 1, 2, 2, "CCG", &format).unwrap();
        sheet.merge_range(2, 3, 2, 5, "Co-commissioning", &format).unwrap();
        sheet.merge_range(2, 6, 3, 6, "Region", &format).unwrap();
        sheet.write_row(3, 1, ["Code", "Name", "Model", "Status", "Year"]).unwrap();
        sheet.write_row(4, 1, ["08F", "NHS Havering CCG", "Joint", "Live", "2015/16", "London"]).unwrap();
    })]);
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Live"]);
    assert_eq!(shown(&adoptions(&parsed)[0], "model"), of("D5", "Joint", "JOINT", "as it stands"));
    assert_eq!(cell(&adoptions(&parsed)[0], "region").address.as_deref(), Some("G5"));
    assert_eq!(parsed.sheets[0].layout.as_ref().unwrap().header_row, 4);
}

#[test]
fn a_heading_may_be_split_over_two_lines() {
    let parsed = csv("CCG,CCG,Co-commissioning,Current,Financial\n\
         code,name,model,status,year\n\
         08F,NHS Havering CCG,Delegated,Live,2015/16\n\
         CCG,CCG,Co-commissioning,Current,Financial\n\
         code,name,model,status,year\n");
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"]);
    assert_eq!(skipped(&parsed), [(4, "repeated header"), (5, "repeated header")]);

    let partly = csv("CCG code,Model,Status,Financial\n,,,year\n08F,Delegated,Live,2015/16\n");
    assert_eq!(facts(&partly), ["08F Delegated 2015/16 Live"]);
}

#[test]
fn a_row_of_data_beneath_the_header_is_never_taken_for_its_second_line() {
    let parsed = csv("CCG code,Model,Status,Year,Remark\n\
         08F,Delegated,Live,2015/16,Region\n\
         08G,Joint,Live,2015/16,\n");
    assert_eq!(facts(&parsed).len(), 2);
}

#[test]
fn blank_rows_and_columns_around_and_notes_beside_the_table_are_ignored() {
    let parsed = csv(",,,,,,\n,,A synthetic list,,,,\n,,,,,,\n\
         ,,CCG code,Model,Status,Year,,Key\n\
         ,,,,,,,C = delegated\n\
         ,,08F,C,Live,2015/16,,B = joint\n\
         ,,,,,,,total 2,of 211\n");
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"]);
    assert_eq!(skipped(&parsed), [(5, "note"), (7, "note")]);
    assert_eq!(cell(&adoptions(&parsed)[0], "ods_code").address.as_deref(), Some("C6"));
}

#[test]
fn the_header_may_stand_in_any_of_the_first_fifty_rows_with_a_value() {
    let table = "CCG code,Model,Status,Year\n08F,C,Live,2015/16\n";
    let late = format!("{}\n\n\n{table}", "A line of the preface\n".repeat(49));
    assert_eq!(facts(&csv(&late)).len(), 1);
    let too_late = format!("{}{table}", "A line of the preface\n".repeat(50));
    assert_eq!(refusal(&too_late).code.as_str(), "no_header");
}

#[test]
fn a_header_without_rows_is_still_a_header() {
    let parsed = csv("CCG code,Model,Status,Year\n");
    assert_eq!((parsed.records.places().len(), parsed.sheets[0].rows), (0, 0));
    assert!(parsed.sheets[0].layout.is_some());
}

#[test]
fn two_rows_that_could_each_be_the_header_are_refused_by_name() {
    let refusal = refusal(
        "CCG code,Model,Status,Year\n08F,C,Live,2015/16\n\n\
         CCG name,Level,Stage,Financial year\nNHS Havering CCG,C,Live,2016/17\n",
    );
    assert_eq!(refusal.code.as_str(), "header_ambiguous");
    for candidate in
        ["adoptions in row 1 (4 of 4 headings: \"CCG code\" = ODS code", "; adoptions in row 4 (4 of 4"]
    {
        assert!(refusal.message.contains(candidate), "{refusal}");
    }
}

#[test]
fn one_row_that_fits_two_layouts_alike_is_refused_by_name() {
    let refusal = refusal("Wave 1\nCCG code,Status,2015/16,Delegated\n08F,Live,C,Yes\n");
    assert_eq!(refusal.code.as_str(), "header_ambiguous");
    for candidate in ["a column for each year in row 2", "a column for each model in row 2"] {
        assert!(refusal.message.contains(candidate), "{refusal}");
    }
}

#[test]
fn a_list_of_models_without_a_status_is_refused_and_not_taken_for_a_register() {
    let text = "CCG code,CCG name,Model,Year\n08F,NHS Havering CCG,C,2016/17\n";
    assert_eq!(refusal(text).code.as_str(), "missing_stage");
    let titled = csv(&format!("Live arrangements (synthetic)\n{text}"));
    assert_eq!(facts(&titled), ["08F Delegated 2016/17 Live"]);
}

#[test]
fn the_level_of_something_else_is_no_model() {
    let list = |title: &str| format!("{title}CCG code,Level,Status,Year\n08F,Level 3,Live,2015/16\n");
    let vague = refusal(&list("Live conciliation: risk level by CCG\n"));
    assert_eq!(vague.code.as_str(), "no_header");
    assert!(vague.message.contains("\"Level\" is no model"), "{vague}");
    for title in ["", "Primary care co-commissioning\n"] {
        assert_eq!(facts(&csv(&list(title))), ["08F Delegated 2015/16 Live"], "{title}");
    }
}

#[test]
fn codes_are_known_by_what_people_call_them() {
    for heading in ["ODS", "Org code", "NHS code", "CCG Code (ODS)"] {
        let parsed = csv(&format!(
            "{heading},Name of CCG,Co-commissioning level,Status,Year\n08F,NHS Havering CCG,C,Live,2015/16\n"
        ));
        assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"], "{heading}");
    }
}

#[test]
fn headings_are_known_by_what_people_call_them() {
    for heading in [
        "Arrangement",
        "Commissioning arrangement",
        "Level of co-commissioning",
        "Type of co-commissioning",
        "Model type",
        "Delegation level",
    ] {
        let parsed = csv(&format!("CCG code,{heading},Status,Year\n08F,Joint,Live,2016/17\n"));
        assert_eq!(facts(&parsed), ["08F Joint 2016/17 Live"], "{heading}");
    }
    for heading in [
        "Outcome",
        "Position",
        "State",
        "Stage reached",
        "Status at April 2016",
        "Status (as at 1 April 2016)",
    ] {
        let parsed = csv(&format!("CCG code,Model,{heading},Year\n08F,Joint,Live,2016/17\n"));
        assert_eq!(facts(&parsed), ["08F Joint 2016/17 Live"], "{heading}");
    }
    for heading in ["Organisation", "CCG name (April 2016)", "CCG (name)"] {
        let parsed = csv(&format!("{heading},Model,Status,Year\nNHS Havering CCG,Joint,Live,2016/17\n"));
        assert_eq!(facts(&parsed), ["NHS Havering CCG Joint 2016/17 Live"], "{heading}");
    }
    for heading in ["Year (April to March)", "From financial year", "Financial year (FY)"] {
        let parsed = csv(&format!("CCG code,Model,Status,{heading}\n08F,Joint,Live,2016/17\n"));
        assert_eq!(facts(&parsed), ["08F Joint 2016/17 Live"], "{heading}");
    }
}

#[test]
fn a_model_or_a_year_of_something_else_is_none() {
    // The model of a day may be of another year than the list, and an approval of one year is often for the next.
    for (header, code) in [
        ("CCG code,Model (April 2015),Status,Year", "no_header"),
        ("CCG code,Proposed model,Status,Year", "no_header"),
        ("CCG code,Model,Status,Year of approval", "missing_period"),
    ] {
        let refusal = refusal(&format!("{header}\n08F,Joint,Live,2016/17\n"));
        assert_eq!(refusal.code.as_str(), code, "{header}");
    }
}

#[test]
fn a_heading_that_may_be_that_of_a_status_is_one_only_where_no_better_one_is() {
    let parsed =
        csv("CCG code,Model,Status,Year,Position,Round,Arrangement\n08F,C,Live,2016/17,1,5,Pooled budget\n");
    assert_eq!((facts(&parsed), issues(&parsed)), (vec!["08F Delegated 2016/17 Live".to_owned()], vec![]));
    for header in ["CCG code,Arrangement,Joint,Delegated", "CCG code,Delegated,Arrangement,Joint"] {
        let cells = header.split(',').skip(1).map(|heading| if heading == "Delegated" { "Yes" } else { "" });
        let cells: Vec<&str> = cells.collect();
        let parsed = csv(&format!("Live 2016/17\n{header}\n08F,{}\n", cells.join(",")));
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"], "{header}");
    }
    let pairs = csv("CCG code,Model 2015/16,Status 2015/16,Outcome\n08F,Joint,Live,Good\n");
    assert_eq!((facts(&pairs), issues(&pairs)), (vec!["08F Joint 2015/16 Live".to_owned()], vec![]));
}

#[test]
fn a_list_with_a_category_is_still_a_register() {
    let parsed = csv("Urban and rural\nCCG code,CCG name,Category\n08F,NHS Havering CCG,Urban\n");
    assert!(matches!(parsed.records, Records::Ccgs(_)));
}

#[test]
fn a_table_that_lies_on_its_side_is_told_from_one_without_a_header() {
    let text =
        "Live 2016/17\nCCG code,08F,07P\nCCG name,NHS Havering CCG,NHS Brent CCG\nModel,Joint,Delegated\n";
    let refusal = refusal(text);
    assert_eq!(refusal.code.as_str(), "table_sideways");
    assert!(refusal.message.contains("in column A") && refusal.message.contains("transposed"), "{refusal}");
    let explained = "CCG code,Three characters\nModel,\"A, B or C\"\nStatus,How far it had come\n";
    assert_eq!(super::refusal(explained).code.as_str(), "no_header", "what its columns mean");
}
