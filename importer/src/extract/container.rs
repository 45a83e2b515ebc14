//! Checks a zipped workbook before the parser opens it: the parser believes what the container says of itself.

use std::io::{self, Cursor, ErrorKind, Read};

use zip::{ZipArchive, result::ZipError};

use super::{
    Limits,
    limits::MIB,
    mentions::{Mentions, Words},
};
use crate::error::{Refusal, RefusalCode};

/// Parts that the parser never reads, however large they are.
const UNREAD: [&str; 3] = ["xl/media/", "xl/embeddings/", "Pictures/"];

/// How much is inflated before it is counted.
const PIECE: usize = 1 << 16;

/// Inflates every part that will be read, counting, and so finds bombs and bytes that do not match their checksum. Says
/// what the parts mention.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<Mentions, Refusal> {
    let mut mentions = Mentions::default();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(corrupt)?;
    if archive.len() > limits.zip_entries {
        let message =
            format!("the container has {} entries; at most {} are read", archive.len(), limits.zip_entries);
        return Err(Refusal::new(RefusalCode::ZipBomb, message));
    }
    let mut rest = limits.inflated_bytes;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(corrupt)?;
        let name = entry.name().map_err(corrupt)?.into_owned();
        if UNREAD.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        // What is packed is no more than there is, whatever the container says.
        let packed = entry.compressed_size().min(bytes.len() as u64);
        let mut words = Words::default();
        rest -= inflated(entry, &name, packed, rest, limits, |piece| words.look(piece))?;
        mentions.note(name, &words);
    }
    Ok(mentions)
}

/// How many bytes a part has. It is given up as soon as it has too many, and read to the end otherwise, which makes the
/// container check its sum.
fn inflated(
    mut entry: impl Read,
    name: &str,
    packed: u64,
    rest: u64,
    limits: &Limits,
    mut look: impl FnMut(&[u8]),
) -> Result<u64, Refusal> {
    let mut piece = vec![0; PIECE];
    let mut size = 0;
    loop {
        match entry.read(&mut piece) {
            Ok(0) => return Ok(size),
            Ok(length) => {
                size += length as u64;
                look(&piece[..length]);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(damaged(name, &error)),
        }
        if size > rest {
            let message = format!(
                "its parts unpack to more than {} MiB; raise --max-unpacked-mib if they are meant to",
                limits.inflated_bytes / MIB
            );
            return Err(Refusal::new(RefusalCode::ZipBomb, message));
        }
        if !is_plausible(packed, size, limits) {
            let message = format!(
                "{name} unpacks from {packed} bytes to {} MiB and more, over {} to one, as no honest workbook does",
                size / MIB,
                limits.ratio
            );
            return Err(Refusal::new(RefusalCode::ZipBomb, message));
        }
    }
}

/// Honest lists of repeated words are packed tightly too, so the ratio counts only together with the size.
fn is_plausible(packed: u64, size: u64, limits: &Limits) -> bool {
    size <= limits.ratio_from_bytes || size <= packed.saturating_mul(limits.ratio)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn corrupt(error: ZipError) -> Refusal {
    Refusal::new(
        RefusalCode::CorruptContainer,
        format!("the container is damaged ({error}); get the file, or save it, once more"),
    )
}

fn damaged(name: &str, error: &io::Error) -> Refusal {
    Refusal::new(RefusalCode::CorruptContainer, format!("the part {name} is damaged: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// A container of one part.
    fn zipped(name: &str, pieces: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        pieces.into_iter().for_each(|piece| writer.write_all(&piece).unwrap());
        writer.finish().unwrap().into_inner()
    }

    fn of_zeros(mebibytes: usize) -> Vec<u8> {
        zipped("xl/worksheets/sheet1.xml", (0..mebibytes).map(|_| vec![0; 1 << 20]))
    }

    #[test]
    fn a_bomb_is_given_up_as_soon_as_it_looks_like_one() {
        let refusal = check(&of_zeros(100), &Limits::default()).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::ZipBomb);
        assert!(refusal.message.contains("MiB and more, over 100 to one"), "{refusal}");
        // What is not large is no bomb, however tightly it is packed.
        check(&of_zeros(64), &Limits::default()).unwrap();
    }

    #[test]
    fn a_sheet_of_a_million_rows_is_no_bomb() {
        // A mebibyte of rows that differ, over and over: what is so far apart is not packed together.
        let cell =
            |number: u32| format!("<c t=\"s\"><v>{}</v></c>", number.wrapping_mul(2_654_435_761) >> 16);
        let rows: String = (0..44_000).map(cell).collect();
        let bytes = zipped("xl/worksheets/sheet1.xml", (0..320).map(|_| rows.clone().into_bytes()));
        check(&bytes, &Limits::default()).unwrap();
        let refusal = check(&bytes, &Limits { inflated_bytes: 100 * MIB, ..Limits::default() }).unwrap_err();
        assert!(refusal.message.contains("more than 100 MiB; raise --max-unpacked-mib"), "{refusal}");
    }
}
