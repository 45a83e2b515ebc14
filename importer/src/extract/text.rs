//! Turns the bytes of a text file into text, and finds its delimiter.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{Refusal, RefusalCode};

/// What separates fields. A comma is the usual one; others come from other countries' spreadsheets and databases.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file its delimiter is judged by.
const SAMPLE_LINES: usize = 50;

/// A decoded text.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
}

/// Decodes by the byte order mark; without one as UTF-8, else by the likeliest legacy encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => UTF_8,
        None => wide(bytes).map_or_else(|| legacy(bytes), Ok)?,
    };
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged || text.contains('\0') {
        return Err(undetected(format!("it is not valid {}", encoding.name())));
    }
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name() })
}

/// UTF-16 without a mark shows by the zeros in every other byte.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.chunks_exact(2);
    let (low, high) = pairs.fold((0, 0), |(low, high), pair| {
        (low + usize::from(pair[0] == 0), high + usize::from(pair[1] == 0))
    });
    let most = bytes.len() / 4;
    if high > most && low == 0 {
        Some(UTF_16LE)
    } else if low > most && high == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn legacy(bytes: &[u8]) -> Result<&'static Encoding, Refusal> {
    if let Some(place) =
        bytes.iter().position(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C))
    {
        let message = format!("this is neither a spreadsheet nor text: byte {place} is a control character");
        return Err(Refusal::new(RefusalCode::UnsupportedFormat, message));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(detector.guess(Some(b"uk"), chardetng::Utf8Detection::Allow))
}

fn undetected(why: String) -> Refusal {
    let message = format!("the text's encoding is not clear: {why}. Save the file as \"CSV UTF-8\"");
    Refusal::new(RefusalCode::EncodingUndetected, message)
}

/// The delimiter, and the text behind a line such as `sep=;` that names it.
pub(super) fn delimiter(text: &str) -> (u8, &str, u32) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    let named = first.trim_matches('"').strip_prefix("sep=").or_else(|| first.strip_prefix("SEP="));
    match named.map(str::as_bytes) {
        Some([delimiter]) => {
            let rest = &text[first.len()..];
            let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
            (*delimiter, rest, 1)
        }
        _ => (likeliest(text), text, 0),
    }
}

/// Refuses text that ends within quotes: everything from the quote on would be a single field.
pub(super) fn check_quotes(text: &str, delimiter: u8) -> Result<(), Refusal> {
    let mut opened_in = None;
    let (mut line, mut before) = (1, delimiter);
    for byte in text.bytes() {
        // Quotes that were closed just before are a doubled one; elsewhere they only open at a field's beginning.
        let may_open = before == delimiter || matches!(before, b'\r' | b'\n' | b'"');
        match (byte, opened_in) {
            (b'"', Some(_)) => opened_in = None,
            (b'"', None) if may_open => opened_in = Some(line),
            _ => {}
        }
        let ends_line = byte == b'\r' || (byte == b'\n' && before != b'\r');
        line += usize::from(ends_line);
        before = byte;
    }
    opened_in.map_or(Ok(()), |line| {
        let message = format!("the quotes that open in line {line} are never closed");
        Err(Refusal::new(RefusalCode::CsvMalformed, message))
    })
}

/// The delimiter that stands most often, outside quotes, in the most lines of the sample.
fn likeliest(text: &str) -> u8 {
    let counts = line_counts(text);
    let score = |place: &usize| {
        let with: Vec<usize> = counts.iter().map(|line| line[*place]).filter(|count| *count > 0).collect();
        (with.len(), with.iter().sum::<usize>())
    };
    let best = (0..DELIMITERS.len()).rev().max_by_key(score).unwrap_or(0);
    DELIMITERS[best]
}

/// How often each delimiter stands in each line of the sample, outside quotes.
fn line_counts(text: &str) -> Vec<[usize; DELIMITERS.len()]> {
    let mut lines = vec![[0; DELIMITERS.len()]];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => {
                if lines.len() == SAMPLE_LINES {
                    break;
                }
                lines.push([0; DELIMITERS.len()]);
            }
            _ if !quoted => {
                let place = DELIMITERS.iter().position(|delimiter| *delimiter == byte);
                if let (Some(place), Some(line)) = (place, lines.last_mut()) {
                    line[place] += 1;
                }
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes).unwrap();
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn text_is_decoded_whatever_wrote_it() {
        let utf16 = |mark: &[u8], units: fn(u16) -> [u8; 2]| {
            [mark.to_vec(), "Queen\u{2019}s,1\n".encode_utf16().flat_map(units).collect()].concat()
        };
        for (bytes, encoding) in [
            ("Queen\u{2019}s,1\n".as_bytes().to_vec(), "UTF-8"),
            (b"Queen\x92s,1\n".to_vec(), "windows-1252"),
            (utf16(&[0xFF, 0xFE], u16::to_le_bytes), "UTF-16LE"),
            (utf16(&[0xFE, 0xFF], u16::to_be_bytes), "UTF-16BE"),
        ] {
            assert_eq!(decoded(&bytes), ("Queen\u{2019}s,1\n".to_owned(), encoding));
        }
        let unmarked: Vec<u8> =
            "code,name\n08F,Havering\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&unmarked), ("code,name\n08F,Havering\n".to_owned(), "UTF-16LE"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\x00\x00"[..], b"code,name\n08F,\x00\n", b"\x01\x02\xff"] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn quotes_must_be_closed() {
        for text in ["a,b\n", "\"a\nb\",c\n", "\"say \"\"hi\"\"\",b", "5\" pipe,b\n", ",\"\",\n"] {
            assert_eq!(check_quotes(text, b','), Ok(()), "{text}");
        }
        let refusal = check_quotes("a,b\nc,\"d\ne,f\n", b',').unwrap_err();
        assert_eq!(refusal.message, "the quotes that open in line 2 are never closed");
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
            ("\u{feff}sep=\t\r\na\tb\r\n", b'\t'),
        ] {
            assert_eq!(delimiter(text).0, expected, "{text:?}");
        }
        assert_eq!(delimiter("sep=;\r\na;b").1, "a;b");
    }
}
