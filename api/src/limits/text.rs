use async_graphql::ServerError;

use super::{BRACKETS, LENGTH, TOKENS, within_depth, within_size};

/// Refuses a document that would take long to parse, or nest deeper than a parser can follow.
///
/// # Errors
/// When it is over a limit.
pub fn check(document: &str) -> Result<(), ServerError> {
    within_size("bytes", document.len(), LENGTH)?;
    let tokens = Tokens::count(document);
    within_size("tokens", tokens.number, TOKENS)?;
    within_depth("levels of brackets", tokens.deepest, BRACKETS)
}

/// What a document is made of, white space and comments aside. It is not asked whether that makes sense.
#[derive(Default)]
struct Tokens {
    number: usize,
    deepest: usize,
}

/// A piece of a document.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A name, a keyword or a number.
    Word(&'a str),
    /// A text in quotes.
    Text,
    /// Anything else, each byte by itself.
    Punctuator(u8),
}

/// The pieces of a document, white space and comments aside.
pub(crate) fn tokens(document: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = document;
    std::iter::from_fn(move || {
        loop {
            let (first, others) = rest.as_bytes().split_first()?;
            let token = match first {
                b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                    rest = behind(rest, others);
                    continue;
                }
                b'#' => {
                    rest = behind(rest, past_line(others));
                    continue;
                }
                b'"' => {
                    rest = behind(rest, past_text(others));
                    Token::Text
                }
                first if is_word(*first) => {
                    let (word, others) =
                        rest.split_at(rest.len() - past(others, |byte| is_word(*byte)).len());
                    rest = others;
                    Token::Word(word)
                }
                first => {
                    rest = behind(rest, others);
                    Token::Punctuator(*first)
                }
            };
            return Some(token);
        }
    })
}

/// The end of a text that is as long as some bytes of its end.
fn behind<'a>(text: &'a str, bytes: &[u8]) -> &'a str {
    text.get(text.len() - bytes.len()..).unwrap_or_default()
}

impl Tokens {
    fn count(document: &str) -> Self {
        let (mut counted, mut open) = (Self::default(), 0_usize);
        for token in tokens(document) {
            counted.number += 1;
            match token {
                Token::Punctuator(b'{' | b'[' | b'(') => {
                    open += 1;
                    counted.deepest = counted.deepest.max(open);
                }
                Token::Punctuator(b'}' | b']' | b')') => open = open.saturating_sub(1),
                _ => {}
            }
        }
        counted
    }
}

/// Of names and numbers, and of everything beyond ASCII.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | 0x80..)
}

fn past(rest: &[u8], belongs: impl Fn(&u8) -> bool) -> &[u8] {
    let end = rest.iter().position(|byte| !belongs(byte)).unwrap_or(rest.len());
    &rest[end..]
}

fn past_line(rest: &[u8]) -> &[u8] {
    past(rest, |byte| !matches!(byte, b'\n' | b'\r'))
}

/// Behind the text whose first quotation mark was read.
fn past_text(rest: &[u8]) -> &[u8] {
    if let Some(mut rest) = rest.strip_prefix(b"\"\"") {
        while !rest.is_empty() {
            if let Some(behind) = rest.strip_prefix(b"\"\"\"") {
                return behind;
            }
            rest = rest.strip_prefix(b"\\\"\"\"").unwrap_or(&rest[1..]);
        }
        return rest;
    }
    let mut rest = rest;
    while let Some((first, others)) = rest.split_first() {
        rest = match first {
            b'"' | b'\n' | b'\r' => return others,
            b'\\' => others.get(1..).unwrap_or_default(),
            _ => others,
        };
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{Tokens, check};

    fn counted(document: &str) -> (usize, usize) {
        let tokens = Tokens::count(document);
        (tokens.number, tokens.deepest)
    }

    #[test]
    fn tokens_and_brackets_are_counted_outside_texts_and_comments() {
        assert_eq!(counted("{ a(b: [1, -2.5e3]) { c } } # {{{ \n"), (14, 3));
        assert_eq!(counted(r#"{ a(b: "[[[\"[[[") }"#), (8, 2));
        assert_eq!(counted(r#"{ a(b: """ " \""" [[[[ """, c: 1) }"#), (11, 2));
        assert_eq!(counted("\"\\"), (1, 0));
        assert_eq!(counted("\"\"\"[[["), (1, 0));
    }

    #[test]
    fn what_is_too_long_or_too_deep_is_not_parsed() {
        for document in [
            " ".repeat(70_000),
            "{a(b:".to_owned() + &"[".repeat(60_000),
            "{".repeat(60_000),
            "{a(b:".to_owned() + &"{c:".repeat(20_000),
            format!("{{ {} }}", "a ".repeat(9_000)),
        ] {
            assert!(check(&document).is_err(), "{}", &document[..20]);
        }
        assert!(check(&"# a comment\n".repeat(5_000)).is_ok());
    }
}
