//! Footnotes: numbered by first use, shown at the end of what refers to them.

use std::collections::HashMap;

use super::body::Walk;
use super::html::Html;

/// The footnotes referred to so far, in order of first use, with the number of references written.
#[derive(Default)]
pub(super) struct Used {
    order: Vec<(usize, usize)>,
    /// Footnote → its place in `order`.
    places: HashMap<usize, usize>,
    /// Every footnote before this one is known to be in `order`.
    searched: usize,
}

impl Used {
    /// Counts a reference to a footnote. Returns the number of the footnote and that of the reference.
    pub(super) fn refer(&mut self, footnote: usize) -> (usize, usize) {
        let place = self.place(footnote);
        self.order[place].1 += 1;
        (place + 1, self.order[place].1)
    }

    /// Returns the footnote that is to be written behind so many; at the end, with `with_rest`, those of `count`
    /// that nothing refers to.
    pub(super) fn next(&mut self, written: usize, with_rest: bool, count: usize) -> Option<usize> {
        if let Some((footnote, _)) = self.order.get(written) {
            return Some(*footnote);
        }
        while with_rest && self.searched < count {
            let footnote = self.searched;
            self.searched += 1;
            if !self.places.contains_key(&footnote) {
                self.place(footnote);
                return Some(footnote);
            }
        }
        None
    }

    fn place(&mut self, footnote: usize) -> usize {
        let order = &mut self.order;
        *self.places.entry(footnote).or_insert_with(|| {
            order.push((footnote, 0));
            order.len() - 1
        })
    }
}

/// Writes a reference.
pub(super) fn reference(walk: &mut Walk<'_>, footnote: usize, html: &mut Html) {
    let (number, again) = walk.footnotes.refer(footnote);
    let prefix = &walk.prefix;
    let id = if again == 1 {
        format!("{prefix}fnref-{number}")
    } else {
        format!("{prefix}fnref-{number}-{again}")
    };
    if walk.is_unlinked {
        html.open("sup", &[("class", "footnote-ref"), ("id", &id)]);
        html.text(&number.to_string());
        html.close();
        return;
    }
    html.open("sup", &[("class", "footnote-ref")]);
    html.open(
        "a",
        &[
            ("id", &id),
            ("href", &format!("#{prefix}fn-{number}")),
            ("aria-label", &walk.words.with("footnote", &number.to_string())),
        ],
    );
    html.text(&number.to_string());
    html.close();
    html.close();
}

/// Writes the footnotes of a body, those that nothing refers to last.
pub(super) fn write(walk: &mut Walk<'_>, html: &mut Html) {
    let note = walk.note();
    let is_whole = walk.body.range == (0, note.events.len());
    if note.footnotes.is_empty() || (walk.footnotes.order.is_empty() && !is_whole) {
        return;
    }
    let label = walk.words.get("footnotes");
    html.open("section", &[("class", "footnotes"), ("role", "doc-endnotes"), ("aria-label", label)]);
    html.open("ol", &[]);
    let starts = note.footnote_starts();
    let mut written = 0;
    // A footnote may refer to another one, which then comes behind it.
    while let Some(footnote) = walk.footnotes.next(written, is_whole, note.footnotes.len()) {
        written += 1;
        html.open("li", &[("id", &format!("{}fn-{written}", walk.prefix))]);
        walk.events(&note.footnotes[footnote].events, starts[footnote], html);
        if walk.footnotes.order[written - 1].1 > 0 {
            let back = format!("#{}fnref-{written}", walk.prefix);
            html.open(
                "a",
                &[
                    ("class", "anchor footnote-back"),
                    ("href", &back),
                    ("aria-label", walk.words.get("footnote_back")),
                ],
            );
            html.text("↩");
            html.close();
        }
        html.close();
    }
    html.close();
    html.close();
}
