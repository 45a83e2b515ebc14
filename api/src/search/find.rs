use std::collections::HashMap;

use super::{
    hit::{MatchQuality, MatchedOn},
    index::{Entry, Index, Subject},
    likeness::likeness,
    text::{as_initials, key},
};

/// How many names that share trigrams are compared letter by letter.
const COMPARED: usize = 100;

/// How like a name must be to be found by its likeness.
const LEAST_LIKENESS: f64 = 0.6;

/// The score of a name that is only similar, at most: less than that of any other match.
const MOST_SIMILAR: f64 = 0.69;

/// An entry that was found, and how well it fits.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The place of the entry.
    pub(super) entry: usize,
    pub(super) quality: MatchQuality,
    /// From 0 to 1; it falls from hit to hit.
    pub(super) score: f64,
}

/// The best matches, each subject once. Equal matches stand by the place of their subject, so that the same search
/// gets the same answer.
pub(super) fn find(
    index: &Index,
    sought: &str,
    wanted: impl Fn(&Subject) -> bool,
    first: usize,
) -> Vec<Found> {
    let mut best = Best { index, wanted, found: HashMap::new() };
    let name = without_codes(index, sought, &mut |entry, quality, fit| best.offer(entry, quality, fit));
    if !name.is_empty() {
        for entry in index.beginning(&name).filter(|place| !index.entries[*place].on.is_code()) {
            let quality = whole_or_beginning(&index.entries[entry].key, &name);
            best.offer(entry, quality, share(&index.entries[entry], &name));
        }
        for entry in index.with_words(&name) {
            best.offer(entry, MatchQuality::Words, share(&index.entries[entry], &name));
        }
        for entry in as_initials(&name).iter().flat_map(|letters| index.with_initials(letters)) {
            best.offer(*entry, MatchQuality::Initials, 1.0);
        }
        // To compare letter by letter costs more than all else, and what is only similar stands behind all else.
        let alike = if best.surely() < first { index.alike(&name, COMPARED) } else { Vec::new() };
        for entry in alike {
            if best.may_be_improved(entry) {
                let likeness = likeness(&name, &index.entries[entry].key);
                if likeness >= LEAST_LIKENESS {
                    best.offer(entry, MatchQuality::Similar, likeness);
                }
            }
        }
    }
    let mut found: Vec<(usize, Found)> = best.found.into_iter().collect();
    found.sort_by(|(subject, one), (other_subject, other)| {
        other.score.total_cmp(&one.score).then(subject.cmp(other_subject))
    });
    found.into_iter().take(first).map(|(_, found)| found).collect()
}

/// The best match of each subject.
struct Best<'a, W> {
    index: &'a Index,
    wanted: W,
    found: HashMap<usize, Found>,
}

impl<W: Fn(&Subject) -> bool> Best<'_, W> {
    /// Takes an entry if its subject is wanted and nothing of it that was offered before fits as well.
    fn offer(&mut self, entry: usize, quality: MatchQuality, fit: f64) {
        let Entry { subject, on, .. } = &self.index.entries[entry];
        if (self.wanted)(&self.index.subjects[*subject]) {
            let found = Found { entry, quality, score: score(*on, quality, fit) };
            let known = self.found.entry(*subject).or_insert(found);
            if found.score > known.score {
                *known = found;
            }
        }
    }

    /// How many fit better than anything could that is only similar.
    fn surely(&self) -> usize {
        self.found.values().filter(|found| found.score > MOST_SIMILAR).count()
    }

    /// Whether an entry that is only similar could be the best match of its subject.
    fn may_be_improved(&self, entry: usize) -> bool {
        let subject = self.index.entries[entry].subject;
        match self.found.get(&subject) {
            Some(found) => found.score < MOST_SIMILAR,
            None => (self.wanted)(&self.index.subjects[subject]),
        }
    }
}

/// How well a code fits that has lost its zero, as spreadsheets take it from numbers.
const WITHOUT_ZERO: f64 = 0.9;

/// Offers what the codes in a text lead to, and gives the key of the name that is left. A code may stand behind the name, in
/// brackets or not.
fn without_codes(index: &Index, sought: &str, offer: &mut impl FnMut(usize, MatchQuality, f64)) -> String {
    let lower = sought.trim().to_lowercase();
    let whole: String = lower.split_whitespace().collect();
    // A word may be the beginning of a code by chance.
    if whole.chars().any(|c| c.is_ascii_digit()) {
        for entry in index.beginning(&whole).filter(|place| index.entries[*place].on.is_code()) {
            let quality = whole_or_beginning(&index.entries[entry].key, &whole);
            offer(entry, quality, share(&index.entries[entry], &whole));
        }
        index.coded(&format!("0{whole}")).for_each(|entry| offer(entry, MatchQuality::Similar, WITHOUT_ZERO));
    }
    let mut name = lower.clone();
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        // So may a word of a name be a code.
        let has_digit = word.chars().any(|c| c.is_ascii_digit());
        for entry in index.coded(word).filter(|_| has_digit || word == lower) {
            offer(entry, MatchQuality::Exact, 1.0);
            if has_digit {
                name = name.replace(word, " ");
            }
        }
    }
    if name.chars().any(char::is_alphanumeric) { key(&name) } else { String::new() }
}

fn whole_or_beginning(key: &str, sought: &str) -> MatchQuality {
    if key == sought { MatchQuality::Exact } else { MatchQuality::Prefix }
}

/// How much of an entry was given.
fn share(entry: &Entry, sought: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let share = sought.chars().count() as f64 / entry.key.chars().count().max(1) as f64;
    share.min(1.0)
}

/// A code, then a name, then a former one, then the beginning of a name, then words of one, then parts of former ones, then
/// initials, and last what is only similar.
/// How well it fits decides within each.
fn score(on: MatchedOn, quality: MatchQuality, fit: f64) -> f64 {
    let former = on == MatchedOn::FormerName;
    let (least, most) = match quality {
        MatchQuality::Exact if on.is_code() => (1.0, 1.0),
        MatchQuality::Exact if !former => (0.98, 0.98),
        MatchQuality::Exact => (0.97, 0.97),
        MatchQuality::Prefix if !former => (0.89, 0.96),
        MatchQuality::Words if !former => (0.8, 0.88),
        MatchQuality::Prefix => (0.75, 0.79),
        MatchQuality::Words => (0.71, 0.74),
        MatchQuality::Initials => (0.7, 0.7),
        MatchQuality::Similar if !former => (0.0, MOST_SIMILAR),
        MatchQuality::Similar => (0.0, 0.68),
    };
    let score: f64 = least + (most - least) * fit;
    // More digits would only show how the arithmetic went.
    (score * 10_000.0).round() / 10_000.0
}
