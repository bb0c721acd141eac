//! Reads the YAML of a base.

use serde_json::{Map, Value};

use super::{
    BASE_COLUMNS, BASE_VIEWS, Base, BaseView, Expression, FileField, Property, Unsupported, parse::parse,
};
use crate::note::front_matter::read_yaml;

/// How deep filters may be nested.
const DEPTH: usize = 8;
/// The most formulas that are read.
const FORMULAS: usize = 64;

/// Reads a base.
pub(in crate::note) fn read(text: &str) -> Result<Base, Unsupported> {
    let value = read_yaml(text.trim_start_matches('\u{feff}')).map_err(|_| Unsupported::Shape)?;
    let map = match value {
        Value::Null => Map::new(),
        Value::Object(map) => map,
        _ => return Err(Unsupported::Shape),
    };
    let formulas = object(map.get("formulas"))
        .take(FORMULAS)
        .map(|(name, text)| (name.clone(), text.as_str().ok_or(Unsupported::Shape).and_then(parse)))
        .collect();
    let display_names = object(map.get("properties"))
        .filter_map(|(id, settings)| {
            let name = settings.get("displayName")?.as_str()?;
            Some((Property::named(id).ok()?, name.to_owned()))
        })
        .collect();
    let common = map.get("filters").filter(|value| !value.is_null());
    let mut views: Vec<BaseView> = match map.get("views") {
        Some(Value::Array(views)) => views.iter().take(BASE_VIEWS).map(|raw| view(raw, common)).collect(),
        _ => Vec::new(),
    };
    if views.is_empty() {
        views.push(view(&Value::Null, common));
    }
    Ok(Base { formulas, display_names, views })
}

fn view(raw: &Value, common: Option<&Value>) -> BaseView {
    let mut left_out = Vec::new();
    let kind = raw.get("type").and_then(Value::as_str).unwrap_or("table");
    if !matches!(kind, "table" | "list" | "cards") {
        left_out.push(Unsupported::View);
    }
    if object(raw.get("summaries")).next().is_some() {
        left_out.push(Unsupported::Summaries);
    }
    let own = raw.get("filters").filter(|value| !value.is_null());
    let filters: Vec<&Value> = common.into_iter().chain(own).collect();
    let filter = (!filters.is_empty()).then(|| {
        let filters = filters.into_iter().map(|raw| filter(raw, 0));
        filters.collect::<Result<_, _>>().map(Expression::And)
    });
    let mut columns: Vec<_> =
        list(raw.get("order")).filter_map(Value::as_str).take(BASE_COLUMNS).map(Property::named).collect();
    if columns.is_empty() {
        columns.push(Ok(Property::File(FileField::Name)));
    }
    BaseView {
        name: raw.get("name").and_then(Value::as_str).unwrap_or_default().trim().to_owned(),
        is_list: kind == "list",
        filter,
        columns,
        sort: list(raw.get("sort")).filter_map(by).collect(),
        group: raw.get("groupBy").and_then(by),
        limit: raw
            .get("limit")
            .and_then(Value::as_u64)
            .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX)),
        left_out,
    }
}

/// Reads what rows are sorted or grouped by.
fn by(raw: &Value) -> Option<(Result<Property, Unsupported>, bool)> {
    let id = raw.get("property").or_else(|| raw.get("column")).unwrap_or(raw).as_str()?;
    let downwards =
        raw.get("direction").and_then(Value::as_str).is_some_and(|d| d.eq_ignore_ascii_case("desc"));
    Some((Property::named(id), downwards))
}

/// Reads a filter: an expression, or `and`, `or`, `not` over a list of filters.
fn filter(raw: &Value, depth: usize) -> Result<Expression, Unsupported> {
    if depth > DEPTH {
        return Err(Unsupported::Size);
    }
    match raw {
        Value::String(text) => parse(text),
        Value::Bool(truth) => Ok(Expression::Bool(*truth)),
        Value::Object(map) => {
            let parts = map.iter().map(|(key, value)| {
                let inner: Vec<Expression> = match value {
                    Value::Array(list) => {
                        list.iter().map(|raw| filter(raw, depth + 1)).collect::<Result<_, _>>()?
                    }
                    Value::Null => Vec::new(),
                    one => vec![filter(one, depth + 1)?],
                };
                match key.as_str() {
                    "and" => Ok(Expression::And(inner)),
                    // An empty group of the application holds for every file.
                    "or" if inner.is_empty() => Ok(Expression::And(inner)),
                    "or" => Ok(Expression::Or(inner)),
                    "not" => Ok(Expression::Not(Box::new(Expression::Or(inner)))),
                    _ => Err(Unsupported::Shape),
                }
            });
            parts.collect::<Result<_, _>>().map(Expression::And)
        }
        _ => Err(Unsupported::Shape),
    }
}

fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}
