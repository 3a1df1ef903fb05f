//! Decides quickly, without parsing the items, whether two pages can have an item in common.
//!
//! A walk by number compares each page with the one before, and as long as no row
//! moves, they have nothing in common. To see that, a superset of the keys of their
//! items is enough: every value of that name in the text, at any depth. If the
//! supersets overlap, the keys themselves are compared.

use crate::protocol::response::pointer_tree::Leaf;
use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::FinderBuilder;
use memchr::{memchr_iter, memrchr};

/// How many bytes before a key are searched for the object that it belongs to. Fewer if
/// there are so many keys that a text would be read more than [`MAX_READINGS`] times.
const MAX_REACH: usize = 1024;
const MAX_READINGS: usize = 4;

/// How many values with the key's name an item may have on average, so that memory is
/// proportional to the number of items.
const MAX_PER_ITEM: usize = 64;

/// How many such values a page may have besides one for each item, so that they take a
/// few megabytes at most.
const MAX_EXTRA: usize = 1 << 18;

/// All values that may be the key of an item.
///
/// Equal keys have equal hashes. Hashes that collide by chance, or because a server
/// wants them to, cost time but do not change the result.
#[derive(Debug)]
pub(in crate::protocol) struct KeyPrefilter {
    /// The hash of each value, and the place of its name in the array.
    found: Vec<(u64, usize)>,
    /// Two bits for each hash (a Bloom filter), which rule out nearly all other hashes.
    bits: Box<[u64]>,
}

/// How many items memory is allocated for in advance.
const MAX_CAPACITY: usize = 4096;

/// Up to this many hashes are searched linearly, more of them in a sorted list.
const MAX_LINEAR: usize = 32;

impl KeyPrefilter {
    /// The prefilter of a valid array of this many items. `None` if the text does not
    /// show which names are keys, or if the name occurs too often.
    pub(in crate::protocol) fn of(array: &[u8], items: u64, name: &str) -> Option<Self> {
        let mut parts = PrefilterParts::new(name, items)?;
        parts.add(array);
        parts.finish(items, |name| is_spelt_out(array, name))
    }

    /// Whether no item has a key of this hash.
    pub(in crate::protocol) fn lacks(&self, hash: u64) -> bool {
        !self.may_have(hash) || self.found.iter().all(|(known, _)| *known != hash)
    }

    fn may_have(&self, hash: u64) -> bool {
        let is_set = |hash| {
            let (word, bit) = place(hash, self.bits.len());
            self.bits[word] & bit != 0
        };
        is_set(hash) && is_set(hash.rotate_left(32))
    }

    /// A sum over all hashes, in any order.
    pub(in crate::protocol) fn sum(&self) -> u128 {
        sum(self.found.iter().map(|(hash, _)| *hash))
    }

    /// The hashes that another prefilter has too, except this one, with the places of
    /// their names.
    fn common(&self, other: &Self, except: Option<u64>) -> Vec<(u64, usize)> {
        let may_have = |(hash, _): &&(u64, usize)| other.may_have(*hash) && Some(*hash) != except;
        let mut common: Vec<(u64, usize)> = self.found.iter().filter(may_have).copied().collect();
        if common.len() <= MAX_LINEAR {
            common.retain(|(hash, _)| other.found.iter().any(|(known, _)| known == hash));
        } else {
            let mut known: Vec<u64> = other.found.iter().map(|(hash, _)| *hash).collect();
            known.sort_unstable();
            common.retain(|(hash, _)| known.binary_search(hash).is_ok());
        }
        common
    }

    /// Whether no item of this array, whose prefilter this is, has the key of an item
    /// of another array. The key with the hash `except` does not count.
    pub(in crate::protocol) fn is_disjoint(
        &self,
        array: &[u8],
        leaf: &Leaf<'_>,
        other: &Self,
        except: Option<u64>,
    ) -> bool {
        let common = self.common(other, except);
        let reach = (array.len().saturating_mul(MAX_READINGS) / common.len().max(1)).min(MAX_REACH);
        let is_nested = |(_, at): &(u64, usize)| leaf.is_top && is_nested(&array[..*at], reach);
        common.iter().all(is_nested)
    }
}

/// The prefilter of an array that comes in parts, each of whole rows.
#[derive(Debug)]
pub(super) struct PrefilterParts {
    name: String,
    /// The hash of each value, and the place of its name in the array.
    found: Vec<(u64, usize)>,
    /// How many values an array may have at most.
    most: usize,
    /// How many bytes the parts have so far.
    bytes: usize,
    /// Whether a part spells the name with code points, as far as that was looked for.
    is_spelt_out: bool,
}

