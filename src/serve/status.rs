//! What the open pages are told of a build: what is wrong, on which page, and how to get there.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::editor::editor_link;
use super::respond::base_path_of;
use super::{Build, words};
use crate::diagnostic::{Message, Report, Row, Tongue};
use crate::site::OutputPath;
use crate::source::{ContentHash, SourcePath};

/// More findings than this are only counted.
const MOST_FINDINGS: usize = 200;

/// Where what is shown and told comes from.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// The address that opens a file in an editor; empty for none.
    editor: String,
    /// Where files are looked for, in this order.
    roots: Vec<PathBuf>,
    /// The pages of notes, from the root of the server.
    pub(super) pages: HashMap<SourcePath, String>,
    /// Whether the pages may choose what is shown.
    may_choose: bool,
    /// How many drafts there are, and whether they are shown.
    drafts: (usize, bool),
}

impl Origins {
    pub(super) fn new(editor: String, may_choose: bool) -> Self {
        Self { editor, may_choose, ..Self::default() }
    }

    /// Takes what a build says of its files.
    pub(super) fn of(&self, build: &mut Build) -> Self {
        let base_path = base_path_of(&build.base_url);
        let notes = std::mem::take(&mut build.notes).into_iter();
        Self {
            editor: self.editor.clone(),
            roots: vec![build.vault_root.clone(), build.project_root.clone()],
            pages: notes.map(|(page, note)| (note, address(&base_path, &page))).collect(),
            may_choose: self.may_choose,
            drafts: build.drafts,
        }
    }

    /// Returns how many drafts are told of, and whether they are shown. That there are some is no affair of other
    /// machines either.
    fn drafts(&self) -> (usize, bool) {
        let (count, are_shown) = self.drafts;
        (if are_shown || self.may_choose { count } else { 0 }, are_shown)
    }

    /// Returns the notes that are shown at an address. Costs O(notes).
    fn notes_of(&self, page: &str) -> impl Iterator<Item = &SourcePath> {
        self.pages.iter().filter(move |(_, address)| *address == page).map(|(note, _)| note)
    }

    /// Returns the address that opens a place in an editor.
    fn link(&self, path: &SourcePath, line: usize, column: usize) -> Option<String> {
        let mut roots = self.roots.iter().filter(|_| !self.editor.is_empty());
        let file = roots.by_ref().map(|root| root.join(path.as_str())).find(|file| file.is_file())?;
        Some(editor_link(&self.editor, &file, line, column))
    }
}

/// Returns the address of a file of the site, from the root of the server.
pub(super) fn address(base_path: &str, path: &OutputPath) -> String {
    let path = path.as_str();
    let page = path.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
    format!("{base_path}{}", page.unwrap_or(path))
}

/// What the open pages are told of a build. A page is told of its own note first: of a vault with many findings,
/// those of the page would not be among the first.
#[derive(Debug)]
pub(super) struct Status {
    /// What is told to all pages.
    head: Map<String, Value>,
    report: Option<Report>,
    origins: Arc<Origins>,
    tongue: Tongue,
}

impl Status {
    /// Takes what is to be told of a build, in this language where there is no report.
    pub(super) fn new(
        build_number: u64,
        failure: Option<&str>,
        report: Option<Report>,
        origins: &Arc<Origins>,
        tongue: Tongue,
    ) -> Self {
        let tongue = report.as_ref().map_or(tongue, Report::tongue);
        let (drafts, are_shown) = origins.drafts();
        let (errors, warnings) =
            report.as_ref().map_or((0, 0), |report| (report.error_count, report.warning_count));
        let head = [
            ("build", json!(build_number)),
            ("drafts", json!({ "count": drafts, "shown": are_shown, "choice": origins.may_choose })),
            ("failure", json!(failure)),
            ("errors", json!(errors)),
            ("warnings", json!(warnings)),
            ("lang", json!(tongue.tag())),
        ];
        let head = head.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut status = Self { head, report, origins: Arc::clone(origins), tongue };
        // By what is told to a page that has no findings of its own, whatever the number of the build is.
        let first: Vec<Value> =
            status.rows().iter().take(MOST_FINDINGS).map(|row| status.finding(row)).collect();
        let told = (failure, drafts, are_shown, errors, warnings, status.rows().len(), first);
        let mark = ContentHash::of(json!(told).to_string().as_bytes()).short();
        status.head.insert("mark".to_owned(), json!(mark));
        status
    }

