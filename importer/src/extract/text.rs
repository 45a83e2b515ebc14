//! Turns the bytes of a text file into text, a piece at a time: a file may be larger than memory should be.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Source;
use crate::error::{Refusal, RefusalCode};

/// How much is read at once.
const PIECE: usize = 1 << 16;

/// The encoding by the byte order mark; without one UTF-8, else the likeliest legacy encoding.
pub(super) fn encoding(source: &mut dyn Source) -> Result<&'static Encoding, Refusal> {
    let seen = Seen::of(source).map_err(|error| unread(&error))?;
    match seen.marked {
        Some(encoding) => Ok(encoding),
        None if seen.is_utf8 && seen.zeros == [0, 0] => Ok(UTF_8),
        None => seen.wide().map_or_else(|| legacy(source), Ok),
    }
}

/// What a file's bytes show when each of them is looked at once.
#[derive(Default)]
struct Seen {
    marked: Option<&'static Encoding>,
    is_utf8: bool,
    /// How many bytes are zero, at even and at odd places.
    zeros: [u64; 2],
    bytes: u64,
}

impl Seen {
    fn of(source: &mut dyn Source) -> io::Result<Self> {
        let mut seen = Self { is_utf8: true, ..Self::default() };
        // The end of a piece may cut a character.
        let mut cut: Vec<u8> = Vec::new();
        pieces(source, |piece| {
            if seen.bytes == 0 {
                seen.marked = Encoding::for_bom(piece).map(|(encoding, _)| encoding);
            }
            for byte in piece {
                if *byte == 0 {
                    seen.zeros[usize::from(seen.bytes % 2 == 1)] += 1;
                }
                seen.bytes += 1;
            }
            cut.extend_from_slice(piece);
            let rest = match std::str::from_utf8(&cut) {
                Ok(_) => cut.len(),
                Err(error) => {
                    seen.is_utf8 &= error.error_len().is_none();
                    error.valid_up_to()
                }
            };
            cut = if seen.is_utf8 { cut.split_off(rest) } else { Vec::new() };
        })?;
        seen.is_utf8 &= cut.is_empty();
        Ok(seen)
    }

    /// UTF-16 without a mark shows by the zeros in every other byte.
    fn wide(&self) -> Option<&'static Encoding> {
        let [even, odd] = self.zeros;
        let most = self.bytes / 4;
        if odd > most && even == 0 {
            Some(UTF_16LE)
        } else if even > most && odd == 0 {
            Some(UTF_16BE)
        } else {
            None
        }
    }
}

fn legacy(source: &mut dyn Source) -> Result<&'static Encoding, Refusal> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    let (mut place, mut control) = (0, None);
    pieces(source, |piece| {
        control = control.or(piece.iter().position(is_control).map(|at| place + at));
        place += piece.len();
        detector.feed(piece, false);
    })
    .map_err(|error| unread(&error))?;
    if let Some(control) = control {
        let message =
            format!("this is neither a spreadsheet nor text: byte {control} is a control character");
        return Err(Refusal::new(RefusalCode::UnsupportedFormat, message));
    }
    detector.feed(b"", true);
    Ok(detector.guess(Some(b"uk"), chardetng::Utf8Detection::Allow))
}

