use poem::Request;
use url::form_urlencoded;

use crate::http::refusal::Refusal;

/// What a request says of its table beside the query.
#[derive(Default)]
pub(super) struct Wishes {
    /// Whether a byte order mark is to stand before it.
    pub(super) with_mark: bool,
    /// The version of the data that it is to be of.
    pub(super) version: Option<i64>,
}

impl Wishes {
    /// As the query string has them, of a POST too.
    pub(super) fn read(request: &Request) -> Result<Self, Refusal> {
        let mut wishes = Self::default();
        for (name, value) in form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()) {
            match &*name {
                "bom" => {
                    wishes.with_mark = match &*value {
                        "1" | "true" => true,
                        "" | "0" | "false" => false,
                        _ => return Err(Refusal::malformed(format!("bom is \"{value}\"; give 1 or 0."))),
                    }
                }
                "v" if value.is_empty() => {}
                "v" => {
                    wishes.version = Some(value.parse().map_err(|_| {
                        let message =
                            format!("v is \"{value}\"; give a version of the data, which is a number.");
                        Refusal::malformed(message)
                    })?);
                }
                _ => {}
            }
        }
        Ok(wishes)
    }
}
