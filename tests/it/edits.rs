//! Whatever is edited, a warm build equals a cold one.
//!
//! A short vault goes through a random sequence of edits: notes come, change, move and go, turn private
//! and back, break their front matter and mend it, configuration and templates change. After every edit the build that remembers all
//! that went before must give the same bytes and findings as one that remembers nothing.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use studium::engine::Cache;
use studium::source::{SourceFile, SourcePath, Sources};
use studium::theme::{Theme, ThemeFolder};

use crate::support::{TestVault, build, build_in_pieces, everything_in};

/// Where notes lie. Some differ by folder, case or extension only.
const PATHS: &[&str] = &[
    "index.md",
    "Ebb.md",
    "sea/Flood.md",
    "sea/ebb.md",
    "glossary/Tide.md",
    "sea/index.md",
    "Ebb.canvas",
    "All.base",
    "Ebb.ru.md",
    "ru/sea/Flood.md",
];

const HEADS: &[&str] = &[
    "",
    "---\ntitle: Ebb\n---\n",
    "---\naliases: [Flood, old/way]\ntags: [sea, sea/deep]\n---\n",
    "---\naliases: Tide\nupdated: 2026-11-02\n---\n",
    "---\npermalink: /sea/\n---\n",
    "---\ntype: term\ndefinition: It rises.\ncategory: water\n---\n",
    "---\ntitle: [broken\n---\n",
    "---\nunlisted: true\n---\n",
    "---\ntype: term\nnames: {ru: [Прилив]}\naliases: [calm]\n---\n",
    "---\nauto_link: all\nmentions: false\n---\n",
    "---\nrequires: [\"[[Tide]]\"]\nsearch: false\n---\n",
    "---\nlang: ru\ntranslation_of: Tide\n---\n",
    "---\ntranslationKey: sea\n---\n",
    "---\nrequires: [\"[[Ebb]]\", \"[[Flood]]\"]\nminutes: 3\n---\n",
    "---\ntype: term\ntranslationKey: sea\nlang: ru\ntitle: Прилив\ndefinition: Вода.\ncategory: water\n---\n",
    "---\ntype: term\ntranslationKey: sea\ndefinitions: {ru: Вода., en: It falls.}\nunlisted: true\n---\n",
    "---\ntype: glossary\ncategory: moon\nupdated: 2026-10-01\n---\n",
    "---\nimage: pic.png\ndescription: What falls.\ncssclasses: wide\n---\n",
    "---\ncover: https://sea.example/a.png\nsource: \"[[Ebb#Moon]]\"\ndate: 2026-09-09\n---\n",
    "---\nanchors: {Pull: Moon}\nunlisted: true\ntags: [sea/deep, calm]\nlang: ru\n---\n",
];

const BODIES: &[&str] = &[
    "Calm,\nand ebb.\n",
    "[[Ebb]] and ![[Flood]] #sea\n",
    "# Moon\n\n## Pull ^p\n\n[[Tide#Moon]] ![[Ebb#^p]]\n",
    "![[index]] [[Nowhere]] [[old/way]]\n",
    "<div>[[Flood]]\n\n<b>![[pic.png]]\n",
    "The tides of an ebb, a tide.\n\n## Flood\n\nFloods and a <span class=\"no-link\">tide</span>, tide.\n",
    "```base\nfilters: 'file.hasTag(\"sea\") || file.hasLink(this.file)'\nviews: [{order: [file.name, title, file.tags]}]\n```\n",
    "Open. <!-- private -->xylophone [[Flood]]<!-- /private -->\n\n> [!private]\n> xylophone #secret ![[pic.png]]\n",
    "Tide and ebb.[^1]\n\n[^1]: ![[Tide]]\n\n```rust\nfn f() {}\n```\n",
    "Spring tide :: A high one.\n\n- Neap :: A low one, [[Tide]].\n",
    "[[Tide#Pull]] [[nowhere]] [[Nowhere]] [[Eb]] ![[Flood#Moon]] ![[Ebb.canvas]]\n\n$x$ and `y`\n",
];

