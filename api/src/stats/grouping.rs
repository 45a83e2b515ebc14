use async_graphql::{Context, InputType};
use sea_orm::{
    DbErr,
    sea_query::{Asterisk, Expr, Func, SelectStatement, WindowStatement},
};

use super::{Group, GroupKey, GroupSort, Having, Stats};
use crate::{
    columns::Wide,
    dates::Dates,
    error::{Answer, Failure},
    judging::{answerable, day_left_open},
    loading::loaders,
    paging::sort,
    reader::ResultRow,
    sorting::{Direction, Kind, Nulls, OrderBy, OrderedKey, SortField, SortKey},
    table::{Noun, matching, select_columns},
};

/// The most groups of one answer. There are more combinations of keys than anybody reads.
const MOST: i32 = 1000;

/// How many groups an answer is reckoned to have unless the client says otherwise: most have fewer.
const USUAL: i32 = 50;

const TOTAL: &str = "total groups";

/// What a client asks of groups.
pub struct StatsArguments<G: Group> {
    /// Only rows that match.
    pub filter: Option<<G::Of as Noun>::Filter>,
    /// What rows of a group have in common.
    pub by: Vec<G::By>,
    /// Only groups that match.
    pub having: Option<G::Having>,
    /// In which order.
    pub order_by: Option<Vec<OrderBy<G::Sort>>>,
    /// The dates of the question.
    pub dates: Dates,
    /// At most so many groups.
    pub first: Option<i32>,
}

/// Counts rows by group.
pub async fn stats<G: Group>(context: &Context<'_>, mut arguments: StatsArguments<G>) -> Answer<Stats<G>> {
    let size = group_limit(arguments.first)?;
    check(&arguments)?;
    let mut is_judged = false;
    let judged_on = day_left_open(context, arguments.filter.as_ref(), &arguments.dates).await?;
    if let Some(filter) = arguments.filter {
        let answered = answerable(context, filter.clone(), &arguments.dates).await?;
        is_judged = answered != filter;
        arguments.filter = Some(answered);
    }
    let look = context.look_ahead();
    let (mut groups, mut total_groups) = (Vec::new(), 0);
    if look.field("groups").exists() || look.field("totalGroups").exists() {
        let by = &arguments.by;
        let read = |row: ResultRow<'_>| Ok::<_, DbErr>((row.get::<i64>(TOTAL)?, G::read(row, by)?));
        // The first group tells how many there are, so it is fetched in any case.
        let statement = statement(&arguments, &arguments.dates).limit(size.max(1) as u64).to_owned();
        let rows = loaders(context).loader().snapshot().read(&statement, read).await?;
        total_groups = rows.first().map_or(0, |(total, _)| *total);
        groups = rows.into_iter().take(size).map(|(_, group)| group).collect();
    }
    let asked = arguments.dates;
    let reaching = asked.that_reach(|dates| statement(&arguments, dates));
    let reaching = Dates { as_of: reaching.as_of.or(judged_on), ..reaching };
    let dates = if is_judged { Dates { stated_by: asked.stated_by, ..reaching } } else { reaching };
    Ok(Stats { by: arguments.by, groups, total_groups, dates })
}

/// What counts are reckoned to cost: what a group costs, times the groups.
pub fn cost(first: Option<i32>, group: usize) -> usize {
    let groups = usize::try_from(first.unwrap_or(USUAL).clamp(1, MOST)).unwrap_or(1);
    groups.saturating_mul(group).saturating_add(1)
}

fn statement<G: Group>(arguments: &StatsArguments<G>, dates: &Dates) -> SelectStatement {
    let StatsArguments { filter, by, having, .. } = arguments;
    let mut rows = matching::<G::Of>(filter.as_ref(), dates);
    select_columns::<<G::Of as Noun>::Entity>(&mut rows);
    let (mut wide, mut keys) = (Wide::of(rows), Vec::new());
    for (name, column) in by.iter().flat_map(|key| key.columns(dates)) {
        keys.push(column.value.clone());
        wide.add(name, column);
    }
    let mut select = wide.finish();
    for (name, measure) in G::measures() {
        select.expr_as(measure, name);
    }
    select.expr_window_as(Func::count(Expr::col(Asterisk)), WindowStatement::new(), TOTAL);
    select.add_group_by(keys);
    if let Some(condition) = having.as_ref().map(Having::condition).filter(|asked| !asked.is_empty()) {
        select.cond_having(condition);
    }
    sort(&mut select, &order(arguments, dates));
    select
}

/// As asked for, and then by the keys, so that no two groups are equal.
fn order<G: Group>(arguments: &StatsArguments<G>, dates: &Dates) -> Vec<OrderedKey> {
    let ordered = |key, direction, nulls| OrderedKey {
        key,
        descends: direction == Direction::Desc,
        nulls_first: nulls == Nulls::First,
    };
    let asked = arguments.order_by.iter().flatten();
    let asked = asked.map(|order| ordered(order.field.key(dates), order.direction, order.nulls));
    let keys = arguments.by.iter().flat_map(|key| key.columns(dates));
    let keys = keys.map(|(_, column)| ordered(sorted_by(column.order), Direction::Asc, Nulls::Last));
    asked.chain(keys).collect()
}

/// By the first column of a key.
pub(super) fn by_key(key: impl GroupKey, dates: &Dates) -> SortKey {
    let first = key.columns(dates).into_iter().next();
    sorted_by(first.map_or_else(|| Expr::Constant(false.into()), |(_, column)| column.order))
}

/// By what is measured.
pub(super) fn by_measure(measure: Expr) -> SortKey {
    sorted_by(measure)
}

fn sorted_by(by: Expr) -> SortKey {
    SortKey { by, kind: Kind::Text, is_nullable: true }
}

/// Refuses keys that stand twice, and an order by keys that are not there.
fn check<G: Group>(arguments: &StatsArguments<G>) -> Answer<()> {
    let by = &arguments.by;
    named_once(by)?;
    for order in arguments.order_by.iter().flatten() {
        if let Some(key) = order.field.group().filter(|key| !by.contains(key)) {
            let message = format!(
                "orderBy names {}, by which nothing is grouped; add it to groupBy, or order by a key of groupBy or by \
                 COUNT.",
                key.to_value()
            );
            return Err(Failure::bad_input("orderBy", message));
        }
    }
    Ok(())
}

/// Refuses keys that stand twice.
pub fn named_once<K: InputType + PartialEq>(by: &[K]) -> Answer<()> {
    match (1..by.len()).find(|place| by[..*place].contains(&by[*place])) {
        Some(twice) => {
            let message = format!("groupBy names {} twice; once is enough.", by[twice].to_value());
            Err(Failure::bad_input("groupBy", message))
        }
        None => Ok(()),
    }
}

/// How many groups an answer has at most.
pub fn group_limit(first: Option<i32>) -> Answer<usize> {
    let first = first.unwrap_or(MOST);
    usize::try_from(first).ok().filter(|_| first <= MOST).ok_or_else(|| {
        let message = format!(
            "first is {first}; an answer has 0 to {MOST} groups. Narrow it by filter or having, or group by fewer keys."
        );
        Failure::bad_input("first", message)
    })
}
