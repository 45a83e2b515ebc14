//! A drafted profile, once its marked lines are filled in, reads the file that it was drafted from.

use rust_xlsxwriter::{Format, Workbook};

use super::*;

/// Fills in the lines that are marked, in their order.
fn filled(draft: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let lines = draft.lines().map(|line| match line.split_once(" = \"\" # EDIT") {
        Some((key, _)) => format!("{key} = \"{}\"\n", values.next().unwrap_or_else(|| panic!("{draft}"))),
        None => format!("{line}\n"),
    });
    let text = lines.collect();
    assert_eq!(values.len(), 0, "{draft}");
    text
}

/// A refused file, why it is, what is filled in, and what is read then.
type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a [&'a str]);

#[test]
fn a_file_that_was_refused_is_read_once_the_marked_lines_are_filled_in() {
    let cases: &[Case] = &[
        (
            "CCG code,CCG name,Model,Year\n08F,NHS Havering CCG,C,2016/17\n",
            "missing_stage",
            &["approved"],
            &["08F Delegated 2016/17 Approved"],
        ),
        (
            "CCG code,Model,Status\n08F,C,Live\n",
            "missing_period",
            &["2015/16"],
            &["08F Delegated 2015/16 Live"],
        ),
        (
            "CCGs approved in 2016/17\nCCG code\n08F\n07P\n",
            "no_header",
            &["joint"],
            &["08F Joint 2016/17 Approved", "07P Joint 2016/17 Approved"],
        ),
        (
            "A return\nOrg,Agreed form,Outcome,Period\n08F,C,Live,2015/16\n07P,B,Live,2015/16\n",
            "no_header",
            &[],
            &["08F Delegated 2015/16 Live", "07P Joint 2015/16 Live"],
        ),
        ("Org,Agreed form,Status,Year\n08F,Joint working,Live,2015/16\n", "no_header", &["Agreed form"], &[]),
        (
            "08F,Delegated,Live,2015/16\n07P,Joint,Live,2015/16\n",
            "no_header",
            &[],
            &["08F Delegated 2015/16 Live", "07P Joint 2015/16 Live"],
        ),
        (
            "CCG code,Model,Status,Year\n08F,C,Live,2015/16\n\n\
             CCG name,Level,Stage,Financial year\nNHS Havering CCG,C,Live,2016/17\n",
            "header_ambiguous",
            &[],
            &["08F Delegated 2015/16 Live"],
        ),
        (
            "Wave 1\nCCG code,Status,2015/16,Delegated\n08F,Live,C,Yes\n",
            "header_ambiguous",
            &[],
            &["08F Delegated 2015/16 Live"],
        ),
    ];
    for (text, code, values, expected) in cases {
        let file = csv(text);
        assert_eq!(plainly(&file).unwrap_err().code.as_str(), *code, "{text}");
        let draft = draft(&file);
        if !values.is_empty() {
            assert!(Profile::parse(&draft).is_err(), "what is marked must be filled in:\n{draft}");
        }
        let parsed =
            by(&filled(&draft, values), &file).unwrap_or_else(|refusal| panic!("{refusal}\n{draft}"));
        assert_eq!(facts(&parsed), *expected, "{draft}");
    }
}

#[test]
fn texts_that_are_not_understood_are_listed_for_somebody_to_explain() {
    let file = csv("CCG code,Model,Status,Year\n08F,Fully devolved,Live,2015/16\n07P,B,Live,2015/16\n");
    let draft = draft(&file);
    let explained = draft
        .replace("# [spellings.model]", "[spellings.model]")
        .replace("# \"Fully devolved\" = \"\"", "\"Fully devolved\" = \"delegated\"");
    assert_ne!(explained, draft);
    assert_eq!(
        facts(&by(&explained, &file).unwrap()),
        ["08F Delegated 2015/16 Live", "07P Joint 2015/16 Live"]
    );
}

#[test]
fn a_letter_gives_a_draft_in_which_all_is_left_to_fill_in() {
    let draft = draft(&csv("Dear all,\nplease find attached\n"));
    let wrong = Profile::parse(&draft).unwrap_err();
    assert!(
        wrong.contains("say beneath which heading") && wrong.contains("say what the stage is"),
        "{wrong}"
    );
}

#[test]
fn the_refusal_names_what_comes_nearest_and_what_it_lacks() {
    let refused = plainly(&csv("A return\nCCG code,Agreed form,Status\n08F,C,Live\n")).unwrap_err();
    assert_eq!(
        refused.message,
        "no sheet that was looked at has a header that is known, in its first 50 rows; the nearest: sheet \"list.csv\" row 2, \
         adoptions (2 of 3 headings: \"CCG code\" = ODS code, \"Status\" = stage), lacks model and financial year"
    );
    let remedy = refused.with_remedy(Path::new("my lists/it's.csv")).message;
    assert!(remedy.contains("`importer profile infer 'my lists/it'\\''s.csv' > profile.toml`"), "{remedy}");
}

#[test]
fn a_drafted_profile_reads_what_is_read_without_it() {
    for path in [
        "data/workbooks/co-commissioning-adoptions.xlsx",
        "data/workbooks/ccg-register.xlsx",
        "data/facts/waves.csv",
        "data/facts/successions.csv",
        "data/facts/scope_rules.csv",
        "data/facts/published_figures.csv",
        "data/facts/ons/ccg_names_and_codes_2013-04.csv",
        "importer/tests/fixtures/synthetic.xls",
        "importer/tests/fixtures/synthetic.ods",
    ] {
        same_with_draft(&file(path), path);
    }
    for text in [
        "CCG code*,Model 1,Status (1),Year\u{b2}\n08F,Delegated,Live,2015/16\n",
        "CCG,CCG,Co-commissioning,Current,Financial\ncode,name,model,status,year\n08F,Havering,C,Live,2015/16\n",
        ",,CCG code,Model,Status,Year,,Key\n,,,,,,,C = delegated\n,,08F,C,Live,2015/16,,B = joint\n",
        "CCG code,CCG name,Status,2015/16,Wave 2 2016-17,Wave 3\n08F,NHS Havering CCG,Live,Joint,C,-\n",
        "Approved models\nCCG code,2015/16,,2016/17,\n,Model,Status,Model,Status\n08F,B,Live,C,Approved\n",
        "CCG code,Model 2015/16,Status 2015/16,Model 2016/17,Status 2016/17\n08F,B,Live,C,Approved\n",
        "CCGs approved for 2016/17\nCCG code,Joint commissioning,Delegated commissioning*\n08F,Yes,\n07P,,x\n",
        "CCGs approved for delegated commissioning, 2016/17\nCCG code,CCG name\n08F,NHS Havering CCG\n",
        "\"9Z1\",\"NHS INVENTED CCG\",\"Y54\",\"Q74\",\"\",\"\",\"\",\"\",\"\",\"\",\"20130401\",\"\"\n",
    ] {
        same_with_draft(&csv(text), text);
    }
}

#[test]
fn a_drafted_profile_reads_merged_headings_of_several_sheets() {
    let mut workbook = Workbook::new();
    for (name, code) in [("2015-16", "08F"), ("2016-17", "07P")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, "Approved models, a synthetic list").unwrap();
        sheet.merge_range(2, 0, 2, 1, "CCG", &Format::new()).unwrap();
        sheet.merge_range(2, 2, 3, 2, "Model", &Format::new()).unwrap();
        sheet.write_row(3, 0, ["Code", "Name"]).unwrap();
        sheet.write_row(4, 0, [code, "NHS Invented CCG", "Joint"]).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    same_with_draft(
        &FileBytes { name: "list.xlsx".into(), sha256: String::new(), bytes: bytes.into() },
        "merged",
    );
}

fn same_with_draft(file: &FileBytes, name: &str) {
    let expected = plainly(file).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    let draft = draft(file);
    let parsed = by(&draft, file).unwrap_or_else(|refusal| panic!("{name}: {refusal}\n{draft}"));
    assert!(!records(&expected).is_empty(), "{name}");
    assert_eq!(records(&parsed), records(&expected), "{name}\n{draft}");
    assert_eq!(codes(&parsed.issues), codes(&expected.issues), "{name}");
}

#[test]
fn columns_that_may_all_be_the_one_are_left_to_decide() {
    let list = csv("Live 2016/17\nCCG code,Former form,Present form\n08F,Joint,Delegated\n07P,A,Joint\n");
    let draft = draft(&list);
    assert!(draft.contains("model = \"\" # EDIT: which of \"Former form\" or \"Present form\"?"), "{draft}");
    let parsed = by(&filled(&draft, &["Present form"]), &list).unwrap();
    assert_eq!(facts(&parsed), ["08F Delegated 2016/17 Live", "07P Joint 2016/17 Live"]);
}

#[test]
fn a_table_that_lies_on_its_side_gets_no_draft() {
    let list = csv("CCG code,08F,07P\nModel,Joint,Delegated\nStatus,Live,Live\n");
    let refused = infer::profile(&list, None, None, &Limits::default(), visit).unwrap_err();
    assert_eq!(refused.code.as_str(), "table_sideways");
}
