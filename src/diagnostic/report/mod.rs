//! All findings of one run, in order, and the forms in which they are told.

mod checkstyle;
mod github;
mod json;
mod sarif;
mod text;

pub use json::Totals;
pub use text::TextOptions;

use std::collections::BTreeMap;

use super::{Baseline, Code, Diagnostic, Message, Severity, Tongue, words};
use crate::source::{LineColumn, LineIndex, Pattern, SourceFile, SourcePath, Span};

/// What is reported.
#[derive(Clone, Debug, Default)]
pub struct ReportOptions {
    /// The codes whose level differs from the usual one.
    pub levels: BTreeMap<Code, Severity>,
    /// Files in which levels differ once more; of several that match, the last decides.
    pub paths: Vec<PathLevels>,
    /// Whether findings that never count are told as well.
    pub with_info: bool,
    /// What is known and not told again.
    pub baseline: Option<Baseline>,
    /// The language that the report is written in.
    pub tongue: Tongue,
}

/// Levels that hold for some files alone.
#[derive(Clone, Debug)]
pub struct PathLevels {
    /// Which files.
    pub pattern: Pattern,
    /// The codes whose level differs there.
    pub levels: BTreeMap<Code, Severity>,
}

impl ReportOptions {
    /// Returns the level of findings of this kind in a file, `usual` where nothing else is said.
    pub fn level(&self, code: Code, path: Option<&SourcePath>, usual: Severity) -> Severity {
        let here = |levels: &&PathLevels| {
            levels.levels.contains_key(&code) && path.is_some_and(|path| levels.pattern.matches(path))
        };
        let of_path = self.paths.iter().rev().find(here).and_then(|levels| levels.levels.get(&code));
        of_path.or_else(|| self.levels.get(&code)).copied().unwrap_or(usual)
    }
}

/// The findings of one run, levels applied, sorted by path, place and code. Those about the whole vault
/// come first.
#[derive(Clone, Debug)]
pub struct Report {
    rows: Vec<Row>,
    tongue: Tongue,
    /// How many findings are errors.
    pub error_count: usize,
    /// How many are warnings.
    pub warning_count: usize,
    /// How many were known and are not among the rows.
    pub known_count: usize,
    /// How many were known and are not there any more.
    pub gone_count: usize,
}

/// One finding with the lines and columns that a reader sees.
#[derive(Clone, Debug)]
pub struct Row {
    /// The finding; its severity is the one that holds in this vault.
    pub diagnostic: Diagnostic,
    /// Where it begins. `None` where the finding has no place, or its file no text.
    pub start: Option<LineColumn>,
    /// Behind its last character.
    pub end: Option<LineColumn>,
    excerpt: Option<Excerpt>,
}

/// The line that a finding begins on, cut where it is long.
#[derive(Clone, Debug)]
struct Excerpt {
    line: String,
    /// What is underlined, in bytes of `line`.
    span: Span,
}

