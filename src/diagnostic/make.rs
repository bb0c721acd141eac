//! One function per kind of finding: wording, code and help stand together and can be searched for.

use super::{BrokenLink, Code, Diagnostic, LinkKind, Reason, Severity, Text, words};
use crate::source::{Place, SourcePath, Span};

impl Diagnostic {
    /// Makes a finding of this code at its default level.
    pub fn new(code: Code, place: Option<Place>, message: Text) -> Self {
        let severity = code.default_severity();
        Self { code, severity, place, message, label: Text::default(), help: None, link: None }
    }

    /// Adds the words under the caret.
    #[must_use]
    pub fn label(mut self, label: Text) -> Self {
        self.label = label;
        self
    }

    /// Adds what the author can do.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// Reports a link that leads nowhere. A link of a canvas is reported at the start of its file.
    pub fn broken_link(place: Place, link: BrokenLink) -> Self {
        let target = link.target.as_str();
        let part = target.split_once('#').map_or("", |(_, part)| part);
        let name = target.split_once('#').map_or(target, |(name, _)| name);
        let note = if name.is_empty() { words::THIS_NOTE.plain() } else { Text::from(format!("`{name}`")) };
        let (message, label) = match link.reason {
            Reason::MissingNote => (words::NO_NOTE.with(&[("name", &name)]), words::NOBODY_BEARS),
            Reason::MissingFile => (words::NO_FILE.with(&[("name", &name)]), words::NOBODY_BEARS),
            Reason::MissingHeading => {
                (words::NO_HEADING.with(&[("note", &note), ("part", &part)]), words::HEADING_IS_NOT)
            }
            Reason::MissingBlock => {
                (words::NO_BLOCK.with(&[("note", &note), ("part", &part)]), words::BLOCK_IS_NOT)
            }
            Reason::Unpublished => (words::UNPUBLISHED.with(&[("name", &name)]), words::READERS_WILL_NOT_SEE),
            Reason::OutsideVault => (words::OUTSIDE.with(&[("name", &name)]), words::CLIMBS_ABOVE),
        };
        let help = link.suggestions.first().map(|best| {
            let written = match link.kind {
                LinkKind::Wikilink | LinkKind::Property | LinkKind::Canvas => format!("[[{best}]]"),
                LinkKind::Embed if link.raw.starts_with("![[") => format!("![[{best}]]"),
                LinkKind::Markdown | LinkKind::Embed => best.clone(),
            };
            words::DID_YOU_MEAN.with(&[("name", &written)])
        });
        let mut made = Self::new(link.reason.code(), Some(place), message).label(label.plain());
        made.help = help;
        made.link = Some(Box::new(link));
        made
    }

    /// Reports a link whose name several files bear; it leads to `chosen`.
    pub fn ambiguous_link(place: Place, name: &str, chosen: &SourcePath, others: &[SourcePath]) -> Self {
        let all: Vec<Text> =
            [chosen].into_iter().chain(others).map(|path| format!("`{path}`").into()).collect();
        let all = Text::joined(&all, &words::OR.plain());
        Self::new(Code::AmbiguousLink, Some(place), words::MAY_BE.with(&[("name", &name), ("all", &all)]))
            .label(words::LEADS_TO.with(&[("path", chosen)]))
            .help(words::WRITE_MORE_OF_PATH.plain())
    }

    /// Reports a link that only an alias answers.
    pub fn alias_link(place: Place, alias: &str, note: &SourcePath) -> Self {
        let link = format!("[[{}|{alias}]]", note.stem());
        let message = words::OTHER_NAME.with(&[("name", &alias), ("path", note)]);
        Self::new(Code::AliasLink, Some(place), message)
            .help(words::WORKS_EVERYWHERE.with(&[("link", &link)]))
    }

    /// Reports an embed that shows what is already being shown around it.
    pub fn embed_cycle(place: Place, chain: &[String]) -> Self {
        let way = chain.join(" → ");
        Self::new(Code::EmbedCycle, Some(place), words::EMBED_CYCLE.with(&[("way", &way)]))
            .label(words::SHOWN_AS_LINK.plain())
    }

    /// Reports an alias that an earlier note bears as well.
    pub fn duplicate_alias(place: Place, alias: &str, other: &SourcePath) -> Self {
        let message = words::DUPLICATE_ALIAS.with(&[("path", other), ("name", &alias)]);
        Self::new(Code::DuplicateAlias, Some(place), message).help(words::BROKEN_UNTIL_ONE.plain())
    }

