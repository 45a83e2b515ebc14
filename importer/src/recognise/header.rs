//! Finds the row, or the two rows, that name the columns.

use entities::domain::DatasetKind;
use sea_orm::Iterable;

use super::{
    Constant, Field, Layout, Profiles,
    candidates::Candidates,
    headings::{Heading, of_row, of_rows},
    layouts::{fit_open, fits, texts},
    lines::{
        are_fields_of_years, has_headings_beneath_years, has_only_headings, heads_rows_by_model, is_identity,
        may_be_first_line,
    },
    sideways::Sideways,
    wording::{Title, Wording},
};
use crate::extract::{Address, Row, Value};

/// In how many rows with a value the header is looked for.
pub(super) const ROWS_SEARCHED: usize = 50;

/// The search for a header, row by row.
pub struct HeaderSearch {
    pub(super) sheet: String,
    pub(super) kinds: Vec<DatasetKind>,
    pub(super) profiles: Profiles,
    pub(super) rows_seen: usize,
    pub(super) titles: Vec<Title>,
    /// The row before, of which the next may be the second line.
    pub(super) previous: Option<Row>,
    /// A header that the next row may complete.
    pub(super) pending: Option<Layout>,
    /// The header of a plain list, if the next row is a heading that says what the CCGs beneath it adopt.
    open: Option<Layout>,
    /// What the sheet lacks of the profile that somebody named, in the row that lacks least.
    pub(super) misfit: Option<(u32, Vec<String>)>,
    /// Rows that may be meant as the header.
    candidates: Candidates,
    sideways: Sideways,
}

/// A header.
pub struct Found {
    /// What it says.
    pub layout: Layout,
    /// Whether the row that was looked at last is its second line, and not the first row beneath it.
    pub is_last_row_part: bool,
}

/// Why a header is not clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ambiguity {
    /// What fits it alike, for people: "adoptions in row 4".
    Headers(Vec<String>),
    /// Several columns that each say which CCG a row is about: the headings, with their cells.
    Columns(Vec<String>),
}

impl Ambiguity {
    /// What it is between, for people.
    #[must_use]
    pub fn candidates(self) -> Vec<String> {
        match self {
            Self::Headers(candidates) | Self::Columns(candidates) => candidates,
        }
    }
}

impl HeaderSearch {
    /// A search in a sheet, for one kind of dataset or for any, by these profiles.
    #[must_use]
    pub fn new(sheet: &str, kind: Option<DatasetKind>, profiles: &Profiles) -> Self {
        let kinds = kind.map_or_else(|| DatasetKind::iter().collect(), |kind| vec![kind]);
        Self {
            sheet: sheet.to_owned(),
            kinds,
            profiles: profiles.clone(),
            rows_seen: 0,
            titles: Vec::new(),
            previous: None,
            pending: None,
            open: None,
            misfit: None,
            candidates: Candidates::default(),
            sideways: Sideways::default(),
        }
    }

    /// The sheet's name.
    #[must_use]
    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    /// The region whose name stands right above the header, as the heading of the first group of rows.
    #[must_use]
    pub fn group_above(&self) -> Option<Constant> {
        self.titles.last().and_then(Title::group)
    }

    /// The titles above the header, and where they stand.
    pub fn titles(&self) -> impl Iterator<Item = (Address, &str)> {
        self.titles.iter().map(|title| (title.address, title.text.as_str()))
    }

