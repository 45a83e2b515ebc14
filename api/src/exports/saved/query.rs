use async_graphql::Request;

use super::variable::Variable;
use crate::{
    exports::{Column, Plan},
    question::Question,
};

/// What an address says beside the variables of its query.
pub(crate) const RESERVED: [&str; 2] = ["bom", "v"];

/// A query with a name.
#[derive(Clone, Debug)]
pub(crate) struct SavedQuery {
    /// Its name in addresses.
    pub(crate) name: String,
    /// What people call it: the first paragraph of the comment at its top.
    pub(crate) title: String,
    /// What it is: the rest of that comment.
    pub(crate) description: String,
    /// What can be said in its address.
    pub(crate) variables: Vec<Variable>,
    /// The columns of its table.
    pub(crate) columns: Vec<Column>,
    /// Its document.
    pub(crate) document: String,
}

impl SavedQuery {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is no query for one list.
    pub(super) fn read(name: &str, document: &str) -> Result<Self, String> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || !name.bytes().all(is_plain) {
            return Err("the name of a query has small letters, digits and hyphens only".to_owned());
        }
        let question = Question::of_document(Request::new(document)).map_err(|error| error.message)?;
        let asked = question.asked();
        let operation = asked.operation().ok_or("a saved query has one operation")?;
        let plan = Plan::of(asked).map_err(|error| error.message)?;
        let lines: Vec<&str> = document.lines().collect();
        let definitions = operation.variable_definitions.iter();
        let variables: Vec<_> = definitions.map(|definition| Variable::read(definition, &lines)).collect();
        if let Some(taken) = variables.iter().find(|variable| RESERVED.contains(&variable.name.as_str())) {
            return Err(format!(
                "a variable cannot be called \"{}\", which means something else",
                taken.name
            ));
        }
        let comment = lines.iter().map_while(|line| line.strip_prefix('#')).map(str::trim);
        let comment = comment.collect::<Vec<_>>().join("\n");
        let (title, description) = comment.split_once("\n\n").unwrap_or((&comment, ""));
        Ok(Self {
            name: name.to_owned(),
            title: title.replace('\n', " "),
            description: description.trim().replace('\n', " "),
            variables,
            columns: plan.columns,
            document: document.to_owned(),
        })
    }
}
