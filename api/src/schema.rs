//! The schema, and the way of a request through it: parse, check the limits, execute, put the answer in order,
//! give errors their codes.

use std::sync::Arc;

use async_graphql::{
    EmptyMutation, EmptySubscription, PathSegment, Request, Response, SDLExportOptions, ScalarType,
    ServerError, Value, parser::parse_query,
};

use crate::{
    advice,
    asked::Asked,
    error::code,
    limits,
    loading::{Turns, for_request},
    nulls, order,
    query::Query,
    reader::Reader,
    scalars::DateTime,
    search,
};

/// The schema over a database. There is nothing to change: it has queries only.
#[derive(Clone)]
pub struct Schema {
    executor: async_graphql::Schema<Query, EmptyMutation, EmptySubscription>,
    reader: Reader,
}

/// The schema over what a reader reads.
#[must_use]
pub fn build(reader: Reader) -> Schema {
    Schema { executor: executor(), reader }
}

fn executor() -> async_graphql::Schema<Query, EmptyMutation, EmptySubscription> {
    async_graphql::Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .data(search::Indexes::default())
        .limit_complexity(limits::COMPLEXITY)
        .limit_recursive_depth(limits::RECURSION)
        .limit_directives(limits::DIRECTIVES)
        .finish()
}

/// The schema in the schema definition language.
#[must_use]
pub fn sdl() -> String {
    executor().sdl_with_options(SDLExportOptions::new().include_specified_by())
}

impl Schema {
    /// Answers a request.
    pub async fn execute(&self, request: Request) -> Response {
        let mut response = match prepare(request) {
            Ok((request, asked)) => {
                let mut response = self.run(request).await;
                order::arrange(&mut response.data, &asked);
                response.errors.iter_mut().for_each(|error| advice::complete(error, Some(&asked)));
                response
            }
            Err(error) => Response::from_errors(vec![error]),
        };
        // They come in the order in which they happened, which is a matter of luck.
        response.errors.sort_by(|one, other| one.locations.cmp(&other.locations));
        response.errors.dedup();
        response.errors.iter_mut().for_each(finish);
        response
    }

    async fn run(&self, request: Request) -> Response {
        let turns = Turns::begin();
        let snapshot = Arc::new(self.reader.snapshot());
        let loaders = for_request(snapshot.clone(), &turns);
        let mut response = turns.drive(self.executor.execute(request.data(loaders))).await;
        // What needs no data needs no database: an answer is given without its version then.
        if was_executed(&response)
            && let Ok(Some(edition)) = snapshot.edition().await
        {
            response.extensions.insert("dataVersion".to_owned(), edition.version.into());
            let last_import_at = ScalarType::to_value(&DateTime(edition.recorded_at));
            response.extensions.insert("lastImportAt".to_owned(), last_import_at);
        }
        // Not later: however slowly the client takes the answer, no import waits for it.
        snapshot.end().await;
        response
    }
}

/// Whether anything of a request was executed, rather than the request refused as a whole.
#[must_use]
pub fn was_executed(response: &Response) -> bool {
    let in_a_field = |error: &ServerError| matches!(error.path.first(), Some(PathSegment::Field(_)));
    response.data != Value::Null || response.errors.iter().any(in_a_field)
}

/// Parses a request's document and checks it against the limits, before anything walks it along its fragments.
fn prepare(mut request: Request) -> Result<(Request, Asked), ServerError> {
    limits::check_length(&request.query)?;
    let document = parse_query(&request.query).map_err(|error| unreadable(error.into()))?;
    limits::check(&document)?;
    let asked = Asked::of(&request, document.clone());
    nulls::check(&asked).map_err(|mut error| {
        advice::complete(&mut error, Some(&asked));
        error
    })?;
    request.set_parsed_query(document);
    Ok((request, asked))
}

fn unreadable(mut error: ServerError) -> ServerError {
    error.message = advice::of_document(&error.message);
    with_code(error, code::GRAPHQL_PARSE_FAILED)
}

/// The longest message of an error, in bytes: the library quotes whole lines of the request.
const LONGEST_MESSAGE: usize = 1000;

/// What the library says of a request over the limit of complexity. It has no other mark.
const TOO_COMPLEX: &str = "Query is too complex.";

/// Shortens an error of the library's and gives it a code, where it has none.
fn finish(error: &mut ServerError) {
    if error.message.len() > LONGEST_MESSAGE {
        let end = (0..=LONGEST_MESSAGE).rev().find(|at| error.message.is_char_boundary(*at));
        error.message.truncate(end.unwrap_or_default());
        error.message.push('\u{2026}');
    }
    let code = match &error.extensions {
        Some(extensions) if extensions.get("code").is_some() => return,
        _ if error.message == TOO_COMPLEX => {
            error.message = format!(
                "The query may give more than {} values. Ask for smaller pages or fewer nested lists.",
                limits::COMPLEXITY
            );
            code::QUERY_TOO_COMPLEX
        }
        _ if error.path.is_empty() => code::GRAPHQL_VALIDATION_FAILED,
        _ => code::BAD_USER_INPUT,
    };
    error.extensions.get_or_insert_default().set("code", code);
}

/// An error with a code.
pub(crate) fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code);
    error
}