/// Shows a file from its beginning to its end.
fn pieces(source: &mut dyn Source, mut show: impl FnMut(&[u8])) -> io::Result<()> {
    source.rewind()?;
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => show(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The text of a file as UTF-8, without a byte order mark. What is not valid in its encoding is an error.
pub(super) struct Decoded<'a> {
    source: &'a mut dyn Source,
    decoder: Decoder,
    encoding: &'static Encoding,
    /// What was read, and from where on it is not decoded yet.
    read: Vec<u8>,
    undecoded: usize,
    is_last: bool,
    /// Whether the decoder has said that this is all.
    is_done: bool,
    /// What is decoded, and from where on it was not asked for yet.
    text: Vec<u8>,
    unasked: usize,
}

impl<'a> Decoded<'a> {
    /// The text from its beginning.
    pub(super) fn new(source: &'a mut dyn Source, encoding: &'static Encoding) -> io::Result<Self> {
        source.rewind()?;
        Ok(Self {
            source,
            decoder: encoding.new_decoder(),
            encoding,
            read: Vec::new(),
            undecoded: 0,
            is_last: false,
            is_done: false,
            text: Vec::new(),
            unasked: 0,
        })
    }

    /// Decodes another piece, of which nothing may be left at the end of a file.
    fn decode(&mut self) -> io::Result<()> {
        if self.undecoded == self.read.len() && !self.is_last {
            self.read.resize(PIECE, 0);
            let length = self.source.read(&mut self.read)?;
            self.read.truncate(length);
            self.undecoded = 0;
            self.is_last = length == 0;
        }
        self.text.resize(PIECE, 0);
        self.unasked = 0;
        let undecoded = &self.read[self.undecoded..];
        let decoder = &mut self.decoder;
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(undecoded, &mut self.text, self.is_last);
        self.undecoded += read;
        self.text.truncate(written);
        match result {
            DecoderResult::Malformed(..) => {
                let message = format!("it is not valid {}", self.encoding.name());
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            DecoderResult::InputEmpty => self.is_done = self.is_last,
            DecoderResult::OutputFull => {}
        }
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.unasked == self.text.len() {
            if self.is_done {
                return Ok(0);
            }
            self.decode()?;
        }
        let length = out.len().min(self.text.len() - self.unasked);
        out[..length].copy_from_slice(&self.text[self.unasked..self.unasked + length]);
        self.unasked += length;
        Ok(length)
    }
}

/// Why a text could not be read to its end.
pub(super) fn unread(error: &io::Error) -> Refusal {
    if error.kind() == io::ErrorKind::InvalidData {
        let message = format!("the text's encoding is not clear: {error}. Save the file as \"CSV UTF-8\"");
        return Refusal::new(RefusalCode::EncodingUndetected, message);
    }
    Refusal::new(RefusalCode::Unreadable, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn decoded(bytes: &[u8]) -> Result<(String, &'static str), Refusal> {
        let mut source = Cursor::new(bytes);
        let encoding = encoding(&mut source)?;
        let mut text = String::new();
        let mut decoded = Decoded::new(&mut source, encoding).unwrap();
        decoded.read_to_string(&mut text).map_err(|error| unread(&error))?;
        Ok((text, encoding.name()))
    }

    #[test]
    fn text_is_decoded_whatever_wrote_it() {
        let utf16 = |mark: &[u8], units: fn(u16) -> [u8; 2]| {
            [mark.to_vec(), "Queen\u{2019}s,1\n".encode_utf16().flat_map(units).collect()].concat()
        };
        for (bytes, encoding) in [
            ("Queen\u{2019}s,1\n".as_bytes().to_vec(), "UTF-8"),
            ("\u{feff}Queen\u{2019}s,1\n".as_bytes().to_vec(), "UTF-8"),
            (b"Queen\x92s,1\n".to_vec(), "windows-1252"),
            (utf16(&[0xFF, 0xFE], u16::to_le_bytes), "UTF-16LE"),
            (utf16(&[0xFE, 0xFF], u16::to_be_bytes), "UTF-16BE"),
        ] {
            assert_eq!(decoded(&bytes), Ok(("Queen\u{2019}s,1\n".to_owned(), encoding)));
        }
        let unmarked: Vec<u8> =
            "code,name\n08F,Havering\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&unmarked), Ok(("code,name\n08F,Havering\n".to_owned(), "UTF-16LE")));
    }

    #[test]
    fn a_character_may_be_cut_by_the_end_of_a_piece() {
        for letters in [PIECE - 2, PIECE - 1, PIECE] {
            let text = format!("{}\u{2019}\u{1f3e5},1\n", "a".repeat(letters));
            assert_eq!(decoded(text.as_bytes()), Ok((text.clone(), "UTF-8")));
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decoded(&[vec![0xFF, 0xFE], wide].concat()), Ok((text, "UTF-16LE")));
        }
        let cut = [&b"a".repeat(PIECE)[..], b"\xE2\x80"].concat();
        assert_ne!(encoding(&mut Cursor::new(&cut)).unwrap().name(), "UTF-8", "a character that never ends");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\x00\x00"[..], b"\x01\x02\xff", b"\xFF\xFEa\0b"] {
            assert!(decoded(bytes).is_err(), "{bytes:?}");
        }
    }
}
