//! Numbers as tantivy packs them.
//!
//! A block is 128 numbers of one width in bits, laid out in four lanes: lane `l` holds numbers
//! `l`, `l + 4`, `l + 8`, …, and the 32-bit words of the lanes take turns. What is left of a list is
//! written number by number, seven bits at a time, the top bit ending each.

/// Numbers in a block.
pub(crate) const BLOCK: usize = 128;
const LANES: usize = 4;

/// Returns the bytes that a block of some width takes.
pub(crate) fn block_size(width: u8) -> usize {
    BLOCK * usize::from(width) / 8
}

/// Unpacks a block. Bytes that are missing count as zero, widths over 32 as 32.
pub(crate) fn unpack(bytes: &[u8], width: u8, numbers: &mut [u32; BLOCK]) {
    let width = usize::from(width.min(32));
    let mask = u32::MAX.checked_shr(32 - u32::try_from(width).unwrap_or(32)).unwrap_or(0);
    let word = |index: usize, lane: usize| {
        let at = 4 * (index * LANES + lane);
        let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        u32::from_le_bytes(bytes.unwrap_or_default())
    };
    for (row, numbers) in numbers.chunks_exact_mut(LANES).enumerate() {
        let (first, shift) = (row * width / 32, row * width % 32);
        for (lane, number) in numbers.iter_mut().enumerate() {
            let low = if width == 0 { 0 } else { word(first, lane) >> shift };
            let high = if shift + width > 32 { word(first + 1, lane) << (32 - shift) } else { 0 };
            *number = (low | high) & mask;
        }
    }
}

/// Takes a number of the unpacked kind from the front of some bytes; at their end, zero.
pub(crate) fn take_number(bytes: &mut &[u8]) -> u32 {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let Some((byte, rest)) = bytes.split_first() else {
            return number;
        };
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            return number;
        }
    }
    number
}
