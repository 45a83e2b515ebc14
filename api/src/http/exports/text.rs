use std::io;

use futures_util::{Stream, StreamExt, stream};
use poem::{Body, Response, http::header};

use super::{rows::Rows, unwritten};
use crate::{
    exports::{Page, Text},
    http::{breaking::break_off, refusal::Refusal},
};

/// A table that is sent as it is written. What goes wrong later than this breaks the transfer off, which a client cannot
/// take for the end.
pub(super) async fn written(mut text: Text, rows: Rows, first: Page) -> Result<Response, Refusal> {
    let mut begun =
        text.head().and_then(|head| Ok([head, text.rows(&first.rows)?].concat())).map_err(unwritten)?;
    let Some(next) = first.next else {
        rows.turn.end().await;
        begun.extend_from_slice(text.tail().as_bytes());
        let length = begun.len();
        // Of HEAD, too, which has no body.
        return Ok(Response::builder().header(header::CONTENT_LENGTH, length).body(begun));
    };
    let rest = Rest { text, rows, next };
    let chunks = stream::iter([Ok(begun)]).chain(rest.chunks());
    Ok(Response::builder().body(Body::from_bytes_stream(chunks)))
}

/// What of a table is still to be written.
struct Rest {
    text: Text,
    rows: Rows,
    /// The cursor behind which it goes on.
    next: String,
}

impl Rest {
    fn chunks(self) -> impl Stream<Item = io::Result<Vec<u8>>> {
        stream::try_unfold(Some(self), async |rest| match rest {
            Some(rest) => rest.chunk().await.map(Some),
            None => Ok(None),
        })
    }

    /// The next page.
    async fn chunk(mut self) -> io::Result<(Vec<u8>, Option<Self>)> {
        let broken = |refusal: Refusal| {
            tracing::error!(error = refusal.error.message, "a table is broken off");
            break_off();
            io::Error::other("the rest of the table cannot be had")
        };
        let page = self.rows.page(Some(&self.next)).await.map_err(broken)?;
        let mut chunk = self.text.rows(&page.rows).map_err(|error| broken(unwritten(error)))?;
        match page.next {
            Some(next) => Ok((chunk, Some(Self { next, ..self }))),
            None => {
                chunk.extend_from_slice(self.text.tail().as_bytes());
                // Not later: however slowly the client takes the rest, no import waits for it.
                self.rows.turn.end().await;
                Ok((chunk, None))
            }
        }
    }
}
