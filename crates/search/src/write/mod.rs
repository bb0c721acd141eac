//! Writing a pack, natively.
//!
//! In: the documents of a site. Out: a [`Pack`]. The same documents give the same bytes, in whatever
//! order they come.

mod cut;
pub(crate) mod index;
mod tokens;

use std::ops::Range;

use thiserror::Error;

use crate::document::{Document, Kind};
use crate::pack::ChunkId;
use crate::pack::{Card, CardSection, HotHead, INDEX_FORMAT, Pack, file_name, seal};
use cut::Cutter;
pub use cut::Sizes;

/// What a glossary term is worth beside a note that scores the same.
const TERM_BOOST: f32 = 1.2;
/// A card is never cut into more parts, give or take one.
const MOST_PARTS: usize = 8;

/// Why a pack cannot be written.
#[derive(Debug, Error)]
pub enum PackError {
    /// Two documents have one permalink, so a hit could not say which it means.
    #[error("two documents have the permalink `{0}`")]
    SamePermalink(String),
    /// The index cannot be written.
    #[error("cannot write the search index")]
    Index(#[from] tantivy::TantivyError),
    /// The index cannot be cut into chunks.
    #[error("cannot cut the search index: {0}")]
    Cut(#[from] std::io::Error),
    /// There is more text than the pack can count.
    #[error("there is too much to index")]
    TooLarge,
}

/// Writes the pack of some documents.
///
/// The order of the documents does not matter. Costs some milliseconds of one core for each hundred
/// notes, and memory in the order of their text.
///
/// # Errors
///
/// Fails if two documents share a permalink, and if tantivy fails, which it does only when its
/// format is not the one that this crate reads.
pub fn write_pack(documents: &[Document]) -> Result<Pack, PackError> {
    Indexed::new(documents)?.pack(Sizes::default())
}

/// The documents of a site with the index of tantivy, which [`write_pack`] packs at once.
///
/// Apart from it for those who weigh the two steps, or other sizes of the same pack.
pub struct Indexed<'d> {
    notes: Vec<Note<'d>>,
    index: tantivy::Index,
}

impl<'d> Indexed<'d> {
    /// Indexes documents.
    ///
    /// # Errors
    ///
    /// As those of [`write_pack`].
    pub fn new(documents: &'d [Document]) -> Result<Self, PackError> {
        if u64::from(tantivy::INDEX_FORMAT_VERSION) != INDEX_FORMAT {
            return Err(std::io::Error::other("the posting decoder is made for another format").into());
        }
        let notes = notes(documents)?;
        let index = index::index(&notes)?;
        Ok(Self { notes, index })
    }

    /// Cuts the index into the files of a pack.
    ///
    /// # Errors
    ///
    /// Fails if there is more than a reader can count, and if tantivy cannot read what it wrote.
    pub fn pack(&self, sizes: Sizes) -> Result<Pack, PackError> {
        pack_of(&self.notes, &self.index, sizes)
    }
}

/// Packs the index of some notes.
fn pack_of(notes: &[Note<'_>], index: &tantivy::Index, sizes: Sizes) -> Result<Pack, PackError> {
    let mut cutter = Cutter::new(sizes);
    let mut head = HotHead { fields: index::cut_index(index, &mut cutter)?, ..HotHead::default() };
    let mut chunks = cutter.finish(&mut head);
    for note in notes {
        head.sections.push(u32::try_from(note.card.sections.len()).map_err(|_| PackError::TooLarge)?);
        head.boosts.push(note.boost);
    }
    chunks.extend(card_files(notes, sizes, &mut head.cards));
    let generation = generation(&head, &chunks);
    let mut pack = Pack { hot: head.encode(&generation), ..Pack::default() };
    for (number, mut bytes) in (1_u32..).zip(chunks) {
        seal(&mut bytes);
        pack.files.insert(file_name(&generation, ChunkId(number)), bytes);
    }
    Ok(pack)
}

/// A document with its sections as they are indexed and shown.
pub(crate) struct Note<'d> {
    pub(crate) document: &'d Document,
    pub(crate) card: Card,
    pub(crate) boost: f32,
}

/// Returns the notes by permalink, which is the order of ties. Each begins with a section for the
/// top of its page, to which hits in its title lead.
pub(crate) fn notes(documents: &[Document]) -> Result<Vec<Note<'_>>, PackError> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by(|a, b| a.permalink.cmp(&b.permalink));
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0].permalink == pair[1].permalink) {
        return Err(PackError::SamePermalink(pair[0].permalink.clone()));
    }
    Ok(sorted.into_iter().map(note).collect())
}

fn note(document: &Document) -> Note<'_> {
    let Document { path, permalink, title, kind, boost, sections, .. } = document;
    let mut shown = Vec::with_capacity(sections.len() + 1);
    if sections.first().is_none_or(|section| section.heading.is_some()) {
        shown.push(CardSection::default());
    }
    shown.extend(sections.iter().map(|section| CardSection {
        heading: section.heading.clone(),
        anchor: section.anchor.clone(),
        text: section.text.clone(),
    }));
    let boost = if boost.is_finite() { boost.max(0.0) } else { 1.0 };
    Note {
        document,
        card: Card {
            path: path.clone(),
            permalink: permalink.clone(),
            title: title.clone(),
            kind: *kind,
            sections: shown,
        },
        boost: if *kind == Kind::Term { boost * TERM_BOOST } else { boost },
    }
}

/// Returns the card files, and how many sections each has.
fn card_files(notes: &[Note<'_>], sizes: Sizes, counts: &mut Vec<u32>) -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> = Vec::new();
    for Note { card, .. } in notes {
        for texts in parts(card, sizes.card) {
            let mut part = Vec::new();
            card.put(texts.clone(), &mut part);
            let sections = u32::try_from(texts.len()).unwrap_or(u32::MAX);
            match (files.last_mut(), counts.last_mut()) {
                // A card begins a file or shares it with whole ones: parts of one stand apart.
                (Some(file), Some(count)) if texts.start == 0 && file.len() + part.len() <= sizes.card => {
                    file.extend_from_slice(&part);
                    *count += sections;
                }
                _ => {
                    files.push(part);
                    counts.push(sections);
                }
            }
        }
    }
    files
}

/// Cuts the sections of a card into parts of about so many bytes, and into few: each part names all headings.
/// A section without text stays with the next, whose text stands for it.
fn parts(card: &Card, size: usize) -> Vec<Range<usize>> {
    let texts = || card.sections.iter().map(|section| section.text.len());
    let size = size.max(texts().sum::<usize>() / MOST_PARTS);
    let (mut parts, mut start, mut filled) = (Vec::new(), 0, 0);
    for (place, (length, section)) in texts().zip(&card.sections).enumerate() {
        let follows = place > start && !card.sections[place - 1].text.trim().is_empty();
        if follows && filled + length > size {
            parts.push(start..place);
            (start, filled) = (place, 0);
        }
        filled += length + section.heading.as_deref().map_or(0, str::len);
    }
    parts.push(start..card.sections.len());
    parts
}

/// Returns the digest of all that a pack consists of.
fn generation(head: &HotHead, chunks: &[Vec<u8>]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&head.encode(""));
    for chunk in chunks {
        hasher.update(&(chunk.len() as u64).to_le_bytes());
        hasher.update(chunk);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
