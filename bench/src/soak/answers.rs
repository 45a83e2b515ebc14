//! Holds answers against each other, and against what was imported.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, PoisonError},
};

use serde_json::Value;

/// What is known of right answers.
pub(super) struct Answers {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// How many facts a version of the data holds.
    facts: HashMap<u64, u64>,
    /// The data of the first answer to a question of a version.
    first: HashMap<(usize, u64), u64>,
}

/// A version of the data, and how many facts it holds.
pub(super) type Held = (u64, u64);

impl Answers {
    /// Of a database that holds so much.
    pub(super) fn new((version, facts): Held) -> Self {
        let known = Known { facts: HashMap::from([(version, facts)]), ..Known::default() };
        Self { known: Mutex::new(known) }
    }

    /// A version will hold so many facts.
    pub(super) fn expect(&self, version: u64, facts: u64) {
        self.with(|known| known.facts.insert(version, facts));
    }

    /// What is wrong with an answer to a question, if anything is.
    pub(super) fn fault(&self, question: usize, is_of_version: bool, answer: &Value) -> Option<String> {
        if let Some(errors) = answer.get("errors") {
            return Some(format!("errors: {errors}"));
        }
        let Some(version) = answer["extensions"]["dataVersion"].as_u64() else {
            return Some("no version of the data".to_owned());
        };
        // The first question counts the facts.
        let counted = (question == 0).then(|| answer["data"]["adoptions"]["totalCount"].as_u64());
        let mut hasher = DefaultHasher::new();
        answer["data"].to_string().hash(&mut hasher);
        let hash = hasher.finish();
        self.with(|known| {
            let Some(facts) = known.facts.get(&version) else {
                return Some(format!("version {version} was never imported"));
            };
            if counted.is_some_and(|counted| counted != Some(*facts)) {
                return Some(format!("{counted:?} facts of version {version}, which holds {facts}"));
            }
            let first = *known.first.entry((question, version)).or_insert(hash);
            (is_of_version && first != hash)
                .then(|| format!("another answer before, of the same version {version}"))
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Answers;

    #[test]
    fn an_answer_that_is_not_that_of_its_version_is_found() {
        let answers = Answers::new((9, 207));
        let answer = |version: u64, facts: u64| json!({ "data": { "adoptions": { "totalCount": facts } }, "extensions": { "dataVersion": version } });
        assert_eq!(answers.fault(0, true, &answer(9, 207)), None);
        assert!(answers.fault(0, true, &answer(9, 206)).is_some());
        assert!(
            answers.fault(0, true, &answer(10, 208)).is_some_and(|fault| fault.contains("never imported"))
        );
        answers.expect(10, 208);
        assert_eq!(answers.fault(0, true, &answer(10, 208)), None);
        assert_eq!(answers.fault(1, true, &answer(10, 5)), None);
        assert!(answers.fault(1, true, &answer(10, 6)).is_some());
        assert_eq!(answers.fault(1, false, &answer(10, 6)), None);
        assert!(answers.fault(1, true, &json!({ "errors": [], "data": null })).is_some());
    }
}
