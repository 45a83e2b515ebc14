//! Ending in an orderly way: the first signal waits for the file that is at work, the second does not.

use std::{future::pending, io, process};

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::report::Exit;

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
        tokio::spawn(async move {
            loop {
                let exit = tokio::select! {
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
}
