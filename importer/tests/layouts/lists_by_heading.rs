//! Lists of CCGs of which only headings within them say what they adopt.

use super::*;

const TITLE: &str = "Approved arrangements 2016/17\n";

#[test]
fn the_headings_of_its_rows_say_which_model_a_plain_list_is_of() {
    for header in ["CCG code,CCG name", "CCG code", "CCG code,CCG name,STP", "CCG code,CCG name,Area team"] {
        let more = ",".repeat(header.matches(',').count());
        let parsed = csv(&format!(
            "{TITLE}{header}\nDelegated commissioning{more}\n08F{more}\n07P{more}\nJoint commissioning{more}\n00C{more}\n"
        ));
        let expected =
            ["08F Delegated", "07P Delegated", "00C Joint"].map(|fact| format!("{fact} 2016/17 Approved"));
        assert_eq!((facts(&parsed), issues(&parsed)), (expected.to_vec(), vec![]), "{header}");
        assert_eq!(skipped(&parsed), [(3, "group heading"), (6, "group heading")], "{header}");
    }
    let names =
        csv(&format!("{TITLE}CCG name\nDelegated commissioning\nNHS Brent CCG\nModel B\nNHS Ealing CCG\n"));
    let expected = ["NHS Brent CCG Delegated 2016/17 Approved", "NHS Ealing CCG Joint 2016/17 Approved"];
    assert_eq!(facts(&names), expected);
    let rule = "group heading, \"model b\" -> JOINT";
    assert_eq!(shown(&adoptions(&names)[1], "model"), of("A5", "Model B", "JOINT", rule));
}

#[test]
fn such_a_heading_may_say_the_year_and_the_status_too_and_columns_may() {
    let years = csv(
        "CCG code,CCG name\n2016/17 Delegated approved,\n08F,\nJoint commissioning approved 2015/16,\n07P,\n",
    );
    assert_eq!(facts(&years), ["08F Delegated 2016/17 Approved", "07P Joint 2015/16 Approved"]);
    let columns = csv("CCG code,Year,Status\nDelegated,,\n08F,2016/17,Live\nJoint,,\n07P,2015/16,Applied\n");
    assert_eq!(facts(&columns), ["08F Delegated 2016/17 Live", "07P Joint 2015/16 Applied"]);
}

#[test]
fn rows_beneath_what_is_not_understood_are_not_believed() {
    for heading in ["Others", "Not delegated", "Joint (to be confirmed)", "Total,2"] {
        let parsed =
            csv(&format!("{TITLE}CCG code,CCG name\nDelegated commissioning,\n08F,\n{heading}\n07P,\n"));
        assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"], "{heading}");
        assert_eq!(issues(&parsed), [("unclear_group", "A6")], "{heading}");
    }
}

#[test]
fn a_list_whose_first_row_is_no_such_heading_is_none() {
    for first in ["08F,NHS Havering CCG", "London,", "Not delegated,", "Total,2"] {
        let text =
            format!("{TITLE}CCG code,CCG name\n{first}\nDelegated commissioning,\n07P,NHS Brent CCG\n");
        assert_eq!(refusal(&text).code.as_str(), "no_header", "{first}");
    }
    // What it says of each CCG may be the opposite of the heading.
    let decided = format!("{TITLE}CCG code,Decision\nDelegated commissioning,\n08F,Declined\n");
    assert_eq!(refusal(&decided).code.as_str(), "no_header");
    let undated = "Approved arrangements\nCCG code\nDelegated commissioning\n08F\n";
    assert_eq!(refusal(undated).code.as_str(), "missing_period");
}

#[test]
fn ccgs_of_a_wave_are_no_register_whatever_day_is_given() {
    for header in
        ["CCGs in wave 2\nCCG code,CCG name\n", "CCG code,CCG name,Form of commissioning,Status,Year\n"]
    {
        let refusal = refusal(&format!("{header}08F,NHS Havering CCG\n"));
        assert_eq!(refusal.code.as_str(), "no_header", "{header}");
        assert!(refusal.message.contains("lacks model"), "{refusal}");
    }
}
