use std::borrow::Cow;

use async_graphql::{Object, TypeName};

use super::Group;
use crate::{dates::Dates, paging::Echo, rendering::List};

/// Counts by group.
pub struct Stats<G: Group> {
    pub(super) by: Vec<G::By>,
    pub(super) groups: Vec<G>,
    pub(super) total_groups: i64,
    pub(super) dates: Dates,
}

/// Counts by group, one flat row a group.
#[Object(name_type)]
impl<G: Group> Stats<G> {
    /// What the rows were grouped by, as asked for: fields of a `key` that belong to none of these are null.
    async fn grouped_by(&self) -> &[G::By] {
        &self.by
    }

    /// The groups, in the order that was asked for. A group without a row is not there; but when nothing was grouped
    /// by, there is one group, of all, even if it is empty.
    async fn groups(&self) -> List<G, &G> {
        self.groups.iter().collect()
    }

    /// How many groups there are, those beyond `first` among them: when it is more than `groups` shows, the answer was
    /// cut short.
    async fn total_groups(&self) -> i64 {
        self.total_groups
    }

    #[graphql(flatten)]
    async fn echo(&self) -> Echo {
        Echo(self.dates)
    }
}

impl<G: Group> TypeName for Stats<G> {
    fn type_name() -> Cow<'static, str> {
        G::NAME.into()
    }
}
