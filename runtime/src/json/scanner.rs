//! JSON as servers write it, read without `serde_json`: strings, whole numbers, arrays and
//! objects, straight from their text.
//!
//! What this reader accepts, `serde_json` accepts as the same value. What it does not
//! take, it leaves in doubt, and `serde_json` decides.

use crate::json::error::JsonError;
use crate::json::lexer::{DEEPEST, Lexer, plain_length};
use crate::json::number;

/// A text that is being read.
pub(crate) struct Scanner<'t> {
    lexer: Lexer<'t>,
    /// How many arrays and objects are open.
    depth: usize,
    /// The last string with escapes, resolved.
    resolved: String,
    /// What a type said first, and of which place.
    pub(crate) blame: Option<JsonError>,
    /// Whether an error came up, even if the type that met it passed over it.
    pub(crate) is_in_doubt: bool,
}

/// `serde_json` has to decide.
#[derive(Clone, Copy)]
pub(crate) struct Doubt;

/// A string.
pub(crate) enum Text<'s, 't> {
    /// As the text has it.
    Plain(&'t str),
    /// Without its escapes.
    Resolved(&'s str),
}

/// A number.
pub(crate) enum Number<'t> {
    /// A whole number of up to 18 digits, as Rust writes it.
    Whole(i64),
    /// The digits of any other one.
    Digits(&'t str),
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let (lexer, resolved) = (Lexer::new(text), String::new());
        Self { lexer, depth: 0, resolved, blame: None, is_in_doubt: false }
    }

    /// How far the text was read, in bytes.
    pub(crate) fn at(&self) -> usize {
        self.lexer.at()
    }

    /// What was not read yet.
    pub(crate) fn rest(&self) -> &'t str {
        self.lexer.rest()
    }

    /// Reads on from this byte, where so many arrays and objects are open.
    pub(crate) fn go(&mut self, at: usize, depth: usize) {
        self.lexer.go(at);
        self.depth = depth;
    }

