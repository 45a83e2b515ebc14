//! What the headings within a list say of the rows beneath them.
//!
//! A heading holds until another says something of the same kind. Where it is not clear whether it still holds, such as
//! beneath a total, or beneath a heading that is not understood, the rows are doubted: none of them is believed.

use entities::domain::{ModelCode, Stage, Vocabulary};

use crate::{
    extract::Address,
    issue::cut,
    recognise::{Constant, Field, GroupHeading, Layout, without_marks, year_or_wave},
};

/// The headings above a row, within its list.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Those that hold, the outer first.
    levels: Vec<Level>,
    doubts: Vec<Doubt>,
    /// Whether no row stands between the last heading and here.
    is_fresh: bool,
}

/// A heading that holds.
#[derive(Debug)]
struct Level {
    /// What it is about; an area that is no region is about regions, too.
    fields: Vec<Field>,
    constants: Vec<Constant>,
}

/// What keeps rows from being believed.
#[derive(Debug)]
struct Doubt {
    /// A heading that says these clears it.
    fields: Vec<Field>,
    message: String,
    /// Whether it is of a note, which belongs to what stands above it, if a header follows.
    is_note: bool,
}

impl Groups {
    /// With the heading that stands right above the header.
    pub(super) fn beneath(heading: Option<Constant>) -> Self {
        let level = heading.map(|heading| Level { fields: vec![heading.field], constants: vec![heading] });
        Self { levels: level.into_iter().collect(), ..Self::default() }
    }

    /// What the headings say of a field.
    pub(super) fn constant(&self, field: Field) -> Option<&Constant> {
        // A day belongs to the year that is told with it, and to none that is told later.
        let is_about =
            |level: &&Level| field == Field::EffectiveFrom && level.fields.contains(&Field::FinancialYear);
        let levels = self.levels.iter().rev();
        let of_field = levels.clone().find(|level| level.fields.contains(&field) || is_about(level))?;
        of_field.constants.iter().find(|constant| constant.field == field)
    }

    /// Whether they say of which year the rows are.
    pub(super) fn tells_year(&self) -> bool {
        self.constant(Field::FinancialYear).is_some()
    }

    /// All that they say.
    pub(super) fn constants(&self) -> impl Iterator<Item = &Constant> {
        self.levels.iter().flat_map(|level| &level.constants)
    }

    /// Why the next row is not believed.
    pub(super) fn doubt(&self) -> Option<&str> {
        self.doubts.first().map(|doubt| doubt.message.as_str())
    }

    /// A row of the list.
    pub(super) fn row(&mut self) {
        self.is_fresh = false;
    }

    /// The header once more.
    pub(super) fn header(&mut self) {
        self.doubts.retain(|doubt| !doubt.is_note);
    }

    /// A heading, or a note that may be one.
    pub(super) fn heading(
        &mut self,
        layout: &Layout,
        at: Address,
        raw: &str,
        heading: GroupHeading,
        is_note: bool,
    ) {
        match heading {
            GroupHeading::Area => {
                let level = Level { fields: vec![Field::Region], constants: Vec::new() };
                self.say(layout, at, raw, level);
            }
            GroupHeading::Says(constants) => {
                let fields = constants.iter().map(|constant| constant.field).collect();
                self.say(layout, at, raw, Level { fields, constants });
            }
            GroupHeading::Unclear { because, is_sure } => {
                // Whatever it says, the region above it holds no longer.
                self.levels.retain(|level| level.fields != [Field::Region]);
                let mut fields = layout.open_fields();
                if fields.is_empty() {
                    if !is_sure {
                        // Each row says all of it itself.
                        return;
                    }
                    fields.push(Field::Stage);
                }
                let message =
                    format!("it stands beneath \"{}\" ({at}), which is not understood {because}", cut(raw));
                self.doubts.push(Doubt { fields, message, is_note });
            }
        }
    }

    /// A sum, which closes the innermost group.
    pub(super) fn total(&mut self, layout: &Layout, row: u32) {
        if let Some(closed) = self.levels.pop() {
            self.lose(layout, &[closed], &[], &format!("the total in row {row} closes its group"));
        }
    }

    fn say(&mut self, layout: &Layout, at: Address, raw: &str, level: Level) {
        for doubt in &mut self.doubts {
            doubt.fields.retain(|field| !level.fields.contains(field));
        }
        self.doubts.retain(|doubt| !doubt.fields.is_empty());
        let because = format!("\"{}\" ({at}) does not say whether that still holds", cut(raw));
        if let Some(place) = self.levels.iter().rposition(|other| other.fields == level.fields) {
            let closed = self.levels.split_off(place);
            self.lose(layout, &closed, &level.fields, &because);
        } else if !self.is_fresh {
            let open = std::mem::take(&mut self.levels);
            self.lose(layout, &open, &level.fields, &because);
            self.levels = open;
        }
        self.levels.push(level);
        self.is_fresh = true;
    }

    /// Headings that may hold no longer. What they said otherwise than the titles is doubted from here on, unless it is
    /// said anew.
    fn lose(&mut self, layout: &Layout, closed: &[Level], anew: &[Field], because: &str) {
        let all = closed.iter().flat_map(|level| &level.constants);
        for turned in all.filter(|constant| turns(layout, constant)) {
            if !anew.contains(&turned.field) {
                let message = format!("it stands beneath \"{}\", and {because}", cut(&turned.raw));
                self.doubts.push(Doubt { fields: vec![turned.field], message, is_note: false });
            }
        }
    }
}

/// Whether a heading says otherwise than the titles.
fn turns(layout: &Layout, constant: &Constant) -> bool {
    let is_open = layout.open_fields().contains(&constant.field);
    is_open
        && layout
            .constant(constant.field)
            .is_none_or(|told| !says_same(constant.field, &told.text, &constant.text))
}

/// Whether two texts say the same of a field that headings may be about.
pub(super) fn says_same(field: Field, one: &str, other: &str) -> bool {
    let (one, other) = (without_marks(one), without_marks(other));
    match field {
        Field::Model => ModelCode::parse(one) == ModelCode::parse(other),
        Field::Stage => Stage::parse(one) == Stage::parse(other),
        Field::FinancialYear => year_or_wave(one) == year_or_wave(other),
        _ => true,
    }
}
