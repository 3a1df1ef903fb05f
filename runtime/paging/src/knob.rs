//! A knob of a style as a path and a value, for code that handles all knobs alike.

use std::fmt;

/// A knob of a style: where a spec writes it, and what it is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Knob<'a> {
    /// The paths by which a spec can set it; a spec uses one of them.
    pub paths: &'static [&'static str],
    /// The path in use; if the knob is not set, a name for all of them.
    pub path: &'static str,
    /// What it is set to.
    pub value: Value<'a>,
}

/// What a knob is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// The knob is not set.
    Unset,
    /// A name, a pointer or a [place](crate::Paging#places).
    Text(&'a str),
    /// One of a few words, as a spec writes it.
    Word {
        /// The type whose variant it is.
        of: &'static str,
        /// The word.
        word: &'static str,
    },
    /// A number.
    Number(u64),
    /// A number that may be negative.
    Integer(i64),
    /// Yes or no.
    Flag(bool),
    /// Names, each with its value.
    Entries(Vec<(&'a str, &'a str)>),
    /// Names.
    List(Vec<&'a str>),
    /// Numbers.
    Numbers(Vec<u64>),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset => f.write_str("none"),
            Self::Text(text) | Self::Word { word: text, .. } => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
            Self::Entries(entries) => {
                let entry = |(name, value): &(&str, &str)| format!("{name}: {value}");
                f.write_str(&entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Self::List(texts) => write!(f, "[{}]", texts.join(", ")),
            Self::Numbers(numbers) => write!(f, "{numbers:?}"),
        }
    }
}
