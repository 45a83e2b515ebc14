//! What a resolver may fail with, and what of it a client gets to see.

use async_graphql::ErrorExtensions;
use sea_orm::DbErr;

/// Why a field has no value.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The client asked for something that cannot be; it can mend its request.
    BadInput {
        /// The argument at fault.
        argument: &'static str,
        /// What is wrong with it and what would have been accepted.
        message: String,
    },
    /// The database could not be asked. What it said is in the log only.
    Database,
}

/// The outcome of a resolver.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// An argument that cannot be.
    pub fn bad_input(argument: &'static str, message: impl Into<String>) -> Self {
        Self::BadInput { argument, message: message.into() }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        tracing::error!(%error, "a statement failed");
        Self::Database
    }
}

impl From<Failure> for async_graphql::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::BadInput { argument, message } => Self::new(message).extend_with(|_, extensions| {
                extensions.set("code", code::BAD_USER_INPUT);
                extensions.set("argument", argument);
            }),
            Failure::Database => {
                Self::new("The data could not be read. The reason is in the log of the service.")
                    .extend_with(|_, extensions| extensions.set("code", code::INTERNAL_SERVER_ERROR))
            }
        }
    }
}

/// The values of `extensions.code`: a program decides by them, so they never change.
pub mod code {
    /// An argument or variable that cannot be.
    pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
    /// Not a GraphQL document.
    pub const GRAPHQL_PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
    /// A document that does not fit the schema.
    pub const GRAPHQL_VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
    /// The service failed.
    pub const INTERNAL_SERVER_ERROR: &str = "INTERNAL_SERVER_ERROR";
    /// The document is nested deeper than the limit.
    pub const QUERY_TOO_DEEP: &str = "QUERY_TOO_DEEP";
    /// The document asks for more than a limit allows.
    pub const QUERY_TOO_COMPLEX: &str = "QUERY_TOO_COMPLEX";
    /// The request is not one of GraphQL over HTTP.
    pub const BAD_REQUEST: &str = "BAD_REQUEST";
    /// The request took longer than the limit.
    pub const TIMEOUT: &str = "TIMEOUT";
    /// Too many requests are being answered, or the database is away; another time this one will be answered.
    pub const OVERLOADED: &str = "OVERLOADED";
    /// The request shows no token that is known.
    pub const UNAUTHENTICATED: &str = "UNAUTHENTICATED";
    /// The hash of the request is that of no document that is known; send the document.
    pub const PERSISTED_QUERY_NOT_FOUND: &str = "PERSISTED_QUERY_NOT_FOUND";
}
