//! What the functions of a base give.

use super::evaluate::{Scope, count};
use super::value::{LIST_ITEMS, Row, Value};
use crate::note::{Expression, Function};

/// Calls a function. The value that a method is called on is its first argument.
pub(super) fn call<'p>(scope: &Scope<'p, '_>, function: Function, arguments: &[Expression]) -> Value<'p> {
    if function == Function::If {
        let condition = arguments.first().is_some_and(|argument| scope.holds(argument));
        return arguments
            .get(if condition { 1 } else { 2 })
            .map_or(Value::Null, |chosen| scope.value(chosen));
    }
    let arguments: Vec<Value<'p>> = arguments.iter().map(|argument| scope.value(argument)).collect();
    let Some((on, rest)) = arguments.split_first() else { return Value::Null };
    match function {
        Function::Min => extreme(&arguments, f64::min),
        Function::Max => extreme(&arguments, f64::max),
        Function::HasTag | Function::InFolder | Function::HasLink | Function::HasProperty => {
            Value::Bool(on.row().is_some_and(|row| about_file(scope, function, row, rest)))
        }
        Function::LinksTo => {
            let (from, to) = (on.row(), rest.first().and_then(|to| file_of(scope, to)));
            Value::Bool(matches!((from, to), (Some(from), Some(to)) if from == to))
        }
        Function::AsLink => match (on.row(), rest.first()) {
            (Some(row), Some(display)) => Value::Link(Some(row), display.text()),
            (Some(row), None) => Value::File(row),
            (None, _) => Value::Null,
        },
        Function::AsFile | Function::File => file_of(scope, on).map_or(Value::Null, Value::File),
        Function::Link => {
            let text = on.text();
            let shown = rest.first().map_or_else(|| text.clone(), Value::text);
            Value::Link(file_of(scope, on), shown)
        }
        Function::Contains | Function::ContainsAll => {
            Value::Bool(!rest.is_empty() && rest.iter().all(|item| contains(on, item)))
        }
        Function::ContainsAny => Value::Bool(rest.iter().any(|item| contains(on, item))),
        Function::IsTruthy => Value::Bool(on.is_true()),
        Function::IsEmpty => Value::Bool(on.is_empty()),
        Function::List => match on {
            Value::List(_) => on.clone(),
            one => Value::List(vec![one.clone()]),
        },
        Function::Date => match (on, on.date()) {
            (_, Some((date, timed))) => Value::Date(date, timed),
            _ => Value::Null,
        },
        Function::Number => on.number().map_or(Value::Null, Value::Number),
        Function::ToString => Value::Text(on.text()),
        Function::Abs | Function::Ceil | Function::Floor | Function::Round | Function::ToFixed => {
            of_number(function, on, rest)
        }
        Function::StartsWith
        | Function::EndsWith
        | Function::Lower
        | Function::Title
        | Function::Trim
        | Function::Split => of_text(function, on, rest),
        Function::Slice | Function::Reverse => match on {
            Value::List(_) => of_list(function, on, rest),
            Value::Null => Value::Null,
            text => {
                let letters = text.text().chars().map(|c| Value::Text(c.to_string())).collect();
                let Value::List(letters) = of_list(function, &Value::List(letters), rest) else {
                    return Value::Null;
                };
                Value::Text(letters.iter().map(Value::text).collect())
            }
        },
        Function::Join | Function::Sort | Function::Unique | Function::Flat => of_list(function, on, rest),
        Function::If => Value::Null,
    }
}

fn about_file<'p>(scope: &Scope<'p, '_>, function: Function, row: Row<'p>, rest: &[Value<'p>]) -> bool {
    match function {
        Function::HasTag => rest.iter().any(|tag| scope.files.has_tag(row, &tag.text())),
        Function::InFolder => rest.first().is_some_and(|folder| scope.files.in_folder(row, &folder.text())),
        Function::HasLink => {
            let to = rest.first().and_then(|to| file_of(scope, to));
            to.is_some_and(|to| scope.files.has_link(row, to))
        }
        Function::HasProperty => {
            rest.first().is_some_and(|name| scope.files.json(row, &name.text()).is_some())
        }
        _ => false,
    }
}

/// Returns the file that a value is or names.
fn file_of<'p>(scope: &Scope<'p, '_>, value: &Value<'p>) -> Option<Row<'p>> {
    match value {
        Value::Text(text) => scope.files.named(text),
        other => other.row(),
    }
}

