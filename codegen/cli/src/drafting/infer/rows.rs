//! The record of the rows: chooses types from the samples, with a comment at each guess.

use super::evidence::Evidence;
use super::formats;
use crate::drafting::detect::singular;
use crate::drafting::import::names::{TypeNames, ValueNames};
use crate::drafting::import::{
    enum_text, field, invalid_name, is_money, is_secret, key_of, rename,
};
use crate::drafting::writer::Draft;
use pagesmith_codegen::ast::{Map, Or, Record, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::source_map::Path;

/// How many rows must all have a field for it to count as required.
const ENOUGH_ROWS: usize = 5;
/// How often each value of an enum must occur, on average.
const ENOUGH_EACH: usize = 3;
/// Most values of an enum.
const MAX_VALUES: usize = 8;
/// Longest example in a comment.
const MAX_EXAMPLE: usize = 40;

/// A type, and the reason for it.
type Guess = (String, Option<String>);

/// The record of these rows, added to the draft under a free name.
pub(super) fn record(
    draft: &mut Draft,
    types: &mut TypeNames,
    rows: &Evidence,
    candidate: &str,
) -> String {
    let name = types.first_free(&[candidate.to_owned()]);
    let mut records = Records { draft, types };
    records.record(rows, &name, true);
    name
}

/// Adds a field for what the reply calls a row, or its group, to this record; returns its name. If
/// each row has a name of its own, that may identify it.
pub(super) fn add_name(draft: &mut Draft, record: &str, is_key: bool) -> String {
    let at = Path::default().key("records").key(record);
    let records = draft.spec.records.0.iter_mut();
    let found = records.filter(|(name, _)| name == record).find_map(|(_, record)| match record {
        Or::Map(record) => Some(record),
        Or::Text(_) => None,
    });
    let Some(record) = found else { return String::new() };
    let is_free = |name: &&&str| {
        let mut fields = record.fields.iter();
        !fields.any(|(wire, _)| ident(wire, NameKind::Value).as_deref() == Some(**name))
    };
    let name = ["name", "key", "map_key", "key_in_reply"].iter().find(is_free);
    let name = name.copied().unwrap_or("name_in_reply").to_owned();
    record.fields.0.insert(0, (name.clone(), Type::Text("string".to_owned())));
    let comments = &mut draft.comments;
    comments.beside(&at.key("fields").key(&name), "what the reply calls it");
    if is_key && record.key.is_none() {
        record.key = Some(name.clone());
    }
    name
}

struct Records<'d> {
    draft: &'d mut Draft,
    types: &'d mut TypeNames,
}

