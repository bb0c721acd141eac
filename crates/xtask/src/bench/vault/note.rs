//! What one note says, free of any syntax.
//!
//! In: the vault that the note belongs to, and its number. Out: its blocks. A function of seed and number, so
//! notes can be made in any order, and a peer is given the same content in its own syntax.

use super::code;
use super::random::Random;
use super::{Vault, purpose};

/// A part of a line.
pub(super) enum Piece {
    Text(String),
    Strong(String),
    Code(String),
    Formula(String),
    Tag(String),
    Link(Link),
}

/// A link to somewhere, with the words to show where they are others.
pub(super) struct Link {
    pub(super) to: To,
    pub(super) shown: Option<String>,
}

pub(super) enum To {
    Note(usize),
    /// One of the headings of a note.
    Heading(usize, usize),
    /// A note, by its other name.
    Alias(usize),
    /// What does not exist.
    Nothing(String),
}

pub(super) type Line = Vec<Piece>;

pub(super) enum Block {
    Heading { level: usize, text: &'static str },
    Paragraph(Line),
    List { is_numbered: bool, items: Vec<Line> },
    Tasks(Vec<(bool, Line)>),
    Callout { kind: &'static str, line: Line },
    Table(Vec<Vec<String>>),
    Code { language: &'static str, text: String },
    Formula(String),
    Embed(usize),
}

const HEADINGS: &[&str] = &[
    "Definition",
    "Why it is needed",
    "How it works",
    "An example",
    "What it costs",
    "When to avoid it",
    "Where it is used",
    "Questions",
    "Sources",
];
const RUSSIAN_HEADINGS: &[&str] = &[
    "Определение",
    "Зачем это нужно",
    "Как это устроено",
    "Разбор примера",
    "Чего это стоит",
    "Когда не подходит",
    "Где встречается",
    "Вопросы",
    "Источники",
];
const CALLOUTS: &[&str] = &["note", "tip", "warning", "example", "question"];

/// Of a thousand sentences, how many hold a link.
const LINKED: usize = 350;
/// Of a thousand links: how many lead nowhere, to a heading, to another name, or show other words.
const BROKEN: usize = 20;
const TO_HEADINGS: usize = 80;
const TO_ALIASES: usize = 50;
const SHOWN: usize = 300;
/// Of a thousand links that lead somewhere, how many lead to what many others link to as well.
const POPULAR: usize = 500;
/// So many notes share the top of the popularity.
const HUBS: usize = 16;
/// The others lead to notes at most so far away.
const NEAR: usize = 40;

/// The headings of a note, which links and embeds name.
pub(super) fn headings(vault: &Vault, index: usize) -> Vec<&'static str> {
    let mut random = Random::new(vault.seed, purpose::HEADINGS, index);
    let all = if Vault::is_russian(index) { RUSSIAN_HEADINGS } else { HEADINGS };
    let first = random.below(all.len());
    (0..random.between(2, 6)).map(|place| all[(first + place) % all.len()]).collect()
}

/// The first paragraph, which an embed shows in a peer that has no embeds.
pub(super) fn opening(vault: &Vault, index: usize) -> String {
    let mut random = Random::new(vault.seed, purpose::OPENING, index);
    let count = random.between(15, 40);
    plain(vault, index, &mut random, count)
}

pub(super) fn blocks(vault: &Vault, index: usize) -> Vec<Block> {
    let mut author = Author { vault, index, random: Random::new(vault.seed, purpose::BLOCKS, index) };
    let mut blocks = vec![Block::Paragraph(vec![Piece::Text(opening(vault, index))])];
    for (place, text) in headings(vault, index).into_iter().enumerate() {
        blocks.push(Block::Heading { level: if place % 3 == 2 { 3 } else { 2 }, text });
        for _ in 0..author.random.between(1, 3) {
            let line = author.line();
            blocks.push(Block::Paragraph(line));
        }
        blocks.extend(author.aside());
    }
    if author.random.chance(40) {
        let other = author.target();
        blocks.push(Block::Embed(other));
    }
    blocks
}

fn plain(vault: &Vault, index: usize, random: &mut Random, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| vault.vocabulary(index).word(random)).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()) + "."
}