    /// Reports a second note of one language among those that say the same.
    pub fn duplicate_translation(path: &SourcePath, lang: &str, other: &SourcePath) -> Self {
        let message = words::DUPLICATE_TRANSLATION.with(&[("path", other), ("lang", &lang)]);
        Self::new(Code::DuplicateTranslation, Some(whole(path)), message)
            .help(words::HOW_TRANSLATIONS_PAIR.plain())
    }

    /// Reports notes that require each other; `names` leads from one of them back to itself.
    pub fn requires_cycle(place: Place, names: &[String]) -> Self {
        let way = names.join(" → ");
        Self::new(Code::RequiresCycle, Some(place), words::REQUIRES_CYCLE.with(&[("way", &way)]))
            .label(words::PASSED_OVER.plain())
            .help(words::TAKE_OUT.plain())
    }

    /// Reports the second of two equal block ids.
    pub fn duplicate_block_id(place: Place, id: &str) -> Self {
        let id = format!("^{id}");
        Self::new(Code::DuplicateBlockId, Some(place), words::DUPLICATE_BLOCK_ID.with(&[("id", &id)]))
            .label(words::LINKS_LEAD_TO_FIRST.plain())
    }

    /// Reports a block comment that hides the rest of its note.
    pub fn unclosed_comment(place: Place) -> Self {
        Self::new(Code::UnclosedComment, Some(place), words::UNCLOSED_COMMENT.plain())
            .label(words::HIDDEN_FROM_HERE.plain())
            .help(words::CLOSE_IT_WITH.with(&[("mark", &"%%")]))
    }

    /// Reports a private part that hides the rest of its note.
    pub fn unclosed_private(place: Place) -> Self {
        Self::new(Code::UnclosedComment, Some(place), words::UNCLOSED_PRIVATE.plain())
            .label(words::HIDDEN_FROM_HERE.plain())
            .help(words::CLOSE_IT_WITH.with(&[("mark", &"<!-- /private -->")]))
    }

    /// Reports front matter that cannot be read.
    pub fn invalid_front_matter(place: Place, why: &Text, keeps_private: bool) -> Self {
        let help = if keeps_private { words::KEPT_BACK_UNTIL_READ } else { words::BUILT_WITHOUT_IT };
        let message = words::INVALID_FRONT_MATTER.with(&[("why", why)]);
        Self::new(Code::InvalidFrontMatter, Some(place), message).help(help.plain())
    }

    /// Reports a note that had to move because another page has its address.
    pub fn slug_collision(place: Place, wanted: &str, holder: &Text, given: &str) -> Self {
        let (wanted, given) = (format!("/{wanted}"), format!("/{given}"));
        let message = words::SLUG_COLLISION.with(&[("address", &wanted), ("holder", holder)]);
        Self::new(Code::SlugCollision, Some(place), message)
            .help(words::PAGE_MOVED_TO.with(&[("address", &given)]))
    }

    /// Reports a note at the address that a generated page asks for, which gives way. Both are there and all links
    /// lead to them, so it is only a remark.
    pub fn generated_page_moved(place: Place, wanted: &str, given: &str) -> Self {
        let (wanted, given) = (format!("/{wanted}/"), format!("/{given}/"));
        let message = words::NOTE_IN_THE_WAY.with(&[("address", &wanted)]);
        let made = Self::new(Code::SlugCollision, Some(place), message)
            .help(words::GENERATED_MOVED_TO.with(&[("address", &given)]));
        Self { severity: Severity::Info, ..made }
    }

    /// Reports the marks of a comment in raw HTML, which readers see like the words between them.
    pub fn comment_in_html(place: Place) -> Self {
        Self::new(Code::CommentInHtml, Some(place), words::COMMENT_IN_HTML.plain())
            .label(words::READERS_SEE_IT.plain())
            .help(words::HIDE_IN_HTML.plain())
    }

    /// Reports a file or folder that the system did not let us read.
    pub fn unreadable_file(path: Option<&SourcePath>, shown: &str, why: &str) -> Self {
        let message = words::UNREADABLE.with(&[("path", &shown), ("why", &why)]);
        Self::new(Code::UnreadableFile, path.map(whole), message)
    }

