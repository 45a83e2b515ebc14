//! List fields. They all take the same arguments, and the library has no way to share these between fields.

/// An object whose fields are lists at the root, of nouns or of their flat rows.
macro_rules! list_fields {
    ($(#[doc = $about:literal])+ $object:ident { $($(#[doc = $doc:literal])+ $field:ident: $item:ty,)+ }) => {
        $(#[doc = $about])+
        #[derive(Default)]
        pub(super) struct $object;

        $(#[doc = $about])+
        #[async_graphql::Object]
        impl $object {
            $(
                $(#[doc = $doc])+
                #[graphql(complexity = "crate::paging::root_cost(first, last, child_complexity)")]
                #[allow(clippy::too_many_arguments, reason = "they are what a client may say of a list")]
                async fn $field(
                    &self,
                    context: &async_graphql::Context<'_>,
                    #[graphql(desc = "Only rows that match.")]
                    filter: Option<<<$item as crate::paging::Item>::Of as crate::table::Noun>::Filter>,
                    #[graphql(desc = "In which order; the natural one unless given.")]
                    order_by: Option<Vec<crate::sorting::OrderBy<
                        <<$item as crate::paging::Item>::Of as crate::table::Noun>::Sort
                    >>>,
                    #[graphql(desc = "Only what was so on this day; `position` and `identity` of what the list \
                        leads to are those of this day.")]
                    as_of: Option<crate::scalars::Date>,
                    #[graphql(desc = "Only what somebody is known to have published by this day; holds for all that \
                        the list leads to.")]
                    stated_by: Option<crate::scalars::Date>,
                    #[graphql(desc = "As this service knew it at this moment; holds for all that the list leads to.")]
                    known_at: Option<crate::scalars::DateTime>,
                    #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
                    #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
                    #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
                    #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
                ) -> crate::error::Answer<crate::paging::Connection<$item>> {
                    let arguments = crate::paging::ListArguments {
                        filter,
                        order_by,
                        page: crate::paging::PageArguments { first, after, last, before },
                        dates: crate::dates::Dates::read(as_of, stated_by, known_at),
                    };
                    crate::paging::list::<$item>(context, arguments).await
                }
            )+
        }
    };
}

/// An object whose fields are lists of the rows that are related to one row. It is flattened into the noun.
macro_rules! related_fields {
    ($object:ident of $noun:ty { $($(#[doc = $doc:literal])+ $field:ident: $relation:ty,)+ }) => {
        struct $object {
            parent: i64,
            dates: crate::dates::Dates,
        }

        #[async_graphql::Object]
        impl $object {
            $(
                $(#[doc = $doc])+
                #[graphql(complexity = "crate::paging::nested_cost(first, last, child_complexity)")]
                #[allow(clippy::too_many_arguments, reason = "they are what a client may say of a list")]
                async fn $field(
                    &self,
                    context: &async_graphql::Context<'_>,
                    #[graphql(desc = "Only rows that match.")]
                    filter: Option<<<$relation as crate::loading::Relation>::Node as crate::table::Noun>::Filter>,
                    #[graphql(desc = "In which order; the natural one unless given.")]
                    order_by: Option<Vec<crate::sorting::OrderBy<
                        <<$relation as crate::loading::Relation>::Node as crate::table::Noun>::Sort
                    >>>,
                    #[graphql(desc = "Only what was so on this day; `position` and `identity` of what the list \
                        leads to are those of this day.")]
                    as_of: Option<crate::scalars::Date>,
                    #[graphql(desc = "Only what somebody is known to have published by this day; that of the list \
                        around unless given.")]
                    stated_by: Option<crate::scalars::Date>,
                    #[graphql(desc = "As this service knew it at this moment; that of the list around unless given.")]
                    known_at: Option<crate::scalars::DateTime>,
                    #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
                    #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
                    #[graphql(desc = "Page size from the back; not together with first.")] last: Option<i32>,
                    #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
                ) -> crate::error::Answer<crate::paging::Related<$relation>> {
                    let arguments = crate::paging::ListArguments {
                        filter,
                        order_by,
                        page: crate::paging::PageArguments { first, after, last, before },
                        dates: crate::dates::Dates::read(as_of, stated_by, known_at),
                    };
                    crate::paging::related::<$relation>(context, self.parent, self.dates, arguments).await
                }
            )+
        }
    };
}

pub(crate) use {list_fields, related_fields};
