use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::{area, ccg, ccg_area, domain::normalise, published_figure, succession};
use sea_orm::DbErr;

use crate::{
    dates::Dates,
    figures::{Extent, Facts, Place, Reading, Unit, count, in_words},
    reader::Snapshot,
    table::rows,
};

/// A figure, what it says, and the number that it gives.
#[derive(Clone)]
pub(super) struct Figure {
    pub(super) row: published_figure::Model,
    pub(super) says: Reading,
    pub(super) value: Option<f64>,
}

/// All that figures are held against.
pub(super) struct World {
    pub(super) facts: Facts,
    pub(super) figures: Vec<Figure>,
    pub(super) areas: Vec<area::Model>,
    pub(super) successions: Vec<succession::Model>,
    members: Vec<ccg_area::Model>,
}

impl World {
    /// Loads it, with one statement a table.
    pub(super) async fn load(snapshot: &Snapshot, dates: &Dates) -> Result<Self, DbErr> {
        let mut facts = Facts::load(snapshot, dates).await?;
        let areas: Vec<area::Model> = snapshot.rows(&rows::<area::Entity>(dates)).await?;
        let members = snapshot.rows(&rows::<ccg_area::Entity>(dates)).await?;
        let successions = snapshot.rows(&rows::<succession::Entity>(dates)).await?;
        let figures = std::mem::take(&mut facts.figures);
        let figure = |(row, mut says): (published_figure::Model, Reading)| {
            if says.place == Place::Elsewhere {
                says.place = place_called(&areas, &row.area_as_published);
            }
            Figure { value: facts.value(&row, &says), row, says }
        };
        let figures = figures.into_iter().map(figure).collect();
        Ok(Self { facts, figures, areas, successions, members })
    }

    /// The CCGs that existed in a place on a day.
    pub(super) fn open_in(&self, place: Place, day: NaiveDate) -> Vec<&ccg::Model> {
        let open = self.facts.open_on(day);
        match place {
            Place::England => open.collect(),
            Place::Area(area) => {
                let members = self.members_of(area, day);
                open.filter(|ccg| members.contains(&ccg.id)).collect()
            }
            Place::Elsewhere => Vec::new(),
        }
    }

    /// Those of some CCGs that belonged to a place on a day.
    pub(super) fn within(&self, place: Place, day: Option<NaiveDate>, ccgs: BTreeSet<i64>) -> BTreeSet<i64> {
        match (place, day) {
            (Place::Area(area), Some(day)) => {
                let members = self.members_of(area, day);
                ccgs.into_iter().filter(|ccg| members.contains(ccg)).collect()
            }
            (Place::England, _) => ccgs,
            _ => BTreeSet::new(),
        }
    }

    fn members_of(&self, area: i64, day: NaiveDate) -> BTreeSet<i64> {
        let held = |member: &&ccg_area::Model| {
            member.area_id == area
                && member.valid_from.is_none_or(|from| from <= day)
                && member.valid_to.is_none_or(|to| to >= day)
        };
        self.members.iter().filter(held).map(|member| member.ccg_id).collect()
    }

    /// The days on which the number of CCGs may have changed, in order.
    pub(super) fn changes(&self) -> Vec<NaiveDate> {
        let opened = self.facts.ccgs().filter_map(|ccg| ccg.opened_on);
        let closed = self.facts.ccgs().filter_map(|ccg| ccg.closed_on.and_then(|last| last.succ_opt()));
        let days: BTreeSet<NaiveDate> = opened.chain(closed).collect();
        days.into_iter().collect()
    }

    /// The days on which the number of CCGs may have changed, the nearest to a day first.
    pub(super) fn changes_near(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let mut days = self.changes();
        days.sort_by_key(|change| ((*change - day).abs(), *change));
        days
    }

    /// The day that a figure speaks of, or the first that it may; without one the first of its round.
    pub(super) fn day_of(&self, figure: &Figure) -> Option<NaiveDate> {
        figure.row.as_of_from.or_else(|| figure.says.year.map(|year| self.facts.begins(year)))
    }

    /// The number of CCGs in a place on a day.
    pub(super) fn number_in(&self, place: Place, day: NaiveDate) -> f64 {
        count(self.open_in(place, day).iter())
    }

    /// What a place is called.
    pub(super) fn called(&self, place: Place) -> &str {
        match place {
            Place::Area(id) => {
                self.areas.iter().find(|area| area.id == id).map_or("an area", |area| &area.name)
            }
            _ => "England",
        }
    }
}

/// "Greater Manchester area team" is the area team called Greater Manchester.
fn place_called(areas: &[area::Model], name: &str) -> Place {
    let name = normalise(name);
    let mut meant = areas.iter().filter(|area| {
        let own = normalise(&area.name);
        let kind = match area.kind {
            entities::domain::AreaKind::AreaTeam => "area team",
            entities::domain::AreaKind::LocalOffice => "local office",
            entities::domain::AreaKind::StpIcs => "stp",
            _ => "region",
        };
        name.strip_suffix(kind).is_some_and(|rest| rest.trim_end() == own)
    });
    // Two maps have regions.
    match (meant.next(), meant.next()) {
        (Some(area), None) => Place::Area(area.id),
        _ => Place::Elsewhere,
    }
}

impl Figure {
    /// Whether it stands in the same publication as another, and speaks of the same days.
    pub(super) fn beside(&self, other: &Self) -> bool {
        self.row.cited_source_id.is_some()
            && self.row.cited_source_id == other.row.cited_source_id
            && (self.row.as_of_from, self.row.as_of_to) == (other.row.as_of_from, other.row.as_of_to)
            && self.says.year == other.says.year
    }

    /// Whether it counts the same CCGs as another: those with the same model, at the same stage, in the same year and
    /// place.
    pub(super) fn counts_as(&self, other: &Self) -> bool {
        let key = |figure: &Self| {
            let Reading { place, choices, stage, year, .. } = &figure.says;
            (*place, choices.clone(), *stage, *year)
        };
        key(self) == key(other)
    }

    /// Whether it is a number of CCGs at a stage, everybody asked.
    pub(super) fn counts_ccgs(&self) -> bool {
        self.says.unit == Unit::Ccgs && !self.says.responders && self.says.place != Place::Elsewhere
    }

    /// Whether it counts all of those at its stage.
    pub(super) fn is_whole(&self) -> bool {
        self.says.extent == Extent::Whole
    }

    /// Who say two numbers, and of when.
    pub(super) fn both_cited(&self, other: &Self) -> String {
        let (one, other) = (self.cited(), other.cited());
        if one == other { one } else { format!("{one} and {other}") }
    }

    /// Who says it, and of when.
    pub(super) fn cited(&self) -> String {
        let when = match (self.row.as_of_from, self.row.as_of_to) {
            (Some(first), Some(last)) if first == last => in_words(first),
            (Some(first), Some(last)) => entities::domain::PartialDate { first, last }.to_string(),
            _ => "undated".to_owned(),
        };
        format!("{} ({when})", self.row.publisher)
    }
}
