//! Lengths of time as people write them: `36h`, `2d`, `1week`.

use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

/// Reads a length of time.
///
/// # Errors
/// When the text is none.
pub fn parse(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text)
        .map_err(|_| format!("\"{text}\" is not a length of time such as 36h or 2d"))
}

pub(super) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    parse(&String::deserialize(deserializer)?).map(Some).map_err(de::Error::custom)
}

/// The two largest units of a length of time, which is as exact as people want an age.
#[must_use]
pub fn rounded(length: Duration) -> String {
    let seconds = length.as_secs();
    let unit = match seconds {
        ..60 => 1,
        60..3_600 => 60,
        3_600..86_400 => 60,
        _ => 3_600,
    };
    // Months and years have no fixed length; days do.
    let (days, rest) = (seconds / 86_400, seconds % 86_400 / unit * unit);
    match (days, rest) {
        (0, _) => humantime::format_duration(Duration::from_secs(rest)).to_string(),
        (days, 0) => format!("{days}d"),
        (days, rest) => format!("{days}d {}", humantime::format_duration(Duration::from_secs(rest))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_two_units() {
        for (seconds, told) in [
            (0, "0s"),
            (59, "59s"),
            (3_725, "1h 2m"),
            (86_400, "1d"),
            (86_399, "23h 59m"),
            (40 * 86_400 + 7_300, "40d 2h"),
        ] {
            assert_eq!(rounded(Duration::from_secs(seconds)), told);
        }
    }

    #[test]
    fn a_length_of_time_needs_a_unit() {
        assert_eq!(parse("36h"), Ok(Duration::from_secs(36 * 3_600)));
        assert_eq!(parse("2"), Err("\"2\" is not a length of time such as 36h or 2d".to_owned()));
    }
}
