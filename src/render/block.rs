//! Blocks with more to them than a tag: headings, callouts, items, cells, code.

use super::body::Walk;
use super::frame::Role;
use super::html::Html;
use super::query::{is_query, unsupported};
use super::{RawHtml, base, clean};
use crate::note::{Alignment, Callout, Fold, is_diagram};
use crate::words::capitalised;

impl Walk<'_> {
    pub(super) fn heading(&mut self, index: usize, block_id: Option<String>, html: &mut Html) {
        let heading = &self.note().headings[index];
        let tag = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(heading.level.clamp(1, 6)) - 1];
        // Inside an embed ids belong to the note's own page.
        let id = if self.prefix.is_empty() { heading.id.clone() } else { String::new() };
        let attributes: &[(&str, &str)] = if id.is_empty() { &[] } else { &[("id", &id)] };
        self.open(tag, attributes, false, html);
        if let Some(block_id) = block_id {
            html.open("span", &[("id", &block_id)]);
            html.close();
        }
        // Links from elsewhere that name what the heading was called still lead here.
        let former = &self.note().former_ids;
        let first = former.partition_point(|(_, of)| *of < index);
        let own = former[first..].iter().take_while(|(_, of)| *of == index && !id.is_empty());
        for (former, _) in own {
            html.open("span", &[("id", former)]);
            html.close();
        }
        self.frames.set_role(Role::Heading { id, text: String::new() });
    }

    pub(super) fn callout(&mut self, callout: &Callout, id: &[(&str, &str)], html: &mut Html) {
        let mut attributes: Vec<(&str, &str)> = vec![
            ("class", "callout"),
            ("data-callout", &callout.kind),
            ("data-callout-type", callout.family),
        ];
        if !callout.metadata.is_empty() {
            attributes.push(("data-callout-metadata", &callout.metadata));
        }
        attributes.extend(id);
        if callout.fold == Fold::Open {
            attributes.push(("open", ""));
        }
        let tag = if callout.fold == Fold::None { "div" } else { "details" };
        self.callouts.push((callout.kind.clone(), callout.fold));
        self.open(tag, &attributes, true, html);
        self.frames.set_role(Role::Callout);
    }

    pub(super) fn callout_title(&mut self, html: &mut Html) {
        let (kind, fold) = self.callouts.last().cloned().unwrap_or((String::new(), Fold::None));
        let tag = if fold == Fold::None { "div" } else { "summary" };
        html.open(tag, &[("class", "callout-title")]);
        html.open("span", &[("class", "callout-title-inner")]);
        self.push(2, false);
        let known = self.words.get(&format!("callout_{kind}"));
        // `to-do` is `To do`.
        let default = if known.is_empty() { capitalised(&kind).replace('-', " ") } else { known.to_owned() };
        self.frames.set_role(Role::CalloutTitle { default, is_empty: true });
    }

    pub(super) fn item(&mut self, task: Option<char>, id: &[(&str, &str)], html: &mut Html) {
        let state = task.map(String::from);
        let mut attributes = id.to_vec();
        if let Some(state) = &state {
            attributes.extend([("class", "task-list-item"), ("data-task", state.as_str())]);
        }
        self.open("li", &attributes, true, html);
        if let Some(state) = task {
            let mut attributes = vec![("type", "checkbox"), ("disabled", "")];
            if state.is_whitespace() {
                attributes.push(("aria-label", self.words.get("task_open")));
            } else {
                attributes.extend([("checked", ""), ("aria-label", self.words.get("task_done"))]);
            }
            html.void("input", &attributes);
        }
    }

    pub(super) fn cell(&mut self, html: &mut Html) {
        let Some((alignments, column, is_head)) = self.columns.last_mut() else { return };
        let class = match alignments.get(*column) {
            Some(Alignment::Left) => "align-left",
            Some(Alignment::Center) => "align-center",
            Some(Alignment::Right) => "align-right",
            Some(Alignment::None) | None => "",
        };
        *column += 1;
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        let tag = if *is_head { "th" } else { "td" };
        if *is_head {
            attributes.push(("scope", "col"));
        }
        if !class.is_empty() {
            attributes.push(("class", class));
        }
        self.open(tag, &attributes, true, html);
    }

    /// Writes a block of code; `event` is the one that opened it.
    pub(super) fn code(
        &mut self,
        language: &str,
        text: &str,
        id: Option<&str>,
        event: usize,
        html: &mut Html,
    ) {
        if language.eq_ignore_ascii_case("base") {
            base::fence(self, event, id, html);
            return;
        }
        if is_query(language) {
            unsupported(language, id, self.words, html);
            return;
        }
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        if let Some(id) = id {
            attributes.push(("id", id));
        }
        attributes.push(("tabindex", "0"));
        if is_diagram(language) {
            attributes.push(("class", "mermaid"));
            html.open("pre", &attributes);
            html.text(text);
            html.close();
            return;
        }
        html.open("pre", &attributes);
        let class = format!("language-{language}");
        let classes: &[(&str, &str)] = if language.is_empty() { &[] } else { &[("class", &class)] };
        html.open("code", classes);
        html.finished(self.renderer.highlighter.markup(language, text).to_string());
        html.close();
        html.close();
    }

    pub(super) fn math(&mut self, tex: &str, display: bool, html: &mut Html) {
        self.note_text(tex);
        if self.is_gathering() {
            return;
        }
        self.inline(html);
        let class = if display { "math math-display" } else { "math math-inline" };
        html.open("span", &[("class", class), ("data-tex", tex)]);
        html.finished(self.renderer.formulas.markup(tex, display));
        html.close();
    }

    pub(super) fn raw(&mut self, raw: &str, html: &mut Html) {
        if self.is_gathering() {
            return;
        }
        // A block of HTML stands beside paragraphs, a tag in running text inside one.
        self.inline(html);
        match self.renderer.options.raw_html {
            RawHtml::Escape => html.text(raw),
            RawHtml::Clean | RawHtml::Trust => html.authored(raw),
        }
    }

    pub(super) fn external_link(&mut self, url: &str, title: &str, html: &mut Html) {
        if self.is_gathering() || self.is_unlinked {
            self.push(0, false);
            return;
        }
        self.inline(html);
        let mut attributes = vec![("class", "external")];
        if clean::is_harmless_address(url) {
            attributes.extend([("href", url), ("rel", "noopener")]);
        }
        if !title.is_empty() {
            attributes.push(("title", title));
        }
        self.open("a", &attributes, false, html);
    }
}
