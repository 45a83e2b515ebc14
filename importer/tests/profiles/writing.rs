//! What is wrong with a profile is told before it is used.

use super::*;

fn problems(rest: &str) -> String {
    let head = "name = \"list\"\nversion = 1\nkind = \"adoptions\"\n";
    Profile::parse(&format!("{head}{rest}")).unwrap_err()
}

#[test]
fn what_is_wrong_is_told_by_line() {
    let columns = "[columns]\nods_code = \"Org\"\nmodel = \"Decision\"\n";
    for (rest, expected) in [
        ("clmns = 1\n", "line 4"),
        ("[columns]\nods = \"Org\"\n", "line 5: adoptions have no field \"ods\"; the fields are ods_code"),
        ("[columns]\nods_code = \"\"\n", "line 5: say beneath which heading it stands"),
        ("[columns]\nods_code = { column = \"7\" }\n", "line 5: \"7\" is not a column"),
        ("[columns]\nods_code = 7\n", "expected a heading, or a column"),
        ("[columns]\nods_code = { optional = true }\n", "line 5: say beneath which heading it stands"),
        ("[constants]\nstage = \"promised\"\n", "line 5: \"promised\" is not a status"),
        ("[constants]\nstage = \"\"\n", "line 5: say what the stage is"),
        ("[constants]\neffective_from = \"2015\"\n", "line 5: \"2015\" is not a day"),
        ("[years]\n\"2015\" = \"A\"\n", "line 5: \"2015\" is not a financial year"),
        ("[spellings.model]\n\"Fully\" = \"full\"\n", "line 5: \"full\" is not a model"),
        ("header = \"first\"\n", "line 4: the header is a row such as 4"),
        ("header = [1, 3]\n", "line 4: the header is a row such as 4"),
        ("as_of = \"April\"\n", "line 4: \"April\" is not a date"),
        ("", "nothing says where the ODS code or ONS code or CCG name stands"),
        ("[columns]\nods_code = \"Org\"\n", "nothing says where the model stands"),
    ] {
        assert!(problems(rest).contains(expected), "{rest}{}", problems(rest));
    }
    for (rest, expected) in [
        ("[constants]\nmodel = \"C\"\n", "line 8: the model has a column already"),
        ("ccg_name = \"Org\"\n", "two fields stand in the same column, \"Org\""),
        ("[spellings.model]\n\" \" = \"C\"\n", "line 8: a blank cell says nothing already"),
        ("[years]\n\"2015/16\" = \"A\"\n", "must not have a column in [columns] as well"),
    ] {
        let found = problems(&format!("{columns}{rest}"));
        assert!(found.contains(expected), "{rest}{found}");
    }
    let optional = "[columns]\nods_code = \"Org\"\nmodel = { heading = \"Decision\", optional = true }\n";
    assert!(problems(optional).contains("nothing says where the model stands"));
    let lettered = "[columns]\nods_code = { column = \"A\" }\nmodel = { column = \"B\" }\n";
    assert!(problems(lettered).contains("say where the header is"));
    assert!(problems(&format!("header = \"none\"\n{columns}")).contains("without a header every column"));
}

#[test]
fn names_versions_and_kinds_are_checked() {
    let wrong = Profile::parse("name = \"My list\"\nversion = 0\nkind = \"lists\"\n").unwrap_err();
    for expected in ["line 1: \"My list\" is no name", "line 2: versions", "line 3: \"lists\" is not a kind"]
    {
        assert!(wrong.contains(expected), "{wrong}");
    }
    assert!(wrong.contains("ccg_register, successions"), "{wrong}");
}
