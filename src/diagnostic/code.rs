//! The stable codes of diagnostics and their levels.

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
    ($(#[doc = $doc:literal] $name:ident = $text:literal, $severity:ident;)*) => {
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
            pub fn describe(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }.trim_start()
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
    BrokenLink = "broken-link", Error;
    /// A link to a heading that its note does not have.
    BrokenHeading = "broken-heading", Error;
    /// A link to a block that its note does not have.
    BrokenBlock = "broken-block", Error;
    /// A link to an attachment that is not there.
    MissingFile = "missing-file", Error;
    /// A link that climbs out of the vault.
    OutsideVault = "outside-vault", Error;
    /// Front matter that cannot be read.
    InvalidFrontMatter = "invalid-front-matter", Error;
    /// A canvas that cannot be read.
    InvalidCanvas = "invalid-canvas", Error;
    /// Two pages that want one address.
    SlugCollision = "slug-collision", Error;
    /// A term that is defined twice.
    DuplicateTerm = "duplicate-term", Error;
    /// A file that cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A template that cannot be used, or a theme that lacks a part.
    InvalidTemplate = "invalid-template", Error;
    /// A value of the configuration that cannot be used.
    InvalidConfig = "invalid-config", Error;
    /// An address in a finished page that leads nowhere.
    BrokenOutput = "broken-output", Error;
    /// An id that several elements of a finished page have.
    DuplicateId = "duplicate-id", Warning;
    /// A link to a note that is kept back.
    UnpublishedLink = "unpublished-link", Warning;
    /// A link whose name several notes bear.
    AmbiguousLink = "ambiguous-link", Warning;
    /// An embed that leads back to itself.
    EmbedCycle = "embed-cycle", Warning;
    /// An alias that several notes claim.
    DuplicateAlias = "duplicate-alias", Warning;
    /// A block id that stands twice in a note.
    DuplicateBlockId = "duplicate-block-id", Warning;
    /// A comment without an end.
    UnclosedComment = "unclosed-comment", Warning;
    /// A key of the configuration that nothing reads.
    UnknownKey = "unknown-key", Warning;
    /// Front matter that both publishes and keeps back.
    VisibilityConflict = "visibility-conflict", Warning;
    /// A term without a definition.
    MissingDefinition = "missing-definition", Warning;
    /// A term of a category that the configuration does not name.
    UnknownCategory = "unknown-category", Warning;
    /// A note whose translation another note is already.
    DuplicateTranslation = "duplicate-translation", Warning;
    /// Notes that are each to be read before the other.
    RequiresCycle = "requires-cycle", Warning;
    /// A limit that was reached.
    Budget = "budget", Warning;
    /// A link that resolved by an alias.
    AliasLink = "alias-link", Info;
    /// A note that no other note links to.
    OrphanNote = "orphan-note", Info;
    /// A mention of a note that is not a link.
    UnlinkedMention = "unlinked-mention", Info;
}

impl Code {
    /// Returns the code of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}
