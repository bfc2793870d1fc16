//! A request's body that has to be there in time.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::time::{Sleep, sleep};

use super::places::Place;

/// The body was not complete in time.
#[derive(Debug, thiserror::Error)]
#[error("the body was not complete in time")]
pub struct BodyLate;

impl BodyLate {
    /// Is it the cause of this?
    pub fn is_cause_of(fault: &(dyn Error + 'static)) -> bool {
        fault.is::<Self>() || fault.source().is_some_and(Self::is_cause_of)
    }
}

/// Ends with a fault when it is not complete in time, however slowly it trickles. Until it is complete, the
/// connection gives way to others.
struct Timely {
    body: Incoming,
    late: Pin<Box<Sleep>>,
    place: Arc<Place>,
}

/// A body that has to be complete within this time, of a request on the connection of that place.
pub fn timely(body: Incoming, within: Duration, place: Arc<Place>) -> Body {
    if body.is_end_stream() {
        place.is_busy();
        Body::empty()
    } else {
        place.is_asking();
        Body::new(Timely { body, late: Box::pin(sleep(within)), place })
    }
}

impl HttpBody for Timely {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if self.late.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(BodyLate.into())));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_none() || self.body.is_end_stream() {
            self.place.is_busy();
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