    /// Looks at one more row. A header is answered one row late, because that row may be its second line.
    ///
    /// # Errors
    /// When the row is a header of several kinds or layouts alike.
    pub fn look_at(&mut self, row: &Row) -> Result<Option<Found>, Ambiguity> {
        if let Some(found) = self.look_by_profile(row) {
            return Ok(found);
        }
        if let Some(layout) = self.open.take().filter(|layout| heads_rows_by_model(layout, row)) {
            (self.pending, self.previous) = (None, None);
            return Ok(Some(Found { layout, is_last_row_part: false }));
        }
        if let Some(layout) = self.pending.take() {
            self.consider(row);
            return self.complete(layout, row).map(Some);
        }
        if !self.goes_on() {
            return Ok(None);
        }
        self.consider(row);
        self.sideways.consider(row);
        let mut alone = self.best(&of_row(row), &[row])?;
        // A row that is a header by itself need not make sense with the one above it.
        let joined = self.joined(row).or_else(|error| if alone.is_some() { Ok(None) } else { Err(error) })?;
        let is_better = |joined: &Layout| alone.as_ref().is_none_or(|alone| joined.score() > alone.score());
        if let Some(layout) = joined.filter(is_better) {
            self.previous = None;
            return Ok(Some(Found { layout, is_last_row_part: true }));
        }
        let is_adoptions = |layout: &Layout| layout.kind == DatasetKind::Adoptions;
        self.open = if alone.as_ref().is_some_and(is_adoptions) { None } else { self.open_list(row) };
        let above = self.previous.replace(row.clone());
        if let (Some(layout), Some(above)) = (&mut alone, &above)
            && may_be_first_line(above, row)
        {
            // Headings of groups of columns are repeated with the header.
            layout.lines.push(texts(above));
        }
        self.pending = alone;
        self.titles.extend(above.as_ref().map(Title::of_row).unwrap_or_default());
        Ok(None)
    }

    /// The header that stood in the sheet's last row.
    #[must_use]
    pub fn end(self) -> Option<Layout> {
        self.pending
    }

    /// Holds a row beneath the header against it, while it stands where a header may.
    ///
    /// # Errors
    /// When the row could be the header as well: the rows of one of the two would be misread.
    pub fn compare(&mut self, header: &Layout, row: &Row) -> Result<(), Ambiguity> {
        if header.profile.is_some() || !self.goes_on() || header.is_repeated_by(row) {
            return Ok(());
        }
        match self.best(&of_row(row), &[row])? {
            Some(other) if other.score() >= header.score() => {
                Err(Ambiguity::Headers(vec![named(header), named(&other)]))
            }
            _ => Ok(()),
        }
    }

    fn goes_on(&mut self) -> bool {
        self.rows_seen += 1;
        self.rows_seen <= ROWS_SEARCHED
    }

    /// The header that the row before makes with this one.
    fn joined(&self, row: &Row) -> Result<Option<Layout>, Ambiguity> {
        let Some(top) = self.previous.as_ref().filter(|top| may_be_first_line(top, row)) else {
            return Ok(None);
        };
        let joined = self.best(&of_rows(top, row), &[top, row])?;
        // A heading of rows beneath that of the CCGs' column would make a column of models of it.
        let keeps_identity = |layout: &Layout| {
            let of_top = of_row(top)
                .into_iter()
                .filter(|heading| heading.exact_field(DatasetKind::Adoptions).is_some_and(is_identity));
            of_top.into_iter().all(|heading| layout.field(heading.column).is_some_and(is_identity))
        };
        Ok(joined.filter(|layout| layout.kind != DatasetKind::Adoptions || keeps_identity(layout)))
    }

    /// The header with its second line, if the row is one: every text in it must be part of a known heading, and no
    /// known heading may be lost by it.
    ///
    /// A row of headings that does not complete it so makes another table of it, as a status for each year does.
    fn complete(&mut self, header: Layout, row: &Row) -> Result<Found, Ambiguity> {
        let joined = self.joined(row).ok().flatten().filter(|joined| {
            // A group's heading right beneath the header would make another column of it.
            let is_kept = |(column, field): &(u32, Field)| match joined.field(*column) {
                Some(joined) => is_identity(joined) || !is_identity(*field),
                None => false,
            };
            let keeps = header.columns.iter().all(is_kept);
            let all_known = row
                .cells
                .iter()
                .filter(|cell| cell.anchor.is_none())
                .all(|cell| matches!(cell.value, Value::Text(_)) && joined.field(cell.column).is_some());
            keeps && (all_known || are_fields_of_years(joined, row)) && joined.score() > header.score()
        });
        self.previous = None;
        let is_last_row_part = joined.is_some();
        let is_second_line = has_only_headings(row, header.kind) || has_headings_beneath_years(&header, row);
        if !is_last_row_part && is_second_line && !header.is_repeated_by(row) {
            let second = format!("what row {} beneath it makes of it", row.number);
            return Err(Ambiguity::Headers(vec![named(&header), second]));
        }
        Ok(Found { layout: joined.unwrap_or(header), is_last_row_part })
    }

