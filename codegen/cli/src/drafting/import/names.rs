//! Finds unused Rust names for the names of a description.

use std::collections::BTreeSet;

use pagesmith_codegen::lower::names::{NameKind, Numbers, ident};
use pagesmith_codegen::lower::reserved;

/// Longest name of a type in characters.
const MAX_TYPE: usize = 100;

/// The names of types that are in use.
#[derive(Default)]
pub(crate) struct TypeNames {
    taken: BTreeSet<String>,
    numbers: Numbers,
}

impl TypeNames {
    /// Takes a name, if it is free.
    pub(crate) fn claim(&mut self, name: &str) -> bool {
        !reserved::is_type(name) && self.taken.insert(name.to_owned())
    }

    /// Takes the first of these that is free, or numbers the last.
    pub(crate) fn first_free(&mut self, candidates: &[String]) -> String {
        let candidates: Vec<String> =
            candidates.iter().filter_map(|candidate| type_name(candidate)).collect();
        let last = candidates.last().cloned().unwrap_or_else(|| "Record".to_owned());
        let mut named = candidates.iter().chain([&last]);
        if let Some(name) = named.find(|name| self.claim(name)) {
            return name.clone();
        }
        let taken = |name: &str| reserved::is_type(name) || self.taken.contains(name);
        let name = self.numbers.free(&last, taken);
        self.taken.insert(name.clone());
        name
    }
}

/// The name of a type as the spec's client has it: `pH` is the words `p` and `H`,
/// which together are `PH`, and `Ph` as a name of their own.
fn type_name(text: &str) -> Option<String> {
    let mut name = ident(text, NameKind::Type)?;
    loop {
        let again = ident(&name, NameKind::Type)?;
        if again == name {
            return Some(name.chars().take(MAX_TYPE).collect());
        }
        name = again;
    }
}

/// Names for a record, from that of its component: the last part first, then
/// with more of the parts before it.
pub(crate) fn of_component(component: &str) -> Vec<String> {
    let decoded = component.replace("~1", "/").replace("~0", "~").replace("%20", " ");
    let parts: Vec<&str> = decoded.split(['.', '/']).filter(|part| !part.is_empty()).collect();
    let from = |start: usize| {
        // A type name need not say that it is an enum.
        let words = parts[start..].join("_").replace("_enum_", "_");
        words.strip_suffix("_enum").map_or(words.clone(), str::to_owned)
    };
    (0..parts.len()).rev().map(from).collect()
}

/// The names of values that are in use.
#[derive(Default)]
pub(crate) struct ValueNames {
    taken: BTreeSet<String>,
    numbers: Numbers,
}

impl ValueNames {
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    pub(crate) fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// An unused Rust name; ends with a number if the name itself is taken.
    pub(crate) fn free(&mut self, name: &str) -> String {
        let name = ident(name, NameKind::Value).unwrap_or_else(|| "value".to_owned());
        if !self.is_taken(&name) {
            return name;
        }
        // A keyword ends with the sign already.
        let stem = name.trim_end_matches('_').to_owned() + "_";
        self.numbers.free(&stem, |name| self.taken.contains(name))
    }

    /// A free name, which counts as taken from now on.
    pub(crate) fn take_free(&mut self, name: &str) -> String {
        let name = self.free(name);
        self.take(&name);
        name
    }
}

/// The key of a filter: the name of its parameter, with a word for a sign at its end, and
/// different from the methods of a list.
pub(crate) fn filter(param: &str, taken: &mut ValueNames) -> String {
    const SIGNS: [(&str, &str); 6] = [
        ("<=", "_until"),
        (">=", "_from"),
        ("!=", "_not"),
        ("<", "_before"),
        (">", "_after"),
        ("!", "_not"),
    ];
    let signed =
        SIGNS.iter().find_map(|(sign, word)| Some(param.strip_suffix(sign)?.to_owned() + word));
    let name = signed.unwrap_or_else(|| param.trim_end_matches("[]").to_owned());
    let name = ident(&name, NameKind::Value).unwrap_or_else(|| "filter".to_owned());
    let name = if reserved::is_of_list(&name) { name + "_filter" } else { name };
    taken.free(&name)
}
