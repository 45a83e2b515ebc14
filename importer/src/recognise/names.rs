//! Names of CCGs, reduced to what tells one CCG from another.

use entities::domain::{OdsCode, clean, normalise};

use super::marks::{without_marks, without_number};

/// What kind of body a name speaks of. Some lists mix CCGs with bodies that never were one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// A CCG, as far as the name tells.
    Ccg,
    /// A commissioning hub, by which NHS England bought services itself.
    Hub,
    /// An integrated care board, which took over from CCGs in July 2022.
    Icb,
}

/// A name as a row gives it, taken to pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatedName {
    /// Its distinctive words.
    pub(crate) key: String,
    /// The code that follows the name in the same cell: "... CCG (15C)", "... ICB - 00L".
    pub(crate) code: Option<OdsCode>,
    /// The kind of body.
    pub(crate) body: Body,
}

impl StatedName {
    pub(crate) fn new(name: &str) -> Self {
        let name = clean(name);
        let (name, code) = split_code(without_footnotes(&name));
        let key = distinctive_words(name);
        let body = if key.contains("commissioning hub") {
            Body::Hub
        } else if key.contains("integrated care board") || key.split(' ').any(|word| word == "icb") {
            Body::Icb
        } else {
            Body::Ccg
        };
        Self { key, code, body }
    }
}

impl Body {
    /// Why a body of this kind is no CCG; none for a CCG.
    pub(crate) fn is_no_ccg(self) -> Option<&'static str> {
        match self {
            Self::Ccg => None,
            Self::Hub => Some("a commissioning hub, no CCG"),
            Self::Icb => Some("an integrated care board, no CCG"),
        }
    }
}

/// A name without what lists add or leave out: case, punctuation, "&" for "and", characters that are not seen,
/// leading NHS, trailing CCG, a code at the end. The rest must be alike: a beginning never is enough, for Leeds
/// alone had three CCGs.
#[must_use]
pub(crate) fn distinctive(name: &str) -> String {
    distinctive_words(split_code(without_footnotes(&clean(name))).0)
}

/// A name without the marks of footnotes behind it.
fn without_footnotes(name: &str) -> &str {
    let name = without_marks(name);
    without_number(name).map_or(name, |(name, _)| name)
}

fn distinctive_words(name: &str) -> String {
    let name = normalise(name);
    let name = name.strip_prefix("nhs ").unwrap_or(&name);
    let name = name.strip_suffix(" ccg").unwrap_or(name);
    name.strip_suffix(" clinical commissioning group").unwrap_or(name).to_owned()
}

/// A name that is clean, and the code in brackets or behind a dash at its end.
fn split_code(name: &str) -> (&str, Option<OdsCode>) {
    let parts =
        name.strip_suffix(')').and_then(|inside| inside.rsplit_once('(')).or_else(|| name.rsplit_once(" - "));
    match parts.map(|(name, code)| (name, OdsCode::parse(code))) {
        Some((name, Ok(code))) => (name, Some(code)),
        _ => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lists_add_or_leave_out_makes_no_difference() {
        for name in [
            "NHS Stoke-on-Trent & Leek CCG",
            "stoke on trent and leek",
            "  NHS STOKE ON TRENT AND LEEK\u{a0}CCG\n",
            "Stoke\u{ad}-on-Trent\u{200b} and Leek Clinical Commissioning Group (CCG)",
            "NHS Stoke on Trent and Leek CCG (05W)",
            "Stoke on Trent and Leek CCG - 05W",
            "Stoke on Trent and Leek CCG`",
            "Stoke on Trent and Leek CCG (05W)*",
            "Stoke on Trent and Leek CCG (1)",
            "Stoke on Trent and Leek CCG1",
        ] {
            assert_eq!(distinctive(name), "stoke on trent and leek", "{name}");
        }
    }

    #[test]
    fn a_code_at_the_end_is_kept_apart_and_other_brackets_belong_to_the_name() {
        let stated = StatedName::new("NHS Bristol CCG (11h)");
        assert_eq!((stated.key.as_str(), stated.code), ("bristol", OdsCode::parse("11H").ok()));
        for (name, key) in [
            ("NHS Central London (Westminster) CCG", "central london westminster"),
            ("Cumbria CCG (South)", "cumbria ccg south"),
        ] {
            assert_eq!(StatedName::new(name), StatedName { key: key.into(), code: None, body: Body::Ccg });
        }
    }

    #[test]
    fn hubs_and_boards_are_told_from_ccgs() {
        for (name, body) in [
            ("LONDON COMMISSIONING HUB", Body::Hub),
            ("NATIONAL COMMISSIONING HUB 1", Body::Hub),
            ("NHS SUSSEX ICB - 09D", Body::Icb),
            ("NHS Sussex Integrated Care Board", Body::Icb),
            ("NHS Sussex CCG", Body::Ccg),
        ] {
            assert_eq!(StatedName::new(name).body, body, "{name}");
        }
    }
}
