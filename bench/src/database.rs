//! The databases that are filled, and dropped when they have been.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::Serialize;
use sqlx::{Connection, PgConnection};

use crate::failure::Outcome;

/// Which kind of database.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A file.
    Sqlite,
    /// A server's.
    Postgres,
}

impl Kind {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A database of the benchmark's own.
pub(crate) enum Database {
    Sqlite { path: PathBuf },
    Postgres { server: String, name: String },
}

impl Database {
    /// An empty one.
    pub(crate) fn new(kind: Kind, server: Option<&str>, folder: &Path) -> Outcome<Self> {
        let name = unique("prepared");
        match kind {
            Kind::Sqlite => {
                let path = folder.join(format!("{name}.sqlite"));
                Ok(Self::Sqlite { path })
            }
            Kind::Postgres => {
                let server = server.ok_or("which PostgreSQL server? Name it with --postgres-url, or let bench/postgres.sh start one")?;
                on_server(server, format!("CREATE DATABASE {name}"))?;
                Ok(Self::Postgres { server: server.to_owned(), name })
            }
        }
    }

    /// Another one that holds the same.
    pub(crate) fn copy(&self, name: &str) -> Outcome<Self> {
        match self {
            Self::Sqlite { path } => {
                let copy = path.with_file_name(format!("{}.sqlite", unique(name)));
                fs::copy(path, &copy)?;
                Ok(Self::Sqlite { path: copy })
            }
            Self::Postgres { server, name: original } => {
                let name = unique(name);
                on_server(server, format!("CREATE DATABASE {name} TEMPLATE {original}"))?;
                Ok(Self::Postgres { server: server.clone(), name })
            }
        }
    }

    /// Keeps the file of one in SQLite, under another name. It is dropped no more.
    pub(crate) fn keep_as(self, kept: &Path) -> Outcome<()> {
        if let Self::Sqlite { path } = &self {
            fs::rename(path, kept)?;
            std::mem::forget(self);
        }
        Ok(())
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { path } => format!("sqlite://{}?mode=rwc", path.display()),
            Self::Postgres { server, name } => {
                let address = server.rsplit_once('/').map_or(server.as_str(), |(address, _)| address);
                format!("{address}/{name}")
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped = match self {
            Self::Sqlite { path } => {
                // Left by a program that was broken off.
                let _ = fs::remove_file(path.with_extension("sqlite-journal"));
                fs::remove_file(path).map_err(Into::into)
            }
            // FORCE, because a program that failed may still be connected.
            Self::Postgres { server, name } => {
                on_server(server, format!("DROP DATABASE {name} WITH (FORCE)"))
            }
        };
        if let Err(failure) = dropped {
            eprintln!("bench: a database could not be dropped: {failure}");
        }
    }
}

/// Several benchmarks may run in one folder or on one server, though their times will mean little.
fn unique(name: &str) -> String {
    format!("bench_{}_{name}", std::process::id())
}

fn on_server(server: &str, command: String) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = PgConnection::connect(server).await?;
        // Made of this file's own words.
        sqlx::raw_sql(sqlx::AssertSqlSafe(command)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    })
}
