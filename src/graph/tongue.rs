//! Of several notes that bear one name, finds the one in the language of the link.
//!
//! In: the notes of a [`Vault`] in more than one language. Out: [`Tongues`], which answers names that
//! notes of several languages bear, and those that a mark of a language hides (`Cache` of `Cache.ru.md`).
//! Every other name is left to `names`.

use std::collections::HashMap;

use super::language::is_same_language;
use super::names::{OTHERS_SHOWN, last_segment};
use super::{NoteId, Vault};
use crate::note::Kind;
use crate::words::fold;

/// Names that are a matter of language.
#[derive(Default)]
pub(super) struct Tongues {
    /// Folded last segment, without its extension and mark → the notes that bear it.
    by_last: HashMap<Box<str>, Vec<Bearer>>,
}

struct Bearer {
    note: NoteId,
    lang: Box<str>,
    /// The folded path without extension and without the mark in the file name.
    path: Box<str>,
    /// The same without the folder of the language too.
    unmarked: Box<str>,
    is_suffixed: bool,
}

/// The note that a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) note: NoteId,
    /// Others of the same language that bear the name too; a few.
    pub(super) others: Vec<NoteId>,
    /// Whether it is in the language that was asked for.
    pub(super) is_own: bool,
}

/// Which language a link prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preference {
    /// That of its note.
    Own,
    /// Any but that: it names what its note is a translation of.
    Other,
}

