use super::text::words;

/// How like a word must be to another to be taken for it.
const LIKE_WORD: f64 = 0.6;

/// Words that are alike but stand in another name count a little less than a name that is alike as a whole.
const WORDS_ONLY: f64 = 0.95;

/// How like a name is to what is searched for, from 0 to 1: as a whole, or word by word in any order.
pub(super) fn likeness(sought: &str, name: &str) -> f64 {
    let whole = similarity(sought, name);
    let (mut total, mut count) = (0.0, 0.0);
    for word in words(sought) {
        let best = words(name).map(|other| similarity(word, other)).fold(0.0, f64::max);
        total += if best < LIKE_WORD { 0.0 } else { best };
        count += 1.0;
    }
    if count == 0.0 { whole } else { whole.max(total / count * WORDS_ONLY) }
}

/// One less the share of letters that have to be changed, left out, put in or swapped with their neighbour.
fn similarity(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count());
    if longest == 0 {
        return 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let changed = strsim::osa_distance(one, other) as f64 / longest as f64;
    1.0 - changed
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
