//! Decoding posting lists of index format 7.
//!
//! A list of 128 or more sections begins with its skip data: the length of it, then for each full
//! block the last section (four bytes), the width of the sections, and in fields with frequencies
//! their width and six bytes more. Full blocks follow: gaps between sections less one, and
//! frequencies less one. The rest is written number by number, sections as gaps, then frequencies.

use super::bits::{BLOCK, block_size, unpack};
use crate::pack::take_number;

/// Bytes of skip data for a block, and the place of the frequencies' width.
const SKIP_PLAIN: usize = 5;
const SKIP_POSITIONS: usize = 12;
/// The lower bits of the byte that holds the width of the sections; the others are flags.
const WIDTH_MASK: u8 = 0x1f;

/// Calls `each` with every section of a list and how often the term stands there, in order.
///
/// `count` is the number of sections. Without frequencies every section counts once.
pub(crate) fn postings(bytes: &[u8], count: u32, frequencies: bool, mut each: impl FnMut(u32, u32)) {
    let mut bytes = bytes;
    let mut skips: &[u8] = &[];
    if count as usize >= BLOCK {
        let length = take_number(&mut bytes) as usize;
        (skips, bytes) = bytes.split_at_checked(length).unwrap_or_default();
    }
    let step = if frequencies { SKIP_POSITIONS } else { SKIP_PLAIN };
    let (mut sections, mut times) = ([0; BLOCK], [1; BLOCK]);
    let mut last: Option<u32> = None;
    for skip in skips.chunks_exact(step).take(count as usize / BLOCK) {
        let width = skip[4] & WIDTH_MASK;
        unpack(bytes, width, &mut sections);
        bytes = bytes.get(block_size(width)..).unwrap_or_default();
        if frequencies {
            unpack(bytes, skip[5], &mut times);
            bytes = bytes.get(block_size(skip[5])..).unwrap_or_default();
        }
        for (gap, times) in sections.iter().zip(&times) {
            let section = last.map_or(*gap, |last| last.wrapping_add(*gap).wrapping_add(1));
            each(section, if frequencies { times.wrapping_add(1) } else { 1 });
            last = Some(section);
        }
    }
    let rest = count as usize % BLOCK;
    let mut section = last.unwrap_or(0);
    for place in &mut sections[..rest] {
        section = section.wrapping_add(take_number(&mut bytes));
        *place = section;
    }
    for section in &sections[..rest] {
        each(*section, if frequencies { take_number(&mut bytes) } else { 1 });
    }
}
