//! Search: whatever is asked, and whatever a pack holds that came over the wire.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use studium_search::{Answer, Chunks, Document, Kind, Pack, Searcher, Section, search_pack, write_pack};

/// Pieces of queries.
#[rustfmt::skip]
pub(crate) const QUERY: &[&str] = &[
    "tide", "tides", "moon", "moo", "луна", "приливы", "ghbkbd", "\"", "\"high water\"", "-", "-moon", "+", "*", "ti*",
    "(", ")", "OR", "AND", "NOT", "|", "tag:", "#sea", "title:", "in:", "path:", "lang:ru", ":", "~", "~2", "^", "[",
    "]", "TO", " ", "\t", "\0", "\u{301}", "\u{202e}", "🎉", "ﬁ", "İ", "\\", "/", "<", "&", "0", "99999999999999999999",
];

fn pack_of_notes() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let document = |number: usize| Document {
            path: format!("Note {number}.md"),
            permalink: format!("/note-{number}/"),
            title: ["Tide", "The moon", "Приливы", "e\u{301}tude 🎉"][number % 4].to_owned(),
            aliases: vec![format!("name {number}")],
            tags: vec!["sea/deep".to_owned()],
            lang: if number % 4 == 2 { "ru" } else { "en" }.to_owned(),
            kind: if number.is_multiple_of(5) { Kind::Term } else { Kind::Note },
            boost: 1.0,
            sections: (0..3)
                .map(|part| Section {
                    text: format!("High water number {part} of the moon. Луна и приливы {number}. ")
                        .repeat(4),
                    ..Section::default()
                })
                .collect(),
        };
        let documents: Vec<Document> = (0..40).map(document).collect();
        write_pack(&documents).expect("a pack can be written")
    })
}

pub(crate) fn query(bytes: &[u8]) {
    let query = String::from_utf8_lossy(bytes);
    let outcome = search_pack(pack_of_notes(), &query, 10).expect("the pack is whole");
    assert!(outcome.hits.len() <= 10 && outcome.hits.len() <= outcome.total);
    for hit in &outcome.hits {
        let length = hit.snippet.chars().count();
        assert!(hit.score.is_finite(), "{query:?} scores {}", hit.score);
        assert!(hit.marks.iter().all(|[from, to]| from < to && *to <= length), "{query:?}: {:?}", hit.marks);
        assert!(hit.marks.windows(2).all(|pair| pair[0][1] <= pair[1][0]), "{query:?}: {:?}", hit.marks);
    }
}

/// Reads `bytes` as a hot part, and then as damage to a good pack: each four bytes name a file, a place in
/// it and what stands there now.
///
/// Opening must be refused or succeed. Asking a pack that opened and is damaged behind may fail in the
/// decoders of tantivy, which trust their bytes: whoever asks runs the search apart, and is rid of it then.
/// It must not ask for ever more, though, nor run on.
pub(crate) fn pack(bytes: &[u8]) {
    let whole = pack_of_notes();
    let _ = Searcher::open(bytes);
    let mut hot = whole.hot.clone();
    let mut files = whole.files.clone();
    let names: Vec<&String> = whole.files.keys().collect();
    for damage in bytes.chunks_exact(4) {
        let file = usize::from(damage[0]) % (names.len() + 2);
        let target = match file.checked_sub(2) {
            None => &mut hot,
            Some(file) => files.get_mut(names[file]).expect("a name of its own"),
        };
        let at = usize::from(u16::from_le_bytes([damage[1], damage[2]]));
        match target.len() {
            0 => {}
            // A place behind the end cuts the file there.
            length if at >= length => target.truncate(at % (length + 1)),
            _ => target[at] = damage[3],
        }
    }
    let Ok(searcher) = Searcher::open(&hot) else { return };
    // A damaged file is known by its sum; with a sum that fits, the readers of lists have to cope with it.
    if bytes.len() % 2 == 1 {
        files.values_mut().for_each(seal);
    }
    for query in ["tide moon", "\"high water\"", "прилив", "moom", "#sea"] {
        let rounds = Cell::new(0);
        let _ = catch_unwind(AssertUnwindSafe(|| ask(&searcher, query, &files, &rounds)));
        assert!(rounds.get() < ROUNDS, "{query:?} needs ever more");
    }
}

/// Writes the sum of a file anew, as the packer makes it: the last four bytes.
fn seal(file: &mut Vec<u8>) {
    file.truncate(file.len().saturating_sub(4));
    let step = |sum: u32, byte: &u8| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    let sum = file.iter().fold(0x811c_9dc5, step);
    file.extend_from_slice(&sum.to_le_bytes());
}

/// More rounds than any query takes.
const ROUNDS: usize = 100;

fn ask(searcher: &Searcher, query: &str, files: &BTreeMap<String, Vec<u8>>, rounds: &Cell<usize>) {
    let mut chunks = Chunks::default();
    while let Answer::Need(needed) = searcher.search(query, 10, &chunks) {
        rounds.set(if needed.is_empty() { ROUNDS } else { rounds.get() + 1 });
        for chunk in needed {
            match files.get(&searcher.file_name(chunk)) {
                // The host says that a file is missing, or the reader that it is damaged.
                Some(bytes) if !chunks.insert(chunk, bytes.clone()) => return,
                Some(_) => {}
                None => return,
            }
        }
        if rounds.get() >= ROUNDS {
            return;
        }
    }
}
