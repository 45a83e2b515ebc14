//! Columns that say the same, or are meant to.

use super::*;

#[test]
fn two_columns_of_a_field_must_say_the_same() {
    let parsed = csv("CCG code,Model,Status,Year,Level,Wave\n08F,Delegated,Live,2016/17,Level 3,Wave 2\n\
         07P,Delegated,Live,2016/17,Joint,Wave 2\n07W,Joint,Live,2016/17,,Wave 1\n08C,-,Live,,Joint,Wave 2\n");
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live", "08C Joint 2016/17 Live"]);
    assert_eq!(issues(&parsed), [("duplicate_conflict", "E3"), ("duplicate_conflict", "F4")]);
}

#[test]
fn lists_side_by_side_are_refused_by_their_headings() {
    for header in ["CCG code,Model,Status,Year,,CCG code,Model,Status,Year", "CCG,Model,Status,Year,CCG name"]
    {
        let refusal = refusal(&format!("{header}\n08F,C,Live,2016/17,,07P,B,Live,2016/17\n"));
        assert_eq!(refusal.code.as_str(), "header_ambiguous", "{header}");
        assert!(refusal.message.contains("several columns that say which CCG"), "{refusal}");
    }
}

#[test]
fn lists_side_by_side_beneath_their_own_titles_are_told_to_be_parted() {
    let text = "Approved CCGs 2016/17\nJoint commissioning,,,Delegated commissioning,\nCode,Name,,Code,Name\n08F,,,07P,\n";
    let refusal = refusal(text);
    assert_eq!(refusal.code.as_str(), "no_header");
    assert!(
        refusal.message.contains("columns A and D of sheet \"list.csv\" each say which CCG"),
        "{refusal}"
    );
    assert!(refusal.message.contains("side by side a sheet each"), "{refusal}");
}
