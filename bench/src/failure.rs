//! Why a benchmark ended early. Nobody does more about it than read it, so a sentence is enough.

use std::error::Error;

/// A sentence for whoever runs the benchmark.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// The outcome of a step of a benchmark.
pub(crate) type Outcome<T> = Result<T, Failure>;
