//! Types and documents for them, drawn by chance.

use fastrand::Rng;

/// What a type asks a format for.
#[derive(Clone, Debug)]
pub(super) enum Asks {
    Any,
    Bool,
    Small,
    Signed,
    Unsigned,
    Huge,
    HugeUnsigned,
    Float,
    ShortFloat,
    Char,
    Text,
    Bytes,
    Unit,
    Ignored,
    Raw,
    Optional(Box<Asks>),
    Newtype(Box<Asks>),
    List(Box<Asks>),
    Pair(Box<[Asks; 2]>),
    Map(Box<[Asks; 2]>),
    Struct(Vec<(&'static str, Asks)>),
    Enum(Box<Asks>),
    /// Passes over an error.
    Forgiving(Box<Asks>),
    /// Keeps what an error says.
    Quoting(Box<Asks>),
}

const NAMES: [&str; 6] = ["id", "text", "a \"b\"", "é", "", "1"];

impl Asks {
    pub(super) fn random(rng: &mut Rng, depth: usize) -> Self {
        let inner = |rng: &mut Rng| Box::new(Self::random(rng, depth - 1));
        let pair =
            |rng: &mut Rng| Box::new([Self::random(rng, depth - 1), Self::random(rng, depth - 1)]);
        match rng.u8(..if depth == 0 { 15 } else { 26 }) {
            0 => Self::Any,
            1 => Self::Bool,
            2 => Self::Small,
            3 => Self::Signed,
            4 => Self::Unsigned,
            5 => Self::Huge,
            6 => Self::HugeUnsigned,
            7 => Self::Float,
            8 => Self::ShortFloat,
            9 => Self::Char,
            10 => Self::Text,
            11 => Self::Bytes,
            12 => Self::Unit,
            13 => Self::Ignored,
            14 => Self::Raw,
            15 => Self::Optional(inner(rng)),
            16 => Self::Newtype(inner(rng)),
            17 => Self::List(inner(rng)),
            18 => Self::Pair(pair(rng)),
            19 => {
                let (key, value) = (Self::random(rng, depth - 1), Self::random(rng, depth - 1));
                Self::Map(Box::new([key.into_key(), value]))
            }
            20 => Self::Enum(inner(rng)),
            21 => Self::Forgiving(inner(rng)),
            22 => Self::Quoting(inner(rng)),
            _ => {
                let mut names = NAMES.to_vec();
                rng.shuffle(&mut names);
                names.truncate(rng.usize(1..=NAMES.len()));
                Self::Struct(names.into_iter().map(|name| (name, *inner(rng))).collect())
            }
        }
    }

    /// The same for the key of an entry. Of a key that is no boolean, `serde_json` makes a
    /// text that begins within a character.
    fn into_key(self) -> Self {
        match self {
            Self::Bool => Self::Text,
            Self::Optional(inner) => Self::Optional(Box::new(inner.into_key())),
            Self::Newtype(inner) => Self::Newtype(Box::new(inner.into_key())),
            Self::Forgiving(inner) => Self::Forgiving(Box::new(inner.into_key())),
            Self::Quoting(inner) => Self::Quoting(Box::new(inner.into_key())),
            asks => asks,
        }
    }

    /// A document that it takes, or nearly.
    pub(super) fn document(&self, rng: &mut Rng, into: &mut String) {
        blank(rng, into);
        if rng.u8(..40) == 0 {
            return Self::random(rng, 2).document(rng, into);
        }
        match self {
            Self::Any | Self::Ignored | Self::Raw => {
                Self::random(rng, 2).document(rng, into);
            }
            Self::Bool => into.push_str(["true", "false"][rng.usize(..2)]),
            Self::Small | Self::Signed | Self::Unsigned | Self::Huge | Self::HugeUnsigned => {
                into.push_str(&whole(rng));
            }
            Self::Float | Self::ShortFloat => number(rng, into),
            Self::Char | Self::Text | Self::Bytes => text(rng, into),
            Self::Unit => into.push_str("null"),
            Self::Optional(_) if rng.bool() => into.push_str("null"),
            Self::Optional(inner)
            | Self::Newtype(inner)
            | Self::Forgiving(inner)
            | Self::Quoting(inner) => inner.document(rng, into),
            Self::List(inner) => {
                let count = rng.usize(..4);
                entries(rng, into, "[]", count, |rng, into, _| inner.document(rng, into));
            }
            Self::Pair(two) => {
                entries(rng, into, "[]", 2, |rng, into, at| two[at].document(rng, into));
            }
            Self::Map(two) => {
                let count = rng.usize(..4);
                entries(rng, into, "{}", count, |rng, into, _| {
                    let mut key = String::new();
                    two[0].document(rng, &mut key);
                    match key.trim() {
                        key if key.starts_with('"') => into.push_str(key),
                        key => into.extend(["\"", &key.replace(['"', '\\'], ""), "\""]),
                    }
                    blank(rng, into);
                    into.push(':');
                    two[1].document(rng, into);
                });
            }
            Self::Struct(fields) if rng.u8(..8) == 0 => {
                let count = fields.len();
                entries(rng, into, "[]", count, |rng, into, at| fields[at].1.document(rng, into));
            }
            Self::Struct(fields) => {
                let more = rng.usize(..2);
                entries(rng, into, "{}", fields.len() + more, |rng, into, at| {
                    let (name, field) =
                        fields.get(at).map_or(("other", &Self::Any), |(name, asks)| (*name, asks));
                    into.push_str(&serde_json::to_string(name).unwrap());
                    blank(rng, into);
                    into.push(':');
                    field.document(rng, into);
                });
            }
            Self::Enum(inner) => {
                if rng.bool() {
                    return text(rng, into);
                }
                entries(rng, into, "{}", 1, |rng, into, _| {
                    text(rng, into);
                    into.push(':');
                    inner.document(rng, into);
                });
            }
        }
        blank(rng, into);
    }
}

fn blank(rng: &mut Rng, into: &mut String) {
    if rng.u8(..8) == 0 {
        into.push([' ', '\n', '\t', '\r'][rng.usize(..4)]);
    }
}

fn whole(rng: &mut Rng) -> String {
    match rng.u8(..8) {
        0 => "0".to_owned(),
        1 => "-0".to_owned(),
        2 => rng.u64(..).to_string(),
        3 => rng.i64(..).to_string(),
        4 => rng.u128(..).to_string(),
        5 => (rng.i64(..) >> rng.u8(..64)).to_string(),
        _ => rng.i16(-300..300).to_string(),
    }
}

fn number(rng: &mut Rng, into: &mut String) {
    into.push_str(&whole(rng));
    if rng.bool() {
        into.extend([".", &rng.u64(..).to_string()[..rng.usize(1..2)]]);
    }
    if rng.u8(..4) == 0 {
        into.extend([["e", "E", "e+", "E-"][rng.usize(..4)], &rng.u16(..330).to_string()]);
    }
}

fn text(rng: &mut Rng, into: &mut String) {
    const PIECES: [&str; 16] = [
        "a",
        "id",
        "é",
        "😀",
        "1",
        "true",
        "-7",
        "a longer text without any escapes in it",
        "\\n",
        "\\\"",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\/",
        "\\\\",
        "\\ud800",
        "\u{7f}",
    ];
    into.push('"');
    for _ in 0..rng.usize(..4) {
        into.push_str(PIECES[rng.usize(..PIECES.len())]);
    }
    into.push('"');
}

fn entries(
    rng: &mut Rng,
    into: &mut String,
    brackets: &str,
    count: usize,
    entry: impl Fn(&mut Rng, &mut String, usize),
) {
    into.push_str(&brackets[..1]);
    for at in 0..count {
        if at > 0 {
            into.push(',');
        }
        blank(rng, into);
        entry(rng, into, at);
    }
    into.push_str(&brackets[1..]);
}

/// A document with up to three pieces of it replaced.
pub(super) fn mutated(rng: &mut Rng, document: &str) -> String {
    const PIECES: [&str; 20] = [
        "",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        " ",
        "\n",
        "\u{1}",
        "0",
        "-",
        ".",
        "e9",
        "null",
        "\"id\":1,",
        "\\ud800",
    ];
    let mut chars: Vec<char> = document.chars().collect();
    for _ in 0..rng.usize(..4) {
        let at = rng.usize(..=chars.len());
        let end = chars.len().min(at + rng.usize(..3));
        chars.splice(at..end, PIECES[rng.usize(..PIECES.len())].chars());
    }
    chars.into_iter().collect()
}
