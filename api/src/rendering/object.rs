//! How the object of a noun is declared: once for the library, and once for text.

/// Declares the object of a noun: fields that are told from columns of its row (`tells`), what its row refers to (`leads to`),
/// objects that are made of columns (`holds`), what it tells again of the question (`echoes`), its `lists`, and what is worked
/// out (`and`).
///
/// A field sees the columns that it names and no others, for others may not have been read. What is worked out sees the whole row.
macro_rules! object {
    (
        $(#[doc = $about:literal])+
        $object:ident
        tells { $($(#[doc = $doc:literal])+ $field:ident: $value:ty = |$($column:ident),+| $told:expr;)+ }
        $(leads to { $($(#[doc = $lead_doc:literal])+ $lead:ident: $to:ty = $reference:ident;)+ })?
        $(holds { $($(#[doc = $held_doc:literal])+ $held:ident: $kind:ty = |$($part:ident),+| $holding:expr;)+ })?
        $(echoes { $($(#[doc = $echo_doc:literal])+ $echo:ident: $echoed:ty = |$dates:ident| $again:expr;)+ })?
        $(lists $lists:ident;)?
        $(and { $($rest:tt)+ })?
    ) => {
        $(#[doc = $about])+
        #[async_graphql::Object]
        impl $object {
            $(
                $(#[doc = $doc])+
                pub(super) async fn $field(&self) -> $value {
                    $(let $column = &self.row.$column;)+
                    $told
                }
            )+
            $($(
                $(#[doc = $lead_doc])+
                async fn $lead(&self, context: &async_graphql::Context<'_>) -> $crate::error::Answer<$to> {
                    <$to as $crate::rendering::Lead>::follow(context, self.row.$reference, self.dates).await
                }
            )+)?
            $($(
                $(#[doc = $held_doc])+
                async fn $held(&self) -> Option<$kind> {
                    $(let $part = &self.row.$part;)+
                    $holding
                }
            )+)?
            $($(
                $(#[doc = $echo_doc])+
                async fn $echo(&self) -> $echoed {
                    let $dates = &self.dates;
                    $again
                }
            )+)?
            $($($rest)+)?
            $(
                #[graphql(flatten)]
                async fn lists(&self) -> $lists {
                    $lists { parent: self.row.id, dates: self.dates }
                }
            )?
        }

        impl $crate::rendering::Render for $object {
            fn way(field: &str) -> Option<$crate::rendering::Way<Self>> {
                use $crate::rendering::{Leaf, Way, is_called};
                $(
                    if is_called(field, stringify!($field)) {
                        let way = Way::at(|object: &Self, to| {
                            $(let $column = &object.row.$column;)+
                            let told: $value = $told;
                            Leaf::write(&told, to);
                        });
                        return Some(way.told_from(&[$(stringify!($column)),+]));
                    }
                )+
                $($(
                    if is_called(field, stringify!($lead)) {
                        let way = Way::ahead(|context, objects| {
                            let reference = |object: &Self| (object.row.$reference, object.dates);
                            Box::pin($crate::rendering::lead::<Self, $to>(context, objects, reference))
                        });
                        return Some(way.told_from(&[stringify!($reference)]));
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($held)) {
                        let way = Way::ahead(|context, objects| {
                            let held = |object: &Self| -> Option<$kind> {
                                $(let $part = &object.row.$part;)+
                                $holding
                            };
                            Box::pin($crate::rendering::within::<Self, $kind, _>(context, objects, held))
                        });
                        return Some(way.told_from(&[$(stringify!($part)),+]));
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($echo)) {
                        let way = Way::at(|object: &Self, to| {
                            let $dates = &object.dates;
                            let again: $echoed = $again;
                            Leaf::write(&again, to);
                        });
                        return Some(way.told_from(&[]));
                    }
                )+)?
                None$(.or_else(|| $lists::way(field)))?
            }
        }
    };
}

pub(crate) use object;
