//! Links: whatever is written in brackets, it leads somewhere in the vault or nowhere.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use studium::config::Config;
use studium::engine::{Analysis, Cache, Inputs, analyse};
use studium::graph::{Resolution, ResolveOptions, Target, explain};
use studium::source::{Attachment, SourceFile, SourcePath, Sources};
use studium::theme::Theme;

/// Pieces of links, and names that the vault holds.
#[rustfmt::skip]
pub(crate) const LINK: &[&str] = &[
    "Tide", "tide", "sea/Tide", "Café", "Cafe\u{301}", "a b", "A.b.md", ".md", "index", "sea/", "sea", "/", "./",
    "../", "..\\", "#", "#^", "^p", "Moon", "#Moon", "##", "|", "\\|", "%20", "%2F", "%", "?", "://", "javascript:",
    "file:///", "C:\\", "pic.png", "Hidden", "Other name", "İ", "ß", "ſ", "\u{200b}", "\u{202e}", "\0", "\n", "🎉",
    ".canvas", "<", ">", "(", ")", "[", "]", "&amp;", "con", "|100x50", "Glossary", "~", "*",
];

const VAULT: &[(&str, &str)] = &[
    ("Tide.md", "# Moon\n\nPull. ^p\n\n## Moon\n\n[[Hidden]]\n"),
    ("sea/Tide.md", "---\naliases: [Other name, İ]\n---\n# Moon|#^\n"),
    ("sea/Café.md", "---\ntitle: Coffee\n---\n"),
    ("index.md", "[[Tide]]\n"),
    ("sea/index.md", ""),
    ("A.b.md.md", "x"),
    ("Straße.md", "x"),
    ("Hidden.md", "---\nprivate: true\naliases: [secret name]\n---\nx"),
    ("board.canvas", "{\"nodes\":[],\"edges\":[]}"),
    ("Glossary/Ebb.md", "---\ntype: term\nnames: {ru: Отлив}\n---\nIt goes.\n"),
];

/// Makes what a build sees: this vault and one note more.
pub(crate) fn inputs(vault: &[(&str, &str)], path: &str, bytes: &[u8]) -> Inputs {
    static THEME: OnceLock<Arc<Theme>> = OnceLock::new();
    let theme = THEME.get_or_init(|| Arc::new(Theme::default_theme()));
    let place = |path: &str| SourcePath::new(path).expect("a plain path");
    let mut files: BTreeMap<SourcePath, SourceFile> = vault
        .iter()
        .map(|(path, text)| (place(path), SourceFile::new(place(path), text.as_bytes())))
        .collect();
    files.insert(place(path), SourceFile::new(place(path), bytes));
    let picture = Attachment { path: place("pic.png"), size_bytes: 1, modified_ns: 0 };
    let attachments = BTreeMap::from([(picture.path.clone(), picture)]);
    let vault = Sources { files, attachments, ..Sources::default() };
    let (config, statics) = (Arc::new(Config::default()), Arc::default());
    Inputs { config, vault, theme: Arc::clone(theme), statics, drafts: false }
}

pub(crate) fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let note =
        format!("[[{text}]]\n\n![[{text}]]\n\n[a](<{text}>)\n\n[b]({text})\n\n| [[{text}]] |\n|---|\n");
    let inputs = inputs(VAULT, "sea/new.md", note.as_bytes());
    let options = ResolveOptions { aliases: inputs.config.links.aliases, markdown_relative_first: true };
    let analysis = analyse(&inputs, &mut Cache::for_one_build(), &|_, _, _| {});
    let path = SourcePath::new("sea/new.md").expect("plain");
    let from = analysis.graph.note_at(&path).expect("the note is published");
    for (index, link) in analysis.vault.note(from).links.iter().enumerate() {
        let resolution = analysis.graph.resolution(from, index);
        in_vault(&analysis, &inputs, resolution);
        let told = explain(&analysis.vault, &options, from, link);
        assert_eq!(&told.resolution, resolution, "what is told about {:?} is not what was done", link.raw);
    }
    for found in &analysis.diagnostics {
        let Some(place) = &found.place else { continue };
        let text = inputs.vault.files[&place.path].text();
        assert!(text.is_char_boundary(place.span.start) && text.is_char_boundary(place.span.end));
        assert!(!found.message.contains("secret name"), "{}", found.message);
    }
}

fn in_vault(analysis: &Analysis, inputs: &Inputs, resolution: &Resolution) {
    match resolution {
        Resolution::Found { target: Target::Note(note, _), .. } => {
            let path = &analysis.vault.note(*note).path;
            assert!(path.as_str() != "Hidden.md", "a link leads to what is kept back");
        }
        Resolution::Found { target: Target::File(path, _), .. } => {
            let known = inputs.vault.attachments.contains_key(path) || inputs.vault.files.contains_key(path);
            assert!(known, "{path} is no file");
        }
        Resolution::Missing { .. } => {}
    }
}
