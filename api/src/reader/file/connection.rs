use std::{cell::Cell, fs, io, os::unix::fs::MetadataExt, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};
use sea_orm::{
    DbErr,
    sea_query::{Value, Values},
};

use super::{busy, cells::Cells, fault};
use crate::{edition::State, stopping::Watch};

/// How many steps SQLite takes between two looks whether to go on: some fractions of a millisecond.
const STEPS: i32 = 20_000;

/// How many statements a connection keeps prepared.
const PREPARED: usize = 64;

/// A connection that only reads.
#[derive(Debug)]
pub(super) struct Reading {
    connection: Connection,
    /// The file that it has open, whatever stands under its name now.
    file: Option<Identity>,
    /// The state of the data, and the number that SQLite had for what was in the file then.
    known: Cell<Option<(i64, State)>>,
    /// For whom it is at work.
    watch: Watch,
    /// How long a writer that is about to finish is waited for.
    patience: Duration,
}

/// Tells a file from every other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

impl Identity {
    /// Of what stands under a name.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let file = fs::metadata(path)?;
        Ok(Self(file.dev(), file.ino()))
    }
}

impl Reading {
    /// Opens a file. A writer that is about to finish is waited for so long.
    pub(super) fn open(path: &Path, patience: Duration) -> Result<Self, DbErr> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = || {
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_handler(Some(busy::go_on))?;
            connection.set_prepared_statement_cache_capacity(PREPARED);
            // Or else a statement is prepared anew whenever a value is given to it by which it might be planned otherwise.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            let (file, known, watch) = (Identity::of(path).ok(), Cell::default(), Watch::default());
            Ok(Self { connection, file, known, watch, patience })
        };
        opened().map_err(fault::of_opening)
    }

    /// Whether it has this file open.
    pub(super) fn is_of(&self, file: Option<Identity>) -> bool {
        self.file == file
    }

    /// Begins a transaction, in which it works and waits only as long as somebody watches.
    pub(super) fn begin(&mut self, watch: Watch) -> Result<(), DbErr> {
        self.watch = watch.clone();
        self.work(|connection| {
            connection.progress_handler(STEPS, Some(move || watch.is_stopped()))?;
            connection.prepare_cached("BEGIN")?.execute([]).map(drop)
        })
    }

    /// All that a statement gives.
    pub(super) fn read(&self, sql: &str, values: &[Value]) -> Result<Cells, DbErr> {
        self.work(|connection| Cells::read(connection, sql, values))
    }

    /// The state of the data, as `read` has it of what a statement gives. Every answer begins with it, so it is read only where
    /// something was written since.
    pub(super) fn state(
        &self,
        statement: &(String, Values),
        read: impl FnOnce(Cells) -> Result<State, DbErr>,
    ) -> Result<State, DbErr> {
        let written = self.work(|connection| {
            connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
        })?;
        if let Some((at, state)) = self.known.get()
            && at == written
        {
            return Ok(state);
        }
        let (sql, values) = statement;
        let state = read(self.read(sql, &values.0)?)?;
        self.known.set(Some((written, state)));
        Ok(state)
    }

    /// Ends a transaction.
    pub(super) fn end(&self) -> Result<(), DbErr> {
        self.work(|connection| connection.prepare_cached("COMMIT")?.execute([]).map(drop))
    }

    fn work<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, DbErr> {
        let _waiting = busy::Waiting::of(&self.watch, self.patience);
        work(&self.connection).map_err(fault::of_statement)
    }

    /// Ends what is still open; whether it can be used again.
    pub(super) fn is_put_right(&self) -> bool {
        self.connection.is_autocommit() || self.connection.execute_batch("ROLLBACK").is_ok()
    }
}
