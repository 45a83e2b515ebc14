use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, OnceLock},
};

use chrono::NaiveDate;
use entities::{
    area, ccg_area,
    domain::{FinancialYear, Stage, normalise},
    succession,
};
use sea_orm::DbErr;

use super::{
    figure::{Figure, Publication, Subject},
    finding::Outcome,
    rules::reconcile,
};
use crate::{
    dates::Dates,
    each_row::{Numbers, each_row},
    error::Answer,
    figures::{CcgSet, Facts, Place, count},
    reader::{Record, Snapshot, record},
    table::{column, in_force, rows},
};

record! {
    /// Who took over from whom.
    pub(super) struct Succession {
        pub(super) predecessor_id: i64,
        pub(super) successor_id: i64,
        pub(super) effective_on: NaiveDate,
    }
}

record! {
    struct MemberRow {
        ccg_id: i64,
        area_id: i64,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
    }
}

/// A CCG of an area, by its place in the register.
struct Member {
    place: usize,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// All that figures are held against. There may be thousands of figures, so each is held only against those that have
/// something to do with it.
pub(super) struct World {
    pub(super) facts: Arc<Facts>,
    pub(super) figures: Vec<Figure>,
    pub(super) areas: Vec<area::Model>,
    pub(super) successions: Vec<Succession>,
    /// The CCGs of each area, at any time.
    members: HashMap<i64, Vec<Member>>,
    by_publication: HashMap<Publication, Vec<usize>>,
    by_subject: HashMap<Subject, Vec<usize>>,
    outcomes: OnceLock<Vec<Outcome>>,
}

impl World {
    /// Loads what the facts have not.
    pub(super) async fn load(snapshot: &Snapshot, dates: &Dates, facts: Arc<Facts>) -> Answer<Self> {
        use succession::Column::{EffectiveOn, PredecessorId, SuccessorId};
        let areas: Vec<area::Model> = snapshot.rows(&rows::<area::Entity>(dates)).await?;
        let mut successions = in_force::<succession::Entity>(dates);
        successions.exprs([PredecessorId, SuccessorId, EffectiveOn].map(column));
        let successions = snapshot.rows(&successions).await?;
        let members = members(snapshot, dates, &facts).await?;
        let figures = facts.figures.iter().map(|(row, says)| {
            let (row, mut says) = (row.clone(), says.clone());
            if says.place == Place::Elsewhere {
                says.place = place_called(&areas, &row.area_as_published);
            }
            Figure { value: facts.value(&row, &says), row, says }
        });
        let figures: Vec<Figure> = figures.collect();
        let by_publication = places(&figures, Figure::publication);
        let by_subject = places(&figures, |figure| Some(figure.subject()));
        let outcomes = OnceLock::new();
        Ok(Self { facts, figures, areas, successions, members, by_publication, by_subject, outcomes })
    }

    /// What comes of every figure, in their order. All of them are worked out, once.
    pub(super) fn outcomes(&self) -> &[Outcome] {
        let outcome = |figure| reconcile(self, figure).into();
        self.outcomes.get_or_init(|| self.figures.iter().map(outcome).collect())
    }

    /// The CCGs that are named for what a figure counts only because its own publication says it of a group.
    pub(super) fn expanded_from(&self, figure: &Figure, stage: Stage) -> Option<&CcgSet> {
        let named = self.facts.named.get(&(figure.says.year, figure.says.model(), stage))?;
        named.expanded_from(figure.row.cited_source_id?)
    }

    /// The figures that stand in the same publication as a figure and speak of the same days, itself among them.
    pub(super) fn beside(&self, figure: &Figure) -> impl Iterator<Item = &Figure> {
        let places = figure.publication().and_then(|publication| self.by_publication.get(&publication));
        self.at(places)
    }

    /// The figures that are about the same models and year as a figure, itself among them.
    pub(super) fn about_the_same(&self, figure: &Figure) -> impl Iterator<Item = &Figure> {
        self.at(self.by_subject.get(&figure.subject()))
    }

    /// The figures that are about the same models as a figure, and about this year.
    pub(super) fn about_the_same_in(
        &self,
        year: FinancialYear,
        figure: &Figure,
    ) -> impl Iterator<Item = &Figure> {
        self.at(self.by_subject.get(&(figure.says.choices.clone(), Some(year))))
    }

    fn at<'a>(&'a self, places: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a Figure> {
        places.into_iter().flatten().filter_map(|place| self.figures.get(*place))
    }

    /// The CCGs that existed in a place on a day.
    pub(super) fn open_in(&self, place: Place, day: NaiveDate) -> CcgSet {
        self.within(place, Some(day), self.facts.register.open_on(day))
    }

    /// Those of some CCGs that belonged to a place on a day.
    pub(super) fn within(&self, place: Place, day: Option<NaiveDate>, ccgs: CcgSet) -> CcgSet {
        match (place, day) {
            (Place::Area(area), Some(day)) => ccgs.among(&self.members_of(area, day)),
            (Place::England, _) => ccgs,
            _ => CcgSet::default(),
        }
    }

    fn members_of(&self, area: i64, day: NaiveDate) -> CcgSet {
        let held = |member: &&Member| {
            member.valid_from.is_none_or(|from| from <= day) && member.valid_to.is_none_or(|to| to >= day)
        };
        let members = self.members.get(&area).into_iter().flatten();
        members.filter(held).map(|member| member.place).collect()
    }

    /// The days on which the number of CCGs may have changed, the nearest to a day first.
    pub(super) fn changes_near(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.facts.register.turns().collect();
        days.sort_by_key(|change| ((*change - day).abs(), *change));
        days
    }

    /// The day that a figure speaks of, or the first that it may; without one the first of its round.
    pub(super) fn day_of(&self, figure: &Figure) -> Option<NaiveDate> {
        figure.row.as_of_from.or_else(|| figure.says.year.map(|year| self.facts.begins(year)))
    }

    /// The number of CCGs in a place on a day.
    pub(super) fn number_in(&self, place: Place, day: NaiveDate) -> f64 {
        count(self.open_in(place, day).len())
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

/// The CCGs of each area, at any time.
async fn members(
    snapshot: &Snapshot,
    dates: &Dates,
    facts: &Facts,
) -> Result<HashMap<i64, Vec<Member>>, DbErr> {
    use ccg_area::Column::{AreaId, CcgId, Id, ValidFrom, ValidTo};
    let memberships = |numbers: Numbers| {
        in_force::<ccg_area::Entity>(dates)
            .exprs([CcgId, AreaId, ValidFrom, ValidTo].map(column))
            .and_where(numbers.include(column(Id)))
            .to_owned()
    };
    let mut members: HashMap<i64, Vec<Member>> = HashMap::new();
    each_row::<ccg_area::Entity>(snapshot, memberships, |row| {
        let MemberRow { ccg_id, area_id, valid_from, valid_to } = MemberRow::read(row)?;
        if let Some(place) = facts.register.place(ccg_id) {
            members.entry(area_id).or_default().push(Member { place, valid_from, valid_to });
        }
        Ok(())
    })
    .await?;
    Ok(members)
}

/// Where figures stand that have something in common.
fn places<K: Eq + Hash>(figures: &[Figure], key: impl Fn(&Figure) -> Option<K>) -> HashMap<K, Vec<usize>> {
    let mut places: HashMap<K, Vec<usize>> = HashMap::new();
    for (place, figure) in figures.iter().enumerate() {
        if let Some(key) = key(figure) {
            places.entry(key).or_default().push(place);
        }
    }
    places
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
