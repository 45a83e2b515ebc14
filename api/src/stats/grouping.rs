use std::{cell::RefCell, collections::HashSet};

use async_graphql::{Context, InputType};
use sea_orm::{
    DbErr, EntityTrait, IdenStatic, Iterable,
    sea_query::{Asterisk, Expr, Func, SelectStatement, WindowStatement},
};

use super::{Group, GroupKey, GroupSort, Having, Measure, Stats, Wanted};
use crate::{
    columns::{Column, Wide},
    dates::Dates,
    error::{Answer, Failure},
    judging::{answerable, day_left_open},
    loading::loaders,
    paging::{Echo, sort},
    reader::ResultRow,
    sorting::{Direction, Kind, Nulls, OrderBy, OrderedKey, SortKey},
    table::{Noun, column, matching},
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
        let (by, wanted) = (&arguments.by, Wanted::of::<G>(&look.field("groups")));
        let is_total_wanted = look.field("totalGroups").exists();
        let read = |row: ResultRow<'_>| {
            let total = if is_total_wanted { row.get(TOTAL)? } else { 0 };
            Ok::<_, DbErr>((total, G::read(row, by, &wanted)?))
        };
        let mut statement = statement(&arguments, &wanted, &arguments.dates);
        if is_total_wanted {
            statement.expr_window_as(Func::count(Expr::col(Asterisk)), WindowStatement::new(), TOTAL);
        }
        // The first group tells how many there are, so it is fetched in any case.
        statement.limit(size.max(1) as u64);
        let rows = loaders(context).loader().snapshot().read(&statement, read).await?;
        total_groups = rows.first().map_or(0, |(total, _)| *total);
        groups = rows.into_iter().take(size).map(|(_, group)| group).collect();
    }
    let asked = arguments.dates;
    let dates = Echo::dates(context, asked, || {
        let reaching = asked.that_reach(|dates| statement(&arguments, &Wanted::all::<G>(), dates));
        let reaching = Dates { as_of: reaching.as_of.or(judged_on), ..reaching };
        if is_judged { Dates { stated_by: asked.stated_by, ..reaching } } else { reaching }
    });
    Ok(Stats { by: arguments.by, groups, total_groups, dates })
}

/// What counts are reckoned to cost: what a group costs, times the groups.
pub fn cost(first: Option<i32>, group: usize) -> usize {
    let groups = usize::try_from(first.unwrap_or(USUAL).clamp(1, MOST)).unwrap_or(1);
    groups.saturating_mul(group).saturating_add(1)
}

/// Rows are put together by the columns of their own table first, which an index may give in order, and only these groups are
/// put beside what they refer to. It may be the same for several, so they are put together once more by what they refer to.
fn statement<G: Group>(arguments: &StatsArguments<G>, wanted: &Wanted, dates: &Dates) -> SelectStatement {
    let StatsArguments { filter, by, having, .. } = arguments;
    let judged_by = judged_by(arguments);
    let measures: Vec<(&str, Measure)> = G::measures()
        .into_iter()
        .filter(|(name, measure)| judged_by.contains(name) || wanted.has(name, *measure))
        .collect();
    let keys: Vec<(&str, Column)> = by.iter().flat_map(|key| key.columns(dates)).collect();
    let together = together(&keys, &measures);

    let own = |name: &str| {
        let named = |column: &<<G::Of as Noun>::Entity as EntityTrait>::Column| column.as_str() == name;
        <<G::Of as Noun>::Entity as EntityTrait>::Column::iter()
            .find(named)
            .map_or(Expr::col(name.to_owned()), column)
    };
    let mut rows = matching::<G::Of>(filter.as_ref(), dates);
    for name in &together {
        rows.expr_as(own(name), *name).add_group_by([own(name)]);
    }
    for (name, measure) in &measures {
        if let Some(measured) = measure.of_rows(own, &together) {
            rows.expr_as(measured, *name);
        }
    }

    let (mut wide, mut values) = (Wide::of(rows), Vec::new());
    for (name, column) in &keys {
        values.push(column.value.clone());
        wide.add(name, column.clone());
    }
    let mut select = wide.finish();
    let measured = |name: &'static str| {
        let measure = G::measures().into_iter().find(|(known, _)| *known == name).map(|(_, measure)| measure);
        measure.unwrap_or(Measure::Count).of_groups(name, &together)
    };
    for (name, _) in &measures {
        select.expr_as(measured(name), *name);
    }
    select.add_group_by(values);
    if let Some(condition) =
        having.as_ref().map(|having| having.condition(&measured)).filter(|asked| !asked.is_empty())
    {
        select.cond_having(condition);
    }
    sort(&mut select, &order(arguments, &keys, measured, dates));
    select
}

/// The measures by which groups are left out or sorted.
fn judged_by<G: Group>(arguments: &StatsArguments<G>) -> HashSet<&'static str> {
    let sorted_by = arguments.order_by.iter().flatten().filter_map(|order| order.field.measure());
    let named = RefCell::new(HashSet::from_iter(sorted_by));
    if let Some(having) = &arguments.having {
        having.condition(&|name| {
            named.borrow_mut().insert(name);
            Expr::col(name)
        });
    }
    named.into_inner()
}

/// The columns by which rows are put together first. Different values of one column can be counted there as long as no two of
/// these groups become one.
fn together(keys: &[(&str, Column)], measures: &[(&str, Measure)]) -> Vec<&'static str> {
    let mut together: Vec<&'static str> = Vec::new();
    let mut add = |column| {
        if !together.contains(&column) {
            together.push(column);
        }
    };
    keys.iter().filter_map(|(_, column)| column.by).for_each(&mut add);
    let tells = |by: Option<&str>| keys.iter().any(|(_, column)| column.tells && column.by == by);
    if !keys.iter().all(|(_, column)| tells(column.by)) {
        for (_, measure) in measures {
            if let Measure::Distinct(column) = measure {
                add(column);
            }
        }
    }
    together
}

/// As asked for, and then by the keys, so that no two groups are equal.
fn order<G: Group>(
    arguments: &StatsArguments<G>,
    keys: &[(&str, Column)],
    measured: impl Fn(&'static str) -> Expr,
    dates: &Dates,
) -> Vec<OrderedKey> {
    let ordered = |by, direction, nulls| OrderedKey {
        key: sorted_by(by),
        descends: direction == Direction::Desc,
        nulls_first: nulls == Nulls::First,
    };
    let asked = arguments.order_by.iter().flatten().filter_map(|order| {
        // A key by its first column.
        let by_key = || Some(order.field.group()?.columns(dates).into_iter().next()?.1.order);
        let by = order.field.measure().map(&measured).or_else(by_key)?;
        Some(ordered(by, order.direction, order.nulls))
    });
    let keys = keys.iter().map(|(_, column)| ordered(column.order.clone(), Direction::Asc, Nulls::Last));
    asked.chain(keys).collect()
}

fn sorted_by(by: Expr) -> SortKey {
    SortKey { by, kind: Kind::Text, is_nullable: true, of: None }
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
