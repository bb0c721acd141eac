//! Faults of pages as findings: in words, at the place that made them, each once.

use std::collections::HashSet;
use std::sync::Arc;

use super::by_place::ByPlace;
use super::{Fault, FaultKind, Scan, faults, faulty, id_finder};
use crate::diagnostic::{Diagnostic, words};
use crate::note::{Event, Note};
use crate::page::Page;
use crate::site::OutputPath;
use crate::source::{Place, Span};

/// How many faulty pages are looked at. Where there are more, one template is to blame.
const PAGES: usize = 100;

/// A page that was looked through.
pub(in crate::engine) struct Seen<K> {
    pub(in crate::engine) key: K,
    pub(in crate::engine) path: OutputPath,
    pub(in crate::engine) scan: Arc<Scan>,
}

/// A page that was made once more.
pub(in crate::engine) struct Again {
    pub(in crate::engine) page: Page,
    pub(in crate::engine) html: String,
    /// The file of its template.
    pub(in crate::engine) template: &'static str,
}

/// Says what is wrong with the finished pages. `paths` are those of all artifacts; `again` makes a page once
/// more and names its template.
pub(in crate::engine) fn tell<K>(
    seen: &[Seen<K>],
    paths: &[OutputPath],
    base_url: &str,
    notes: &[Arc<Note>],
    again: &dyn Fn(&K) -> Option<Again>,
) -> Vec<Diagnostic> {
    let scans: Vec<Arc<Scan>> = seen.iter().map(|seen| Arc::clone(&seen.scan)).collect();
    let bad = faulty(&scans, paths);
    if bad.is_empty() {
        return Vec::new();
    }
    let files: HashSet<&str> = paths.iter().map(OutputPath::as_str).collect();
    let has_id = id_finder(&scans);
    let mut told = Vec::new();
    let mut of_templates = ByPlace::default();
    for index in bad.iter().take(PAGES) {
        let Seen { key, path, .. } = &seen[*index];
        let Some(Again { page, html, template }) = again(key) else { continue };
        let note = page.body.as_ref().and_then(|body| notes.get(body.note));
        for fault in faults(path, &html, base_url, &files, &has_id) {
            if let Some(place) = note.and_then(|note| place_in(note, &fault)) {
                told.push(diagnostic(Some(place), path.as_str(), &fault, &[template], 0));
            } else {
                of_templates.add(*index, path.as_str(), fault, template);
            }
        }
    }
    told.extend(of_templates.told());
    if bad.len() > PAGES && !told.is_empty() {
        told.push(Diagnostic::more_broken_output(bad.len() - PAGES));
    }
    told
}

/// Finds raw HTML of the note that holds the address or id.
fn place_in(note: &Note, fault: &Fault) -> Option<Place> {
    let escaped = fault.written.replace('&', "&amp;");
    let values = [&fault.written, &escaped];
    let name = if matches!(fault.kind, FaultKind::Doubled(_)) { "id=" } else { "=" };
    let footnotes = note.footnotes.iter().flat_map(|footnote| &footnote.events);
    note.events.iter().chain(footnotes).find_map(|spanned| {
        let Event::Html(html) = &spanned.event else { return None };
        let found = ["\"", "'", ""].iter().flat_map(|quote| values.map(|value| (quote, value))).find_map(
            |(quote, value)| {
                let before = format!("{name}{quote}");
                let at = html.find(&format!("{before}{value}{quote}"))?;
                Some((at + before.len(), value.len()))
            },
        );
        // One of several in a list or a style.
        let is_listed = ["srcset", "url(", "@import", "refresh"].iter().any(|word| html.contains(word));
        let listed = || Some((html.find(fault.written.as_str())?, fault.written.len()));
        let found = found.or_else(|| if is_listed { listed() } else { None });
        let (at, length) = found.filter(|(_, length)| *length > 0)?;
        let span = spanned.span;
        let is_whole = span.end - span.start == html.len();
        let span = if is_whole { Span::new(span.start + at, span.start + at + length) } else { span };
        Some(Place { path: note.path.clone(), span })
    })
}

pub(super) fn diagnostic(
    place: Option<Place>,
    page: &str,
    fault: &Fault,
    templates: &[&str],
    others: usize,
) -> Diagnostic {
    let written = &fault.written;
    let what = match &fault.kind {
        FaultKind::NoFile(file) => {
            words::ASKS_FOR_NO_FILE.with(&[("page", &page), ("written", written), ("file", file)])
        }
        FaultKind::NoId { page: other, id } if other == page => {
            words::NO_ID_HERE.with(&[("page", &page), ("written", written), ("id", id)])
        }
        FaultKind::NoId { page: other, id } => {
            words::NO_ID_THERE.with(&[("page", &page), ("written", written), ("other", other), ("id", id)])
        }
        FaultKind::Outside => words::OUTSIDE_SITE.with(&[("page", &page), ("written", written)]),
        FaultKind::Doubled(count) => {
            return Diagnostic::duplicate_id(place, page, written, *count, templates, others);
        }
    };
    Diagnostic::broken_output(place, what, &fault.tag, templates, others)
}