const KEPT_BACK: &[&str] = &[
    "---\npublish: false\ntitle: xylophone\n---\n",
    "---\ndraft: true\naliases: [xylophone, xylophone/old]\ntype: term\ndefinition: xylophone\n---\n",
    "---\nprivate: true\n",
    "---\npublish: [no\n---\n",
];

/// Stands for the program that kept a cache.
const PROGRAM: [u8; 32] = [1; 32];

/// What a note says only while it is kept back.
const SECRET: &str = "xylophone";

const CONFIGS: &[&str] = &[
    "[site]\ncontent = \".\"\n",
    "[site]\ncontent = \".\"\ntitle = \"Sea\"\nbase_url = \"https://sea.example\"\n",
    "[site]\ncontent = \".\"\n[markdown]\nraw_html = \"escape\"\n[links]\naliases = false\n",
    "[site]\ncontent = \".\"\n[publish]\nmode = \"opt-in\"\n",
    "[site]\ncontent = \".\"\ntitle_from = \"heading\"\n[glossary]\nfolder = \"sea\"\nauto_link = \"all\"\n",
    "[site]\ncontent = \".\"\n[languages.ru]\ntitle = \"Море\"\n",
    "[site]\ncontent = \".\"\nbase_url = \"https://sea.example\"\nstart = \"Ebb\"\n[languages.ru]\n[glossary.categories]\nwater = \"Water\"\n",
    "[site]\ncontent = \".\"\nbase_url = \"https://sea.example\"\npictures = false\n[glossary.categories]\nwater = \"Waters\"\n",
    "[site]\ncontent = \".\"\nbase_url = \"https://sea.example\"\nslugs = \"latin\"\n[languages.ru]\n[search]\noffline = true\nendpoint = \"https://find.example/a\"\n",
    "[site]\ncontent = \".\"\nugly_urls = true\nlanguage = \"ru\"\n[languages.en]\n[search]\noffline = true\n[study]\ncard_headings = [\"Moon\"]\n",
];

/// Templates for the beginning of a page, one of them broken.
const DESIGNS: &[Option<&str>] =
    &[None, Some("<footer>Ours</footer>"), Some("<footer>{{ page.head.title }}</footer>"), Some("{% if %}")];

/// Makes the theme with such a template in it.
fn theme(lead: Option<&str>) -> Arc<Theme> {
    let folder = SourcePath::new("templates").expect("plain");
    let mut files = Sources::default();
    if let Some(text) = lead {
        let path = SourcePath::new("parts/lead.html").expect("plain");
        files.files.insert(path.clone(), SourceFile::new(path, text.as_bytes()));
    }
    let layer = ThemeFolder { path: &folder, files: &files };
    Arc::new(Theme::load(&[], lead.map(|_| &layer)).0)
}

