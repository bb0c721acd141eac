//! The hot part: what every query needs, hence what every reader loads first.
//!
//! Versions, digest, field statistics, field norms, where the blocks of the dictionaries begin, which words
//! have long lists, which sections belong to which note and to which card file, and the layout.

use std::ops::RangeInclusive;

use thiserror::Error;

use super::layout::read_layout;
#[cfg(not(target_arch = "wasm32"))]
use super::layout::{Piece, put_layout};
use super::{Blocks, Bytes, ChunkId, Extent, FieldId, INDEX_FORMAT, LongLists, PACK_VERSION, unsealed};
#[cfg(not(target_arch = "wasm32"))]
use super::{put, put_text, seal};

const MAGIC: &[u8] = b"studium";

/// Why a hot part cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The bytes are something else.
    #[error("this is no search pack")]
    NoPack,
    /// The bytes are a pack, but one that another version of Studium wrote.
    #[error("this search pack was written by another version")]
    OtherVersion,
    /// The bytes end early or contradict each other.
    #[error("this search pack is damaged")]
    Damaged,
}

/// The hot part, opened.
#[derive(Debug)]
pub(crate) struct Hot {
    /// The digest of the pack, which its files are named by.
    pub(crate) generation: String,
    /// How many sections are indexed.
    pub(crate) sections: usize,
    /// Statistics of the fields, by number.
    pub(crate) fields: Vec<FieldInfo>,
    /// The first section of each note, and after the last the number of sections.
    pub(crate) first_section: Vec<u32>,
    /// What the scores of each note are multiplied by.
    pub(crate) boosts: Vec<f32>,
    /// The first section of each card file, and after the last the number of sections.
    pub(crate) first_card: Vec<u32>,
    /// The number of the first card file; the chunks of the index come before it, from 1.
    pub(crate) index_chunks: u32,
    /// Where the bytes of each space are.
    pub(crate) spaces: Vec<Vec<Extent>>,
}

/// What every query needs to know of a field.
#[derive(Debug)]
pub(crate) struct FieldInfo {
    /// How many tokens it has in all.
    pub(crate) tokens: u64,
    /// The length of each section, as tantivy's one-byte code; empty for a field that is not scored.
    pub(crate) norms: Vec<u8>,
    /// Where the blocks of its dictionary begin.
    pub(crate) blocks: Blocks,
    /// The terms with long lists.
    pub(crate) long: LongLists,
}

impl Hot {
    /// Opens a hot part.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, OpenError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(OpenError::NoPack)?;
        let mut bytes = Bytes::new(rest);
        let versions = (bytes.number(), bytes.number());
        if versions != (Some(PACK_VERSION), Some(INDEX_FORMAT)) {
            return Err(OpenError::OtherVersion);
        }
        let whole = unsealed(rest).ok_or(OpenError::Damaged)?;
        let mut bytes = Bytes::new(whole);
        let _versions = (bytes.number(), bytes.number());
        Self::read(bytes).ok_or(OpenError::Damaged)
    }

    fn read(mut bytes: Bytes<'_>) -> Option<Self> {
        let generation = bytes.text()?.to_owned();
        let sections = bytes.count()?;
        let mut fields = Vec::new();
        for field in FieldId::ALL {
            let tokens = bytes.number()?;
            let norms = bytes.take(if field.has_positions() { sections } else { 0 })?.to_vec();
            let (blocks, long) = (Blocks::read(&mut bytes)?, LongLists::read(&mut bytes)?);
            fields.push(FieldInfo { tokens, norms, blocks, long });
        }
        let first_section = starts(&mut bytes)?;
        if first_section.last().map(|last| *last as usize) != Some(sections) {
            return None;
        }
        let notes = first_section.len() - 1;
        let mut boosts = vec![1.0; notes];
        for _ in 0..bytes.count()? {
            let note = bytes.count()?;
            *boosts.get_mut(note)? = f32::from_bits(bytes.small()?);
        }
        let first_card = starts(&mut bytes)?;
        if first_card.last().map(|last| *last as usize) != Some(sections) {
            return None;
        }
        let index_chunks = bytes.small()?;
        // Every chunk stands in the layout, so more chunks than bytes is a damaged number.
        let chunks = usize::try_from(index_chunks).ok()?;
        let layout_length = bytes.count()?;
        let layout = bytes.take(layout_length)?;
        if chunks > layout_length + 1 {
            return None;
        }
        let spaces = read_layout(&mut Bytes::new(layout), chunks)?;
        Some(Self { generation, sections, fields, first_section, boosts, first_card, index_chunks, spaces })
    }

    /// Returns how many notes there are.
    pub(crate) fn notes(&self) -> usize {
        self.first_section.len() - 1
    }

    /// Returns the sections of a note.
    pub(crate) fn sections_of(&self, note: usize) -> std::ops::Range<usize> {
        self.first_section[note] as usize..self.first_section[note + 1] as usize
    }

    /// Returns the note of a section.
    pub(crate) fn note_of(&self, section: usize) -> usize {
        self.first_section.partition_point(|first| *first as usize <= section).saturating_sub(1)
    }

    /// Returns the chunk with the card of a section, and the notes that have cards in it up to that one.
    pub(crate) fn card_of(&self, section: usize) -> (ChunkId, RangeInclusive<usize>) {
        let file = self.first_card.partition_point(|first| *first as usize <= section).saturating_sub(1);
        let chunk = ChunkId(self.index_chunks.saturating_add(u32::try_from(file).unwrap_or(u32::MAX)));
        (chunk, self.note_of(self.first_card[file] as usize)..=self.note_of(section))
    }
}