    /// How many arrays and objects are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The next byte that is no blank.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        self.lexer.peek()
    }

    /// Passes this byte, which has to be the next one.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Doubt> {
        if self.lexer.eat(byte) { Ok(()) } else { Err(Doubt) }
    }

    /// Passes this text, if it is what comes next.
    #[inline]
    pub(crate) fn pass_text(&mut self, text: &str) -> bool {
        self.lexer.pass_text(text)
    }

    /// Passes this word, which has to be what comes next.
    pub(crate) fn word(&mut self, word: &str) -> Result<(), Doubt> {
        if self.pass_text(word) { Ok(()) } else { Err(Doubt) }
    }

    /// The string that comes.
    #[inline]
    pub(crate) fn text(&mut self) -> Result<Text<'_, 't>, Doubt> {
        if self.peek() != Some(b'"') {
            return Err(Doubt);
        }
        match self.lexer.plain() {
            Some(plain) => Ok(Text::Plain(plain)),
            None => self.resolved().map(Text::Resolved),
        }
    }

    /// The same, wherever its text is.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<&str, Doubt> {
        if self.peek() == Some(b'"') { self.string_here() } else { Err(Doubt) }
    }

    /// The string that begins here.
    #[inline]
    pub(crate) fn string_here(&mut self) -> Result<&str, Doubt> {
        match self.lexer.plain() {
            Some(plain) => Ok(plain),
            None => self.resolved(),
        }
    }

    /// The string that begins here, its escapes resolved.
    #[inline(never)]
    fn resolved(&mut self) -> Result<&str, Doubt> {
        self.resolve().ok_or(Doubt)?;
        Ok(&self.resolved)
    }

    /// Resolves the escapes (RFC 8259, 7) of the string that begins here.
    fn resolve(&mut self) -> Option<()> {
        self.resolved.clear();
        let mut rest = self.rest().strip_prefix('"')?;
        loop {
            let (plain, special) = rest.split_at(plain_length(rest));
            self.resolved.push_str(plain);
            let Some(escape) = special.strip_prefix('\\') else {
                special.strip_prefix('"')?;
                self.lexer.go(self.at() + self.rest().len() - special.len() + 1);
                return Some(());
            };
            let (escape, behind) = escape.split_at_checked(1)?;
            rest = behind;
            self.resolved.push(match escape {
                "\"" | "\\" | "/" => escape.chars().next()?,
                "b" => '\u{8}',
                "f" => '\u{c}',
                "n" => '\n',
                "r" => '\r',
                "t" => '\t',
                "u" => character(&mut rest)?,
                _ => return None,
            });
        }
    }

    /// The whole number that comes, if it has up to 18 digits, and as Rust writes it.
    #[inline]
    pub(crate) fn whole(&mut self) -> Option<i64> {
        self.peek();
        let (value, length) = number::plain_at(self.rest().as_bytes())?;
        self.lexer.go(self.at() + length);
        Some(value)
    }

    /// The number that comes.
    pub(crate) fn number(&mut self) -> Result<Number<'t>, Doubt> {
        if let Some(value) = self.whole() {
            return Ok(Number::Whole(value));
        }
        let rest = self.rest();
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let end = rest.bytes().position(|byte| !is_part(&byte)).unwrap_or(rest.len());
        let digits = &rest[..end];
        if !number::is_number(digits.as_bytes()) {
            return Err(Doubt);
        }
        self.lexer.go(self.at() + end);
        Ok(Number::Digits(digits))
    }

    /// Passes the bracket of an array or an object, which comes.
    pub(crate) fn enter(&mut self) -> Result<(), Doubt> {
        // `serde_json` says so in its words.
        if self.depth + 1 == DEEPEST {
            return Err(Doubt);
        }
        self.lexer.go(self.at() + 1);
        self.depth += 1;
        Ok(())
    }

    /// Whether an entry of the array or object comes, and not its end.
    #[inline]
    pub(crate) fn has_next(&mut self, end: u8, is_begun: &mut bool) -> Result<bool, Doubt> {
        match self.lexer.peek() {
            Some(byte) if byte == end => Ok(false),
            Some(b',') if *is_begun => {
                self.lexer.go(self.lexer.at() + 1);
                Ok(true)
            }
            Some(_) if !*is_begun => {
                *is_begun = true;
                Ok(true)
            }
            _ => Err(Doubt),
        }
    }

    /// Passes the bracket that ends an array or an object.
    #[inline]
    pub(crate) fn leave(&mut self, end: u8) -> Result<(), Doubt> {
        self.expect(end)?;
        self.depth -= 1;
        Ok(())
    }

    /// Passes a value.
    pub(crate) fn skip(&mut self) -> Result<(), Doubt> {
        match self.peek() {
            Some(b'"') => self.text().map(drop),
            Some(b'{') => self.skip_entries(b'}'),
            Some(b'[') => self.skip_entries(b']'),
            Some(b'n') => self.word("null"),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            _ => self.number().map(drop),
        }
    }

    fn skip_entries(&mut self, end: u8) -> Result<(), Doubt> {
        self.enter()?;
        let mut is_begun = false;
        while self.has_next(end, &mut is_begun)? {
            if end == b'}' {
                self.text()?;
                self.expect(b':')?;
            }
            self.skip()?;
        }
        self.leave(end)
    }
}

/// The character behind `\u`: one code unit of UTF-16, or two of them.
fn character(rest: &mut &str) -> Option<char> {
    fn unit(rest: &mut &str) -> Option<u16> {
        let (digits, behind) = rest.split_at_checked(4)?;
        *rest = behind;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    }
    let first = unit(rest)?;
    char::from_u32(first.into()).or_else(|| {
        *rest = rest.strip_prefix("\\u")?;
        char::decode_utf16([first, unit(rest)?]).next()?.ok()
    })
}
