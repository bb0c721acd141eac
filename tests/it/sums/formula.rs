//! Sums between dollar signs.

/// A formula that is a sum of plain numbers.
pub(super) struct Formula {
    /// The sum: `a = b`.
    pub(super) text: String,
    /// What the unit behind it multiplies by: `$4 \times 10^{12} / 86\,400 = 46.3$ MB/s` may be read in bytes
    /// on the left and in megabytes on the right, or in megabytes on both sides.
    pub(super) scale: f64,
}

/// Returns the formulas of a line that are sums of plain numbers. Those with letters, fractions of words
/// or an ellipsis say something else and are passed over.
pub(super) fn sums(line: &str) -> Vec<Formula> {
    let mut sums = Vec::new();
    let parts: Vec<&str> = line.split('$').collect();
    // Text and formulas take turns; an open formula is none.
    for at in (1..parts.len().saturating_sub(1)).step_by(2) {
        let plain = plain(parts[at]);
        let behind = parts[at + 1];
        let (text, behind) = if plain.trim_end().ends_with(['=', '≈']) {
            let Some((result, behind)) = bold_number(behind) else { continue };
            (format!("{plain} {result}"), behind)
        } else {
            (plain, behind)
        };
        let is_number = |c: char| c.is_ascii_digit() || " ,.+-−×/^()=≈".contains(c);
        let is_whole = |side: &str| !side.trim().is_empty() && !side.trim().starts_with(['×', '/', '^']);
        if text.contains(['=', '≈']) && text.chars().all(is_number) && text.split(['=', '≈']).all(is_whole)
        {
            sums.push(Formula { text: text.trim().to_owned(), scale: scale(behind) });
        }
    }
    sums
}

/// Writes a formula as it is spoken: `10^{8} \times 2\,000` is `10^(8) × 2000`.
fn plain(tex: &str) -> String {
    let mut plain = tex.to_owned();
    for (from, to) in [
        ("\\times", "×"),
        ("\\cdot", "×"),
        ("\\div", "/"),
        ("\\approx", "≈"),
        ("\\,", ""),
        ("\\;", " "),
        ("\\ ", " "),
        ("{,}", "."),
        ("{", "("),
        ("}", ")"),
    ] {
        plain = plain.replace(from, to);
    }
    plain
}

/// Returns the number that a bold passage right behind a formula begins with, and what follows it. Russian
/// numbers have a comma before the decimals and blanks between thousands.
fn bold_number(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start().strip_prefix("**")?;
    let is_part = |(at, c): (usize, char)| {
        let rest = &inner[at + c.len_utf8()..];
        let is_group = rest.len() >= 3 && rest.bytes().take(3).all(|byte| byte.is_ascii_digit());
        c.is_ascii_digit() || c == '.' || c == ',' || (c.is_whitespace() && is_group)
    };
    let end = inner.char_indices().find(|part| !is_part(*part)).map_or(inner.len(), |(at, _)| at);
    let number: String = inner[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let number = number.trim_end_matches([',', '.']);
    let groups: Vec<&str> = number.split(',').collect();
    let is_english = groups.iter().skip(1).all(|group| group.split('.').next().is_some_and(|g| g.len() == 3));
    let number = if is_english { number.replace(',', "") } else { number.replace(',', ".") };
    (!number.is_empty()).then(|| (number, &inner[end..]))
}

/// Returns what the word right behind a result multiplies by.
fn scale(text: &str) -> f64 {
    let word: String = text.trim_start().chars().take_while(|c| c.is_alphabetic() || *c == '%').collect();
    match word.as_str() {
        "%" => 0.01,
        "KB" | "КБ" | "thousand" | "тысяч" | "тысячи" | "kbit" => 1e3,
        "MB" | "МБ" | "million" | "миллиона" | "миллионов" | "млн" | "Mbit" | "Мбит" => {
            1e6
        }
        "GB" | "ГБ" | "billion" | "миллиарда" | "миллиардов" | "млрд" | "Gbit" | "Гбит" => {
            1e9
        }
        "TB" | "ТБ" => 1e12,
        "PB" | "ПБ" => 1e15,
        _ => 1.0,
    }
}
