//! What the parsing process says to the importing one, message by message.

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    mem,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Limits, Region, Row, Visitor};
use crate::error::Refusal;

/// What the parser is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Job {
    /// The file's name.
    pub(super) name: String,
    /// What it may hold at most.
    pub(super) limits: Limits,
}

/// What the parser answers, in the order in which it meets it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Message {
    /// The file is text.
    Text { encoding: String, delimiter: char },
    /// A sheet begins.
    Sheet { name: String, visible: bool },
    /// Columns that the sheet hides.
    HiddenColumns(Vec<(u32, u32)>),
    /// Regions whose cells the sheet merges.
    Merged(Vec<Region>),
    /// A row of the sheet.
    Row(Row),
    /// The file is no good.
    Refused(Refusal),
    /// That was all.
    Done,
}

/// Writes a message with its length before it. The buffer is there to be used again.
pub(super) fn write<T: Serialize>(out: &mut impl Write, buffer: &mut Vec<u8>, message: &T) -> io::Result<()> {
    buffer.clear();
    *buffer = postcard::to_extend(message, mem::take(buffer)).map_err(io::Error::other)?;
    let length = u32::try_from(buffer.len()).map_err(io::Error::other)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(buffer)
}

/// Reads a message that `write` wrote. The parser is not trusted: a length over the limit is an error.
pub(super) fn read<T: DeserializeOwned>(
    input: &mut impl Read,
    buffer: &mut Vec<u8>,
    limit: u32,
) -> io::Result<T> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > limit {
        return Err(io::Error::other("a message is longer than any honest one"));
    }
    buffer.resize(length as usize, 0);
    input.read_exact(buffer)?;
    postcard::from_bytes(buffer).map_err(io::Error::other)
}

/// A visitor that passes everything on. The first failure to write is kept, and ends the work.
pub(super) struct Forward<W: Write> {
    out: BufWriter<W>,
    buffer: Vec<u8>,
    include_hidden: bool,
    pub(super) failed: Option<io::Error>,
}

impl<W: Write> Forward<W> {
    pub(super) fn new(out: W, limits: &Limits) -> Self {
        let out = BufWriter::with_capacity(1 << 16, out);
        Self { out, buffer: Vec::new(), include_hidden: limits.include_hidden, failed: None }
    }

    pub(super) fn send(&mut self, message: &Message) {
        if self.failed.is_none() {
            self.failed = write(&mut self.out, &mut self.buffer, message).err();
        }
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        match self.failed {
            Some(error) => Err(error),
            None => self.out.flush(),
        }
    }
}

impl<W: Write> Visitor for Forward<W> {
    fn text(&mut self, encoding: &str, delimiter: char) {
        self.send(&Message::Text { encoding: encoding.to_owned(), delimiter });
    }

    fn sheet(&mut self, name: &str, visible: bool) -> bool {
        self.send(&Message::Sheet { name: name.to_owned(), visible });
        visible || self.include_hidden
    }

    fn hidden_columns(&mut self, runs: Vec<(u32, u32)>) {
        self.send(&Message::HiddenColumns(runs));
    }

    fn merged(&mut self, regions: Vec<Region>) {
        self.send(&Message::Merged(regions));
    }

    fn row(&mut self, row: Row) {
        self.send(&Message::Row(row));
    }
}

/// A reader that buffers enough for many messages.
pub(super) fn buffered<R: Read>(input: R) -> BufReader<R> {
    BufReader::with_capacity(1 << 16, input)
}
