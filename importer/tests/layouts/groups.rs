//! Headings within a list: what they say of the rows beneath them, and when these are not believed.

use super::*;

const TITLE: &str = "\"CCGs approved for delegated commissioning, 2016/17\"\n";

/// A plain list whose second half stands beneath a heading.
fn list(heading: &str) -> Parsed {
    csv(&format!("{TITLE}CCG code,CCG name\n08F,NHS Havering CCG\n\"{heading}\",\n07P,NHS Brent CCG\n"))
}

#[test]
fn a_heading_that_names_a_model_a_status_or_a_year_holds_for_the_rows_beneath_it() {
    for (heading, fact) in [
        ("Joint commissioning", "07P Joint 2016/17 Approved"),
        ("Declined by members", "07P Delegated 2016/17 Declined"),
        ("2. Withdrawn applications", "07P Delegated 2016/17 Withdrawn"),
        ("Wave 1 (2015/16)", "07P Delegated 2015/16 Approved"),
        ("CCGs approved for joint commissioning 2017/18", "07P Joint 2017/18 Approved"),
        ("List of CCGs (continued)", "07P Delegated 2016/17 Approved"),
        ("Lancashire area team", "07P Delegated 2016/17 Approved"),
    ] {
        let parsed = list(heading);
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved", fact], "{heading}");
    }
    let parsed = list("Joint commissioning");
    let rule = "group heading, \"joint commissioning\" -> JOINT";
    assert_eq!(shown(&adoptions(&parsed)[1], "model"), of("A4", "Joint commissioning", "JOINT", rule));
}

#[test]
fn rows_beneath_a_heading_that_is_not_understood_are_not_believed() {
    for heading in
        ["Not approved", "Other CCGs", "Second intake", "On hold", "Joint or delegated", "Camden (withdrawn)"]
    {
        let parsed = list(heading);
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"], "{heading}");
        assert_eq!(issues(&parsed), [("unclear_group", "A5")], "{heading}");
        assert!(parsed.issues[0].message.contains(heading), "{:?}", parsed.issues);
    }
}

#[test]
fn a_part_of_what_a_status_is_called_is_not_the_status() {
    for (heading, because) in [
        ("Submitted for 2017/18", "submitted"),
        ("Members for 2017/18", "members"),
        ("Of interest, 2017/18", "interest"),
    ] {
        let parsed = list(heading);
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"], "{heading}");
        assert!(parsed.issues[0].message.contains(&format!("\"{because}\"")), "{:?}", parsed.issues);
    }
    let second = "07P Delegated 2017/18 ExpressedInterest";
    let parsed = list("Expressed an interest for 2017/18");
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved", second]);
}

#[test]
fn a_heading_that_begins_with_a_year_and_is_doubted_is_no_note_and_no_code() {
    for heading in
        ["2017/18 - not yet decided", "2017/18 (indicative)", "2017/18?", "(2017/18: to be agreed)"]
    {
        for header in ["", "CCG code,CCG name\n"] {
            let parsed = csv(&format!(
                "{TITLE}CCG code,CCG name\n08F,NHS Havering CCG\n\"{heading}\",\n{header}07P,NHS Brent CCG\n"
            ));
            assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"], "{heading}");
            assert_eq!(issues(&parsed).len(), 1, "{heading}: {:?}", parsed.issues);
            assert_eq!(issues(&parsed)[0].0, "unclear_group", "{heading}");
        }
    }
}

#[test]
fn applications_of_which_it_is_not_said_what_became_of_them_are_not_believed_to_be_approved() {
    let parsed = list("Applications for 2017/18");
    assert_eq!((facts(&parsed).len(), issues(&parsed)), (1, vec![("unclear_group", "A5")]));
    let statuses = csv("CCG code,Model,Year,Status\nApplications for 2016/17,,,\n08F,C,2016/17,Approved\n");
    assert_eq!(facts(&statuses), ["08F Delegated 2016/17 Approved"], "each row says it");
    let named = workbook([("Approved", |sheet| {
        sheet.write_string(0, 0, "Applications for delegated commissioning 2016/17").unwrap();
        sheet.write_row(1, 0, ["CCG code", "Status"]).unwrap();
        sheet.write_row(2, 0, ["08F", "Rejected"]).unwrap();
    })]);
    assert_eq!(facts(&named), ["08F Delegated 2016/17 Declined"]);
}

