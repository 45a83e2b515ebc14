//! Words that a part must hold somewhere if it hides or merges anything.
//!
//! To look for that in all of a sheet's elements takes as long as to read its cells, and most sheets do neither. The
//! words are looked for while the container is checked, which inflates every part anyway.

use std::collections::HashSet;

use memchr::memmem;

/// Which parts of a container have the words.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    hiding: HashSet<String>,
    merges: bool,
}

impl Mentions {
    /// Whether a part may hide rows or columns.
    pub(super) fn hides(&self, part: &str) -> bool {
        self.hiding.contains(part)
    }

    /// Whether any part may merge cells.
    pub(super) fn merges(&self) -> bool {
        self.merges
    }

    /// Takes in what was found in a part.
    pub(super) fn note(&mut self, part: String, found: &Words) {
        self.merges |= found.merges;
        if found.hides {
            self.hiding.insert(part);
        }
    }
}

/// What Excel and OpenDocument call a row that is not shown.
const HIDING: [&[u8]; 2] = [b"hidden", b"visibility"];
/// What they call cells that are merged.
const MERGING: [&[u8]; 2] = [b"mergeCell", b"spanned"];
/// The longest of these, less one letter: so much of a word may stand in the piece before.
const CARRIED: usize = 9;

/// Looks for the words in the pieces of a part.
#[derive(Debug, Default)]
pub(super) struct Words {
    hides: bool,
    merges: bool,
    /// The end of the piece before.
    carried: Vec<u8>,
}

impl Words {
    pub(super) fn look(&mut self, piece: &[u8]) {
        // Over the seam first, then within the piece.
        let seam = [&self.carried, &piece[..piece.len().min(CARRIED)]].concat();
        for text in [&seam, piece] {
            let has = |word: &[u8]| memmem::find(text, word).is_some();
            self.hides = self.hides || HIDING.into_iter().any(has);
            self.merges = self.merges || MERGING.into_iter().any(has);
        }
        self.carried = if piece.len() < CARRIED { seam } else { piece.to_vec() };
        let surplus = self.carried.len().saturating_sub(CARRIED);
        self.carried.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(pieces: &[&[u8]]) -> bool {
        let mut words = Words::default();
        pieces.iter().for_each(|piece| words.look(piece));
        words.hides
    }

    #[test]
    fn a_word_is_found_wherever_the_text_is_cut() {
        let text = b"<row r=\"7\" hidden=\"1\"/><table visibility=\"collapse\"/>";
        for at in 0..text.len() {
            let (before, behind) = text.split_at(at);
            assert!(hides(&[before, behind]), "{at}");
        }
        // However little comes at once.
        assert!(hides(&b"a hidden row".chunks(1).collect::<Vec<_>>()));
        assert!(hides(&b"a visibility of it".chunks(3).collect::<Vec<_>>()));
        assert!(!hides(&[b"hidde", b"", b"hid den"]) && !hides(&[]));
        let mut words = Words::default();
        [&b"<merge"[..], b"Cel", b"ls>"].iter().for_each(|piece| words.look(piece));
        assert!(words.merges && !words.hides);
        let mut words = Words::default();
        words.look(b"<table:table-cell table:number-rows-spanned=\"2\"/>");
        assert!(words.merges);
    }
}
