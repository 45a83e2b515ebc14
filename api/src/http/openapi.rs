//! The description of what can be had by an address alone, for tools that read OpenAPI.

use serde_json::{Map, Value, json};

use crate::exports::{Column, Format, SavedQueries, SavedQuery, Variable};

/// In OpenAPI 3.1, of the tables of queries and of the queries with a name.
pub(super) fn describe(queries: &SavedQueries) -> String {
    let mut paths = Map::new();
    for format in Format::ALL {
        paths.insert(format!("/graphql.{}", format.extension()), table_of_a_query(format));
    }
    paths.insert("/q".to_owned(), list_of_queries());
    for query in queries.iter() {
        for format in Format::ALL {
            let path = format!("/q/{}.{}", query.name, format.extension());
            paths.insert(path, table_with_a_name(query, format));
        }
        paths.insert(format!("/q/{}.graphql", query.name), document(query));
    }
    let description = "Lists about primary care co-commissioning as tables. The same and more can be asked in GraphQL at \
        /graphql, whose schema is at /schema.graphql.";
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "CCG co-commissioning", "version": env!("CARGO_PKG_VERSION"), "description": description,
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        // Relative to where this is read, so that it holds behind a proxy too.
        "servers": [{ "url": "." }],
        // A service that was started with tokens wants one; others take whatever is sent.
        "security": [{}, { "bearer": [] }, { "basic": [] }],
        "paths": paths,
        "components": {
            "parameters": { "v": VERSION.describe(), "bom": MARK.describe() },
            "responses": responses(),
            "headers": headers(),
            "schemas": { "Errors": errors() },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "basic": { "type": "http", "scheme": "basic" },
            },
        },
    });
    document.to_string()
}

/// A parameter of every table.
struct Parameter {
    name: &'static str,
    kind: &'static str,
    about: &'static str,
}

const VERSION: Parameter = Parameter {
    name: "v",
    kind: "integer",
    about: "The version of the data that the table is to be of; the current one unless given.",
};

const MARK: Parameter = Parameter {
    name: "bom",
    kind: "integer",
    about: "1 puts a byte order mark before CSV, by which Excel knows that it is UTF-8.",
};

impl Parameter {
    fn describe(&self) -> Value {
        json!({ "name": self.name, "in": "query", "description": self.about, "schema": { "type": self.kind } })
    }
}

fn shared_parameters() -> [Value; 2] {
    ["v", "bom"].map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }))
}

/// The table of any query, by GET and by POST.
fn table_of_a_query(format: Format) -> Value {
    let text = |name: &str, about: &str, needed: bool| {
        json!({
            "name": name, "in": "query", "required": needed, "description": about, "schema": { "type": "string" },
        })
    };
    let parameters: Vec<_> = [
        text("query", "A GraphQL document with one list.", true),
        text("variables", "Its variables, a JSON object.", false),
        text("operationName", "Which of its operations is meant, if there are several.", false),
    ]
    .into_iter()
    .chain(shared_parameters())
    .collect();
    let summary = format!("The list of a GraphQL query as {}", format.extension());
    let request = json!({
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": { "type": "string" },
            "variables": { "type": ["object", "null"] },
            "operationName": { "type": ["string", "null"] },
        },
    });
    let id = |method: &str| format!("{method}-graphql-{}", format.extension());
    json!({
        "get": {
            "operationId": id("get"), "summary": summary, "parameters": parameters,
            "responses": responses_of(format, &json!({ "type": "object" })),
        },
        "post": {
            "operationId": id("post"), "summary": summary, "parameters": shared_parameters(),
            "requestBody": { "required": true, "content": { "application/json": { "schema": request } } },
            "responses": responses_of(format, &json!({ "type": "object" })),
        },
    })
}

/// The table of a query with a name.
fn table_with_a_name(query: &SavedQuery, format: Format) -> Value {
    let parameters: Vec<_> = query.variables.iter().map(parameter).chain(shared_parameters()).collect();
    let members: Map<_, _> =
        query.columns.iter().map(|column| (column.name.clone(), schema_of(column))).collect();
    let row = json!({ "type": "object", "properties": members });
    json!({
        "get": {
            "operationId": format!("get-{}-{}", query.name, format.extension()),
            "summary": query.title, "description": query.description, "parameters": parameters,
            "responses": responses_of(format, &row),
        },
    })
}

