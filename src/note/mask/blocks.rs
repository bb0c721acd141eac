//! Walks through the lines of a body and tells text from code and raw HTML.
//!
//! In: the body. Out: edits of the copy. This knows the block structure of Markdown as far as it decides
//! where syntax of ours may stand; the Markdown parser reads the finished copy and has the last word.

use std::ops::Range;

use super::StandIn;
use super::comment;
use super::copy::Copy;
use super::html::{HtmlEnd, block_ends, block_start};
use super::inline::{self, Outcome, Place};
use super::line::{
    Cursor, fence, footnote_mark, heading_mark, is_delimiter_row, is_rule, is_underline, line_ends,
    list_marker,
};
use crate::note::html_text::{heading_tag, plain_text};

/// How deep quotes and lists are followed. What lies deeper counts as text.
const MAX_DEPTH: usize = 64;

/// A block that holds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    Quote,
    /// A list item or a footnote: lines indented by so many columns belong to it.
    Indented(usize),
}

/// What the last line was part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaf {
    None,
    /// Text that starts at this offset, and the number of its lines.
    Paragraph(usize, usize),
    Table,
    Fence(u8, usize),
    Html(HtmlEnd),
}

/// Makes the edits. Returns where a comment starts that hides the rest of the note.
pub(super) fn walk(text: &str, start: usize, copy: &mut Copy<'_>) -> Option<usize> {
    let mut walker = Walker { text, copy, at: start, resumed: false, holders: Vec::new(), leaf: Leaf::None };
    let mut ends = comment::Ends::default();
    loop {
        let outcome = if walker.at >= text.len() {
            walker.close_text(text.len())
        } else {
            let (end, next) = line_ends(text, walker.at);
            let outcome = walker.line(end, next);
            if outcome == Outcome::Done {
                walker.at = next;
                walker.resumed = false;
                continue;
            }
            outcome
        };
        match outcome {
            Outcome::Done => return None,
            Outcome::RunsOn(to) => walker.resume(to),
            Outcome::Comment(at) => match comment::end(text, at + 2, &mut ends) {
                Some(end) => {
                    walker.copy.hide(at..end);
                    walker.resume(end);
                }
                None => return Some(at),
            },
        }
    }
}

struct Walker<'t, 'c, 's> {
    text: &'t str,
    copy: &'c mut Copy<'s>,
    /// Where the next line, or the rest of one, starts.
    at: usize,
    /// Whether `at` stands behind something that ran over lines: the holders are as they were.
    resumed: bool,
    holders: Vec<Holder>,
    leaf: Leaf,
}

