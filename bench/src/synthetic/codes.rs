//! Codes of organisations that do not exist.

const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// All codes of five characters that begin with `ZZ`, which no CCG ever had. The rest has a digit, as every code must.
pub(super) fn all() -> impl Iterator<Item = String> {
    let digits = || DIGITS.iter().map(|digit| char::from(*digit));
    let all = digits().flat_map(move |first| {
        digits().flat_map(move |second| digits().map(move |third| [first, second, third]))
    });
    all.filter(|code| code.iter().any(char::is_ascii_digit))
        .map(|code| format!("ZZ{}", String::from_iter(code)))
}

#[cfg(test)]
mod tests {
    use entities::domain::OdsCode;

    use super::*;

    #[test]
    fn every_code_is_one_and_no_two_are_alike() {
        let codes: Vec<String> = all().collect();
        assert!(codes.len() >= super::super::MOST_ORGANISATIONS, "{}", codes.len());
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        for code in &codes {
            assert_eq!(OdsCode::parse(code).map(|code| code.to_string()).as_ref(), Ok(code));
        }
    }
}
