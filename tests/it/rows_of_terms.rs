//! What readers and authors see of terms, mentions and wanted notes: one row, one vault.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use serde_json::Value;

use crate::program::{code, json, out, run};
use crate::rows::{Row, hold};
use crate::support::{TestVault, text_of, whole_text_of};

const ROWS: &[Row] = &[
    Row {
        about: "a term has a page with its definition, category, names in all languages, facts, and where it appears",
        vault: "=== studium.toml\n[site]\nbase_url = \"https://example.org\"\ncontent = \".\"\n[glossary.categories]\nbase = \"Basics\"\n\
                === glossary/Cache.md\n---\naliases: [Caching]\nnames: {ru: [Кэш, Кеш]}\ndefinitions: {ru: Быстрая копия.}\ncategory: base\n\
                definition: A fast copy.\nsolves: Waiting\n---\nMore on it.\n\
                === a.md\nFirst [[Cache|this]], as they say.\n=== b.md\nОдних кэшей мало.\n",
        holds: &[
            ("glossary/cache/index.html", "<p class=\"lead\">A fast copy.</p>"),
            ("glossary/cache/index.html", "<p class=\"definition\" lang=\"ru\">Быстрая копия.</p>"),
            ("glossary/cache/index.html", "<a class=\"chip\" data-category=\"base\""),
            (
                "glossary/cache/index.html",
                "<span>Caching</span>, <span lang=\"ru\">Кэш</span>, <span lang=\"ru\">Кеш</span>",
            ),
            ("glossary/cache/index.html", "<dt>Solves</dt>"),
            ("glossary/cache/index.html", "Defined in its properties"),
            ("glossary/cache/index.html", "First <em>this</em>, as they say."),
            ("glossary/cache/index.html", "Одних <em>кэшей</em> мало."),
            ("glossary/cache/index.html", "\"@type\":\"DefinedTerm\""),
            // One term, two names: it stands under both letters.
            ("glossary/index.html", "<h2 id=\"C\">C</h2>"),
            ("glossary/index.html", "<h2 id=\"К\">К</h2>"),
            ("glossary/index.html", "<a href=\"cache/\" lang=\"ru\">Кэш</a>"),
        ],
    },
    Row {
        about: "a definition is a property, a line or the first paragraph, and the page says which",
        vault: "=== glossary/Way.md\nA road, in one paragraph.\n\nAnd more.\n=== list.md\n---\ntype: glossary\n---\nQuorum :: More than half.\n\
                === a.md\nA quorum on the way.\n",
        holds: &[
            ("glossary/way/index.html", "first paragraph"),
            ("glossary/quorum/index.html", "<p class=\"lead\">More than half.</p>"),
            ("glossary/quorum/index.html", ">list</a>"),
            (
                "a/index.html",
                "A <a class=\"term auto\" href=\"../glossary/quorum/\">quorum</a> on the <a class=\"term auto\" href=\"../glossary/way/\">way</a>.",
            ),
        ],
    },
    Row {
        about: "the first mention in a section is a link, and none in headings, code, links, or on the term's own page",
        vault: "=== glossary/Cache.md\nA cache is a copy.\n=== a.md\n# A cache\nA cache, two caches. `cache` [cache](https://x.org)\n## On caches\nA cache.\n",
        holds: &[
            (
                "a/index.html",
                "<p>A <a class=\"term auto\" href=\"../glossary/cache/\">cache</a>, two caches. <code>cache</code>",
            ),
            ("a/index.html", "<p>A <a class=\"term auto\" href=\"../glossary/cache/\">cache</a>.</p>"),
            ("a/index.html", "!On <a"),
            ("glossary/cache/index.html", "!class=\"term auto\""),
        ],
    },
    Row {
        about: "footnotes are a section of their own, where mentions are links too",
        vault: "=== glossary/Cache.md\nA copy.\n=== a.md\nA cache.[^1] Two^[a cache here]\n\n[^1]: The caches of old.\n=== b.md\n![[a#^p]]\n\nA cache.\n=== c.md\nText.[^x] ^p\n\n[^x]: A cache.\n",
        holds: &[
            ("a/index.html", "The <a class=\"term auto\" href=\"../glossary/cache/\">caches</a> of old."),
            ("a/index.html", "!a <a class=\"term auto\" href=\"../glossary/cache/\">cache</a> here"),
            (
                "c/index.html",
                "A <a class=\"term auto\" href=\"../glossary/cache/\">cache</a>.</p><a class=\"anchor footnote-back\"",
            ),
            ("glossary/cache/index.html", "<em>cache</em>"),
        ],
    },
    Row {
        about: "the longest name wins, and short acronyms keep their case",
        vault: "=== glossary/Pod.md\nA.\n=== glossary/Pod lifecycle.md\nB.\n=== glossary/CAP.md\nC.\n=== a.md\nThe pod lifecycle of a pod. CAP is no cap.\n",
        holds: &[(
            "a/index.html",
            "The <a class=\"term auto\" href=\"../glossary/pod-lifecycle/\">pod lifecycle</a> of a <a class=\"term auto\" href=\"../glossary/pod/\">pod</a>. \
             <a class=\"term auto\" href=\"../glossary/cap/\">CAP</a> is no cap.",
        )],
    },
    Row {
        about: "mentions are left alone by page, by term and by occurrence",
        vault: "=== glossary/Cache.md\nA.\n=== glossary/Pod.md\n---\nmentions: false\n---\nB.\n=== off.md\n---\nauto_link: off\n---\nA cache.\n=== a.md\nA pod. <span class=\"no-link\">A cache</span>, a cache.\n",
        holds: &[
            ("off/index.html", "!term auto"),
            ("a/index.html", "A pod."),
            ("a/index.html", "A cache</span>, a <a class=\"term auto\""),
        ],
    },
    Row {
        about: "what many notes ask for comes first among the wanted, with the sentences that ask",
        vault: "=== a.md\nOne asks for [[Rare]]. All ask for [[Common]].\n=== b.md\nAnd again [[Common|that]] here.\n",
        holds: &[
            ("wanted/index.html", "All ask for <em>Common</em>."),
            ("wanted/index.html", "And again <em>that</em> here."),
        ],
    },
    Row {
        about: "what only an unlisted note asks for is wanted by nobody, and such a note counts nowhere",
        vault: "=== a.md\n[[Common]] [[Hidden pag]]\n=== b.md\n---\nunlisted: true\n---\n[[Common]] [[Of an unlisted one]]\n=== Hidden page.md\n---\nunlisted: true\n---\n",
        holds: &[
            ("wanted/index.html", "2 names"),
            ("wanted/index.html", "<h2>Common</h2> <small>1 note</small>"),
            ("wanted/index.html", "!Of an unlisted one"),
            ("wanted/index.html", "!Hidden page"),
            ("a/index.html", "!Hidden page"),
            ("a/index.html", "!2 notes ask"),
        ],
    },
    Row {
        about: "a term with a note in each language has all its names on both pages",
        vault: "=== studium.toml\n[site]\ncontent = \".\"\n[languages.ru]\n=== glossary/Sharding.md\nA.\n\
                === ru/glossary/Шардирование.md\n---\ntranslation_of: Sharding\n---\nБ.\n",
        holds: &[
            ("glossary/sharding/index.html", "<span lang=\"ru\">Шардирование</span>"),
            ("ru/glossary/шардирование/index.html", "<span lang=\"en\">Sharding</span>"),
        ],
    },
    Row {
        about: "a glossary has the letters of its language",
        vault: "=== studium.toml\n[site]\nlanguage = \"uk\"\ncontent = \".\"\n\
                === glossary/Їжак.md\nА.\n=== glossary/Ґанок.md\nБ.\n=== glossary/іній.md\nВ.\n=== glossary/Ämne.md\nВ.\n=== glossary/ява.md\nВ.\n",
        holds: &[
            ("glossary/index.html", "<h2 id=\"Ґ\">Ґ</h2>"),
            ("glossary/index.html", "<h2 id=\"Ї\">Ї</h2>"),
            ("glossary/index.html", "<h2 id=\"A\">A</h2>"),
            ("glossary/index.html", "!<h2 id=\"Ä\""),
        ],
    },
    Row {
        about: "orphans and dead ends are listed",
        vault: "=== index.md\n[[a]]\n=== a.md\n[[b]]\n=== b.md\nends here\n=== lone.md\n[[a]]\n",
        holds: &[("orphans/index.html", "lone"), ("orphans/index.html", "href=\"../b/\"")],
    },
    Row {
        about: "related notes share what few others have, and need no link between them",
        vault: "=== a.md\n[[x]] [[y]]\n=== b.md\n[[x]] [[y]]\n=== c.md\n[[z]]\n=== x.md\n=== y.md\n=== z.md\n",
        holds: &[
            ("a/index.html", "<h2>Related"),
            ("a/index.html", "href=\"../b/\""),
            ("c/index.html", "!<h2>Related"),
        ],
    },
    Row {
        about: "the picture beside a note names terms in the language of the page",
        vault: "=== studium.toml\n[site]\ncontent = \".\"\n[languages.ru]\n=== glossary/Cache.md\n---\nnames: {ru: Кэш}\n---\nA.\n\
                === a.md\n[[Cache]]\n=== б.ru.md\n[[Cache]]\n",
        holds: &[
            ("a/index.html", "<title>Cache</title><circle"),
            ("ru/б/index.html", "<title>Кэш</title><circle"),
        ],
    },
];

