//! Asks a service once, and holds what two of them answer against each other.

use std::time::Duration;

use serde_json::Value;

use super::{
    question::{Deepest, Question},
    values::Sample,
};
use crate::failure::Outcome;

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// With how many sets of variables the services are held against each other.
const SETS: u64 = 12;

/// An answer.
pub(super) struct Answer {
    pub(super) bytes: Vec<u8>,
    /// By which it is known again.
    pub(super) tag: Option<String>,
}

/// Asks once.
pub(super) fn ask(url: &str) -> Outcome<Answer> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .new_agent();
    let request = agent.get(url).header("Accept", "application/json").header("Accept-Encoding", "identity");
    let mut response = request.call()?;
    let tag = response.headers().get("ETag").and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let bytes = response.body_mut().with_config().limit(LARGEST).read_to_vec()?;
    if response.status() != 200 {
        let told = String::from_utf8_lossy(&bytes);
        return Err(format!("{url} gives {}: {told}", response.status()).into());
    }
    Ok(Answer { bytes, tag })
}

/// The data of an answer.
pub(super) fn data(url: &str) -> Outcome<Value> {
    let mut answer: Value = serde_json::from_slice(&ask(url)?.bytes)?;
    match answer.get("errors") {
        Some(errors) => Err(format!("{url} is answered by errors: {errors}").into()),
        None => Ok(answer["data"].take()),
    }
}

/// Fails unless the api answers a question with data, and the hand-written service, if there is one, with the same.
pub(super) fn compare(question: &Question, api: &str, by_hand: Option<&str>) -> Outcome<()> {
    for number in 0..SETS {
        let url = question.of_api(api, &mut Sample(number));
        let answered = data(&url)?;
        let Some(by_hand) = by_hand else { continue };
        let by_hand = question.by_hand(by_hand, &mut Sample(number));
        let other = data(&by_hand)?;
        if answered != other {
            let (one, other) = around_difference(&answered.to_string(), &other.to_string());
            return Err(format!("{url} and {by_hand} are not answered alike: ...{one} and ...{other}").into());
        }
    }
    Ok(())
}

/// What stands around the first letter in which two texts differ.
fn around_difference(one: &str, other: &str) -> (String, String) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(60)).take(120).collect();
    (around(one), around(other))
}

/// The row behind which the deepest page begins.
pub(super) fn deepest(api: &str, id: i64) -> Outcome<Deepest> {
    let query = "%7Badoptions(last:51)%7BpageInfo%7BstartCursor%7D%7D%7D";
    let data = data(&format!("{api}/graphql?query={query}"))?;
    let cursor = data["adoptions"]["pageInfo"]["startCursor"].as_str().ok_or("there are no adoptions")?;
    Ok(Deepest { cursor: cursor.to_owned(), id })
}

#[cfg(test)]
mod tests {
    use super::around_difference;

    #[test]
    fn of_long_answers_what_differs_is_shown() {
        let long = "same ".repeat(100);
        let (one, other) = around_difference(&format!("{long}one{long}"), &format!("{long}other"));
        assert!(one.contains("same onesame") && other.ends_with("same other"), "{one} {other}");
        assert_eq!(one.len(), 120);
    }
}
