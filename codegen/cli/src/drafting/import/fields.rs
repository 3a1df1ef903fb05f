//! Fields of records: their names, and which of them identifies a record.

use super::names::ValueNames;
use pagesmith_codegen::ast::{Map, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};

/// Longest name of a field.
const MAX_NAME: usize = 200;

/// The field of a record whose name is that of a key.
pub(crate) fn key_of<'f>(
    record: &str,
    fields: impl IntoIterator<Item = &'f str>,
) -> Option<String> {
    const KEYS: [&str; 7] = ["sid", "id", "uuid", "guid", "uid", "gid", "_id"];
    let fields: Vec<&str> = fields.into_iter().collect();
    let own = |end: &str| format!("{}_{end}", ident(record, NameKind::Value).unwrap_or_default());
    let mut candidates = KEYS.iter().map(|key| (*key).to_owned()).chain([own("sid"), own("id")]);
    candidates.find_map(|candidate| {
        fields.iter().find(|name| same_words(name, &candidate)).map(|name| (*name).to_owned())
    })
}

/// Whether two names are equal: `id` is not `_id`, but `callId` is `call_id`.
fn same_words(name: &str, candidate: &str) -> bool {
    name == candidate
        || (candidate.contains('_') && ident(name, NameKind::Value).as_deref() == Some(candidate))
}

/// A field; in the long form if it has docs or another name.
pub(crate) fn field(ty: String, docs: Option<String>, rename: Option<String>) -> Type {
    if docs.is_none() && rename.is_none() {
        return Type::Text(ty);
    }
    let parts = [("type", Some(ty)), ("rename", rename), ("docs", docs)];
    let parts =
        parts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Type::Text(text?))));
    Type::Map(Map(parts.collect()))
}

/// Why a name can't be the name of a field, if so.
pub(crate) fn invalid_name(wire: &str) -> Option<String> {
    match wire.len() {
        0 => Some("its name is empty".to_owned()),
        1..=MAX_NAME => None,
        len => Some(format!("its name has {len} bytes; at most {MAX_NAME} are allowed")),
    }
}

/// Another Rust name for a field, if its wire name gives none or a taken one; marks the name
/// as taken.
pub(crate) fn rename(wire: &str, taken: &mut ValueNames) -> Option<String> {
    match ident(wire, NameKind::Value) {
        Some(name) if !taken.is_taken(&name) => {
            taken.take(&name);
            None
        }
        name => {
            let signs =
                [("+", "plus_"), ("-", "minus_"), ("_", "own_"), ("$", "own_"), ("@", "at_")];
            let spelled = signs
                .iter()
                .find_map(|(sign, word)| Some((*word).to_owned() + wire.strip_prefix(sign)?));
            let spelled = spelled.filter(|spelled| ident(spelled, NameKind::Value) != name);
            Some(taken.take_free(&spelled.or(name).unwrap_or_else(|| "field".to_owned())))
        }
    }
}
