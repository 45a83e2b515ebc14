//! A question with its variables, as each service is asked it.

use super::values::{Draw, Piece, Sample};

/// A question.
pub(super) struct Question {
    /// What it is called in tables.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// The hand-written service answers at this path.
    pub(super) path: &'static str,
    pub(super) document: &'static str,
    pub(super) variables: Vec<Variable>,
}

/// A variable of a document, and a parameter of the hand-written service.
pub(super) struct Variable {
    name: &'static str,
    is_text: bool,
    /// As the api is asked.
    pub(super) value: Vec<Piece>,
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
    pub(super) fn text(name: &'static str, value: Vec<Piece>) -> Self {
        Self { name, is_text: true, value, by_hand: None }
    }

    pub(super) fn number(name: &'static str, value: Vec<Piece>) -> Self {
        Self { is_text: false, ..Self::text(name, value) }
    }

    /// The same, which the hand-written service calls otherwise.
    pub(super) fn or_by_hand(self, value: Vec<Piece>) -> Self {
        Self { by_hand: Some(value), ..self }
    }
}

impl Question {
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
