//! The parser keeps the last of several fields of an object that have the same name, so they are looked for in the text.

use std::collections::HashSet;

use async_graphql::{Pos, ServerError};

use super::Fault;
use crate::limits::{Token, tokens};

/// What a bracket that is open holds.
enum Open<'a> {
    /// Arguments, or the variables of an operation.
    Arguments,
    /// Fields of an object, with their names.
    Object(HashSet<&'a str>),
    /// Items of a list.
    List,
    /// Fields that are selected.
    Selection,
}

/// Refuses an object with two fields of the same name, which GraphQL forbids because nobody can say which of them is meant.
///
/// # Errors
/// When there is one.
pub(crate) fn check_text(document: &str) -> Result<(), ServerError> {
    let (mut open, mut argument, mut last): (Vec<Open<'_>>, _, _) = (Vec::new(), None, None);
    for token in tokens(document) {
        match token {
            Token::Punctuator(b'(') => open.push(Open::Arguments),
            Token::Punctuator(b'[') => open.push(Open::List),
            Token::Punctuator(b'{') => open.push(match open.last() {
                None | Some(Open::Selection) => Open::Selection,
                Some(_) => Open::Object(HashSet::new()),
            }),
            Token::Punctuator(b')' | b']' | b'}') => drop(open.pop()),
            Token::Punctuator(b':') => match (open.last_mut(), last) {
                (Some(Open::Arguments), Some(name)) => argument = Some(name),
                (Some(Open::Object(names)), Some(name)) => {
                    let is_new = names.insert(name);
                    if !is_new {
                        return Err(repeated(document, name, argument.unwrap_or(name)));
                    }
                }
                _ => {}
            },
            Token::Punctuator(_) | Token::Text | Token::Word(_) => {}
        }
        last = match token {
            Token::Word(word) => Some(word),
            _ => None,
        };
    }
    Ok(())
}

/// Words are parts of the document, so their place in it is known.
fn repeated(document: &str, name: &str, argument: &str) -> ServerError {
    let offset = (name.as_ptr() as usize).saturating_sub(document.as_ptr() as usize);
    let before = document.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    let message = format!(
        "The field \"{name}\" stands twice in one object of {argument}; expected it once. For both to hold, put each into \
         an object of its own under `and`."
    );
    Fault::misfit(message).at(argument, Pos { line, column })
}

#[cfg(test)]
mod tests {
    use super::check_text;

    fn refusal(document: &str) -> Option<(String, usize)> {
        check_text(document).err().map(|error| (error.message, error.locations[0].column))
    }

    #[test]
    fn a_field_stands_once_in_an_object() {
        for document in [
            "{ a(b: { c: 1, d: { c: 2 } }, e: [{ c: 1 }, { c: 2 }]) { b: c b: c } }",
            "query ($v: X = { a: 1 }, $w: X = { a: 1 }) { a(b: \"{ c: 1, c: 2 }\") # { c: 1, c: 2 }\n }",
            "{ a(b: c) a(b: c) { a: b a: b } }",
        ] {
            assert_eq!(refusal(document), None, "{document}");
        }
        for (document, argument, column) in [
            ("{ a(b: { c: 1, c: 2 }) }", "b", 16),
            ("{ a(b: [{ x: { c: 1 d: \"c:\" c: 2 } }]) }", "b", 29),
            ("query ($v: X = { a: 1, b: [{}], a: 2 }) { a }", "v", 33),
        ] {
            let (message, found) = refusal(document).expect("a refusal");
            assert!(message.contains(&format!("of {argument};")) && found == column, "{message} {found}");
        }
    }
}
