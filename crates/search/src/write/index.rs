//! The index of the notes, written by tantivy in memory, one indexed document a section.

use std::io;

use tantivy::directory::{CompositeFile, FileSlice, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::termdict::TermDictionary;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, SegmentReader, TantivyDocument};

use super::cut::{Cutter, FieldBytes};
use super::tokens::Terms;
use super::{Note, PackError};
use crate::analysis::{fold, name_key, units};
use crate::document::Document;
use crate::pack::{FieldHead, FieldId};
use crate::query::{Operator, name_term};

/// Only sizes the first hash table: a single segment is written whatever it takes.
const MEMORY_BUDGET: usize = 100_000_000;
const TOKENIZER: &str = "studium";

/// Hands the bytes of each field of an index to the cutter.
pub(crate) fn cut_index(index: &Index, cutter: &mut Cutter) -> Result<Vec<FieldHead>, PackError> {
    let segments = index.searchable_segments()?;
    let [segment] = segments.as_slice() else {
        return Err(io::Error::other("the index has not just one segment").into());
    };
    let reader = SegmentReader::open(segment)?;
    let open = |component| -> Result<CompositeFile, PackError> {
        let file = segment.open_read(component).map_err(tantivy::TantivyError::from)?;
        Ok(CompositeFile::open(&file)?)
    };
    let terms = open(SegmentComponent::Terms)?;
    let postings = open(SegmentComponent::Postings)?;
    let positions = open(SegmentComponent::Positions)?;
    let mut heads = Vec::new();
    // The text comes first, heads go beside it.
    for id in [FieldId::Body, FieldId::Head, FieldId::Filter] {
        let field = Field::from_field_id(id as u32);
        let read = |file: &CompositeFile| file.open_read(field);
        // A field without a single word is in no file.
        let terms = read(&terms).map_or_else(|| Ok(TermDictionary::empty()), TermDictionary::open)?;
        // The posting lists of a field follow the number of its tokens.
        let lists = read(&postings).map_or_else(FileSlice::empty, |file| file.split(8).1);
        let places = read(&positions).filter(|_| id.has_positions());
        let bytes = FieldBytes {
            terms,
            postings: lists.read_bytes()?,
            positions: places.unwrap_or_else(FileSlice::empty).read_bytes()?,
        };
        let (blocks, long) = cutter.add(id, &bytes)?;
        let norms = if id.has_positions() {
            let norms = reader.get_fieldnorms_reader(field)?;
            (0..reader.max_doc()).map(|section| norms.fieldnorm_id(section)).collect()
        } else {
            Vec::new()
        };
        let tokens = reader.inverted_index(field)?.total_num_tokens();
        heads.push((id as usize, FieldHead { tokens, norms, blocks, long }));
    }
    let words = FieldHead { blocks: cutter.add_spelling(), ..FieldHead::default() };
    heads.push((FieldId::Spelling as usize, words));
    heads.sort_by_key(|(id, _)| *id);
    Ok(heads.into_iter().map(|(_, head)| head).collect())
}

/// Returns the index of the notes: one segment in memory, sections in the order of the notes.
pub(crate) fn index(notes: &[Note<'_>]) -> Result<Index, tantivy::TantivyError> {
    let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
    let directory = RamDirectory::create();
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TOKENIZER, Terms::default());
    let builder = Index::builder().schema(schema()).settings(settings).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer(directory, MEMORY_BUDGET)?;
    for note in notes {
        for section in sections(note) {
            writer.add_document(section)?;
        }
    }
    writer.finalize()
}

fn schema() -> Schema {
    let mut builder = Schema::builder();
    for id in FieldId::INDEXED {
        let (name, indexing) = match id {
            FieldId::Head => ("head", TextFieldIndexing::default().set_tokenizer(TOKENIZER)),
            FieldId::Body => ("body", TextFieldIndexing::default().set_tokenizer(TOKENIZER)),
            FieldId::Filter | FieldId::Spelling => {
                ("filter", TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false))
            }
        };
        let option = if id.has_positions() {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::Basic
        };
        builder.add_text_field(
            name,
            TextOptions::default().set_indexing_options(indexing.set_index_option(option)),
        );
    }
    builder.build()
}

/// Returns what is indexed of each section of a note.
///
/// The title stands in the head of every section, so a section is found by the title and its own
/// words together. It counts double at the top of the page, and the heading double below it.
fn sections(note: &Note<'_>) -> impl Iterator<Item = TantivyDocument> {
    let [head, body, filter] = FieldId::INDEXED.map(|id| Field::from_field_id(id as u32));
    note.card.sections.iter().enumerate().map(move |(place, section)| {
        let document = note.document;
        let mut indexed = TantivyDocument::default();
        indexed.add_text(head, &document.title);
        if place == 0 {
            indexed.add_text(head, &document.title);
            for name in document.aliases.iter().chain(&document.tags) {
                indexed.add_text(head, name);
            }
            for term in filter_terms(document) {
                indexed.add_text(filter, term);
            }
        }
        if let Some(heading) = &section.heading {
            indexed.add_text(head, heading);
            indexed.add_text(head, heading);
        }
        indexed.add_text(body, &section.text);
        indexed
    })
}

/// Returns what operators and exact names find a note by.
fn filter_terms(document: &Document) -> Vec<String> {
    let words = |operator: Operator, text: &str| -> Vec<String> {
        let parts = units(text).into_iter().flat_map(|unit| unit.parts);
        parts.map(|part| operator.term(&part.form)).collect()
    };
    let file = document.path.rsplit('/').next().unwrap_or_default();
    let mut terms = words(Operator::Path, &document.path);
    terms.extend(words(Operator::File, file.rsplit_once('.').map_or(file, |(stem, _)| stem)));
    for name in std::iter::once(&document.title).chain(&document.aliases) {
        terms.extend(words(Operator::Title, name));
        terms.push(name_term(&name_key(name)));
    }
    for tag in &document.tags {
        let tag = fold(tag.trim_start_matches('#').trim_matches('/'));
        let above = tag.match_indices('/').map(|(at, _)| &tag[..at]);
        terms.extend(above.chain([tag.as_str()]).map(|tag| Operator::Tag.term(tag)));
    }
    let lang = fold(&document.lang);
    terms.extend(lang.split_once('-').map(|(language, _)| Operator::Lang.term(language)));
    terms.push(Operator::Lang.term(&lang));
    terms.push(Operator::Is.term(document.kind.name()));
    terms.sort_unstable();
    terms.dedup();
    terms
}
