use async_graphql::{Request as GraphQlRequest, Variables};
use poem::{
    Body, Request,
    error::ReadBodyError,
    http::{HeaderMap, StatusCode, header},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{persisted::PersistedQuery, refusal::Refusal};

/// The longest query string, in bytes.
const LONGEST_QUERY_STRING: usize = 8 * 1024;

/// The parameters of a GraphQL request.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    extensions: Option<Extensions>,
}

/// The extensions of a request.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    persisted_query: Option<PersistedQuery>,
}

impl Parameters {
    /// Reads them from the query string of a GET.
    pub(super) fn of_address(request: &Request) -> Result<Self, Refusal> {
        Self::from_query_string(request.uri().query().unwrap_or_default())
    }

    /// Reads them from the body of a POST.
    pub(super) async fn of_body(request: &mut Request, largest: usize) -> Result<Self, Refusal> {
        check_content_type(request.content_type())?;
        check_encoding(request.headers())?;
        Self::from_body(request.take_body(), largest).await
    }

    /// Of the service itself: this document with these variables.
    pub(super) fn of(query: String, variables: Map<String, Value>) -> Self {
        Self { query: Some(query), variables: Some(variables), ..Self::default() }
    }

    /// Whether they ask for nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.query.is_none() && self.persisted_query().is_none()
    }

    /// The document that is sent with the request.
    pub(super) fn take_query(&mut self) -> Option<String> {
        self.query.take().filter(|query| !query.is_empty())
    }

    /// The name of the operation that is meant, or nothing.
    pub(super) fn operation_name(&self) -> &str {
        self.operation_name.as_deref().unwrap_or_default()
    }

    /// The variables, written in one way.
    pub(super) fn variables(&self) -> String {
        self.variables
            .as_ref()
            .map(|variables| serde_json::to_string(variables).unwrap_or_default())
            .unwrap_or_default()
    }

    /// The document that is named by its hash.
    pub(super) fn persisted_query(&self) -> Option<&PersistedQuery> {
        self.extensions.as_ref()?.persisted_query.as_ref()
    }

    /// The request for this document.
    pub(super) fn with_document(self, query: String) -> GraphQlRequest {
        let mut request = GraphQlRequest::new(query);
        request.operation_name = self.operation_name.filter(|name| !name.is_empty());
        request.variables(Variables::from_json(Value::Object(self.variables.unwrap_or_default())))
    }

    /// Refuses a query string that is too long.
    pub(super) fn check_length(query_string: &str) -> Result<(), Refusal> {
        if query_string.len() > LONGEST_QUERY_STRING {
            let message = format!(
                "The query string has {} bytes; the limit is {LONGEST_QUERY_STRING}. Send the request by POST.",
                query_string.len()
            );
            return Err(Refusal::new(StatusCode::URI_TOO_LONG, message));
        }
        Ok(())
    }

    fn from_query_string(query_string: &str) -> Result<Self, Refusal> {
        Self::check_length(query_string)?;
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
            let is_new = match &*name {
                "query" => parameters.query.replace(value.into_owned()).is_none(),
                "operationName" => parameters.operation_name.replace(value.into_owned()).is_none(),
                "variables" => set(&mut parameters.variables, &name, &value)?,
                "extensions" => set(&mut parameters.extensions, &name, &value)?,
                _ => true,
            };
            if !is_new {
                return Err(Refusal::malformed(format!("The parameter \"{name}\" is given twice.")));
            }
        }
        Ok(parameters)
    }

    async fn from_body(body: Body, largest: usize) -> Result<Self, Refusal> {
        let bytes = body.into_bytes_limit(largest).await.map_err(|error| match error {
            ReadBodyError::PayloadTooLarge => {
                let message = format!("The body has more than {largest} bytes, which is the limit.");
                Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message)
            }
            _ => Refusal::malformed("The body could not be read."),
        })?;
        if bytes.trim_ascii_start().starts_with(b"[") {
            return Err(Refusal::malformed("Batches are not answered; send one request at a time."));
        }
        let json = serde_json::from_slice(&bytes)
            .map_err(|error| Refusal::malformed(format!("The body is not JSON: {error}.")))?;
        let Value::Object(mut members) = json else {
            let message =
                "The body is not a GraphQL request, which is an object such as {\"query\": \"...\"}.";
            return Err(Refusal::malformed(message));
        };
        Ok(Self {
            query: member(&mut members, "query")?,
            operation_name: member(&mut members, "operationName")?,
            variables: member(&mut members, "variables")?,
            extensions: member(&mut members, "extensions")?,
        })
    }
}

/// Takes a member of a body. Null is as good as none, and those that nobody takes are ignored.
fn member<T: DeserializeOwned>(members: &mut Map<String, Value>, name: &str) -> Result<Option<T>, Refusal> {
    let value = members.remove(name).unwrap_or_default();
    serde_json::from_value(value)
        .map_err(|error| Refusal::malformed(format!("The member \"{name}\" of the body is wrong: {error}.")))
}

/// Reads a parameter that is JSON. An empty one is none.
fn set<T: for<'de> Deserialize<'de>>(
    place: &mut Option<T>,
    name: &str,
    value: &str,
) -> Result<bool, Refusal> {
    if value.is_empty() {
        return Ok(true);
    }
    let read: Option<T> = serde_json::from_str(value).map_err(|error| {
        Refusal::malformed(format!("The parameter \"{name}\" is no JSON object: {error}."))
    })?;
    let is_new = place.is_none();
    *place = read;
    Ok(is_new)
}

/// Refuses a body that does not say it is JSON. A page of another site can send every other type without
/// asking first.
fn check_content_type(content_type: Option<&str>) -> Result<(), Refusal> {
    let mut parts = content_type.unwrap_or_default().split(';').map(str::trim);
    let json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    if json && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8")) {
        Ok(())
    } else {
        Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the request as Content-Type: application/json, in UTF-8.",
        ))
    }
}

/// Refuses a compressed body: a small one may unpack to anything.
fn check_encoding(headers: &HeaderMap) -> Result<(), Refusal> {
    match headers.get(header::CONTENT_ENCODING) {
        Some(coding) if coding != "identity" => Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the body as it is, without compression.",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Parameters, check_content_type};

    #[test]
    fn only_json_in_utf_8_is_accepted() {
        for accepted in
            ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
        {
            assert!(check_content_type(Some(accepted)).is_ok(), "{accepted}");
        }
        for refused in ["text/plain", "application/json; charset=latin1", "application/jsonp", ""] {
            assert!(check_content_type(Some(refused)).is_err(), "{refused}");
        }
        assert!(check_content_type(None).is_err());
    }

    #[test]
    fn a_query_string_has_the_parameters_of_a_body() {
        let read = Parameters::from_query_string(
            "query=%7Ba%7D&operationName=A&variables=%7B%22v%22:+1%7D&extensions=%7B%22x%22:1%7D&other=1",
        );
        let mut parameters = read.expect("parameters");
        assert_eq!(parameters.take_query().as_deref(), Some("{a}"));
        let request = parameters.with_document("{a}".to_owned());
        assert_eq!(request.operation_name.as_deref(), Some("A"));
        assert_eq!(request.variables.len(), 1);
        for nothing in ["", "query=&variables=&extensions=", "variables=null"] {
            assert_eq!(Parameters::from_query_string(nothing).expect("parameters").take_query(), None);
        }
        for refused in ["query=a&query=b", "variables=1", "variables=%5B%5D", "variables={", "extensions=1"] {
            assert!(Parameters::from_query_string(refused).is_err(), "{refused}");
        }
    }
}
