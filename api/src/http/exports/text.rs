use futures_util::{StreamExt, stream};
use poem::{Body, Response, http::header};
use tracing::Instrument;

use super::{rows::Rows, spool::Spool, unwritten};
use crate::{
    exports::{Page, Text},
    http::{gate::Place, refusal::Refusal},
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
    // The snapshot is held for as long as it takes to write the rest, and not to take it: an import waits for no client.
    let rest = Spool::over(|spool| write(spool, text, rows, next).in_current_span()).map_err(unwritten)?;
    Ok(Response::builder().body(Body::from_bytes_stream(stream::iter([Ok(begun)]).chain(rest))))
}

/// Writes what of a table follows a cursor.
async fn write(mut spool: Spool, mut text: Text, rows: Rows, after: String) -> Option<Place> {
    let written = pages(&mut spool, &mut text, rows, after).await;
    written.map_err(|refusal| tracing::error!(error = refusal.error.message, "a table is broken off")).ok()
}

async fn pages(spool: &mut Spool, text: &mut Text, mut rows: Rows, after: String) -> Result<Place, Refusal> {
    let mut next = Some(after);
    while let Some(cursor) = next {
        let page = rows.page(Some(&cursor)).await?;
        spool.add(&text.rows(&page.rows).map_err(unwritten)?).await.map_err(unwritten)?;
        next = page.next;
    }
    let place = rows.turn.end().await;
    spool.add(text.tail().as_bytes()).await.map_err(unwritten)?;
    Ok(place)
}