#[test]
fn every_row_of_terms_holds() {
    hold(ROWS);
}

#[test]
fn the_wanted_are_ranked_by_how_many_notes_ask() {
    let vault = TestVault::from_text(
        "=== a.md\n[[Aaa]] [[Zzz]]\n=== b.md\n[[Zzz]]\n=== c.md\n[[Zzz]] [[Mmm]]\n=== d.md\n[[Mmm]]\n",
    );
    let (site, _) = vault.build();
    let page = text_of(&site, "wanted/index.html").expect("built");
    let main = page.split("<main").nth(1).expect("it has a main part");
    let place = |name: &str| main.find(&format!(">{name}<")).unwrap_or_else(|| panic!("{name}: {main}"));
    assert!(place("Zzz") < place("Mmm") && place("Mmm") < place("Aaa"));
}

#[test]
fn the_glossary_is_written_as_data_that_programs_read() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[site]\ncontent = \".\"\n[languages.ru]\n=== glossary/Cache.md\n---\naliases: ['a, \"b\"']\n\
         names: {ru: Кэш}\ndefinitions: {ru: \"Копия;\tбыстрая\"}\n---\nA copy, if 1 < 2.\n=== glossary/Bare.md\n",
    );
    let (site, _) = vault.build();
    let of = |file: &str| text_of(&site, file).unwrap_or_else(|| panic!("no {file}"));
    let data: Value = serde_json::from_str(&of("glossary.json")).expect("JSON");
    let cache =
        data["terms"].as_array().expect("a list").iter().find(|term| term["term"] == "Cache").expect("there");
    assert_eq!(
        (&cache["definition"], &cache["definitions"]["ru"]),
        (&"A copy, if 1 < 2.".into(), &"Копия;\tбыстрая".into())
    );
    assert!(
        of("glossary.csv").contains("Кэш,ru,Копия;\tбыстрая,,\"Cache; a, \"\"b\"\"\",/glossary/cache/\r\n"),
        "{}",
        of("glossary.csv")
    );

    // Anki: tabs part the fields, each row has all of them, and a term keeps its id.
    let deck = of("glossary.txt");
    let (head, rows): (Vec<&str>, Vec<&str>) = deck.lines().partition(|line| line.starts_with('#'));
    assert_eq!(head, ["#separator:tab", "#html:true", "#guid column:1", "#tags column:4"]);
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('\t').collect()).collect();
    assert_eq!(
        rows,
        [
            ["/glossary/cache/#en", "Cache", "A copy, if 1 &lt; 2.", "glossary"],
            ["/glossary/cache/#ru", "Кэш", "Копия; быстрая", "glossary"],
        ]
    );
}

