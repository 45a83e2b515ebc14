use std::{
    collections::HashMap,
    future::{Future, pending},
    io::{self, ErrorKind},
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
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

use super::breaking::is_broken_off;

/// The connections that are open, by the address of the other side. (The server works on for a client that has gone
/// away, so that has to be looked for here.)
#[derive(Clone, Default)]
pub(super) struct Connections {
    open: Arc<Mutex<HashMap<SocketAddr, watch::Receiver<()>>>>,
}

impl Connections {
    /// Waits until the other side of a connection has gone away. One that is not known never does.
    pub(super) async fn gone(&self, remote: Option<SocketAddr>) {
        let known = remote.and_then(|remote| self.with(|open| open.get(&remote).cloned()));
        match known {
            // Nothing is ever sent over it; it ends.
            Some(mut known) => while known.changed().await.is_ok() {},
            None => pending().await,
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut HashMap<SocketAddr, watch::Receiver<()>>) -> T) -> T {
        look(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Accepts connections that are closed when nothing has passed for a while in either direction: neither a request
/// that never arrives nor an answer that is never taken holds one for ever. (The server's own time-out waits for
/// requests that have begun.)
pub(super) struct Impatient<A> {
    inner: A,
    limit: Duration,
    connections: Connections,
}

impl<A> Impatient<A> {
    /// Accepts what another accepts.
    pub(super) fn new(inner: A, limit: Duration, connections: Connections) -> Self {
        Self { inner, limit, connections }
    }
}

impl<A: Acceptor<Io: AsyncRead + AsyncWrite + Unpin>> Acceptor for Impatient<A> {
    type Io = Watched<A::Io>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.inner.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        let (inner, local, remote, scheme) = self.inner.accept().await?;
        let (there, gone) = watch::channel(());
        let address = remote.as_socket_addr().copied();
        if let Some(address) = address {
            self.connections.with(|open| open.insert(address, gone));
        }
        let watched = Watched {
            inner,
            limit: self.limit,
            end: Box::pin(sleep(self.limit)),
            there: Some(there),
            address,
            connections: self.connections.clone(),
        };
        Ok((watched, local, remote, scheme))
    }
}

/// A connection that fails when nothing passes for too long, and tells when the other side has gone away.
pub(super) struct Watched<T> {
    inner: T,
    limit: Duration,
    end: Pin<Box<Sleep>>,
    /// As long as the other side is there.
    there: Option<watch::Sender<()>>,
    address: Option<SocketAddr>,
    connections: Connections,
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
            self.end.as_mut().reset(Instant::now() + self.limit);
            return Poll::Ready(done);
        }
        ready!(self.end.as_mut().poll(context));
        self.there = None;
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl<T> Drop for Watched<T> {
    fn drop(&mut self) {
        if let Some(address) = self.address {
            self.connections.with(|open| open.remove(&address));
        }
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
        if read.is_ok() && buffer.filled().len() == before && buffer.remaining() > 0 {
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
        self.attempt(context, |inner, context| inner.poll_write(context, bytes))
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
        self.attempt(context, |inner, context| inner.poll_write_vectored(context, slices))
    }
}
