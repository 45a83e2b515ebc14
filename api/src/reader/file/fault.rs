use std::{
    borrow::Cow,
    error::Error,
    fmt::{self, Display, Formatter},
    sync::Arc,
};

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{
        self,
        error::{DatabaseError, ErrorKind},
    },
};

/// What SQLite says is wrong, as the other driver would say it: so there is one place that knows what its codes mean.
#[derive(Debug)]
struct Fault {
    /// The extended result code.
    code: i32,
    message: String,
}

impl Display for Fault {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "(code: {}) {}", self.code, self.message)
    }
}

impl Error for Fault {}

impl DatabaseError for Fault {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

/// Why a statement failed.
pub(super) fn of_statement(error: rusqlite::Error) -> DbErr {
    DbErr::Query(told(error))
}

/// Why a file cannot be opened.
pub(super) fn of_opening(error: rusqlite::Error) -> DbErr {
    DbErr::Conn(told(error))
}

fn told(error: rusqlite::Error) -> RuntimeErr {
    let (code, message) = match error {
        rusqlite::Error::SqliteFailure(error, message) => {
            (error, message.unwrap_or_else(|| error.to_string()))
        }
        error => return RuntimeErr::Internal(error.to_string()),
    };
    let fault = Fault { code: code.extended_code, message };
    RuntimeErr::SqlxError(Arc::new(sqlx::Error::Database(Box::new(fault))))
}
