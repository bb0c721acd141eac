//! Numbers and texts as bytes: seven bits at a time, lowest first, the top bit says that more follow.

/// Appends a number.
pub(crate) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Appends a text, its length first.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Reads what [`put`] and [`put_text`] wrote. Every method returns `None` where the bytes end early
/// or make no sense.
pub(crate) struct Bytes<'b> {
    rest: &'b [u8],
}

impl<'b> Bytes<'b> {
    /// Starts at the beginning of some bytes.
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Reads a number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Reads a number that counts things in memory.
    pub(crate) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// Reads a number of 32 bits.
    pub(crate) fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// Takes some bytes.
    pub(crate) fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// Reads a text.
    pub(crate) fn text(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// Reads a text that may be absent, as a number first says: 0 for absent.
    pub(crate) fn optional_text(&mut self, text: &mut Option<String>) -> Option<()> {
        *text = if self.number()? == 0 { None } else { Some(self.text()?.to_owned()) };
        Some(())
    }

    /// Returns all that is left.
    #[cfg(test)]
    pub(crate) fn rest(self) -> &'b [u8] {
        self.rest
    }
}

/// Takes a number as tantivy writes it from the front of some bytes: seven bits at a time, lowest
/// first, the top bit ends it. At the end of the bytes, what has come so far.
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

/// Appends the sum of a file to it, by which its reader knows that it came whole.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn seal(file: &mut Vec<u8>) {
    let sum = sum(file);
    file.extend_from_slice(&sum.to_le_bytes());
}

/// Returns a file without its sum; `None` where that is not its sum.
pub(crate) fn unsealed(file: &[u8]) -> Option<&[u8]> {
    let (file, last) = file.split_last_chunk()?;
    (sum(file) == u32::from_le_bytes(*last)).then_some(file)
}

/// Returns the 32-bit sum of Fowler, Noll and Vo.
fn sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum: u32, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Returns how many bytes two texts begin with alike.
pub(crate) fn shared(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bytes, put, put_text};

    proptest! {
        #[test]
        fn what_is_put_is_read(numbers: Vec<u64>, text: String) {
            let mut out = Vec::new();
            for number in &numbers {
                put(&mut out, *number);
            }
            put_text(&mut out, &text);
            let mut bytes = Bytes::new(&out);
            for number in numbers {
                prop_assert_eq!(bytes.number(), Some(number));
            }
            prop_assert_eq!(bytes.text(), Some(text.as_str()));
            prop_assert!(bytes.rest().is_empty());
        }

        #[test]
        fn any_bytes_are_survived(junk: Vec<u8>) {
            let mut bytes = Bytes::new(&junk);
            let _ = (bytes.text(), bytes.number(), bytes.count());
        }
    }
}