impl PrefilterParts {
    /// Of an array of up to so many items; `None` if a text does not show whether this name
    /// is a key.
    pub(super) fn new(name: &str, items: u64) -> Option<Self> {
        // Such a name can't be spelt in another way than with code points (RFC 8259,
        // section 7), is not an index, and does not match between the strings of an
        // array or an object.
        let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) && !b"\"\\/".contains(&byte);
        let is_index = name.bytes().all(|byte| byte.is_ascii_digit());
        let is_between = name.starts_with([',', ':', ']', '}', ' ']);
        if is_index || is_between || !name.bytes().all(is_plain) {
            return None;
        }
        let found =
            Vec::with_capacity(usize::try_from(items).unwrap_or_default().min(MAX_CAPACITY));
        let most = most_of(items);
        Some(Self { name: name.to_owned(), found, most, bytes: 0, is_spelt_out: false })
    }

    /// Adds a part.
    pub(super) fn add(&mut self, part: &[u8]) {
        let quoted = format!("\"{}\"", self.name);
        let finder = FinderBuilder::new().build_forward_with_ranker(InJson, &quoted);
        for at in finder.find_iter(part) {
            let value = value(&part[..at], &part[at + quoted.len()..]);
            if let Some(hash) = value.and_then(identity) {
                self.found.push((hash, self.bytes + at));
            }
            if self.found.len() > self.most {
                return;
            }
        }
        self.bytes += part.len();
    }

    /// Notes whether a part, which is not kept, spells the name with code points.
    pub(super) fn note_spelling(&mut self, part: &[u8]) {
        self.is_spelt_out = self.is_spelt_out || is_spelt_out(part, &self.name);
    }

    /// The prefilter of the whole array, of so many items. Whether it spells the name with
    /// code points is asked only where that matters.
    pub(super) fn finish(
        self,
        items: u64,
        is_spelt_out: impl FnOnce(&str) -> bool,
    ) -> Option<KeyPrefilter> {
        let Self { name, found, .. } = self;
        if found.len() > most_of(items) {
            return None;
        }
        // A server always spells a name in the same way: if each item has it plainly,
        // no item has it with code points.
        if found.len() as u64 != items && (self.is_spelt_out || is_spelt_out(&name)) {
            return None;
        }
        let mut bits = vec![0; found.len().next_power_of_two()].into_boxed_slice();
        for (hash, _) in &found {
            for hash in [*hash, hash.rotate_left(32)] {
                let (word, bit) = place(hash, bits.len());
                bits[word] |= bit;
            }
        }
        Some(KeyPrefilter { found, bits })
    }
}

/// How many values with the key's name so many items may have.
fn most_of(items: u64) -> usize {
    let rows = usize::try_from(items).unwrap_or(usize::MAX);
    rows.saturating_mul(MAX_PER_ITEM).min(rows.saturating_add(MAX_EXTRA))
}

/// The word and the bit of a hash.
fn place(hash: u64, words: usize) -> (usize, u64) {
    ((hash >> 6) as usize & (words - 1), 1 << (hash & 63))
}

/// A sum over hashes, in any order.
pub(in crate::protocol) fn sum(hashes: impl Iterator<Item = u64>) -> u128 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    hashes.fold(0, |sum, hash| {
        let high = (hash ^ hash >> 29).wrapping_mul(ODD);
        sum.wrapping_add(u128::from(high) << 64 | u128::from(hash))
    })
}

/// The common elements of two sorted lists.
pub(in crate::protocol) fn common<'a>(
    a: &'a [u64],
    b: &'a [u64],
) -> impl Iterator<Item = u64> + 'a {
    let mut rest = b.iter().copied().peekable();
    a.iter().copied().filter(move |one| {
        while rest.next_if(|other| other < one).is_some() {}
        rest.peek() == Some(one)
    })
}

/// The text from the value on, for a name between these two texts. `None` if the name
/// is the end of another string, or not a key.
fn value<'t>(before: &[u8], after: &'t [u8]) -> Option<&'t [u8]> {
    // Most servers write no white space here.
    let value = after.strip_prefix(b":").or_else(|| after.trim_ascii_start().strip_prefix(b":"))?;
    (!before.ends_with(b"\\")).then(|| match value {
        [b'"', ..] => value,
        _ => value.trim_ascii_start(),
    })
}

