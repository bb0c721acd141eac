use super::*;
use crate::diagnostic::{BrokenLink, LinkKind, Reason};
use crate::source::Place;

fn path(name: &str) -> SourcePath {
    SourcePath::new(name).expect("a plain path")
}

fn note(name: &str, text: &str) -> SourceFile {
    SourceFile::new(path(name), text.as_bytes())
}

/// A link to `target` where `raw` stands in the note.
fn broken(note: &SourceFile, raw: &str, target: &str, best: &str) -> Diagnostic {
    let text = note.text();
    let start = text.find(raw).expect("a part of the text");
    let place = Place { path: note.path.clone(), span: Span::new(start, start + raw.len()) };
    let link = BrokenLink {
        raw: raw.to_owned(),
        target: target.to_owned(),
        reason: Reason::MissingNote,
        kind: LinkKind::Wikilink,
        suggestion: Some(format!("{best}.md")),
        suggestions: vec![best.to_owned()],
    };
    Diagnostic::broken_link(place, link)
}

fn report(diagnostics: Vec<Diagnostic>, files: &[SourceFile]) -> Report {
    Report::new(diagnostics, &ReportOptions::default(), &|path| files.iter().find(|file| file.path == *path))
}

fn text(diagnostics: Vec<Diagnostic>, files: &[SourceFile]) -> String {
    report(diagnostics, files).text(TextOptions::default())
}