#[test]
fn a_heading_among_names_is_told_from_a_misspelt_name() {
    let parsed = csv(&format!(
        "{TITLE}CCG name\nNHS Havering CCG\nBrennt\nCamden CCG (withdrawn)\nLate joiners\nEaling\n"
    ));
    let names = ["NHS Havering CCG", "Brennt", "Camden CCG (withdrawn)"]
        .map(|name| format!("{name} Delegated 2016/17 Approved"));
    assert_eq!(facts(&parsed), names);
    assert_eq!(issues(&parsed), [("unclear_group", "A7")]);
}

#[test]
fn a_name_as_long_as_prose_is_still_one() {
    let name = "NHS Bristol, North Somerset and South Gloucestershire Clinical Commissioning Group";
    let parsed = csv(&format!("{TITLE}CCG name\n\"{name}\"\nEaling\n"));
    assert_eq!((facts(&parsed).len(), issues(&parsed)), (2, vec![]));
}

#[test]
fn a_heading_and_a_column_that_differ_are_an_issue() {
    let parsed = csv(
        "CCG code,Model,Status,Year\nJoint commissioning,,,\n08F,Joint,Live,2015/16\n07P,C,Live,2015/16\n\
         Not approved,,,\n07W,C,Live,2015/16\nGreater Manchester,,,\n08C,C,Live,2015/16\nApproved,,,\n08K,Joint,Approved,2015/16\n",
    );
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Live", "08K Joint 2015/16 Approved"]);
    let unclear = [("unclear_group", "B4"), ("unclear_group", "A6"), ("unclear_group", "A8")];
    assert_eq!(issues(&parsed), unclear);
}

#[test]
fn what_a_heading_changed_is_doubted_where_it_may_hold_no_longer() {
    let end = |beneath: &str| {
        let parsed = csv(&format!(
            "{TITLE}CCG code,CCG name\nLondon,\n08F,NHS Havering CCG\nDeclined,\n07P,NHS Brent CCG\n{beneath}\n00C,NHS Darlington CCG\n"
        ));
        let last = facts(&parsed).pop().unwrap();
        (last, issues(&parsed).iter().map(|(code, _)| (*code).to_owned()).collect::<Vec<_>>())
    };
    let declined = "07P Delegated 2016/17 Declined".to_owned();
    for beneath in ["North,", "Total,2"] {
        assert_eq!(end(beneath), (declined.clone(), vec!["unclear_group".to_owned()]), "{beneath}");
    }
    assert_eq!(end("Approved,"), ("00C Delegated 2016/17 Approved".to_owned(), vec![]));
}

#[test]
fn a_second_list_has_its_own_title_and_a_footnote_belongs_to_the_first() {
    let second = |title: &str| {
        csv(&format!(
            "{TITLE}CCG code,CCG name\n08F,NHS Havering CCG\nTotal,1\n\n{title}\nCCG code,CCG name\n07P,NHS Brent CCG\n"
        ))
    };
    assert_eq!(facts(&second("Joint commissioning approved 2015/16"))[1], "07P Joint 2015/16 Approved");
    assert_eq!(facts(&second("1. Subject to a vote of its members"))[1], "07P Delegated 2016/17 Approved");
    assert_eq!(issues(&second("Those who changed their minds")), [("unclear_group", "A8")]);
}

#[test]
fn the_number_of_an_areas_ccgs_is_a_total() {
    let parsed = csv(
        "CCG code,CCG name,Model,Status,Year\n08F,NHS Havering CCG,C,Live,2015/16\n,London,32,,\nEngland,209,,,\n",
    );
    assert_eq!((skipped(&parsed), issues(&parsed)), (vec![(3, "total"), (4, "total")], vec![]));
}

