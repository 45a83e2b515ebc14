//! What is asked, and with which variables: enough of them that no question needs to be asked twice.

use entities::domain::AreaKind;

use super::values::{Draw, Piece, Sample, day, long_ago};
use crate::synthetic::List;

/// How many codes are asked for at most: more would make a longer command line than there may be.
const MOST_CODES: usize = 5000;

/// A question.
pub(super) struct Question {
    /// What it is called in tables.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// The hand-written service answers at this path.
    pub(super) path: &'static str,
    pub(super) document: &'static str,
    variables: Vec<Variable>,
}

/// A variable of a document, and a parameter of the hand-written service.
struct Variable {
    name: &'static str,
    is_text: bool,
    /// As the api is asked.
    value: Vec<Piece>,
    /// As the hand-written service is asked, where that is another.
    by_hand: Option<Vec<Piece>>,
}

/// The row behind which the deepest page begins.
#[derive(Clone, Debug)]
pub(super) struct Deepest {
    /// As the api calls it.
    pub(super) cursor: String,
    /// Its row number.
    pub(super) id: i64,
}

impl Variable {
    fn text(name: &'static str, value: Vec<Piece>) -> Self {
        Self { name, is_text: true, value, by_hand: None }
    }

    fn number(name: &'static str, value: Vec<Piece>) -> Self {
        Self { is_text: false, ..Self::text(name, value) }
    }
}

impl Question {
    /// All questions about a list. With a number of adoptions, those that show all adoptions of CCGs are asked a second time
    /// for so many.
    pub(super) fn all(list: &List, deepest: &Deepest, same_adoptions: Option<usize>) -> Vec<Self> {
        let mut questions = vec![ccg(list), region()];
        for (question, name) in [(ccg(list), "q1s"), (region(), "q2s")] {
            let Some(adoptions) = same_adoptions else { continue };
            let mut variables = question.variables;
            variables.push(Variable::number("adoptions", vec![Piece::Always(adoptions.to_string())]));
            questions.push(Self { name, variables, ..question });
        }
        questions.extend([
            model_and_wave(list),
            counts(),
            deepest_page(deepest),
            position(list),
            search(list),
        ]);
        questions
    }

    /// The address at which the api answers it, or an expression for many of them.
    pub(super) fn of_api(&self, address: &str, draw: &mut impl Draw) -> String {
        let mut variables = draw.fixed("{");
        for (place, Variable { name, is_text, value, .. }) in self.variables.iter().enumerate() {
            let (comma, quote) = (if place == 0 { "" } else { "," }, if *is_text { "\"" } else { "" });
            variables += &draw.fixed(&format!("{comma}\"{name}\":{quote}"));
            variables.extend(value.iter().map(|piece| draw.piece(piece)));
            variables += &draw.fixed(quote);
        }
        variables += &draw.fixed("}");
        let graphql = draw.address(&format!("{address}/graphql?query="));
        format!(
            "{graphql}{}{}{variables}",
            draw.fixed(&in_a_line(self.document)),
            draw.address("&variables=")
        )
    }

    /// The same of the hand-written service.
    pub(super) fn by_hand(&self, address: &str, draw: &mut impl Draw) -> String {
        let mut url = draw.address(&format!("{address}/{}?", self.path));
        for (place, Variable { name, value, by_hand, .. }) in self.variables.iter().enumerate() {
            let separator = if place == 0 { "" } else { "&" };
            url += &draw.address(&format!("{separator}{name}="));
            url.extend(by_hand.as_ref().unwrap_or(value).iter().map(|piece| draw.piece(piece)));
        }
        url
    }
}

/// The address at which the api answers nothing but the name of its root.
pub(super) fn of_nothing(address: &str) -> String {
    Sample(0).address(&format!("{address}/graphql?query=")) + &Sample(0).fixed("{ __typename }")
}

/// A document in one line, as a program would send it.
fn in_a_line(document: &str) -> String {
    document.split_whitespace().collect::<Vec<_>>().join(" ")
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
            Variable {
                name: "after",
                is_text: true,
                value: vec![Piece::always(&deepest.cursor)],
                by_hand: Some(vec![Piece::Always(deepest.id.to_string())]),
            },
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

    fn questions() -> Vec<Question> {
        let deepest = Deepest { cursor: "W10".to_owned(), id: 7 };
        Question::all(&List::with(211, 7), &deepest, Some(7))
    }

    #[test]
    fn both_are_asked_the_same_for_the_same_number() {
        let questions = questions();
        assert_eq!(questions.len(), 9);
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
