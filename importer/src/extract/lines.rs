//! Knows the lines of delimited text: what separates their fields, where quotes go on, which are blank.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

use crate::error::{Refusal, RefusalCode};

use super::text::unread;

/// What separates fields. A comma is the usual one; others come from other countries' spreadsheets and databases.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file its delimiter is judged by.
const SAMPLE_LINES: usize = 50;
const SAMPLE_BYTES: u64 = 1 << 20;

/// How the fields of a text are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Separation {
    pub(super) delimiter: u8,
    /// How many bytes a line such as `sep=;` takes, and how many lines that is.
    pub(super) begins_at: u64,
    pub(super) lines_before: u32,
}

impl Separation {
    /// Judges by the beginning of a text.
    pub(super) fn of(text: &mut dyn Read) -> Result<Self, Refusal> {
        let mut sample = Vec::new();
        text.take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(|error| unread(&error))?;
        let separation = Self::of_sample(&sample);
        separation
            .contradicted(&sample)
            .map_or(Ok(separation), |message| Err(Refusal::new(RefusalCode::CsvMalformed, message)))
    }

    /// A line such as `sep=,` above lines without a comma was made for another file.
    fn contradicted(self, sample: &[u8]) -> Option<String> {
        let beneath = sample.get(usize::try_from(self.begins_at).ok()?..)?;
        let other = likeliest(beneath);
        let has = |delimiter: u8| beneath.contains(&delimiter);
        let (said, found) = (char::from(self.delimiter), char::from(other));
        (self.lines_before > 0 && !has(self.delimiter) && has(other)).then(|| {
            format!(
                "the first line says that {said:?} separates fields, and none of the lines beneath it has one, but {found:?}; \
                 make it sep={found}, or take that line away"
            )
        })
    }

    pub(super) fn of_sample(sample: &[u8]) -> Self {
        let first = sample.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        let bare = first.strip_prefix(b"\"").and_then(|first| first.strip_suffix(b"\"")).unwrap_or(first);
        match bare.split_at_checked(4) {
            Some((name, &[delimiter])) if name.eq_ignore_ascii_case(b"sep=") => {
                let end = if sample[first.len()..].starts_with(b"\r\n") { 2 } else { 1 };
                let begins_at = (first.len() + end).min(sample.len()) as u64;
                Self { delimiter, begins_at, lines_before: 1 }
            }
            _ => Self { delimiter: likeliest(sample), begins_at: 0, lines_before: 0 },
        }
    }
}

/// The delimiter that stands most often, outside quotes, in the most lines of the sample.
fn likeliest(sample: &[u8]) -> u8 {
    let counts = line_counts(sample);
    let score = |place: &usize| {
        let with: Vec<usize> = counts.iter().map(|line| line[*place]).filter(|count| *count > 0).collect();
        (with.len(), with.iter().sum::<usize>())
    };
    let best = (0..DELIMITERS.len()).rev().max_by_key(score).unwrap_or(0);
    DELIMITERS[best]
}

/// How often each delimiter stands in each line of the sample, outside quotes.
fn line_counts(sample: &[u8]) -> Vec<[usize; DELIMITERS.len()]> {
    let mut counts = vec![[0; DELIMITERS.len()]];
    let mut lines = Lines::new(&DELIMITERS);
    for byte in sample {
        lines.follow(*byte);
        if lines.opened_in.is_some() {
            continue;
        }
        if matches!(byte, b'\r' | b'\n') {
            if counts.len() == SAMPLE_LINES {
                break;
            }
            counts.push([0; DELIMITERS.len()]);
        }
        let place = DELIMITERS.iter().position(|delimiter| delimiter == byte);
        if let (Some(place), Some(line)) = (place, counts.last_mut()) {
            line[place] += 1;
        }
    }
    counts
}

/// Follows the lines of a text, byte by byte.
struct Lines {
    /// What separates fields, or may do so.
    delimiters: Vec<u8>,
    before: u8,
    line: u64,
    /// In which line the quotes were opened that are still open.
    opened_in: Option<u64>,
    /// Whether the byte before closed them: another quote makes the two a doubled one.
    just_closed: bool,
    is_blank: bool,
}

impl Lines {
    fn new(delimiters: &[u8]) -> Self {
        let delimiters = delimiters.to_vec();
        Self { delimiters, before: b'\n', line: 1, opened_in: None, just_closed: false, is_blank: true }
    }

    /// Whether the byte ends a blank line.
    fn follow(&mut self, byte: u8) -> bool {
        // Quotes open at a field's beginning only; elsewhere they are characters like any other.
        let may_open = byte == b'"'
            && (matches!(self.before, b'\r' | b'\n')
                || self.just_closed
                || self.delimiters.contains(&self.before));
        self.just_closed = byte == b'"' && self.opened_in.is_some();
        let is_second_half = byte == b'\n' && self.before == b'\r';
        let ends_line = matches!(byte, b'\r' | b'\n') && !is_second_half;
        self.line += u64::from(ends_line);
        self.before = byte;
        match (byte, self.opened_in) {
            (b'"', Some(_)) => self.opened_in = None,
            (b'"', None) if may_open => self.opened_in = Some(self.line),
            (_, Some(_)) => return false,
            _ => {}
        }
        let ends_blank = ends_line && self.is_blank;
        self.is_blank = ends_line || (is_second_half && self.is_blank);
        ends_blank
    }
}

