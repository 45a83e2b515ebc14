//! How the object of a noun is declared: once for the library, and once for text.

/// Declares an object: fields that need nothing but its row (`tells`), what its row refers to (`leads to`), objects that its row
/// holds (`holds`), its `lists`, and what is worked out (`and`).
macro_rules! object {
    (
        $(#[doc = $about:literal])+
        $object:ident, |$this:ident|
        tells { $($(#[doc = $doc:literal])+ $field:ident: $value:ty = $told:expr;)+ }
        $(leads to { $($(#[doc = $lead_doc:literal])+ $lead:ident: $to:ty = $reference:expr;)+ })?
        $(holds { $($(#[doc = $held_doc:literal])+ $held:ident: $kind:ty = $holding:expr;)+ })?
        $(lists $lists:ident;)?
        $(and { $($rest:tt)+ })?
    ) => {
        $(#[doc = $about])+
        #[async_graphql::Object]
        impl $object {
            $(
                $(#[doc = $doc])+
                pub(super) async fn $field(&self) -> $value {
                    let $this = self;
                    $told
                }
            )+
            $($(
                $(#[doc = $lead_doc])+
                async fn $lead(&self, context: &async_graphql::Context<'_>) -> $crate::error::Answer<$to> {
                    let $this = self;
                    <$to as $crate::rendering::Lead>::follow(context, $reference, $this.dates).await
                }
            )+)?
            $($(
                $(#[doc = $held_doc])+
                async fn $held(&self) -> Option<$kind> {
                    let $this = self;
                    $holding
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
                        return Some(Way::At(|$this, to| {
                            let told: $value = $told;
                            Leaf::write(&told, to);
                        }));
                    }
                )+
                $($(
                    if is_called(field, stringify!($lead)) {
                        return Some(Way::Ahead(|context, objects| {
                            let reference = |$this: &Self| ($reference, $this.dates);
                            Box::pin($crate::rendering::lead::<Self, $to>(context, objects, reference))
                        }));
                    }
                )+)?
                $($(
                    if is_called(field, stringify!($held)) {
                        return Some(Way::Ahead(|context, objects| {
                            let held = |$this: &Self| -> Option<$kind> { $holding };
                            Box::pin($crate::rendering::within::<Self, $kind, _>(context, objects, held))
                        }));
                    }
                )+)?
                None$(.or_else(|| $lists::way(field)))?
            }
        }
    };
}

pub(crate) use object;
