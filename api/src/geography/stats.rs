use std::collections::{BTreeMap, HashMap};

use async_graphql::{Context, Enum, Object, SimpleObject};
use chrono::NaiveDate;
use entities::{area, ccg_area, domain};
use sea_orm::{ExprTrait, FromQueryResult};

use super::{
    graph::Graph,
    positions::{self, Held},
    projection::{Projected, project},
};
use crate::{
    dates::Dates,
    error::Answer,
    loading::{loaders, one},
    paging::Echo,
    scalars::Date,
    stats::named_once,
    table::{column, in_force},
    types::{Ccg, CcgFilter},
    vocabulary::{ModelCode, PositionStatus},
};

/// What CCGs can be grouped by when their positions are counted.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum)]
pub enum PositionGroup {
    /// By what can be said, and by the model where there is one.
    Model,
    /// By region of 2015.
    Region,
    /// By region of the later map.
    #[graphql(name = "REGION_2025")]
    Region2025,
    /// By area team of 2013.
    AreaTeam,
    /// By local office of 2015.
    LocalOffice,
    /// By sustainability and transformation partnership, or integrated care system.
    StpIcs,
}

impl PositionGroup {
    fn map(self) -> Option<domain::AreaKind> {
        Some(match self {
            Self::Model => return None,
            Self::Region => domain::AreaKind::Region2015,
            Self::Region2025 => domain::AreaKind::Region2025,
            Self::AreaTeam => domain::AreaKind::AreaTeam,
            Self::LocalOffice => domain::AreaKind::LocalOffice,
            Self::StpIcs => domain::AreaKind::StpIcs,
        })
    }
}

/// What CCGs that were counted together have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, SimpleObject)]
pub struct PositionStatsKey {
    /// What can be said of them; null where it was not grouped by.
    status: Option<PositionStatus>,
    /// The model; null where the status is not `MODEL`.
    model: Option<ModelCode>,
    /// True: the CCG was formed of parts whose positions are known to differ, so that none is given to the whole. Null
    /// where positions were not grouped by, or not restated on other boundaries.
    is_split: Option<bool>,
    /// True: what is known of the CCG's parts agrees, but of some of them it is not known, so that no position is given to
    /// the whole. Null where `isSplit` is.
    is_partly_unknown: Option<bool>,
    /// The name of the region of 2015; null where no map of 2015 shows the CCG.
    region: Option<String>,
    /// The name of the region on the later map; null where it does not show the CCG.
    region_2025: Option<String>,
    /// The name of the area team of 2013; null where its map does not show the CCG.
    area_team: Option<String>,
    /// The name of the local office of 2015; null where its map does not show the CCG.
    local_office: Option<String>,
    /// The name of the partnership or system; null where its map does not show the CCG.
    stp_ics: Option<String>,
}

/// A group of CCGs, and how many they are.
#[derive(Clone, Debug, SimpleObject)]
pub struct PositionStatsRow {
    /// What they have in common.
    key: PositionStatsKey,
    /// How many CCGs they are.
    count: i64,
    /// How many CCGs of the same areas there were in all, whatever their position.
    denominator: i64,
    /// The count divided by the denominator.
    rate: f64,
}

/// A CCG to which no position is given, because its parts did not have one and the same.
pub struct PartedCcg {
    ccg: i64,
    parts: Vec<(i64, Held)>,
    dates: Dates,
}

/// A CCG whose parts had different positions on the day that is asked about, or of some of which the position is not known,
/// so that none is given to the whole.
#[Object]
impl PartedCcg {
    /// The CCG that was formed of the parts.
    async fn ccg(&self, context: &Context<'_>) -> Answer<Ccg> {
        one(context, self.ccg, self.dates).await
    }

    /// The CCGs of the day that is asked about, each with its own position.
    async fn parts(&self, context: &Context<'_>) -> Answer<Vec<Ccg>> {
        let parts = self.parts.iter().map(|(part, _)| one::<Ccg>(context, *part, self.dates));
        futures_util::future::try_join_all(parts).await
    }

    /// The models that the parts are known to have had, each once.
    async fn models(&self) -> Vec<ModelCode> {
        let mut models: Vec<_> = self.parts.iter().filter_map(|(_, held)| held.model).collect();
        models.sort_unstable();
        models.dedup();
        models.into_iter().map(ModelCode::from).collect()
    }
}

/// A CCG and its parts, by their row numbers.
type Parted = (i64, Vec<(i64, Held)>);

/// How many CCGs had which position.
pub struct PositionStats {
    grouped_by: Vec<PositionGroup>,
    groups: Vec<PositionStatsRow>,
    split: Vec<Parted>,
    partly_unknown: Vec<Parted>,
    boundaries_of: Option<NaiveDate>,
    dates: Dates,
}

/// How many CCGs had which position on a day, by group. Every CCG that existed is counted once, those of which nothing is
/// known among them: a group without a CCG is not there.
#[Object]
impl PositionStats {
    /// What was grouped by, as asked for: fields of a `key` that belong to none of these are null.
    async fn grouped_by(&self) -> &[PositionGroup] {
        &self.grouped_by
    }

    /// The groups, in the order of their keys.
    async fn groups(&self) -> &[PositionStatsRow] {
        &self.groups
    }

    /// The CCGs whose parts are known to have had different positions; always empty without `onBoundariesOf`.
    async fn split(&self) -> Vec<PartedCcg> {
        self.parted(&self.split)
    }

