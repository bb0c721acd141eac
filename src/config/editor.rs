//! Editors, and the addresses that ask them to open a file.

/// Editors that are known by name, and how they are asked.
pub(super) const EDITORS: &[(&str, &str)] = &[
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}"),
    ("obsidian", "obsidian://open?path={path}"),
];

/// Returns the address for the name of a known editor, or for an address of one's own with `{path}` in it. `None` for
/// anything else: the preview starts no program.
pub(super) fn editor_address(text: &str) -> Option<String> {
    let known = EDITORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text.trim()));
    let address = known.map_or(text.trim(), |(_, address)| address);
    let (scheme, _) = address.split_once("://")?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let runs = ["javascript", "data", "vbscript"].iter().any(|word| scheme.eq_ignore_ascii_case(word));
    (is_scheme && !runs && address.contains("{path}")).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_a_name_or_an_address() {
        assert_eq!(editor_address("vscode").as_deref(), Some("vscode://file{path}:{line}:{column}"));
        assert_eq!(editor_address(" Obsidian ").as_deref(), Some("obsidian://open?path={path}"));
        assert_eq!(editor_address("my-editor://{path}").as_deref(), Some("my-editor://{path}"));
        for wrong in ["", "code -g", "javascript://{path}", "vscode://file", "://{path}", "a b://{path}"] {
            assert_eq!(editor_address(wrong), None, "{wrong}");
        }
    }
}
