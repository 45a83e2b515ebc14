//! How the keys of groups are declared: once, for the three types that name them.

/// Declares what rows of a noun can be grouped by. Of each key: its name, and the columns that make it up.
macro_rules! group_keys {
    (
        $(#[doc = $group_doc:literal])+
        enum $group:ident;
        $(#[doc = $sort_doc:literal])+
        enum $sort:ident { $($(#[doc = $measure_doc:literal])+ $measure:ident = $measured:expr,)+ }
        $(#[doc = $key_doc:literal])+
        struct $key:ident, |$fact:ident, $dates:ident| {
            $(
                $(#[$of_variant:meta])+
                $variant:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $value:ty = $column:expr,)+ }
            )+
        }
    ) => {
        $(#[doc = $group_doc])+
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, async_graphql::Enum)]
        pub enum $group {
            $($(#[$of_variant])+ $variant,)+
        }

        $(#[doc = $sort_doc])+
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, async_graphql::Enum)]
        pub enum $sort {
            $($(#[$of_variant])+ $variant,)+
            $($(#[doc = $measure_doc])+ $measure,)+
        }

        crate::rendering::simple_object! {
            $(#[doc = $key_doc])+
            pub(super) struct $key {
                $($($(#[doc = $field_doc])+ $field: Option<$value>,)+)+
            }
        }

        impl $key {
            fn read(row: crate::reader::ResultRow<'_>, by: &[$group]) -> Result<Self, sea_orm::DbErr> {
                Ok(Self {
                    $($(
                        $field: if by.contains(&$group::$variant) {
                            crate::columns::read(row, stringify!($field))?
                        } else {
                            None
                        },
                    )+)+
                })
            }
        }

        impl crate::stats::GroupKey for $group {
            fn columns(self, $dates: &crate::dates::Dates) -> Vec<(&'static str, crate::columns::Column)> {
                let $fact = &crate::columns::Place::fact();
                match self {
                    $(Self::$variant => vec![$((stringify!($field), $column),)+],)+
                }
            }
        }

        impl crate::stats::GroupSort for $sort {
            type By = $group;

            fn group(self) -> Option<$group> {
                match self {
                    $(Self::$variant => Some($group::$variant),)+
                    $(Self::$measure => None,)+
                }
            }

            fn measure(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => None,)+
                    $(Self::$measure => Some($measured),)+
                }
            }
        }
    };
}

pub(super) use group_keys;
