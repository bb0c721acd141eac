//! What readers of a vault see of its links, notes and names: one row, one vault, the pages it must make.

use crate::support::{TestVault, text_of};

/// What a file of the site must hold, or, after `!`, must not; a file alone must be there, or not.
pub(crate) struct Row {
    pub(crate) about: &'static str,
    pub(crate) vault: &'static str,
    pub(crate) holds: &'static [(&'static str, &'static str)],
}

const ROWS: &[Row] = &[
    Row {
        about: "an alias that is the address of its own note but for case makes no page over it",
        vault: "=== Sea/Ebb.md\n---\naliases: [EBB, sea/EBB, Sea/ebb]\n---\nit falls\n",
        holds: &[("sea/ebb/index.html", "it falls"), ("sea/ebb/index.html", "!http-equiv=\"refresh\"")],
    },
    Row {
        about: "a description that the text begins with is not told twice",
        vault: "=== Ebb.md\n---\ndescription: It falls.\n---\nIt *falls*. Then it rises.\n=== Flow.md\n---\ndescription: It rises.\n---\nSlowly.\n",
        holds: &[("ebb/index.html", "!class=\"lead\""), ("flow/index.html", "class=\"lead\">It rises.")],
    },
    Row {
        about: "an alias with a slash is an old path, which leads on, and no name to be told",
        vault: "=== Ebb.md\n---\naliases: [old/way, Low water]\n---\nit falls\n",
        holds: &[
            ("old/way/index.html", "http-equiv=\"refresh\""),
            ("ebb/index.html", ">Low water<"),
            ("ebb/index.html", "!>old/way<"),
        ],
    },
    Row {
        about: "the note of a folder is shown on the folder's page and keeps its address",
        vault: "=== a/index.md\nof a\n=== a/x.md\nx\n=== b/b.md\nof b\n=== c.md\nof c\n=== c/x.md\nx\n=== d/README.md\nof d\n=== d/x.md\nx\n",
        holds: &[
            ("a/index.html", "of a"),
            ("b/index.html", "of b"),
            ("b/b/index.html", "of b"),
            ("c/index.html", "of c"),
            ("d/index.html", "of d"),
            ("d/readme/index.html", "of d"),
        ],
    },
    Row {
        about: "a Cyrillic file name is kept in the address",
        vault: "=== Заметки/Что такое кэш?.md\nответ\n=== a.md\n[[Что такое кэш?]]\n",
        holds: &[
            ("заметки/что-такое-кэш/index.html", "ответ"),
            ("a/index.html", "href=\"../заметки/что-такое-кэш/\""),
        ],
    },
    Row {
        about: "or written in Latin letters, where the old address leads on",
        vault: "=== studium.toml\n[site]\ncontent = \".\"\nslugs = \"latin\"\n=== Заметки/Что такое кэш?.md\n## Это кэш\nответ\n=== Заметки/Ещё.md\n---\npermalink: своё\n---\nтут\n=== a.md\n[[Что такое кэш?#Это кэш]]\n",
        holds: &[
            ("zametki/chto-takoe-kesh/index.html", "ответ"),
            ("zametki/index.html", "chto-takoe-kesh"),
            ("заметки/что-такое-кэш/index.html", "http-equiv=\"refresh\""),
            ("заметки/что-такое-кэш/index.html", "zametki/chto-takoe-kesh/"),
            ("a/index.html", "href=\"../zametki/chto-takoe-kesh/#это-кэш\""),
            ("своё/index.html", "тут"),
            ("zametki/eshhyo/index.html", "http-equiv=\"refresh\""),
            ("заметки/ещё/index.html", "http-equiv=\"refresh\""),
            ("!заметки/index.html", ""),
        ],
    },
    Row {
        about: "a Cyrillic heading is reached, percent-encoded or not",
        vault: "=== a.md\n[[Б#Что такое кэш?]] [x](%D0%91.md#%D1%87%D1%82%D0%BE-%D1%82%D0%B0%D0%BA%D0%BE%D0%B5-%D0%BA%D1%8D%D1%88)\n=== Б.md\n## Что такое кэш?\n",
        holds: &[
            ("б/index.html", "id=\"что-такое-кэш\""),
            ("a/index.html", "href=\"../б/#что-такое-кэш\">Б &gt; Что"),
            ("a/index.html", "href=\"../б/#что-такое-кэш\">x<"),
        ],
    },
    Row {
        about: "a link to nothing has no address, takes the focus and says what it is",
        vault: "=== a.md\n---\nup: \"[[Nowhere]]\"\nnext: \"[[b]]\"\n---\n[[Nowhere]]\n=== b.md\nb\n",
        holds: &[
            (
                "a/index.html",
                "<a class=\"internal-link broken\" data-target=\"Nowhere\" role=\"link\" aria-disabled=\"true\" tabindex=\"0\" title=\"No note has this name yet.\">Nowhere</a>",
            ),
            (
                "a/index.html",
                "<a class=\"internal-link broken\" role=\"link\" aria-disabled=\"true\" tabindex=\"0\" title=\"No note has this name yet.\">",
            ),
        ],
    },
    Row {
        about: "a circle of embeds ends in a link that names the way round",
        vault: "=== a.md\n![[b]]\n=== b.md\n![[c]]\n=== c.md\n![[a]]\n",
        holds: &[
            (
                "a/index.html",
                "<a class=\"internal-link\" href=\"./\">a</a><span class=\"embed-circle\"> is shown already: a → b → c → a</span>",
            ),
            ("b/index.html", "is shown already: b → c → a → b"),
        ],
    },
    Row {
        about: "one section twice, and a diamond, are no circle",
        vault: "=== a.md\n![[b#H]]\n\n![[b#H]]\n\n![[c]]\n=== b.md\n## H\ndeep\n=== c.md\n![[b#H]]\n",
        holds: &[("a/index.html", "!embed-circle")],
    },
    Row {
        about: "formulas are drawn when the site is built, prices are text",
        vault: "=== a.md\n$x^2$ costs $5 and $10\n",
        holds: &[("a/index.html", "<math>"), ("a/index.html", "costs $5 and $10")],
    },
    Row {
        about: "a comment reaches no file",
        vault: "=== a.md\n%%xylophone%% text ==mark [[b]]==\n\n%%\nxylophone\n%%\n=== b.md\nb\n",
        holds: &[
            ("a/index.html", "!xylophone"),
            ("a/page.md", "!xylophone"),
            ("graph.json", "!xylophone"),
            ("a/index.html", "<mark>mark <a class=\"internal-link\""),
        ],
    },
    Row {
        about: "a canvas shows its pictures, also in a note",
        vault: "=== c.canvas\n{\"nodes\":[{\"id\":\"1\",\"type\":\"file\",\"file\":\"p.png\",\"x\":0,\"y\":0,\"width\":90,\"height\":90},{\"id\":\"2\",\"type\":\"text\",\"text\":\"see [[a]]\",\"x\":200,\"y\":0,\"width\":90,\"height\":90}],\"edges\":[{\"id\":\"e\",\"fromNode\":\"1\",\"toNode\":\"2\",\"label\":\"leads\"}]}\n=== p.png\nPNG\n=== a.md\n![[c.canvas]]\n",
        holds: &[
            ("c.canvas/index.html", "<img src=\"../p.png\""),
            ("a/index.html", "data-src=\"c.canvas\""),
            ("a/index.html", "<svg viewBox="),
            ("a/index.html", "<img src=\"../p.png\""),
            ("a/index.html", "→ leads: see a"),
            ("p.png", ""),
        ],
    },
    Row {
        about: "a drawing is its picture, or a box with its name, and has no page",
        vault: "=== D.excalidraw.md\n---\nexcalidraw-plugin: parsed\n---\nxylophone\n=== D.excalidraw.svg\n<svg/>\n=== E.excalidraw.md\n---\nexcalidraw-plugin: parsed\n---\nxylophone\n=== a.md\n![[D.excalidraw]] ![[E.excalidraw]]\n",
        holds: &[
            ("a/index.html", "src=\"../D.excalidraw.svg\""),
            ("a/index.html", "A drawing: E.excalidraw.md"),
            ("a/index.html", "!xylophone"),
            ("!d.excalidraw/index.html", ""),
        ],
    },
    Row {
        about: "a block of HTML bears the id behind it",
        vault: "=== a.md\n<div>raw</div>\n\n^raw\n\n[[#^raw]]\n=== b.md\n![[a#^raw]]\n",
        holds: &[
            ("a/index.html", "<span id=\"^raw\"></span><div>raw</div>"),
            ("b/index.html", "<div>raw</div>"),
        ],
    },
    Row {
        about: "no heading can have an id of the page around it",
        vault: "=== a.md\n## Note\n\n## Text\n\n[[#Note]]\n",
        holds: &[("a/index.html", "<h2 id=\"note\">"), ("a/index.html", "!<main id=\"note\"")],
    },
    Row {
        about: "the title of a callout holds its words together",
        vault: "=== a.md\n> [!tip] In *live* [[b|B]] `x`\n> y\n=== b.md\nb\n",
        holds: &[(
            "a/index.html",
            "<div class=\"callout-title\"><span class=\"callout-title-inner\">In <em>live</em> <a class=\"internal-link\" href=\"../b/\">B</a> <code>x</code></span></div>",
        )],
    },
];

