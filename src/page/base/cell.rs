//! What stands in a cell, as seen from the page.

use serde::Serialize;

use super::Asking;
use super::value::{LIST_ITEMS, Row, Value};
use crate::note::Kind;

/// The longest text of a cell, in characters.
const CHARACTERS: usize = 500;

/// What stands in a cell, to be parted by commas.
pub type Cell = Vec<Piece>;

/// A word or a link in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// What it is.
    pub kind: CellKind,
}

/// What a piece of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CellKind {
    /// Text.
    Text,
    /// A note or a file of the site.
    Internal,
    /// A link that leads nowhere.
    Broken,
    /// A tag.
    Tag,
    /// An address elsewhere.
    External,
}

impl<'p> Asking<'p, '_> {
    pub(super) fn cell(&self, value: &Value<'p>) -> Cell {
        match value {
            Value::List(items) => items.iter().take(LIST_ITEMS).filter_map(|item| self.piece(item)).collect(),
            one => self.piece(one).into_iter().collect(),
        }
    }

    fn piece(&self, value: &Value<'p>) -> Option<Piece> {
        let plan = self.plan;
        let (text, href, kind) = match value {
            Value::Null | Value::Object(_) => return None,
            Value::Bool(truth) => {
                let labels = plan.labels(plan.edition(self.this));
                ((if *truth { &labels.yes } else { &labels.no }).clone(), None, CellKind::Text)
            }
            Value::File(row) | Value::This(row) | Value::Properties(row) => {
                (self.name(*row), self.href(*row), CellKind::Internal)
            }
            Value::Link(Some(row), shown) => (shown.clone(), self.href(*row), CellKind::Internal),
            Value::Link(None, shown) if is_address(shown) => {
                (shown.clone(), Some(shown.clone()), CellKind::External)
            }
            Value::Link(None, shown) => (shown.clone(), None, CellKind::Broken),
            Value::Tag(tag) => {
                let href = plan
                    .tag_permalink(plan.edition(self.this), tag)
                    .map(|permalink| self.from.href_to(permalink));
                (format!("#{tag}"), href, CellKind::Tag)
            }
            Value::Text(text) if is_address(text) => (text.clone(), Some(text.clone()), CellKind::External),
            other => (other.text(), None, CellKind::Text),
        };
        let kind = if href.is_none() && kind == CellKind::Internal { CellKind::Text } else { kind };
        let text = match text.char_indices().nth(CHARACTERS) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        (!text.is_empty()).then_some(Piece { text, href, kind })
    }

    fn name(&self, row: Row<'p>) -> String {
        let path = self.files.path(row);
        match row {
            Row::Note(id) if self.plan.vault.note(id).kind == Kind::Markdown => path.stem().to_owned(),
            _ => path.file_name().to_owned(),
        }
    }

    fn href(&self, row: Row<'p>) -> Option<String> {
        match row {
            Row::Note(id) => Some(self.plan.part_href(self.from, id, None)),
            Row::File(path) => {
                self.plan.routes.attachment(path).map(|permalink| self.from.href_to(permalink))
            }
        }
    }
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}
