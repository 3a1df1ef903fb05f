//! Unused Rust names for things that a description names otherwise.

use std::collections::BTreeSet;

use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::lower::reserved;

/// The names of types that are in use.
#[derive(Default)]
pub(crate) struct TypeNames(BTreeSet<String>);

impl TypeNames {
    /// Takes a name, if it is free.
    pub(crate) fn claim(&mut self, name: &str) -> bool {
        !reserved::is_type(name) && self.0.insert(name.to_owned())
    }

    /// Takes the first of these that is free, or numbers the last.
    pub(crate) fn first_free(&mut self, candidates: &[String]) -> String {
        let candidates: Vec<String> =
            candidates.iter().filter_map(|candidate| ident(candidate, NameKind::Type)).collect();
        let last = candidates.last().cloned().unwrap_or_else(|| "Record".to_owned());
        let numbered = (2_u32..).map(|number| format!("{last}{number}"));
        let named = candidates.iter().cloned().chain([last.clone()]).chain(numbered);
        named.into_iter().find(|name| self.claim(name)).unwrap_or(last)
    }
}

/// Names for a record, from that of its component: the last part first, then
/// with more of the parts before it.
pub(crate) fn of_component(component: &str) -> Vec<String> {
    let decoded = component.replace("~1", "/").replace("~0", "~").replace("%20", " ");
    let parts: Vec<&str> = decoded.split(['.', '/']).filter(|part| !part.is_empty()).collect();
    let from = |start: usize| {
        // A type needs not say that it is an enum.
        let words = parts[start..].join("_").replace("_enum_", "_");
        words.strip_suffix("_enum").map_or(words.clone(), str::to_owned)
    };
    (0..parts.len()).rev().map(from).collect()
}

/// A name in Rust that no other of these has: with a number behind it, where
/// it is taken.
pub(crate) fn free_value(name: &str, taken: &BTreeSet<String>) -> String {
    let name = ident(name, NameKind::Value).unwrap_or_else(|| "value".to_owned());
    let numbered = (2_u32..).map(|number| format!("{name}_{number}"));
    let mut all = [name.clone()].into_iter().chain(numbered);
    all.find(|name| !taken.contains(name)).unwrap_or(name)
}

/// The key of a filter: its parameter as a name, with what a sign at its end
/// means, and never that of a method of the list.
pub(crate) fn filter(param: &str, taken: &BTreeSet<String>) -> String {
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
    free_value(&name, taken)
}
