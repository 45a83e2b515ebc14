//! Checks a zipped workbook before the parser opens it: the parser believes what the container says of itself.

use std::io::{self, Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::Limits;
use crate::error::{Refusal, RefusalCode};

/// Parts that the parser never reads, however large they are.
const UNREAD: [&str; 3] = ["xl/media/", "xl/embeddings/", "Pictures/"];

/// Inflates every part that will be read, counting, and so finds bombs and bytes that do not match their checksum.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(corrupt)?;
    if archive.len() > limits.zip_entries {
        let message =
            format!("the container has {} entries; at most {} are read", archive.len(), limits.zip_entries);
        return Err(Refusal::new(RefusalCode::ZipBomb, message));
    }
    let mut total = 0;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(corrupt)?;
        let (name, packed) = (entry.name().map_err(corrupt)?.into_owned(), entry.compressed_size());
        if UNREAD.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let size = inflated(entry, limits.part_bytes + 1).map_err(|error| damaged(&name, &error))?;
        total += size;
        within(&name, size, limits.part_bytes)?;
        within("all parts together", total, limits.inflated_bytes)?;
        plausible(&name, packed, size, limits)?;
    }
    Ok(())
}

/// How many bytes a part has, up to a limit. Reading to the end makes the container check its sum.
fn inflated(entry: impl Read, limit: u64) -> io::Result<u64> {
    io::copy(&mut entry.take(limit), &mut io::sink())
}

fn within(what: &str, size: u64, limit: u64) -> Result<(), Refusal> {
    if size <= limit {
        return Ok(());
    }
    let message = format!("{what} unpacks to more than {limit} bytes");
    Err(Refusal::new(RefusalCode::ZipBomb, message))
}

/// Honest lists of repeated words are packed tightly too, so the ratio counts only together with the size.
fn plausible(name: &str, packed: u64, size: u64, limits: &Limits) -> Result<(), Refusal> {
    if size <= limits.ratio_from_bytes || size <= packed.saturating_mul(limits.ratio) {
        return Ok(());
    }
    let message = format!("{name} unpacks from {packed} to {size} bytes, more than {} to one", limits.ratio);
    Err(Refusal::new(RefusalCode::ZipBomb, message))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn corrupt(error: ZipError) -> Refusal {
    Refusal::new(RefusalCode::CorruptContainer, format!("the container is damaged: {error}"))
}

fn damaged(name: &str, error: &io::Error) -> Refusal {
    Refusal::new(RefusalCode::CorruptContainer, format!("the part {name} is damaged: {error}"))
}
