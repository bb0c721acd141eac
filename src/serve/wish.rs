//! What somebody at an open page wants to see, on its way from the thread that answers to the one that builds.

use std::sync::{Arc, Mutex, Weak};

use notify::event::{Event, EventKind, Flag};

use super::behind::lock;

/// Wakes whoever waits for files to change.
#[derive(Clone, Debug, Default)]
pub(super) struct Waker(pub(super) Weak<Notices>);

/// Where notices of changed files are sent.
pub(super) type Notices = std::sync::mpsc::Sender<notify::Result<Event>>;

impl Waker {
    fn wake(&self) {
        // Where nobody tells of changes, files are looked at now and then, and this with them.
        if let Some(notices) = self.0.upgrade() {
            let _ = notices.send(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        }
    }
}

/// Whether drafts are to be shown, where somebody said so since it was asked last.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    drafts: Arc<Mutex<Option<bool>>>,
    waker: Waker,
}

impl Wish {
    pub(super) fn new(waker: Waker) -> Self {
        Self { drafts: Arc::default(), waker }
    }

    pub(super) fn show_drafts(&self, shown: bool) {
        *lock(&self.drafts) = Some(shown);
        self.waker.wake();
    }

    pub(super) fn take(&self) -> Option<bool> {
        lock(&self.drafts).take()
    }
}
