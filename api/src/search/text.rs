use entities::domain::normalise;

/// Words that any name may have or lack.
const EMPTY: [&str; 3] = ["nhs", "ccg", "ccgs"];

/// A name without what nobody searches for: case, punctuation, "&" for "and", NHS and CCG. A name that is nothing else
/// stays as it is.
pub(crate) fn key(name: &str) -> String {
    let name = normalise(name).replace("clinical commissioning group", "ccg");
    let core = words(&name).filter(|word| !EMPTY.contains(word));
    let core: Vec<&str> = core.map(|word| if word == "saint" { "st" } else { word }).collect();
    if core.is_empty() { name } else { core.join(" ") }
}

/// Whether a key says nothing of one name that it does not say of all.
pub(super) fn says_nothing(key: &str) -> bool {
    words(key).all(|word| EMPTY.contains(&word))
}

/// The first letters of the words of a key: "bristol north somerset and south gloucestershire" are BNSSG.
pub(super) fn initials(key: &str) -> String {
    significant(key).filter_map(|word| word.chars().next()).collect()
}

/// A key as initials: "nwl", or "b and nes". None where it is too short or too long for that.
pub(super) fn as_initials(key: &str) -> Option<String> {
    let letters: String = significant(key).collect();
    (3..=7).contains(&letters.chars().count()).then_some(letters)
}

/// The words that initials are made of.
fn significant(key: &str) -> impl Iterator<Item = &str> {
    words(key).filter(|word| *word != "and")
}

/// The words of a key.
pub(super) fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').filter(|word| !word.is_empty())
}

/// A piece of a word, three letters long. Ends of words count as letters, so that beginnings weigh more.
pub(super) type Trigram = [char; 3];

/// The pieces of all words, each once.
pub(super) fn trigrams(key: &str) -> Vec<Trigram> {
    let mut found: Vec<Trigram> = Vec::new();
    for word in words(key) {
        let padded: Vec<char> = [' ', ' '].into_iter().chain(word.chars()).chain([' ']).collect();
        found.extend(padded.windows(3).map(|piece| [piece[0], piece[1], piece[2]]));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::{as_initials, initials, key, trigrams};

    #[test]
    fn what_nobody_searches_for_is_left_out() {
        for (name, kept) in [
            ("NHS St. Helens CCG", "st helens"),
            ("lambeth ccg", "lambeth"),
            ("NHS Lambeth", "lambeth"),
            ("Brighton & Hove Clinical Commissioning Group", "brighton and hove"),
            ("Cumbria CCG (South)", "cumbria south"),
            ("NHS", "nhs"),
            ("...", ""),
            ("Saint Helens", "st helens"),
        ] {
            assert_eq!(key(name), kept, "{name}");
        }
    }

    #[test]
    fn names_are_known_by_their_initials() {
        for (sought, name) in [
            ("NWL", "NHS North West London CCG"),
            ("b&nes", "NHS Bath and North East Somerset CCG"),
            ("BNSSG", "NHS Bristol, North Somerset and South Gloucestershire CCG"),
        ] {
            assert_eq!(as_initials(&key(sought)), Some(initials(&key(name))), "{sought}");
        }
        assert_eq!(as_initials("north west"), None);
    }

    #[test]
    fn beginnings_of_words_have_pieces_of_their_own() {
        let pieces: Vec<String> = trigrams("bay b").iter().map(String::from_iter).collect();
        assert_eq!(pieces, ["  b", " b ", " ba", "ay ", "bay"]);
    }
}