#[test]
fn every_row_holds() {
    hold(ROWS);
}

/// Builds the vault of each row and looks at what it says of its pages.
pub(crate) fn hold(rows: &[Row]) {
    let mut wrong = Vec::new();
    for Row { about, vault, holds } in rows {
        let (site, _) = TestVault::from_text(vault).build();
        for (file, text) in *holds {
            if let Some(absent) = file.strip_prefix('!') {
                if site.artifacts.keys().any(|path| path.as_str() == absent) {
                    wrong.push(format!("{about}: there is a {absent}"));
                }
                continue;
            }
            if !site.artifacts.keys().any(|path| path.as_str() == *file) {
                let files: Vec<&str> = site.artifacts.keys().map(studium::site::OutputPath::as_str).collect();
                wrong.push(format!("{about}: no {file} in {files:?}"));
                continue;
            }
            let found = text_of(&site, file).unwrap_or_default();
            match text.strip_prefix('!') {
                Some(absent) if found.contains(absent) => wrong.push(format!("{about}: {absent} in {file}")),
                None if !found.contains(text) => {
                    let body = found.split("data-note-body").nth(1).unwrap_or(&found);
                    let body: String = body.chars().take(1000).collect();
                    wrong.push(format!("{about}: no {text} in {file}:\n{body}"));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_kept_back_looks_like_what_is_not_written() {
    let links = "[[X]] [[X#H]] ![[X]]\n";
    let vault = |x: &str| format!("=== a.md\n{links}=== b.md\n{links}{x}");
    let (missing, _) = TestVault::from_text(&vault("")).build();
    let kept_back = vault("=== X.md\n---\npublish: false\naliases: [Y]\n---\n## H\n");
    let (kept_back, diagnostics) = TestVault::from_text(&kept_back).build();
    for page in ["a/index.html", "b/index.html"] {
        assert_eq!(text_of(&missing, page), text_of(&kept_back, page));
    }
    assert!(diagnostics.iter().any(|found| found.code.as_str() == "unpublished-link"));
}

#[test]
fn an_ambiguous_name_is_told_with_all_that_bear_it_and_the_one_chosen() {
    let vault = TestVault::from_text("=== a.md\n[[N]]\n=== x/y/N.md\n1\n=== x/N.md\n2\n=== zz/N.md\n3\n");
    let (site, diagnostics) = vault.build();
    let found = diagnostics.iter().find(|found| found.code.as_str() == "ambiguous-link").expect("reported");
    assert_eq!(found.message, "`N` may be `x/N.md` or `x/y/N.md` or `zz/N.md`");
    assert!(text_of(&site, "a/index.html").expect("built").contains("href=\"../x/n/\""));
}

#[test]
fn one_broken_note_keeps_no_other_from_the_site() {
    let vault = TestVault::from_text("=== a.md\n---\ntitle: [open\n---\nstill here\n=== b.md\nwhole\n");
    let (site, diagnostics) = vault.build();
    assert!(text_of(&site, "a/index.html").expect("built all the same").contains("still here"));
    assert!(text_of(&site, "b/index.html").expect("built").contains("whole"));
    let found = diagnostics.iter().find(|found| found.code.as_str() == "invalid-front-matter");
    assert_eq!(found.and_then(|found| found.place.as_ref()).expect("a place").path.as_str(), "a.md");
}

#[test]
fn notes_of_one_alias_and_of_one_address_are_both_named() {
    let (_, diagnostics) = TestVault::from_text(
        "=== a.md\n---\naliases: Same\npermalink: /x/\n---\n=== b.md\n---\naliases: same\npermalink: x\n---\n",
    )
    .build();
    for code in ["duplicate-alias", "slug-collision"] {
        let found = diagnostics.iter().find(|found| found.code.as_str() == code).expect("reported");
        let place = found.place.as_ref().expect("a place").path.as_str();
        assert!(place == "b.md" && found.message.contains("`a.md`"), "{code}: {place}: {}", found.message);
    }
}
