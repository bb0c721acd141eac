//! The settings of the application that the vault was written in.

use serde_json::Value;

use crate::source::SourceFile;

/// What `.obsidian/app.json` says of the vault. The file is never written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppSettings {
    /// `strictLineBreaks`: whether a single line break is a blank.
    pub strict_line_breaks: bool,
    /// Whether `newLinkFormat` is `relative`: Markdown links are read relative to their file first.
    pub relative_links: bool,
}

impl AppSettings {
    /// Reads the settings. What cannot be read is left at the application's own default.
    pub fn parse(file: &SourceFile) -> Self {
        let text = file.text();
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        Self {
            strict_line_breaks: value.get("strictLineBreaks").and_then(Value::as_bool).unwrap_or_default(),
            relative_links: text("newLinkFormat") == "relative",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Markdown;
    use crate::source::SourcePath;

    fn settings(text: &str) -> AppSettings {
        let path = SourcePath::new(".obsidian/app.json").expect("plain");
        AppSettings::parse(&SourceFile::new(path, text.as_bytes()))
    }

    #[test]
    fn settings_are_read_and_damage_is_forgiven() {
        let full = settings(r#"{"strictLineBreaks": true, "newLinkFormat": "relative"}"#);
        assert!(full.strict_line_breaks && full.relative_links);
        assert_eq!(settings("{"), AppSettings::default());
        assert_eq!(settings(r#"{"strictLineBreaks": 3}"#), AppSettings::default());
    }

    #[test]
    fn line_breaks_follow_the_configuration_then_the_application_then_markdown() {
        let says = |strict_line_breaks| Markdown { strict_line_breaks, ..Markdown::default() };
        let app = AppSettings::default();
        assert!(!says(None).hard_line_breaks(None));
        assert!(says(None).hard_line_breaks(Some(&app)));
        assert!(!says(Some(true)).hard_line_breaks(Some(&app)));
        assert!(says(Some(false)).hard_line_breaks(None));
    }
}
