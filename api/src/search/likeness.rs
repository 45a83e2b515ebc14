use super::text::words;

/// How like a word must be to another to be taken for it.
const LIKE_WORD: f64 = 0.6;

/// Words that are alike but stand in another name count a little less than a name that is alike as a whole.
const WORDS_ONLY: f64 = 0.95;

/// How like a name is to what is searched for, from 0 to 1: as a whole, or word by word in any order.
pub(super) fn likeness(sought: &str, name: &str) -> f64 {
    let (mut total, mut count) = (0.0, 0.0);
    for word in words(sought) {
        let best =
            words(name).fold(0.0, |best, other| similarity(word, other, LIKE_WORD.max(best)).max(best));
        total += if best < LIKE_WORD { 0.0 } else { best };
        count += 1.0;
    }
    let by_words = if count == 0.0 { 0.0 } else { total / count * WORDS_ONLY };
    similarity(sought, name, by_words).max(by_words)
}

/// One less the share of letters that have to be changed, left out, put in or swapped with their neighbour. Where it is less than
/// is asked for it may be told as none: the lengths alone say how much it is at most, and most words are not worth a comparison.
fn similarity(one: &str, other: &str, least: f64) -> f64 {
    if one == other {
        return 1.0;
    }
    let (letters, others) = (one.chars().count(), other.chars().count());
    let (shortest, longest) = (letters.min(others), letters.max(others));
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let unchanged = |changed: usize| 1.0 - changed as f64 / longest as f64;
    if unchanged(longest - shortest) < least { 0.0 } else { unchanged(strsim::osa_distance(one, other)) }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn slips_are_alike_and_other_names_are_not() {
        for (sought, name) in [
            ("morecombe bay", "morecambe bay"),
            ("south east lodnon", "south east london"),
            ("birmingham cross city", "birmingham crosscity"),
            ("craven wharefdale", "airedale wharfedale and craven"),
            ("west lancs", "west lancashire"),
        ] {
            assert!(likeness(sought, name) > 0.6, "{sought}: {}", likeness(sought, name));
        }
        for (sought, name) in [("lambeth", "morecambe bay"), ("hull", "bath and north east somerset")] {
            assert!(likeness(sought, name) < 0.5, "{sought}: {}", likeness(sought, name));
        }
    }
}