    fn best(&self, headings: &[Heading], rows: &[&Row]) -> Result<Option<Layout>, Ambiguity> {
        if headings.is_empty() {
            return Ok(None);
        }
        let wording = self.wording(rows);
        let mut fits: Vec<Layout> =
            self.kinds.iter().flat_map(|kind| fits(*kind, headings, &wording)).collect();
        // Columns of years beside columns of models: whichever is read, the others would be lost.
        let wide: Vec<String> =
            fits.iter().filter(|layout| !layout.shape.wide().is_empty()).map(named).collect();
        if wide.len() > 1 {
            return Err(Ambiguity::Headers(wide));
        }
        let most = fits.iter().map(Layout::score).max().unwrap_or_default();
        fits.retain(|layout| layout.score() == most);
        if fits.len() > 1 {
            return Err(Ambiguity::Headers(fits.iter().map(named).collect()));
        }
        if let Some((_, columns)) = fits.first().and_then(Layout::doubled_identity) {
            let of_column = headings.iter().filter(|heading| columns.contains(&heading.column));
            let named = of_column.map(|heading| format!("\"{}\" ({})", heading.raw, heading.address));
            return Err(Ambiguity::Columns(named.collect()));
        }
        let lines = rows.iter().map(|row| texts(row)).collect();
        let fields = rows.iter().map(|row| row.fields).max().unwrap_or_default();
        Ok(fits.pop().map(|layout| Layout { lines, fields, ..layout }))
    }

    /// The plain list of which a row is the header, if a heading of its rows says what they adopt.
    fn open_list(&self, row: &Row) -> Option<Layout> {
        if !self.kinds.contains(&DatasetKind::Adoptions) {
            return None;
        }
        let layout = fit_open(&of_row(row), &self.wording(&[row]))?;
        let is_one_list = layout.doubled_identity().is_none();
        is_one_list.then(|| Layout { lines: vec![texts(row)], fields: row.fields, ..layout })
    }

    /// What the titles above these rows, and the sheet's name, say.
    pub(super) fn wording(&self, rows: &[&Row]) -> Wording {
        let wording = Wording::of(&self.sheet, &self.titles_above(rows));
        Wording { is_kind_given: self.kinds.len() == 1, ..wording }
    }

    /// Keeps what a row, alone or as a second line, would be a header of if more of it were understood.
    fn consider(&mut self, row: &Row) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.consider(&self.kinds, &of_row(row), &self.wording(&[row]));
        if let Some(top) = self.previous.as_ref().filter(|top| may_be_first_line(top, row)) {
            candidates.consider(&self.kinds, &of_rows(top, row), &self.wording(&[top, row]));
        }
        self.candidates = candidates;
    }

    /// The rows that come nearest to a header, the best first.
    #[must_use]
    pub fn candidates(&self) -> &[Layout] {
        self.candidates.best()
    }

    /// Why no row is a header, if that is known, for people.
    #[must_use]
    pub fn sideways(&self) -> Option<String> {
        self.sideways.told()
    }

    /// The titles, and the row before where it is no line of the header.
    fn titles_above(&self, rows: &[&Row]) -> Vec<Title> {
        let above =
            self.previous.as_ref().filter(|previous| rows.iter().all(|row| row.number != previous.number));
        self.titles.iter().cloned().chain(above.map(Title::of_row).unwrap_or_default()).collect()
    }
}

fn named(layout: &Layout) -> String {
    format!("{} in row {} ({})", layout.title(), layout.header_row, layout.understood())
}
