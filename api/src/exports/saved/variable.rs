use async_graphql::{
    Positioned,
    parser::types::{BaseType, Type, VariableDefinition},
};
use serde_json::Value;

use crate::names::NAMES;

/// A variable of a saved query, as its address can give it.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// Its name.
    pub(crate) name: String,
    /// Its type, as the document has it.
    pub(crate) kind: Type,
    /// Its value unless given.
    pub(crate) default: Option<Value>,
    /// What it means: the comment above it.
    pub(crate) description: String,
}

impl Variable {
    /// As a document with these lines defines it.
    pub(super) fn read(definition: &Positioned<VariableDefinition>, lines: &[&str]) -> Self {
        let above = lines.get(..definition.pos.line.saturating_sub(1)).unwrap_or_default();
        let comment = above.iter().rev().map_while(|line| line.trim().strip_prefix('#')).map(str::trim);
        let mut comment: Vec<_> = comment.collect();
        comment.reverse();
        let definition = &definition.node;
        let default = definition.default_value.as_ref();
        Self {
            name: definition.name.node.to_string(),
            kind: definition.var_type.node.clone(),
            default: default.and_then(|default| default.node.clone().into_json().ok()),
            description: comment.join(" "),
        }
    }

    /// Whether an address has to give it.
    pub(crate) fn is_needed(&self) -> bool {
        !self.kind.nullable && self.default.is_none()
    }

    /// Whether an address can give it more than once.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.kind.base, BaseType::List(_))
    }

    /// The name of its type, without what it is wrapped in.
    pub(crate) fn named(&self) -> &str {
        let mut kind = &self.kind;
        loop {
            match &kind.base {
                BaseType::Named(name) => return name,
                BaseType::List(of) => kind = of,
            }
        }
    }

    /// Its value, as an address writes it.
    ///
    /// # Errors
    /// When it is no such value.
    pub(crate) fn value(&self, texts: &[String]) -> Result<Value, String> {
        match (self.is_list(), texts) {
            (true, texts) => texts.iter().map(|text| self.single(text)).collect(),
            (false, [text]) => self.single(text),
            (false, _) => Err(format!("The parameter \"{}\" is given {} times.", self.name, texts.len())),
        }
    }

    fn single(&self, text: &str) -> Result<Value, String> {
        let (name, kind) = (&self.name, self.named());
        let wrong = |expected: &str| format!("{name} is \"{text}\"; expected {expected}.");
        match kind {
            "Int" => text.parse::<i64>().map(Value::from).map_err(|_| wrong("a whole number")),
            "Float" => text
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .map(Value::from)
                .ok_or_else(|| wrong("a number")),
            "Boolean" => match text {
                "true" | "1" => Ok(Value::from(true)),
                "false" | "0" => Ok(Value::from(false)),
                _ => Err(wrong("true or false")),
            },
            // Scalars and the values of enums are texts.
            kind if NAMES.fields(kind).is_empty() => Ok(Value::from(text)),
            _ => serde_json::from_str(text).map_err(|error| wrong(&format!("a JSON object: {error}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::types::Type;
    use serde_json::{Value, json};

    use super::Variable;

    fn value(kind: &str, texts: &[&str]) -> Option<Value> {
        let kind = Type::new(kind).expect("a type");
        let variable = Variable { name: "v".to_owned(), kind, default: None, description: String::new() };
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        variable.value(&texts).ok()
    }

    #[test]
    fn a_text_is_read_as_its_variable_says() {
        for (kind, texts, expected) in [
            ("Int", &["12"][..], Some(json!(12))),
            ("Int!", &["1.5"], None),
            ("Int", &["1", "2"], None),
            ("[Int!]", &["1", "2"], Some(json!([1, 2]))),
            ("[Int]!", &["x"], None),
            ("Float", &["1.5"], Some(json!(1.5))),
            ("Float", &["inf"], None),
            ("Boolean", &["1"], Some(json!(true))),
            ("Boolean", &["yes"], None),
            ("Date", &["2016-04-01"], Some(json!("2016-04-01"))),
            ("FinancialYear", &["2015"], Some(json!("2015"))),
            ("[Stage!]", &["LIVE"], Some(json!(["LIVE"]))),
            ("CcgFilter", &["{\"name\": {\"eq\": \"x\"}}"], Some(json!({ "name": { "eq": "x" } }))),
            ("CcgFilter", &["x"], None),
        ] {
            assert_eq!(value(kind, texts), expected, "{kind} {texts:?}");
        }
    }
}