impl Walker<'_, '_, '_> {
    fn resume(&mut self, at: usize) {
        self.at = at;
        self.resumed = true;
        self.leaf = Leaf::None;
    }

    fn line(&mut self, end: usize, next: usize) -> Outcome {
        let mut cursor = Cursor::new(self.at);
        let matched = if self.resumed { self.holders.len() } else { self.match_holders(&mut cursor, end) };
        let all = matched == self.holders.len();
        let leaf = self.leaf;
        match leaf {
            Leaf::Fence(sign, length) if all => return self.in_fence(cursor, end, sign, length),
            Leaf::Html(html_end) if all && self.in_html(cursor, end, html_end) => return Outcome::Done,
            _ => {}
        }
        let (_, first) = cursor.indent(self.text);
        if first >= end {
            let outcome = self.close_text(self.at);
            if outcome == Outcome::Done {
                // A blank line ends quotes; what is indented may go on behind it.
                self.truncate(matched);
            }
            return outcome;
        }
        let in_text = matches!(self.leaf, Leaf::Paragraph(..) | Leaf::Table);
        let goes_on = in_text && !self.opens_block(cursor, end, all);
        if goes_on {
            return self.text_line(cursor, end, next);
        }
        let outcome = self.close_text(self.at);
        if outcome != Outcome::Done {
            return outcome;
        }
        self.truncate(matched);
        self.open_blocks(cursor, end, next)
    }

    /// Moves the cursor over the marks of the holders that this line goes on with.
    fn match_holders(&self, cursor: &mut Cursor, end: usize) -> usize {
        for (index, holder) in self.holders.iter().enumerate() {
            let goes_on = match holder {
                Holder::Quote => cursor.skip_quote(self.text),
                Holder::Indented(columns) => {
                    let (indent, first) = cursor.indent(self.text);
                    let belongs = indent >= *columns || first >= end;
                    if belongs {
                        cursor.skip_columns(self.text, (*columns).min(indent));
                    }
                    belongs
                }
            };
            if !goes_on {
                return index;
            }
        }
        self.holders.len()
    }

    fn truncate(&mut self, matched: usize) {
        self.holders.truncate(matched);
        self.leaf = Leaf::None;
    }

    fn in_fence(&mut self, cursor: Cursor, end: usize, sign: u8, length: usize) -> Outcome {
        let (indent, first) = cursor.indent(self.text);
        let closes = indent < 4
            && fence(&self.text[first..end]).is_some_and(|(s, l, bare)| s == sign && l >= length && bare);
        if closes {
            self.leaf = Leaf::None;
        }
        Outcome::Done
    }

    /// Tells whether a line belongs to the block of HTML that is open.
    fn in_html(&mut self, cursor: Cursor, end: usize, html_end: HtmlEnd) -> bool {
        let (_, first) = cursor.indent(self.text);
        match html_end {
            HtmlEnd::Blank if first >= end => {
                self.leaf = Leaf::None;
                false
            }
            HtmlEnd::Blank => true,
            HtmlEnd::Line(ends) => {
                if block_ends(&self.text[self.at..end], ends) {
                    self.leaf = Leaf::None;
                }
                true
            }
        }
    }

    /// Tells whether a line that could go on with a text opens a block instead.
    fn opens_block(&self, cursor: Cursor, end: usize, all_matched: bool) -> bool {
        let (indent, first) = cursor.indent(self.text);
        let line = &self.text[first..end];
        if indent >= 4 {
            return false;
        }
        let (list, interrupts) =
            list_marker(line).map_or((false, false), |(_, interrupts)| (true, interrupts));
        // An item of the list that the text stands in needs not interrupt anything.
        let sibling = list && !all_matched;
        line.starts_with('>')
            || fence(line).is_some()
            || heading_mark(line).is_some()
            || (is_underline(line) && all_matched)
            || is_rule(line)
            || interrupts
            || sibling
            || footnote_mark(line).is_some()
            || block_start(line, true).is_some()
    }

    /// Takes in a line of text.
    fn text_line(&mut self, cursor: Cursor, end: usize, next: usize) -> Outcome {
        let (_, first) = cursor.indent(self.text);
        match &mut self.leaf {
            // A comment may hide several rows and what stands behind the table.
            Leaf::Table if self.text[first..end].starts_with("%%") && !is_comment(&self.text[first..end]) => {
                self.leaf = Leaf::Paragraph(first, 1);
            }
            Leaf::Table => return self.row(first, end, next),
            Leaf::Paragraph(start, lines) => {
                let start = *start;
                *lines += 1;
                let heads = *lines == 2
                    && is_delimiter_row(&self.text[first..end])
                    && self.text[start..first].contains('|');
                if heads {
                    let (head_end, _) = line_ends(self.text, start);
                    self.leaf = Leaf::Table;
                    return self.row(start, head_end, head_end);
                }
            }
            _ => self.leaf = Leaf::Paragraph(first, 1),
        }
        Outcome::Done
    }

    /// Looks through the cells of a row.
    fn row(&mut self, start: usize, end: usize, next: usize) -> Outcome {
        let mut cell = start;
        let bytes = self.text.as_bytes();
        if is_comment(&self.text[start..end]) {
            // A row that is a comment must not leave a blank line, which would end the table.
            let line_start = self.text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            self.copy.hide(line_start..next);
            return Outcome::Done;
        }
        let mut at = start;
        while at <= end {
            if at == end || bytes[at] == b'|' {
                inline::scan(self.text, cell..at, Place::Cell, self.copy);
                cell = at + 1;
            } else if bytes[at] == b'\\' {
                at += 1;
            }
            at += 1;
        }
        if cell < end {
            inline::scan(self.text, cell..end, Place::Cell, self.copy);
        }
        Outcome::Done
    }

    /// Looks through the text that ends before `before`.
    fn close_text(&mut self, before: usize) -> Outcome {
        let Leaf::Paragraph(start, _) = self.leaf else { return Outcome::Done };
        self.leaf = Leaf::None;
        let text = self.text[start..before.max(start)].trim_end_matches(['\n', '\r', ' ', '\t']);
        inline::scan(self.text, start..start + text.len(), Place::Lines, self.copy)
    }

    /// Opens what a line opens.
    fn open_blocks(&mut self, mut cursor: Cursor, end: usize, next: usize) -> Outcome {
        let mut new_quote = false;
        let mut new_item = false;
        loop {
            let (indent, first) = cursor.indent(self.text);
            let line = &self.text[first..end];
            if line.is_empty() {
                return Outcome::Done;
            }
            if indent >= 4 {
                // Code by indentation.
                return Outcome::Done;
            }
            if self.holders.len() < MAX_DEPTH {
                if cursor.skip_quote(self.text) {
                    self.holders.push(Holder::Quote);
                    (new_quote, new_item) = (true, false);
                    continue;
                }
                if !is_rule(line)
                    && let Some((length, _)) = list_marker(line)
                {
                    self.open_item(&mut cursor, indent, length, end);
                    (new_quote, new_item) = (false, true);
                    continue;
                }
                if let Some(length) = footnote_mark(line) {
                    cursor.skip_columns(self.text, indent);
                    cursor.skip_bytes(length);
                    self.holders.push(Holder::Indented(4));
                    (new_quote, new_item) = (false, false);
                    continue;
                }
            }
            return self.open_leaf(first, end, next, new_quote, new_item);
        }
    }

    fn open_item(&mut self, cursor: &mut Cursor, indent: usize, length: usize, end: usize) {
        cursor.skip_columns(self.text, indent);
        cursor.skip_bytes(length);
        let (blanks, first) = cursor.indent(self.text);
        // More than four blanks belong to code in the item; an empty item is one blank wide.
        let inside = if first >= end || blanks > 4 { 1 } else { blanks };
        cursor.skip_columns(self.text, inside);
        self.holders.push(Holder::Indented(indent + length + inside));
    }

    fn open_leaf(
        &mut self,
        first: usize,
        end: usize,
        next: usize,
        new_quote: bool,
        new_item: bool,
    ) -> Outcome {
        let line = &self.text[first..end];
        if let Some((sign, length, _)) = fence(line) {
            self.leaf = Leaf::Fence(sign, length);
            return Outcome::Done;
        }
        if let Some(level) = heading_mark(line) {
            return inline::scan(self.text, first + level..end, Place::Line, self.copy);
        }
        if is_rule(line) {
            return Outcome::Done;
        }
        if line.starts_with('<') {
            if let Some(words) = heading_words(line) {
                let element = first..first + line.trim_end().len();
                let level = line.as_bytes()[2] - b'0';
                self.copy.insert(first, &("#".repeat(usize::from(level)) + " "));
                self.copy.replace(element, StandIn::Words(words));
                return Outcome::Done;
            }
            if let Some(html_end) = block_start(line, false) {
                let closed = matches!(html_end, HtmlEnd::Line(ends) if block_ends(line, ends));
                self.leaf = if closed { Leaf::None } else { Leaf::Html(html_end) };
                return Outcome::Done;
            }
        }
        if new_item {
            self.hide_task_mark(first, end);
        }
        if new_quote && line.starts_with("[!") && line.contains(']') {
            return self.callout_title(first..end, next);
        }
        self.leaf = Leaf::Paragraph(first, 1);
        Outcome::Done
    }

    /// Keeps Markdown from seeing a sign of its own in `[*] `.
    fn hide_task_mark(&mut self, first: usize, end: usize) {
        if let [b'[', mark, b']', b' ' | b'\t', ..] = self.text.as_bytes()[first..end]
            && mark.is_ascii_punctuation()
        {
            self.copy.replace(first + 1..first + 2, StandIn::TaskMark(char::from(mark)));
        }
    }

    /// Parts the title of a callout from its content, which may start with any block.
    fn callout_title(&mut self, title: Range<usize>, next: usize) -> Outcome {
        let outcome = inline::scan(self.text, title.clone(), Place::Line, self.copy);
        let line_start = self.text[..title.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let prefix: String = self.text[line_start..title.start]
            .chars()
            .map(|c| if matches!(c, '>' | '\t') { c } else { ' ' })
            .collect();
        let depth = prefix.matches('>').count();
        let (next_end, _) = line_ends(self.text, next);
        let goes_on = self.text[next..next_end]
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t' | '>'))
            .filter(|c| *c == '>')
            .count();
        if outcome == Outcome::Done && next > title.end && goes_on >= depth {
            self.copy.insert(title.end, &format!("\n{}", prefix.trim_end()));
        }
        outcome
    }
}

/// Tells whether a line is one comment and nothing else.
fn is_comment(line: &str) -> bool {
    let inner = line.trim_end().strip_prefix("%%").and_then(|line| line.strip_suffix("%%"));
    inner.is_some_and(|inner| !inner.contains("%%"))
}

/// Returns the words of a line that is one heading of HTML and nothing else.
fn heading_words(line: &str) -> Option<String> {
    let line = line.trim_end();
    let (level, false) = heading_tag(line)? else { return None };
    let inner = &line[line.find('>')? + 1..];
    let close = inner.len().checked_sub("</h1>".len())?;
    let ends = inner.is_char_boundary(close) && heading_tag(&inner[close..]) == Some((level, true));
    let inner = &inner[..if ends { close } else { return None }];
    let more = inner.to_ascii_lowercase().contains(&format!("</h{level}"));
    (!more).then(|| plain_text(inner))
}
