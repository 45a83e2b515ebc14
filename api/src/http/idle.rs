use std::{
    io::{self, ErrorKind},
    pin::Pin,
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
    time::{Instant, Sleep, sleep},
};

/// Accepts connections that are closed when nothing has passed for a while in either direction: neither a request
/// that never arrives nor an answer that is never taken holds one for ever. (The server's own time-out waits for
/// requests that have begun.)
pub(super) struct Impatient<A> {
    inner: A,
    limit: Duration,
}

impl<A> Impatient<A> {
    /// Accepts what another accepts.
    pub(super) fn new(inner: A, limit: Duration) -> Self {
        Self { inner, limit }
    }
}

impl<A: Acceptor<Io: AsyncRead + AsyncWrite + Unpin>> Acceptor for Impatient<A> {
    type Io = Watched<A::Io>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.inner.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        let (inner, local, remote, scheme) = self.inner.accept().await?;
        let watched = Watched { inner, limit: self.limit, end: Box::pin(sleep(self.limit)) };
        Ok((watched, local, remote, scheme))
    }
}

/// A connection that fails when nothing passes for too long.
pub(super) struct Watched<T> {
    inner: T,
    limit: Duration,
    end: Pin<Box<Sleep>>,
}

impl<T: Unpin> Watched<T> {
    /// Does something with the connection. When it has to wait, not for longer than until the end.
    fn attempt<R>(
        &mut self,
        context: &mut Context<'_>,
        work: impl FnOnce(Pin<&mut T>, &mut Context<'_>) -> Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if let Poll::Ready(done) = work(Pin::new(&mut self.inner), context) {
            self.end.as_mut().reset(Instant::now() + self.limit);
            return Poll::Ready(done);
        }
        ready!(self.end.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Watched<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.attempt(context, |inner, context| inner.poll_read(context, buffer))
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
