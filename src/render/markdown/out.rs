//! Lines of Markdown, each with the marks of the quotes and items that it stands in.

use super::escape::escaped_at;

/// How deep containers nest in the text; what lies deeper stands at this depth, so that a note of many
/// marks does not become a text of very many.
const DEPTH: usize = 16;

/// What has to come before the next text.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Pending {
    #[default]
    Nothing,
    Line,
    Blank,
}

/// The text so far.
#[derive(Default)]
pub(super) struct Out {
    text: String,
    /// What each line begins with, container by container.
    prefixes: Vec<String>,
    /// Containers that are open beyond [`DEPTH`].
    deeper: usize,
    pending: Pending,
    /// Whether the marks of this line are still to be written.
    at_line_start: bool,
    /// Whether nothing stands yet in the innermost container.
    fresh: bool,
    /// Whether nothing stands yet on this line but marks.
    bare: bool,
}

impl Out {
    /// Lets the next text begin a block.
    pub(super) fn block(&mut self) {
        self.pending = Pending::Blank;
    }

    /// Lets the next text begin a line.
    pub(super) fn line(&mut self) {
        self.pending = self.pending.max(Pending::Line);
    }

    /// Writes text as it is, on this line.
    pub(super) fn put(&mut self, text: &str) {
        self.flush();
        self.text.push_str(text);
        self.bare = false;
    }

    /// Writes text of which every character means itself.
    pub(super) fn text(&mut self, text: &str, in_table: bool) {
        if text.is_empty() {
            return;
        }
        self.flush();
        let before = self.text.chars().next_back().filter(|_| !self.bare);
        let escaped = escaped_at(text, before, in_table);
        self.text.push_str(&escaped);
        self.bare = false;
    }

    /// Writes whole lines.
    pub(super) fn lines(&mut self, text: &str) {
        for (at, line) in text.lines().enumerate() {
            if at > 0 {
                self.pending = Pending::Line;
            }
            self.put(line);
        }
    }

    /// Opens a container whose lines begin with `prefix`, the current one included.
    pub(super) fn enter(&mut self, prefix: &str) {
        self.flush();
        if self.prefixes.len() == DEPTH {
            self.deeper += 1;
            return;
        }
        // The lines of a footnote are set in but for the first.
        if !self.at_line_start && !prefix.trim().is_empty() {
            self.text.push_str(prefix);
        }
        self.prefixes.push(prefix.to_owned());
        (self.fresh, self.bare) = (true, true);
    }

    /// Opens an item with its mark.
    pub(super) fn item(&mut self, mark: &str) {
        self.flush();
        if self.prefixes.len() == DEPTH {
            self.deeper += 1;
            return;
        }
        self.text.push_str(mark);
        self.prefixes.push(" ".repeat(mark.len()));
        (self.fresh, self.bare) = (true, true);
    }

    /// Writes the mark of a task, behind that of its item.
    pub(super) fn mark(&mut self, mark: &str) {
        if self.fresh && self.deeper == 0 {
            self.text.push_str(mark);
        }
    }

    /// Closes the innermost container.
    pub(super) fn leave(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            if self.at_line_start && self.fresh {
                // An empty quote still is one.
                self.write_prefixes();
            }
            self.prefixes.pop();
        }
        self.fresh = false;
        self.pending = self.pending.max(Pending::Line);
    }

    /// Tells whether the innermost container is an item.
    pub(super) fn is_in_item(&self) -> bool {
        self.prefixes.last().is_some_and(|prefix| prefix.trim().is_empty())
    }

    /// Returns the text with a line end.
    pub(super) fn finish(mut self) -> String {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        self.text.push('\n');
        self.text
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if !self.fresh && !self.text.is_empty() && pending != Pending::Nothing {
            self.end_line();
            if pending == Pending::Blank {
                let prefix = self.prefixes.concat();
                self.text.push_str(prefix.trim_end());
                self.text.push('\n');
            }
            self.at_line_start = true;
        }
        self.fresh = false;
        if self.at_line_start {
            self.write_prefixes();
        }
    }

    fn end_line(&mut self) {
        // Two blanks at the end of a line would be a line break.
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        self.text.push('\n');
    }

    fn write_prefixes(&mut self) {
        let prefix = self.prefixes.concat();
        self.text.push_str(&prefix);
        (self.at_line_start, self.bare) = (false, true);
    }
}
