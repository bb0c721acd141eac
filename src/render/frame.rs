//! What is open at a point of the walk, what it takes to close it, and who gathers the words in it.

use crate::note::Size;

/// What was opened, and what it takes to close it.
pub(super) struct Frame {
    /// How many elements to close.
    pub(super) elements: usize,
    /// For a paragraph: whether its `<p>` stands. It is opened by the first inline event in it, so that
    /// a block that must not stand inside leaves no empty paragraph behind.
    pub(super) paragraph: Option<Paragraph>,
    /// Whether a `div` may stand right here.
    pub(super) takes_blocks: bool,
    /// What the element turned out to be, where its end depends on it.
    pub(super) role: Role,
}

/// A paragraph that may not stand yet.
pub(super) struct Paragraph {
    pub(super) is_open: bool,
    pub(super) id: Option<String>,
}

impl Frame {
    /// Makes a frame for words that stand in a sentence around them.
    pub(super) fn sentence() -> Self {
        let paragraph = Some(Paragraph { is_open: true, id: None });
        Self { elements: 0, paragraph, takes_blocks: false, role: Role::Plain }
    }

    /// Tells whether this is a paragraph in which words stand already.
    pub(super) fn is_open_paragraph(&self) -> bool {
        self.paragraph.as_ref().is_some_and(|paragraph| paragraph.is_open)
    }
}

/// Everything that is open. Which of it gathers words is known without looking at all of it, since emphasis
/// may lie thousands deep.
#[derive(Default)]
pub(super) struct Frames {
    open: Vec<Frame>,
    /// Where in `open` the frames lie that want to know of every word.
    listeners: Vec<usize>,
    /// How many of them keep the words from the page.
    gathering: usize,
}

impl Frames {
    pub(super) fn push(&mut self, frame: Frame) {
        self.open.push(frame);
        self.enlist();
    }

    pub(super) fn pop(&mut self) -> Option<Frame> {
        let frame = self.open.pop()?;
        if self.listeners.last() == Some(&self.open.len()) {
            self.listeners.pop();
            self.gathering -= usize::from(frame.role.gathers());
        }
        Some(frame)
    }

    pub(super) fn last(&self) -> Option<&Frame> {
        self.open.last()
    }

    /// Returns the innermost frame. Its role is set by [`Frames::set_role`] alone.
    pub(super) fn last_mut(&mut self) -> Option<&mut Frame> {
        self.open.last_mut()
    }

    /// Says what the innermost element, plain so far, turned out to be.
    pub(super) fn set_role(&mut self, role: Role) {
        if let Some(frame) = self.open.last_mut() {
            debug_assert!(frame.role == Role::Plain, "a role is set once");
            frame.role = role;
            self.enlist();
        }
    }

    /// Returns the frames that want to know of every word.
    pub(super) fn listeners(&mut self) -> impl Iterator<Item = &mut Role> {
        // From the outermost on, each behind the one before it.
        let mut rest = self.open.as_mut_slice();
        let mut passed = 0;
        self.listeners.iter().filter_map(move |at| {
            let (frame, behind) = std::mem::take(&mut rest).get_mut(at - passed..)?.split_first_mut()?;
            (rest, passed) = (behind, at + 1);
            Some(&mut frame.role)
        })
    }

    /// Tells whether words are gathered instead of shown.
    pub(super) fn is_gathering(&self) -> bool {
        self.gathering > 0
    }

    fn enlist(&mut self) {
        let Some(role) = self.open.last().map(|frame| &frame.role) else { return };
        if role.listens() {
            self.gathering += usize::from(role.gathers());
            self.listeners.push(self.open.len() - 1);
        }
    }
}

/// Whether a block may stand where the walk is.
pub(super) enum Room {
    /// It may; the id that waited for the paragraph goes to it.
    Made { id: Option<String> },
    /// Only words may stand here.
    None,
}

/// Why an element is open.
#[derive(PartialEq)]
pub(super) enum Role {
    Plain,
    /// Code is gathered until its end, since it is coloured as a whole.
    Code {
        language: String,
        text: String,
        id: Option<String>,
        /// The event that opened it.
        event: usize,
    },
    /// A callout, whose title depends on it.
    Callout,
    /// The visible text of an embed is gathered: it is the alternative text of a picture.
    Embed {
        link: usize,
        size: Size,
        text: String,
    },
    /// The same for a picture of another site.
    Picture {
        url: String,
        title: String,
        size: Size,
        text: String,
    },
    /// A heading: its permalink follows its text.
    Heading {
        id: String,
        text: String,
    },
    /// The title of a callout without words of its own.
    CalloutTitle {
        default: String,
        is_empty: bool,
    },
    /// A table, with its columns in [`Walk::columns`].
    Table,
    TableHead,
}

impl Role {
    fn gathers(&self) -> bool {
        matches!(self, Self::Embed { .. } | Self::Picture { .. })
    }

    fn listens(&self) -> bool {
        self.gathers() || matches!(self, Self::Heading { .. } | Self::CalloutTitle { .. })
    }
}
