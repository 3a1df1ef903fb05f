//! Foreign documents, in JSON or YAML, as a tree in the order of the text.
//!
//! They are not trusted: size and depth are checked before the tree is built, and no input
//! causes a panic.

mod yaml;

use std::cell::Cell;
use std::fmt;

use pagesmith_codegen::work;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Largest document in bytes.
pub(crate) const MAX_BYTES: usize = 32 << 20;
/// Largest document in YAML, which needs more memory per byte.
const MAX_YAML: usize = 8 << 20;
/// Most keys and values; each takes up to 150 bytes of memory.
const MAX_VALUES: usize = 2_000_000;
/// Deepest nesting, as for JSON.
const MAX_DEPTH: usize = 100;

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object, in the order of the text.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Reads a document: as JSON if it begins with `{` or `[`, as YAML otherwise.
    ///
    /// # Errors
    /// A clause, when the document is too large, too deep, or invalid.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > MAX_BYTES {
            return Err(format!("has {} bytes; at most {MAX_BYTES} are allowed", bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            format!("is not UTF-8 in line {line}")
        })?;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with(['{', '[']) { Self::json(text) } else { Self::yaml(text) }
    }

    /// Reads a document that must be JSON.
    ///
    /// # Errors
    /// A clause with line and column.
    pub fn json(text: &str) -> Result<Self, String> {
        if text.len() > MAX_BYTES {
            return Err(format!("has {} bytes; at most {MAX_BYTES} are allowed", text.len()));
        }
        let mut json = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
        let left = Cell::new(MAX_VALUES);
        let node = Reader(&left).deserialize(&mut json);
        let node = node.and_then(|node| json.end().map(|()| node));
        node.map_err(|error| unread(&left, "JSON", &error))
    }

    fn yaml(text: &str) -> Result<Self, String> {
        if text.len() > MAX_YAML {
            return Err(format!(
                "has {} bytes of YAML; at most {MAX_YAML} are allowed",
                text.len()
            ));
        }
        yaml::check(text)?;
        let left = Cell::new(MAX_VALUES);
        let node = Reader(&left).deserialize(serde_yaml::Deserializer::from_str(text));
        let mut node = node.map_err(|error| unread(&left, "YAML", &error))?;
        if text.contains("<<") {
            yaml::merge_keys(&mut node);
        }
        Ok(node)
    }

    /// The entry of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find_map(|(name, value)| {
            work::step();
            (name == key).then_some(value)
        })
    }

    /// The entries of an object; empty for any other value.
    #[must_use]
    pub fn entries(&self) -> &[(String, Node)] {
        if let Node::Map(entries) = self { entries } else { &[] }
    }

    /// The elements of an array; empty for any other value.
    #[must_use]
    pub fn elements(&self) -> &[Node] {
        if let Node::List(elements) = self { elements } else { &[] }
    }

    /// The text, if the value is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Node::Text(text) = self { Some(text) } else { None }
    }

    /// The text of an entry.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// Whether an entry is true.
    #[must_use]
    pub fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some(&Node::Bool(true))
    }

    /// The number, if it is whole and not negative.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        if let Node::Integer(number) = self { u64::try_from(*number).ok() } else { None }
    }

    /// The value at a JSON Pointer; the empty one leads to the value itself.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        at(self, pointer, Node::get)
    }
}

/// The value at a JSON Pointer; `get` looks up the entries of objects.
pub(crate) fn at<'d>(
    root: &'d Node,
    pointer: &str,
    get: impl Fn(&'d Node, &str) -> Option<&'d Node>,
) -> Option<&'d Node> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    pointer.split('/').skip(1).try_fold(root, |node, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        match node {
            Node::List(elements) => elements.get(step.parse::<usize>().ok()?),
            node => get(node, &step),
        }
    })
}

/// Why a document is not read.
fn unread(left: &Cell<usize>, format: &str, error: &impl fmt::Display) -> String {
    match left.get() {
        0 => format!("has more than {MAX_VALUES} keys and values"),
        _ => format!("is not {format}: {error}"),
    }
}

/// Reads a value, and counts down the keys and values that may still come.
#[derive(Clone, Copy)]
struct Reader<'c>(&'c Cell<usize>);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let left = self.0.get().saturating_sub(1);
        self.0.set(left);
        if left == 0 {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

/// Reads a key. In YAML it may be a number, mostly an HTTP status.
struct KeyReader<'c>(Reader<'c>);

