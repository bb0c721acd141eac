//! The words inside of an element, taken out of the row of events.

use crate::note::{Event, SpannedEvent};

/// Returns the text up to the end of what was just opened, and how many events that are.
pub(super) fn inner_text(events: &[SpannedEvent]) -> (String, usize) {
    let (mut text, mut depth) = (String::new(), 0_usize);
    for (at, SpannedEvent { event, .. }) in events.iter().enumerate() {
        match event {
            Event::End if depth == 0 => return (text, at + 1),
            Event::End => depth -= 1,
            Event::Start(_) => depth += 1,
            Event::Text(more) | Event::Code(more) => text.push_str(more),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    (text, events.len())
}
