//! How a flat row is declared: its columns in their order, each with its type and where it is found.

/// Declares a type of flat rows: `Name of Noun, |fact, dates| { column: Type = where, ... }`.
macro_rules! flat_row {
    (
        $(#[doc = $about:literal])+
        $row:ident of $noun:ty, |$fact:ident, $dates:ident| {
            $($(#[doc = $doc:literal])+ $field:ident: $value:ty = $column:expr,)+
        }
    ) => {
        $(#[doc = $about])+
        pub struct $row {
            $($field: Option<$value>,)+
        }

        $(#[doc = $about])+
        #[async_graphql::Object]
        impl $row {
            $(
                $(#[doc = $doc])+
                async fn $field(&self) -> crate::error::Answer<&$value> {
                    crate::rows::page::selected(self.$field.as_ref(), stringify!($field))
                }
            )+
        }

        impl crate::rendering::Render for $row {
            fn way(field: &str) -> Option<crate::rendering::Way<Self>> {
                use crate::rendering::{Leaf, Way, is_called};
                $(
                    if is_called(field, stringify!($field)) {
                        return Some(Way::at(|row, to| row.$field.write(to)));
                    }
                )+
                None
            }
        }

        impl crate::paging::Item for $row {
            type Of = $noun;
            type Selection = crate::rows::Selection;
            const IS_WIDE: bool = true;

            fn selection(context: &async_graphql::Context<'_>) -> crate::rows::Selection {
                crate::rows::Selection::of(context, &[$(stringify!($field),)+])
            }

            fn statement(
                mut page: sea_orm::sea_query::SelectStatement,
                keys: &[crate::sorting::OrderedKey],
                selection: &crate::rows::Selection,
                $dates: &crate::dates::Dates,
            ) -> sea_orm::sea_query::SelectStatement {
                // Some rows are the same at all times.
                let (_, $fact) = ($dates, &crate::columns::Place::fact());
                crate::table::select_columns::<<$noun as crate::table::Noun>::Entity>(&mut page);
                let mut wide = crate::columns::Wide::of(page);
                $(
                    if selection.has(stringify!($field)) {
                        wide.add(stringify!($field), $column);
                    }
                )+
                crate::rows::page::finish::<$noun>(wide, keys)
            }

            fn read(
                row: crate::reader::ResultRow<'_>,
                selection: &crate::rows::Selection,
                _: crate::dates::Dates,
            ) -> Result<Self, sea_orm::DbErr> {
                Ok(Self { $($field: selection.read(row, stringify!($field))?,)+ })
            }
        }
    };
}

pub(super) use flat_row;
