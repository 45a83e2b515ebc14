use async_graphql::{Request, Variables};
use poem::{Body, error::ReadBodyError, http::StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::answer::Refusal;

/// The largest body, in bytes.
const LARGEST_BODY: usize = 256 * 1024;

/// A GraphQL request over HTTP. Members that are not listed are ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<serde_json::Map<String, Value>>,
}

/// Refuses a body that does not say it is JSON. A page of another site can send every other type without
/// asking first.
pub(super) fn check_content_type(content_type: Option<&str>) -> Result<(), Refusal> {
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

/// Reads the request in a body.
pub(super) async fn read(body: Body) -> Result<Request, Refusal> {
    let bytes = body.into_bytes_limit(LARGEST_BODY).await.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The body has more than {LARGEST_BODY} bytes."),
        ),
        _ => malformed("The body could not be read."),
    })?;
    let json: Value = serde_json::from_slice(&bytes)
        .map_err(|error| malformed(format!("The body is not JSON: {error}.")))?;
    if json.is_array() {
        return Err(malformed("Batches are not answered; send one request at a time."));
    }
    let parameters = Parameters::deserialize(json)
        .map_err(|error| malformed(format!("The body is not a GraphQL request: {error}.")))?;
    let query = parameters.query.ok_or_else(|| malformed("The body has no member \"query\"."))?;
    let mut request = Request::new(query);
    request.operation_name = parameters.operation_name;
    if let Some(variables) = parameters.variables {
        request = request.variables(Variables::from_json(Value::Object(variables)));
    }
    Ok(request)
}

fn malformed(message: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, message)
}

#[cfg(test)]
mod tests {
    use super::check_content_type;

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
}
