//! Decoding positions.
//!
//! The positions of a term are one row of numbers over all its sections: the number of full blocks,
//! the width of each, the blocks, the rest number by number. Within a section they are gaps.

use super::bits::{BLOCK, block_size, unpack};
use crate::pack::take_number;

/// Returns the numbers of a term's positions, as many as the term has occurrences.
pub(crate) fn positions(bytes: &[u8]) -> Vec<u32> {
    let mut bytes = bytes;
    let blocks = take_number(&mut bytes) as usize;
    let (widths, mut bytes) = bytes.split_at_checked(blocks).unwrap_or_default();
    // Not by the number that the bytes claim: they may be damaged.
    let mut numbers = Vec::with_capacity(widths.len() * BLOCK);
    let mut block = [0; BLOCK];
    for width in widths {
        unpack(bytes, *width, &mut block);
        numbers.extend_from_slice(&block);
        bytes = bytes.get(block_size(*width)..).unwrap_or_default();
    }
    while !bytes.is_empty() {
        numbers.push(take_number(&mut bytes));
    }
    numbers
}
