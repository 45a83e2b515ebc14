use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{area, ccg, ccg_identity};

use super::{
    hit::MatchedOn,
    text::{Trigram, initials, key, trigrams, words},
};

/// What can be found, in the order in which equals are ranked.
#[derive(Debug)]
pub(super) enum Subject {
    Ccg(ccg::Model),
    Area(area::Model),
}

/// A text by which a subject can be found.
#[derive(Debug)]
pub(super) struct Entry {
    /// The place of the subject.
    pub(super) subject: usize,
    /// As it is stored.
    pub(super) text: String,
    /// As it is compared; a code in small letters.
    pub(super) key: String,
    pub(super) on: MatchedOn,
    /// When it held, where it did not hold for good.
    pub(super) held: Option<(NaiveDate, Option<NaiveDate>)>,
    /// How many trigrams it has.
    pub(super) pieces: usize,
}

/// All that can be found in one edition of the data.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// CCGs by ODS code, then areas by code, name and map: ties are settled by the place.
    pub(super) subjects: Vec<Subject>,
    pub(super) entries: Vec<Entry>,
    /// The entries by their keys.
    by_key: Vec<(String, usize)>,
    /// The names by their words.
    by_word: Vec<(String, usize)>,
    /// The names by their initials.
    by_initials: HashMap<String, Vec<usize>>,
    /// The names by their trigrams.
    by_piece: HashMap<Trigram, Vec<usize>>,
}

impl Index {
    /// Of the rows of three tables. The identities are those in force.
    pub(super) fn build(
        mut ccgs: Vec<ccg::Model>,
        mut identities: Vec<ccg_identity::Model>,
        mut areas: Vec<area::Model>,
    ) -> Self {
        ccgs.sort_by(|one, other| one.ods_code.cmp(&other.ods_code));
        areas.sort_by(|one, other| {
            (&one.code, &one.name, one.kind).cmp(&(&other.code, &other.name, other.kind))
        });
        identities.sort_by_key(|identity| (identity.ccg_id, identity.valid_from));
        let mut listed: HashMap<i64, Vec<ccg_identity::Model>> = HashMap::new();
        for identity in identities {
            listed.entry(identity.ccg_id).or_default().push(identity);
        }
        let mut index = Self::default();
        for ccg in ccgs {
            index.add_ccg(&ccg, &listed.remove(&ccg.id).unwrap_or_default());
            index.subjects.push(Subject::Ccg(ccg));
        }
        for area in areas {
            if let Some(code) = &area.code {
                index.add(code.clone(), MatchedOn::AreaCode, None);
            }
            index.add(area.name.clone(), MatchedOn::AreaName, None);
            index.subjects.push(Subject::Area(area));
        }
        index.by_key.sort_unstable();
        index.by_word.sort_unstable();
        index
    }

    fn add_ccg(&mut self, ccg: &ccg::Model, listed: &[ccg_identity::Model]) {
        self.add(ccg.ods_code.to_string(), MatchedOn::OdsCode, None);
        self.add(ccg.name.clone(), MatchedOn::Name, None);
        let name_key = key(&ccg.name);
        let mut former: Vec<(&str, MatchedOn, NaiveDate, Option<NaiveDate>)> = Vec::new();
        for identity in listed {
            let name =
                (key(&identity.name) != name_key).then_some((identity.name.as_str(), MatchedOn::FormerName));
            let code = identity.ons_code.as_ref().map(|code| (code.as_str(), MatchedOn::OnsCode));
            for (text, on) in name.into_iter().chain(code) {
                // Lists that follow each other and say the same are one spell.
                match former.iter_mut().find(|spell| spell.0 == text) {
                    Some(spell) => spell.3 = identity.valid_to,
                    None => former.push((text, on, identity.valid_from, identity.valid_to)),
                }
            }
        }
        for (text, on, from, to) in former {
            self.add(text.to_owned(), on, Some((from, to)));
        }
    }

    /// Adds a text of the subject that comes next.
    fn add(&mut self, text: String, on: MatchedOn, held: Option<(NaiveDate, Option<NaiveDate>)>) {
        let (place, subject) = (self.entries.len(), self.subjects.len());
        let key = if on.is_code() { text.to_lowercase() } else { key(&text) };
        let mut pieces = 0;
        if !on.is_code() {
            self.by_initials.entry(initials(&key)).or_default().push(place);
            self.by_word.extend(words(&key).map(|word| (word.to_owned(), place)));
            for piece in trigrams(&key) {
                self.by_piece.entry(piece).or_default().push(place);
                pieces += 1;
            }
        }
        self.by_key.push((key.clone(), place));
        self.entries.push(Entry { subject, text, key, on, held, pieces });
    }

