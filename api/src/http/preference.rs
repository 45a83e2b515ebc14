use poem::http::{HeaderMap, HeaderName};

/// How much a client wants something: the quality that it gives, in thousandths, and how closely it named it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wish {
    pub(super) quality: u16,
    pub(super) closeness: u8,
}

/// The names in a header of preferences, such as Accept, each with its quality.
pub(super) struct Preferences<'a>(Vec<(&'a str, u16)>);

impl<'a> Preferences<'a> {
    /// As the headers of a request say, in one line or more; none when they say nothing.
    pub(super) fn read(headers: &'a HeaderMap, name: &HeaderName) -> Option<Self> {
        let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
        let items = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|item| !item.is_empty());
        let read: Vec<_> = items.map(read_item).collect();
        (!read.is_empty()).then_some(Self(read))
    }

    /// How much a media type is wanted, by its own name or by a range.
    pub(super) fn media(&self, media: &str) -> Option<Wish> {
        let kind = media.split_once('/').map_or(media, |(kind, _)| kind);
        self.best(|name| match name.strip_suffix("/*") {
            Some("*") => Some(0),
            Some(range) => range.eq_ignore_ascii_case(kind).then_some(1),
            None => name.eq_ignore_ascii_case(media).then_some(2),
        })
    }

    /// How much a content coding is wanted.
    pub(super) fn coding(&self, coding: &str) -> Option<Wish> {
        self.best(|name| if name == "*" { Some(0) } else { name.eq_ignore_ascii_case(coding).then_some(2) })
    }

    /// What is named most closely decides, so that `*/*;q=0.1, text/csv;q=0` refuses CSV.
    fn best(&self, closeness: impl Fn(&str) -> Option<u8>) -> Option<Wish> {
        let wishes = self.0.iter().filter_map(|(name, quality)| {
            closeness(name).map(|closeness| Wish { quality: *quality, closeness })
        });
        wishes.max_by_key(|wish| (wish.closeness, wish.quality))
    }
}

fn read_item(item: &str) -> (&str, u16) {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let quality = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let quality: f32 = name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse().ok())??;
        // Between 0 and 1000, whatever was written.
        Some((quality.clamp(0.0, 1.0) * 1000.0) as u16)
    });
    (name, quality.unwrap_or(1000))
}
