//! What a profile says of a file is what is read.

use rust_xlsxwriter::Workbook;

use super::*;

const HEAD: &str = "name = \"return\"\nversion = 3\nkind = \"adoptions\"\n";

const LIST: &str = "A synthetic return\n\
    Org,Decision,How far,Round\n\
    08F,Fully devolved,Agreed,2\n\
    07P,TBC,Agreed,2\n\
    07W,Joint,Agreed,2\n\
    08C,Mostly devolved,Agreed,2\n";

const PROFILE: &str = "[columns]\nods_code = \"Org\"\nmodel = \"Decision\"\nstage = \"How far\"\n\
    financial_year = \"Round\"\n\
    [spellings.model]\n\"fully devolved\" = \"DELEGATED\"\n\"TBC\" = \"\"\n\
    [spellings.stage]\nagreed = \"approved\"\n\
    [spellings.financial_year]\n2 = \"2016/17\"\n";

#[test]
fn columns_and_spellings_are_those_of_the_profile_and_evidence_tells_so() {
    let parsed = by(&format!("{HEAD}{PROFILE}"), &csv(LIST)).unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved", "07W Joint 2016/17 Approved"]);
    assert_eq!(codes(&parsed.issues), [("unknown_model", "B6")]);
    assert_eq!(
        (parsed.skipped.len(), parsed.skipped[0].row, parsed.skipped[0].because),
        (1, 4, "states nothing")
    );
    let [first, second] = adoptions(&parsed) else { panic!() };
    assert_eq!(rule(first, "model"), "profile return@3, \"Fully devolved\" = \"DELEGATED\"");
    assert_eq!(rule(first, "stage"), "profile return@3, \"Agreed\" = \"approved\", \"approved\" -> APPROVED");
    assert_eq!(rule(first, "financial_year"), "profile return@3, \"2\" = \"2016/17\"");
    assert_eq!(rule(second, "model"), "as it stands");
    let cell = first.place.cells.iter().find(|cell| cell.field == "model").unwrap();
    assert_eq!((cell.address.as_deref(), cell.raw.as_str()), (Some("B3"), "Fully devolved"));
}

#[test]
fn constants_stand_for_columns_and_their_evidence_names_the_profile() {
    let profile = format!(
        "{HEAD}[columns]\nccg_name = \"Member\"\n[constants]\nmodel = \"C\"\nstage = \"live\"\n\
         financial_year = \"2015/16\"\neffective_from = \"2015-04-01\"\nregion = \"London\"\n"
    );
    let parsed = by(&profile, &csv("Member,Decision\nHavering,Declined\nBrent,\n")).unwrap();
    assert_eq!(facts(&parsed), ["Havering Delegated 2015/16 Live", "Brent Delegated 2015/16 Live"]);
    let row = &adoptions(&parsed)[1];
    assert_eq!(row.record.effective_from.unwrap().to_string(), "2015-04-01");
    assert_eq!(rule(row, "model"), "profile return@3");
    assert_eq!(rule(row, "effective_from"), "profile return@3");
    assert_eq!(parsed.sheets[0].layout.as_ref().unwrap().unknown, ["decision"]);
}

#[test]
fn a_title_says_what_the_profile_leaves_open() {
    let profile = format!("{HEAD}[columns]\nods_code = \"Org\"\nmodel = \"Decision\"\n");
    let parsed = by(&profile, &csv("Approved for 2016/17\nOrg,Decision\n08F,C\n")).unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Approved"]);
    let refused = by(&profile, &csv("Approved\nOrg,Decision\n08F,C\n")).unwrap_err();
    assert_eq!(refused.code.as_str(), "missing_period");
}

#[test]
fn columns_may_be_given_by_letter_beneath_a_header_row_or_without_any() {
    let columns = "[columns]\nods_code = { column = \"B\" }\nmodel = { column = \"c\" }\n\
        [constants]\nstage = \"live\"\nfinancial_year = \"2015/16\"\n";
    let text = "x,Code,\n,08F,C\n,07P,B\n";
    let parsed = by(&format!("{HEAD}header = 1\n{columns}"), &csv(text)).unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live", "07P Joint 2015/16 Live"]);
    let parsed = by(&format!("{HEAD}header = \"none\"\n{columns}"), &csv(&text[8..])).unwrap();
    assert_eq!((facts(&parsed).len(), parsed.sheets[0].layout.as_ref().unwrap().header_row), (2, 0));
    // A header row without a value is as good.
    let parsed = by(&format!("{HEAD}header = 2\n{columns}"), &csv("Title\n\n,08F,C\n")).unwrap();
    assert_eq!(facts(&parsed).len(), 1);
}

#[test]
fn a_header_of_two_rows_is_found_or_given() {
    let columns = "[columns]\nods_code = \"CCG Ref\"\nmodel = \"Agreed Form\"\n\
        [constants]\nstage = \"live\"\nfinancial_year = \"2015/16\"\n";
    let text = "Title\nCCG,Agreed\nRef,Form\n08F,C\n";
    for header in ["", "header = [2, 3]\n"] {
        let parsed = by(&format!("{HEAD}{header}{columns}"), &csv(text)).unwrap();
        assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"], "{header}");
    }
}

