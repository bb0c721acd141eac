//! In which language a note is written, and what it would be called without the marks of its language.
//!
//! In: the languages that the site is configured for, and the path and properties of a note. Out: its
//! language; its path as if it lay in the folder of its language (`ru/Cache.md` for `Cache.ru.md`), which
//! says where its page stands; and its path without any mark (`Cache.md`), which pairs it with its
//! translations (`translation`). Not here: links that prefer a language (`tongue`).

use std::borrow::Cow;

use super::{NoteId, Vault};
use crate::note::{Kind, Note};
use crate::source::SourcePath;

/// The languages of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    /// The language of notes that do not say another, a BCP 47 tag.
    pub default: String,
    /// The languages that mark files and folders, in order.
    pub marked: Vec<String>,
}

/// The mark of a language in a path.
struct Mark<'m> {
    /// The language, as the configuration writes it.
    lang: &'m str,
    /// Whether the folder bears it, not the name of the file.
    by_folder: bool,
}

impl Languages {
    /// Returns the language of a note: what it says itself, then what its name or folder says, then the
    /// default.
    pub fn of<'l>(&'l self, note: &'l Note) -> &'l str {
        let own = note.front_matter.lang.as_deref().map(|own| self.spelled(own));
        own.or_else(|| self.mark(note).map(|mark| mark.lang)).unwrap_or(&self.default)
    }

    /// Returns the file name of a note without its extension and the mark of its language.
    pub fn stem<'n>(&self, note: &'n Note) -> &'n str {
        self.stem_of(&note.path, note.kind == Kind::Markdown)
    }

    /// Returns the same of a path.
    pub fn stem_of<'n>(&self, path: &'n SourcePath, is_markdown: bool) -> &'n str {
        let stem = path.stem();
        match self.mark_of(path, is_markdown) {
            Some(mark) if !mark.by_folder => &stem[..stem.len() - mark.lang.len() - 1],
            _ => stem,
        }
    }

    /// Returns the folder that the page of a note belongs to: that of its path, below the folder of its
    /// language where only its name says which that is.
    pub fn folder<'n>(&self, note: &'n Note) -> Cow<'n, str> {
        self.folder_of(&note.path, note.kind == Kind::Markdown)
    }

    /// Returns the same of a path.
    pub fn folder_of<'n>(&self, path: &'n SourcePath, is_markdown: bool) -> Cow<'n, str> {
        let folder = path.folder();
        match self.mark_of(path, is_markdown) {
            Some(mark) if !mark.by_folder && mark.lang != self.default => {
                let prefix = mark.lang;
                Cow::Owned(if folder.is_empty() { prefix.to_owned() } else { format!("{prefix}/{folder}") })
            }
            _ => Cow::Borrowed(folder),
        }
    }

    /// Returns the path of a note without the marks of its language; a note and its translations have
    /// the same.
    pub(super) fn unmarked<'n>(&self, note: &'n Note) -> Cow<'n, str> {
        let path = note.path.as_str();
        match self.mark(note) {
            Some(mark) if mark.by_folder => Cow::Borrowed(&path[mark.lang.len() + 1..]),
            Some(_) => {
                let (folder, stem) = (note.path.folder(), self.stem(note));
                Cow::Owned(if folder.is_empty() {
                    format!("{stem}.md")
                } else {
                    format!("{folder}/{stem}.md")
                })
            }
            None => Cow::Borrowed(path),
        }
    }

    /// Tells whether a path begins with the folder of a language.
    pub fn of_folder(&self, folder: &str) -> Option<&str> {
        let first = folder.split('/').next().unwrap_or(folder);
        self.known(first)
    }

    /// Tells whether the name of a note is marked, so that it has one name more.
    pub(super) fn is_suffixed(&self, note: &Note) -> bool {
        self.mark(note).is_some_and(|mark| !mark.by_folder)
    }

    fn mark<'m>(&'m self, note: &Note) -> Option<Mark<'m>> {
        self.mark_of(&note.path, note.kind == Kind::Markdown)
    }

    fn mark_of<'m>(&'m self, path: &SourcePath, is_markdown: bool) -> Option<Mark<'m>> {
        if self.marked.is_empty() {
            return None;
        }
        if is_markdown
            && let Some((stem, end)) = path.stem().rsplit_once('.')
            && !stem.is_empty()
            && let Some(lang) = self.known(end)
        {
            return Some(Mark { lang, by_folder: false });
        }
        let (first, _) = path.as_str().split_once('/')?;
        self.known(first).map(|lang| Mark { lang, by_folder: true })
    }

    fn known(&self, word: &str) -> Option<&str> {
        self.marked.iter().find(|lang| lang.eq_ignore_ascii_case(word)).map(String::as_str)
    }

    /// Returns a tag as the configuration writes it.
    fn spelled<'l>(&'l self, tag: &'l str) -> &'l str {
        let known = std::iter::once(&self.default).chain(&self.marked);
        known.map(String::as_str).find(|known| known.eq_ignore_ascii_case(tag)).unwrap_or(tag)
    }
}

impl Vault {
    /// Returns the language of a note.
    pub fn lang(&self, id: NoteId) -> &str {
        self.languages.of(self.note(id))
    }

    /// Returns the title of a note: the property, or the file name without the mark of its language.
    pub fn title(&self, id: NoteId) -> &str {
        let note = self.note(id);
        match (&note.front_matter.title, &note.kind) {
            (None, Kind::Markdown) => self.languages.stem(note),
            _ => note.title(),
        }
    }
}

/// Tells whether two tags name one language: `ru-RU` is Russian.
pub(super) fn is_same_language(one: &str, other: &str) -> bool {
    let base = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    one == other || base(one) == base(other)
}
