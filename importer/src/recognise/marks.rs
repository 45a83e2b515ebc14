//! The marks of footnotes: one notion of them for headings, values and notes.
//!
//! A mark is known by its key: symbols as they stand, "1" for a superscript, "(1)" or "[1]", and "a" for "(a)".

/// A text without the marks at its ends that can be nothing but a footnote's: `Status*`, `Model (1)`, `2016/17¹`.
pub(crate) fn without_marks(text: &str) -> &str {
    let text = text.trim();
    let mut rest = text.trim_start_matches(|c: char| is_symbol(c) || c.is_whitespace());
    while let Some((shorter, _)) = split_last(rest) {
        rest = shorter;
    }
    // A text of marks only is left as it is.
    if rest.is_empty() { text } else { rest }
}

/// The marks that a text bears. Symbols may stand anywhere in it, as in "*Delegated" and "Camden* CCG".
pub(crate) fn marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    let mut rest = text.trim();
    while let Some((shorter, mark)) = split_last(rest) {
        marks.push(mark);
        rest = shorter;
    }
    if rest.is_empty() {
        return Vec::new();
    }
    let runs = rest.split(|c: char| !is_symbol(c)).filter(|run| !run.is_empty());
    marks.extend(runs.map(str::to_owned));
    marks
}

/// The name of a CCG without a number behind it, which is a superscript that lost its form: "Camden CCG1".
pub(crate) fn without_number(name: &str) -> Option<(&str, &str)> {
    const ENDS: [&str; 2] = ["ccg", "clinical commissioning group"];
    let name = name.trim();
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &name[rest.len()..];
    if !(1..=2).contains(&number.len()) {
        return None;
    }
    let before = rest.trim_end();
    let lower = before.to_ascii_lowercase();
    ENDS.iter().any(|end| lower.ends_with(end)).then_some((before, number))
}

/// A note taken to pieces: each mark with what is said of it. None for a text that begins with no mark.
pub(crate) fn notes(text: &str) -> Vec<(String, &str)> {
    let mut notes = Vec::new();
    for line in text.lines() {
        let mut begin = 0;
        let symbols = line.char_indices().filter(|(at, c)| {
            // A further mark stands behind a space, and its text behind it.
            matches!(c, '*' | '\u{2020}' | '\u{2021}') && line[..*at].ends_with(char::is_whitespace)
        });
        for (at, _) in symbols {
            notes.extend(note(&line[begin..at]));
            begin = at;
        }
        notes.extend(note(&line[begin..]));
    }
    notes
}

/// Whether a text begins with a symbol, as notes do.
pub(crate) fn begins_with_symbol(text: &str) -> bool {
    text.trim_start().starts_with(|c| is_symbol(c) || superscript(c).is_some())
}

/// The mark before a note, and the note: "* Withdrawn", "(1) Withdrawn", "Note 1: withdrawn".
fn note(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let is_word = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "note" | "notes" | "footnote");
    let text = match text.split_once(' ') {
        Some((word, behind)) if is_word(word) => behind.trim_start(),
        _ => text,
    };
    let (mark, rest) = split_first(text)?;
    let rest = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ':' | ')' | '-' | '\u{2013}' | '=')
    });
    (!rest.is_empty()).then_some((mark, rest))
}

fn split_first(text: &str) -> Option<(String, &str)> {
    let run = |is_it: fn(char) -> bool| text.len() - text.trim_start_matches(is_it).len();
    let symbols = run(is_symbol);
    if symbols > 0 {
        return Some((text[..symbols].to_owned(), &text[symbols..]));
    }
    let superscripts = run(|c| superscript(c).is_some());
    if superscripts > 0 {
        return Some((text[..superscripts].chars().filter_map(superscript).collect(), &text[superscripts..]));
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((key, rest)) = text.strip_prefix(open).and_then(|inner| inner.split_once(close)) {
            return key_of(key).map(|key| (key, rest));
        }
    }
    let digits = run(|c| c.is_ascii_digit());
    let (key, rest) = text.split_at(digits);
    if digits > 0 {
        // "1 Withdrawn", "1. Withdrawn"; "1st" and "2016/17" are none.
        let is_apart = rest.starts_with([' ', '.', ')', ':']);
        return key_of(key).filter(|_| is_apart).map(|key| (key, rest));
    }
    let mut chars = text.chars();
    let letter = chars.next().filter(char::is_ascii_lowercase)?;
    let rest = chars.as_str();
    rest.starts_with([')', '.']).then(|| (letter.to_string(), rest))
}

