//! Rows that are records, and rows that only serve the eye.

use super::*;

#[test]
fn a_heading_that_is_a_region_holds_for_the_rows_beneath_it() {
    let parsed = csv("CCG code,CCG name,Model,Status,Year\n\
         London region,,,,\n\
         08F,NHS Havering CCG,C,Live,2015/16\n\
         Total London,,1,,\n\
         07P,NHS Brent CCG,C,Live,2015/16\n\
         MIDLANDS & EAST,,,,\n\
         05D,NHS East Staffordshire CCG,C,Live,2015/16\n\
         Greater Elsewhere,,,,\n\
         01E,NHS Greater Preston CCG,C,Live,2015/16\n\
         Total,,4,,\n");
    let region = |row: &Located<Adoption>| row.place.cells.iter().any(|cell| cell.field == "region");
    assert_eq!(adoptions(&parsed).iter().map(region).collect::<Vec<_>>(), [true, false, true, false]);
    assert_eq!(
        shown(&adoptions(&parsed)[2], "region"),
        of("A6", "MIDLANDS & EAST", "Midlands and East", "group heading")
    );
    assert_eq!(
        skipped(&parsed),
        [(2, "group heading"), (4, "total"), (6, "group heading"), (8, "group heading"), (10, "total")]
    );
}

#[test]
fn a_region_above_the_first_header_is_the_heading_of_its_group() {
    let parsed = csv("A synthetic list\nLondon\nCCG code,Model,Status,Year\n08F,C,Live,2015/16\n\
         South\nCCG code*,Model,Status (2),Year\n10A,C,Live,2015/16\n");
    let regions: Vec<&str> =
        adoptions(&parsed).iter().map(|row| cell(row, "region").value.as_str()).collect();
    assert_eq!(regions, ["London", "South"]);
    assert_eq!(skipped(&parsed), [(5, "group heading"), (6, "repeated header")]);
}

#[test]
fn a_row_whose_ccg_is_merged_from_above_is_no_heading() {
    let parsed = workbook([("2015-16", |sheet| {
        sheet.write_row(0, 0, ["CCG code", "Model", "Status"]).unwrap();
        sheet.merge_range(1, 0, 2, 0, "08F", &Format::new()).unwrap();
        sheet.write_row(1, 1, ["Joint", "Applied"]).unwrap();
        sheet.write_string(2, 1, "Delegated").unwrap();
    })]);
    assert_eq!(issues(&parsed), [("missing_value", "C3")]);
}

#[test]
fn totals_footnotes_and_repeated_headers_are_skipped_and_gaps_are_not() {
    let parsed = csv("CCG code,CCG name,Model,Status,Year\n\
         08F,NHS Havering CCG,C,Live,2015/16\n\
         London total,,1,Live,2015/16\n\
         CCG code*,CCG name,Model,Status,Year\n\
         *,Subject to a vote of its members,,,\n\
         Source: made up,,,,\n\
         ,NHS Brent CCG,,,\n\
         Grand total,,,,\n");
    assert_eq!(
        skipped(&parsed),
        [(3, "total"), (4, "repeated header"), (5, "note"), (6, "note"), (8, "total")]
    );
    let missing = [("missing_value", "E7"), ("missing_model", "C7"), ("missing_value", "D7")];
    assert_eq!(issues(&parsed), missing);
    assert_eq!(parsed.rejected, 1);
}

#[test]
fn the_total_of_a_region_may_stand_in_the_column_of_regions() {
    let parsed =
        csv("Region,CCG,Model,Status,Year\nLondon,NHS Havering CCG,C,Live,2015/16\nLondon total,,1,,\n");
    assert_eq!((skipped(&parsed), issues(&parsed)), (vec![(3, "total")], vec![]));
}
