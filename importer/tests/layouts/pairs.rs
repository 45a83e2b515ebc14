//! Several columns for each year: the model and its status, and perhaps a day.

use super::*;

const YEARS: &str = "CCG code,2015/16,,2016/17,\n";
const HEADINGS: &str = ",Model,Status,Model,Status\n";

#[test]
fn a_model_and_a_status_beneath_each_year_are_a_statement_each() {
    let parsed = csv(&format!("A synthetic list\n{YEARS}{HEADINGS}08F,Joint,Live,Delegated,Approved\n"));
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Approved"]);
    let second = &adoptions(&parsed)[1];
    let approved = of("E4", "Approved", "APPROVED", "as it stands");
    assert_eq!(shown(second, "stage"), approved);
    assert_eq!(shown(second, "financial_year"), of("D2", "2016/17", "2016/17", "column heading"));
    assert_eq!(parsed.sheets[0].rows, 2);
}

#[test]
fn the_years_may_be_merged_over_their_columns_and_have_days() {
    let parsed = workbook([("List", |sheet| {
        let format = Format::new();
        sheet.merge_range(1, 0, 2, 0, "CCG code", &format).unwrap();
        sheet.merge_range(1, 1, 2, 1, "CCG name", &format).unwrap();
        sheet.merge_range(1, 2, 1, 4, "Wave 1 2015/16", &format).unwrap();
        sheet.merge_range(1, 5, 1, 7, "Wave 2 2016/17", &format).unwrap();
        sheet
            .write_row(2, 2, ["Model", "Status", "Effective from", "Status", "Model", "Start date"])
            .unwrap();
        sheet.write_row(3, 0, ["08F", "NHS Havering CCG", "Joint", "Live", "01/04/2015"]).unwrap();
        sheet.write_row(3, 5, ["Approved", "Delegated", "1 April 2016"]).unwrap();
    })]);
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Approved"]);
    let from = |place: usize| adoptions(&parsed)[place].record.effective_from.unwrap().to_string();
    assert_eq!([from(0), from(1)], ["2015-04-01", "2016-04-01"]);
    assert_eq!(cell(&adoptions(&parsed)[1], "financial_year").address.as_deref(), Some("F2"));
}

#[test]
fn the_year_may_stand_in_each_heading() {
    let parsed = csv("CCG code,Model 2015/16,Status 2015/16,Wave 2 model,Wave 2 status\n\
         08F,C,Declined,Delegated,Approved\n");
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Declined", "08F Delegated 2016/17 Approved"]);
}

#[test]
fn a_heading_that_means_nothing_does_not_make_data_of_the_second_line() {
    let parsed = csv(&format!(
        "{YEARS},Model,Status,Model,Status,Lead officer\n08F,Joint,Live,Delegated,Approved,A. N. Other\n"
    ));
    assert_eq!(facts(&parsed).len(), 2);
    assert_eq!(parsed.sheets[0].layout.as_ref().unwrap().unknown, ["lead officer"]);
}

#[test]
fn a_status_without_a_model_is_a_gap_and_a_year_without_either_says_nothing() {
    let parsed = csv(&format!(
        "{YEARS}{HEADINGS}08F,,Live,Delegated,\n07P,-,-,None,Live\n07W,,,Joint,Live\n08C,n/a,n/a,Joint,Live\n"
    ));
    assert_eq!(facts(&parsed), ["07W Joint 2016/17 Live", "08C Joint 2016/17 Live"]);
    assert_eq!(issues(&parsed), [("missing_model", "B3"), ("missing_value", "E3")]);
    assert_eq!(skipped(&parsed), [(4, "says that there is no model"), (6, "says that it does not apply")]);
}

#[test]
fn what_belongs_to_which_year_is_never_guessed() {
    for (header, reason) in [
        // A status of one year only, twice the status of a year, a status of a year and of all years.
        ("CCG code,Model 2015/16,Status 2015/16,Model 2016/17", "no_header"),
        ("CCG code,Model 2015/16,Status 2015/16,Stage 2015/16", "no_header"),
        ("CCG code,Status,Model 2015/16,Status 2015/16", "no_header"),
        // A status without a model, though the title has one.
        ("CCG code,Status 2015/16,Status 2016/17", "no_header"),
        ("CCG code,2015/16,,2016/17,\n,Status,Notes,Status,Notes", "header_ambiguous"),
    ] {
        let text = format!("Approved for delegated commissioning\n{header}\n08F,C,Live,C,Live\n");
        assert_eq!(refusal(&text).code.as_str(), reason, "{header}");
    }
}

#[test]
fn a_day_beside_the_model_of_each_year_is_of_that_year() {
    let parsed = csv("CCG code,Status,2015/16 model,2015/16 from,2016/17 model,2016/17 from,2016/17 to\n\
         08F,Live,Joint,01/04/2015,Delegated,01/04/2016,31/03/2017\n");
    let days: Vec<_> = adoptions(&parsed)
        .iter()
        .map(|row| (row.record.effective_from.unwrap().to_string(), row.record.effective_to.is_some()))
        .collect();
    assert_eq!(days, [("2015-04-01".to_owned(), false), ("2016-04-01".to_owned(), true)]);
}
