//! Work that takes long and that several ask for at once: one run at a time, shared by all who asked before it began.
//!
//! It never gives a result that was begun before it was asked for, and keeps none that nobody waits for. Work goes on
//! when whoever asked has gone, and holds up the next run as long as it does. Read next: [`crate::state::working`].

use crate::problem::Problem;
use crate::state::working;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::sync::Mutex;

/// One kind of work, told apart by what it is asked about.
pub(crate) struct Shared<K, T> {
    /// The last run, as long as somebody waits; taken while there is one.
    last: Arc<Mutex<Option<Run<K, T>>>>,
    /// How many wait for the place. Handles to it do not tell: one is let go a moment after the place is.
    n_waiting: Arc<AtomicUsize>,
}

/// What a run came to.
struct Run<K, T> {
    begun: Instant,
    about: K,
    result: Arc<T>,
}

impl<K, T> Default for Shared<K, T> {
    fn default() -> Self {
        Self { last: Arc::default(), n_waiting: Arc::default() }
    }
}

impl<K: PartialEq + Send + 'static, T: Send + Sync + 'static> Shared<K, T> {
    /// The result of the next run about this, or of this work where nobody has begun one since.
    ///
    /// # Errors
    /// The work fails; then the next one who waits tries anew.
    pub(crate) async fn of<E: Send + 'static>(
        &self,
        about: K,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<Arc<T>, Problem>
    where
        Problem: From<E>,
    {
        let asked = Instant::now();
        let mut last = {
            let _one_more = Waiting::of(&self.n_waiting);
            Arc::clone(&self.last).lock_owned().await
        };
        if let Some(run) = last.as_ref().filter(|run| run.begun >= asked && run.about == about) {
            let result = Arc::clone(&run.result);
            if self.n_waiting.load(Ordering::SeqCst) == 0 {
                *last = None;
            }
            return Ok(result);
        }
        // The place stays taken until the work has ended, whoever still waits for it.
        let n_waiting = Arc::clone(&self.n_waiting);
        let done = working(move || {
            *last = None;
            let begun = Instant::now();
            let result = Arc::new(work()?);
            if n_waiting.load(Ordering::SeqCst) > 0 {
                *last = Some(Run { begun, about, result: Arc::clone(&result) });
            }
            Ok(result)
        });
        done.await?.map_err(|error: E| error.into())
    }
}

/// One who waits for the place; whoever has it reads how many there are, so it is let go before it is read.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn of(n_waiting: &'a AtomicUsize) -> Self {
        n_waiting.fetch_add(1, Ordering::SeqCst);
        Self(n_waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    type Numbers = Shared<&'static str, usize>;

    fn counted(
        n_runs: &Arc<AtomicUsize>,
        go_on: mpsc::Receiver<()>,
        started: tokio::sync::oneshot::Sender<()>,
    ) -> impl FnOnce() -> Result<usize, Problem> + Send + 'static {
        let n_runs = Arc::clone(n_runs);
        move || {
            let _ = started.send(());
            let _ = go_on.recv();
            Ok(n_runs.fetch_add(1, Ordering::SeqCst) + 1)
        }
    }

    fn at_once(n_runs: &Arc<AtomicUsize>) -> impl FnOnce() -> Result<usize, Problem> + Send + 'static {
        let n_runs = Arc::clone(n_runs);
        move || Ok(n_runs.fetch_add(1, Ordering::SeqCst) + 1)
    }

    fn run(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
    }

    #[test]
    fn those_who_ask_during_a_run_share_the_next_one() {
        run(async {
            let (shared, n_runs) = (Arc::new(Numbers::default()), Arc::new(AtomicUsize::new(0)));
            let (go, go_on) = mpsc::channel();
            let (started, has_started) = tokio::sync::oneshot::channel();
            let (first, work) = (Arc::clone(&shared), counted(&n_runs, go_on, started));
            let first = tokio::spawn(async move { first.of("all", work).await });
            has_started.await.unwrap();
            let later: Vec<_> = (0..5)
                .map(|_| {
                    let (shared, work) = (Arc::clone(&shared), at_once(&n_runs));
                    tokio::spawn(async move { *shared.of("all", work).await.unwrap() })
                })
                .collect();
            tokio::task::yield_now().await;
            go.send(()).unwrap();
            assert_eq!(*first.await.unwrap().unwrap(), 1);
            for one in later {
                assert_eq!(one.await.unwrap(), 2, "five share one run");
            }
            assert!(shared.last.lock().await.is_none(), "nobody waits, so nothing is kept");
            assert_eq!(*shared.of("others", at_once(&n_runs)).await.unwrap(), 3);
        });
    }

    #[test]
    fn work_that_nobody_waits_for_any_more_still_holds_the_place() {
        run(async {
            let (shared, n_runs) = (Arc::new(Numbers::default()), Arc::new(AtomicUsize::new(0)));
            let (go, go_on) = mpsc::channel();
            let (started, has_started) = tokio::sync::oneshot::channel();
            let (first, work) = (Arc::clone(&shared), counted(&n_runs, go_on, started));
            let first = tokio::spawn(async move { first.of("all", work).await });
            has_started.await.unwrap();
            first.abort();
            assert!(first.await.is_err());
            assert!(shared.last.try_lock().is_err(), "the work goes on");
            go.send(()).unwrap();
            assert_eq!(*shared.of("all", at_once(&n_runs)).await.unwrap(), 2);
        });
    }
}