#[test]
fn a_note_that_says_otherwise_of_the_rows_that_bear_its_mark_is_believed_over_them() {
    let list = |note: &str| {
        csv(&format!(
            "CCG code,CCG name,Model,Status,Year\n08F,NHS Havering CCG,C*,Live,2015/16\n07P,NHS Brent CCG**,C,Live,2015/16\n\
             07W,NHS Ealing CCG,C,Live,2015/16\n{note}\n"
        ))
    };
    for note in
        ["* Subject to a vote of its members", "*,Declined in March", "* Joint commissioning until 2017/18"]
    {
        let parsed = list(note);
        assert_eq!(facts(&parsed), ["07P Delegated 2015/16 Live", "07W Delegated 2015/16 Live"], "{note}");
        assert_eq!(issues(&parsed), [("unclear_group", "C2")], "{note}");
    }
    assert_eq!(issues(&list("* TBC")), [("unclear_group", "C2")]);
    for note in ["* London", "*** Not approved", "Note: made up", "* Formed from two practices' groups"] {
        assert_eq!(facts(&list(note)).len(), 3, "{note}");
    }
}

#[test]
fn every_mark_is_held_together_with_its_note_wherever_it_stands() {
    for (bearer, note) in [
        ("08F,NHS Havering CCG (1),C,Live,2015/16", "(1) not approved"),
        ("08F,NHS Havering CCG1,C,Live,2015/16", "1. not approved"),
        ("08F,NHS Havering CCG 1,C,Live,2015/16", "Note 1: not approved"),
        ("08F,NHS Havering CCG (a),C,Live,2015/16", "a) not approved"),
        ("08F,NHS Havering CCG#,C,Live,2015/16", "# not approved"),
        ("08F,NHS Havering CCG,*C,Live,2015/16", "* not approved"),
        ("08F^,NHS Havering CCG,C,Live,2015/16", "^ not approved"),
        ("08F [1],NHS Havering CCG,C,Live,2015/16", "\u{b9} not approved"),
        ("08F,NHS Havering CCG,C,Live (1),2015/16", "1 not approved"),
        ("08F,NHS Havering CCG,C,Live,2015/16\u{b9}", "[1] not approved"),
        ("08F,NHS Havering CCG**,C,Live,2015/16", "* made up ** not approved"),
    ] {
        let header = "CCG code,CCG name,Model,Status,Year";
        let other = "07W,NHS Ealing CCG,C,Live,2015/16";
        let denied = csv(&format!("{header}\n{bearer}\n{other}\n\n{note}\n"));
        assert_eq!(facts(&denied), ["07W Delegated 2015/16 Live"], "{bearer}");
        assert_eq!(issues(&denied).len(), 1, "{bearer}: {:?}", denied.issues);
        let above = csv(&format!("{note}\n{header}\n{bearer}\n{other}\n"));
        assert_eq!(facts(&above), ["07W Delegated 2015/16 Live"], "{bearer}");
        let unexplained = csv(&format!("{header}\n{bearer}\n{other}\n"));
        assert_eq!(
            facts(&unexplained),
            ["08F Delegated 2015/16 Live", "07W Delegated 2015/16 Live"],
            "{bearer}"
        );
    }
}

