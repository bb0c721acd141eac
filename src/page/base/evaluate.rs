//! Evaluates an expression for one row.

use std::cell::RefCell;

use jiff::Span;
use jiff::civil::DateTime;
use serde_json::Value as Json;

use super::file::Files;
use super::function;
use super::value::{LIST_ITEMS, Row, TEXT_BYTES, Value, read_date};
use crate::note::{Base, Expression, Operator, Property};

/// A row being looked at. What its formulas give is kept, so that each is worked out once.
pub(super) struct Scope<'p, 'b> {
    pub(super) files: &'b Files<'p>,
    base: &'b Base,
    row: Row<'p>,
    this: Row<'p>,
    formulas: RefCell<Vec<Formula<'p>>>,
}

#[derive(Clone)]
enum Formula<'p> {
    Fresh,
    Busy,
    Done(Value<'p>),
}

impl<'p, 'b> Scope<'p, 'b> {
    pub(super) fn new(files: &'b Files<'p>, base: &'b Base, row: Row<'p>, this: Row<'p>) -> Self {
        let formulas = RefCell::new(vec![Formula::Fresh; base.formulas.len()]);
        Self { files, base, row, this, formulas }
    }

    pub(super) fn property(&self, property: &Property) -> Value<'p> {
        match property {
            Property::File(field) => self.files.field(self.row, *field),
            Property::Note(name) => self.files.property(self.row, name),
            Property::Formula(name) => self.formula(name),
        }
    }

    fn formula(&self, name: &str) -> Value<'p> {
        let Some(index) = self.base.formulas.iter().position(|(known, _)| known == name) else {
            return Value::Null;
        };
        let state = self.formulas.borrow()[index].clone();
        match (state, &self.base.formulas[index].1) {
            (Formula::Done(value), _) => value,
            (Formula::Busy, _) | (_, Err(_)) => Value::Null,
            (Formula::Fresh, Ok(expression)) => {
                self.formulas.borrow_mut()[index] = Formula::Busy;
                let value = self.value(expression);
                self.formulas.borrow_mut()[index] = Formula::Done(value.clone());
                value
            }
        }
    }

    pub(super) fn holds(&self, expression: &Expression) -> bool {
        self.value(expression).is_true()
    }

    pub(super) fn value(&self, expression: &Expression) -> Value<'p> {
        match expression {
            Expression::Null => Value::Null,
            Expression::Bool(truth) => Value::Bool(*truth),
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::List(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            Expression::File => Value::File(self.row),
            Expression::Note => Value::Properties(self.row),
            Expression::This => Value::This(self.this),
            Expression::Property(property) => self.property(property),
            Expression::Field(of, name) => self.field(&self.value(of), name),
            Expression::Index(of, index) => self.item(&self.value(of), &self.value(index)),
            Expression::Call(function, arguments) => function::call(self, *function, arguments),
            Expression::And(parts) => Value::Bool(parts.iter().all(|part| self.holds(part))),
            Expression::Or(parts) => Value::Bool(parts.iter().any(|part| self.holds(part))),
            Expression::Not(inner) => Value::Bool(!self.holds(inner)),
            Expression::Negative(inner) => {
                self.value(inner).number().map_or(Value::Null, |number| Value::Number(-number))
            }
            Expression::Binary(operator, left, right) => {
                binary(*operator, &self.value(left), &self.value(right))
            }
        }
    }

    fn field(&self, of: &Value<'p>, name: &str) -> Value<'p> {
        match of {
            Value::This(row) if name == "file" => Value::File(*row),
            Value::This(row) | Value::Properties(row) => self.files.property(*row, name),
            Value::File(row) => {
                crate::note::FileField::named(name).map_or(Value::Null, |field| self.files.field(*row, field))
            }
            Value::Object(map) => map.get(name).map_or(Value::Null, |json| plain(json)),
            Value::Text(text) if name == "length" => count(text.chars().count()),
            Value::List(items) if name == "length" => count(items.len()),
            Value::Date(date, _) => match name {
                "year" => Value::Number(date.year().into()),
                "month" => Value::Number(date.month().into()),
                "day" => Value::Number(date.day().into()),
                "hour" => Value::Number(date.hour().into()),
                "minute" => Value::Number(date.minute().into()),
                "second" => Value::Number(date.second().into()),
                _ => Value::Null,
            },
            _ => Value::Null,
        }
    }

    fn item(&self, of: &Value<'p>, index: &Value<'p>) -> Value<'p> {
        match (of, index) {
            (Value::List(items), Value::Number(number)) => {
                let place =
                    items.iter().enumerate().find(|(place, _)| count(*place).equals(&Value::Number(*number)));
                place.map_or(Value::Null, |(_, item)| item.clone())
            }
            (of, Value::Text(name)) => self.field(of, name),
            _ => Value::Null,
        }
    }
}

