//! All that is asked, with enough variables that no question needs to be asked twice.

use entities::domain::AreaKind;

use super::{
    question::{Deepest, Question, Variable},
    values::{Piece, day, long_ago},
};
use crate::synthetic::List;

/// How many codes are asked for at most: more would make a longer command line than there may be.
const MOST_CODES: usize = 5000;

/// What questions are called.
pub(super) const NAMES: [&str; 9] = ["q1", "q2", "q1s", "q2s", "q3", "q4", "q5", "q6", "q7"];

/// All questions about a list. With a number of adoptions, those that show all adoptions of CCGs are asked a second time
/// for so many.
pub(super) fn all(list: &List, deepest: &Deepest, same_adoptions: Option<usize>) -> Vec<Question> {
    let mut questions = vec![ccg(list), region()];
    for (question, name) in [(ccg(list), "q1s"), (region(), "q2s")] {
        let Some(adoptions) = same_adoptions else { continue };
        let mut variables = question.variables;
        variables.push(Variable::number("adoptions", vec![Piece::Always(adoptions.to_string())]));
        questions.push(Question { name, variables, ..question });
    }
    questions.extend([model_and_wave(list), counts(), deepest_page(deepest), position(list), search(list)]);
    questions
}

fn ccg(list: &List) -> Question {
    Question {
        name: "q1",
        title: "one CCG by code, with its adoptions, their models and waves",
        path: "ccg",
        document: include_str!("questions/q1.graphql"),
        variables: vec![Variable::text("code", codes(list)), Variable::text("since", long_ago())],
    }
}

fn region() -> Question {
    let regions = AreaKind::REGIONS_2015.map(str::to_owned).to_vec();
    Question {
        name: "q2",
        title: "50 CCGs of a region, with their adoptions",
        path: "region",
        document: include_str!("questions/q2.graphql"),
        variables: vec![
            Variable::text("region", vec![Piece::OneOf(regions)]),
            Variable::text("opened", day(1000..1999)),
        ],
    }
}

fn model_and_wave(list: &List) -> Question {
    // Those in which most organisations have this model.
    let waves = list.rounds.iter().skip(2).take(3).map(|round| round.year.clone()).collect();
    Question {
        name: "q3",
        title: "200 adoptions of a model and wave, with the names of their CCGs",
        path: "model-and-wave",
        document: include_str!("questions/q3.graphql"),
        variables: vec![
            Variable::text("model", vec![Piece::always("JOINT")]),
            Variable::text("wave", vec![Piece::OneOf(waves)]),
            Variable::text("since", long_ago()),
        ],
    }
}

fn counts() -> Question {
    Question {
        name: "q4",
        title: "how many adoptions, by model and wave",
        path: "counts",
        document: include_str!("questions/q4.graphql"),
        variables: vec![Variable::number(
            "least",
            vec![
                Piece::always("-"),
                Piece::number(1..1000, 1),
                Piece::number(0..1000, 3),
                Piece::number(0..1000, 3),
            ],
        )],
    }
}

fn deepest_page(deepest: &Deepest) -> Question {
    Question {
        name: "q5",
        title: "the last 50 adoptions, by their cursor",
        path: "deepest-page",
        document: include_str!("questions/q5.graphql"),
        variables: vec![
            Variable::text("after", vec![Piece::always(&deepest.cursor)])
                .or_by_hand(vec![Piece::Always(deepest.id.to_string())]),
            Variable::text("since", long_ago()),
        ],
    }
}

fn position(list: &List) -> Question {
    Question {
        name: "q6",
        title: "the position of a CCG on a day",
        path: "position",
        document: include_str!("questions/q6.graphql"),
        variables: vec![Variable::text("code", codes(list)), Variable::text("day", day(2000..2050))],
    }
}

fn search(list: &List) -> Question {
    // Ten organisations have names that begin so.
    let tens = Piece::number(1..list.organisations.len() / 10, 4);
    Question {
        name: "q7",
        title: "a search for the beginning of a name",
        path: "search",
        document: include_str!("questions/q7.graphql"),
        variables: vec![Variable::text("text", vec![Piece::AnyCase("synthetic place "), tens])],
    }
}

/// Codes from everywhere in a list.
fn codes(list: &List) -> Vec<Piece> {
    let each = list.organisations.len().div_ceil(MOST_CODES).max(1);
    let codes = list.organisations.iter().step_by(each);
    vec![Piece::OneOf(codes.map(|organisation| organisation.ods_code.clone()).collect())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::values::Sample;

    fn questions() -> Vec<Question> {
        let deepest = Deepest { cursor: "W10".to_owned(), id: 7 };
        all(&List::with(211, 7), &deepest, Some(7))
    }

    #[test]
    fn both_are_asked_the_same_for_the_same_number() {
        let questions = questions();
        assert!(questions.iter().map(|question| question.name).eq(NAMES));
        let ccg = &questions[0];
        let (of_api, by_hand) =
            (ccg.of_api("http://a", &mut Sample(3)), ccg.by_hand("http://b", &mut Sample(3)));
        let (_, parameters) = by_hand.split_once('?').unwrap();
        assert!(of_api.starts_with("http://a/graphql?query=query%20CcgByCode"), "{of_api}");
        for parameter in parameters.split('&') {
            let (name, value) = parameter.split_once('=').unwrap();
            assert!(of_api.contains(&format!("%22{name}%22:%22{value}%22")), "{of_api} {parameter}");
        }
        let deepest = questions.iter().find(|question| question.name == "q5").unwrap();
        assert!(deepest.of_api("", &mut Sample(1)).contains("%22after%22:%22W10%22"));
        assert!(deepest.by_hand("", &mut Sample(1)).contains("after=7&since="));
    }

    #[test]
    fn there_are_more_questions_than_are_asked() {
        for question in questions() {
            let ways = |piece: &Piece| match piece {
                Piece::Always(_) => 1.0,
                Piece::OneOf(texts) => texts.len() as f64,
                Piece::AnyCase(text) => {
                    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
                    2f64.powi(i32::try_from(letters).unwrap())
                }
            };
            let ways: f64 =
                question.variables.iter().flat_map(|variable| &variable.value).map(ways).product();
            assert!(ways > 250_000.0, "{}: {ways}", question.name);
        }
    }
}
