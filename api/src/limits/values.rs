use async_graphql::{ServerError, Value, Variables};

use super::{ITEMS, NESTING, TEXT, VALUES, within_depth, within_size};
use crate::{error::code, schema::with_code};

/// Refuses variables that hold too much.
///
/// # Errors
/// When they are over a limit.
pub fn check_variables(variables: &Variables) -> Result<(), ServerError> {
    let mut values = Values::default();
    variables.values().try_for_each(|value| values.add(value))
}

/// Counts values, so that many small ones are noticed as well as a large one.
#[derive(Default)]
pub(super) struct Values {
    number: usize,
}

impl Values {
    /// Counts a value and those within it.
    pub(super) fn add(&mut self, value: &Value) -> Result<(), ServerError> {
        self.add_nested(value, 0)
    }

    fn add_nested(&mut self, value: &Value, around: usize) -> Result<(), ServerError> {
        self.number += 1;
        within_size("values in arguments", self.number, VALUES)?;
        match value {
            Value::String(text) => {
                within_size("bytes in one text", text.len(), TEXT)?;
                without_zeros(text)
            }
            Value::List(items) => {
                within_size("items in one list", items.len(), ITEMS)?;
                self.add_all(items.iter(), around + 1)
            }
            Value::Object(fields) => self.add_all(fields.values(), around + 1),
            _ => Ok(()),
        }
    }

    fn add_all<'a>(
        &mut self,
        mut values: impl Iterator<Item = &'a Value>,
        level: usize,
    ) -> Result<(), ServerError> {
        within_depth("levels of lists and objects in an argument", level, NESTING)?;
        values.try_for_each(|value| self.add_nested(value, level))
    }
}

/// PostgreSQL fails over a text that SQLite only does not find.
fn without_zeros(text: &str) -> Result<(), ServerError> {
    if text.contains('\0') {
        let message = "The query has a text with the character U+0000, which no text of the data can have.";
        return Err(with_code(ServerError::new(message, None), code::BAD_USER_INPUT));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use serde_json::{Value, json};

    use super::check_variables;

    fn refusal(value: Value) -> Option<String> {
        let variables = Variables::from_json(json!({ "v": value }));
        check_variables(&variables).err().map(|error| error.message)
    }

    #[test]
    fn large_variables_are_refused_by_what_is_large_about_them() {
        let nested = |levels: usize| (0..levels).fold(json!(1), |within, _| json!([within]));
        assert_eq!(refusal(nested(12)), None);
        for (value, named) in [
            (nested(13), "13 levels of lists and objects"),
            (json!("x".repeat(4001)), "4001 bytes in one text"),
            (json!(["x\0"]), "U+0000"),
            (json!(vec![1; 1001]), "1001 items in one list"),
            (json!(vec![vec![1; 900]; 6]), "5001 values"),
        ] {
            let message = refusal(value).expect("a refusal");
            assert!(message.contains(named), "{message}");
        }
    }
}
