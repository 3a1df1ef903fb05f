//! Each place of a spec that holds a text, found by walking it.

use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A spec as data, to be changed in one place and written again.
#[derive(Clone)]
pub struct Tree(Value);

/// What may come of another text here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: it appears in a literal or in docs.
    Text,
    /// Another identifier.
    Name,
    /// What the grammar of types and paths makes of it.
    Type,
}

/// A place, and how a payload gets there.
#[derive(Clone, Debug)]
pub struct Site {
    pub kind: Kind,
    /// The words that stand here in the benign spec.
    pub words: Vec<String>,
    /// Whether the benign spec has a JSON Pointer here.
    pub is_pointer: bool,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    /// The whole of this scalar, or key.
    Whole(Vec<usize>, bool),
    /// A word, wherever it appears, alone or within another text.
    Word(String),
}

/// Words that the format itself has a meaning for.
const FORMAT: [&str; 7] = ["enum", "map", "rust", "crate", "string", "https", "example"];

/// The keys of the format: those of the AST.
pub fn keys() -> Vec<&'static str> {
    let spec = include_str!("../../src/ast.rs").split("pub struct Spec").nth(1).unwrap();
    let others = [include_str!("../../src/ast/one.rs"), include_str!("../../src/ast/paging.rs")];
    let lines = spec.lines().chain(others.into_iter().flat_map(str::lines));
    let fields = lines.filter_map(|line| line.trim().strip_prefix("pub "));
    let keys = fields.filter_map(|field| field.split_once(':')).map(|(key, _)| key);
    let keys = keys.filter(|key| !key.contains(' ') && *key != "use paging").map(|key| match key {
        "ty" => "type",
        "json_type" => "as",
        "r#where" => "where",
        key => key,
    });
    keys.chain(["wire", "rename"]).collect()
}

impl Tree {
    pub fn read(text: &str) -> Self {
        Self(serde_yaml::from_str(text).unwrap())
    }

    /// As YAML of one line, everything odd escaped.
    pub fn text(&self) -> String {
        let mut text = String::new();
        write(&self.0, &mut text);
        text
    }

    pub fn put(&self, site: &Site, payload: &str) -> Self {
        let mut tree = self.clone();
        match &site.change {
            Change::Whole(path, is_key) => {
                let (last, way) = path.split_last().unwrap();
                let around = way.iter().fold(&mut tree.0, |value, step| child(value, *step));
                put(around, *last, *is_key, payload);
            }
            Change::Word(word) => {
                each_text(&mut tree.0, &mut |text| *text = swapped(text, word, payload));
            }
        }
        tree
    }

    /// All keys, wherever they are.
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        each_place(&self.0, &mut |_, _, is_key, text| {
            if is_key {
                keys.insert(text.to_owned());
            }
        });
        keys
    }

    /// All texts, all keys that are names, and all words within them.
    pub fn sites(&self) -> Vec<Site> {
        let (mut sites, mut words) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
        let of_format = keys();
        each_place(&self.0, &mut |path, keys, is_key, text| {
            if is_key && of_format.contains(&text) {
                return;
            }
            let change = Change::Whole(path.to_vec(), is_key);
            let found: Vec<String> = text.split(|c: char| !is_part(c)).map(str::to_owned).collect();
            // Attributes are read by derives: their words are code, as a whole they are checked.
            for word in found.iter().filter(|_| keys.last().is_none_or(|key| key != "attributes")) {
                words.entry(word.clone()).or_default().push(text.to_owned());
            }
            let (kind, is_pointer) = (kind(keys, is_key, text), text.starts_with('/'));
            sites.push(Site { kind, words: found, is_pointer, change });
        });
        // Swapped everywhere at once: what refers to a name goes along.
        let worth = |word: &str, texts: &[String]| {
            word.len() > 1
                && !FORMAT.contains(&word)
                && texts != [word]
                && !of_format.contains(&word)
        };
        for (word, texts) in words {
            if worth(&word, &texts) {
                let grammar = texts.iter().any(|text| text.contains(['(', '/']));
                let kind = if grammar { Kind::Type } else { Kind::Name };
                let words = vec![word.clone()];
                sites.push(Site { kind, words, is_pointer: false, change: Change::Word(word) });
            }
        }
        sites
    }
}