fn contains<'p>(on: &Value<'p>, item: &Value<'p>) -> bool {
    match on {
        Value::List(items) => items.iter().any(|one| one.equals(item)),
        Value::Null => false,
        one => one.text().contains(&item.text()),
    }
}

fn extreme<'p>(arguments: &[Value<'p>], choose: fn(f64, f64) -> f64) -> Value<'p> {
    let numbers = arguments.iter().filter_map(Value::number);
    numbers.reduce(choose).map_or(Value::Null, Value::Number)
}

fn of_number<'p>(function: Function, on: &Value<'p>, rest: &[Value<'p>]) -> Value<'p> {
    let Some(number) = on.number() else { return Value::Null };
    let digits = rest.first().and_then(Value::number).unwrap_or(0.0).clamp(0.0, 15.0).trunc();
    Value::Number(match function {
        Function::Abs => number.abs(),
        Function::Ceil => number.ceil(),
        Function::Floor => number.floor(),
        Function::Round => {
            let scale = 10_f64.powf(digits);
            // Halves go up, as in the application.
            let rounded = (number * scale + 0.5).floor() / scale;
            if rounded.is_finite() { rounded } else { number }
        }
        _ => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 15")]
            let digits = digits as usize;
            return Value::Text(format!("{number:.digits$}"));
        }
    })
}

fn of_text<'p>(function: Function, on: &Value<'p>, rest: &[Value<'p>]) -> Value<'p> {
    if matches!(on, Value::Null) {
        return if matches!(function, Function::StartsWith | Function::EndsWith) {
            Value::Bool(false)
        } else {
            Value::Null
        };
    }
    let text = on.text();
    let argument = rest.first().map(Value::text).unwrap_or_default();
    match function {
        Function::StartsWith => Value::Bool(text.starts_with(&argument)),
        Function::EndsWith => Value::Bool(text.ends_with(&argument)),
        Function::Lower => Value::Text(text.to_lowercase()),
        Function::Title => {
            let mut starts = true;
            let mut title = String::with_capacity(text.len());
            for c in text.chars() {
                if starts {
                    title.extend(c.to_uppercase());
                } else {
                    title.extend(c.to_lowercase());
                }
                starts = c.is_whitespace();
            }
            Value::Text(title)
        }
        Function::Split => {
            let limit = rest.get(1).and_then(Value::number).unwrap_or(f64::MAX);
            let parts = text.split(argument.as_str()).take(LIST_ITEMS).enumerate();
            let parts =
                parts.take_while(|(place, _)| count(*place).number().is_some_and(|place| place < limit));
            Value::List(parts.map(|(_, part)| Value::Text(part.to_owned())).collect())
        }
        _ => Value::Text(text.trim().to_owned()),
    }
}

fn of_list<'p>(function: Function, on: &Value<'p>, rest: &[Value<'p>]) -> Value<'p> {
    let Value::List(items) = on else { return on.clone() };
    match function {
        Function::Join => {
            let between = rest.first().map_or_else(|| ",".to_owned(), Value::text);
            Value::Text(items.iter().map(Value::text).collect::<Vec<_>>().join(&between))
        }
        Function::Reverse => Value::List(items.iter().rev().cloned().collect()),
        Function::Sort => {
            let mut sorted = items.clone();
            sorted.sort_by(|a, b| a.sorted(b, None));
            Value::List(sorted)
        }
        Function::Unique => {
            let mut unique: Vec<Value<'p>> = Vec::new();
            for item in items {
                if !unique.iter().any(|known| known.equals(item)) {
                    unique.push(item.clone());
                }
            }
            Value::List(unique)
        }
        Function::Flat => Value::List(
            items
                .iter()
                .flat_map(|item| match item {
                    Value::List(inner) => inner.clone(),
                    one => vec![one.clone()],
                })
                .take(LIST_ITEMS)
                .collect(),
        ),
        _ => {
            let start = place(rest.first(), items.len(), 0);
            let end = place(rest.get(1), items.len(), items.len());
            Value::List(items.get(start..end).unwrap_or_default().to_vec())
        }
    }
}

/// Returns a place in a list of `length`; a negative one counts from the end.
fn place(value: Option<&Value<'_>>, length: usize, otherwise: usize) -> usize {
    let Some(number) = value.and_then(Value::number) else { return otherwise };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is clamped, and only counts"
    )]
    let distance = number.abs().min(1e9) as usize;
    if number < 0.0 { length.saturating_sub(distance) } else { distance.min(length) }
}
