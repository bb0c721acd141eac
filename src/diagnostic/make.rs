//! One function per kind of finding: wording, code and help stand together and can be searched for.

use super::{Code, Diagnostic};
use crate::source::{Place, SourcePath};

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// `[[target]]`.
    Wikilink,
    /// `[text](target)` and the other forms of Markdown.
    Markdown,
    /// Anything with `!` in front.
    Embed,
    /// A property whose value is a wikilink.
    Property,
    /// A card of a canvas, or a link in one.
    Canvas,
}

impl LinkKind {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wikilink => "wikilink",
            Self::Markdown => "markdown",
            Self::Embed => "embed",
            Self::Property => "property",
            Self::Canvas => "canvas",
        }
    }
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Nothing has that name.
    MissingNote,
    /// The same, and the name is that of an attachment.
    MissingFile,
    /// The note exists, the heading does not.
    MissingHeading,
    /// The note exists, the block does not.
    MissingBlock,
    /// The target exists, and is kept back.
    Unpublished,
    /// `../` leads above the vault.
    OutsideVault,
}

impl Reason {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingNote => "missing-note",
            Self::MissingFile => "missing-file",
            Self::MissingHeading => "missing-heading",
            Self::MissingBlock => "missing-block",
            Self::Unpublished => "unpublished",
            Self::OutsideVault => "outside-vault",
        }
    }

    /// Returns the code under which such a link is reported.
    pub fn code(self) -> Code {
        match self {
            Self::MissingNote => Code::BrokenLink,
            Self::MissingFile => Code::MissingFile,
            Self::MissingHeading => Code::BrokenHeading,
            Self::MissingBlock => Code::BrokenBlock,
            Self::Unpublished => Code::UnpublishedLink,
            Self::OutsideVault => Code::OutsideVault,
        }
    }
}

/// All that is known of a link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The source text of the whole link.
    pub raw: String,
    /// The destination with its fragment, without display text, trimmed.
    pub target: String,
    /// Why it leads nowhere.
    pub reason: Reason,
    /// How it is written.
    pub kind: LinkKind,
    /// The best guess at what was meant: a vault path, heading text, or a block id.
    pub suggestion: Option<String>,
    /// What could be written instead inside the brackets, best first.
    pub suggestions: Vec<String>,
}

impl Diagnostic {
    /// Makes a finding of this code at its default level.
    pub fn new(code: Code, place: Option<Place>, message: String) -> Self {
        let severity = code.default_severity();
        Self { code, severity, place, message, label: String::new(), help: None, link: None }
    }

    /// Adds the words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what the author can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Reports a link that leads nowhere. A link of a canvas is reported at the start of its file.
    pub fn broken_link(place: Place, link: BrokenLink) -> Self {
        let target = &link.target;
        let part = target.split_once('#').map_or("", |(_, part)| part);
        let name = target.split_once('#').map_or(target.as_str(), |(name, _)| name);
        let note = if name.is_empty() { "this note".to_owned() } else { format!("`{name}`") };
        let (message, label) = match link.reason {
            Reason::MissingNote => {
                (format!("no note is called `{name}`"), "nothing in the vault bears this name")
            }
            Reason::MissingFile => {
                (format!("there is no file `{name}`"), "nothing in the vault bears this name")
            }
            Reason::MissingHeading => {
                (format!("{note} has no heading `{part}`"), "the note is there, the heading is not")
            }
            Reason::MissingBlock => {
                (format!("{note} has no block `{part}`"), "the note is there, the block is not")
            }
            Reason::Unpublished => {
                (format!("`{name}` is not published"), "readers will not see where this leads")
            }
            Reason::OutsideVault => {
                (format!("`{name}` lies outside the vault"), "this climbs above the vault")
            }
        };
        let help = link.suggestions.first().map(|best| match link.kind {
            LinkKind::Wikilink | LinkKind::Property | LinkKind::Canvas => {
                format!("did you mean `[[{best}]]`?")
            }
            LinkKind::Embed if link.raw.starts_with("![[") => format!("did you mean `![[{best}]]`?"),
            LinkKind::Markdown | LinkKind::Embed => format!("did you mean `{best}`?"),
        });
        let mut made = Self::new(link.reason.code(), Some(place), message).label(label);
        made.help = help;
        made.link = Some(Box::new(link));
        made
    }

    /// Reports a link whose name several files bear; it leads to `chosen`.
    pub fn ambiguous_link(place: Place, name: &str, chosen: &SourcePath, others: &[SourcePath]) -> Self {
        let others: Vec<String> = others.iter().map(|path| format!("`{path}`")).collect();
        Self::new(
            Code::AmbiguousLink,
            Some(place),
            format!("`{name}` may be `{chosen}` or {}", others.join(" or ")),
        )
        .label(format!("leads to `{chosen}`"))
        .help("write more of the path to say which one is meant")
    }

