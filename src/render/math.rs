//! Formulas as `MathML`, made when the site is built.

use std::fmt::Write as _;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::html::escaped;

/// A formula longer than this is shown as its source, in bytes.
const LONGEST: usize = 20_000;

/// Turns TeX into `MathML`.
pub(super) struct Formulas {
    converter: Option<LatexToMathML>,
}

impl Formulas {
    pub(super) fn new() -> Self {
        Self { converter: LatexToMathML::new(MathCoreConfig::default()).ok() }
    }

    /// Returns the `MathML` of a formula, or its source in code where it cannot be read.
    pub(super) fn markup(&self, tex: &str, display: bool) -> String {
        let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
        let converter = self.converter.as_ref().filter(|_| tex.len() <= LONGEST);
        match converter.and_then(|converter| converter.convert_with_local_state(tex, mode).ok()) {
            Some(result) => with_classes(&result.mathml),
            None => format!("<code>{}</code>", escaped(tex)),
        }
    }
}

/// Replaces inline styles, which the content policy refuses, by classes of the theme.
fn with_classes(mathml: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some(at) = rest.find(STYLE) {
        out.push_str(&rest[..at]);
        let value = &rest[at + STYLE.len()..];
        let end = value.find('"').unwrap_or(value.len());
        let classes: Vec<&str> = value[..end].split(';').filter_map(class_of).collect();
        if !classes.is_empty() {
            let _ = write!(out, " class=\"{}\"", classes.join(" "));
        }
        rest = value.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn class_of(declaration: &str) -> Option<&'static str> {
    let (property, value) = declaration.split_once(':')?;
    let dashed = value.contains("dashed");
    match (property.trim(), value.trim()) {
        ("text-align", "left") => Some("math-left"),
        ("text-align", "right") => Some("math-right"),
        ("width", "100%") => Some("math-full"),
        ("width", "50%") => Some("math-half"),
        ("border-top", _) => Some(if dashed { "math-top-dashed" } else { "math-top" }),
        ("border-bottom", _) => Some(if dashed { "math-bottom-dashed" } else { "math-bottom" }),
        ("border-left", _) => Some(if dashed { "math-before-dashed" } else { "math-before" }),
        ("border-right", _) => Some(if dashed { "math-after-dashed" } else { "math-after" }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_carry_no_inline_style() {
        let markup = Formulas::new().markup(r"\begin{align} a &= b \\ c &= d \end{align}", true);
        assert!(markup.starts_with("<math"), "{markup}");
        assert!(!markup.contains(" style="), "{markup}");
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_source() {
        assert_eq!(Formulas::new().markup(r"\nosuchthing{<}", false), r"<code>\nosuchthing{&lt;}</code>");
    }
}