#[test]
fn each_year_may_have_a_column_for_the_model_and_one_for_the_status() {
    let profile = format!(
        "{HEAD}[columns]\nods_code = \"Org\"\n[years]\n\
         \"2015/16\" = {{ model = \"Form 1\", stage = \"State 1\" }}\n\
         \"2016/17\" = {{ model = \"Form 2\", stage = \"State 2\" }}\n[spellings.model]\n\"?\" = \"\"\n"
    );
    let text = "Org,Form 1,State 1,Form 2,State 2\n08F,B,Live,C,Approved\n07P,?,,C,Declined\n07W,?,,?,\n";
    let parsed = by(&profile, &csv(text)).unwrap();
    assert_eq!(
        facts(&parsed),
        ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Approved", "07P Delegated 2016/17 Declined"]
    );
    assert_eq!(rule(&adoptions(&parsed)[0], "financial_year"), "profile return@3");
    assert_eq!((parsed.skipped[0].row, parsed.skipped[0].because), (4, "states nothing"));
}

#[test]
fn the_status_of_one_year_is_not_taken_for_that_of_another() {
    let profile = format!(
        "{HEAD}[columns]\nods_code = \"Org\"\n[years]\n\
         \"2015/16\" = {{ model = \"Form 1\", stage = \"State 1\" }}\n\"2016/17\" = \"Form 2\"\n"
    );
    let text = "Org,Form 1,State 1,Form 2\n08F,B,Live,C\n";
    assert_eq!(by(&profile, &csv(text)).unwrap_err().code.as_str(), "missing_stage");
    let parsed = by(&profile, &csv(&format!("Approved lists\n{text}"))).unwrap();
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Live", "08F Delegated 2016/17 Approved"]);
}

#[test]
fn each_model_may_have_a_column_that_says_yes_in_its_own_words() {
    let profile = format!(
        "{HEAD}[columns]\nods_code = \"Org\"\n[models]\njoint = \"Shared\"\ndelegated = \"Devolved\"\n\
         [constants]\nstage = \"live\"\nfinancial_year = \"2015/16\"\n\
         [spellings.model]\n\"agreed\" = \"yes\"\n\"pending\" = \"\"\n\"turned down\" = \"no\"\n"
    );
    let parsed = by(&profile, &csv("Org,Shared,Devolved\n08F,Agreed,pending\n07P,Turned down,x\n")).unwrap();
    assert_eq!(facts(&parsed), ["08F Joint 2015/16 Live", "07P Delegated 2015/16 Live"]);
    assert_eq!(rule(&adoptions(&parsed)[0], "model"), "profile return@3");
}

#[test]
fn a_column_may_be_one_that_some_sheets_lack() {
    let profile = format!(
        "{HEAD}[columns]\nods_code = \"Org\"\nmodel = \"Decision\"\n\
         financial_year = {{ heading = \"Period\", optional = true }}\n[constants]\nstage = \"live\"\n"
    );
    let parsed = by(&profile, &csv("2016/17\nOrg,Decision\n08F,C\n")).unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live"]);
    let parsed = by(&profile, &csv("2016/17\nOrg,Decision,Period\n08F,C,2015/16\n")).unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2015/16 Live"]);
}

#[test]
fn what_stands_beneath_the_last_row_is_not_read() {
    let columns = "[columns]\nods_code = \"CCG code\"\nmodel = \"Model\"\n[constants]\nstage = \"live\"\nfinancial_year = \"2015/16\"\n";
    let text = "CCG code,Model\n08F,C\n07P,C\nPending:\n07W,C\n";
    let parsed = by(&format!("{HEAD}last_row = 3\n{columns}"), &csv(text)).unwrap();
    assert_eq!(facts(&parsed).len(), 2);
    assert_eq!(parsed.skipped.iter().map(|skip| skip.row).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn only_the_sheets_that_the_profile_names_are_read() {
    let mut workbook = Workbook::new();
    for name in ["North", "South", "Notes", "Old"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["Org", "Decision"]).unwrap();
        sheet.write_row(1, 0, ["08F", "C"]).unwrap();
    }
    let file = FileBytes {
        name: "list.xlsx".into(),
        sha256: String::new(),
        bytes: workbook.save_to_buffer().unwrap().into(),
    };
    let read = |sheets: &str| {
        let rest = "[columns]\nods_code = \"Org\"\nmodel = \"Decision\"\n[constants]\nstage = \"live\"\nfinancial_year = \"2015/16\"\n";
        let parsed = by(&format!("{HEAD}[sheets]\n{sheets}\n{rest}"), &file)?;
        let read = parsed.sheets.iter().filter(|sheet| sheet.layout.is_some());
        Ok::<_, Refusal>(read.map(|sheet| sheet.name.clone()).collect::<Vec<_>>())
    };
    assert_eq!(read("only = [\"North\", \"South\"]").unwrap(), ["North", "South"]);
    assert_eq!(read("except = [\"Notes\", \"old\"]").unwrap(), ["North", "South"]);
    let refused = read("only = [\"North\", \"East\"]").unwrap_err();
    assert_eq!(refused.code.as_str(), "profile_mismatch");
    assert_eq!(refused.message, "the file does not fit the profile return@3: there is no sheet \"east\"");
}

#[test]
fn what_the_file_lacks_of_the_profile_is_named() {
    let profile = format!("{HEAD}{PROFILE}");
    let refused = by(&profile, &csv("Title\nOrg,Verdict,Round\n08F,C,2\n")).unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.message.as_str()),
        (
            "profile_mismatch",
            "the file does not fit the profile return@3: sheet \"list.csv\" lacks the heading \"Decision\" and the \
             heading \"How far\" (row 2 is the nearest)"
        )
    );
    let twice = by(&profile, &csv("Org,Decision,How far,Round,Decision\n08F,C,Live,2,B\n")).unwrap_err();
    assert!(twice.message.contains("\"Decision\", which stands in B1 and E1: give the column"), "{twice}");
    assert!(by(&profile, &csv("Dear all\n")).unwrap_err().message.contains("lacks"));
}
