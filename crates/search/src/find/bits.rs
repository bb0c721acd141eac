//! Numbers as tantivy packs them.
//!
//! A block is 128 numbers of one width in bits, laid out in four lanes: lane `l` holds numbers
//! `l`, `l + 4`, `l + 8`, …, and the 32-bit words of the lanes take turns. What is left of a list is
//! written number by number ([`crate::pack::take_number`]).

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

#[cfg(test)]
mod tests {
    use bitpacking::{BitPacker, BitPacker4x};
    use proptest::prelude::*;

    use super::{BLOCK, block_size, unpack};

    proptest! {
        #[test]
        fn blocks_of_every_width_are_unpacked_as_by_tantivy(seeds in proptest::collection::vec(any::<u32>(), BLOCK)) {
            for width in 0..=32_u8 {
                let mask = u32::MAX.checked_shr(32 - u32::from(width)).unwrap_or(0);
                let numbers: Vec<u32> = seeds.iter().map(|seed| seed & mask).collect();
                let mut packed = vec![0; block_size(width)];
                let length = BitPacker4x::new().compress(&numbers, &mut packed, width);
                prop_assert_eq!(length, packed.len());
                let mut unpacked = [0; BLOCK];
                unpack(&packed, width, &mut unpacked);
                prop_assert_eq!(&unpacked[..], &numbers[..]);
                // What is cut off reads as zeros.
                unpack(&packed[..length / 2], width, &mut unpacked);
            }
        }
    }
}
