use std::collections::HashMap;

use super::{
    hit::{MatchQuality, MatchedOn, SearchKind},
    index::{Entry, Index, Subject},
    likeness::likeness,
    text::key,
};

/// How many names that share trigrams are compared letter by letter.
const COMPARED: usize = 100;

/// How like a name must be to be found by its likeness.
const LEAST_LIKENESS: f64 = 0.6;

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
pub(super) fn find(index: &Index, sought: &str, kinds: &[SearchKind], first: usize) -> Vec<Found> {
    let (name, code) = (key(sought), sought.trim().to_lowercase());
    let mut best: HashMap<usize, Found> = HashMap::new();
    let mut offer = |entry: usize, quality, fit: f64| {
        let Entry { subject, on, .. } = &index.entries[entry];
        if kinds.contains(&index.subjects[*subject].kind()) {
            let found = Found { entry, quality, score: score(*on, quality, fit) };
            let known = best.entry(*subject).or_insert(found);
            if found.score > known.score {
                *known = found;
            }
        }
    };
    // A word may be the beginning of a code by chance.
    if code.chars().any(|c| c.is_ascii_digit()) {
        for entry in index.beginning(&code).filter(|place| index.entries[*place].on.is_code()) {
            offer(
                entry,
                whole_or_beginning(&index.entries[entry].key, &code),
                share(&index.entries[entry], &code),
            );
        }
    } else {
        for entry in index.beginning(&code).filter(|place| index.entries[*place].key == code) {
            offer(entry, MatchQuality::Exact, 1.0);
        }
    }
    if !name.is_empty() {
        for entry in index.beginning(&name).filter(|place| !index.entries[*place].on.is_code()) {
            offer(
                entry,
                whole_or_beginning(&index.entries[entry].key, &name),
                share(&index.entries[entry], &name),
            );
        }
        for entry in index.with_words(&name) {
            offer(entry, MatchQuality::Words, share(&index.entries[entry], &name));
        }
        for entry in index.alike(&name, COMPARED) {
            let likeness = likeness(&name, &index.entries[entry].key);
            if likeness >= LEAST_LIKENESS {
                offer(entry, MatchQuality::Similar, likeness);
            }
        }
    }
    let mut found: Vec<(usize, Found)> = best.into_iter().collect();
    found.sort_by(|(subject, one), (other_subject, other)| {
        other.score.total_cmp(&one.score).then(subject.cmp(other_subject))
    });
    found.into_iter().take(first).map(|(_, found)| found).collect()
}

impl Subject {
    fn kind(&self) -> SearchKind {
        match self {
            Self::Ccg(_) => SearchKind::Ccg,
            Self::Area(_) => SearchKind::Area,
        }
    }
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

/// A code, then a name, then the beginning of one, then a former name, then words of a name, then parts of former ones, and
/// last what is only similar.
/// How well it fits decides within each.
fn score(on: MatchedOn, quality: MatchQuality, fit: f64) -> f64 {
    let former = on == MatchedOn::FormerName;
    let (least, most) = match quality {
        MatchQuality::Exact if on.is_code() => (1.0, 1.0),
        MatchQuality::Exact if !former => (0.98, 0.98),
        MatchQuality::Prefix if !former => (0.9, 0.97),
        MatchQuality::Exact => (0.89, 0.89),
        MatchQuality::Words if !former => (0.8, 0.88),
        MatchQuality::Prefix => (0.75, 0.79),
        MatchQuality::Words => (0.7, 0.74),
        MatchQuality::Similar if !former => (0.0, 0.69),
        MatchQuality::Similar => (0.0, 0.68),
    };
    let score: f64 = least + (most - least) * fit;
    // More digits would only show how the arithmetic went.
    (score * 10_000.0).round() / 10_000.0
}
