//! List fields. Every list takes the same arguments for its page, and every list of a noun the same for its rows, and the
//! library has no way to share arguments between fields: so they are written here, once.

/// Fields of an object that are lists, with an argument list each, to which those for the page are added. `USUAL_SIZE` of the
/// object is how many rows a list is reckoned to have unless the client says otherwise.
macro_rules! paged_fields {
    ($(#[$about:meta])* $object:ty { $(
        $(#[doc = $doc:tt])+
        $field:ident(
            $this:ident, $context:ident, $page:ident
            $(, $(#[$($described:tt)*])* $argument:ident: $kind:ty)* $(,)?
        ) -> $answer:ty { $($body:tt)* }
    )+ }) => {
        $(#[$about])*
        #[async_graphql::Object]
        impl $object {
            $(
                $(#[doc = $doc])+
                #[graphql(complexity = "crate::paging::cost(first, last, Self::USUAL_SIZE, child_complexity)")]
                #[allow(clippy::too_many_arguments, reason = "they are what a client may say of a list")]
                async fn $field(
                    &$this,
                    $context: &async_graphql::Context<'_>,
                    $($(#[$($described)*])* $argument: $kind,)*
                    #[graphql(desc = "Page size from the front; 50 unless given, at most 200.")] first: Option<i32>,
                    #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
                    #[graphql(desc = "Page size from the back, at most 200; not together with first.")]
                    last: Option<i32>,
                    #[graphql(desc = "Continue before this cursor.")] before: Option<String>,
                ) -> $answer {
                    let $page = crate::paging::PageArguments { first, after, last, before };
                    $($body)*
                }
            )+
        }
    };
}

/// Lists of nouns: the arguments for rows, with those for the page. `asOf` is described by the caller, for it means more where
/// the list leads further.
macro_rules! noun_fields {
    ($(#[$about:meta])* $object:ty, $as_of:tt { $(
        $(#[doc = $doc:tt])+
        $field:ident($this:ident, $context:ident, $arguments:ident): $noun:ty => $answer:ty = $list:expr;
    )+ }) => {
        crate::paging::paged_fields! {
            $(#[$about])*
            $object { $(
                $(#[doc = $doc])+
                $field(
                    $this, $context, page,
                    #[graphql(desc = "Only rows that match.")]
                    filter: Option<<$noun as crate::table::Noun>::Filter>,
                    #[graphql(desc = "In which order; the natural one unless given.")]
                    order_by: Option<Vec<crate::sorting::OrderBy<<$noun as crate::table::Noun>::Sort>>>,
                    #[graphql(desc = $as_of)]
                    as_of: Option<crate::scalars::Date>,
                    #[graphql(desc = "Only what somebody is known to have published by this day, where that is recorded \
                        (see `Query`). Holds for all that the list leads to, unless given anew there.")]
                    stated_by: Option<crate::scalars::Date>,
                    #[graphql(desc = "As this service knew it at this moment, where versions are kept (see `Query`). Holds \
                        for all that the list leads to, unless given anew there.")]
                    known_at: Option<crate::scalars::DateTime>,
                ) -> crate::error::Answer<$answer> {
                    let dates = crate::dates::Dates::read(as_of, stated_by, known_at);
                    let $arguments = crate::paging::ListArguments { filter, order_by, page, dates };
                    // On the heap: the library makes room for the largest of an object's fields in each of them, and moves that
                    // twice. What a list waits for takes seven thousand bytes.
                    Box::pin($list).await
                }
            )+ }
        }
    };
}

/// An object whose fields are lists at the root, of nouns or of their flat rows.
macro_rules! list_fields {
    (
        $(#[doc = $about:tt])+
        $object:ident, as_of $as_of:tt { $($(#[doc = $doc:tt])+ $field:ident: $item:ty,)+ }
    ) => {
        $(#[doc = $about])+
        #[derive(Default)]
        pub(super) struct $object;

        impl $object {
            const USUAL_SIZE: i32 = crate::paging::DEFAULT_SIZE;
        }

        crate::paging::noun_fields! {
            $(#[doc = $about])+
            $object, $as_of { $(
                $(#[doc = $doc])+
                $field(self, context, arguments): <$item as crate::paging::Item>::Of
                    => crate::paging::Connection<$item> = crate::paging::list::<$item>(context, arguments);
            )+ }
        }
    };
}

/// An object whose fields are lists of the rows that are related to a row of a noun. It is flattened into the noun, with
/// [`object`](crate::rendering::object).
macro_rules! related_fields {
    ($object:ident of $noun:ty { $($(#[doc = $doc:tt])+ $field:ident: $relation:ty,)+ }) => {
        struct $object {
            parent: i64,
            dates: crate::dates::Dates,
        }

        impl $object {
            const USUAL_SIZE: i32 = crate::paging::USUAL_NESTED_SIZE;
        }

        impl $object {
            /// How the lists of many rows are written.
            fn way(field: &str) -> Option<crate::rendering::Way<$noun>> {
                $(
                    if crate::rendering::is_called(field, stringify!($field)) {
                        let way = crate::rendering::Way::ahead(|context, rows| {
                            let parent = |row: &$noun| (row.row.id, row.dates);
                            Box::pin(crate::paging::related_of_each::<$relation, $noun>(context, rows, parent))
                        });
                        return Some(way.told_from(&["id"]));
                    }
                )+
                None
            }
        }

        crate::paging::noun_fields! {
            $object, "Only what was so on this day, where the description of the list at the root says what that means; the \
                day of the list or look-up around unless given. Holds for all that the list leads to." { $(
                $(#[doc = $doc])+
                $field(self, context, arguments): <$relation as crate::loading::Relation>::Node
                    => crate::paging::Related<$relation>
                    = crate::paging::related::<$relation>(context, self.parent, self.dates, arguments);
            )+ }
        }
    };
}

pub(crate) use {list_fields, noun_fields, paged_fields, related_fields};