#[derive(Clone, Debug)]
enum Edit {
    Write(&'static str, &'static str, &'static str),
    KeepBack(&'static str, &'static str),
    Rename(&'static str, &'static str),
    Delete(&'static str),
    Attach(bool),
    Configure(&'static str),
    /// Tells the application to show line breaks as they are written, or not to.
    Settings(bool),
    /// Lays templates of the vault over the theme, or takes them away.
    Design(Option<&'static str>),
}

fn edit() -> impl Strategy<Value = Edit> {
    let path = || prop::sample::select(PATHS);
    prop_oneof![
        6 => (path(), prop::sample::select(HEADS), prop::sample::select(BODIES))
            .prop_map(|(path, head, body)| Edit::Write(path, head, body)),
        2 => (path(), prop::sample::select(KEPT_BACK)).prop_map(|(path, head)| Edit::KeepBack(path, head)),
        2 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => path().prop_map(Edit::Delete),
        1 => any::<bool>().prop_map(Edit::Attach),
        1 => prop::sample::select(CONFIGS).prop_map(Edit::Configure),
        1 => any::<bool>().prop_map(Edit::Settings),
        1 => prop::sample::select(DESIGNS).prop_map(Edit::Design),
    ]
}

impl Edit {
    /// Does it, as far as what it is about is there.
    fn apply(&self, root: &Path) {
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("writable");
            fs::write(path, text).expect("writable");
        };
        match self {
            Self::Write(path, head, body) => write(path, &format!("{head}{body}")),
            Self::KeepBack(path, head) => {
                write(path, &format!("{head}# {SECRET} ^{SECRET}\n\n[[Ebb]] #{SECRET}\n"));
            }
            Self::Rename(from, to) => {
                if let Ok(text) = fs::read_to_string(root.join(from)) {
                    fs::remove_file(root.join(from)).expect("it was there");
                    write(to, &text);
                }
            }
            Self::Delete(path) => drop(fs::remove_file(root.join(path))),
            Self::Attach(true) => write("pic.png", "PNG"),
            Self::Attach(false) => drop(fs::remove_file(root.join("pic.png"))),
            Self::Configure(text) => write("studium.toml", text),
            Self::Settings(strict) => {
                write(".obsidian/app.json", &format!("{{\"strictLineBreaks\": {strict}}}"));
            }
            Self::Design(_) => {}
        }
    }
}

/// How many sequences are tried: 64, or as many as `STUDIUM_EDITS` says. Continuous integration tries two hundred.
fn cases() -> u32 {
    std::env::var("STUDIUM_EDITS").ok().and_then(|number| number.parse().ok()).unwrap_or(64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_build_equals_a_cold_one(edits in prop::collection::vec(edit(), 1..10)) {
        let vault = TestVault::from_text("=== index.md\n[[Ebb]]\n=== Ebb.md\n[[Tide]]\n");
        let mut cache = Cache::new();
        build(&vault.inputs(), &mut cache);
        let mut shown = Cache::new();
        let (mut design, mut kept) = (None, None);
        for (number, edit) in edits.iter().enumerate() {
            edit.apply(vault.root());
            let mut inputs = vault.inputs();
            if let Edit::Design(lead) = edit {
                design = lead.map(|lead| theme(Some(lead)));
            }
            if let Some(theme) = &design {
                inputs.theme = Arc::clone(theme);
            }
            let (warm, warm_diagnostics) = build(&inputs, &mut cache);
            let (cold, cold_diagnostics) = build(&inputs, &mut Cache::for_one_build());
            let differing = warm.changed_since(&cold);
            prop_assert!(differing.is_empty(), "edit {number}: {differing:?}");
            prop_assert_eq!(warm_diagnostics, cold_diagnostics.clone());
            // The preview makes the same, in pieces.
            let (pieces, mut piece_diagnostics) = build_in_pieces(&inputs, &mut shown);
            let differing = pieces.changed_since(&cold);
            prop_assert!(differing.is_empty(), "in pieces, edit {number}: {differing:?}");
            let mut told = cold_diagnostics.clone();
            for found in [&mut told, &mut piece_diagnostics] {
                found.sort_by_cached_key(|found| format!("{found:?}"));
            }
            prop_assert_eq!(piece_diagnostics, told);
            // What outlives the program is used by the next run, which knows nothing else.
            kept = cache.keep(&PROGRAM).or(kept);
            let mut recalled = Cache::for_one_build();
            recalled.recall(kept.as_deref().unwrap_or_default(), &PROGRAM);
            let (next, next_diagnostics) = build(&inputs, &mut recalled);
            let differing = next.changed_since(&cold);
            prop_assert!(differing.is_empty(), "after edit {number}: {differing:?}");
            prop_assert_eq!(next_diagnostics, cold_diagnostics);
            for (path, text) in everything_in(&warm) {
                let is_told = path.contains(SECRET) || text.contains(SECRET);
                prop_assert!(!is_told, "edit {number}: {path}");
            }
        }
    }
}