    /// Reports a file that is not all text, and is used as far as it is.
    pub fn no_plain_text(path: Option<&SourcePath>, shown: &str, why: &str) -> Self {
        let message = words::NO_PLAIN_TEXT.with(&[("path", &shown), ("why", &why)]);
        Self::new(Code::UnreadableFile, path.map(whole), message).help(words::SAVE_AS_UTF8.plain())
    }

    /// Reports a note that no other note links to.
    pub fn orphan_note(path: &SourcePath) -> Self {
        Self::new(Code::OrphanNote, Some(whole(path)), words::ORPHAN.plain())
    }

    /// Reports front matter that both publishes a note and keeps it back.
    pub fn visibility_conflict(place: Place) -> Self {
        Self::new(Code::VisibilityConflict, Some(place), words::VISIBILITY_CONFLICT.plain())
            .label(words::NOTE_KEPT_BACK.plain())
    }

    /// Reports a value of front matter that is passed over; `wanted` says what would be good.
    pub fn invalid_property(place: Place, key: &str, wanted: &Text) -> Self {
        let message = words::INVALID_PROPERTY.with(&[("key", &key), ("wanted", wanted)]);
        Self::new(Code::InvalidProperty, Some(place), message).label(words::PASSED_OVER_VALUE.plain())
    }

    /// Reports a canvas that cannot be read.
    pub fn invalid_canvas(place: Place, why: &str) -> Self {
        Self::new(Code::InvalidCanvas, Some(place), words::INVALID_CANVAS.with(&[("why", &why)]))
    }

    /// Reports a page that cannot show all its embeds in place.
    pub fn embed_budget(place: Place, limit: &Text) -> Self {
        Self::new(Code::Budget, Some(place), words::EMBEDS_TOO_MUCH.with(&[("limit", limit)]))
            .label(words::OVER_IS_A_LINK.plain())
    }

    /// Reports a limit of parsing that a file reached.
    pub fn note_budget(place: Place, what: Text) -> Self {
        Self::new(Code::Budget, Some(place), what)
    }
}

fn whole(path: &SourcePath) -> Place {
    Place { path: path.clone(), span: Span::default() }
}

/// Findings about the configuration and the theme.
impl Diagnostic {
    /// Reports a value of the configuration that cannot be used.
    pub fn invalid_config(place: Place, why: Text) -> Self {
        Self::new(Code::InvalidConfig, Some(place), why)
    }

    /// Reports a key of the configuration that nothing reads. `nearest` is a key with its section, as
    /// it would be written: `title` or `title` of `[site]`.
    pub fn unknown_key(place: Place, key: &str, nearest: Option<Text>) -> Self {
        let made = Self::new(Code::UnknownKey, Some(place), words::UNKNOWN_KEY.with(&[("key", &key)]))
            .label(words::NOTHING_READS.plain());
        match nearest {
            Some(nearest) => made.help(words::DID_YOU_MEAN_KEY.with(&[("name", &nearest)])),
            None => made,
        }
    }

    /// Reports a search index that could not be made: the site is whole, but cannot be searched.
    pub fn failed_index(why: &str) -> Self {
        Self::new(Code::Budget, None, words::FAILED_INDEX.with(&[("why", &why)]))
    }

    /// Reports a key of a theme's `theme.toml` that nothing reads.
    pub fn unknown_theme_key(place: Place, key: &str, nearest: Option<&str>) -> Self {
        Self::unused(place, words::UNKNOWN_THEME_KEY.with(&[("name", &key)]), nearest)
    }

    /// Reports a word of a theme that no template uses.
    pub fn unknown_word(place: Place, word: &str, nearest: Option<&str>) -> Self {
        Self::unused(place, words::UNKNOWN_WORD.with(&[("name", &word)]), nearest)
    }

    /// Reports a template that no page is made with.
    pub fn stray_template(path: &SourcePath, is_template: bool, nearest: Option<&str>) -> Self {
        let message = if is_template { words::STRAY_TEMPLATE } else { words::NO_TEMPLATE_FILE };
        Self::unused(whole(path), message.with(&[("file", path)]), nearest)
    }

    fn unused(place: Place, message: Text, nearest: Option<&str>) -> Self {
        let made = Self::new(Code::UnknownKey, Some(place), message);
        match nearest {
            Some(nearest) => made.help(words::DID_YOU_MEAN.with(&[("name", &nearest)])),
            None => made,
        }
    }

