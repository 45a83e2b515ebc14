use async_graphql::{PathSegment, Response, ServerError, Value};

use crate::error::code;

/// Whether anything of a request was executed, rather than the request refused as a whole.
#[must_use]
pub fn was_executed(response: &Response) -> bool {
    let in_a_field = |error: &ServerError| matches!(error.path.first(), Some(PathSegment::Field(_)));
    response.data != Value::Null || response.errors.iter().any(in_a_field)
}

/// Whether the same data would give the same answer again: what went wrong inside may go right another time.
#[must_use]
pub fn is_final(response: &Response) -> bool {
    let internal = Value::from(code::INTERNAL_SERVER_ERROR);
    let code = |error: &ServerError| error.extensions.as_ref().and_then(|found| found.get("code")).cloned();
    was_executed(response) && response.errors.iter().all(|error| code(error).as_ref() != Some(&internal))
}

/// The longest message of an error, in bytes: the library quotes whole lines of the request.
const LONGEST_MESSAGE: usize = 1000;

/// The most errors of an answer. A field that fails may do so in every row.
pub(super) const MOST_ERRORS: usize = 50;

/// What the library says of a request over the limit of complexity. It has no other mark.
pub(super) const TOO_COMPLEX: &str = "Query is too complex.";

/// An error of the library's, shortened and with a code, where it has none.
pub(crate) fn finished(mut error: ServerError) -> ServerError {
    if error.message.len() > LONGEST_MESSAGE {
        error.message.truncate(error.message.floor_char_boundary(LONGEST_MESSAGE));
        error.message.push('\u{2026}');
    }
    let code = match &error.extensions {
        Some(extensions) if extensions.get("code").is_some() => return error,
        _ if error.message == TOO_COMPLEX => code::QUERY_TOO_COMPLEX,
        _ if error.path.is_empty() => code::GRAPHQL_VALIDATION_FAILED,
        _ => code::BAD_USER_INPUT,
    };
    with_code(error, code)
}

/// An error with a code.
pub(crate) fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code);
    error
}
