//! From names on the wire to names in Rust, in one place.
//!
//! | on the wire | field, method, argument | type, variant | constant |
//! |---|---|---|---|
//! | `DateSent`, `date-sent` | `date_sent` | `DateSent` | `DATE_SENT` |
//! | `type` and other keywords | `type`, written raw | `Type` | `TYPE` |
//! | `self`, `super`, `crate` | `self_` | `Self_` | `SELF` |
//! | `2fa` | `_2fa` | `N2fa` | `N2FA` |
//! | `größe` | `größe` | `Größe` | `GRÖSSE` |
//! | `a.b`, `a b`, `a<` | `a_b`, `a` | `AB`, `A` | `A_B` |
//! | `<`, the empty text | none: `rename` is asked for | as a value of an enum: `U3C`, `Empty` | none |
//!
//! Values of an enum can't be renamed, so the later of two colliding names gets
//! a number: `a-b`, `a_b` are `AB` and `AB2`.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::model::Name;
use crate::work;

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A field, a method or an argument.
    Value,
    /// A type or a variant.
    Type,
    /// A constant.
    Constant,
}

/// The Rust name for a name on the wire; `None` if that has no letter or digit.
pub(super) fn name(wire: &str, kind: NameKind) -> Option<Name> {
    let rust = ident(wire, kind)?;
    Some(Name { rust, wire: wire.to_owned() })
}

/// The identifier alone.
#[must_use]
pub fn ident(wire: &str, kind: NameKind) -> Option<String> {
    let words: String = composed(wire).chars().map(|c| if fits(c) { c } else { ' ' }).collect();
    let (cased, before_digit) = match kind {
        NameKind::Value => (words.to_snake_case(), "_"),
        NameKind::Type => (words.to_upper_camel_case(), "N"),
        NameKind::Constant => (words.to_shouty_snake_case(), "N"),
    };
    let first = cased.chars().next()?;
    if matches!(cased.as_str(), "self" | "Self" | "super" | "crate") {
        return Some(cased + "_");
    }
    // Case conversion may give a first character that no identifier begins
    // with, or one that has to be composed again.
    let cased = composed(&cased);
    if unicode_ident::is_xid_start(first) {
        Some(cased)
    } else {
        Some(before_digit.to_owned() + &cased)
    }
}

