//! Lays a profile over a sheet.

use std::sync::Arc;

use entities::domain::{DatasetKind, normalise};

use super::{Place, Profile, Wide};
use crate::{
    extract::Row,
    recognise::{
        Constant, Field, Layout, Shape, WideColumn,
        headings::{Heading, of_row, of_rows},
        layouts::{heading_marks, texts},
        marks::without_marks,
        vocabulary::columns,
        wording::Wording,
    },
};

/// What a sheet lacks of a profile, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Misfit(pub(super) Vec<String>);

impl Profile {
    /// What a sheet says by this profile, of which these rows are the header.
    ///
    /// # Errors
    /// When a heading is missing, or stands over several columns.
    pub(super) fn fit(
        self: &Arc<Self>,
        header_row: u32,
        lines: &[&Row],
        wording: &Wording,
    ) -> Result<Layout, Misfit> {
        let headings = match lines {
            [top, bottom] => of_rows(top, bottom),
            [row] => of_row(row),
            _ => Vec::new(),
        };
        let mut found = Found { headings: &headings, misfit: Misfit::default() };
        let mut columns = found.columns(&self.columns, &self.optional);
        let wide: Vec<WideColumn> =
            self.wide.iter().filter_map(|wide| self.wide_column(wide, &mut found)).collect();
        for wide in &wide {
            columns.push((wide.column, Field::Model));
            columns.extend(&wide.beside);
        }
        if !found.misfit.0.is_empty() {
            return Err(found.misfit);
        }
        columns.sort_by_key(|(column, _)| *column);
        let is_read = |heading: &&Heading| columns.iter().any(|(column, _)| *column == heading.column);
        let mut layout = Layout {
            kind: self.kind,
            shape: self.shape(wide),
            header_row,
            twins: Vec::new(),
            constants: self.constants(),
            doubt: wording.doubt.clone(),
            void: None,
            claim: None,
            unknown: headings
                .iter()
                .filter(|heading| !is_read(heading))
                .map(|heading| normalise(&heading.raw))
                .collect(),
            fields: 0,
            marks: heading_marks(self.kind, &headings),
            headings: headings.iter().map(|heading| (heading.column, heading.texts[0].clone())).collect(),
            columns,
            lines: lines.iter().map(|row| texts(row)).collect(),
            profile: Some(Arc::clone(self)),
        };
        // What the profile leaves open, the titles and the sheet's name may say, as they may without it.
        for field in self.open_to_wording(&layout.shape) {
            if layout.column(field).is_none() && layout.constant(field).is_none() {
                layout.constants.extend(wording.of_field(field).cloned());
            }
        }
        Ok(layout)
    }

    fn shape(&self, wide: Vec<WideColumn>) -> Shape {
        let has_column = self.columns.iter().any(|(field, _)| *field == Field::Model);
        match self.wide.first().map(|wide| wide.field) {
            Some(Field::Model) => Shape::WideByModel(wide),
            Some(_) => Shape::WideByWave(wide),
            None if self.kind == DatasetKind::Adoptions && !has_column => Shape::PlainList,
            None => Shape::Long,
        }
    }

    fn open_to_wording(&self, shape: &Shape) -> Vec<Field> {
        let mut fields = Vec::new();
        if columns(self.kind).iter().any(|column| column.field == Field::Region) {
            fields.push(Field::Region);
        }
        if self.kind == DatasetKind::Adoptions {
            fields.push(Field::Stage);
            if !matches!(shape, Shape::WideByWave(_)) {
                fields.push(Field::FinancialYear);
            }
        }
        fields
    }

    fn constants(&self) -> Vec<Constant> {
        let constant = |(field, text): &(Field, String)| Constant {
            field: *field,
            address: None,
            raw: text.clone(),
            text: text.clone(),
            rule: self.rule().into(),
        };
        self.constants.iter().map(constant).collect()
    }

    fn wide_column(&self, wide: &Wide, found: &mut Found) -> Option<WideColumn> {
        let column = found.column(&wide.place);
        let beside = found.columns(&wide.beside, &[]);
        let column = column?;
        let heading = found.headings.iter().find(|heading| heading.column == column);
        let heading = Constant {
            field: wide.field,
            address: heading.map(|heading| heading.address),
            raw: heading.map_or_else(|| wide.text.clone(), |heading| heading.raw.clone()),
            text: wide.text.clone(),
            rule: self.rule().into(),
        };
        Some(WideColumn { column, heading, also: None, beside })
    }

    /// The rule by which it makes values, for evidence.
    pub(crate) fn rule(&self) -> String {
        format!("profile {}", self.stamp())
    }
}

/// The search for the columns of a profile.
struct Found<'a> {
    headings: &'a [Heading],
    misfit: Misfit,
}

impl Found<'_> {
    fn columns(&mut self, places: &[(Field, Place)], optional: &[Field]) -> Vec<(u32, Field)> {
        let mut columns = Vec::new();
        for (field, place) in places {
            let is_missing = matches!(place, Place::Heading(heading) if self.named(heading).is_empty());
            if !is_missing || !optional.contains(field) {
                columns.extend(self.column(place).map(|column| (column, *field)));
            }
        }
        columns
    }

    fn column(&mut self, place: &Place) -> Option<u32> {
        let heading = match place {
            Place::Column(column) => return Some(*column),
            Place::Heading(heading) => heading,
        };
        match self.named(heading).as_slice() {
            [only] => return Some(only.column),
            [] => self.misfit.0.push(format!("the heading \"{heading}\"")),
            several => {
                let cells: Vec<String> = several.iter().map(|heading| heading.address.to_string()).collect();
                self.misfit.0.push(format!(
                    "one heading \"{heading}\", which stands in {}: give the column instead, as in {{ column = \"D\" }}",
                    cells.join(" and ")
                ));
            }
        }
        None
    }

    /// "Code" beneath "CCG" is "CCG code", and only if nothing is called so in full is it "Code".
    fn named(&self, heading: &str) -> Vec<&Heading> {
        let by_depth = [0, 1].map(|depth| self.called(heading, depth));
        by_depth.into_iter().find(|named| !named.is_empty()).unwrap_or_default()
    }

    fn called(&self, heading: &str, depth: usize) -> Vec<&Heading> {
        let wanted = normalise(without_marks(heading));
        let is_it = |text: &String| normalise(text) == wanted;
        self.headings.iter().filter(|heading| heading.texts.get(depth).is_some_and(is_it)).collect()
    }
}
