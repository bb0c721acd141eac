//! Notes: whatever a file holds, parsing ends with a note whose parts fit together.

use studium::note::{ParseOptions, parse};
use studium::source::{SourceFile, SourcePath};

use crate::sound::is_sound;

/// Pieces of Markdown and of what vaults add to it.
#[rustfmt::skip]
pub(crate) const MARKDOWN: &[&str] = &[
    "[[", "]]", "![[", "|", "\\|", "#", "#tag", " ^id", "%%", "==", "~~", "*", "**", "_", "`", "```\n", "~~~\n",
    "$", "$$", "^[", "[^1]", "[^1]: ", "](", "](a.md)", "> ", "- ", "1. ", "- [x] ", "> [!note]- ", "# ", "## ",
    "---\n", "\n", "\n\n", "\r\n", "\r", "    ", "\t", "\\", "&amp;", "&#0;", "<b>", "</b>", "<div>\n", "<h2>",
    "</h2>", "<!--", "-->", "<script>", "</script>", "<svg onload=x()>", "<a href=\"javascript:x()\">", "<style>",
    "<plaintext>", "<![CDATA[", "<?x", "https://e.org/_a_", "|a|b|\n|-|-|\n", "+++\n", "\0", "\u{e000}", "\u{feff}",
    "\u{202e}", "я", "🎉", "e\u{301}", "> [!private]\n", "<!-- private -->", "<!-- /private -->", "![[a]]", "[[a#b]]",
];

/// Pieces of metadata.
#[rustfmt::skip]
pub(crate) const METADATA: &[&str] = &[
    "title: ", "aliases: ", "tags: ", "publish: ", "draft: ", "private: ", "permalink: ", "slug: ", "date: ",
    "requires: ", "names: ", "sidebar: ", "search: ", "url: ", "true", "false", "null", "~", "- ", "? ", ": ", "&a ",
    "*a", "<<: *a", "!!str ", "!!python/object:x ", "|\n", ">\n", "[", "]", "{", "}", "\"", "'", "\\0", "\\u0000",
    "\\x1b", "#", "%YAML 1.1\n", "---\n", "...\n", "\n", "\n  ", "\t", "title = ", "[a]\n", "[[a]]\n", "2024-13-45",
    "12:30", "0x1F", ".inf", "1e999", "[[link]]", "\u{feff}", "я", "\u{202e}", ",",
];

pub(crate) fn note(bytes: &[u8]) {
    let extensions: &[&str] = if bytes.starts_with(b"{") { &["md", "canvas"] } else { &["md"] };
    for extension in extensions {
        sound(&format!("a.{extension}"), bytes);
    }
}

pub(crate) fn front_matter(bytes: &[u8]) {
    let block =
        |fence: &str| [fence.as_bytes(), b"\n", bytes, b"\n", fence.as_bytes(), b"\nBody.\n"].concat();
    sound("a.md", &block("---"));
    sound("a.md", &block("+++"));
    sound("a.md", &[b"---\ntitle: ", bytes].concat());
}

fn sound(path: &str, bytes: &[u8]) {
    let file = SourceFile::new(SourcePath::new(path).expect("a plain path"), bytes);
    for hard_line_breaks in [false, true] {
        let note = parse(&file, &ParseOptions { hard_line_breaks });
        is_sound(&note, &file.text());
        assert!(note.front_matter.title.iter().all(|title| !title.contains('\0')), "a title holds NUL");
    }
}
