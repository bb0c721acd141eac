//! `studium search`: the engine of the site, asked in the terminal.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context;
use studium_search::{Hit, OpenError, Outcome, Pack, search_pack, write_pack};

use super::args::{self, TextOrJson};
use super::project::Project;
use super::terminal::{Paint, Stream, Terminal, is_watched, plain};
use super::wishes::Wishes;
use super::words::say;
use super::{Exit, said};
use crate::diagnostic::Spoken;
use crate::engine::analyse;
use crate::page::Plan;
use crate::search::documents;

pub(super) fn run(args: &args::Search, terminal: Terminal) -> anyhow::Result<Exit> {
    let mut project = Project::open(Wishes { drafts: args.drafts, ..Wishes::of_folder(args.root.clone()) })?;
    project.refuse_unusable()?;
    let (inputs, _) = project.inputs()?;
    let progress = terminal.progress();
    let tell = |stage: &str, done: usize, of: usize| progress.tell(stage, done, of);
    let analysis = analyse(&inputs, &mut project.cache, &tell);
    let (plan, _) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    progress.tell("indexing", 0, 0);
    let pack = write_pack(&documents(&plan)).with_context(|| say(&said::NO_INDEX, &[]))?;
    drop(progress);
    let outcome = ask(&pack, &args.query.join(" "), usize::from(args.limit))?;
    match args.format {
        TextOrJson::Json => {
            let text = serde_json::to_string_pretty(&outcome)?;
            terminal.answer(&format!("{text}\n"))?;
        }
        TextOrJson::Text => {
            if let Some(corrected) = &outcome.corrected {
                let (query, corrected) = (plain(&outcome.query), plain(corrected));
                let words: [(&str, &dyn Spoken); 2] = [("query", &query), ("corrected", &corrected)];
                terminal.remark(&(say(&said::CORRECTED, &words) + "\n"));
            }
            terminal.answer(&shown(&outcome, terminal.paint(Stream::Out)))?;
            // Whoever reads this through a pipe counts for himself; silence says that there is nothing.
            if is_watched() {
                terminal.remark(&sums(&outcome));
            }
        }
    }
    Ok(Exit::Done)
}

/// Asks a pack. The decoders of tantivy trust their bytes and may panic on those of a damaged pack, which the site
/// answers by starting its engine anew; here it is an error like any other.
fn ask(pack: &Pack, query: &str, limit: usize) -> anyhow::Result<Outcome> {
    let answered = catch_unwind(AssertUnwindSafe(|| search_pack(pack, query, limit)));
    answered.unwrap_or(Err(OpenError::Damaged)).with_context(|| say(&said::UNREAD_INDEX, &[]))
}

fn sums(outcome: &Outcome) -> String {
    match (outcome.hits.len(), outcome.total) {
        (0, _) => say(&said::NOTHING_FOUND, &[]),
        (shown, total) if shown < total => say(&said::SOME_OF, &[("shown", &shown), ("count", &total)]),
        (_, total) => say(&said::PAGES, &[("count", &total)]),
    }
}

fn shown(outcome: &Outcome, paint: Paint) -> String {
    outcome.hits.iter().map(|hit| hit_text(hit, paint)).collect()
}

/// Shows one hit: where it is, what it says, and in which file.
fn hit_text(hit: &Hit, Paint { bold, dim, .. }: Paint) -> String {
    let mut text = format!("{bold}{}{bold:#}", plain(&hit.title));
    if let Some(heading) = hit.heading.as_ref().filter(|heading| **heading != hit.title) {
        let _ = write!(text, " › {}", plain(heading));
    }
    text.push('\n');
    for line in wrapped(&marked(hit)) {
        text.push_str(INDENT);
        for (c, mark) in &line {
            let _ = match mark {
                Mark::None => write!(text, "{c}"),
                Mark::Opens => write!(text, "{bold}{c}"),
                Mark::Closes => write!(text, "{c}{bold:#}"),
                Mark::Both => write!(text, "{bold}{c}{bold:#}"),
            };
        }
        text.push('\n');
    }
    let _ = write!(text, "{INDENT}{dim}{}{dim:#}\n\n", plain(&hit.path));
    text
}

