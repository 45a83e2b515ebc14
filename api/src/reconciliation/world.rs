use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::OnceLock,
};

use chrono::NaiveDate;
use entities::{
    area, ccg, ccg_area,
    domain::{Confidence, FinancialYear, Stage, normalise},
    evidence, published_figure, succession,
};
use sea_orm::{DbErr, ExprTrait};

use super::{
    figure::{Figure, Publication, Subject},
    finding::Outcome,
    rules::reconcile,
};
use crate::{
    dates::Dates,
    figures::{Facts, Place, Reading, count},
    reader::{Snapshot, record},
    table::{column, rows, visible},
    types::Evidence,
};

record! {
    /// Evidence that speaks of a group, expanded to a member.
    struct Expanded {
        adoption_id: i64,
        cited_source_id: Option<i64>,
    }
}

/// All that figures are held against. There may be thousands of figures, so each is held only against those that have
/// something to do with it.
pub(super) struct World {
    pub(super) facts: Facts,
    pub(super) figures: Vec<Figure>,
    pub(super) areas: Vec<area::Model>,
    pub(super) successions: Vec<succession::Model>,
    members: Vec<ccg_area::Model>,
    /// Of adoptions that are the expansion of what was said of a group, the publications that say it.
    expanded_from: HashMap<i64, BTreeSet<Option<i64>>>,
    by_publication: HashMap<Publication, Vec<usize>>,
    by_subject: HashMap<Subject, Vec<usize>>,
    outcomes: OnceLock<Vec<Outcome>>,
}

impl World {
    /// Loads it, with one statement a table.
    pub(super) async fn load(snapshot: &Snapshot, dates: &Dates) -> Result<Self, DbErr> {
        let mut facts = Facts::load(snapshot, dates).await?;
        let areas: Vec<area::Model> = snapshot.rows(&rows::<area::Entity>(dates)).await?;
        let members = snapshot.rows(&rows::<ccg_area::Entity>(dates)).await?;
        let successions = snapshot.rows(&rows::<succession::Entity>(dates)).await?;
        let mut expanded_from: HashMap<i64, BTreeSet<Option<i64>>> = HashMap::new();
        let mut select = visible::<Evidence>(dates);
        select
            .exprs([evidence::Column::AdoptionId, evidence::Column::CitedSourceId].map(column))
            .and_where(column(evidence::Column::Confidence).eq(Confidence::Collective));
        for row in snapshot.rows::<Expanded>(&select).await? {
            expanded_from.entry(row.adoption_id).or_default().insert(row.cited_source_id);
        }
        let figures = std::mem::take(&mut facts.figures);
        let figure = |(row, mut says): (published_figure::Model, Reading)| {
            if says.place == Place::Elsewhere {
                says.place = place_called(&areas, &row.area_as_published);
            }
            Figure { value: facts.value(&row, &says), row, says }
        };
        let figures: Vec<Figure> = figures.into_iter().map(figure).collect();
        let by_publication = places(&figures, Figure::publication);
        let by_subject = places(&figures, |figure| Some(figure.subject()));
        let outcomes = OnceLock::new();
        Ok(Self {
            facts,
            figures,
            areas,
            successions,
            members,
            expanded_from,
            by_publication,
            by_subject,
            outcomes,
        })
    }

    /// What comes of every figure, in their order. All of them are worked out, once.
    pub(super) fn outcomes(&self) -> &[Outcome] {
        let outcome = |figure| reconcile(self, figure).into();
        self.outcomes.get_or_init(|| self.figures.iter().map(outcome).collect())
    }

    /// The CCGs that are named for what a figure counts only because its own publication says it of a group.
    pub(super) fn expanded_from(&self, figure: &Figure, stage: Stage) -> BTreeSet<i64> {
        let Some(source) = figure.row.cited_source_id else { return BTreeSet::new() };
        let said = (figure.says.year, figure.says.model(), stage);
        let named = self.facts.no_more_directly_than(Confidence::Collective, said);
        let only_there = BTreeSet::from([Some(source)]);
        named
            .filter(|(_, adoption)| self.expanded_from.get(adoption) == Some(&only_there))
            .map(|(ccg, _)| ccg)
            .collect()
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