    /// The entries whose key begins so.
    pub(super) fn beginning(&self, with: &str) -> impl Iterator<Item = usize> {
        range(&self.by_key, with)
    }

    /// The names in which each of these words begins a word.
    pub(super) fn with_words(&self, sought: &str) -> impl Iterator<Item = usize> {
        let longest = words(sought).max_by_key(|word| word.len()).unwrap_or_default();
        range(&self.by_word, longest).filter(move |place| {
            let key = self.entries[*place].key.as_str();
            words(sought).all(|word| words(key).any(|other| other.starts_with(word)))
        })
    }

    /// The names that have these initials.
    pub(super) fn with_initials(&self, letters: &str) -> &[usize] {
        self.by_initials.get(letters).map_or(&[], Vec::as_slice)
    }

    /// The entries that are this code.
    pub(super) fn coded(&self, code: &str) -> impl Iterator<Item = usize> {
        self.beginning(code).filter(move |place| {
            let entry = &self.entries[*place];
            entry.on.is_code() && entry.key == code
        })
    }

    /// The names that share most trigrams with a text, given how many to take at most.
    pub(super) fn alike(&self, sought: &str, most: usize) -> Vec<usize> {
        let pieces = trigrams(sought);
        let mut shared: Vec<u16> = vec![0; self.entries.len()];
        for piece in &pieces {
            for place in self.by_piece.get(piece).into_iter().flatten() {
                shared[*place] += 1;
            }
        }
        let mut found: Vec<usize> = (0..shared.len()).filter(|place| shared[*place] > 0).collect();
        // Twice what is shared, of all that both have: as a fraction, so that no rounding decides.
        let share =
            |place: &usize| (u64::from(shared[*place]), (pieces.len() + self.entries[*place].pieces) as u64);
        found.sort_by(|one, other| {
            let ((own, of), (others, of_others)) = (share(one), share(other));
            (others * of).cmp(&(own * of_others)).then(one.cmp(other))
        });
        found.truncate(most);
        found
    }
}

fn range<'a>(sorted: &'a [(String, usize)], with: &str) -> impl Iterator<Item = usize> + use<'a> {
    let start = sorted.partition_point(|(key, _)| key.as_str() < with);
    let with = with.to_owned();
    sorted[start..].iter().take_while(move |(key, _)| key.starts_with(&with)).map(|(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use entities::domain::OdsCode;

    use super::*;
    use crate::search::find::find;

    /// As many CCGs as no NHS ever had, each called after three made-up words.
    fn crowded() -> Index {
        let parts =
            ["ash", "bourne", "cliff", "dale", "ford", "ham", "ley", "mouth", "stoke", "wick", "worth"];
        let part = |number: usize| parts[number % parts.len()];
        let word = |number: usize| format!("{}{}", part(number / parts.len()), part(number));
        let ccg = |number: usize| {
            let id = i64::try_from(number).unwrap_or_default();
            let code = format!("Z{number:04X}");
            let name =
                format!("NHS {} {} and {} CCG", word(number), word(number / 121), word(number / 11 + 7));
            let ods_code = OdsCode::parse(&code).ok()?;
            Some(ccg::Model {
                id,
                ods_code,
                name,
                opened_on: None,
                closed_on: None,
                note: None,
                import_run_id: 1,
            })
        };
        Index::build((0..20_000).filter_map(ccg).collect(), Vec::new(), Vec::new())
    }

    #[test]
    fn one_of_twenty_thousand_is_found_by_a_misspelt_name() {
        let index = crowded();
        assert!(index.subjects.len() > 15_000);
        let wanted = index.subjects.len() / 3;
        let Subject::Ccg(ccg) = &index.subjects[wanted] else { panic!("there are CCGs only") };
        let misspelt = ccg.name.replacen('o', "e", 1);
        assert_ne!(misspelt, ccg.name);
        let found = find(&index, &misspelt, |_| true, 10);
        assert!(found.iter().any(|hit| index.entries[hit.entry].subject == wanted), "{misspelt}");
        let again = find(&index, &misspelt, |_| true, 10);
        assert_eq!(found, again);
    }
}
