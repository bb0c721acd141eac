//! Who may see a note, where an outliner says it: in lines `key:: value` at the very top of the text.

use super::Visibility;

/// Reads `public:: true` and `public:: false` among the lines of properties that a body opens with. The more
/// private word wins over what the front matter says.
pub(in crate::note) fn adopt(body: &str, visibility: &mut Visibility) {
    let lines = body.lines().map(str::trim).skip_while(|line| line.is_empty());
    let properties = lines.map_while(|line| {
        let (key, value) = line.strip_prefix("- ").unwrap_or(line).split_once("::")?;
        let is_key = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        (is_key && !key.is_empty()).then(|| (key, value.trim()))
    });
    for (_, value) in properties.filter(|(key, _)| key.eq_ignore_ascii_case("public")) {
        visibility.opted_in |= value.eq_ignore_ascii_case("true");
        visibility.private |= value.eq_ignore_ascii_case("false");
    }
}
