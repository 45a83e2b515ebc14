use std::io;

use futures_util::{Stream, stream};
use tempfile::NamedTempFile;
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
    task::JoinSet,
};

use crate::http::breaking::break_off;

/// The most that is read of it at once, in bytes.
const PIECE: u64 = 64 * 1024;

/// Where what is written waits until it is taken, on disk: whoever writes never waits for whoever takes.
pub(super) struct Spool {
    file: File,
    written: watch::Sender<Written>,
}

/// How much has been written, and whether more will be.
#[derive(Clone, Copy, Default)]
struct Written {
    bytes: u64,
    end: Option<End>,
}

/// How the writing ended.
#[derive(Clone, Copy)]
enum End {
    Whole,
    Broken,
}

impl Spool {
    /// Has somebody write to a spool, and gives what is written as it comes. Whoever lets go of it stops the writing. What `work`
    /// gives is kept until all is taken.
    ///
    /// # Errors
    /// When there is no room for a file.
    pub(super) fn over<W, K>(
        work: impl FnOnce(Self) -> W,
    ) -> io::Result<impl Stream<Item = io::Result<Vec<u8>>> + Send>
    where
        W: Future<Output = Option<K>> + Send + 'static,
        K: Send + 'static,
    {
        // Both ends have places of their own in the file, which is gone as soon as both are closed.
        let named = NamedTempFile::new()?;
        let (taking, writing) = (File::from_std(named.reopen()?), File::from_std(named.reopen()?));
        let (sender, written) = watch::channel(Written::default());
        let end = sender.clone();
        let working = work(Self { file: writing, written: sender });
        let mut task = JoinSet::new();
        task.spawn(async move {
            let kept = working.await;
            end.send_modify(|written| {
                written.end = Some(if kept.is_some() { End::Whole } else { End::Broken });
            });
            kept
        });
        Ok(Rest { file: taking, taken: 0, written, _task: task }.pieces())
    }

    /// Adds something.
    ///
    /// # Errors
    /// When the disk is full.
    pub(super) async fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await?;
        self.file.flush().await?;
        self.written.send_modify(|written| written.bytes += bytes.len() as u64);
        Ok(())
    }
}

/// What has not been taken yet.
struct Rest<K> {
    file: File,
    taken: u64,
    written: watch::Receiver<Written>,
    /// The one who writes; with what is kept when that is done.
    _task: JoinSet<Option<K>>,
}

/// Gives what is in a file, which has so many bytes, and keeps something until all is taken.
pub(super) fn taken_from<K: Send + 'static>(
    file: File,
    bytes: u64,
    kept: K,
) -> impl Stream<Item = io::Result<Vec<u8>>> + Send {
    let (_, written) = watch::channel(Written { bytes, end: Some(End::Whole) });
    let mut task = JoinSet::new();
    task.spawn(async { Some(kept) });
    Rest { file, taken: 0, written, _task: task }.pieces()
}

impl<K: Send + 'static> Rest<K> {
    fn pieces(self) -> impl Stream<Item = io::Result<Vec<u8>>> + Send {
        stream::try_unfold(self, async |mut rest| Ok(rest.next().await?.map(|piece| (piece, rest))))
    }

    async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let written = *self.written.borrow_and_update();
            if self.taken < written.bytes {
                return self.piece(written.bytes).await.map(Some);
            }
            match written.end {
                Some(End::Whole) => return Ok(None),
                Some(End::Broken) => return Err(broken()),
                // It ends without a word only when it panics.
                None => self.written.changed().await.map_err(|_| broken())?,
            }
        }
    }

    async fn piece(&mut self, written: u64) -> io::Result<Vec<u8>> {
        let length = PIECE.min(written - self.taken);
        let mut piece = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact(&mut piece).await?;
        self.taken += length;
        Ok(piece)
    }
}

/// What is missing cannot be taken for the end.
fn broken() -> io::Error {
    break_off();
    io::Error::other("the rest of the table cannot be had")
}

#[cfg(test)]
mod tests {
    use std::{future::pending, pin::pin};

    use futures_util::{StreamExt, TryStreamExt};
    use tokio::sync::oneshot;

    use super::Spool;

    #[tokio::test]
    async fn all_that_is_written_is_taken_however_late() {
        let (done, is_done) = oneshot::channel();
        let spool = Spool::over(async |mut spool| {
            for piece in [b'a', b'b', b'c'] {
                spool.add(&vec![piece; 100_000]).await.expect("room");
            }
            done.send(()).expect("somebody waits");
            Some(())
        });
        // Nobody has taken anything yet.
        is_done.await.expect("it is written");
        let pieces: Vec<_> = spool.expect("a file").try_collect().await.expect("all of it");
        assert!(pieces.len() > 3);
        let all = pieces.concat();
        assert_eq!(all.len(), 300_000);
        assert!(all.is_sorted());
    }

    #[tokio::test]
    async fn what_is_not_written_to_its_end_is_broken_behind_what_there_is() {
        for panics in [false, true] {
            let spool = Spool::over(async move |mut spool| {
                spool.add(b"a beginning").await.expect("room");
                assert!(!panics, "the writer panics");
                Option::<()>::None
            });
            let mut spool = pin!(spool.expect("a file"));
            assert_eq!(spool.next().await.expect("a piece").expect("which is whole"), b"a beginning");
            assert!(spool.next().await.expect("an end").is_err());
        }
    }

    #[tokio::test]
    async fn nobody_writes_what_nobody_takes() {
        let (guard, is_gone) = oneshot::channel::<()>();
        let spool = Spool::over(async move |_spool| {
            let _guard = guard;
            pending::<Option<()>>().await
        });
        drop(spool.expect("a file"));
        assert!(is_gone.await.is_err());
    }
}
