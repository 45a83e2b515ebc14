use std::{
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// What to load, and which loader is to do it: `M` is only a mark. (Derived traits would ask them of the mark.)
pub struct Key<M, K> {
    /// What to load.
    pub of: K,
    mark: PhantomData<fn() -> M>,
}

impl<M, K> Key<M, K> {
    /// A key for the loader that is marked `M`.
    pub fn new(of: K) -> Self {
        Self { of, mark: PhantomData }
    }
}

impl<M, K: Clone> Clone for Key<M, K> {
    fn clone(&self) -> Self {
        Self::new(self.of.clone())
    }
}

impl<M, K: PartialEq> PartialEq for Key<M, K> {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
    }
}

impl<M, K: Eq> Eq for Key<M, K> {}

impl<M, K: Hash> Hash for Key<M, K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.of.hash(state);
    }
}
