//! Byte ranges: which part of a file a player or viewer asks for.

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it: the header says nothing that we understand, and may then be passed over.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that are not there.
    Beyond,
}

impl Asked {
    /// Where the bytes begin that are sent.
    pub(super) fn start(&self) -> u64 {
        match self {
            Self::Part(part) => part.start,
            Self::Whole | Self::Beyond => 0,
        }
    }

    /// How many bytes of a file of `whole` bytes are sent.
    pub(super) fn count(&self, whole: u64) -> u64 {
        match self {
            Self::Whole => whole,
            Self::Part(part) => part.end - part.start,
            Self::Beyond => 0,
        }
    }
}

/// Reads a `Range` header for a file of `length` bytes. Several ranges at once are answered by the whole.
pub(super) fn asked(header: Option<&str>, length: u64) -> Asked {
    let Some((unit, range)) = header.and_then(|header| header.split_once('=')) else { return Asked::Whole };
    let Some((first, last)) = range.trim().split_once('-') else { return Asked::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Asked::Whole;
    }
    // Digits too many for a number stand for a place behind every end.
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let part = match (number(first), number(last)) {
        (Some(first), None) if last.is_empty() => first..length,
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (None, Some(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return Asked::Whole,
    };
    if part.start < part.end { Asked::Part(part) } else { Asked::Beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_the_file_or_told_to_be_none() {
        let of_ten = |header| asked(Some(header), 10);
        assert_eq!(of_ten("bytes=0-3"), Asked::Part(0..4));
        assert_eq!(of_ten("bytes=4-"), Asked::Part(4..10));
        assert_eq!(of_ten("bytes=-3"), Asked::Part(7..10));
        assert_eq!(of_ten("bytes=-99"), Asked::Part(0..10));
        assert_eq!(of_ten("bytes=8-99999999999999999999999"), Asked::Part(8..10));
        assert_eq!(of_ten("bytes=10-"), Asked::Beyond);
        assert_eq!(of_ten("bytes=-0"), Asked::Beyond);
        assert_eq!(of_ten("bytes=99999999999999999999999-"), Asked::Beyond);
        for whole in ["bytes=5-2", "bytes=0-1,3-4", "bytes=-", "bytes=a-b", "items=0-1", "bytes"] {
            assert_eq!(of_ten(whole), Asked::Whole, "{whole}");
        }
        assert_eq!(asked(Some("bytes=0-"), 0), Asked::Beyond);
        assert_eq!(asked(None, 10), Asked::Whole);
    }
}
