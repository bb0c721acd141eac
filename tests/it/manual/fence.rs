//! Fences of code in a note, found without the parser that is under test.

use std::ops::Range;

/// A fence of code.
#[derive(Clone, Debug)]
pub(super) struct Fence {
    /// What stands behind the opening mark.
    pub(super) info: String,
    /// What stands between the marks; ends with a line break unless it is empty.
    pub(super) body: String,
    /// The line of the opening mark, from 1.
    pub(super) line_number: usize,
    /// Where the whole fence stands in the text, in bytes.
    pub(super) range: Range<usize>,
    mark: String,
}

impl Fence {
    /// Returns the source of the fence with another body.
    pub(super) fn source_with(&self, body: &str) -> String {
        let Self { info, mark, .. } = self;
        let body = body.trim_end();
        let end = if body.is_empty() { "" } else { "\n" };
        format!("{mark}{info}\n{body}{end}{mark}\n")
    }
}

/// Finds all fences of backticks that start at the margin.
pub(super) fn all(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &mut open {
            Some(fence) if line.trim_end() == fence.mark => {
                fence.range.end = at;
                fences.extend(open.take());
            }
            Some(fence) => fence.body.push_str(line),
            None if ticks >= 3 => {
                open = Some(Fence {
                    info: line[ticks..].trim().to_owned(),
                    body: String::new(),
                    line_number: index + 1,
                    range: start..at,
                    mark: line[..ticks].to_owned(),
                });
            }
            None => {}
        }
    }
    assert!(open.is_none(), "a fence has no end");
    fences
}

#[test]
fn a_longer_fence_holds_shorter_ones() {
    let found = all("text\n````markdown example\n```\na\n```\n````\n\n```html\n```\n");
    let shown: Vec<_> = found.iter().map(|fence| (fence.info.as_str(), fence.body.as_str())).collect();
    assert_eq!(shown, [("markdown example", "```\na\n```\n"), ("html", "")]);
    assert_eq!(found[1].line_number, 8);
}
