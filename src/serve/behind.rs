//! Makes what a site has besides its pages, behind them.
//!
//! In: the [`Rest`] of each build. Out: its pieces on the board, as they are made. Two threads, so that the
//! first piece, which says what is wrong with the pages, never waits for the others, which take long. A rest that
//! waits gives way to a newer one, and pieces of pages that are no longer shown are dropped: what they tell may be
//! private now. Each thread keeps to itself: the cores that make pages wait for neither.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::board::Board;
use super::reload::panic_message;
use super::{More, News, Rest, Tell};

/// Where a rest waits for its thread.
#[derive(Default)]
struct Slot {
    /// The rest, with the number of its build.
    waiting: Mutex<Option<(u64, Rest)>>,
    filled: Condvar,
}

impl Slot {
    fn put(&self, rest: (u64, Rest)) {
        *lock(&self.waiting) = Some(rest);
        self.filled.notify_one();
    }

    fn take(&self) -> (u64, Rest) {
        let mut waiting = lock(&self.waiting);
        loop {
            match waiting.take() {
                Some(rest) => return rest,
                None => waiting = self.filled.wait(waiting).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// The threads behind the pages.
pub(super) struct Behind {
    slot: Arc<Slot>,
}

impl Behind {
    /// Starts the threads.
    pub(super) fn start(board: &Arc<Mutex<Board>>, tell: &Tell) -> io::Result<Self> {
        let (first, others) = (Arc::new(Slot::default()), Arc::new(Slot::default()));
        let (slot, next) = (Arc::clone(&first), Arc::clone(&others));
        spawn("data", board, tell, move |show| {
            loop {
                let mut rest = first.take();
                if show(&mut rest) {
                    next.put(rest);
                }
            }
        })?;
        spawn("index", board, tell, move |show| {
            loop {
                let mut rest = others.take();
                while show(&mut rest) {}
            }
        })?;
        Ok(Self { slot })
    }

    /// Takes what is to be made next, in place of what has not been begun.
    pub(super) fn make(&self, build_number: u64, rest: Rest) {
        self.slot.put((build_number, rest));
    }
}

/// Makes the next piece of a rest, and shows it. Tells whether there was one.
type Show<'s> = dyn Fn(&mut (u64, Rest)) -> bool + 's;

fn spawn(
    name: &str,
    board: &Arc<Mutex<Board>>,
    tell: &Tell,
    work: impl Fn(&Show<'_>) + Send + 'static,
) -> io::Result<()> {
    let (board, tell) = (Arc::clone(board), Arc::clone(tell));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(io::Error::other)?;
    let next = move |rest: &mut Rest| -> Option<More> {
        let made = catch_unwind(AssertUnwindSafe(|| pool.install(|| rest.pieces.next())));
        made.unwrap_or_else(|panic| {
            tell(News::Panicked(panic_message(&*panic)));
            None
        })
    };
    let show = move |(build_number, rest): &mut (u64, Rest)| {
        let more = next(rest);
        let is_made = more.is_some();
        let mut board = lock(&board);
        match more {
            Some(more) => board.add(*build_number, more),
            None => board.end(*build_number),
        }
        is_made
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&show)).map(drop)
}

/// Nothing that is guarded here is ever left half done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
