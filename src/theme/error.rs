//! Errors of templates, with their place.

use tera::{Error, ErrorKind};

use super::Layers;
use crate::diagnostic::{Code, Diagnostic, Spoken, words};
use crate::source::{Place, SourcePath, Span};

/// A template that cannot be read or filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}{}", on_page(page.as_ref()))]
pub struct TemplateError {
    /// The template: `themes/night/templates/note.html`, or `default/note.html` for one of ours.
    pub file: String,
    /// The line, from 1; 0 where no line is to blame.
    pub line: usize,
    /// The column in Unicode scalar values, from 1; 0 where no line is to blame.
    pub column: usize,
    /// What is wrong, with the name of the variable.
    pub message: String,
    /// The permalink of the page that was being filled, without the leading `/`; `None` before any.
    pub page: Option<String>,
    place: Option<Place>,
}

fn on_page(page: Option<&String>) -> String {
    page.map_or_else(String::new, |page| format!(" (on the page /{page})"))
}

impl TemplateError {
    pub(super) fn new(error: &Error, template: &str, page: &str, layers: &Layers) -> Self {
        let mut made = Self::unplaced(error, template, layers);
        made.page = Some(page.to_owned());
        made
    }

    /// Reads the place from an error that came before any page. `template` is blamed where the error
    /// names none.
    pub(super) fn unplaced(error: &Error, template: &str, layers: &Layers) -> Self {
        let report = Report::of(error);
        let name = if report.file.is_empty() { template } else { &report.file };
        let path = layers.place_of_template(name);
        Self {
            file: path.as_ref().map_or_else(|| name.to_owned(), ToString::to_string),
            line: report.line,
            column: report.column,
            message: report.message,
            page: None,
            place: path.map(|path| Place { path, span: report.span }),
        }
    }

    /// Says of a picture that it cannot be drawn. `page` is empty before any.
    pub(super) fn of_picture(why: &str, template: &str, page: &str, layers: &Layers) -> Self {
        let place = layers.place_of_named(template);
        Self {
            file: place.as_ref().map_or_else(|| template.to_owned(), ToString::to_string),
            line: 0,
            column: 0,
            message: why.to_owned(),
            page: (!page.is_empty()).then(|| page.to_owned()),
            place: place.map(|path| Place { path, span: Span::default() }),
        }
    }

    /// Lays the blame on another template of the vault.
    pub(super) fn because_of(mut self, path: Option<SourcePath>) -> Self {
        let Some(path) = path else { return self };
        self.message = format!("{} (met in `{}`)", self.message, self.file);
        self.file = path.to_string();
        (self.line, self.column) = (0, 0);
        self.place = Some(Place { path, span: Span::default() });
        self
    }

    /// Returns the file where it belongs to the vault and not to the program.
    pub fn path(&self) -> Option<&SourcePath> {
        self.place.as_ref().map(|place| &place.path)
    }

    /// Makes the finding that the author is told.
    pub fn diagnostic(&self) -> Diagnostic {
        self.diagnostic_of(None, 0)
    }

    /// Makes the finding for the page of this note and so many more pages.
    pub fn diagnostic_of(&self, note: Option<&SourcePath>, others: usize) -> Diagnostic {
        let page = self.page.as_ref().map(|page| format!("/{page}"));
        let message = match (&page, note) {
            (Some(page), Some(note)) => {
                let values: [(&str, &dyn Spoken); 4] =
                    [("file", &self.file), ("page", page), ("note", note), ("why", &self.message)];
                words::TEMPLATE_FAILS_FOR_NOTE.with(&values)
            }
            (Some(page), None) => {
                let values: [(&str, &dyn Spoken); 3] =
                    [("file", &self.file), ("page", page), ("why", &self.message)];
                words::TEMPLATE_FAILS_FOR.with(&values)
            }
            (None, _) => words::TEMPLATE_UNUSABLE.with(&[("file", &self.file), ("why", &self.message)]),
        };
        let made = Diagnostic::new(Code::InvalidTemplate, self.place.clone(), message);
        let made = match others {
            0 => made,
            count => made.help(words::SAME_ON_PAGES.with(&[("count", &count)])),
        };
        if self.line == 0 {
            made
        } else {
            made.label(words::AT_LINE.with(&[("line", &self.line), ("column", &self.column)]))
        }
    }
}

/// What can be learned from an error of the template engine.
pub(super) struct Report {
    pub(super) file: String,
    line: usize,
    column: usize,
    span: Span,
    message: String,
}

impl Report {
    pub(super) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                file: report.filename().to_owned(),
                line: report.span().start_line,
                column: report.span().start_col + 1,
                span: report.span().range.clone().into(),
                message: sentence(report.message()),
            },
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Self {
                file: tpl.clone(),
                ..Self::from_text("the template comes back to itself, so it can never be finished")
            },
            ErrorKind::MissingParent { current, parent } => Self {
                file: current.clone(),
                ..Self::from_text(&format!("it extends `{parent}`, which does not exist"))
            },
            other => Self::from_text(&other.to_string()),
        }
    }

    // What is found wrong once all templates are known comes as finished text only:
    // `error: Unknown filter `x`\n --> night/note.html:3:7\n …`.
    fn from_text(text: &str) -> Self {
        let mut lines = text.lines();
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ");
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
        let mut parts = place.rsplitn(3, ':');
        let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let (column, line) = (number(), number());
        let file = parts.next().unwrap_or_default().to_owned();
        Self { file, line, column, span: Span::default(), message: sentence(message) }
    }
}

fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map_or_else(String::new, |first| first.to_lowercase().collect());
    format!("{first}{}", chars.as_str().trim_end_matches('.'))
}