    /// Reports a link that only an alias answers.
    pub fn alias_link(place: Place, alias: &str, note: &SourcePath) -> Self {
        Self::new(Code::AliasLink, Some(place), format!("`{alias}` is another name of `{note}`"))
            .help(format!("`[[{}|{alias}]]` works in every application", note.stem()))
    }

    /// Reports an embed that shows what is already being shown around it.
    pub fn embed_cycle(place: Place, chain: &[String]) -> Self {
        Self::new(
            Code::EmbedCycle,
            Some(place),
            format!("this embed leads back to itself: {}", chain.join(" → ")),
        )
        .label("shown as a plain link")
    }

    /// Reports an alias that an earlier note bears as well.
    pub fn duplicate_alias(place: Place, alias: &str, other: &SourcePath) -> Self {
        Self::new(Code::DuplicateAlias, Some(place), format!("`{other}` has the alias `{alias}` too"))
            .help("links to this alias are broken until only one note bears it")
    }

    /// Reports a second note of one language among those that say the same.
    pub fn duplicate_translation(path: &SourcePath, lang: &str, other: &SourcePath) -> Self {
        let place = Place { path: path.clone(), span: crate::source::Span::default() };
        let message = format!("`{other}` says the same in the language `{lang}` already");
        Self::new(Code::DuplicateTranslation, Some(place), message)
            .help("translations are paired by path, `translation_of` and `translationKey`; this one is alone")
    }

    /// Reports notes that require each other; `names` leads from one of them back to itself.
    pub fn requires_cycle(place: Place, names: &[String]) -> Self {
        let way = names.join(" → ");
        Self::new(Code::RequiresCycle, Some(place), format!("this can never be read: {way}"))
            .label("passed over in the learning order")
            .help("take one of these out of `requires`")
    }

    /// Reports the second of two equal block ids.
    pub fn duplicate_block_id(place: Place, id: &str) -> Self {
        Self::new(Code::DuplicateBlockId, Some(place), format!("the block id `^{id}` is used before"))
            .label("links lead to the first")
    }

    /// Reports a block comment that hides the rest of its note.
    pub fn unclosed_comment(place: Place) -> Self {
        Self::new(Code::UnclosedComment, Some(place), "this comment has no end".to_owned())
            .label("everything from here on is hidden")
            .help("close it with `%%`")
    }

    /// Reports a private part that hides the rest of its note.
    pub fn unclosed_private(place: Place) -> Self {
        Self::new(Code::UnclosedComment, Some(place), "this private part has no end".to_owned())
            .label("everything from here on is hidden")
            .help("close it with `<!-- /private -->`")
    }

    /// Reports front matter that cannot be read.
    pub fn invalid_front_matter(place: Place, why: &str, keeps_private: bool) -> Self {
        let made = Self::new(
            Code::InvalidFrontMatter,
            Some(place),
            format!("this front matter cannot be read: {why}"),
        );
        if keeps_private {
            made.help("it names a visibility key, so the note is kept back until it can be read")
        } else {
            made.help("the note is built without it")
        }
    }

    /// Reports a note that had to move because another page has its address.
    pub fn slug_collision(place: Place, wanted: &str, holder: &str, given: &str) -> Self {
        Self::new(Code::SlugCollision, Some(place), format!("the address `/{wanted}` belongs to {holder}"))
            .help(format!("this page is at `/{given}`; a `permalink` of its own settles it"))
    }

    /// Reports a note at the address that a generated page asks for, which gives way.
    pub fn generated_page_moved(place: Place, wanted: &str, given: &str) -> Self {
        Self::new(
            Code::SlugCollision,
            Some(place),
            format!("this note stands where the page `/{wanted}/` would be"),
        )
        .help(format!("the generated page is at `/{given}/`; a `permalink` for the note settles it"))
    }

    /// Reports a file or folder that the system did not let us read.
    pub fn unreadable_file(path: Option<SourcePath>, shown: &str, why: &str) -> Self {
        let place = path.map(|path| Place { path, span: crate::source::Span::default() });
        Self::new(Code::UnreadableFile, place, format!("`{shown}` cannot be read: {why}"))
    }

    /// Reports a note that no other note links to.
    pub fn orphan_note(path: &SourcePath) -> Self {
        let place = Place { path: path.clone(), span: crate::source::Span::default() };
        Self::new(Code::OrphanNote, Some(place), "no other note links here".to_owned())
    }

    /// Reports front matter that both publishes a note and keeps it back.
    pub fn visibility_conflict(place: Place) -> Self {
        Self::new(
            Code::VisibilityConflict,
            Some(place),
            "these properties both publish the note and keep it back".to_owned(),
        )
        .label("the note is kept back")
    }

    /// Reports a canvas that cannot be read.
    pub fn invalid_canvas(place: Place, why: &str) -> Self {
        Self::new(Code::InvalidCanvas, Some(place), format!("this canvas cannot be read: {why}"))
    }