/// Refuses text that ends within quotes, where everything from the quote on would be a single field, and text with
/// characters that none has.
pub(super) fn check(text: &mut dyn Read, delimiter: u8) -> Result<(), Refusal> {
    let mut lines = Lines::new(&[delimiter]);
    let mut piece = vec![0; 1 << 16];
    loop {
        let length = text.read(&mut piece).map_err(|error| unread(&error))?;
        if length == 0 {
            break;
        }
        if piece[..length].contains(&0) {
            return Err(unread(&io::Error::new(io::ErrorKind::InvalidData, "it holds zeros")));
        }
        for byte in &piece[..length] {
            lines.follow(*byte);
        }
    }
    lines.opened_in.map_or(Ok(()), |line| {
        let message = format!(
            "the quotes that open in line {line} are never closed; close them, or take them away if they open nothing (within \
             quotes, two stand for one)"
        );
        Err(Refusal::new(RefusalCode::CsvMalformed, message))
    })
}

/// A text that is passed on as it is, and where blank lines were in it: whoever reads its records passes over them.
pub(super) struct BlankLines<R> {
    text: R,
    lines: Lines,
    passed: u64,
    blank: VecDeque<u64>,
}

impl<R: Read> BlankLines<R> {
    pub(super) fn new(text: R, delimiter: u8) -> Self {
        Self { text, lines: Lines::new(&[delimiter]), passed: 0, blank: VecDeque::new() }
    }

    /// How many there were up to a place and were not told of yet.
    pub(super) fn before(&mut self, place: u64) -> u32 {
        let mut count = 0;
        while self.blank.pop_front_if(|at| *at < place).is_some() {
            count += 1;
        }
        count
    }
}

impl<R: Read> Read for BlankLines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.text.read(out)?;
        for byte in &out[..length] {
            if self.lines.follow(*byte) {
                self.blank.push_back(self.passed);
            }
            self.passed += 1;
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_must_be_closed() {
        for text in
            ["a,b\n", "\"a\nb\",c\n", "\"say \"\"hi\"\"\",b", "5\" pipe,b\n", ",\"\",\n", "5\"\" pipe,b\n"]
        {
            assert_eq!(check(&mut text.as_bytes(), b','), Ok(()), "{text}");
        }
        let refusal = check(&mut &b"a,b\nc,\"d\ne,f\n"[..], b',').unwrap_err();
        assert!(
            refusal.message.starts_with("the quotes that open in line 2 are never closed; "),
            "{refusal}"
        );
        let refusal = check(&mut &b"code,name\n08F,\x00\n"[..], b',').unwrap_err();
        assert_eq!(refusal.code, RefusalCode::EncodingUndetected);
    }

    #[test]
    fn the_delimiter_is_the_one_that_separates() {
        for (text, expected) in [
            ("code,name\n08F,\"a;b;c\"\n", b','),
            ("code;name\n08F;a,b\n99A;c,d\n08G;e\n", b';'),
            ("code\tname\n08F\ta, b\n", b'\t'),
            ("code|name\n", b'|'),
            ("one column\n", b','),
            ("sep=;\na,b;c\n", b';'),
            ("SEP=\t\r\na\tb\r\n", b'\t'),
            ("\"sep=;\"\na,b;c\n", b';'),
            // An inch sign within a field opens no quotes.
            ("code;note\n08F;5\" pipe, a, b\n99A;c\n08G;d\n", b';'),
            ("code,note\n08F,\"x;y;z\"\n99A,\"x;y;z\"\n", b','),
        ] {
            assert_eq!(Separation::of_sample(text.as_bytes()).delimiter, expected, "{text:?}");
        }
        let named = Separation::of_sample(b"sep=;\r\na;b");
        assert_eq!((named.begins_at, named.lines_before), (7, 1));
        assert_eq!(Separation::of_sample(b"sep=;").begins_at, 5);
    }

    #[test]
    fn blank_lines_are_those_with_nothing_outside_quotes() {
        for (text, places) in [
            ("a\n\nb\n", vec![2]),
            ("\r\n\r\na\r\n", vec![0, 2]),
            ("a\r\rb", vec![2]),
            ("\"a\n\nb\"\n\n", vec![7]),
            ("a,\"\n\"\nb", vec![]),
            (" \n", vec![]),
        ] {
            let mut lines = Lines::new(b",");
            let ends: Vec<usize> =
                text.bytes().enumerate().filter(|(_, byte)| lines.follow(*byte)).map(|(at, _)| at).collect();
            assert_eq!(ends, places, "{text:?}");
        }
    }
}
