//! Values of variables: one of very many, which the load generator draws by a regular expression, and this program by a number.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a query as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// It is always this.
    Always(String),
    /// It is one of these.
    OneOf(Vec<String>),
    /// It is this in small or capital letters, each as it comes.
    AnyCase(&'static str),
}

impl Piece {
    pub(super) fn always(text: &str) -> Self {
        Self::Always(text.to_owned())
    }

    /// A number of so many digits.
    pub(super) fn number(numbers: impl Iterator<Item = usize>, digits: usize) -> Self {
        Self::OneOf(numbers.map(|number| format!("{number:0digits$}")).collect())
    }
}

/// A day of these years.
pub(super) fn day(years: impl Iterator<Item = usize>) -> Vec<Piece> {
    let dash = || Piece::always("-");
    vec![Piece::number(years, 4), dash(), Piece::number(1..13, 2), dash(), Piece::number(1..29, 2)]
}

/// A moment long before anything was recorded.
pub(super) fn long_ago() -> Vec<Piece> {
    let colon = || Piece::always(":");
    let sixty = || Piece::number(0..60, 2);
    let time =
        [Piece::always("T"), Piece::number(0..24, 2), colon(), sixty(), colon(), sixty(), Piece::always("Z")];
    day(1000..1900).into_iter().chain(time).collect()
}

/// How a text comes about.
pub(super) trait Draw {
    /// A part of an address as it is.
    fn address(&self, text: &str) -> String;
    /// A text that stands in any question, encoded for an address.
    fn fixed(&self, text: &str) -> String {
        self.address(&utf8_percent_encode(text, ENCODED).to_string())
    }
    /// What stands in its place in this question, encoded likewise.
    fn piece(&mut self, piece: &Piece) -> String;
}

/// Draws a regular expression that the load generator draws from. In its expressions a dot is a dot.
pub(super) struct Expression;

impl Draw for Expression {
    fn address(&self, text: &str) -> String {
        let escaped = |letter: char| match letter {
            '?' | '&' | '~' | '-' | '+' | '*' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$'
            | '\\' => {
                format!("\\{letter}")
            }
            letter => letter.to_string(),
        };
        text.chars().map(escaped).collect()
    }

    fn piece(&mut self, piece: &Piece) -> String {
        match piece {
            Piece::Always(text) => self.fixed(text),
            Piece::OneOf(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| self.fixed(text)).collect();
                format!("({})", texts.join("|"))
            }
            Piece::AnyCase(text) => text.chars().map(|letter| self.any_case(letter)).collect(),
        }
    }
}

impl Expression {
    fn any_case(&self, letter: char) -> String {
        let (small, capital) = (letter.to_ascii_lowercase(), letter.to_ascii_uppercase());
        if small == capital { self.fixed(&letter.to_string()) } else { format!("[{small}{capital}]") }
    }
}

/// Draws one text: the same for the same number.
pub(super) struct Sample(pub(super) u64);

impl Sample {
    /// The next of a row of numbers that look random (SplitMix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl Draw for Sample {
    fn address(&self, text: &str) -> String {
        text.to_owned()
    }

    fn piece(&mut self, piece: &Piece) -> String {
        match piece {
            Piece::Always(text) => self.fixed(text),
            Piece::OneOf(texts) => {
                let place = usize::try_from(self.next()).unwrap_or(0).checked_rem(texts.len()).unwrap_or(0);
                texts.get(place).map_or_else(String::new, |text| self.fixed(text))
            }
            Piece::AnyCase(text) => {
                let bits = self.next();
                let letter = |(place, letter): (usize, char)| match bits >> (place % 64) & 1 {
                    0 => letter.to_ascii_lowercase(),
                    _ => letter.to_ascii_uppercase(),
                };
                self.fixed(&text.chars().enumerate().map(letter).collect::<String>())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_draws_the_same_text_again_and_others_draw_others() {
        let text = |number| {
            let mut sample = Sample(number);
            long_ago().iter().map(|piece| sample.piece(piece)).collect::<String>()
        };
        assert_eq!(text(7), text(7));
        let mut texts: Vec<String> = (0..1000).map(text).collect();
        assert!(texts.iter().all(|text| text.len() == "1234-01-01T00:00:00Z".len()), "{}", texts[0]);
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 1000);
    }

    #[test]
    fn an_expression_finds_what_is_drawn() {
        let any_case = Piece::AnyCase("ab 1");
        assert_eq!(Expression.piece(&any_case), "[aA][bB]%201");
        assert_eq!(Sample(1).piece(&any_case).to_lowercase(), "ab%201");
        let one_of = Piece::OneOf(vec!["2001/02".to_owned(), "x-y".to_owned()]);
        assert_eq!(Expression.piece(&one_of), r"(2001%2F02|x\-y)");
        assert!(["2001%2F02", "x-y"].contains(&Sample(5).piece(&one_of).as_str()));
    }
}