    /// The CCGs of whose parts what is known agrees, but of some it is not known; always empty without `onBoundariesOf`.
    async fn partly_unknown(&self) -> Vec<PartedCcg> {
        self.parted(&self.partly_unknown)
    }

    /// The day whose CCGs are counted, when it is another.
    async fn on_boundaries_of(&self) -> Option<Date> {
        self.boundaries_of.map(Date)
    }

    #[graphql(flatten)]
    async fn echo(&self) -> Echo {
        Echo(self.dates)
    }
}

impl PositionStats {
    fn parted(&self, ccgs: &[Parted]) -> Vec<PartedCcg> {
        let parted = |(ccg, parts): &Parted| PartedCcg { ccg: *ccg, parts: parts.clone(), dates: self.dates };
        ccgs.iter().map(parted).collect()
    }
}

/// Counts the positions of CCGs on a day, by group.
pub(crate) async fn count(
    context: &Context<'_>,
    filter: Option<CcgFilter>,
    grouped_by: Vec<PositionGroup>,
    boundaries_of: Option<NaiveDate>,
    dates: Dates,
) -> Answer<PositionStats> {
    named_once(&grouped_by)?;
    let mut by = grouped_by.clone();
    by.sort_unstable();
    // Told again in the answer, today too.
    let day = dates.day();
    let dates = Dates { as_of: Some(day), ..dates };
    let counted_day = boundaries_of.unwrap_or(day);
    let ccgs = positions::existing(context, counted_day, filter, &dates).await?;
    let held = positions::of_all(context, dates).await?;
    let graph = Graph::load(context, dates).await?;
    let places = areas(context, &by, &dates).await?;
    let (mut counts, mut totals) = (BTreeMap::new(), BTreeMap::new());
    let (mut split, mut partly_unknown) = (Vec::new(), Vec::new());
    for ccg in ccgs {
        let of_areas = key_of(ccg, &by, &places);
        *totals.entry(of_areas.clone()).or_insert(0_i64) += 1;
        let projected = project(ccg, &held, &graph, [day, counted_day]);
        let key = if by.contains(&PositionGroup::Model) {
            with_position(of_areas.clone(), &projected, boundaries_of.is_some())
        } else {
            of_areas.clone()
        };
        counts.entry(key).or_insert((0_i64, of_areas)).0 += 1;
        match projected {
            Projected::Split(parts) => split.push((ccg, parts)),
            Projected::PartlyUnknown(parts) => partly_unknown.push((ccg, parts)),
            Projected::Whole(_) | Projected::Nowhere => {}
        }
    }
    let row = |(key, (count, of_areas)): (PositionStatsKey, (i64, PositionStatsKey))| {
        let denominator = totals.get(&of_areas).copied().unwrap_or(count);
        #[expect(clippy::cast_precision_loss, reason = "numbers of CCGs are small")]
        let rate = count as f64 / denominator as f64;
        PositionStatsRow { key, count, denominator, rate }
    };
    let groups = counts.into_iter().map(row).collect();
    Ok(PositionStats { grouped_by, groups, split, partly_unknown, boundaries_of, dates })
}

fn with_position(key: PositionStatsKey, projected: &Projected, is_restated: bool) -> PositionStatsKey {
    let (status, model) = match projected {
        Projected::Whole(held) => (Some(held.status), held.model),
        Projected::Nowhere => (Some(domain::PositionStatus::Unknown), None),
        Projected::Split(_) | Projected::PartlyUnknown(_) => (None, None),
    };
    PositionStatsKey {
        status: status.map(PositionStatus::from),
        model: model.map(ModelCode::from),
        is_split: is_restated.then_some(matches!(projected, Projected::Split(_))),
        is_partly_unknown: is_restated.then_some(matches!(projected, Projected::PartlyUnknown(_))),
        ..key
    }
}

/// The names of the areas of CCGs, by map.
type Places = HashMap<(i64, domain::AreaKind), String>;

fn key_of(ccg: i64, by: &[PositionGroup], places: &Places) -> PositionStatsKey {
    let name = |group: PositionGroup| {
        let kind = group.map().filter(|_| by.contains(&group))?;
        places.get(&(ccg, kind)).cloned()
    };
    PositionStatsKey {
        status: None,
        model: None,
        is_split: None,
        is_partly_unknown: None,
        region: name(PositionGroup::Region),
        region_2025: name(PositionGroup::Region2025),
        area_team: name(PositionGroup::AreaTeam),
        local_office: name(PositionGroup::LocalOffice),
        stp_ics: name(PositionGroup::StpIcs),
    }
}

#[derive(FromQueryResult)]
struct PlaceRow {
    ccg_id: i64,
    kind: domain::AreaKind,
    name: String,
}

async fn areas(context: &Context<'_>, by: &[PositionGroup], dates: &Dates) -> Answer<Places> {
    let maps: Vec<_> = by.iter().filter_map(|group| group.map()).collect();
    if maps.is_empty() {
        return Ok(Places::new());
    }
    let mut select = in_force::<ccg_area::Entity>(dates);
    select
        .inner_join(area::Entity, column(area::Column::Id).eq(column(ccg_area::Column::AreaId)))
        .expr(column(ccg_area::Column::CcgId))
        .exprs([area::Column::Kind, area::Column::Name].map(column))
        .and_where(column(area::Column::Kind).is_in(maps));
    let rows = loaders(context).loader().snapshot().rows::<PlaceRow>(&select).await?;
    Ok(rows.into_iter().map(|row| ((row.ccg_id, row.kind), row.name)).collect())
}