impl Tongues {
    /// Reads the names of all notes. Costs O(notes); next to nothing where all are in one language.
    pub(super) fn of(vault: &Vault) -> Self {
        let languages = &vault.languages;
        let is_plain = |note: &crate::note::Note| {
            languages.of(note) == languages.default && !languages.is_suffixed(note)
        };
        if vault.notes.iter().all(|note| is_plain(note)) {
            return Self::default();
        }
        let mut by_last: HashMap<Box<str>, Vec<Bearer>> = HashMap::new();
        for (note_id, note) in vault.notes().filter(|(_, note)| note.kind == Kind::Markdown) {
            let (folder, stem) = (note.path.folder(), languages.stem(note));
            let path = fold(&if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") });
            let unmarked = fold(&languages.unmarked(note));
            let unmarked = unmarked.strip_suffix(".md").unwrap_or(&unmarked).into();
            by_last.entry(last_segment(&path).into()).or_default().push(Bearer {
                note: note_id,
                lang: languages.of(note).into(),
                is_suffixed: languages.is_suffixed(note),
                path: path.into(),
                unmarked,
            });
        }
        by_last.retain(|_, bearers| {
            bearers.iter().any(|bearer| bearer.is_suffixed || bearer.lang != bearers[0].lang)
        });
        Self { by_last }
    }

    /// Finds what a folded name means in a note of language `lang` that lies in `folder`, where several
    /// languages have an answer. Costs as much as there are notes of this name.
    pub(super) fn choose(
        &self,
        vault: &Vault,
        name: &str,
        from: (NoteId, &str),
        preference: Preference,
    ) -> Option<Choice> {
        let name = name.strip_suffix(".md").unwrap_or(name);
        let (from, folder) = from;
        let lang = vault.lang(from);
        let bears = |bearer: &&Bearer| {
            let rest = bearer.path.strip_suffix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        let bearers: Vec<&Bearer> = self.by_last.get(last_segment(name))?.iter().filter(bears).collect();
        let first = bearers.first()?;
        if bearers.iter().all(|bearer| !bearer.is_suffixed && bearer.lang == first.lang) {
            return None;
        }
        let speaks = |bearer: &&&Bearer| is_same_language(&bearer.lang, lang);
        let wanted = |bearer: &&&Bearer| match preference {
            Preference::Own => speaks(bearer),
            Preference::Other => !speaks(bearer),
        };
        let in_default = |bearer: &&&Bearer| *bearer.lang == *vault.languages.default;
        let mut chosen: Vec<&Bearer> = bearers.iter().filter(wanted).copied().collect();
        let is_own = !chosen.is_empty();
        if !is_own || (preference == Preference::Other && chosen.iter().any(|bearer| in_default(&bearer))) {
            let own: Vec<&Bearer> = bearers.iter().filter(in_default).copied().collect();
            chosen = if own.is_empty() { bearers } else { own };
        }
        chosen.sort_by_key(|bearer| {
            let is_whole = *bearer.path == *name || *bearer.unmarked == *name;
            let is_near = !folder.is_empty() && bearer.path.starts_with(folder);
            (!is_whole, !is_near, bearer.path.encode_utf16().count(), bearer.note)
        });
        let best = chosen.first()?;
        let is_whole = *best.path == *name || *best.unmarked == *name;
        let mut others: Vec<NoteId> = Vec::new();
        if !is_whole {
            others.extend(chosen[1..].iter().map(|bearer| bearer.note));
            others.sort_unstable();
            others.truncate(OTHERS_SHOWN);
        }
        Some(Choice { note: best.note, others, is_own })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{OPTIONS, fixture};
    use super::super::{Graph, Languages};

    fn outline(text: &str) -> (String, String) {
        let mut fixture = fixture(text);
        fixture.vault.languages = Languages { default: "en".to_owned(), marked: vec!["ru".to_owned()] };
        let (_, mut found) = Graph::resolve(&fixture.vault, &OPTIONS);
        found.retain(|found| found.code != crate::diagnostic::Code::OrphanNote);
        (fixture.outline(OPTIONS), fixture.report(&found))
    }

    #[test]
    fn a_link_prefers_its_own_language() {
        let (outline, report) = outline(
            "
=== Cache.md
=== Queue.md
=== Queue.ru.md
=== a.md
[[Cache]] [[Queue]] [[Queue.ru]] [[ru/Cache]] [[Only]] [[deep/Log]]
=== deep/Log.md
=== deep/Log.ru.md
=== ru/Cache.md
=== ru/Only.md
=== ru/b.md
[[Cache]] [[Queue]] [[/Cache]] [[Only]] [[deep/Log]] [[Cache.md]] [[a]]
=== x.ru.md
[[Cache]] [[queue]] [[Only]]
",
        );
        insta::assert_snapshot!(outline, @"
        a.md [[Cache]] → Cache.md
        a.md [[Queue]] → Queue.md
        a.md [[Queue.ru]] → Queue.ru.md
        a.md [[ru/Cache]] → ru/Cache.md
        a.md [[Only]] → ru/Only.md
        a.md [[deep/Log]] → deep/Log.md
        ru/b.md [[Cache]] → ru/Cache.md
        ru/b.md [[Queue]] → Queue.ru.md
        ru/b.md [[/Cache]] → Cache.md
        ru/b.md [[Only]] → ru/Only.md
        ru/b.md [[deep/Log]] → deep/Log.ru.md
        ru/b.md [[Cache.md]] → ru/Cache.md
        ru/b.md [[a]] → a.md
        x.ru.md [[Cache]] → ru/Cache.md
        x.ru.md [[queue]] → Queue.ru.md
        x.ru.md [[Only]] → ru/Only.md
        ");
        assert_eq!(report, "");
    }

    #[test]
    fn within_a_language_the_usual_rules_hold() {
        let (outline, report) = outline(
            "
=== one/Log.md
=== ru/a/Log.md
=== ru/bb/Log.md
=== ru/bb/src.md
[[Log]]
=== ru/src.md
[[Log]]
=== src.md
[[Log]]
",
        );
        insta::assert_snapshot!(outline, @"
        ru/bb/src.md [[Log]] → ru/bb/Log.md
        ru/src.md [[Log]] → ru/a/Log.md
        src.md [[Log]] → one/Log.md
        ");
        insta::assert_snapshot!(report, @"
        ru/bb/src.md:1:1: warning[ambiguous-link]: `Log` may be `ru/bb/Log.md` or `ru/a/Log.md`
        ru/src.md:1:1: warning[ambiguous-link]: `Log` may be `ru/a/Log.md` or `ru/bb/Log.md`
        ");
    }
}