    /// Reports a page that cannot show all its embeds in place.
    pub fn embed_budget(place: Place, limit: &str) -> Self {
        Self::new(Code::Budget, Some(place), format!("this note embeds more than fits on a page: {limit}"))
            .label("what is over is a link")
    }

    /// Reports a limit of parsing that a file reached.
    pub fn note_budget(place: Place, what: &str) -> Self {
        Self::new(Code::Budget, Some(place), what.to_owned())
    }
}

impl Diagnostic {
    /// Reports a value of the configuration that cannot be used.
    pub fn invalid_config(place: Place, why: impl Into<String>) -> Self {
        Self::new(Code::InvalidConfig, Some(place), why.into())
    }

    /// Reports a key of the configuration that nothing reads. `nearest` is a key with its section, as
    /// it would be written: `title` or `title` of `[site]`.
    pub fn unknown_key(place: Place, key: &str, nearest: Option<String>) -> Self {
        let made = Self::new(Code::UnknownKey, Some(place), format!("there is no key `{key}`"))
            .label("nothing reads this");
        match nearest {
            Some(nearest) => made.help(format!("did you mean {nearest}?")),
            None => made,
        }
    }

    /// Reports a search index that could not be made: the site is whole, but cannot be searched.
    pub fn failed_index(why: &str) -> Self {
        Self::new(Code::Budget, None, format!("the search index could not be made: {why}"))
    }

    /// Reports a template that cannot be filled.
    pub fn failed_template(place: Option<Place>, template: &str, why: &str) -> Self {
        Self::new(Code::InvalidTemplate, place, format!("the template `{template}` cannot be used: {why}"))
    }
}

/// Findings about the finished site.
impl Diagnostic {
    /// Reports an address in a finished page that leads nowhere. `place` is raw HTML of a note; without one
    /// a template wrote `tag`.
    pub fn broken_output(
        place: Option<Place>,
        what: String,
        tag: &str,
        template: &str,
        other_pages: usize,
    ) -> Self {
        let help = if place.is_some() {
            "addresses in raw HTML are taken as they are; `[[…]]` and `[…](…)` find notes and files"
                .to_owned()
        } else {
            format!("it stands in `{tag}`, written by the template `{template}`{}", on_others(other_pages))
        };
        Self::new(Code::BrokenOutput, place, what).label("leads nowhere").help(help)
    }

    /// Reports an id that several elements of a finished page have.
    pub fn duplicate_id(
        place: Option<Place>,
        page: &str,
        id: &str,
        count: usize,
        template: &str,
        other_pages: usize,
    ) -> Self {
        let what = format!("{count} elements of `{page}` have the id `{id}`, and links lead to the first");
        let made = Self::new(Code::DuplicateId, place, what);
        if made.place.is_some() {
            return made.help("headings and blocks have ids as well; choose another one here");
        }
        let others = on_others(other_pages);
        made.help(format!("the template `{template}` or what it shows has the id more than once{others}"))
    }

    /// Reports that more pages have such faults than were looked at.
    pub fn more_broken_output(page_count: usize) -> Self {
        let what = format!("{page_count} more pages have addresses that lead nowhere, or ids more than once");
        Self::new(Code::BrokenOutput, None, what)
    }
}

fn on_others(pages: usize) -> String {
    match pages {
        0 => String::new(),
        1 => "; the same on one more page".to_owned(),
        pages => format!("; the same on {pages} more pages"),
    }
}

/// Findings about terms and mentions.
impl Diagnostic {
    /// Reports a name of a term that another term bears already.
    pub fn duplicate_term(place: Place, name: &str, other: &SourcePath) -> Self {
        Self::new(Code::DuplicateTerm, Some(place), format!("`{other}` defines the term `{name}` too"))
            .help("keep one definition, and let the other note link to it")
    }

    /// Reports a term of which nothing says what it means.
    pub fn missing_definition(path: &SourcePath, term: &str) -> Self {
        let place = Place { path: path.clone(), span: crate::source::Span::default() };
        Self::new(Code::MissingDefinition, Some(place), format!("the term `{term}` has no definition"))
            .help("write a first paragraph, or `definition:` in the front matter")
    }

    /// Reports a category that the configuration does not name.
    pub fn unknown_category(place: Place, category: &str, nearest: Option<&str>) -> Self {
        let made =
            Self::new(Code::UnknownCategory, Some(place), format!("there is no category `{category}`"));
        match nearest {
            Some(nearest) => made.help(format!("did you mean `{nearest}`?")),
            None => made.help("categories are named under `[glossary] categories`"),
        }
    }

    /// Reports words that name a note without linking to it.
    pub fn unlinked_mention(place: Place, words: &str, note: &SourcePath) -> Self {
        Self::new(Code::UnlinkedMention, Some(place), format!("`{words}` names `{note}` without a link"))
            .help("`studium check --fix --link-mentions` shows how it would be linked")
    }
}
