//! Text that means itself in Markdown.

/// Escapes text in the middle of a line.
pub(super) fn escaped(text: &str, in_table: bool) -> String {
    escaped_at(text, Some('a'), in_table)
}

/// Escapes text behind a character, or at the start of a line. Only what would mean something is
/// escaped, so that prose stays prose.
pub(super) fn escaped_at(text: &str, before: Option<char>, in_table: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = before;
    let mut rest = text.chars().peekable();
    if before.is_none() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && text[digits..].starts_with(['.', ')']) {
            out.push_str(&text[..digits]);
            out.push('\\');
            rest = text[digits..].chars().peekable();
            previous = Some('0');
        } else if text.starts_with(['-', '+', '>', '=', '#', ':', '~', '|']) {
            out.push('\\');
            out.extend(rest.next());
            previous = Some('\\');
        }
    }
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let at_word = previous.is_none_or(char::is_whitespace);
        let means_something = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '$' => true,
            '_' => !(previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '~' | '=' | '%' => previous == Some(c) || next == Some(c) || next.is_none(),
            '#' => at_word,
            '^' => at_word || next == Some('['),
            '&' => next.is_none_or(|next| next == '#' || next.is_ascii_alphabetic()),
            ':' => next == Some('/'),
            '!' => next.is_none_or(|next| next == '['),
            '|' => in_table,
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
        previous = Some(c);
    }
    out
}

/// Writes the address of a link so that nothing in it ends it.
pub(super) fn address(url: &str) -> String {
    if url.is_empty() || url.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c)) {
        let url = url.replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], "").replace('\\', "%5C");
        format!("<{url}>")
    } else {
        url.to_owned()
    }
}

/// Returns a fence of at least `least` marks that nothing in the code looks like.
pub(super) fn code_fence(code: &str, least: usize) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in code.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(least.max(longest + 1))
}
