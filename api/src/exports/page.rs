use async_graphql::{
    Name, Pos, Positioned, Request, Value,
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, InlineFragment, OperationDefinition, OperationType,
        Selection, SelectionSet, TypeCondition,
    },
};
use chrono::{DateTime, SecondsFormat, Utc};

use super::{
    plan::{Plan, Step},
    used::Used,
};
use crate::{asked::Asked, names::NAMES, paging::PageSize, question::Question};

/// What is asked for beside the rows, under names of its own.
const NEXT: &str = "export_next";
const TOTAL: &str = "export_total";

/// Lists, and what counts all that they have, whatever their page.
const COUNTS: [(&str, &str); 3] =
    [("nodes", "totalCount"), ("edges", "totalCount"), ("groups", "totalGroups")];

/// The dates of a question, which its answer tells again.
const DATES: [(&str, &str); 3] =
    [("export_as_of", "asOf"), ("export_stated_by", "statedBy"), ("export_known_at", "knownAt")];

/// How many values a page may have, and so how much memory it takes.
const ROOM: usize = 20_000;
/// The fewest and the most rows of a page.
const SMALLEST: usize = 100;
const LARGEST: usize = 1000;

/// Rows of a list.
#[derive(Default)]
pub(crate) struct Page {
    /// The rows.
    pub(crate) rows: Vec<Value>,
    /// Where the next page begins, if the list goes on.
    pub(crate) next: Option<String>,
    /// How many rows the list has; only the first page says so.
    pub(crate) total: Option<u64>,
    /// The dates that the list says it is of; only the first page says so.
    pub(crate) dates: Vec<(&'static str, Value)>,
}

impl Plan {
    /// The question for the rows behind a cursor, or for the first ones, as known at a moment.
    pub(crate) fn question(
        &self,
        asked: &Asked,
        after: Option<&str>,
        known_at: Option<DateTime<Utc>>,
    ) -> Question {
        let size = PageSize((ROOM / self.columns.len().max(1)).clamp(SMALLEST, LARGEST));
        let request = Request::new("").variables(asked.variables.clone()).data(size);
        Question::of_part(request, self.document(asked, after, known_at))
    }

    /// What the answer to such a question says.
    pub(crate) fn page(&self, data: Value) -> Page {
        let member = |value: &mut Value, name: &str| match value {
            Value::Object(members) => members.swap_remove(name).unwrap_or_default(),
            _ => Value::Null,
        };
        let steps = self.around.iter().map(|step| step.field.node.response_key().node.as_str());
        let mut holder = steps.fold(data, |mut value, name| member(&mut value, name));
        let total = match member(&mut holder, TOTAL) {
            Value::Number(total) => total.as_u64(),
            _ => None,
        };
        let dates = DATES.into_iter().map(|(alias, name)| (name, member(&mut holder, alias))).collect();
        let mut next = member(&mut holder, NEXT);
        let goes_on = member(&mut next, "hasNextPage") == Value::Boolean(true);
        let next = match member(&mut next, "endCursor") {
            Value::String(cursor) if goes_on && self.is_whole => Some(cursor),
            _ => None,
        };
        let rows = match member(&mut holder, &self.list.field.node.response_key().node) {
            Value::List(rows) => rows,
            _ => Vec::new(),
        };
        Page { rows, next, total, dates }
    }

