//! Days that titles and headings give: "with effect from 1 April 2016".

use super::*;

fn dated(parsed: &Parsed) -> Vec<String> {
    let day =
        |row: &Located<Adoption>| row.record.effective_from.map_or("-".to_owned(), |day| day.to_string());
    let facts = facts(parsed).into_iter().zip(adoptions(parsed));
    facts.map(|(fact, row)| format!("{fact} {}", day(row))).collect()
}

#[test]
fn a_title_gives_the_first_day_and_its_year() {
    let title = "CCGs approved for delegated commissioning with effect from 1 April 2016";
    let parsed = csv(&format!("{title}\nCCG code,CCG name\n08F,NHS Havering CCG\n"));
    assert_eq!(dated(&parsed), ["08F Delegated 2016/17 Approved 2016-04-01"]);
    let row = &adoptions(&parsed)[0];
    assert_eq!(shown(row, "financial_year"), of("A1", title, "2016/17", "title"));
    assert_eq!(shown(row, "effective_from"), of("A1", title, "2016-04-01", "title"));
    let month = csv("CCGs approved for delegated commissioning from April 2016\nCCG code\n08F\n");
    assert_eq!(dated(&month), ["08F Delegated 2016/17 Approved -"]);
}

#[test]
fn a_day_is_only_that_of_what_came_about_and_of_the_titles_own_year() {
    let parsed = csv("Delegated commissioning from 1 April 2016\nCCG code,Status\n08F,Live\n07P,Declined\n");
    let expected = ["08F Delegated 2016/17 Live 2016-04-01", "07P Delegated 2016/17 Declined -"];
    assert_eq!(dated(&parsed), expected);
    let columns = csv(
        "Delegated commissioning from 1 April 2016\nCCG code,Model,Status,Year\n08F,C,Live,2015/16\n07P,C,Live,2016/17\n",
    );
    assert_eq!(dated(&columns), ["08F Delegated 2015/16 Live -", "07P Delegated 2016/17 Live -"]);
}

#[test]
fn a_heading_of_rows_gives_its_own_day_and_takes_away_that_of_the_title() {
    let parsed =
        csv("Delegated commissioning live from 1 April 2016\nCCG code\n08F\nLive from 1 October 2016\n07P\n\
         Live in 2015/16\n07W\n");
    let expected = [
        "08F Delegated 2016/17 Live 2016-04-01",
        "07P Delegated 2016/17 Live 2016-10-01",
        "07W Delegated 2015/16 Live -",
    ];
    assert_eq!(dated(&parsed), expected);
}

#[test]
fn a_day_of_another_year_or_of_something_else_gives_none() {
    let other = "CCGs approved in 2015/16 for delegated commissioning from 1 April 2016\nCCG code\n08F\n";
    assert_eq!(refusal(other).code.as_str(), "missing_period");
    let data = "Data from 1 April 2016: CCGs approved for delegated commissioning\nCCG code\n08F\n";
    assert_eq!(refusal(data).code.as_str(), "missing_period");
}

#[test]
fn a_heading_whose_day_is_of_another_year_than_the_title_is_not_understood() {
    let list = |heading: &str| {
        csv(&format!("CCGs approved for delegated commissioning, 2016/17\nCCG code\n08F\n{heading}\n07P\n"))
    };
    let next = list("Category C - delegated; live from 1 April 2017");
    assert_eq!((facts(&next).len(), issues(&next)), (1, vec![("unclear_group", "A5")]));
    assert!(next.issues[0].message.contains("another year than the titles"), "{:?}", next.issues);
    let named = list("2017/18: live from 1 April 2017");
    assert_eq!(dated(&named)[1], "07P Delegated 2017/18 Live 2017-04-01");
}
