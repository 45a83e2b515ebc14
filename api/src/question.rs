//! What a request asks, read and within the limits before anything of it is executed.

use std::sync::Arc;

use async_graphql::{
    Data, Request, ServerError,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationType},
    },
};
use moka::sync::Cache;

use crate::{
    advice, arguments,
    asked::{Asked, Fit},
    error::code,
    limits,
    schema::{finished, with_code},
};

/// A request that was parsed and is within the limits. Nothing of it was executed yet.
pub struct Question {
    text: Arc<str>,
    asked: Asked,
    data: Data,
}

impl Question {
    /// Reads a request that is to be answered, whose document may have been read before.
    ///
    /// # Errors
    /// When its document cannot be read, or a variable of its operation is missing or cannot be.
    pub(crate) fn read(request: Request, documents: &Documents) -> Result<Self, ServerError> {
        let question = documents.get(&request.query).and_then(|document| Self::over(document, request));
        let checked = question.and_then(|question| {
            arguments::check_supplied(&question.asked)?;
            Ok(question)
        });
        checked.map_err(finished)
    }

    /// Reads a request whose variables may be supplied later.
    ///
    /// # Errors
    /// When its document is none, is over a limit, or wants more than an answer.
    pub(crate) fn of_document(request: Request) -> Result<Self, ServerError> {
        let question = Document::read(&request.query).and_then(|document| Self::over(document, request));
        question.map_err(finished)
    }

    fn over(document: Document, request: Request) -> Result<Self, ServerError> {
        limits::check_variables(&request.variables)?;
        let Request { operation_name, variables, data, .. } = request;
        let asked = Asked::of((document.parsed, document.fit), operation_name, variables);
        arguments::check(&asked)?;
        Ok(Self { text: document.text, asked, data })
    }

    /// Of the service itself: for a part of what another asks for, with these variables.
    pub(crate) fn of_part(request: Request, document: ExecutableDocument) -> Self {
        let asked = Asked::of((Arc::new(document), Arc::default()), None, request.variables);
        Self { text: request.query.into(), asked, data: request.data }
    }

    /// The text of its document.
    pub(crate) fn document(&self) -> &str {
        &self.text
    }

    /// What it asks for.
    pub(crate) fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What it asks for, and the request that asks for it.
    pub(crate) fn into_parts(self) -> (Asked, Request) {
        let mut request = self.asked.request();
        request.data = self.data;
        (self.asked, request)
    }

    /// What kind of operation is meant; none when it is not clear which is.
    #[must_use]
    pub fn operation(&self) -> Option<OperationType> {
        self.asked.operation().map(|operation| operation.ty)
    }
}

/// A document that was parsed and is within the limits, whatever its variables are.
#[derive(Clone)]
struct Document {
    text: Arc<str>,
    parsed: Arc<ExecutableDocument>,
    fit: Arc<Fit>,
}

impl Document {
    /// Checks it against the limits before anything walks it along its fragments.
    fn read(text: &str) -> Result<Self, ServerError> {
        limits::check_text(text)?;
        let parsed = parse_query(text).map_err(|error| unreadable(error.into()))?;
        limits::check_document(&parsed)?;
        arguments::check_text(text)?;
        let asks_of_schema =
            limits::tokens(text).any(|token| matches!(token, limits::Token::Word("__schema" | "__type")));
        let fit = Arc::new(Fit::of(&parsed, asks_of_schema));
        Ok(Self { text: text.into(), parsed: Arc::new(parsed), fit })
    }
}

fn unreadable(mut error: ServerError) -> ServerError {
    error.message = advice::of_document(&error.message);
    with_code(error, code::GRAPHQL_PARSE_FAILED)
}

/// The most that documents which need not be parsed again take together, in bytes.
const CAPACITY: u64 = 8 * 1024 * 1024;

/// What a document takes for each byte of its text, at most: a field of one letter is a hundred bytes and more.
const MANIFOLD: usize = 100;
/// What it takes besides.
const OVERHEAD: usize = 1000;

/// The documents that need not be parsed again, by their text. Those that nobody sends make room for others.
#[derive(Clone)]
pub(crate) struct Documents(Cache<Arc<str>, Document>);

impl Default for Documents {
    fn default() -> Self {
        let weight = |text: &Arc<str>, _: &Document| {
            u32::try_from(text.len() * MANIFOLD + OVERHEAD).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(CAPACITY).weigher(weight).build())
    }
}

impl Documents {
    fn get(&self, text: &str) -> Result<Document, ServerError> {
        if let Some(known) = self.0.get(text) {
            return Ok(known);
        }
        let document = Document::read(text)?;
        self.0.insert(document.text.clone(), document.clone());
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_graphql::{Request, Variables};
    use serde_json::json;

    use super::{Documents, Question};

    const QUERY: &str = "query ($code: OdsCode!) { ccg(odsCode: $code) { name } }";

    fn read(documents: &Documents, variables: serde_json::Value) -> Result<Question, String> {
        let request = Request::new(QUERY).variables(Variables::from_json(variables));
        Question::read(request, documents).map_err(|error| error.message)
    }

    #[test]
    fn a_document_is_parsed_once_and_its_variables_are_checked_each_time() {
        let documents = Documents::default();
        let questions =
            ["00A", "01A"].map(|code| read(&documents, json!({ "code": code })).expect("a question"));
        assert!(Arc::ptr_eq(&questions[0].asked.document, &questions[1].asked.document));
        let refusal = |variables| read(&documents, variables).err().expect("a refusal");
        assert!(refusal(json!({})).contains("$code is needed"));
        assert!(refusal(json!({ "code": "zz!" })).contains("not an ODS code"));
        assert!(refusal(json!({ "code": "x".repeat(5000) })).contains("5000 bytes in one text"));
    }

    #[test]
    fn what_cannot_be_read_is_not_kept() {
        let documents = Documents::default();
        for text in ["{", "{ a ".repeat(20).as_str()] {
            assert!(Question::read(Request::new(text), &documents).is_err(), "{text}");
            assert!(documents.0.get(text).is_none(), "{text}");
        }
    }
}
