//! Footnotes: numbered by first use, shown at the end of what refers to them.

use super::body::Walk;
use super::html::Html;

/// The footnotes referred to so far, in order, with the number of references written.
#[derive(Default)]
pub(super) struct Used {
    order: Vec<(usize, usize)>,
}

/// Writes a reference.
pub(super) fn reference(walk: &mut Walk<'_>, footnote: usize, html: &mut Html) {
    let used = &mut walk.footnotes.order;
    let place = used.iter().position(|(known, _)| *known == footnote).unwrap_or_else(|| {
        used.push((footnote, 0));
        used.len() - 1
    });
    used[place].1 += 1;
    let (number, again) = (place + 1, used[place].1);
    let prefix = &walk.prefix;
    let id = if again == 1 {
        format!("{prefix}fnref-{number}")
    } else {
        format!("{prefix}fnref-{number}-{again}")
    };
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
    let mut written = 0;
    loop {
        // A footnote may refer to another one, which then comes behind it.
        let next = walk.footnotes.order.get(written).map(|(footnote, _)| *footnote).or_else(|| {
            let known = |footnote: &usize| walk.footnotes.order.iter().any(|(used, _)| used == footnote);
            let rest = (0..note.footnotes.len()).find(|footnote| is_whole && !known(footnote))?;
            walk.footnotes.order.push((rest, 0));
            Some(rest)
        });
        let Some(footnote) = next else { break };
        written += 1;
        html.open("li", &[("id", &format!("{}fn-{written}", walk.prefix))]);
        walk.events(&note.footnotes[footnote].events, usize::MAX / 2, html);
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