/// In normalization form C, as the compiler compares names: `é` of one
/// character or of two is one name.
#[cfg(feature = "yaml")]
fn composed(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

/// Parameters of paths, the only names that an attribute has, are ASCII.
#[cfg(not(feature = "yaml"))]
fn composed(text: &str) -> String {
    text.to_owned()
}

fn fits(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // What has no simple case conversion, like the dotted capital İ, would
    // come out as several characters, some of which may not fit.
    unicode_ident::is_xid_continue(c)
        && c.to_lowercase().chain(c.to_uppercase()).all(unicode_ident::is_xid_continue)
}

/// The variants for the values of an enum, and the one for all other values.
pub(super) fn variants(values: &[String]) -> (Vec<Name>, String) {
    let natural: Vec<String> = values.iter().map(|value| variant(value)).collect();
    let mut taken: BTreeSet<String> = natural.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    let mut numbers = Numbers::default();
    let mut variants = Vec::new();
    for (rust, wire) in natural.into_iter().zip(values) {
        let rust = if seen.insert(rust.clone()) {
            rust
        } else {
            numbers.free(rust.trim_end_matches('_'), |name| taken.contains(name))
        };
        taken.insert(rust.clone());
        variants.push(Name { rust, wire: wire.clone() });
    }
    let other = ["Other", "Unlisted"].into_iter().find(|name| !taken.contains(*name));
    let other =
        other.map_or_else(|| numbers.free("Unlisted", |name| taken.contains(name)), str::to_owned);
    (variants, other)
}

fn variant(value: &str) -> String {
    let spelled = || {
        let codes = value.chars().map(|c| format!("U{:X}", u32::from(c)));
        codes.collect::<Vec<_>>().concat()
    };
    match value {
        "" => "Empty".to_owned(),
        value => ident(value, NameKind::Type).unwrap_or_else(spelled),
    }
}

/// Numbers behind names that are taken. Each name remembers how far it counted:
/// thousands of equal names would begin at 2 each time.
#[derive(Clone, Debug, Default)]
pub struct Numbers(BTreeMap<String, u32>);

impl Numbers {
    /// The name with the next number whose result is free.
    pub fn free(&mut self, name: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let next = self.0.entry(name.to_owned()).or_insert(2);
        loop {
            work::step();
            let candidate = format!("{name}{next}");
            if !is_taken(&candidate) {
                return candidate;
            }
            *next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::assert_linear;

    #[test]
    fn names_follow_the_table() {
        let cases = [
            ("DateSent", "date_sent", "DateSent", "DATE_SENT"),
            ("date-sent", "date_sent", "DateSent", "DATE_SENT"),
            ("type", "type", "Type", "TYPE"),
            ("Self", "self_", "Self_", "SELF"),
            ("2fa", "_2fa", "N2fa", "N2FA"),
            ("größe", "größe", "Größe", "GRÖSSE"),
            ("a.b", "a_b", "AB", "A_B"),
            ("cafe\u{301}", "caf\u{e9}", "Caf\u{e9}", "CAF\u{c9}"),
            ("DateSent<", "date_sent", "DateSent", "DATE_SENT"),
        ];
        for (wire, value, ty, constant) in cases {
            assert_eq!(ident(wire, NameKind::Value).as_deref(), Some(value));
            assert_eq!(ident(wire, NameKind::Type).as_deref(), Some(ty));
            assert_eq!(ident(wire, NameKind::Constant).as_deref(), Some(constant));
        }
        for nothing in ["", "_", "<", "!!", "\u{1f600}", "\u{202e}"] {
            assert_eq!(ident(nothing, NameKind::Value), None);
        }
    }

    #[test]
    fn every_name_is_an_identifier() {
        let odd = (0..=0x2_ffff_u32).filter_map(char::from_u32);
        for wire in odd.flat_map(|c| [c.to_string(), format!("a{c}"), format!("{c}1")]) {
            for kind in [NameKind::Value, NameKind::Type, NameKind::Constant] {
                let Some(name) = ident(&wire, kind) else { continue };
                let mut characters = name.chars();
                let first = characters.next().unwrap();
                assert!(first == '_' || unicode_ident::is_xid_start(first), "{wire:?} {name:?}");
                assert!(characters.all(unicode_ident::is_xid_continue), "{wire:?} {name:?}");
                assert!(name != "_", "{wire:?}");
            }
        }
    }

    #[test]
    fn equal_names_are_numbered_without_counting_again() {
        let values = |count: usize| (0..count).map(|at| "-".repeat(at + 1) + "a").collect();
        assert_linear(500, values, |values: &Vec<String>| {
            let (variants, _) = variants(values);
            let last = variants.last().map(|name| name.rust.as_str());
            assert_eq!(last, Some(format!("A{}", values.len()).as_str()));
        });
    }

    #[test]
    fn values_of_an_enum_always_get_a_variant() {
        let values = |texts: &[&str]| {
            let values: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            let (variants, other) = variants(&values);
            (variants.into_iter().map(|name| name.rust).collect::<Vec<_>>(), other)
        };
        let expect = |names: &[&str], other: &str| {
            (names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), other.to_owned())
        };
        assert_eq!(values(&["in-progress", "sent"]), expect(&["InProgress", "Sent"], "Other"));
        assert_eq!(values(&["a-b", "a_b", "ab2"]), expect(&["AB", "AB2", "Ab2"], "Other"));
        assert_eq!(values(&["x", "X", "x2"]), expect(&["X", "X3", "X2"], "Other"));
        assert_eq!(values(&["self", "Self"]), expect(&["Self_", "Self2"], "Other"));
        assert_eq!(values(&["other"]), expect(&["Other"], "Unlisted"));
        assert_eq!(values(&["other", "unlisted"]), expect(&["Other", "Unlisted"], "Unlisted2"));
        assert_eq!(values(&["", "<", ">="]), expect(&["Empty", "U3C", "U3EU3D"], "Other"));
    }
}
