//! Hand-written content codings: a page in gzip, and streams whose few bytes expand to endless
//! blanks.

use super::reply::{Reply, Step};

/// A coding, and its stream of endless blanks.
#[derive(Clone, Copy)]
pub(crate) struct Coding {
    name: &'static str,
    /// The bytes before the blanks.
    head: &'static [u8],
    /// A long run of blanks, as it begins.
    blanks: fn() -> Bits,
    /// The number of bytes after which it repeats.
    unit: usize,
}

pub(crate) const GZIP: Coding =
    Coding { name: "gzip", head: &GZIP_HEAD, blanks: deflated, unit: 13 };
/// Deflate in its zlib form (RFC 1950).
pub(crate) const DEFLATE: Coding = Coding { name: "deflate", head: &[0x78, 0x9c], ..GZIP };
pub(crate) const BROTLI: Coding = Coding { name: "br", head: &[], blanks: brotli, unit: 101 };
pub(crate) const ZSTD: Coding =
    Coding { name: "zstd", head: &[0x28, 0xb5, 0x2f, 0xfd, 0, 0x58], blanks: zstd, unit: 4 };

/// Deflate, no name, no time, an unknown system (RFC 1952).
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

impl Coding {
    /// A reply of this status that never ends.
    pub(crate) fn endless(self, status: u16) -> Reply {
        let (begin, unit) = self.split();
        let head = Reply::json("").status(status).header("Content-Encoding", self.name);
        let again = 16_384 / unit.len() + 1;
        Reply::raw([
            Step::Send(head.head("X-Length: none").into_bytes()),
            Step::Send([self.head, &begin].concat()),
            Step::Repeat(unit.repeat(again)),
        ])
    }

    /// The blanks, as bytes that come first and bytes that are repeated.
    fn split(self) -> (Vec<u8>, Vec<u8>) {
        let bytes = (self.blanks)().bytes;
        let begin = bytes.len() % self.unit + self.unit;
        (bytes[..begin].to_vec(), bytes[begin..begin + self.unit].to_vec())
    }
}

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    /// Appends bits of a number, the lowest first.
    fn push(&mut self, value: u32, bits: usize) {
        for at in 0..bits {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= u8::from(value >> at & 1 == 1) << (self.used % 8);
            self.used += 1;
        }
    }

    /// Appends a prefix code, the highest bit first.
    fn code(&mut self, code: u32, bits: usize) {
        (0..bits).rev().for_each(|at| self.push(code >> at & 1, 1));
    }
}

/// One block in the fixed code (RFC 1951, 3.2.6) that does not end: a blank, and then "258 bytes
/// from one byte back" over and over, in 13 bits each.
fn deflated() -> Bits {
    let mut bits = Bits::default();
    bits.push(0b010, 3);
    bits.code(0x30 + 0x20, 8);
    for _ in 0..8 * 8 {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits
}

/// Meta-blocks of 16 MiB (RFC 7932, 9.2): four blanks, and the rest from four bytes back; 101 bits
/// each.
fn brotli() -> Bits {
    const LENGTH: u32 = 1 << 24;
    let mut bits = Bits::default();
    bits.push(0, 1); // A window of 64 KiB.
    for _ in 0..8 * 4 {
        bits.push(0, 1); // Not the last one.
        bits.push(2, 2); // Its length in six nibbles.
        bits.push(LENGTH - 1, 24);
        bits.push(0, 1); // Compressed.
        bits.push(0, 3); // One type of block for each alphabet.
        bits.push(0, 6); // No postfix, no direct distances.
        bits.push(0, 2); // Any context mode.
        bits.push(0, 2); // One code for literals, one for distances.
        for (symbol, width) in [(0x20, 8), (384 + 4 * 8 + 7, 10), (0, 6)] {
            bits.push(1, 2); // A simple code …
            bits.push(0, 2); // … of one symbol, which takes no bits.
            bits.push(symbol, width);
        }
        bits.push(LENGTH - 4 - 2118, 24); // How much is copied, beyond the least of its code.
    }
    bits
}

/// Blocks of one byte, 128 KiB times (RFC 8878, 3.1.1.2).
fn zstd() -> Bits {
    let mut bits = Bits::default();
    for _ in 0..8 {
        bits.push((128 << 10) << 3 | 1 << 1, 24);
        bits.push(0x20, 8);
    }
    bits
}

/// Stored, not compressed, in gzip.
pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let text = &text[..usize::from(length)];
    let mut all = GZIP_HEAD.to_vec();
    all.push(1); // The last block, stored.
    all.extend(length.to_le_bytes());
    all.extend((!length).to_le_bytes());
    all.extend(text);
    all.extend(crc32(text).to_le_bytes());
    all.extend(u32::from(length).to_le_bytes());
    all
}

/// The checksum of gzip (RFC 1952, 8).
fn crc32(text: &[u8]) -> u32 {
    let fold = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !text.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| fold(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_blanks_repeat_a_fixed_unit() {
        for coding in [GZIP, DEFLATE, BROTLI, ZSTD] {
            let (begin, unit) = coding.split();
            let whole = (coding.blanks)().bytes;
            let again = [begin, unit.repeat(9)].concat();
            // The last byte may end within a code.
            let full = whole.len().min(again.len()) - 1;
            assert!(full > 3 * unit.len() - 4 && whole[..full] == again[..full], "{}", coding.name);
        }
    }
}
