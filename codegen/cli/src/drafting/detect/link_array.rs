//! Detects an array of links, one of which leads to the next page: that of a relation, wherever
//! it is in the array.

use super::next_position::may_be_absent;
use super::{Finding, Key, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Knobs, Map, Next, Or, Word};

/// Fields with the relation of a link.
const RELATIONS: [&str; 2] = ["rel", "relation"];
/// Fields with the link.
const TARGETS: [&str; 3] = ["href", "url", "uri"];

/// An array of links beside the items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkArray {
    pub pointer: String,
    /// The field with the relation.
    pub relation: String,
    /// The field with the link.
    pub target: String,
    /// Whether each reply is known to have the array.
    pub always: bool,
    /// The relation of the next page, and what shows that such an element exists.
    pub next: Option<(String, String)>,
}

impl LinkArray {
    /// An array whose elements have these fields; `None` if they are no links.
    pub(crate) fn of_fields(pointer: &str, fields: &[&str]) -> Option<Self> {
        let has = |name: &&&str| fields.contains(*name);
        let relation = *RELATIONS.iter().find(has)?;
        let target = *TARGETS.iter().find(has)?;
        let fhir = (relation, target) == ("relation", "url")
            && fold(pointer.rsplit('/').next().unwrap_or_default()) == "link";
        let why = "the fields are those of FHIR's `Bundle.link`";
        Some(Self {
            pointer: pointer.to_owned(),
            relation: relation.to_owned(),
            target: target.to_owned(),
            always: false,
            next: fhir.then(|| ("next".to_owned(), why.to_owned())),
        })
    }

    /// Adds the relation of the next page, if one of these values is that.
    pub(crate) fn see<'v>(&mut self, values: impl IntoIterator<Item = &'v str>, why: &str) {
        let mut values = values.into_iter();
        let next = values.find(|value| matches!(fold(value).as_str(), "next" | "nextpage"));
        self.next = next.map(|value| (value.to_owned(), why.to_owned())).or(self.next.take());
    }
}

/// The link to the next page in an array of links. A list with a body is left out: its links may
/// have a body of their own, as in STAC.
pub(super) fn link_in_array(shape: &Shape) -> Option<Finding> {
    if has_body(shape) {
        return None;
    }
    let mut arrays = shape.link_arrays.iter();
    let (array, (value, why)) = arrays.find_map(|array| Some((array, array.next.as_ref()?)))?;
    let LinkArray { pointer, relation, target, always, .. } = array;
    let next = Next {
        body: Some(pointer.clone()),
        r#where: Some(Map(vec![(relation.clone(), Word(value.clone()))])),
        at: Some(format!("/{target}")),
        ..Next::default()
    };
    let knobs =
        Knobs { next: Some(next), send: Some(Or::Text("url".to_owned())), ..Knobs::default() };
    let reasons = format!(
        "`{target}` in the element of `{pointer}` whose `{relation}` is `{value}` is a link to the next page ({why})"
    );
    let key =
        Key { pointer: pointer.clone(), kind: ValueKind::Link, always: *always, ..Key::default() };
    Some(may_be_absent(Finding::knobs(knobs, reasons), &key))
}

fn has_body(shape: &Shape) -> bool {
    shape.query.iter().any(|param| param.in_body)
}

/// The arrays of links that nothing says to have one to the next page, for who looks for it.
pub(super) fn unclear(shape: &Shape) -> impl Iterator<Item = String> {
    let is_unclear = |array: &&LinkArray| array.next.is_none() || has_body(shape);
    let unclear = shape.link_arrays.iter().filter(is_unclear);
    unclear.map(|array| format!("the links of `{}`", array.pointer))
}