#[test]
fn a_finding_is_shown_at_its_place() {
    let above = "x\n".repeat(40);
    let file = note("aggregation.md", &format!("{above}  [[Data aggregation Paritioning]]\n"));
    let found = broken(
        &file,
        "[[Data aggregation Paritioning]]",
        "Data aggregation Paritioning",
        "Data aggregation Partitioning",
    );
    insta::assert_snapshot!(text(vec![found], &[file]), @r"
    error[broken-link]: no note is called `Data aggregation Paritioning`
      --> aggregation.md:41:3
       |
    41 |   [[Data aggregation Paritioning]]
       |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing in the vault bears this name
       = help: did you mean `[[Data aggregation Partitioning]]`?
    ");
}

#[test]
fn columns_are_right_whatever_stands_before() {
    let file = note("a.md", "\u{feff}[[one]]\r\nПривет 🎉 [[two]]\n\t\t[[three]] x\ny\r日本 [[four]]");
    let found = ["one", "two", "three", "four"].map(|name| broken(&file, &format!("[[{name}]]"), name, "x"));
    insta::assert_snapshot!(text(found.to_vec(), &[file]), @r"
    error[broken-link]: no note is called `one`
     --> a.md:1:1
      |
    1 | [[one]]
      | ^^^^^^^ nothing in the vault bears this name
      = help: did you mean `[[x]]`?

    error[broken-link]: no note is called `two`
     --> a.md:2:10
      |
    2 | Привет 🎉 [[two]]
      |           ^^^^^^^ nothing in the vault bears this name
      = help: did you mean `[[x]]`?

    error[broken-link]: no note is called `three`
     --> a.md:3:3
      |
    3 |         [[three]] x
      |         ^^^^^^^^^ nothing in the vault bears this name
      = help: did you mean `[[x]]`?

    error[broken-link]: no note is called `four`
     --> a.md:5:4
      |
    5 | 日本 [[four]]
      |      ^^^^^^^^ nothing in the vault bears this name
      = help: did you mean `[[x]]`?
    ");
}

#[test]
fn a_finding_without_a_text_names_its_file_or_nothing() {
    let orphan = Diagnostic::unreadable_file(Some(&path("a/b.md")), "a/b.md", "permission denied");
    let whole = Diagnostic::new(Code::Budget, None, "this is too much".into()).help("write less".into());
    insta::assert_snapshot!(text(vec![orphan, whole], &[]), @r"
    warning[budget]: this is too much
      = help: write less

    error[unreadable-file]: `a/b.md` cannot be read: permission denied
    --> a/b.md
    ");
}

#[test]
fn long_lines_and_several_lines_are_cut() {
    let file =
        note("a.md", &format!("{}[[far]]{}\n%%\nhidden\n", "слово ".repeat(100_000), " x".repeat(100_000)));
    let start = file.text().find("%%").expect("there");
    let place = Place { path: file.path.clone(), span: Span::new(start, file.text().len()) };
    let found = vec![broken(&file, "[[far]]", "far", "near"), Diagnostic::unclosed_comment(place)];
    insta::assert_snapshot!(text(found, &[file]), @r"
    error[broken-link]: no note is called `far`
     --> a.md:1:600001
      |
    1 | ...во слово слово слово слово слово [[far]] x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x...
      |                                     ^^^^^^^ nothing in the vault bears this name
      = help: did you mean `[[near]]`?

    warning[unclosed-comment]: this comment has no end
     --> a.md:2:1
      |
    2 | %%
      | ^^ everything from here on is hidden
      = help: close it with `%%`
    ");
}

#[test]
fn a_terminal_is_not_steered() {
    let file = note("esc\u{1b}[31m\nred.md", "[[a\u{1b}]2;x\u{7}\u{9b}b]]");
    let found = broken(&file, "[[a\u{1b}]2;x\u{7}\u{9b}b]]", "a\u{1b}]2;x\u{7}\u{9b}b", "\u{1b}[2J");
    let shown = text(vec![found], &[file]);
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
}

#[test]
fn colors_are_written_when_asked_for() {
    let file = note("a.md", "[[x]]");
    let found = vec![broken(&file, "[[x]]", "x", "y")];
    let files = [file];
    let colored = report(found.clone(), &files).text(TextOptions { color: true, width: 80 });
    assert!(colored.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), text(found, &files));
}

#[test]
fn levels_of_the_vault_come_first_and_the_order_is_fixed() {
    let file = note("b.md", "[[x]] [[y]]");
    let found = vec![
        broken(&file, "[[y]]", "y", "z"),
        broken(&file, "[[x]]", "x", "z"),
        Diagnostic::orphan_note(&path("b.md")),
        Diagnostic::orphan_note(&path("a.md")),
    ];
    let levels = |pairs: &[(Code, Severity)]| pairs.iter().copied().collect::<BTreeMap<_, _>>();
    let rows = |options: &ReportOptions| -> Vec<String> {
        let report = Report::new(found.clone(), options, &|_| Some(&file));
        let row = |row: &Row| {
            let start = row.start.expect("a place");
            format!(
                "{}:{} {}",
                row.diagnostic.severity.as_str(),
                start.column_number,
                row.diagnostic.code.as_str()
            )
        };
        report.rows().iter().map(row).collect()
    };
    let mut options = ReportOptions::default();
    assert_eq!(rows(&options), ["error:1 broken-link", "error:7 broken-link"]);
    options.levels = levels(&[(Code::BrokenLink, Severity::Off), (Code::OrphanNote, Severity::Warning)]);
    assert_eq!(rows(&options), ["warning:1 orphan-note", "warning:1 orphan-note"]);
    options.levels = levels(&[(Code::BrokenLink, Severity::Info)]);
    options.with_info = true;
    assert_eq!(rows(&options).len(), 4);
    let report = Report::new(found.clone(), &options, &|_| None);
    assert_eq!((report.sums().as_str(), report.fails(true)), ("no errors", false));
}

#[test]
fn programs_read_the_same_findings() {
    let file = note("a, b.md", "one\n[[x%]]\n");
    let report = report(vec![broken(&file, "[[x%]]", "x%", "y")], std::slice::from_ref(&file));
    let totals = Totals { notes: 1, attachments: 0, links: 1, broken: 1 };
    insta::assert_snapshot!(report.json(totals), @r#"
    {
      "version": 1,
      "summary": {
        "notes": 1,
        "attachments": 0,
        "links": 1,
        "broken": 1,
        "errors": 1,
        "warnings": 0
      },
      "diagnostics": [
        {
          "code": "broken-link",
          "severity": "error",
          "path": "a, b.md",
          "line": 2,
          "column": 1,
          "end_line": 2,
          "end_column": 7,
          "message": "no note is called `x%`",
          "help": "did you mean `[[y]]`?",
          "raw": "[[x%]]",
          "target": "x%",
          "reason": "missing-note",
          "kind": "wikilink",
          "suggestion": "y.md",
          "suggestions": [
            "y"
          ]
        }
      ]
    }
    "#);
    let shown = |path: &SourcePath| format!("content/{path}");
    insta::assert_snapshot!(report.github(&shown), @r"
    ::error file=content/a%2C b.md,line=2,col=1,endColumn=7,title=broken-link::no note is called `x%25`%0Adid you mean `[[y]]`?
    ");
    insta::assert_snapshot!(report.checkstyle(&shown), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <checkstyle version="4.3">
      <file name="content/a, b.md">
        <error line="2" column="1" severity="error" message="no note is called `x%`; did you mean `[[y]]`?" source="studium.broken-link"/>
      </file>
    </checkstyle>
    "#);
    let log: serde_json::Value = serde_json::from_str(&report.sarif(&shown, "1.2.3")).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string(&log["runs"][0]["results"]).expect("JSON"), @r#"
    [{"ruleId":"broken-link","ruleIndex":0,"level":"error","message":{"text":"no note is called `x%`\ndid you mean `[[y]]`?"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"content/a%2C%20b.md"},"region":{"startLine":2,"startColumn":1,"endLine":2,"endColumn":7}}}]}]
    "#);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules[0]["shortDescription"]["text"], "A link to a name that nothing in the vault bears.");
    assert_eq!(rules.len(), Code::ALL.len());
}

#[test]
fn many_findings_on_one_endless_line_take_no_longer_than_on_many() {
    let file = note("a.md", &"[[x]] ".repeat(200_000));
    let place = |index: usize| Place { path: file.path.clone(), span: Span::new(index * 6, index * 6 + 5) };
    let found = (0..20_000).map(|index| Diagnostic::alias_link(place(index * 10), "x", &file.path)).collect();
    let options = ReportOptions { with_info: true, ..ReportOptions::default() };
    let report = Report::new(found, &options, &|_| Some(&file));
    assert_eq!(report.rows()[19_999].start.map(|start| start.column_number), Some(19_999 * 60 + 1));
    assert!(report.text(TextOptions::default()).len() < 20_000_000);
}