impl Report {
    /// Makes a report. `file` finds the text that a finding is about, in the vault, the theme or the
    /// configuration; it is asked once for each path.
    pub fn new<'s>(
        diagnostics: Vec<Diagnostic>,
        options: &ReportOptions,
        file: &dyn Fn(&SourcePath) -> Option<&'s SourceFile>,
    ) -> Self {
        let least = if options.with_info { Severity::Info } else { Severity::Warning };
        let mut diagnostics: Vec<Diagnostic> = diagnostics
            .into_iter()
            .map(|mut diagnostic| {
                let path = diagnostic.place.as_ref().map(|place| &place.path);
                diagnostic.severity = options.level(diagnostic.code, path, diagnostic.severity);
                diagnostic
            })
            .filter(|diagnostic| diagnostic.severity >= least)
            .collect();
        diagnostics.sort_by(|a, b| {
            (&a.place, a.code, &a.message, &a.help).cmp(&(&b.place, b.code, &b.message, &b.help))
        });
        diagnostics.dedup();
        let mut baseline = options.baseline.clone().unwrap_or_default();
        let found_count = diagnostics.len();
        let diagnostics = baseline.sift(diagnostics, &|path| file(path).is_some());
        let (known_count, gone_count) = (found_count - diagnostics.len(), baseline.count());
        let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
        let (error_count, warning_count) = (count(Severity::Error), count(Severity::Warning));
        let path = |diagnostic: &Diagnostic| diagnostic.place.as_ref().map(|place| place.path.clone());
        let mut rows = Vec::with_capacity(diagnostics.len());
        let mut rest = diagnostics.into_iter().peekable();
        while let Some(first) = rest.next() {
            let here = path(&first);
            let text = here.as_ref().and_then(file).map(SourceFile::text);
            let index = text.as_deref().map(LineIndex::new);
            rows.push(Row::new(first, index.as_ref()));
            while let Some(next) = rest.next_if(|next| path(next) == here) {
                rows.push(Row::new(next, index.as_ref()));
            }
        }
        Self { rows, tongue: options.tongue, error_count, warning_count, known_count, gone_count }
    }

    /// Returns the findings in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Tells whether a check fails: on errors, and with `strict` on warnings too.
    pub fn fails(&self, strict: bool) -> bool {
        self.error_count > 0 || (strict && self.warning_count > 0)
    }

    /// Returns the language that the report is written in.
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// Returns the sums in words: `2 errors, 1 warning`; `no errors` when there is nothing.
    pub fn sums(&self) -> String {
        let words = |count: usize, message: &Message| match count {
            0 => None,
            count => Some(message.say(self.tongue, &[("count", &count)])),
        };
        let parts =
            [words(self.error_count, &words::SUM_ERRORS), words(self.warning_count, &words::SUM_WARNINGS)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { words::SUM_NOTHING.say(self.tongue, &[]) } else { parts.join(", ") }
    }
}

impl Row {
    fn new(diagnostic: Diagnostic, index: Option<&LineIndex<'_>>) -> Self {
        let (Some(place), Some(index)) = (&diagnostic.place, index) else {
            return Self { diagnostic, start: None, end: None, excerpt: None };
        };
        let start = index.line_column(place.span.start);
        let end = index.line_column(place.span.end.max(place.span.start));
        // A finding about a file as a whole points at its first byte; the line there says nothing.
        let whole = place.span == Span::default();
        let excerpt = (!whole).then(|| Excerpt::new(index, start.line_number, place.span));
        Self { diagnostic, start: Some(start), end: Some(end), excerpt }
    }

    /// Returns the path that the finding is about.
    pub fn path(&self) -> Option<&SourcePath> {
        self.diagnostic.place.as_ref().map(|place| &place.path)
    }
}

impl Excerpt {
    fn new(index: &LineIndex<'_>, line_number: usize, span: Span) -> Self {
        // Enough for any terminal, and little enough for a note that is one endless line.
        const AROUND_BYTES: usize = 240;
        const MARKED_BYTES: usize = 480;
        let whole = index.line(line_number);
        let line_start = index.line_span(line_number).start;
        let within = |offset: usize| whole.floor_char_boundary(offset.saturating_sub(line_start));
        let start = within(span.start);
        let end = within(span.end).max(start).min(whole.floor_char_boundary(start + MARKED_BYTES));
        let mut cut_start = whole.floor_char_boundary(start.saturating_sub(AROUND_BYTES));
        let cut_end = whole.ceil_char_boundary((end + AROUND_BYTES).min(whole.len()));
        let mut line = String::new();
        if cut_start > 0 {
            line.push('…');
        } else if line_start == 0 && whole.starts_with('\u{feff}') {
            cut_start = '\u{feff}'.len_utf8();
        }
        let shift = line.len();
        line.push_str(whole.get(cut_start..cut_end).unwrap_or_default());
        if cut_end < whole.len() {
            line.push('…');
        }
        let place = |offset: usize| offset.saturating_sub(cut_start) + shift;
        Self { span: Span::new(place(start), place(end)), line }
    }
}

#[cfg(test)]
mod tests;
