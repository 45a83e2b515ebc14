//! Ending in an orderly way: the first signal stops the work where it can be stopped, the second ends the process.

use std::{future::pending, io, process};

use tokio::{
    select,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{error::Error, report::Exit};

/// Whether the importer is to end.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<Option<Exit>>);

impl Stop {
    /// Listens to SIGINT and SIGTERM.
    ///
    /// # Errors
    /// When the system does not let this program listen.
    pub fn on_signals() -> io::Result<Self> {
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let (ask, stop) = Self::by_hand();
        // A task of its own, which work that does not pause cannot hold up.
        tokio::spawn(async move {
            loop {
                let exit = select! {
                    _ = interrupt.recv() => Exit::Interrupted,
                    _ = terminate.recv() => Exit::Terminated,
                };
                if ask.borrow().is_some() {
                    process::exit(exit.code().into());
                }
                tracing::info!("ending after the file that is at work; a second signal ends it at once");
                let _ = ask.send(Some(exit));
            }
        });
        Ok(stop)
    }

    /// Listens to whoever holds the other end.
    #[must_use]
    pub fn by_hand() -> (watch::Sender<Option<Exit>>, Self) {
        let (ask, asked) = watch::channel(None);
        (ask, Self(asked))
    }

    /// Nothing ever stops the work.
    #[must_use]
    pub fn never() -> Self {
        Self::by_hand().1
    }

    /// With which code to end, if it is to end.
    #[must_use]
    pub fn asked(&self) -> Option<Exit> {
        *self.0.borrow()
    }

    /// Waits until it is to end.
    pub async fn wait(&self) {
        if self.0.clone().wait_for(Option::is_some).await.is_err() {
            // Nobody is left who could ask.
            pending::<()>().await;
        }
    }

    /// Does the work, unless it is stopped: then the work is dropped where it stands.
    ///
    /// # Errors
    /// When it is stopped, or fails.
    pub async fn or<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        select! {
            biased;
            () = self.wait() => Err(Error::Stopped(self.asked().unwrap_or(Exit::Interrupted))),
            done = work => done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_done_until_it_is_stopped() {
        assert!(matches!(Stop::never().or(async { Ok(1) }).await, Ok(1)));
        let (ask, stop) = Stop::by_hand();
        assert!(matches!(stop.or(async { Ok(2) }).await, Ok(2)));
        ask.send(Some(Exit::Terminated)).unwrap();
        let work = pending::<Result<(), Error>>();
        assert!(matches!(stop.or(work).await, Err(Error::Stopped(Exit::Terminated))));
    }
}