impl<'de> DeserializeSeed<'de> for KeyReader<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        Ok(match self.0.deserialize(deserializer)? {
            Node::Text(text) => text,
            Node::Integer(number) => number.to_string(),
            Node::Float(number) => number.to_string(),
            Node::Bool(value) => value.to_string(),
            Node::Null => "null".to_owned(),
            Node::List(_) | Node::Map(_) => return Err(D::Error::custom("a key is not a string")),
        })
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Integer(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Integer(number.into()))
    }

    // YAML has whole numbers of any length.
    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Integer(number))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        #[expect(clippy::cast_precision_loss, reason = "it is far beyond any count")]
        let float = number as f64;
        Ok(i128::try_from(number).map_or(Node::Float(float), Node::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(self)? {
            elements.push(element);
        }
        elements.shrink_to_fit();
        Ok(Node::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry_seed(KeyReader(self), self)? {
            entries.push(entry);
        }
        entries.shrink_to_fit();
        Ok(Node::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    #[test]
    fn both_formats_give_the_same_tree() {
        let json = Node::read(br#"{"b": [1, 1.5, null], "a": {"200": "x", "t": true}}"#).unwrap();
        let yaml = Node::read(b"b: [1, 1.5, null]\na:\n  200: x\n  t: true\n").unwrap();
        assert_eq!(json, yaml);
        assert_eq!(json.entries()[0].0, "b", "in the order of the text");
        assert_eq!(json.at("/a/200"), Some(&Node::Text("x".into())));
        assert_eq!(json.at("/b/1"), Some(&Node::Float(1.5)));
        assert_eq!(json.at("/b/x").or(json.at("b")).or(json.at("/c")), None);
    }

    #[test]
    fn a_whole_number_may_be_longer_than_64_bits() {
        let node = Node::read(b"a: 184467440737095516150\nb: -9223372036854775809\n").unwrap();
        assert_eq!(node.get("a"), Some(&Node::Integer(184_467_440_737_095_516_150)));
        assert_eq!(node.get("b"), Some(&Node::Integer(-9_223_372_036_854_775_809)));
    }

    #[test]
    fn an_alias_is_its_value_and_counts_each_time() {
        let node = Node::read(b"a: &x {k: 1, l: &y [2]}\nb: *x\nc: *y\nd: {<<: *x, k: 3}\n");
        let json = br#"{"a": {"k": 1, "l": [2]}, "b": {"k": 1, "l": [2]}, "c": [2], "d": {"k": 3, "l": [2]}}"#;
        assert_eq!(node, Node::read(json));
        let error_of = |text: &str| Node::read(text.as_bytes()).unwrap_err();
        let mut many = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n".to_owned();
        let mut deep = "d0: &d0 [1]\n".to_owned();
        for n in 1..9 {
            let aliases = format!("*a{}, ", n - 1).repeat(10);
            writeln!(many, "a{n}: &a{n} [{aliases}]").unwrap();
        }
        for n in 1..120 {
            writeln!(deep, "d{n}: &d{n} [*d{}]", n - 1).unwrap();
        }
        assert!(error_of(&many).contains("has more than 1000000"), "{}", error_of(&many));
        assert!(error_of(&deep).contains("more than 100 deep"), "{}", error_of(&deep));
    }

    #[test]
    fn other_texts_are_refused() {
        let error_of = |bytes: &[u8]| Node::read(bytes).unwrap_err();
        assert!(error_of(b"{\"a\": }").contains("line 1 column"), "{}", error_of(b"{\"a\": }"));
        assert!(error_of(b"a: [").contains("YAML"));
        assert!(error_of(b"a: &x [*x]\n").contains("alias"));
        assert!(error_of(b"a: 1\n---\nb: 1\n").contains("more than one"));
        assert!(error_of(b"\xff").contains("line 1"));
        assert!(error_of("[".repeat(400_000).as_bytes()).contains("recursion"));
        // The parser limits nested brackets, but not nested blocks.
        let brackets = "a: ".to_owned() + &"[".repeat(400_000);
        assert!(error_of(brackets.as_bytes()).contains("neither JSON nor YAML"));
        assert!(error_of("- ".repeat(100_000).as_bytes()).contains("more than 100 deep"));
    }
}