impl Records<'_> {
    fn record(&mut self, rows: &Evidence, name: &str, is_row: bool) {
        let at = Path::default().key("records").key(name);
        let index = self.draft.spec.records.0.len();
        self.draft.spec.records.0.push((name.to_owned(), Or::Map(Record::default())));
        let key = is_row.then(|| key(rows, name)).flatten();
        let mut fields = Map::default();
        let mut taken = ValueNames::default();
        for (wire, evidence) in rows.fields.iter() {
            if let Some(why) = invalid_name(wire) {
                self.draft.comments.above(&at, format!("a field is left out: {why}"));
                continue;
            }
            let is_key = key.as_ref() == Some(wire);
            let (ty, why) = self.ty(evidence, name, wire);
            let (optional, missing) = optional(evidence, rows.maps);
            let ty = if is_key || !optional { ty } else { ty + "?" };
            let rename = rename(wire, &mut taken);
            let zone = has_local_times(evidence) && has_datetime(&ty);
            let field = field(ty, None, rename);
            fields.0.push((wire.clone(), if zone { in_utc(field) } else { field }));
            let why: Vec<String> = [why, missing].into_iter().flatten().collect();
            if !why.is_empty() {
                self.draft.comments.beside(&at.key("fields").key(wire), why.join("; "));
            }
        }
        if fields.0.is_empty() {
            fields.0.push(("id".to_owned(), Type::Text("json?".to_owned())));
            let text = "the samples show no fields; add those that you need";
            self.draft.comments.beside(&at.key("fields").key("id"), text);
        }
        if key.is_some() {
            self.draft.comments.beside(&at.key("key"), "a guess: each row has a different value");
        }
        self.draft.spec.records.0[index].1 = Or::Map(Record { key, fields, ..Record::default() });
    }

    fn ty(&mut self, evidence: &Evidence, owner: &str, wire: &str) -> Guess {
        let Evidence { booleans, integers, floats, texts, lists, maps, .. } = *evidence;
        let known = |ty: &str| (ty.to_owned(), None);
        let guess = |ty: &str, why: &str| (ty.to_owned(), Some(why.to_owned()));
        match [booleans, integers + floats, texts, lists, maps].map(|count| count > 0) {
            [false, false, false, false, false] if evidence.empty > 0 => {
                guess("string", "a guess: only \"\" was seen")
            }
            [false, false, false, false, false] => guess("json", "only null was seen"),
            [true, false, false, false, false] => known("boolean"),
            [false, true, false, false, false] => number(evidence, wire),
            [false, false, true, false, false] => self.text(evidence, owner, wire),
            [false, true, true, false, false] => {
                guess("string", "strings and numbers were seen; `string` accepts both")
            }
            [false, false, false, true, false] => self.list(evidence, owner, wire),
            [false, false, false, false, true] => self.object(evidence, owner, wire),
            _ => guess("json", "values of several kinds were seen"),
        }
    }

    fn text(&mut self, evidence: &Evidence, owner: &str, wire: &str) -> Guess {
        let all = |count: usize| count == evidence.texts;
        let like = |ty: &str| (ty.to_owned(), Some(format!("like {}", example(evidence))));
        if is_secret(wire) {
            return ("secret".to_owned(), Some("a guess from its name".to_owned()));
        }
        if all(evidence.times) {
            return like("datetime");
        }
        if all(evidence.times + evidence.local_times) {
            let why = format!(
                "like {}, without a UTC offset: `zone` is a guess",
                local_example(evidence)
            );
            return ("datetime".to_owned(), Some(why));
        }
        // Many version numbers look like a date.
        if all(evidence.dates) && !wire.ends_with("version") {
            return like("date");
        }
        if all(evidence.links) {
            return ("uri".to_owned(), Some("a guess: each value is a link".to_owned()));
        }
        if all(evidence.numerals) && is_money(wire) {
            return like("decimal");
        }
        if all(evidence.numerals) {
            let why = "numbers in quotes; `integer` and `decimal` accept them too";
            return ("string".to_owned(), Some(why.to_owned()));
        }
        self.enum_or_string(evidence, owner, wire)
    }

    /// An enum, if enough rows suggest it; a string otherwise.
    fn enum_or_string(&mut self, evidence: &Evidence, owner: &str, wire: &str) -> Guess {
        let values: Vec<&str> = evidence.distinct.iter().map(String::as_str).collect();
        let few = !evidence.truncated
            && values.len() <= MAX_VALUES
            && values.iter().all(|value| formats::is_word(value));
        let of_rows =
            format!("{} in {}", count(values.len(), "value"), count(evidence.texts, "row"));
        let nested = owner.to_owned() + &ident(wire, NameKind::Type).unwrap_or_default();
        if few
            && values.len() > 1
            && evidence.texts >= ENOUGH_EACH * values.len()
            && self.types.claim(&nested)
        {
            return (
                enum_text(&values),
                Some(format!("a guess: {of_rows}; other values are accepted too")),
            );
        }
        let hint = few
            && ["status", "state", "type", "kind", "direction"]
                .iter()
                .any(|word| wire.ends_with(word));
        (
            "string".to_owned(),
            hint.then(|| format!("perhaps an enum, but {of_rows} are too few to be sure")),
        )
    }

    fn list(&mut self, evidence: &Evidence, owner: &str, wire: &str) -> Guess {
        let Some(element) = &evidence.element else {
            return ("[json]".to_owned(), Some("only empty lists were seen".to_owned()));
        };
        let (ty, why) = self.ty(element, owner, wire);
        if ty.matches(['[', '<']).count() > 4 {
            return ("json".to_owned(), Some("nested lists were seen".to_owned()));
        }
        let null = if element.nulls > 0 && !ty.ends_with('?') { "?" } else { "" };
        (format!("[{ty}{null}]"), why)
    }

    fn object(&mut self, evidence: &Evidence, owner: &str, wire: &str) -> Guess {
        if evidence.fields.is_empty() {
            return ("json".to_owned(), Some("only {} was seen".to_owned()));
        }
        if let Some(map) = self.map(evidence, owner, wire) {
            return map;
        }
        let one = singular(wire);
        let name = self.types.first_free(&[one.clone(), format!("{owner} {one}")]);
        self.record(evidence, &name, false);
        (name, None)
    }

    /// A map: keys that are data, and values of one type.
    fn map(&mut self, evidence: &Evidence, owner: &str, wire: &str) -> Option<Guess> {
        let is_data = |key: &str| {
            let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'));
            formats::is_id(key) || formats::is_date(key) || key.contains(odd)
        };
        let data = evidence.fields.iter().filter(|(key, _)| is_data(key)).count();
        // Keys that most objects don't have are data as well.
        let rare =
            evidence.fields.iter().filter(|(_, field)| field.seen() * 3 <= evidence.maps).count();
        let some = evidence.fields.len();
        if data * 2 <= some && !(evidence.maps >= 6 && rare == some && some > evidence.maps) {
            return None;
        }
        let mut all = Evidence::default();
        for (_, field) in evidence.fields.iter() {
            merge(&mut all, field);
        }
        let (ty, _) = self.ty(&all, owner, wire);
        let null = if all.nulls + all.empty > 0 && !ty.ends_with('?') { "?" } else { "" };
        Some((format!("map<{ty}{null}>"), Some("a guess: its keys look like data".to_owned())))
    }
}

