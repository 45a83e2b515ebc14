use poem::http::{HeaderMap, header};

use super::{
    JSON,
    preference::{Preferences, Wish},
};
use crate::exports::Format;

/// The media type of an answer.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status says whether anything was executed.
    GraphqlResponse,
    /// `application/json`, for older clients: a well-formed answer is always 200.
    Json,
}

impl MediaType {
    /// The one that a client wants more; none when it takes neither. Who names both gets the one whose status says more.
    fn negotiate(accepted: &Preferences<'_>) -> Option<Self> {
        let wish = |media: Self| accepted.media(media.name()).filter(|wish| wish.quality > 0);
        match (wish(Self::GraphqlResponse), wish(Self::Json)) {
            (None, None) => None,
            (Some(newer), Some(older)) if newer.closeness < 2 && older.quality >= newer.quality => {
                Some(Self::Json)
            }
            (newer, older) if newer >= older => Some(Self::GraphqlResponse),
            _ => Some(Self::Json),
        }
    }

    /// Its name, as headers have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// Its name and its characters, as the header of a response has them.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => JSON,
        }
    }
}

/// What a client takes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// An answer in this media type; none when it takes neither.
    pub(super) answer: Option<MediaType>,
    /// The table that it wants more than an answer.
    pub(super) table: Option<Format>,
    /// Whether it would rather have a page than an answer, as a browser does whose user types an address.
    pub(super) wants_page: bool,
}

impl Accepted {
    /// As the headers of a request say. Who has no wish gets plain JSON.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let Some(accepted) = Preferences::read(headers, &header::ACCEPT) else {
            return Self { answer: Some(MediaType::Json), table: None, wants_page: false };
        };
        let wish = |media: MediaType| accepted.media(media.name());
        let answers = [wish(MediaType::GraphqlResponse), wish(MediaType::Json)];
        Self {
            answer: MediaType::negotiate(&accepted),
            table: wants_table(&accepted, answers),
            wants_page: wants_page(&accepted, answers),
        }
    }
}

/// A client has to name the table that it wants: a browser takes whatever there is.
fn wants_table(accepted: &Preferences<'_>, answers: [Option<Wish>; 2]) -> Option<Format> {
    let tables = Format::ALL.into_iter().filter(|format| format.media_type() != MediaType::Json.name());
    let wished = tables.filter_map(|format| Some((accepted.media(format.media_type())?, format)));
    let named = wished.filter(|(wish, _)| wish.closeness == 2 && wish.quality > 0);
    // Of several that are wanted as much, the one that is the least work.
    let (wish, format) = named.rev().max_by_key(|(wish, _)| *wish)?;
    answers.into_iter().flatten().all(|answer| answer < wish).then_some(format)
}

fn wants_page(accepted: &Preferences<'_>, answers: [Option<Wish>; 2]) -> bool {
    let page = accepted.media("text/html").filter(|wish| *wish > Wish { quality: 0, closeness: 2 });
    page.is_some_and(|page| page.closeness == 2 && answers.into_iter().flatten().all(|wish| wish < page))
}

#[cfg(test)]
mod tests {
    use poem::http::{HeaderMap, HeaderValue, header};

    use super::{Accepted, MediaType};

    fn accept(value: &'static str) -> Accepted {
        Accepted::read(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))]))
    }

    #[test]
    fn a_client_gets_what_it_wants_most() {
        let (newer, older) = (Some(MediaType::GraphqlResponse), Some(MediaType::Json));
        assert_eq!(Accepted::read(&HeaderMap::new()).answer, older);
        for (value, media) in [
            ("", older),
            ("*/*", older),
            ("application/*", older),
            ("Application/JSON", older),
            ("application/json, */*;q=0.5", older),
            ("application/graphql-response+json, application/json;q=0.9", newer),
            ("application/json, application/graphql-response+json", newer),
            ("application/graphql-response+json, */*", newer),
            ("application/graphql-response+json; charset=utf-8", newer),
            ("application/graphql-response+json;q=0.5, application/json", older),
            ("application/graphql-response+json;q=0, application/json", older),
            ("application/json;q=0, */*", newer),
            ("text/html, */*;q=0.1", older),
            ("text/csv", None),
            ("application/json;q=0", None),
        ] {
            assert_eq!(accept(value).answer, media, "{value}");
        }
    }

    #[test]
    fn only_browsers_want_a_page() {
        for (value, page) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", true),
            ("text/html", true),
            ("application/json, text/html;q=0.9", false),
            ("text/html;q=0, application/json", false),
            ("text/*", false),
            ("*/*", false),
        ] {
            assert_eq!(accept(value).wants_page, page, "{value}");
        }
        assert!(!Accepted::read(&HeaderMap::new()).wants_page);
    }
}
