//! What holds for every note, whatever its file holds. The fuzzer reads this file too.

use std::ops::Range;

use crate::note::{Event, Note, SpannedEvent};
use crate::source::Span;

/// Checks what holds for every note.
pub(crate) fn is_sound(note: &Note, text: &str) {
    let on_boundary = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} of {text:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} of {text:?}");
    };
    balanced(&note.events, text);
    for SpannedEvent { span, .. } in &note.events {
        on_boundary(*span);
    }
    for footnote in &note.footnotes {
        balanced(&footnote.events, text);
        for SpannedEvent { event, span } in &footnote.events {
            on_boundary(*span);
            assert!(!matches!(event, Event::FootnoteReference(index) if *index >= note.footnotes.len()));
        }
    }
    let range = |range: &Range<usize>| balanced(&note.events[range.clone()], text);
    for (index, heading) in note.headings.iter().enumerate() {
        range(&heading.events);
        range(&note.section(index));
        on_boundary(heading.span);
        let ids = note.headings.iter().filter(|other| other.id == heading.id).count();
        assert_eq!(ids, 1, "{text:?}");
    }
    for block in &note.blocks {
        range(&block.events);
        on_boundary(block.span);
    }
    for link in &note.links {
        on_boundary(link.span);
    }
    for diagnostic in &note.diagnostics {
        on_boundary(diagnostic.place.as_ref().expect("a place in the note").span);
    }
    assert!(note.links.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start), "{text:?}");
}

pub(crate) fn balanced(events: &[SpannedEvent], text: &str) {
    let mut depth = 0_usize;
    for SpannedEvent { event, .. } in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End => {
                depth = depth.checked_sub(1).unwrap_or_else(|| panic!("an end too many in {text:?}"));
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{text:?}");
}