/// Turns a property into a value; links in it are the business of [`Files`].
pub(super) fn plain(json: &Json) -> Value<'_> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => number.as_f64().map_or(Value::Null, Value::Number),
        Json::String(text) => match read_date(text) {
            Some((date, timed)) => Value::Date(date, timed),
            None => Value::Text(text.clone()),
        },
        Json::Array(items) => Value::List(items.iter().take(LIST_ITEMS).map(plain).collect()),
        Json::Object(map) => Value::Object(map),
    }
}

/// Returns a number of things as a value.
pub(super) fn count<'p>(number: usize) -> Value<'p> {
    Value::Number(u32::try_from(number).unwrap_or(u32::MAX).into())
}

fn binary<'p>(operator: Operator, left: &Value<'p>, right: &Value<'p>) -> Value<'p> {
    let ordered = |fits: fn(std::cmp::Ordering) -> bool| Value::Bool(left.order(right).is_some_and(fits));
    match operator {
        Operator::Equal => Value::Bool(left.equals(right)),
        Operator::Unequal => Value::Bool(!left.equals(right)),
        Operator::Less => ordered(std::cmp::Ordering::is_lt),
        Operator::LessOrEqual => ordered(std::cmp::Ordering::is_le),
        Operator::Greater => ordered(std::cmp::Ordering::is_gt),
        Operator::GreaterOrEqual => ordered(std::cmp::Ordering::is_ge),
        Operator::Add | Operator::Subtract => sum(operator == Operator::Add, left, right),
        Operator::Multiply => numbers(left, right, |a, b| a * b),
        Operator::Divide => numbers(left, right, |a, b| a / b),
        Operator::Remainder => numbers(left, right, |a, b| a % b),
    }
}

fn numbers<'p>(left: &Value<'p>, right: &Value<'p>, join: fn(f64, f64) -> f64) -> Value<'p> {
    match (left.number(), right.number()) {
        (Some(a), Some(b)) if join(a, b).is_finite() => Value::Number(join(a, b)),
        _ => Value::Null,
    }
}

fn sum<'p>(adds: bool, left: &Value<'p>, right: &Value<'p>) -> Value<'p> {
    match (left, right) {
        (Value::Date(date, timed), Value::Text(text)) => moved(*date, text, adds)
            .map_or(Value::Null, |(date, by_time)| Value::Date(date, *timed || by_time)),
        (Value::Number(_) | Value::Bool(_), Value::Number(_) | Value::Bool(_)) if adds => {
            numbers(left, right, |a, b| a + b)
        }
        _ if !adds => numbers(left, right, |a, b| a - b),
        (Value::Null, Value::Null) => Value::Null,
        _ => {
            let mut text = left.text();
            text.push_str(&right.text());
            text.truncate(text.floor_char_boundary(TEXT_BYTES.min(text.len())));
            Value::Text(text)
        }
    }
}

/// Moves a date by a duration such as `7d` or `2 weeks`; tells whether by hours or less.
fn moved(date: DateTime, duration: &str, forwards: bool) -> Option<(DateTime, bool)> {
    let duration = duration.trim();
    let digits = duration.find(|c: char| !c.is_ascii_digit())?;
    let number: i64 = duration[..digits].parse().ok()?;
    let (span, by_time) = match duration[digits..].trim() {
        "y" | "year" | "years" => (Span::new().try_years(number), false),
        "M" | "month" | "months" => (Span::new().try_months(number), false),
        "w" | "week" | "weeks" => (Span::new().try_weeks(number), false),
        "d" | "day" | "days" => (Span::new().try_days(number), false),
        "h" | "hour" | "hours" => (Span::new().try_hours(number), true),
        "m" | "minute" | "minutes" => (Span::new().try_minutes(number), true),
        "s" | "second" | "seconds" => (Span::new().try_seconds(number), true),
        _ => return None,
    };
    let span = span.ok()?;
    let moved = if forwards { date.checked_add(span) } else { date.checked_sub(span) };
    moved.ok().map(|date| (date, by_time))
}