struct Author<'a> {
    vault: &'a Vault,
    index: usize,
    random: Random,
}

impl Author<'_> {
    /// What stands between paragraphs here and there.
    fn aside(&mut self) -> Option<Block> {
        match self.random.below(1000) {
            0..180 => {
                let is_numbered = self.random.chance(300);
                let items = (0..self.random.between(3, 6)).map(|_| self.sentence(LINKED)).collect();
                Some(Block::List { is_numbered, items })
            }
            180..240 => {
                let kind = *self.random.pick(CALLOUTS);
                Some(Block::Callout { kind, line: self.line() })
            }
            240..290 => {
                let columns = self.random.between(2, 5);
                let rows =
                    (0..self.random.between(3, 9)).map(|_| (0..columns).map(|_| self.words(2)).collect());
                Some(Block::Table(rows.collect()))
            }
            290..360 => {
                let vault = self.vault;
                let name = |random: &mut Random| vault.english.word(random).to_owned();
                let (language, text) = code::snippet(&mut self.random, name);
                Some(Block::Code { language, text })
            }
            360..390 => Some(Block::Formula(code::formula(&mut self.random))),
            390..410 => {
                let tasks =
                    (0..self.random.between(2, 5)).map(|_| (self.random.chance(500), self.sentence(0)));
                Some(Block::Tasks(tasks.collect()))
            }
            _ => None,
        }
    }

    /// A paragraph of two to five sentences.
    fn line(&mut self) -> Line {
        let mut line = Vec::new();
        for place in 0..self.random.between(2, 5) {
            if place > 0 {
                line.push(Piece::Text(String::from(" ")));
            }
            line.extend(self.sentence(LINKED));
        }
        line
    }

    /// A sentence with a link in `share` of a thousand cases.
    fn sentence(&mut self, share: usize) -> Line {
        let count = self.random.between(3, 9);
        let mut start = plain(self.vault, self.index, &mut self.random, count);
        start.pop();
        let mut pieces = vec![Piece::Text(start + " ")];
        let middle = if self.random.chance(share) { Piece::Link(self.link()) } else { self.ornament() };
        pieces.push(middle);
        let count = self.random.between(2, 6);
        pieces.push(Piece::Text(format!(" {}.", self.words(count))));
        pieces
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> =
            (0..count).map(|_| self.vault.vocabulary(self.index).word(&mut self.random)).collect();
        words.join(" ")
    }

    /// A word or two that are not plain text: most often they are.
    fn ornament(&mut self) -> Piece {
        match self.random.below(1000) {
            0..60 => Piece::Strong(self.words(2)),
            60..120 => Piece::Code(self.words(1)),
            120..150 => Piece::Formula(code::short_formula(&mut self.random)),
            150..170 => Piece::Tag(Vault::tag(&mut self.random)),
            // The name of a term, which no author links everywhere.
            170..260 => Piece::Text(self.vault.title(self.vault.term(&mut self.random))),
            _ => Piece::Text(self.words(1)),
        }
    }

    fn target(&mut self) -> usize {
        let notes = self.vault.notes;
        if self.random.chance(POPULAR) {
            return self.random.rank(notes, HUBS);
        }
        let first = self.index.saturating_sub(NEAR);
        self.random.between(first, (self.index + NEAR).min(notes - 1))
    }

    fn link(&mut self) -> Link {
        if self.random.chance(BROKEN) {
            let number = self.random.below(1_000_000);
            let name =
                if Vault::is_russian(self.index) { "Будущая заметка" } else { "Note to come" };
            return Link { to: To::Nothing(format!("{name} {number}")), shown: None };
        }
        let target = self.target();
        let kind = self.random.below(1000);
        let to = if kind < TO_HEADINGS {
            To::Heading(target, self.random.below(headings(self.vault, target).len()))
        } else if kind < TO_HEADINGS + TO_ALIASES && self.vault.alias(target).is_some() {
            To::Alias(target)
        } else {
            To::Note(target)
        };
        let shown = self.random.chance(SHOWN).then(|| self.words(2));
        Link { to, shown }
    }
}
