use std::collections::HashSet;

use async_graphql::{Context, Enum};

use super::{
    cache::Indexes,
    find::{Found, find},
    index::{Index, Subject},
    text::{key, says_nothing},
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::loaders,
    rendering::{List, simple_object},
    scalars::Date,
    table::{Noun, ids, visible},
    types::{Area, Ccg},
};

/// The longest text, in characters. The longest name of a CCG has 60.
const LONGEST: usize = 100;

/// How many hits there are unless the client says otherwise.
const DEFAULT: i32 = 10;

/// The most hits.
const MOST: i32 = 50;

/// What can be searched for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Enum)]
pub enum SearchKind {
    /// CCGs, closed ones among them.
    Ccg,
    /// Areas of all maps.
    Area,
}

/// What of the object matched.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Enum)]
pub enum MatchedOn {
    /// The ODS code of a CCG.
    OdsCode,
    /// An ONS code that a CCG has or had.
    OnsCode,
    /// The last name that a CCG bore.
    Name,
    /// An earlier name of a CCG; `heldFrom` and `heldTo` say when.
    FormerName,
    /// The ODS code of an area.
    AreaCode,
    /// The name of an area.
    AreaName,
}

impl MatchedOn {
    pub(super) fn is_code(self) -> bool {
        matches!(self, Self::OdsCode | Self::OnsCode | Self::AreaCode)
    }
}

/// How the text and what matched hang together. Case, punctuation, "NHS", "CCG" and "&" for "and" never matter.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Enum)]
pub enum MatchQuality {
    /// They are the same.
    Exact,
    /// The text is its beginning.
    Prefix,
    /// Each word of the text is, or begins, one of its words.
    Words,
    /// The text is the first letters of its words: NWL is North West London.
    Initials,
    /// They are spelt alike. Look before you rely on it: names of different CCGs may be alike too.
    Similar,
}

/// The question, as a client asks it.
pub struct Asked {
    /// What is searched for.
    pub text: String,
    /// Among which kinds; none for all.
    pub kinds: Option<Vec<SearchKind>>,
    /// How many hits.
    pub first: Option<i32>,
    /// The dates with which what is found is seen.
    pub dates: Dates,
}

impl Asked {
    /// What a search is reckoned to cost: what a hit costs, times the hits.
    pub fn cost(first: Option<i32>, hit: usize) -> usize {
        let hits = usize::try_from(first.unwrap_or(DEFAULT).clamp(1, MOST)).unwrap_or(1);
        hits.saturating_mul(hit).saturating_add(1)
    }
}

simple_object! {
    /// A CCG or an area that was found, and why.
    pub struct SearchHit holding {
        /// The CCG; none where an area was found.
        ccg: Option<Ccg>,
        /// The area; none where a CCG was found.
        area: Option<Area>,
    } and {
        /// The name or code that matched, as it is recorded.
        matched: String,
        /// What that is.
        matched_on: MatchedOn,
        /// How it and the text hang together.
        quality: MatchQuality,
        /// From 0 to 1; it falls from hit to hit, and says nothing across searches.
        score: f64,
        /// The day of the first published list with the former name or the ONS code that matched; none for other matches.
        held_from: Option<Date>,
        /// The day before the first list without it, or the closing day; none for other matches, and while it holds.
        held_to: Option<Date>,
    }
}

impl SearchHit {
    /// What was found in an index, seen with these dates.
    fn new(index: &Index, found: Found, dates: Dates) -> Self {
        let entry = &index.entries[found.entry];
        let (ccg, area) = match &index.subjects[entry.subject] {
            Subject::Ccg(row) => (Some(Ccg::new(row.clone(), dates)), None),
            Subject::Area(row) => (None, Some(Area::new(row.clone(), dates))),
        };
        Self {
            ccg,
            area,
            matched: entry.text.clone(),
            matched_on: entry.on,
            quality: found.quality,
            score: found.score,
            held_from: entry.held.map(|(from, _)| Date(from)),
            held_to: entry.held.and_then(|(_, to)| to).map(Date),
        }
    }
}

/// Searches.
pub async fn search(context: &Context<'_>, asked: Asked) -> Answer<List<SearchHit>> {
    let Asked { text, kinds, first, dates } = asked;
    let length = text.chars().count();
    if length > LONGEST {
        let message = format!("text has {length} characters; at most {LONGEST} can be searched for.");
        return Err(Failure::bad_input("text", message));
    }
    if key(&text).is_empty() {
        let message = "text has no letter or digit; give a name or a code, or the beginning of one.";
        return Err(Failure::bad_input("text", message));
    }
    if says_nothing(&key(&text)) {
        let message = format!(
            "text is {text:?}, which every name has; give a name or a code, or the beginning of one."
        );
        return Err(Failure::bad_input("text", message));
    }
    let first = first.unwrap_or(DEFAULT);
    let Some(most) = usize::try_from(first).ok().filter(|_| first <= MOST) else {
        let message = format!("first is {first}; a search gives 0 to {MOST} hits.");
        return Err(Failure::bad_input("first", message));
    };
    let kinds = kinds.unwrap_or_else(|| vec![SearchKind::Ccg, SearchKind::Area]);
    let snapshot = loaders(context).loader().snapshot();
    let index = context.data_unchecked::<Indexes>().of(snapshot).await?;
    let known = match dates.known_at {
        Some(_) => Some(snapshot.read(&ids::<Ccg>(visible::<Ccg>(&dates)), |row| row.get("id")).await?),
        None => None,
    };
    let known: Option<HashSet<i64>> = known.map(HashSet::from_iter);
    let wanted = |subject: &Subject| {
        let is_known = |ccg: i64| known.as_ref().is_none_or(|known| known.contains(&ccg));
        match subject {
            Subject::Ccg(ccg) => kinds.contains(&SearchKind::Ccg) && is_known(ccg.id),
            Subject::Area(_) => kinds.contains(&SearchKind::Area),
        }
    };
    let hits =
        find(&index, &text, wanted, most).into_iter().map(|found| SearchHit::new(&index, found, dates));
    Ok(hits.collect())
}