    fn document(
        &self,
        asked: &Asked,
        after: Option<&str>,
        known_at: Option<DateTime<Utc>>,
    ) -> ExecutableDocument {
        let place = self.list.field.pos;
        let mut steps = self.around.clone();
        if let (Some(after), Some(holder)) = (after, steps.last_mut()) {
            set(holder, "after", after.to_owned());
        }
        let mut list = self.list.clone();
        let first_with_time = steps.iter_mut().chain([&mut list]).find(|step| knows_time(step));
        if let (Some(moment), Some(step)) = (known_at, first_with_time) {
            set(step, "knownAt", moment.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }
        list.field.node.selection_set.node.items =
            self.rows.iter().flat_map(|rows| rows.node.items.clone()).collect();
        let mut beside = Vec::new();
        if self.is_paged() {
            beside.push(named(NEXT, "pageInfo", &["hasNextPage", "endCursor"], place));
        }
        if after.is_none() {
            let list = self.list.field.node.name.node.as_str();
            let mut counts = COUNTS.into_iter().filter(|(counted, _)| *counted == list);
            let count = counts.find(|(_, count)| self.has_beside(count)).map(|(_, count)| count);
            let dates = DATES.into_iter().filter(|(_, date)| self.has_beside(date));
            let once = count.map(|count| (TOTAL, count)).into_iter().chain(dates);
            beside.extend(once.map(|(alias, name)| named(alias, name, &[], place)));
        }
        let mut selection = within(list, beside);
        for step in steps.into_iter().rev() {
            let mut step = step;
            step.field.node.selection_set = selection;
            selection = within(step, Vec::new());
        }
        operation(asked, selection)
    }
}

/// A document of one operation, which defines what it uses.
fn operation(asked: &Asked, selection_set: Positioned<SelectionSet>) -> ExecutableDocument {
    let defined = &asked.document.fragments;
    let used = Used::by(&selection_set.node, defined);
    let definitions = asked.operation().map(|operation| operation.variable_definitions.as_slice());
    let variable_definitions = definitions.unwrap_or_default().iter();
    let variable_definitions = variable_definitions
        .filter(|definition| used.variables.contains(&definition.node.name.node))
        .cloned()
        .collect();
    let place = selection_set.pos;
    let operation = OperationDefinition {
        ty: OperationType::Query,
        variable_definitions,
        directives: Vec::new(),
        selection_set,
    };
    let fragments = defined.iter().filter(|(name, _)| used.fragments.contains(*name));
    ExecutableDocument {
        operations: DocumentOperations::Single(Positioned::new(operation, place)),
        fragments: fragments.map(|(name, fragment)| (name.clone(), fragment.clone())).collect(),
    }
}

/// A selection of a field of a type, whatever the type around it, and of fields beside it.
fn within(step: Step, mut beside: Vec<Positioned<Selection>>) -> Positioned<SelectionSet> {
    let place = step.field.pos;
    let Step { on, field } = step;
    beside.insert(0, Positioned::new(Selection::Field(field), place));
    let items = SelectionSet { items: beside };
    let condition = TypeCondition { on: Positioned::new(Name::new(on), place) };
    let fragment = InlineFragment {
        type_condition: Some(Positioned::new(condition, place)),
        directives: Vec::new(),
        selection_set: Positioned::new(items, place),
    };
    let item = Positioned::new(Selection::InlineFragment(Positioned::new(fragment, place)), place);
    Positioned::new(SelectionSet { items: vec![item] }, place)
}

fn named(alias: &str, name: &str, fields: &[&str], place: Pos) -> Positioned<Selection> {
    let items = fields.iter().map(|field| named(field, field, &[], place)).collect();
    let field = Field {
        alias: Some(Positioned::new(Name::new(alias), place)),
        name: Positioned::new(Name::new(name), place),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::new(SelectionSet { items }, place),
    };
    Positioned::new(Selection::Field(Positioned::new(field, place)), place)
}

fn knows_time(step: &Step) -> bool {
    let name = step.field.node.name.node.as_str();
    NAMES.arguments(&step.on, name).iter().any(|argument| argument == "knownAt")
}

/// Gives a field an argument, in the place of the one that it has.
fn set(step: &mut Step, name: &str, value: String) {
    let place = step.field.pos;
    let arguments = &mut step.field.node.arguments;
    arguments.retain(|(known, _)| known.node != name);
    let value = Positioned::new(Value::String(value).into_value(), place);
    arguments.push((Positioned::new(Name::new(name), place), value));
}
