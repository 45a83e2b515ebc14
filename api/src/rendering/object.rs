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
                        return Some(Way::At(|object, to| {
                            $(let $column = &object.row.$column;)+
                            let told: $value = $told;
                            Leaf::write(&told, to);
                        }));
                    }
                )+
                $($(
                    if is_called(field, stringify!($lead)) {
                        return Some(Way::Ahead(|context, objects| {
                            let reference = |object: &Self| (object.row.$reference, object.dates);
                            Box::pin($crate::rendering::lead::<Self, $to>(context, objects, reference))
                        }));
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($held)) {
                        return Some(Way::Ahead(|context, objects| {
                            let held = |object: &Self| -> Option<$kind> {
                                $(let $part = &object.row.$part;)+
                                $holding
                            };
                            Box::pin($crate::rendering::within::<Self, $kind, _>(context, objects, held))
                        }));
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($echo)) {
                        return Some(Way::At(|object, to| {
                            let $dates = &object.dates;
                            let again: $echoed = $again;
                            Leaf::write(&again, to);
                        }));
                    }
                )+)?
                None$(.or_else(|| $lists::way(field)))?
            }
        }

        impl $crate::rendering::Told for $object {
            fn columns(field: &str) -> Option<&'static [&'static str]> {
                use $crate::rendering::is_called;
                $(
                    if is_called(field, stringify!($field)) {
                        return Some(&[$(stringify!($column)),+]);
                    }
                )+
                $($(
                    if is_called(field, stringify!($lead)) {
                        return Some(&[stringify!($reference)]);
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($held)) {
                        return Some(&[$(stringify!($part)),+]);
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($echo)) {
                        return Some(&[]);
                    }
                )+)?
                $(
                    if $lists::way(field).is_some() {
                        // They are those of the row with this number.
                        return Some(&["id"]);
                    }
                )?
                (field == "__typename").then_some(&[])
            }
        }
    };
}

pub(crate) use object;