/// Adds the evidence of another place.
pub(super) fn merge(into: &mut Evidence, other: &Evidence) {
    into.nulls += other.nulls;
    into.booleans += other.booleans;
    into.trues += other.trues;
    into.integers += other.integers;
    into.floats += other.floats;
    into.texts += other.texts;
    into.empty += other.empty;
    into.lists += other.lists;
    into.maps += other.maps;
    into.dates += other.dates;
    into.times += other.times;
    into.local_times += other.local_times;
    into.large += other.large;
    into.negative += other.negative;
    into.links += other.links;
    into.numerals += other.numerals;
    into.epochs += other.epochs;
    into.truncated |= other.truncated;
    into.distinct.extend(other.distinct.iter().cloned());
    into.example = into.example.take().or_else(|| other.example.clone());
    if let Some(element) = &other.element {
        merge(into.element.get_or_insert_default(), element);
    }
    for (name, field) in other.fields.iter() {
        merge(into.fields.entry(name), field);
    }
}

/// The key of the rows: a field with the name of a key and a different value in each row.
fn key(rows: &Evidence, record: &str) -> Option<String> {
    let differs = |field: &Evidence| {
        let single = field.filled() == field.texts || field.filled() == field.integers;
        let each =
            field.filled() == rows.maps && (field.truncated || field.distinct.len() == rows.maps);
        single && each
    };
    let fields = rows.fields.iter().filter(|(_, field)| differs(field));
    key_of(record, fields.map(|(name, _)| name.as_str()))
}

/// Whether a field is optional, and the evidence for it.
fn optional(evidence: &Evidence, rows: usize) -> (bool, Option<String>) {
    let (null, missing) = (evidence.nulls, rows.saturating_sub(evidence.seen()));
    let of =
        |count: usize, what: &str| (count > 0).then(|| format!("{what} in {count} of {rows} rows"));
    let seen: Vec<String> =
        [of(null, "null"), of(missing, "missing")].into_iter().flatten().collect();
    let required = evidence.filled() == rows && rows >= ENOUGH_ROWS;
    let reason = if required { Some(format!("in all {rows} rows")) } else { None };
    // Counts mean nothing with a single row.
    let is_counted = rows > 1 && !seen.is_empty() && evidence.filled() > 0;
    (!required, if is_counted { Some(seen.join(", ")) } else { reason })
}

fn number(evidence: &Evidence, wire: &str) -> Guess {
    if evidence.floats > 0 || is_money(wire) {
        let ty = if is_money(wire) { "decimal" } else { "number" };
        return (ty.to_owned(), Some(format!("like {}", example(evidence))));
    }
    let name = ident(wire, NameKind::Value).unwrap_or_default();
    let of_time = name.split('_').any(|word| {
        matches!(
            word,
            "at" | "time"
                | "date"
                | "timestamp"
                | "created"
                | "updated"
                | "expires"
                | "modified"
                | "ts"
        )
    });
    if of_time && evidence.epochs == evidence.integers {
        return (
            "epoch".to_owned(),
            Some(format!("a guess: {} as seconds since 1970", example(evidence))),
        );
    }
    if evidence.large > 0 && evidence.negative == 0 {
        return (
            "unsigned".to_owned(),
            Some("some numbers are too large for a signed 64-bit integer".to_owned()),
        );
    }
    if evidence.large > 0 {
        let why = "no integer type fits both the largest and the negative numbers";
        return ("string".to_owned(), Some(why.to_owned()));
    }
    ("integer".to_owned(), None)
}

/// Whether some of these values are times without an offset.
fn has_local_times(evidence: &Evidence) -> bool {
    evidence.local_times > 0
        || evidence.element.as_deref().is_some_and(has_local_times)
        || evidence.fields.iter().any(|(_, field)| has_local_times(field))
}

/// Whether a type contains times.
fn has_datetime(ty: &str) -> bool {
    ty.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "datetime")
}

/// The field with UTC as the zone of its times without an offset.
fn in_utc(field: Type) -> Type {
    let mut long = match field {
        Type::Map(long) => long,
        short => Map(vec![("type".to_owned(), short)]),
    };
    long.0.push(("zone".to_owned(), Type::Text("UTC".to_owned())));
    Type::Map(long)
}

/// The first of these values that is a time without an offset.
fn local_example(evidence: &Evidence) -> String {
    let local = evidence.distinct.iter().find(|text| formats::is_local_time(text));
    local.cloned().unwrap_or_else(|| example(evidence))
}

/// A number of things, in words.
pub(super) fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn example(evidence: &Evidence) -> String {
    let text = evidence.example.as_deref().unwrap_or_default();
    let short: String = text.chars().take(MAX_EXAMPLE).collect();
    if short.len() < text.len() { short + "…" } else { short }
}
