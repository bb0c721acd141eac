//! More ways out for what is kept back: one row, one vault, and the words that no file of its site may hold.

use crate::support::{TestVault, everything_in};

struct Row {
    about: &'static str,
    vault: &'static str,
}

/// Words that stand in what is kept back only.
const CANARIES: &[&str] = &["quokka", "numbat", "wombat", "zanzibar", "okapi"];
/// A word that every row shows, so that no row is held by an empty site.
const SHOWN: &str = "lighthouse";

const ROWS: &[Row] = &[
    Row {
        about: "a canvas has cards for a note that is kept back",
        vault: "=== a.md\nlighthouse ![[board.canvas]]\n=== board.canvas\n{\"nodes\":[{\"id\":\"1\",\"type\":\"file\",\"file\":\"sea/Quokka plan.md\",\"x\":0,\"y\":0,\"width\":90,\"height\":90},{\"id\":\"2\",\"type\":\"file\",\"file\":\"sea/Quokka plan.md\",\"subpath\":\"#Wombat\",\"x\":0,\"y\":99,\"width\":90,\"height\":90},{\"id\":\"t\",\"type\":\"text\",\"text\":\"%%okapi%% <!-- private -->numbat<!-- /private --> fine\",\"x\":0,\"y\":0,\"width\":9,\"height\":9}],\"edges\":[{\"id\":\"e\",\"fromNode\":\"t\",\"toNode\":\"1\",\"label\":\"to\"}]}\n=== sea/Quokka plan.md\n---\nprivate: true\ntitle: Numbat\naliases: [Okapi]\n---\n# Wombat\nzanzibar\n",
    },
    Row {
        about: "a base looks at all files of the vault",
        vault: "=== a.md\nlighthouse\n\n```base\nformulas:\n  n: 'file.backlinks.length'\nviews:\n  - type: table\n    order: [file.name, file.path, file.folder, title, status, file.links, file.backlinks, file.embeds, file.tags, formula.n]\n  - type: list\n```\n=== All.base\nviews:\n  - type: table\n    order: [file.name, note.status, file.backlinks, file.links]\n=== okapi/numbat.md\n---\ndraft: true\nstatus: wombat\ntags: [quokka]\n---\nzanzibar [[a]]\n",
    },
    Row {
        about: "old addresses of a note that is kept back",
        vault: "=== a.md\nlighthouse\n=== p.md\n---\npublish: false\naliases: [old/zanzibar, numbat]\npermalink: /wombat/\nanchors: {quokka: okapi}\n---\n# okapi\n",
    },
    Row {
        about: "a translation that is kept back",
        vault: "=== studium.toml\n[site]\ncontent = \".\"\nbase_url = \"https://sea.example\"\n[languages.ru]\n=== a.md\n---\ntranslationKey: k\n---\nlighthouse\n=== ru/zanzibar.md\n---\ndraft: true\ntranslationKey: k\ntitle: numbat\n---\nwombat\n=== quokka.md\n---\nprivate: true\ntranslation_of: a\nlang: ru\n---\nokapi\n",
    },
    Row {
        about: "a term that is kept back, and its forms",
        vault: "=== glossary/Okapi.md\n---\nprivate: true\ntype: term\ndefinition: zanzibar\nnames: {ru: Кит numbat}\naliases: [Beacon]\ncategory: wombat\n---\nquokka\n=== a.md\nlighthouse, a beacon and beacons\n=== glossary/Tide.md\n---\ntype: term\ndefinition: rises\n---\nA tide.\n",
    },
    Row {
        about: "the note of a folder, and a folder that holds nothing else",
        vault: "=== zone/zone.md\n---\nprivate: true\ntitle: zanzibar\ndescription: wombat\ntags: [sea/quokka]\n---\nquokka\n=== zone/a.md\nlighthouse\n=== numbat/only.md\n---\nprivate: true\n---\nokapi ![[numbat/pic.png]]\n=== numbat/pic.png\nx\n",
    },
    Row {
        about: "pictures of a note that is kept back, beside others of their name",
        vault: "=== a.md\nlighthouse ![[pic.png]]\n=== pic.png\nfine\n=== zanzibar/pic.png\nquokka\n=== b.md\n---\nprivate: true\nimage: wombat.png\n---\n![[zanzibar/pic.png]] ![[numbat.svg]]\n=== numbat.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"><title>okapi</title></svg>\n=== wombat.png\nx\n",
    },
    Row {
        about: "a drawing that is kept back",
        vault: "=== a.md\nlighthouse ![[d.excalidraw]]\n=== d.excalidraw.md\n---\nexcalidraw-plugin: parsed\nprivate: true\n---\nzanzibar\n=== d.excalidraw.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"><text>numbat</text></svg>\n",
    },
    Row {
        about: "a private part with links, tags, footnotes, cards and code in it",
        vault: "=== a.md\n#flashcards lighthouse\n\ntext <!-- private -->\n[[quokka]] #zanzibar ![[numbat.png]] [^w]\n\n[^w]: wombat\n\n```\nokapi\n```\n\nquokka :: numbat\n<!-- /private --> tail\n\n%%\nzanzibar :: wombat\n%%\n=== numbat.png\nx\n",
    },
    Row {
        about: "a private callout in an item, in a quote and in another",
        vault: "=== a.md\nlighthouse\n\n- x\n  > [!private]- zanzibar\n  > numbat\n  >\n  > > wombat\n- y\n\n> q\n> > [!PRIVATE] quokka\n> > okapi\n> rest\n\n> [!note] shown\n> > [!private|meta] zanzibar\n",
    },
    Row {
        about: "a private part in a heading, in a footnote and in what is embedded",
        vault: "=== a.md\nlighthouse ![[b]] ![[b#H y]]\n=== b.md\n## H %%wombat%% y\nx[^1]\n\n[^1]: f %%quokka%% <!-- private -->okapi<!-- /private -->\n\n| a |\n|---|\n| %%zanzibar%% b |\n",
    },
    Row {
        about: "a comment of HTML is no text in Markdown, search or lists",
        vault: "=== a.md\nlighthouse <!-- zanzibar --> x\n\n<!-- numbat\n\nwombat -->\n\n- <!-- quokka --> y\n\n| <!-- okapi --> a |\n|---|\n",
    },
    Row {
        about: "keys in other words, cases and forms",
        vault: "=== a.md\nlighthouse\n=== b.md\n---\n\"private\": true\n---\nzanzibar\n=== c.md\n---\nPrivate: TRUE\n---\nnumbat\n=== d.md\n---\nbase: &b {private: true}\n<<: *b\n---\nwombat\n=== e.md\n---\ndraft: [true]\n---\nquokka\n=== f.md\n---\npublish: {from: 2030}\n---\nokapi\n=== g.md\n---\n? private\n: true\n---\nzanzibar\n=== h.md\n+++\ndraft = true\ntitle = \"numbat\"\n+++\nwombat\n=== i.md\n---\n{draft: true, title: quokka}\n---\nokapi\n=== j.md\n---\nprivate:\n  true\n---\nzanzibar\n",
    },
    Row {
        about: "what is required, and comes before and after",
        vault: "=== One.md\n---\nrequires: [\"[[Three]]\"]\n---\nlighthouse\n=== zanzibar.md\n---\nprivate: true\nrequires: [\"[[One]]\"]\nminutes: 7\ntitle: numbat\n---\nwombat\n=== Three.md\nx\n",
    },
    Row {
        about: "a note that is kept back names all others",
        vault: "=== a.md\nlighthouse\n=== b.md\nharbour\n=== zanzibar.md\n---\npublish: false\n---\nThe a and the b, a numbat. [[a|wombat]] ![[b]] [[a#quokka]] [[okapi wanted]]\n",
    },
];

#[test]
fn no_row_leaves_a_trace() {
    let mut found = Vec::new();
    for Row { about, vault } in ROWS {
        let vault = if vault.contains("studium.toml") {
            (*vault).to_owned()
        } else {
            format!("=== studium.toml\n[site]\ncontent = \".\"\nbase_url = \"https://sea.example\"\n{vault}")
        };
        let (site, _) = TestVault::from_text(&vault).build();
        let mut is_shown = false;
        for (path, text) in everything_in(&site) {
            let text = format!("{path}\n{text}").to_lowercase();
            is_shown |= text.contains(SHOWN);
            for word in CANARIES.iter().filter(|word| text.contains(**word)) {
                found.push(format!("{about}: {word} in {path}"));
            }
        }
        assert!(is_shown, "{about}: nothing is shown");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
