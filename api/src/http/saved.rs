//! Saved queries, over HTTP: their list at `/q`, and each as a table or as its document.

use std::{collections::BTreeMap, sync::Arc};

use poem::{Endpoint, Request, Response, http::StatusCode};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::{
    answer_text,
    desk::Desk,
    exports::{export_of, refuse},
    refusal::Refusal,
    request::Parameters,
};
use crate::{
    advice::nearest,
    exports::{Column, Format, RESERVED, SavedQueries, SavedQuery, Variable},
};

/// The end of the address of a document.
const DOCUMENT: &str = "graphql";

/// Answers saved queries at `/q/NAME.FORMAT`.
pub(super) struct Saved {
    desk: Arc<Desk>,
    queries: Arc<SavedQueries>,
}

impl Saved {
    /// As a desk answers them.
    pub(super) fn new(desk: Arc<Desk>, queries: Arc<SavedQueries>) -> Self {
        Self { desk, queries }
    }

    async fn answer(&self, request: &Request) -> Result<Response, Refusal> {
        let file = request.path_params::<String>().unwrap_or_default();
        let (name, extension) = file.rsplit_once('.').unwrap_or((&file, ""));
        let Some(query) = self.queries.get(name) else {
            let hint = nearest(name, &self.queries.names());
            let message = format!("There is no query \"{name}\".{hint} The list is at /q.");
            return Err(Refusal::new(StatusCode::NOT_FOUND, message));
        };
        if extension == DOCUMENT {
            return Ok(answer_text(request, "application/graphql; charset=utf-8", &query.document));
        }
        let Some(format) = Format::of_extension(extension) else {
            let known = Format::ALL.map(|format| format!(".{}", format.extension()));
            let message = format!(
                "\"{name}\" can be had with the ends {} and .{DOCUMENT}, and not as \"{file}\".",
                known.join(", ")
            );
            return Err(Refusal::new(StatusCode::NOT_FOUND, message));
        };
        let parameters = parameters(query, request.uri().query().unwrap_or_default())?;
        export_of(&self.desk, format, request, parameters, Some(name)).await
    }
}

impl Endpoint for Saved {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        Ok(self.answer(&request).await.unwrap_or_else(|refusal| refuse(&request, refusal)))
    }
}

/// The document of a saved query with the variables that an address gives.
fn parameters(query: &SavedQuery, query_string: &str) -> Result<Parameters, Refusal> {
    Parameters::check_length(query_string)?;
    let mut given: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
        // A form sends its empty fields too.
        if !value.is_empty() {
            given.entry(name.into_owned()).or_default().push(value.into_owned());
        }
    }
    let mut variables = Map::new();
    for (name, texts) in given {
        if RESERVED.contains(&name.as_str()) {
            continue;
        }
        let Some(variable) = query.variables.iter().find(|variable| variable.name == name) else {
            let names = query.variables.iter().map(|variable| variable.name.as_str()).chain(RESERVED);
            let names: Vec<_> = names.map(str::to_owned).collect();
            let message = format!(
                "\"{}\" has no parameter \"{name}\"; expected {}.{}",
                query.name,
                names.join(", "),
                nearest(&name, &names)
            );
            return Err(Refusal::malformed(message));
        };
        variables.insert(name, variable.value(&texts).map_err(Refusal::malformed)?);
    }
    if let Some(missing) =
        query.variables.iter().find(|known| known.is_needed() && !variables.contains_key(&known.name))
    {
        let message = format!("\"{}\" needs the parameter \"{}\".", query.name, missing.name);
        return Err(Refusal::malformed(message));
    }
    Ok(Parameters::of(query.document.clone(), variables))
}

/// The list of saved queries, their documents, and where each can be had.
pub(super) fn list(queries: &SavedQueries) -> String {
    let address = |query: &SavedQuery, extension: &str| json!(format!("/q/{}.{extension}", query.name));
    let variable = |variable: &Variable| {
        json!({
            "name": variable.name, "type": variable.kind.to_string(), "needed": variable.is_needed(),
            "default": variable.default, "description": variable.description,
        })
    };
    let list = queries.iter().map(|query| {
        let extensions = Format::ALL.into_iter().map(Format::extension).chain([DOCUMENT]);
        let addresses: Map<_, _> =
            extensions.map(|extension| (extension.to_owned(), address(query, extension))).collect();
        let column = |column: &Column| json!({ "name": column.name, "type": column.kind });
        json!({
            "name": query.name, "title": query.title, "description": query.description,
            "parameters": query.variables.iter().map(variable).collect::<Vec<_>>(),
            "columns": query.columns.iter().map(column).collect::<Vec<_>>(),
            "addresses": addresses, "document": query.document,
        })
    });
    list.collect::<Value>().to_string()
}
