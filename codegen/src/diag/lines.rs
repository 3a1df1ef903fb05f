//! Lines and columns of a text.

use crate::work;

/// How many bytes are counted at once.
const BLOCK: usize = 1024;

/// Where the lines of a text start, and how many characters precede each block: a
/// position is found without reading the text again, even in one long line.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// The characters before each block.
    characters: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Reads the text once.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        work::steps(text.len());
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        let mut characters = vec![0];
        let mut before = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before += begun(block);
            characters.push(before);
        }
        Self { text, starts: [0].into_iter().chain(ends).collect(), characters }
    }

    /// Line and column of a byte, both from 1, the column in characters.
    #[must_use]
    pub fn position(&self, byte: usize) -> (usize, usize) {
        work::step();
        let byte = if self.text.is_char_boundary(byte) { byte } else { self.text.len() };
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.starts[line.saturating_sub(1)];
        let mark = usize::from(self.text[start..byte].starts_with('\u{feff}'));
        (line, self.characters_before(byte) - self.characters_before(start) - mark + 1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        let rest = &self.text.as_bytes()[block * BLOCK..byte];
        work::steps(rest.len());
        self.characters[block] + begun(rest)
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Line and column of one byte, both from 1, the column in characters.
#[must_use]
pub fn position(text: &str, byte: usize) -> (usize, usize) {
    Lines::of(text).position(byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::assert_linear;

    #[test]
    fn positions_count_characters_from_one() {
        assert_eq!(position("a: 1\nbß: 2", 5), (2, 1));
        assert_eq!(position("a: 1\nbß: 2", 8), (2, 3));
        assert_eq!(position("\u{feff}a: 1", 3), (1, 1));
        assert_eq!(position("a", 99), (1, 2));
        assert_eq!(position("", 0), (1, 1));
        assert_eq!(position("a\n", 2), (2, 1));
    }

    #[test]
    fn positions_in_a_long_line_count_as_those_in_a_short_one() {
        let long = "aß€".repeat(2000) + "\n" + &"ß".repeat(3000);
        let lines = Lines::of(&long);
        let (mut line, mut column) = (1, 1);
        for (byte, character) in long.char_indices() {
            assert_eq!(lines.position(byte), (line, column), "{byte}");
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
    }

    #[test]
    fn a_position_is_found_without_reading_the_text_again() {
        let line = |places: usize| "key: value, ".repeat(places);
        assert_linear(4000, line, |text| {
            let lines = Lines::of(text);
            let last = text.match_indices("key").map(|(byte, _)| lines.position(byte)).last();
            assert_eq!(last.map(|(line, _)| line), Some(1));
        });
    }
}