/// The mark behind a text, and the text.
fn split_last(text: &str) -> Option<(&str, String)> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace());
    let shorter = text.trim_end_matches(is_symbol);
    if shorter.len() < text.len() {
        return Some((shorter.trim_end(), text[shorter.len()..].to_owned()));
    }
    let shorter = text.trim_end_matches(|c| superscript(c).is_some());
    if shorter.len() < text.len() {
        let number = text[shorter.len()..].chars().filter_map(superscript).collect();
        return Some((shorter.trim_end_matches([' ', ',']), number));
    }
    let (inner, open) = match text.strip_suffix(')') {
        Some(inner) => (inner, '('),
        None => (text.strip_suffix(']')?, '['),
    };
    let (before, key) = inner.rsplit_once(open)?;
    Some((before.trim_end(), key_of(key)?))
}

/// What may stand in brackets as a mark: a number of up to two digits, or a small letter.
fn key_of(text: &str) -> Option<String> {
    let text = text.trim();
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_number || is_letter || (!text.is_empty() && text.chars().all(is_symbol))).then(|| text.to_owned())
}

fn is_symbol(c: char) -> bool {
    matches!(c, '*' | '#' | '^' | '\u{2020}' | '\u{2021}' | '\u{a7}' | '\u{b6}' | '\u{2217}')
}

fn superscript(c: char) -> Option<char> {
    Some(match c {
        '\u{b9}' => '1',
        '\u{b2}' => '2',
        '\u{b3}' => '3',
        '\u{2070}' | '\u{2074}'..='\u{2079}' => char::from_digit(u32::from(c) - 0x2070, 10)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_what_a_text_says() {
        for (text, marked) in [
            ("Status*", vec!["*"]),
            ("Status (1)", vec!["1"]),
            ("Status\u{b9}", vec!["1"]),
            ("Status \u{2020}\u{2020}", vec!["\u{2020}\u{2020}"]),
            ("Status [12] *", vec!["*", "12"]),
            ("Status\u{b9},\u{b2}", vec!["2", "1"]),
            ("Status (a)", vec!["a"]),
            ("Status^", vec!["^"]),
            ("*Status", vec!["*"]),
            (" Status ", vec![]),
        ] {
            assert_eq!(
                (without_marks(text), marks(text)),
                ("Status", marked.iter().map(|mark| (*mark).to_owned()).collect()),
                "{text}"
            );
        }
        for text in ["Model (A)", "2015/16", "NHS region 2015", "*", "()", ")", "Bristol (15C)"] {
            assert_eq!((without_marks(text), marks(text)), (text, vec![]), "{text}");
        }
        assert_eq!(marks("Camden* CCG"), ["*"]);
        assert_eq!(without_number("NHS Camden CCG1"), Some(("NHS Camden CCG", "1")));
        assert_eq!(without_number("NHS Camden CCG 12"), Some(("NHS Camden CCG", "12")));
        assert_eq!(without_number("NATIONAL COMMISSIONING HUB 1"), None);
    }

    #[test]
    fn a_note_begins_with_its_mark_and_may_tell_of_several() {
        for (text, mark) in [
            (" ** Withdrawn", "**"),
            ("(1) Withdrawn", "1"),
            ("[1] Withdrawn", "1"),
            ("\u{b9} Withdrawn", "1"),
            ("1 Withdrawn", "1"),
            ("1. Withdrawn", "1"),
            ("a) Withdrawn", "a"),
            ("Note 2: Withdrawn", "2"),
            ("# Withdrawn", "#"),
            ("(*) Withdrawn", "*"),
        ] {
            assert_eq!(notes(text), [(mark.to_owned(), "Withdrawn")], "{text}");
        }
        for text in ["Withdrawn *", "2016/17 withdrawn", "1st wave", "08F", "Note that", "*", "a CCG"] {
            assert_eq!(notes(text), [], "{text}");
        }
        let two = [("*".to_owned(), "Withdrawn "), ("**".to_owned(), "Joint only")];
        assert_eq!(notes("* Withdrawn ** Joint only"), two);
    }
}