fn document(query: &SavedQuery) -> Value {
    json!({
        "get": {
            "operationId": format!("get-{}-graphql", query.name),
            "summary": format!("{}: the GraphQL document", query.title),
            "responses": {
                "200": {
                    "description": "The document.",
                    "content": { "application/graphql": { "schema": { "type": "string" } } },
                },
            },
        },
    })
}

fn list_of_queries() -> Value {
    json!({
        "get": {
            "operationId": "list-queries",
            "summary": "The queries that have a name, with their parameters, columns and addresses",
            "responses": {
                "200": {
                    "description": "The list.",
                    "content": {
                        "application/json": { "schema": { "type": "array", "items": { "type": "object" } } },
                    },
                },
            },
        },
    })
}

fn parameter(variable: &Variable) -> Value {
    let mut single = plain(variable.named());
    if !variable.is_list()
        && let (Some(default), Value::Object(members)) = (&variable.default, &mut single)
    {
        members.insert("default".to_owned(), default.clone());
    }
    let schema = if variable.is_list() { json!({ "type": "array", "items": single }) } else { single };
    json!({
        "name": variable.name, "in": "query", "required": variable.is_needed(),
        "description": variable.description, "schema": schema,
    })
}

/// The value of a column, which may be missing.
fn schema_of(column: &Column) -> Value {
    let mut schema = plain(&column.kind);
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

/// A value of a type of the schema, as JSON has it.
fn plain(kind: &str) -> Value {
    match kind {
        "Int" => json!({ "type": "integer" }),
        "Float" => json!({ "type": "number" }),
        "Boolean" => json!({ "type": "boolean" }),
        "Date" => json!({ "type": "string", "format": "date" }),
        "DateTime" => json!({ "type": "string", "format": "date-time" }),
        _ => json!({ "type": "string" }),
    }
}

fn responses_of(format: Format, row: &Value) -> Value {
    let schema = match format {
        Format::Json => json!({ "type": "array", "items": row }),
        // A file in which a client finds the rows itself.
        Format::Csv | Format::Ndjson => json!({ "type": "string" }),
        Format::Xlsx => json!({}),
    };
    let named = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let mut all = json!({
        "200": {
            "description": "The table.",
            "headers": {
                "X-Total-Count": named("X-Total-Count"), "X-Data-Version": named("X-Data-Version"),
                "ETag": named("ETag"), "Content-Disposition": named("Content-Disposition"),
            },
            "content": { format.media_type(): { "schema": schema } },
        },
        "304": { "description": "The client holds the table already." },
    });
    for status in ["400", "409", "410", "500", "503", "504"] {
        all[status] = json!({ "$ref": format!("#/components/responses/{status}") });
    }
    all
}

fn responses() -> Value {
    let refusal = |about: &str| {
        let schema = json!({ "$ref": "#/components/schemas/Errors" });
        json!({ "description": about, "content": { "application/json": { "schema": schema } } })
    };
    json!({
        "400": refusal("The query or a parameter is wrong."),
        "409": refusal("The version of the data is not here yet."),
        "410": refusal("The table cannot be had of that version any more."),
        "500": refusal("The service failed."),
        "503": refusal("The service is busy; try again after Retry-After seconds."),
        "504": refusal("The answer took too long."),
    })
}

fn headers() -> Value {
    let header = |about: &str, kind: &str| json!({ "description": about, "schema": { "type": kind } });
    json!({
        "X-Total-Count": header("How many rows the whole list has.", "integer"),
        "X-Data-Version": header("Of which version of the data the rows are.", "integer"),
        "ETag": header("Stands for the content; send it back in If-None-Match.", "string"),
        "Content-Disposition": header("How the file is called.", "string"),
    })
}

fn errors() -> Value {
    let error = json!({
        "type": "object",
        "required": ["message"],
        "properties": {
            "message": { "type": "string" },
            "extensions": { "type": "object", "properties": { "code": { "type": "string" } } },
        },
    });
    json!({
        "type": "object", "required": ["errors"],
        "properties": { "errors": { "type": "array", "items": error } },
    })
}