/// Reads lengths and returns where each begins, with the end of the last.
fn starts(bytes: &mut Bytes<'_>) -> Option<Vec<u32>> {
    let mut starts = vec![0_u32];
    let mut end = 0_u32;
    for _ in 0..bytes.count()? {
        end = end.checked_add(bytes.small()?)?;
        starts.push(end);
    }
    Some(starts)
}

/// The hot part as the writer has it.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Default)]
pub(crate) struct HotHead {
    /// Statistics of the fields, by number.
    pub(crate) fields: Vec<FieldHead>,
    /// How many sections each note has.
    pub(crate) sections: Vec<u32>,
    /// What the scores of each note are multiplied by.
    pub(crate) boosts: Vec<f32>,
    /// How many sections each card file has.
    pub(crate) cards: Vec<u32>,
    /// The number of the first card file.
    pub(crate) index_chunks: u32,
    /// What goes where.
    pub(crate) spaces: Vec<Vec<Piece>>,
}

/// The statistics of a field as the writer has them.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Default)]
pub(crate) struct FieldHead {
    /// How many tokens it has in all.
    pub(crate) tokens: u64,
    /// The length of each section, as tantivy's one-byte code; empty for a field without scores.
    pub(crate) norms: Vec<u8>,
    /// Where the blocks of its dictionary begin.
    pub(crate) blocks: Blocks,
    /// The terms with long lists.
    pub(crate) long: LongLists,
}

#[cfg(not(target_arch = "wasm32"))]
impl HotHead {
    /// Returns the bytes of the hot part.
    pub(crate) fn encode(&self, generation: &str) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        put(&mut out, PACK_VERSION);
        put(&mut out, INDEX_FORMAT);
        put_text(&mut out, generation);
        put(&mut out, self.sections.iter().copied().map(u64::from).sum());
        for field in &self.fields {
            put(&mut out, field.tokens);
            out.extend_from_slice(&field.norms);
            field.blocks.put(&mut out);
            field.long.put(&mut out);
        }
        put_numbers(&mut out, &self.sections);
        let boosted: Vec<(usize, f32)> = self
            .boosts
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, boost)| boost.to_bits() != 1.0_f32.to_bits())
            .collect();
        put(&mut out, boosted.len() as u64);
        for (note, boost) in boosted {
            put(&mut out, note as u64);
            put(&mut out, u64::from(boost.to_bits()));
        }
        put_numbers(&mut out, &self.cards);
        put(&mut out, u64::from(self.index_chunks));
        let mut layout = Vec::new();
        put_layout(&mut layout, &self.spaces);
        put(&mut out, layout.len() as u64);
        out.extend_from_slice(&layout);
        // The sum is that of all but the first word.
        let mut rest = out.split_off(MAGIC.len());
        seal(&mut rest);
        out.append(&mut rest);
        out
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn put_numbers(out: &mut Vec<u8>, numbers: &[u32]) {
    put(out, numbers.len() as u64);
    for number in numbers {
        put(out, u64::from(*number));
    }
}
