//! The stable codes of diagnostics and their levels.

use super::Tongue;

/// How bad a finding is. The order is from harmless to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not reported at all.
    Off,
    /// Never counts, and is shown only when asked for.
    Info,
    /// Counts under `--strict`.
    Warning,
    /// Makes `check` fail.
    Error,
}

impl Severity {
    /// Returns the word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($(#[doc = $doc:literal] $name:ident = $text:literal, $severity:ident, $russian:literal;)*) => {
        /// The kind of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $name,)* }

        impl Code {
            /// All codes, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the stable name, which is also the key in `[check]`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Returns one sentence that says what is found.
            pub fn describe(self, tongue: Tongue) -> &'static str {
                match tongue {
                    Tongue::English => match self { $(Self::$name => $doc,)* }.trim_start(),
                    Tongue::Russian => match self { $(Self::$name => $russian,)* },
                }
            }

            /// Returns the level that applies unless `[check]` says otherwise.
            pub fn default_severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// A link to a name that nothing in the vault bears.
    BrokenLink = "broken-link", Error, "Ссылка на имя, которого в хранилище нет.";
    /// A link to a heading that its note does not have.
    BrokenHeading = "broken-heading", Error, "Ссылка на заголовок, которого в заметке нет.";
    /// A link to a block that its note does not have.
    BrokenBlock = "broken-block", Error, "Ссылка на блок, которого в заметке нет.";
    /// A link to an attachment that is not there.
    MissingFile = "missing-file", Error, "Ссылка на вложение, которого нет.";
    /// A link that climbs out of the vault.
    OutsideVault = "outside-vault", Error, "Ссылка, которая выходит из хранилища.";
    /// Front matter that cannot be read.
    InvalidFrontMatter = "invalid-front-matter", Error, "Свойства заметки, которые нельзя прочесть.";
    /// A canvas that cannot be read.
    InvalidCanvas = "invalid-canvas", Error, "Доска, которую нельзя прочесть.";
    /// Two pages that want one address.
    SlugCollision = "slug-collision", Error, "Две страницы, которым нужен один адрес.";
    /// A term that is defined twice.
    DuplicateTerm = "duplicate-term", Error, "Термин, определённый дважды.";
    /// A file that cannot be read.
    UnreadableFile = "unreadable-file", Error, "Файл, который нельзя прочесть.";
    /// A template that cannot be used, or a theme that lacks a part.
    InvalidTemplate = "invalid-template", Error, "Шаблон, который не годится, или тема, в которой чего-то нет.";
    /// A value of the configuration that cannot be used.
    InvalidConfig = "invalid-config", Error, "Значение настройки, которое не годится.";
    /// An address in a finished page that leads nowhere.
    BrokenOutput = "broken-output", Error, "Адрес в готовой странице, который никуда не ведёт.";
    /// An id that several elements of a finished page have.
    DuplicateId = "duplicate-id", Warning, "Метка, которая стоит у нескольких элементов готовой страницы.";
    /// A link to a note that is kept back.
    UnpublishedLink = "unpublished-link", Warning, "Ссылка на заметку, которая не публикуется.";
    /// A link whose name several notes bear.
    AmbiguousLink = "ambiguous-link", Warning, "Ссылка, имя которой носят несколько заметок.";
    /// An embed that leads back to itself.
    EmbedCycle = "embed-cycle", Warning, "Вставка, которая приводит к самой себе.";
    /// An alias that several notes claim.
    DuplicateAlias = "duplicate-alias", Warning, "Псевдоним, который есть у нескольких заметок.";
    /// A block id that stands twice in a note.
    DuplicateBlockId = "duplicate-block-id", Warning, "Метка блока, которая стоит в заметке дважды.";
    /// A comment without an end.
    UnclosedComment = "unclosed-comment", Warning, "Комментарий без конца.";
    /// The marks of a comment in raw HTML, where they hide nothing.
    CommentInHtml = "comment-in-html", Warning, "Знаки комментария внутри разметки, где они ничего не скрывают.";
    /// A key of the configuration that nothing reads.
    UnknownKey = "unknown-key", Warning, "Ключ настройки, которого никто не читает.";
    /// A value of front matter that cannot be used.
    InvalidProperty = "invalid-property", Warning, "Значение свойства, которое не годится.";
    /// Front matter that both publishes and keeps back.
    VisibilityConflict = "visibility-conflict", Warning, "Свойства, которые и публикуют заметку, и скрывают её.";
    /// A term without a definition.
    MissingDefinition = "missing-definition", Warning, "Термин без определения.";
    /// A term of a category that the configuration does not name.
    UnknownCategory = "unknown-category", Warning, "Термин категории, которой нет в настройке.";
    /// A note whose translation another note is already.
    DuplicateTranslation = "duplicate-translation", Warning, "Заметка, переводом которой уже служит другая.";
    /// Notes that are each to be read before the other.
    RequiresCycle = "requires-cycle", Warning, "Заметки, каждую из которых надо прочесть раньше другой.";
    /// A limit that was reached.
    Budget = "budget", Warning, "Достигнутый предел.";
    /// A link that resolved by an alias.
    AliasLink = "alias-link", Info, "Ссылка, которая нашла заметку по псевдониму.";
    /// A note that no other note links to.
    OrphanNote = "orphan-note", Info, "Заметка, на которую не ссылается ни одна другая.";
    /// A mention of a note that is not a link.
    UnlinkedMention = "unlinked-mention", Info, "Упоминание заметки, которое не стало ссылкой.";
}

impl Code {
    /// Returns the code of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_described_in_every_language() {
        for code in Code::ALL {
            let (english, russian) = (code.describe(Tongue::English), code.describe(Tongue::Russian));
            assert!(english.is_ascii() && english.ends_with('.'), "{english}");
            let is_russian = russian.chars().all(|c| !c.is_alphabetic() || !c.is_ascii());
            assert!(is_russian && russian.ends_with('.'), "{russian}");
        }
    }
}