    /// Reports a template that cannot be filled.
    pub fn failed_template(place: Option<Place>, template: &str, why: &str) -> Self {
        let message = words::FAILED_TEMPLATE.with(&[("name", &template), ("why", &why)]);
        Self::new(Code::InvalidTemplate, place, message)
    }
}

/// Findings about the finished site.
impl Diagnostic {
    /// Reports an address in a finished page that leads nowhere. `place` is raw HTML of a note; without one
    /// a template wrote `tag`.
    pub fn broken_output(
        place: Option<Place>,
        what: Text,
        tag: &str,
        templates: &[&str],
        other_pages: usize,
    ) -> Self {
        let help = if place.is_some() {
            words::ADDRESSES_IN_HTML.plain()
        } else {
            let more = on_others(other_pages);
            let (names, count) = (quoted(templates), templates.len());
            words::WRITTEN_BY_TEMPLATE.with(&[
                ("tag", &tag),
                ("count", &count),
                ("names", &names),
                ("more", &more),
            ])
        };
        Self::new(Code::BrokenOutput, place, what).label(words::LEADS_NOWHERE.plain()).help(help)
    }

    /// Reports a file that a style sheet of the site asks for in vain.
    pub fn broken_style(sheet: &str, written: &str, file: &str) -> Self {
        let message =
            words::ASKS_FOR_NO_FILE.with(&[("page", &sheet), ("written", &written), ("file", &file)]);
        Self::new(Code::BrokenOutput, None, message).help(words::WRITTEN_BY_STYLE.plain())
    }

    /// Reports an id that several elements of a finished page have.
    pub fn duplicate_id(
        place: Option<Place>,
        page: &str,
        id: &str,
        count: usize,
        templates: &[&str],
        other_pages: usize,
    ) -> Self {
        let help = if place.is_some() {
            words::CHOOSE_ANOTHER_ID.plain()
        } else {
            let more = on_others(other_pages);
            let (names, count) = (quoted(templates), templates.len());
            words::TEMPLATE_HAS_ID_TWICE.with(&[("count", &count), ("names", &names), ("more", &more)])
        };
        let message = words::DUPLICATE_ID.with(&[("count", &count), ("page", &page), ("id", &id)]);
        Self::new(Code::DuplicateId, place, message).help(help)
    }

    /// Reports that more pages have such faults than were looked at.
    pub fn more_broken_output(page_count: usize) -> Self {
        Self::new(Code::BrokenOutput, None, words::MORE_BROKEN_OUTPUT.with(&[("count", &page_count)]))
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn on_others(pages: usize) -> Text {
    if pages == 0 { Text::default() } else { words::ON_MORE_PAGES.with(&[("count", &pages)]) }
}

/// Findings about terms and mentions.
impl Diagnostic {
    /// Reports a name of a term that another term bears already.
    pub fn duplicate_term(place: Place, name: &str, other: &SourcePath) -> Self {
        let message = words::DUPLICATE_TERM.with(&[("path", other), ("name", &name)]);
        Self::new(Code::DuplicateTerm, Some(place), message).help(words::KEEP_ONE_DEFINITION.plain())
    }

    /// Reports a term of which nothing says what it means.
    pub fn missing_definition(path: &SourcePath, term: &str) -> Self {
        let message = words::MISSING_DEFINITION.with(&[("name", &term)]);
        Self::new(Code::MissingDefinition, Some(whole(path)), message).help(words::WRITE_DEFINITION.plain())
    }

    /// Reports a category that the configuration does not name.
    pub fn unknown_category(place: Place, category: &str, nearest: Option<&str>) -> Self {
        let message = words::UNKNOWN_CATEGORY.with(&[("name", &category)]);
        Self::new(Code::UnknownCategory, Some(place), message).help(match nearest {
            Some(nearest) => words::DID_YOU_MEAN.with(&[("name", &nearest)]),
            None => words::WHERE_CATEGORIES.plain(),
        })
    }

    /// Reports words that name a note without linking to it.
    pub fn unlinked_mention(place: Place, name: &str, note: &SourcePath) -> Self {
        let message = words::UNLINKED_MENTION.with(&[("words", &name), ("path", note)]);
        Self::new(Code::UnlinkedMention, Some(place), message).help(words::SHOWS_LINKS.plain())
    }
}
