use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered, task::AtomicWaker};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type Batch = BoxFuture<'static, ()>;

/// Execution and batches take turns on one task.
///
/// Were batches tasks of their own, one could run while fields of its level are still asking, and the number of
/// statements would be a matter of luck. Here a batch begins when the execution can go no further, so it holds
/// all that was asked for, and it ends with the request when a client goes away.
pub struct Turns {
    sender: UnboundedSender<Batch>,
    receiver: UnboundedReceiver<Batch>,
}

impl Turns {
    /// For one request.
    #[must_use]
    pub fn begin() -> Self {
        let (sender, receiver) = unbounded_channel();
        Self { sender, receiver }
    }

    /// Where a loader puts its batches.
    pub fn queue(&self) -> impl Fn(Batch) + Send + Sync + 'static {
        let sender = self.sender.clone();
        move |batch| {
            // It fails only when the request is over, and then nobody waits for the batch.
            let _ = sender.send(batch);
        }
    }

    /// Runs an execution to its end, and the batches that it asks for.
    pub async fn drive<T>(mut self, execution: impl Future<Output = T>) -> T {
        let mut execution = pin!(execution);
        let mut running = FuturesUnordered::new();
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(bell.clone());
        poll_fn(|context| {
            bell.task.register(context.waker());
            loop {
                bell.rang.swap(false, Ordering::AcqRel);
                if let Poll::Ready(outcome) = execution.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return Poll::Ready(outcome);
                }
                if bell.rang.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
                while let Ok(batch) = self.receiver.try_recv() {
                    running.push(batch);
                }
                if !matches!(running.poll_next_unpin(context), Poll::Ready(Some(()))) {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// Tells whether an execution that is pending asked to be polled again. Then it only gave way, as it does
/// between the rows of a long list, and is not at its end.
#[derive(Default)]
struct Bell {
    rang: AtomicBool,
    task: AtomicWaker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.rang.store(true, Ordering::Release);
        self.task.wake();
    }
}