    /// Tells whether the other one says the same.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.head == other.head
    }

    fn rows(&self) -> &[Row] {
        self.report.as_ref().map(Report::rows).unwrap_or_default()
    }

    /// Returns what the page at this address is told, as JSON: its own findings first, and no more than so many.
    /// Looks for the files that an editor would open.
    pub(super) fn told_on(&self, page: &str) -> String {
        let rows = self.rows();
        // Findings stand in the order of their paths, and few notes make one page.
        let mut notes: Vec<&SourcePath> = self.origins.notes_of(page).collect();
        notes.sort_unstable();
        let bounds = notes.iter().map(|note| {
            let start = rows.partition_point(|row| row.path() < Some(*note));
            start..start + rows[start..].partition_point(|row| row.path() == Some(*note))
        });
        let bounds: Vec<Range<usize>> = bounds.collect();
        let here = bounds.iter().flat_map(|bounds| &rows[bounds.clone()]);
        let elsewhere = rows.iter().enumerate();
        let elsewhere = elsewhere.filter(|(at, _)| !bounds.iter().any(|bounds| bounds.contains(at)));
        let told = here.chain(elsewhere.map(|(_, row)| row)).take(MOST_FINDINGS);
        let told: Vec<Value> = told.map(|row| self.finding(row)).collect();
        let more = rows.len() - told.len();
        let count_here: usize = bounds.iter().map(Range::len).sum();
        let mut status = self.head.clone();
        status.insert("more".to_owned(), json!(more));
        status.insert("words".to_owned(), self.words(count_here, more));
        status.insert("diagnostics".to_owned(), Value::Array(told));
        Value::Object(status).to_string()
    }

    /// Returns what the bar says besides findings.
    fn words(&self, count_here: usize, more: usize) -> Value {
        let say = |message: &Message, count: usize| message.say(self.tongue, &[("count", &count)]);
        let (drafts, are_shown) = self.origins.drafts();
        let has_faults = |report: &&Report| report.error_count + report.warning_count > 0;
        let sums = self.report.as_ref().filter(has_faults).map(Report::sums);
        json!({
            "bar": say(&words::BAR, 0),
            "close": say(&words::CLOSE, 0),
            "failed": say(&words::NOT_UP_TO_DATE, 0),
            "last_good": say(&words::LAST_GOOD, 0),
            "sums": sums.unwrap_or_else(|| say(&words::NO_FAULTS, 0)),
            "here": say(&words::ON_THIS_PAGE, 0),
            "count_here": (count_here > 0).then(|| say(&words::COUNT_HERE, count_here)),
            "elsewhere": say(&words::ELSEWHERE, 0),
            "more": (more > 0).then(|| say(&words::AND_MORE, more)),
            "drafts": say(&words::DRAFTS, drafts),
            "switch": say(if are_shown { &words::HIDE_DRAFTS } else { &words::SHOW_DRAFTS }, drafts),
        })
    }

    fn finding(&self, row: &Row) -> Value {
        let found = &row.diagnostic;
        let (line, column) = row.start.map_or((1, 1), |start| (start.line_number, start.column_number));
        json!({
            "code": found.code.as_str(),
            "severity": found.severity.as_str(),
            "path": row.path().map(SourcePath::as_str),
            "line": row.start.map(|start| start.line_number),
            "column": row.start.map(|start| start.column_number),
            "page": row.path().and_then(|path| self.origins.pages.get(path)),
            "open": row.path().and_then(|path| self.origins.link(path, line, column)),
            "message": found.message.in_tongue(self.tongue),
            "label": found.label.in_tongue(self.tongue),
            "help": found.help.as_ref().map(|help| help.in_tongue(self.tongue)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, ReportOptions};
    use crate::source::{Place, Span};

    fn path(name: &str) -> SourcePath {
        SourcePath::new(name).expect("plain")
    }

    /// A vault with findings in `A.md`, twice as many as are told, and in `Z.md`.
    fn status(tongue: Tongue) -> Status {
        let at = |name: &str, start: usize| {
            let place = Place { path: path(name), span: Span::new(start, start + 1) };
            Diagnostic::unlinked_mention(place, "x", &path("X.md"))
        };
        let mut found: Vec<Diagnostic> = (0..2 * MOST_FINDINGS).map(|start| at("A.md", start)).collect();
        found.extend((0..2).map(|start| at("Z.md", start)));
        let options = ReportOptions { with_info: true, tongue, ..ReportOptions::default() };
        let report = Report::new(found, &options, &|_| None);
        let pages = [("A.md", "/a/"), ("Z.md", "/z/")];
        let pages = pages.map(|(note, page)| (path(note), page.to_owned())).into();
        let origins = Arc::new(Origins { pages, drafts: (3, false), may_choose: true, ..Origins::default() });
        Status::new(7, None, Some(report), &origins, Tongue::English)
    }

    fn told(status: &Status, page: &str) -> Value {
        serde_json::from_str(&status.told_on(page)).expect("JSON")
    }

    #[test]
    fn a_page_is_told_of_its_own_note_first_and_of_no_more_than_so_many() {
        let status = status(Tongue::English);
        let on_page = |page: &str| {
            let told = told(&status, page);
            let found = told["diagnostics"].as_array().expect("a list");
            let pages: Vec<String> = found.iter().map(|found| found["page"].to_string()).collect();
            let count = |page: &str| pages.iter().filter(|found| *found == page).count();
            let order = pages.iter().position(|page| page == "\"/a/\"");
            (
                count("\"/a/\""),
                count("\"/z/\""),
                order,
                told["more"].clone(),
                told["words"]["count_here"].clone(),
            )
        };
        let (most, all) = (MOST_FINDINGS, 2 * MOST_FINDINGS + 2);
        assert_eq!(on_page("/z/"), (most - 2, 2, Some(2), json!(all - most), json!("2 on this page")));
        let here = format!("{} on this page", 2 * most);
        assert_eq!(on_page("/a/"), (most, 0, Some(0), json!(all - most), json!(here)));
        assert_eq!(on_page("/"), (most, 0, Some(0), json!(all - most), Value::Null));
        assert_eq!(told(&status, "/a/")["mark"], told(&status, "/z/")["mark"], "what is closed stays closed");
    }

    #[test]
    fn who_may_not_choose_is_not_told_of_drafts() {
        let origins = Origins { drafts: (98_765, false), ..Origins::default() };
        let told = Status::new(1, None, None, &Arc::new(origins), Tongue::English).told_on("/");
        assert!(!told.contains("98765"), "{told}");
    }

    #[test]
    fn the_bar_speaks_the_language_of_the_findings() {
        let russian = told(&status(Tongue::Russian), "/z/");
        assert_eq!((&russian["lang"], &russian["words"]["here"]), (&json!("ru"), &json!("На этой странице")));
        assert_eq!(russian["words"]["switch"], "Показать 3 черновика");
        let english = told(&status(Tongue::English), "/z/");
        assert_eq!((&english["lang"], &english["words"]["switch"]), (&json!("en"), &json!("Show 3 drafts")));
        let origins = Arc::new(Origins::default());
        let fault = Status::new(8, Some("a fault"), None, &origins, Tongue::Russian);
        assert_eq!(told(&fault, "/")["words"]["failed"], "Устарело", "without a report as before");
        assert!(!fault.says_the_same(&status(Tongue::Russian)));
        assert!(status(Tongue::Russian).says_the_same(&status(Tongue::Russian)));
    }
}
