//! Finds the header that a profile describes.

use std::sync::Arc;

use super::{Header, Misfit, Profile};
use crate::{
    extract::Row,
    recognise::{
        Found, HeaderSearch, Layout, header::ROWS_SEARCHED, lines::may_be_first_line, wording::Title,
    },
};

impl HeaderSearch {
    /// What a profile makes of a row: nothing when no profile is in charge of the sheet, or else the header or that it
    /// is not found yet.
    pub(in crate::recognise) fn look_by_profile(&mut self, row: &Row) -> Option<Option<Found>> {
        if let Some(profile) = self.profiles.named_one().cloned() {
            self.rows_seen += 1;
            return Some(self.look_by(&profile, row));
        }
        if self.rows_seen >= ROWS_SEARCHED || self.pending.is_some() {
            return None;
        }
        let is_first = self.rows_seen == 0;
        let profile = Arc::clone(self.profiles.knowing(&self.sheet, &self.kinds, row, is_first)?);
        let found = self.look_by(&profile, row)?;
        self.rows_seen += 1;
        Some(Some(found))
    }

    fn look_by(&mut self, profile: &Arc<Profile>, row: &Row) -> Option<Found> {
        let is_over = match profile.header {
            Header::Wherever => self.rows_seen > ROWS_SEARCHED,
            // A sheet that did not fit in that row does not fit in the next.
            _ => self.misfit.is_some(),
        };
        if is_over {
            return None;
        }
        let found = match profile.header {
            Header::Nowhere => {
                let layout =
                    self.fitted(profile, 0, &[]).map(|layout| Layout { fields: row.fields, ..layout });
                layout.map(|layout| Found { layout, is_last_row_part: false })
            }
            Header::Rows(first, last) => self.in_rows(profile, first, last, row),
            Header::Wherever => self.by_headings(profile, row),
        };
        let above = self.previous.replace(row.clone());
        if self.rows_seen <= ROWS_SEARCHED {
            self.titles.extend(above.as_ref().map(Title::of_row).unwrap_or_default());
        }
        found
    }

    fn in_rows(&mut self, profile: &Arc<Profile>, first: u32, last: u32, row: &Row) -> Option<Found> {
        if row.number < last {
            return None;
        }
        let above = self.previous.clone().filter(|above| above.number == first && first < last);
        let is_last_row_part = row.number == last;
        let mut lines: Vec<&Row> = above.iter().collect();
        if is_last_row_part {
            lines.push(row);
        }
        let layout = self.fitted(profile, last, &lines)?;
        Some(Found { layout, is_last_row_part })
    }

    fn by_headings(&mut self, profile: &Arc<Profile>, row: &Row) -> Option<Found> {
        let layout = self.fitted(profile, row.number, &[row]).or_else(|| {
            let above = self.previous.clone().filter(|above| may_be_first_line(above, row))?;
            self.fitted(profile, row.number, &[&above, row])
        })?;
        Some(Found { layout, is_last_row_part: true })
    }

    /// The layout, or else what the sheet lacks, of which the least is kept.
    fn fitted(&mut self, profile: &Arc<Profile>, header_row: u32, lines: &[&Row]) -> Option<Layout> {
        let wording = self.wording(lines);
        match profile.fit(header_row, lines, &wording) {
            Ok(layout) => {
                let fields = lines.iter().map(|row| row.fields).max().filter(|_| profile.names_headings());
                // What stands above columns that are given by letters need not be as wide as they are.
                Some(Layout { fields: fields.unwrap_or(u32::MAX), ..layout })
            }
            Err(Misfit(lacks)) => {
                if self.misfit.as_ref().is_none_or(|(_, least)| lacks.len() < least.len()) {
                    self.misfit = Some((header_row, lacks));
                }
                None
            }
        }
    }

    /// What the sheet lacks of the profile that somebody named, in a sentence.
    #[must_use]
    pub fn misfit(&self) -> Option<String> {
        let (row, lacks) = self.misfit.as_ref()?;
        Some(format!("sheet \"{}\" lacks {} (row {row} is the nearest)", self.sheet, lacks.join(" and ")))
    }
}
