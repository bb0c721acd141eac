//! The values of a base: compared, ordered and shown as the application does.

use std::cmp::Ordering;
use std::fmt::Write as _;

use icu_collator::CollatorBorrowed;
use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Value as Json};

use crate::graph::NoteId;
use crate::page::order::compare;
use crate::source::SourcePath;
use crate::words::fold;

/// The longest text that an expression may make, in bytes.
pub(super) const TEXT_BYTES: usize = 10_000;
/// The longest list that is looked at.
pub(super) const LIST_ITEMS: usize = 500;

/// A file of the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row<'p> {
    /// A note, a canvas or a base.
    Note(NoteId),
    /// An attachment.
    File(&'p SourcePath),
}

/// What an expression gives.
#[derive(Clone, Debug)]
pub(super) enum Value<'p> {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// A date, and whether a time of day belongs to it.
    Date(DateTime, bool),
    /// A tag, without `#`.
    Tag(String),
    List(Vec<Value<'p>>),
    Object(&'p Map<String, Json>),
    File(Row<'p>),
    /// The properties of a note.
    Properties(Row<'p>),
    /// The note that shows the base.
    This(Row<'p>),
    /// A link; without a file when nothing answers to it.
    Link(Option<Row<'p>>, String),
}

impl<'p> Value<'p> {
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Bool(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            other => !other.is_empty(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) | Self::Tag(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(map) => map.is_empty(),
            _ => false,
        }
    }

    /// Returns the file that a value stands for.
    pub(super) fn row(&self) -> Option<Row<'p>> {
        match self {
            Self::File(row) | Self::Properties(row) | Self::This(row) => Some(*row),
            Self::Link(row, _) => *row,
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Bool(truth) => Some(f64::from(u8::from(*truth))),
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Self::Date(date, _) => date_number(*date),
            _ => None,
        }
    }

    /// Returns a value as a date, text that is one included.
    pub(super) fn date(&self) -> Option<(DateTime, bool)> {
        match self {
            Self::Date(date, timed) => Some((*date, *timed)),
            Self::Text(text) => read_date(text),
            _ => None,
        }
    }

    /// Returns a value as text, as `+` and `toString()` see it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Null | Self::Object(_) | Self::File(_) | Self::Properties(_) | Self::This(_) => {
                String::new()
            }
            Self::Bool(truth) => truth.to_string(),
            Self::Number(number) => number_text(*number),
            Self::Text(text) | Self::Link(_, text) => text.clone(),
            Self::Tag(tag) => format!("#{tag}"),
            Self::Date(date, timed) => date_text(*date, *timed),
            Self::List(items) => {
                let mut text = String::new();
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index > 0 { ", " } else { "" });
                    text.push_str(&item.text());
                    if text.len() > TEXT_BYTES {
                        break;
                    }
                }
                text
            }
        }
    }

    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Null, _) | (_, Self::Null) => false,
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b)),
            (Self::Tag(tag), Self::Text(text) | Self::Tag(text)) | (Self::Text(text), Self::Tag(tag)) => {
                fold(tag) == fold(text.trim_start_matches('#'))
            }
            (Self::Link(None, a), Self::Link(None, b)) => fold(a) == fold(b),
            (Self::Link(_, link), Self::Text(text)) | (Self::Text(text), Self::Link(_, link)) => {
                link == text.trim_start_matches("[[").trim_end_matches("]]")
            }
            (Self::Date(..), _) | (_, Self::Date(..)) => {
                matches!((self.date(), other.date()), (Some((a, _)), Some((b, _))) if a == b)
            }
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(_), _) | (_, Self::Number(_)) => {
                matches!((self.number(), other.number()), (Some(a), Some(b)) if same(a, b))
            }
            _ => matches!((self.row(), other.row()), (Some(a), Some(b)) if a == b),
        }
    }

    /// Compares two values that have an order.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Date(..), _) | (_, Self::Date(..)) => Some(self.date()?.0.cmp(&other.date()?.0)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }
}

impl Value<'_> {
    /// Compares two values of any kinds for sorting: numbers, then dates, then all others by their text.
    pub(super) fn sorted(&self, other: &Self, collator: Option<&CollatorBorrowed<'static>>) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Date(a, _), Self::Date(b, _)) => a.cmp(b),
            _ => {
                self.class().cmp(&other.class()).then_with(|| compare(collator, &self.text(), &other.text()))
            }
        }
    }

    fn class(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Date(..) => 1,
            _ => 2,
        }
    }
}

fn same(a: f64, b: f64) -> bool {
    a.partial_cmp(&b) == Some(Ordering::Equal)
}

pub(super) fn number_text(number: f64) -> String {
    if number.is_finite() { (number + 0.0).to_string() } else { String::new() }
}

fn date_number(date: DateTime) -> Option<f64> {
    let since = date.duration_since(Date::ZERO.to_datetime(Time::midnight()));
    let millis = since.as_millis();
    i64::try_from(millis).ok().map(|millis| {
        #[expect(clippy::cast_precision_loss, reason = "a date of this era has fewer than 2^53 milliseconds")]
        let millis = millis as f64;
        millis
    })
}

/// Reads `2026-11-22`, with a time behind it or not.
pub(super) fn read_date(text: &str) -> Option<(DateTime, bool)> {
    let text = text.trim();
    let day: Date = text.get(..10)?.parse().ok()?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some((day.to_datetime(Time::midnight()), false));
    }
    let time = rest.strip_prefix(['T', ' '])?;
    let time: Time = time.parse().ok()?;
    Some((day.to_datetime(time), true))
}

fn date_text(date: DateTime, timed: bool) -> String {
    let mut text = date.date().to_string();
    if timed {
        let _ = write!(text, " {:02}:{:02}", date.hour(), date.minute());
        if date.second() != 0 {
            let _ = write!(text, ":{:02}", date.second());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_compare_as_in_the_application() {
        let text = |text: &str| Value::Text(text.to_owned());
        let (day, timed) = read_date("2026-11-22").expect("a day");
        let day = Value::Date(day, timed);
        for (a, b, equal, order) in [
            (Value::Number(5.0), text("5"), true, Some(Ordering::Equal)),
            (Value::Number(5.0), text("x"), false, None),
            (text("a"), text("b"), false, Some(Ordering::Less)),
            (Value::Null, Value::Bool(false), false, None),
            (day.clone(), text("2026-11-22T00:00"), true, Some(Ordering::Equal)),
            (day, text("2026-11-23"), false, Some(Ordering::Less)),
            (Value::Tag("Идея".into()), text("#идея"), true, None),
        ] {
            assert_eq!(a.equals(&b), equal, "{a:?} {b:?}");
            assert_eq!(a.order(&b), order, "{a:?} {b:?}");
        }
    }

    #[test]
    fn dates_are_read_only_where_they_are_whole() {
        for text in ["2026-11-22", "2026-11-22T10:30", "2026-11-22 10:30:05"] {
            assert!(read_date(text).is_some(), "{text}");
        }
        for text in ["2026-11", "2026-13-01", "2026-11-22x", "v2026-11-22", "été 2026-1"] {
            assert!(read_date(text).is_none(), "{text}");
        }
        assert_eq!(number_text(-0.0), "0");
        assert_eq!(number_text(2.50), "2.5");
    }
}
