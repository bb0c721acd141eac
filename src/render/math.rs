//! Formulas as `MathML`, made when the site is built.

use std::fmt::Write as _;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::html::escaped;

/// A formula longer than this is shown as its source, in bytes.
const LONGEST: usize = 20_000;

/// A formula whose parts lie deeper in each other is shown as its source: its reader calls itself for each.
const DEEPEST: usize = 300;

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
        let converter = self.converter.as_ref().filter(|_| tex.len() <= LONGEST && depth(tex) <= DEEPEST);
        match converter.and_then(|converter| converter.convert_with_local_state(tex, mode).ok()) {
            Some(result) => with_classes(&result.mathml),
            None => format!("<code>{}</code>", escaped(tex)),
        }
    }
}

/// Returns how deep parts of a formula may lie in each other: groups, and commands and scripts each of which may be
/// the argument of the one before. Rather too much than too little: what a command takes is not known here.
fn depth(tex: &str) -> usize {
    // No command takes more arguments.
    const ARGUMENTS: usize = 8;
    // What stands before each open group.
    let mut groups: Vec<usize> = Vec::new();
    let (mut chain, mut plain, mut most) = (0_usize, 0_usize, 0);
    let mut rest = tex.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let mut name = String::new();
                while let Some(letter) = rest.next_if(char::is_ascii_alphabetic) {
                    name.push(letter);
                }
                let sign = if name.is_empty() { rest.next() } else { None };
                match (name.as_str(), sign) {
                    ("begin" | "left", _) => groups.push(chain),
                    ("end" | "right", _) => chain = groups.pop().unwrap_or(chain),
                    (_, Some('\\')) => chain = 0,
                    _ => chain += 1,
                }
                plain = 0;
            }
            '{' => groups.push(chain),
            '}' => (chain, plain) = (groups.pop().unwrap_or(chain), 0),
            '^' | '_' | '\'' => (chain, plain) = (chain + 1, 0),
            '&' => chain = 0,
            c if c.is_whitespace() => {}
            _ => {
                plain += 1;
                if plain >= ARGUMENTS {
                    chain = 0;
                }
            }
        }
        most = most.max(groups.len() + chain);
    }
    most
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

    #[test]
    fn no_formula_is_too_deep_for_its_reader() {
        let nested =
            |open: &str, close: &str, count: usize| format!("{}x{}", open.repeat(count), close.repeat(count));
        let deep = move |count: usize| {
            [
                nested("{", "}", count),
                nested("\\sqrt", "", count),
                nested("\\sqrt{a", "}", count),
                nested("\\frac1", "", count),
                nested("\\frac{ab}", "", count),
                nested("\\left(", "\\right)", count),
                nested("\\begin{matrix}", "\\end{matrix}", count),
                nested("x^{", "}", count),
                nested("\\hat ", "", count),
                nested("\\text{$", "$}", count),
                nested("\\sqrt[3\\sqrt", "]1", count),
            ]
        };
        // Threads of the build have no more room than this one.
        let reads = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
            let formulas = Formulas::new();
            for count in [20, 90, 150, 299, 1_000, 6_000] {
                for tex in deep(count) {
                    let markup = formulas.markup(&tex, true);
                    assert!(count < 300 || markup.starts_with("<code>"), "{}", &tex[..40]);
                }
            }
        });
        reads.expect("a thread").join().expect("no panic");
        for (tex, expected) in [("a+b", 0), ("\\frac{a}{b}", 2), ("x_1^{y_{2}}", 5), ("\\alpha\\\\\\beta", 1)]
        {
            assert_eq!(depth(tex), expected, "{tex}");
        }
    }
}