#[test]
fn a_note_on_a_columns_heading_is_one_on_its_values() {
    let list = |headings: &str, note: &str| {
        csv(&format!("{headings}\n08F,C,Live,2015/16\n07W,,,2015/16\n\n\"{note}\"\n"))
    };
    for (headings, note) in [
        ("CCG code,Model*,Status,Year", "* Model requested, not the model approved"),
        ("CCG code,Model (1),Status,Year", "1 as applied for"),
        ("CCG code,Model,Status\u{b9},Year", "1. Requested by the CCG, not yet approved"),
        ("CCG code,Model,Status2,Year", "2 Proposed"),
    ] {
        let parsed = list(headings, note);
        assert_eq!(facts(&parsed), [""; 0], "{note}");
        assert_eq!(issues(&parsed)[0].0, "missing_model", "{note}");
        assert_eq!(issues(&parsed).last().unwrap().0, "unclear_group", "{note}: {:?}", parsed.issues);
    }
    let waves = csv("Live\nCCG code,Wave 1,Wave 2\n08F,Joint,C\n07P (1),C,C\n\n(1) not approved\n");
    assert_eq!(
        facts(&waves),
        ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Live"],
        "the number of a wave is no mark"
    );
    for note in [
        "* A = greater involvement; B = joint; C = delegated; n/a = none",
        "* See the next page",
        "* Models are explained in the guidance",
    ] {
        assert_eq!(
            facts(&list("CCG code,Model*,Status,Year", note)),
            ["08F Delegated 2015/16 Live"],
            "{note}"
        );
    }
}

#[test]
fn a_note_on_a_title_or_a_heading_is_one_on_the_rows_that_take_a_value_from_it() {
    let parsed = csv(&format!(
        "{TITLE}CCG code,CCG name\n08F,NHS Havering CCG\nJoint commissioning*,\n07P,NHS Brent CCG\n\n* not yet approved\n"
    ));
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"]);
    assert_eq!(issues(&parsed), [("unclear_group", "A5")]);
    let title = "Approved for delegated commissioning 2016/17*\nCCG code\n08F\n\n\"* except Brent, which remains joint\"\n";
    assert_eq!((facts(&csv(title)).len(), issues(&csv(title))), (0, vec![("unclear_group", "A3")]));
}

#[test]
fn a_row_that_two_notes_deny_counts_once() {
    let parsed = csv(
        "CCG code,Model,Status,Year\n08F,C*,Live\u{b9},2015/16\n07W,C,Live,2015/16\n\n* not approved\n1 not live\n",
    );
    assert_eq!(
        (facts(&parsed).len(), issues(&parsed), parsed.rejected),
        (1, vec![("unclear_group", "B2")], 1)
    );
}

#[test]
fn counts_and_shares_are_totals_under_any_name() {
    for count in [
        "Sub total London",
        "Sub-total North",
        "Number of CCGs",
        "Count",
        "Average",
        "% of CCGs",
        "Percentage",
    ] {
        let parsed = csv(&format!(
            "CCG code,CCG name,Model,Status,Year\n08F,NHS Havering CCG,C,Live,2015/16\n{count},2,,,\n"
        ));
        assert_eq!((skipped(&parsed), issues(&parsed)), (vec![(3, "total")], vec![]), "{count}");
    }
}

#[test]
fn the_heading_of_a_model_right_beneath_the_header_is_no_part_of_it() {
    let parsed = csv(&format!("{TITLE}CCG code,CCG name\nJoint commissioning,\n08F,NHS Havering CCG\n"));
    assert_eq!(facts(&parsed), ["08F Joint 2016/17 Approved"]);
}

#[test]
fn headings_of_rows_give_the_year_or_the_status_that_nothing_else_gives() {
    let years = csv("CCG code,Model,Status\n2016/17,,\n08F,C,Live\n2015/16,,\n07P,Joint,Live\n");
    assert_eq!(facts(&years), ["08F Delegated 2016/17 Live", "07P Joint 2015/16 Live"]);
    let statuses = csv("CCG code,Model,Year\nApproved,,\n08F,C,2016/17\nApplied,,\n07P,Joint,2016/17\n");
    assert_eq!(facts(&statuses), ["08F Delegated 2016/17 Approved", "07P Joint 2016/17 Applied"]);
    let open = csv("CCG code,Model,Status\n2016/17,,\n08F,C,Live\nThe others,,\n07P,Joint,Live\n");
    assert_eq!((facts(&open).len(), issues(&open)), (1, vec![("unclear_group", "A5")]));
    assert_eq!(
        refusal("CCG code,Model,Status\n08F,C,Live\n2015/16,,\n07P,C,Live\n").code.as_str(),
        "missing_period"
    );
}
