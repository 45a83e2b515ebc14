use std::collections::{BTreeMap, HashMap};

use async_graphql::{Context, InputType};
use chrono::NaiveDate;
use entities::{area, ccg_area, domain};
use sea_orm::ExprTrait;

use super::{
    PositionGroup, PositionStats, PositionStatsHaving, PositionStatsKey, PositionStatsRow, PositionStatsSort,
    graph::Graph,
    lives,
    positions::{existing, of_all},
    projection::{Projected, project},
    stats::Parted,
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::loaders,
    reader::record,
    sorting::{OrderBy, RowOrder, keys_of},
    stats::{group_limit, named_once},
    table::{column, in_force},
    types::CcgFilter,
    vocabulary::{ModelCode, PositionStatus},
};

/// What a client asks of positions.
pub struct PositionStatsArguments {
    /// Only CCGs that match.
    pub filter: Option<CcgFilter>,
    /// What CCGs of a group have in common.
    pub by: Vec<PositionGroup>,
    /// Only groups that match.
    pub having: Option<PositionStatsHaving>,
    /// In which order; by the keys when empty.
    pub order_by: Vec<OrderBy<PositionStatsSort>>,
    /// At most so many groups.
    pub first: Option<i32>,
    /// The day whose CCGs are counted, when it is another.
    pub boundaries_of: Option<NaiveDate>,
    /// The dates of the question.
    pub dates: Dates,
}

/// Counts the positions of CCGs on a day, by group.
pub(crate) async fn count(context: &Context<'_>, arguments: PositionStatsArguments) -> Answer<PositionStats> {
    let PositionStatsArguments { filter, by: grouped_by, having, order_by, first, boundaries_of, dates } =
        arguments;
    let size = group_limit(first)?;
    named_once(&grouped_by)?;
    check_order(&grouped_by, &order_by)?;
    let day = lives::day_of(context, dates).await?;
    // Told again in the answer, today too.
    let dates = Dates { as_of: Some(day), ..dates };
    let counted_day = boundaries_of.unwrap_or(day);
    if boundaries_of.is_some() {
        lives::check(context, "asOf", day).await?;
        lives::check(context, "onBoundariesOf", counted_day).await?;
    }
    let ccgs = existing(context, counted_day, filter, &dates).await?;
    let held = of_all(context, dates).await?;
    let graph = Graph::load(context, dates).await?;
    let places = areas(context, &grouped_by, &dates).await?;
    let total = i64::try_from(ccgs.len()).unwrap_or(i64::MAX);
    let (mut counts, mut totals) = (BTreeMap::new(), BTreeMap::new());
    let (mut split, mut partly_unknown) = (Vec::new(), Vec::new());
    for ccg in ccgs {
        let of_areas = key_of(ccg, &grouped_by, &places);
        *totals.entry(of_areas.clone()).or_insert(0_i64) += 1;
        let projected = project(ccg, &held, &graph, [day, counted_day]);
        let key = if grouped_by.contains(&PositionGroup::Model) {
            with_position(of_areas.clone(), &projected, boundaries_of.is_some())
        } else {
            of_areas.clone()
        };
        counts.entry(key).or_insert((0_i64, of_areas)).0 += 1;
        match projected {
            Projected::Split(parts) => split.push(Parted { ccg, parts }),
            Projected::PartlyUnknown(parts) => partly_unknown.push(Parted { ccg, parts }),
            Projected::Whole(_) | Projected::Nowhere => {}
        }
    }
    let row = |(key, (count, of_areas)): (PositionStatsKey, (i64, PositionStatsKey))| {
        let denominator = totals.get(&of_areas).copied().unwrap_or(count);
        #[expect(clippy::cast_precision_loss, reason = "numbers of CCGs are small")]
        let rate = count as f64 / denominator as f64;
        PositionStatsRow { key, count, denominator, rate }
    };
    let groups = counts.into_iter().map(row);
    let mut groups: Vec<_> =
        groups.filter(|row| having.as_ref().is_none_or(|having| having.admits(row))).collect();
    sort(&mut groups, &order_by);
    let total_groups = i64::try_from(groups.len()).unwrap_or(i64::MAX);
    groups.truncate(size);
    Ok(PositionStats { grouped_by, groups, total_groups, total, split, partly_unknown, boundaries_of, dates })
}

/// Refuses an order by keys that are not there.
fn check_order(by: &[PositionGroup], order: &[OrderBy<PositionStatsSort>]) -> Answer<()> {
    let unknown = order.iter().find(|order| order.field.group().is_some_and(|key| !by.contains(&key)));
    unknown.map_or(Ok(()), |order| {
        let message = format!(
            "orderBy names {}, by which nothing is grouped; add it to groupBy, or order by a key of groupBy or by COUNT, \
             DENOMINATOR or RATE.",
            order.field.to_value()
        );
        Err(Failure::bad_input("orderBy", message))
    })
}

/// As asked for. Groups that are equal stand in the order of their keys, in which they come.
fn sort(groups: &mut Vec<PositionStatsRow>, by: &[OrderBy<PositionStatsSort>]) {
    let order = RowOrder::of(by);
    let mut sorted: Vec<_> = groups.drain(..).map(|row| (keys_of(by, &row, String::new()), row)).collect();
    sorted.sort_by(|(one, _), (other, _)| order.compare(one, other));
    groups.extend(sorted.into_iter().map(|(_, row)| row));
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

record! {
    struct PlaceRow {
        ccg_id: i64,
        kind: domain::AreaKind,
        name: String,
    }
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
