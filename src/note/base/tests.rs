//! Bases read, and expressions that cannot be.

use super::parse::parse;
use super::{Expression, Operator, Property, Unsupported, read};

#[test]
fn precedence_is_that_of_the_application() {
    let number = |number| Box::new(Expression::Number(number));
    let product = Expression::Binary(Operator::Multiply, number(2.0), number(3.0));
    let sum = Expression::Binary(Operator::Add, number(1.0), Box::new(product));
    let rating = Box::new(Expression::Property(Property::Note("оценка".into())));
    let less = Expression::Binary(Operator::Less, Box::new(sum), rating);
    let expected = Expression::Or(vec![
        Expression::And(vec![less, Expression::Not(Box::new(Expression::Bool(true)))]),
        Expression::Null,
    ]);
    assert_eq!(parse("1 + 2 * 3 < оценка && !true || null"), Ok(expected));
}

#[test]
fn what_is_not_understood_is_named_without_the_text_around_it() {
    for (text, expected) in [
        ("file.mtime > now() - \"1 week\"", "the property file.mtime"),
        ("today() > due", "the function today()"),
        ("names.map(value + 1)", "the function map()"),
        ("secretPlugin(1)", "a function that Obsidian itself does not have"),
        ("file.secret == 1", "a property that files do not have"),
        ("this.file.size > 1", "the property file.size"),
        ("/a+/.matches(name)", "a regular expression"),
        ("status == ", "an expression that could not be read"),
        ("status == \"open", "an expression that could not be read"),
        ("a b", "an expression that could not be read"),
        ("", "an expression that could not be read"),
    ] {
        assert_eq!(parse(text).map_err(|why| why.to_string()), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn towers_are_refused() {
    for tower in ["(".repeat(10_000), "!".repeat(10_000), "-".repeat(10_000), "[".repeat(10_000)] {
        assert_eq!(parse(&tower), Err(Unsupported::Size), "{}", &tower[..1]);
    }
    for row in [format!("a{}", ".b".repeat(10_000)), format!("1{}", "+1".repeat(10_000))] {
        assert_eq!(parse(&row), Err(Unsupported::Size));
    }
    let filters = format!("filters: {}x{}", "{not: [".repeat(12), "]}".repeat(12));
    assert_eq!(read(&filters).expect("a base").views[0].filter, Some(Err(Unsupported::Size)));
    assert_eq!(parse(&vec!["1"; 60].join(" + ")), Err(Unsupported::Size));
}

#[test]
fn an_empty_base_is_a_table_of_names() {
    for text in ["", "views: []", "views:\n  - type: table\n"] {
        let base = read(text).expect("a base");
        assert_eq!(base.views.len(), 1, "{text}");
        assert_eq!(base.views[0].columns, [Property::named("file.name")], "{text}");
        assert_eq!(base.views[0].filter, None, "{text}");
    }
    assert_eq!(read("- a\n- b"), Err(Unsupported::Shape));
    assert_eq!(read("views: [}"), Err(Unsupported::Shape));
}