/// By the keys around a text. Any other text is a type, the kind with the loosest rules.
fn kind(keys: &[String], is_key: bool, text: &str) -> Kind {
    let last = keys.last().map_or("", String::as_str);
    // What begins with a slash may be a pointer, and is something else without.
    let types = [
        "type",
        "record",
        "get",
        "post",
        "server",
        "step",
        "filtertwo",
        "Recenum",
        "bodyfilter",
        "url",
        "wait",
    ];
    let is_pointer = last == "param" && text.starts_with('/');
    let is_type =
        types.contains(&last) || keys.iter().any(|key| key == "fields" || key == "params");
    match () {
        () if is_key => Kind::Name,
        () if ["docs", "wire"].contains(&last) => Kind::Text,
        () if last == "rename" => Kind::Name,
        // Of the method that requests a single record.
        () if last == "name" && keys.iter().any(|key| key == "one") => Kind::Name,
        () if is_type || is_pointer || text.contains('(') => Kind::Type,
        () => Kind::Text,
    }
}

/// Takes the way to a text, the keys around it, whether it is a key, and what
/// it says.
type Found<'f> = dyn FnMut(&[usize], &[String], bool, &str) + 'f;

/// Tells each text and each key.
fn each_place(root: &Value, found: &mut Found<'_>) {
    fn go(value: &Value, path: &mut Vec<usize>, keys: &mut Vec<String>, found: &mut Found<'_>) {
        match value {
            Value::Mapping(entries) => {
                for (step, (key, value)) in entries.iter().enumerate() {
                    let key = key.as_str().unwrap().to_owned();
                    path.push(step);
                    found(path, keys, true, &key);
                    keys.push(key);
                    go(value, path, keys, found);
                    keys.pop();
                    path.pop();
                }
            }
            Value::Sequence(values) => {
                for (step, value) in values.iter().enumerate() {
                    path.push(step);
                    go(value, path, keys, found);
                    path.pop();
                }
            }
            Value::String(text) => found(path, keys, false, text),
            _ => {}
        }
    }
    go(root, &mut Vec::new(), &mut Vec::new(), found);
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn child(value: &mut Value, step: usize) -> &mut Value {
    match value {
        Value::Mapping(entries) => entries.iter_mut().nth(step).unwrap().1,
        Value::Sequence(values) => &mut values[step],
        _ => unreachable!("a step leads into a map or a list"),
    }
}

fn put(around: &mut Value, step: usize, is_key: bool, payload: &str) {
    if !is_key {
        *child(around, step) = Value::String(payload.to_owned());
        return;
    }
    let Value::Mapping(entries) = around else { unreachable!("a key is in a map") };
    let renamed = entries.iter().enumerate().map(|(at, (key, value))| {
        let key = if at == step { Value::String(payload.to_owned()) } else { key.clone() };
        (key, value.clone())
    });
    *entries = renamed.collect();
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::Mapping(entries) => {
            let changed = entries.iter().map(|(key, value)| {
                let (mut key, mut value) = (key.clone(), value.clone());
                each_text(&mut key, change);
                each_text(&mut value, change);
                (key, value)
            });
            *entries = changed.collect();
        }
        Value::Sequence(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::String(text) => change(text),
        _ => {}
    }
}

/// The text with each whole occurrence of this word replaced.
fn swapped(text: &str, word: &str, payload: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(word) {
        let (before, behind) = (&rest[..at], &rest[at + word.len()..]);
        out.push_str(before);
        let whole = !before.ends_with(is_part) && !behind.starts_with(is_part);
        out.push_str(if whole { payload } else { word });
        rest = behind;
    }
    out + rest
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Mapping(entries) => {
            out.push('{');
            for (key, value) in entries {
                out.push_str("? ");
                write(key, out);
                out.push_str(" : ");
                write(value, out);
                out.push_str(", ");
            }
            out.push('}');
        }
        Value::Sequence(values) => {
            out.push('[');
            for value in values {
                write(value, out);
                out.push_str(", ");
            }
            out.push(']');
        }
        Value::String(text) => quoted(text, out),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Bool(truth) => out.push_str(&truth.to_string()),
        _ => unreachable!("a spec has no such value"),
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
}