#[test]
fn a_link_that_resolves_is_explained_candidate_by_candidate() {
    let vault = TestVault::from_text("=== a/N.md\n=== b/N.md\n=== b/here.md\n[[N]]\n");
    let told = run(vault.root(), "why|[[N]]|--from|b/here.md");
    let text = out(&told);
    assert_eq!(code(&told), 0, "{text}");
    assert!(text.contains("a/N.md") && text.contains("b/N.md"), "{text}");
    let object = json(&run(vault.root(), "why|[[N]]|--from|b/here.md|--format|json"));
    assert!(object.to_string().contains("b/N.md"), "{object:#}");
}

#[test]
fn all_commands_count_the_same_notes_and_links() {
    let vault = TestVault::from_text(
        "=== a.md\n[[b]] [[c]]\n=== b.md\n[[a]]\n=== d.md\n---\ndraft: true\n---\n[[a]]\n\
         === list.md\n---\ntype: glossary\n---\nQuota :: How much.\n",
    );
    let of = |command| json(&run(vault.root(), command));
    let (checked, built) = (of("check|--format|json"), of("build|--format|json"));
    assert_eq!(checked["summary"], built["summary"]);
    let sums = ["notes", "links", "broken"].map(|name| checked["summary"][name].as_u64());
    assert_eq!(sums, [Some(3), Some(3), Some(1)], "{checked:#}");
    let doctor = of("doctor|--format|json");
    assert_eq!((&doctor["notes"], &doctor["dead_ends"]), (&3.into(), &serde_json::json!(["list.md"])));
}

