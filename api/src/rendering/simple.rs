//! How objects are declared that only hold what they show.

use super::Render;

/// What may hold an object.
pub trait MayHold {
    /// The object.
    type Object: Render;

    /// The object, if there is one.
    fn object(&self) -> Option<&Self::Object>;
}

impl<T: Render> MayHold for T {
    type Object = T;

    fn object(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: Render> MayHold for Option<T> {
    type Object = T;

    fn object(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// Declares an object whose fields are what it holds, for the library and for text: objects (`holding`), and values.
macro_rules! simple_object {
    (
        $(#[$about:meta])+
        $public:vis struct $object:ident $(holding { $($(#[doc = $held_doc:literal])+ $held:ident: $kind:ty,)+ } and)? {
            $($(#[doc = $doc:literal])+ $shown:vis $field:ident: $value:ty,)+
        }
    ) => {
        $(#[$about])+
        #[derive(async_graphql::SimpleObject)]
        $public struct $object {
            $($($(#[doc = $held_doc])+ pub(super) $held: $kind,)+)?
            $($(#[doc = $doc])+ $shown $field: $value,)+
        }

        impl $crate::rendering::Render for $object {
            fn way(field: &str) -> Option<$crate::rendering::Way<Self>> {
                use $crate::rendering::{Leaf, Way, is_called};
                $($(
                    if is_called(field, stringify!($held)) {
                        return Some(Way::ahead(|context, objects| {
                            Box::pin($crate::rendering::within::<Self, <$kind as $crate::rendering::MayHold>::Object, _>(
                                context,
                                objects,
                                |object| $crate::rendering::MayHold::object(&object.$held),
                            ))
                        }));
                    }
                )+)?
                $(
                    if is_called(field, stringify!($field)) {
                        return Some(Way::at(|object, to| object.$field.write(to)));
                    }
                )+
                None
            }
        }
    };
}

pub(crate) use simple_object;