/// How common bytes are in JSON: the search for a name begins with its two rarest bytes.
struct InJson;

impl HeuristicFrequencyRank for InJson {
    fn rank(&self, byte: u8) -> u8 {
        match byte {
            b'"' => 3,
            b'0'..=b'9' => 2,
            b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 1,
            _ => 0,
        }
    }
}

/// Whether a text spells any character of this name with its code point.
fn is_spelt_out(text: &[u8], name: &str) -> bool {
    memchr_iter(b'\\', text).any(|at| match &text[at + 1..] {
        [b'u', b'0', b'0', high, low, ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default();
            let code = digit(*high) << 4 | digit(*low);
            name.chars().any(|character| u32::from(character) == code)
        }
        _ => false,
    })
}

/// The hash of the string or number at the beginning of a text; `None` for any other
/// value, and for an empty string.
fn identity(text: &[u8]) -> Option<u64> {
    match text {
        [b'"', b'"', ..] => None,
        [b'"', rest @ ..] => hash_of_string(rest).or_else(|| {
            let mut json = serde_json::Deserializer::from_slice(text).into_iter::<String>();
            Some(hash(json.next()?.ok()?.as_bytes()))
        }),
        [b'-' | b'0'..=b'9', ..] => {
            let end = text.iter().position(|byte| b",]} \n\r\t".contains(byte));
            Some(hash(&text[..end.unwrap_or(text.len())]))
        }
        _ => None,
    }
}

/// The hash of a string up to its closing quote, in one pass. `None` if the string has
/// an escape, or if the text ends within eight bytes after it.
fn hash_of_string(text: &[u8]) -> Option<u64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let has = |word: u64, byte: u8| {
        let word = word ^ (ONES * u64::from(byte));
        word.wrapping_sub(ONES) & !word & (ONES << 7)
    };
    let mut hash = 0;
    for (at, word) in text.chunks_exact(8).enumerate() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        let special = has(word, b'"') | has(word, b'\\');
        if special == 0 {
            hash = mix(hash, word);
            continue;
        }
        // The lowest bit belongs to the first special byte.
        let end = special.trailing_zeros() & !7;
        if word >> end & 0xff != u64::from(b'"') {
            return None;
        }
        let last = word & !(u64::MAX << end);
        return Some(mix(mix(hash, last), at as u64 * 8 + u64::from(end / 8)));
    }
    None
}

/// A hash of a key, eight bytes at a time. It is the same in every process, and not
/// secure against deliberate collisions.
pub(in crate::protocol) fn hash(bytes: &[u8]) -> u64 {
    let words = bytes.chunks_exact(8);
    let last = words.remainder().iter().rev();
    let last = last.fold(0, |word, byte| word << 8 | u64::from(*byte));
    let word = |word: &[u8]| u64::from_le_bytes(word.try_into().unwrap_or_default());
    let hash = words.fold(0, |hash, bytes| mix(hash, word(bytes)));
    mix(mix(hash, last), bytes.len() as u64)
}

fn mix(hash: u64, word: u64) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    (hash ^ word).wrapping_mul(ODD).rotate_left(29)
}

/// Whether the key after this text belongs to an object nested within a row, as far as
/// the last bytes of the text show.
fn is_nested(before: &[u8], reach: usize) -> bool {
    let limit = before.len().saturating_sub(reach);
    let is_value = |at: usize| before[limit..at].trim_ascii_end().ends_with(b":");
    let Some(object) = opener(before, limit) else { return false };
    is_value(object) || opener(&before[..object], limit).is_some_and(|array| array > 0)
}

/// Where the innermost open object or array of this text begins, if that is not before the limit.
pub(in crate::protocol) fn opener(text: &[u8], limit: usize) -> Option<usize> {
    let (mut at, mut depth) = (text.len(), 0_usize);
    while at > limit {
        at -= 1;
        match text[at] {
            b'"' => at = limit + quote(&text[limit..at])?,
            b'}' | b']' => depth += 1,
            b'{' | b'[' if depth == 0 => return Some(at),
            b'{' | b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where the open string of this text begins, if the text shows it.
fn quote(text: &[u8]) -> Option<usize> {
    let mut before = text;
    loop {
        before = &before[..memrchr(b'"', before)?];
        let character = before.iter().rposition(|byte| *byte != b'\\')?;
        if (before.len() - character) % 2 == 1 {
            return Some(before.len());
        }
    }
}