#[test]
fn a_paragraph_keeps_its_address_whatever_else_is_edited() {
    let ids = |note: &str| {
        let vault = TestVault::from_text(&format!("=== a.md\n{note}\n"));
        let page = whole_text_of(&vault.build().0, "a/index.html").expect("built");
        let ids =
            page.split("<p id=\"").skip(1).map(|part| part.split('"').next().unwrap_or_default().to_owned());
        ids.collect::<Vec<_>>()
    };
    let before = ids("One *word*.\n\nTwo [[a|words]].\n\n> Three.");
    assert!(
        before.len() == 3 && before.iter().all(|id| id.starts_with("p:") && id.len() == 10),
        "{before:?}"
    );
    let after = ids(
        "# New\n\nTwo [[a|words]].\n\nOne **word**.\n\n- x\n\n> Three, edited.\n\nOne word.\n\nMarked. ^own",
    );
    // The second of two equals has none, and what the author marked has that mark.
    assert_eq!([&after[0], &after[1]], [&before[1], &before[0]]);
    assert_eq!((after.len(), after[3].as_str()), (4, "^own"));
    assert_ne!(after[2], before[2]);
    // What was edited keeps its old address where its author says so.
    let kept = format!("---\nanchors: {{'{}': '{}'}}\n---\n> Three, edited.", before[2], after[2]);
    let vault = TestVault::from_text(&format!("=== a.md\n{kept}\n"));
    let page = whole_text_of(&vault.build().0, "a/index.html").expect("built");
    let expected = format!("<p id=\"{}\"><span id=\"{}\"></span>Three, edited.</p>", after[2], before[2]);
    assert!(page.contains(&expected), "{page}");
}
