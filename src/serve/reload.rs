//! The loop of the preview: wait for a change, build, show.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::behind::{Behind, lock};
use super::early::Early;
use super::wish::Wish;
use super::{News, Project, Tell, Watch};

/// Builds and shows for ever.
pub(super) fn run(
    mut project: Box<dyn Project>,
    mut watch: Watch,
    early: &Early,
    behind: &Behind,
    wish: &Wish,
    tell: &Tell,
) {
    loop {
        // Watched before it is read: what is saved in between is seen, at worst twice.
        let scope = catch_unwind(AssertUnwindSafe(|| project.scope()));
        if let Ok(scope) = scope {
            watch.follow(scope);
        }
        if let Some(shown) = wish.take() {
            project.show_drafts(shown);
        }
        if let Some(reason) = watch.take_reason() {
            tell(News::Polling(reason));
        }
        match catch_unwind(AssertUnwindSafe(|| project.build(early))) {
            Ok(Some(mut build)) => {
                tell(News::Built(&build));
                let rest = build.rest.take();
                let number = lock(&early.board).show(build, rest.as_ref().map_or(0, |rest| rest.count));
                // Of what is not shown, nobody needs the rest; that of the last good site may still be waiting.
                if let Some((number, rest)) = number.zip(rest) {
                    behind.make(number, rest);
                }
                // The configuration that was just read may name other folders.
                continue;
            }
            Ok(None) => {}
            Err(panic) => {
                let message = panic_message(&*panic);
                lock(&early.board).show_fault(&format!("Studium has a bug, and could not build: {message}"));
                tell(News::Panicked(message));
                project.forget();
            }
        }
        watch.wait();
    }
}

/// Returns what a panic said.
pub(super) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
