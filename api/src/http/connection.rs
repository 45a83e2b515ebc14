use std::{
    future::Future,
    io::{self, ErrorKind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use poem::{
    http::uri::Scheme,
    listener::Acceptor,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::watch,
    time::{Instant, Sleep, sleep},
};

use super::{
    breaking::is_broken_off,
    connections::{Connections, Known},
};

/// How long nothing is accepted after that has failed, as it does when no more files may be open.
const PAUSE: Duration = Duration::from_millis(100);

/// How many connections there may be, and how long they may keep the service waiting.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// How many there may be at once.
    pub(super) most: usize,
    /// How long nothing may pass in either direction.
    pub(super) idle: Duration,
    /// How long the head of a request may take, from its first byte.
    pub(super) head: Duration,
}

/// Accepts so many connections, which are closed when nothing has passed for a while in either direction, or the head of a
/// request takes too long: neither a request that never arrives, nor one that comes byte by byte, nor an answer that is never
/// taken holds one for ever. (The server's own time-out waits for requests that have begun.)
pub(super) struct Impatient<A> {
    inner: A,
    patience: Patience,
    connections: Connections,
}

impl<A> Impatient<A> {
    /// Accepts what another accepts.
    pub(super) fn new(inner: A, patience: Patience, connections: Connections) -> Self {
        Self { inner, patience, connections }
    }
}

impl<A: Acceptor<Io: AsyncRead + AsyncWrite + Unpin>> Acceptor for Impatient<A> {
    type Io = Watched<A::Io>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.inner.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        self.connections.room(self.patience.most).await;
        let (inner, local, remote, scheme) = match self.inner.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!("a connection cannot be accepted: {error}");
                // The server tries again at once, and would do nothing else.
                sleep(PAUSE).await;
                return Err(error);
            }
        };
        let (known, there) = self.connections.add(remote.as_socket_addr().copied());
        let watched = Watched {
            inner,
            patience: self.patience,
            alarm: Box::pin(sleep(self.patience.idle.min(self.patience.head))),
            used: Instant::now(),
            head: None,
            there: Some(there),
            known,
            connections: self.connections.clone(),
        };
        Ok((watched, local, remote, scheme))
    }
}

/// A connection that fails when it has to be waited for too long, and tells when the other side has gone away.
pub(super) struct Watched<T> {
    inner: T,
    patience: Patience,
    /// When to look whether its time is over. It is not put off by all that passes, which comes more often than it rings.
    alarm: Pin<Box<Sleep>>,
    /// When something passed last.
    used: Instant,
    head: Option<Head>,
    /// As long as the other side is there.
    there: Option<watch::Sender<()>>,
    known: Arc<Known>,
    connections: Connections,
}

/// The head of a request that has begun to arrive.
struct Head {
    /// How many requests had come before.
    before: u64,
    since: Instant,
}

impl<T: Unpin> Watched<T> {
    /// Does something with the connection. When it has to wait, not for longer than until the end.
    fn attempt<R>(
        &mut self,
        context: &mut Context<'_>,
        work: impl FnOnce(Pin<&mut T>, &mut Context<'_>) -> Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if is_broken_off() {
            return Poll::Ready(Err(ErrorKind::ConnectionAborted.into()));
        }
        if let Poll::Ready(done) = work(Pin::new(&mut self.inner), context) {
            if done.is_err() {
                self.there = None;
            }
            self.used = Instant::now();
            return Poll::Ready(done);
        }
        // Each of them has to be asked, or it would not wake anybody.
        let is_over = self.is_overdue(context) | self.known.is_closed(context);
        if !is_over {
            return Poll::Pending;
        }
        self.there = None;
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }

    /// Whether nothing has passed for too long, or a head is taking too long.
    fn is_overdue(&mut self, context: &mut Context<'_>) -> bool {
        while self.alarm.as_mut().poll(context).is_ready() {
            let begun = self.known.begun();
            self.head = self.head.take().filter(|head| head.before == begun);
            let ends = self.head.as_ref().map(|head| head.since + self.patience.head);
            let end =
                ends.map_or(self.used + self.patience.idle, |end| end.min(self.used + self.patience.idle));
            let now = Instant::now();
            if end <= now {
                return true;
            }
            // A head that begins in the meantime has not too much time.
            self.alarm.as_mut().reset(end.min(now + self.patience.head));
        }
        false
    }

    /// Something has been read: of a head, unless a request is at work, whose body it may be of.
    fn expect_head(&mut self) {
        if self.known.is_at_work() {
            return;
        }
        let before = self.known.begun();
        if self.head.as_ref().is_none_or(|head| head.before < before) {
            self.head = Some(Head { before, since: Instant::now() });
        }
    }

    /// Something has been written, so that no head is waited for alone.
    fn note_written<R>(&mut self, written: &Poll<io::Result<R>>) {
        if matches!(written, Poll::Ready(Ok(_))) {
            self.known.is_used();
            self.head = None;
        }
    }
}

impl<T> Drop for Watched<T> {
    fn drop(&mut self) {
        self.connections.remove(&self.known);
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Watched<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = ready!(self.attempt(context, |inner, context| inner.poll_read(context, buffer)));
        if buffer.filled().len() > before {
            self.expect_head();
        } else if read.is_ok() && buffer.remaining() > 0 {
            self.there = None;
        }
        Poll::Ready(read)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Watched<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = self.attempt(context, |inner, context| inner.poll_write(context, bytes));
        self.note_written(&written);
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // There may have been nothing to flush, so it is no sign of life.
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.attempt(context, AsyncWrite::poll_shutdown)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = self.attempt(context, |inner, context| inner.poll_write_vectored(context, slices));
        self.note_written(&written);
        written
    }
}
