//! Fields that count. They all take the same arguments, and the library has no way to share these between fields.

/// An object whose fields are counts by group.
macro_rules! stats_fields {
    ($(#[doc = $about:literal])+ $object:ident { $($(#[doc = $doc:literal])+ $field:ident: $group:ty,)+ }) => {
        $(#[doc = $about])+
        #[derive(Default)]
        pub(super) struct $object;

        $(#[doc = $about])+
        #[async_graphql::Object]
        impl $object {
            $(
                $(#[doc = $doc])+
                #[graphql(complexity = "crate::stats::cost(first, child_complexity)")]
                #[allow(clippy::too_many_arguments, reason = "they are what a client may say of groups")]
                async fn $field(
                    &self,
                    context: &async_graphql::Context<'_>,
                    #[graphql(desc = "Only rows that match are counted.")]
                    filter: Option<<<$group as crate::stats::Group>::Of as crate::table::Noun>::Filter>,
                    #[graphql(desc = "What rows of a group have in common; a group of all for an empty list.")]
                    group_by: Vec<<$group as crate::stats::Group>::By>,
                    #[graphql(desc = "Only groups whose counts match.")]
                    having: Option<<$group as crate::stats::Group>::Having>,
                    #[graphql(desc = "In which order; by the keys, as `groupBy` names them, unless given. The keys \
                        also settle ties.")]
                    order_by: Option<Vec<crate::sorting::OrderBy<<$group as crate::stats::Group>::Sort>>>,
                    #[graphql(desc = "Only what was so on this day.")] as_of: Option<crate::scalars::Date>,
                    #[graphql(desc = "Only what somebody is known to have published by this day.")]
                    stated_by: Option<crate::scalars::Date>,
                    #[graphql(desc = "As this service knew it at this moment.")]
                    known_at: Option<crate::scalars::DateTime>,
                    #[graphql(desc = "At most so many groups, from the front; 1,000 unless given, which is also the \
                        most. It leaves the counts as they are.")]
                    first: Option<i32>,
                ) -> crate::error::Answer<crate::stats::Stats<$group>> {
                    let arguments = crate::stats::StatsArguments {
                        filter,
                        by: group_by,
                        having,
                        order_by,
                        dates: crate::dates::Dates::read(as_of, stated_by, known_at),
                        first,
                    };
                    crate::stats::stats::<$group>(context, arguments).await
                }
            )+
        }
    };
}

pub(crate) use stats_fields;
