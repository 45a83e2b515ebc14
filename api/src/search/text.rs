use entities::domain::normalise;

/// Words that any name may have or lack.
const EMPTY: [&str; 3] = ["nhs", "ccg", "ccgs"];

/// A name without what nobody searches for: case, punctuation, "&" for "and", NHS and CCG. A name that is nothing else
/// stays as it is.
pub(crate) fn key(name: &str) -> String {
    let name = normalise(name).replace("clinical commissioning group", "ccg");
    let core: Vec<&str> = words(&name).filter(|word| !EMPTY.contains(word)).collect();
    if core.is_empty() { name } else { core.join(" ") }
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
    use super::{key, trigrams};

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
        ] {
            assert_eq!(key(name), kept, "{name}");
        }
    }

    #[test]
    fn beginnings_of_words_have_pieces_of_their_own() {
        let pieces: Vec<String> = trigrams("bay b").iter().map(String::from_iter).collect();
        assert_eq!(pieces, ["  b", " b ", " ba", "ay ", "bay"]);
    }
}
