//! Work for several processors at once, given back in the order in which it was begun.
//!
//! It knows nothing of what is done. Of a piece that panics it says so, and the others go on.

use crate::error::Error;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use tokio::task::JoinHandle;

/// Pieces of work that are under way, on threads that hold nobody else up.
pub(crate) struct AtOnce<T> {
    most: NonZeroUsize,
    begun: VecDeque<JoinHandle<T>>,
}

impl<T: Send + 'static> AtOnce<T> {
    /// As many at once at most.
    pub(crate) fn new(most: NonZeroUsize) -> Self {
        Self { most, begun: VecDeque::new() }
    }

    /// Begins a piece; where as many are under way already, the one that was begun first is waited for and given back.
    ///
    /// # Errors
    /// That one has panicked.
    pub(crate) async fn begin(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Option<T>, Error> {
        let first = if self.begun.len() < self.most.get() { None } else { self.next().await? };
        self.begun.push_back(tokio::task::spawn_blocking(work));
        Ok(first)
    }

    /// What came of the piece that was begun first; none when nothing is under way.
    ///
    /// # Errors
    /// It has panicked.
    pub(crate) async fn next(&mut self) -> Result<Option<T>, Error> {
        let Some(first) = self.begun.pop_front() else { return Ok(None) };
        first.await.map(Some).map_err(|_| Error::fault("work on several things at once"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::run;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn pieces_come_back_in_the_order_of_beginning_and_no_more_are_under_way_than_may_be() {
        for most in [1, 2, 5] {
            let (running, highest) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            let came = run(async {
                let mut at_once = AtOnce::new(NonZeroUsize::new(most).unwrap());
                let mut came = Vec::new();
                for piece in 0..40_usize {
                    let (running, highest) = (Arc::clone(&running), Arc::clone(&highest));
                    let work = move || {
                        highest.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        // Later pieces are quicker than earlier ones.
                        let spent: usize = (0..(40 - piece) * 1000).map(std::hint::black_box).sum();
                        running.fetch_sub(1, Ordering::SeqCst);
                        (piece, spent)
                    };
                    came.extend(at_once.begin(work).await?);
                }
                while let Some(piece) = at_once.next().await? {
                    came.push(piece);
                }
                Ok(came)
            });
            assert!(came.unwrap().iter().map(|(piece, _)| *piece).eq(0..40));
            assert!(highest.load(Ordering::SeqCst) <= most);
        }
    }

    #[test]
    fn a_piece_that_panics_is_told_and_the_others_go_on() {
        let came = run(async {
            let mut at_once = AtOnce::new(NonZeroUsize::new(3).unwrap());
            let mut came = Vec::new();
            for piece in 0..3_u32 {
                came.push(at_once.begin(move || 6 / piece).await.map(|first| first.is_none()));
            }
            while let Some(next) = at_once.next().await.transpose() {
                came.push(next.map(|result| result == 6 || result == 3));
            }
            Ok(came)
        })
        .unwrap();
        let told: Vec<Option<bool>> = came.into_iter().map(Result::ok).collect();
        assert_eq!(told, [Some(true), Some(true), Some(true), None, Some(true), Some(true)]);
    }
}
