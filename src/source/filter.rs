//! The files that the vault's application is told to leave out: `userIgnoreFilters`.

use super::SourceFile;

/// Returns the excluded files of `.obsidian/app.json` as they are written there.
///
/// # Errors
///
/// What is wrong with the file, where it is no JSON. An empty file has no settings.
pub(super) fn user_ignore_filters(app_settings: &SourceFile) -> Result<Vec<String>, String> {
    let text = app_settings.text();
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let filters = value.get("userIgnoreFilters").and_then(serde_json::Value::as_array);
    Ok(filters.into_iter().flatten().filter_map(|filter| filter.as_str().map(str::to_owned)).collect())
}

/// One entry of the list: the beginning of a path, or between slashes an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Filter {
    Prefix(String),
    Expression(Vec<Step>, Anchors),
}

/// One part of an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// This character.
    Char(char),
    /// `.`: any one character.
    One,
    /// `.*`: any run of characters.
    Any,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Anchors {
    start: bool,
    end: bool,
}

impl Filter {
    /// Reads one entry. Returns `None` for an expression that uses more than `^`, `$`, `.`, `.*`, `.+`
    /// and escaped signs.
    pub(super) fn new(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        match inner {
            Some(expression) if !expression.is_empty() => Self::expression(expression),
            _ => Some(Self::Prefix(text.trim_start_matches('/').to_owned())),
        }
    }

    fn expression(text: &str) -> Option<Self> {
        let start = text.starts_with('^');
        let mut rest = text.trim_start_matches('^').chars().peekable();
        let mut steps = Vec::new();
        let mut end = false;
        while let Some(sign) = rest.next() {
            match (sign, rest.peek()) {
                (_, _) if end => return None,
                ('$', None) => end = true,
                ('.', Some('*')) => {
                    rest.next();
                    steps.push(Step::Any);
                }
                ('.', Some('+')) => {
                    rest.next();
                    steps.extend([Step::One, Step::Any]);
                }
                ('.', _) => steps.push(Step::One),
                ('\\', Some(escaped)) if !escaped.is_alphanumeric() => {
                    steps.push(Step::Char(*escaped));
                    rest.next();
                }
                ('\\' | '^' | '$' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|', _) => {
                    return None;
                }
                (plain, Some('*' | '+' | '?' | '{')) if !plain.is_control() => return None,
                (plain, _) => steps.push(Step::Char(plain)),
            }
        }
        Some(Self::Expression(steps, Anchors { start, end }))
    }

    /// Tells whether the filter leaves out the file of this path.
    pub(super) fn matches(&self, path: &str) -> bool {
        match self {
            Self::Prefix(prefix) => !prefix.is_empty() && path.starts_with(prefix.as_str()),
            Self::Expression(steps, anchors) => expression_matches(steps, anchors, path),
        }
    }
}

/// Keeps the set of steps that may come next, so that no path takes longer than steps × characters.
fn expression_matches(steps: &[Step], anchors: &Anchors, path: &str) -> bool {
    let mut reached = vec![false; steps.len() + 1];
    let spread = |reached: &mut Vec<bool>| {
        for index in 0..steps.len() {
            if reached[index] && steps[index] == Step::Any {
                reached[index + 1] = true;
            }
        }
    };
    reached[0] = true;
    spread(&mut reached);
    for sign in path.chars() {
        if reached[steps.len()] && !anchors.end {
            return true;
        }
        let mut next = vec![false; steps.len() + 1];
        next[0] = !anchors.start;
        for (index, step) in steps.iter().enumerate().filter(|(index, _)| reached[*index]) {
            match step {
                Step::Any => next[index] = true,
                Step::Char(wanted) if *wanted != sign => {}
                Step::Char(_) | Step::One => next[index + 1] = true,
            }
        }
        spread(&mut next);
        reached = next;
    }
    reached[steps.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(filter: &str, path: &str) -> Option<bool> {
        Filter::new(filter).map(|filter| filter.matches(path))
    }

    #[test]
    fn a_filter_is_the_beginning_of_a_path_or_an_expression() {
        assert_eq!(excludes("Templates/", "Templates/day.md"), Some(true));
        assert_eq!(excludes("Templates/", "My Templates/day.md"), Some(false));
        assert_eq!(excludes("", "a.md"), Some(false));
        assert_eq!(excludes("/Templates/", "My Templates/day.md"), Some(true));
        assert_eq!(excludes(r"/.*\.excalidraw\.md/", "a/b.excalidraw.md"), Some(true));
        assert_eq!(excludes(r"/.*\.excalidraw\.md/", "a/bxexcalidraw.md"), Some(false));
        assert_eq!(excludes(r"/^_/", "_x/a.md"), Some(true));
        assert_eq!(excludes(r"/^_/", "a/_x.md"), Some(false));
        assert_eq!(excludes(r"/\.canvas$/", "a.canvas"), Some(true));
        assert_eq!(excludes(r"/\.canvas$/", "a.canvas.md"), Some(false));
        assert_eq!(excludes("/a.+b/", "ab"), Some(false));
        assert_eq!(excludes("/a.+b/", "axxb"), Some(true));
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for text in ["/(a|b)/", "/[0-9]+/", r"/\d/", "/ab?/", "/a*/"] {
            assert_eq!(Filter::new(text), None, "{text}");
        }
    }
}
