//! A fresh database for one test, gone when the test is over.

use std::{
    env,
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// A database of either kind.
pub(crate) enum Store {
    Sqlite {
        folder: TempDir,
    },
    Postgres {
        server: String,
        name: String,
    },
    /// One that belongs to another store, as somebody else sees it.
    Shared {
        url: String,
    },
}

impl Store {
    /// A folder in which the first import makes a database file.
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().unwrap() }
    }

    /// An empty database on the server of the test run.
    pub(crate) fn postgres() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = env::var("TEST_POSTGRES_URL")
            .expect("TEST_POSTGRES_URL names no PostgreSQL server; ./test.sh starts one and sets it");
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        on_server(&server, &format!("CREATE DATABASE {name}"));
        Self::Postgres { server, name }
    }

    /// The database of another store at another address.
    pub(crate) fn at(url: String) -> Self {
        Self::Shared { url }
    }

    /// Where the importer and the api find it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { folder } => {
                format!("sqlite://{}?mode=rwc", folder.path().join("facts.sqlite").display())
            }
            Self::Postgres { server, name } => {
                let (address, _) = server.rsplit_once('/').unwrap();
                format!("{address}/{name}")
            }
            Self::Shared { url } => url.clone(),
        }
    }

    /// Executes statements.
    pub(crate) fn execute(&self, statements: &str) {
        on_server(&self.url(), statements);
    }

    /// The first column of every row that a query gives, as text.
    pub(crate) fn column(&self, query: &str) -> Vec<String> {
        block_on(async {
            let db = Database::connect(self.url()).await.unwrap();
            let rows =
                db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), query)).await;
            rows.unwrap().iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // FORCE, because a program of the test may still be connected.
        if let Self::Postgres { server, name } = self {
            on_server(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn on_server(server: &str, command: &str) {
    block_on(async {
        let db = Database::connect(server).await.unwrap();
        db.execute_unprepared(command).await.unwrap();
    });
}

/// Runs a future to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