const INDENT: &str = "  ";
const WIDTH: usize = 88;

/// Whether what was found begins or ends with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    None,
    Opens,
    Closes,
    Both,
}

fn marked(hit: &Hit) -> Vec<(char, Mark)> {
    let mark = |index: usize| {
        let opens = hit.marks.iter().any(|[start, _]| *start == index);
        let closes = hit.marks.iter().any(|[_, end]| *end == index + 1);
        match (opens, closes) {
            (true, true) => Mark::Both,
            (true, false) => Mark::Opens,
            (false, true) => Mark::Closes,
            (false, false) => Mark::None,
        }
    };
    plain(&hit.snippet).chars().enumerate().map(|(index, c)| (c, mark(index))).collect()
}

/// Breaks a snippet at blanks, so that no line is longer than a terminal.
fn wrapped(snippet: &[(char, Mark)]) -> Vec<Vec<(char, Mark)>> {
    let mut lines: Vec<Vec<(char, Mark)>> = Vec::new();
    for word in
        snippet.split(|(c, mark)| c.is_whitespace() && *mark == Mark::None).filter(|word| !word.is_empty())
    {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= WIDTH => {
                line.push((' ', Mark::None));
                line.extend_from_slice(word);
            }
            _ => lines.push(word.to_vec()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use clap::builder::styling::Style;
    use studium_search::{Document, Kind, Section};

    use super::*;

    #[test]
    fn a_hit_is_shown_with_its_place_and_what_was_found() {
        let hit = Hit {
            path: "Concepts/Hash\u{1b}ing.md".to_owned(),
            permalink: "/concepts/hashing/".to_owned(),
            title: "Hashing".to_owned(),
            title_marks: Vec::new(),
            heading_marks: Vec::new(),
            heading: Some("Rings".to_owned()),
            anchor: Some("rings".to_owned()),
            kind: Kind::Note,
            score: 1.0,
            partial: false,
            snippet: "a ring of nodes".to_owned(),
            marks: vec![[2, 6]],
            more: Vec::new(),
        };
        let (bold, none) = (Style::new().bold(), Style::new());
        let text = hit_text(&hit, Paint { bold, dim: none, error: none, warning: none, good: none });
        assert_eq!(
            text,
            "\u{1b}[1mHashing\u{1b}[0m › Rings\n  a \u{1b}[1mring\u{1b}[0m of nodes\n  Concepts/Hash\u{fffd}ing.md\n\n"
        );
    }

    #[test]
    fn a_damaged_index_is_an_error_and_no_panic() {
        let document = |number: usize| Document {
            path: format!("{number}.md"),
            permalink: format!("/{number}/"),
            title: format!("Tide {number}"),
            aliases: Vec::new(),
            tags: Vec::new(),
            lang: "en".to_owned(),
            kind: Kind::Note,
            boost: 1.0,
            sections: vec![Section { text: "High water of the moon. ".repeat(8), ..Section::default() }],
        };
        let whole = write_pack(&(0..20).map(document).collect::<Vec<_>>()).expect("a pack can be written");
        assert_eq!(ask(&whole, "high water", 5).expect("whole").total, 20);
        let mut refused = 0;
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let mut check = |pack: &Pack| refused += usize::from(ask(pack, "\"high water\" mooon", 5).is_err());
        for at in (0..whole.hot.len()).step_by(7) {
            let mut pack = whole.clone();
            pack.hot[at] ^= 0x55;
            check(&pack);
        }
        for (name, bytes) in &whole.files {
            for at in 0..bytes.len().min(400) {
                let mut pack = whole.clone();
                pack.files.get_mut(name).expect("there")[at] ^= 0x55;
                check(&pack);
            }
            let mut pack = whole.clone();
            pack.files.remove(name);
            check(&pack);
        }
        std::panic::set_hook(usual);
        assert!(refused > 10, "{refused} were refused");
    }

    #[test]
    fn long_snippets_are_broken_at_blanks() {
        let snippet: Vec<_> = "word ".repeat(40).chars().map(|c| (c, Mark::None)).collect();
        let lines = wrapped(&snippet);
        assert!(lines.iter().all(|line| line.len() <= WIDTH) && lines.len() == 3);
    }
}
