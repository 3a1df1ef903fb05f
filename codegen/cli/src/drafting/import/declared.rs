//! What vendors declare of a list's paging, beside what OpenAPI has: `x-ms-pageable` (`AutoRest`),
//! `x-speakeasy-pagination` and `x-fern-pagination`.

use super::document::Document;
use super::parameters::{self, Parameters, Place};
use crate::drafting::detect::{Declared, Param, Way};
use crate::drafting::document::Node;

/// The paging that an operation declares; a clause if it declares one that can't be read.
pub(super) fn of_operation<'d>(
    document: &Document<'d>,
    operation: &'d Node,
    params: &Parameters<'d>,
) -> Result<Option<Declared>, String> {
    let reader = Reader { document, params };
    for (key, read) in VOCABULARIES {
        // The value `true` means that of the whole description.
        let own = operation.get(key).filter(|value| **value != Node::Bool(false));
        let whole = own.filter(|value| **value == Node::Bool(true));
        let declared = whole.and_then(|_| document.root.get(key)).or(own);
        let Some(declared) = declared.filter(|value| !value.entries().is_empty()) else { continue };
        let (items, way) = read(&reader, declared).ok_or_else(|| unread(key))?;
        return Ok(Some(Declared { vocabulary: key, items, way }));
    }
    Ok(None)
}

fn unread(key: &str) -> String {
    format!(
        "`{key}` declares how it pages in a way that a spec can't express: write its knobs by hand"
    )
}

/// The rows, and the way to page.
type Read = Option<(Option<String>, Way)>;

/// Reads what a vocabulary says.
type Vocabulary = for<'r, 'd> fn(&Reader<'r, 'd>, &'d Node) -> Read;

const VOCABULARIES: [(&str, Vocabulary); 3] = [
    ("x-ms-pageable", ms_pageable),
    ("x-speakeasy-pagination", speakeasy),
    ("x-fern-pagination", fern),
];

struct Reader<'r, 'd> {
    document: &'r Document<'d>,
    params: &'r Parameters<'d>,
}

impl Reader<'_, '_> {
    /// The parameter of this name: of the query, or else of the body.
    fn param(&self, name: &str) -> Option<Param> {
        let of = |place: Place, name: &str| {
            self.params.all.iter().find(|param| param.place == place && param.name == name)
        };
        let pointer = format!("/{}", name.replace('.', "/"));
        let found = of(Place::Query, name).or_else(|| of(Place::Body, &pointer));
        found.map(|param| parameters::param(self.document, param))
    }

    /// The parameter of an expression such as `$request.cursor`.
    fn request(&self, expression: &str) -> Option<Param> {
        self.param(expression.strip_prefix("$request.")?)
    }
}

/// `nextLinkName` is null for a list in one reply; `itemName` is `value` unless it is named.
fn ms_pageable<'d>(_: &Reader<'_, 'd>, declared: &'d Node) -> Read {
    let items = declared.text_of("itemName").unwrap_or("value");
    let items = Some(format!("/{items}"));
    match declared.get("nextLinkName") {
        // Later pages come from another operation.
        _ if declared.get("operationName").is_some() => None,
        Some(Node::Text(name)) => Some((items, Way::Link(format!("/{name}")))),
        Some(Node::Null) => Some((items, Way::Single)),
        _ => None,
    }
}

fn speakeasy<'d>(reader: &Reader<'_, 'd>, declared: &'d Node) -> Read {
    let inputs = declared.get("inputs").map_or(&[][..], Node::elements);
    let input = |kind: &str| {
        let input = inputs.iter().find(|input| input.text_of("type") == Some(kind))?;
        reader.param(input.text_of("name")?)
    };
    let output = |name: &str| declared.get("outputs")?.text_of(name);
    let items = output("results").and_then(pointer);
    let way = match declared.text_of("type")? {
        "cursor" => cursor(output("nextCursor")?, items.as_deref(), input("cursor")?)?,
        "url" => Way::Link(pointer(output("nextUrl")?)?),
        "offsetLimit" => match (input("page"), input("offset")) {
            (Some(page), _) => Way::Number(page),
            (None, Some(offset)) => Way::Offset(offset),
            (None, None) => return None,
        },
        _ => return None,
    };
    Some((items, way))
}

fn fern<'d>(reader: &Reader<'_, 'd>, declared: &'d Node) -> Read {
    let items = declared.text_of("results").and_then(pointer);
    let way = if let Some(param) = declared.text_of("cursor") {
        cursor(declared.text_of("next_cursor")?, items.as_deref(), reader.request(param)?)?
    } else if let Some(link) = declared.text_of("next_uri") {
        Way::Link(pointer(link)?)
    } else {
        let param = reader.request(declared.text_of("offset")?)?;
        // With a step, it counts items; without one, pages.
        if declared.get("step").is_some() { Way::Offset(param) } else { Way::Number(param) }
    };
    Some((items, way))
}

/// A token at a path, or a field of the last item.
fn cursor(path: &str, items: Option<&str>, param: Param) -> Option<Way> {
    for last in ["[(@.length-1)]", "[-1]", "[-1:]"] {
        if let Some((rows, field)) = path.split_once(last) {
            let field = field.strip_prefix('.').filter(|field| is_name(field))?;
            let same = items.is_none_or(|items| pointer(rows).as_deref() == Some(items));
            return same.then(|| Way::Last(field.to_owned(), param));
        }
    }
    Some(Way::Token(pointer(path)?, param))
}

/// A simple JSON path, such as `$.meta.next` or `$response.meta.next`, as a pointer.
fn pointer(path: &str) -> Option<String> {
    if matches!(path, "$" | "$response") {
        return Some(String::new());
    }
    let names = path.strip_prefix("$response.").or_else(|| path.strip_prefix("$."))?;
    names.split('.').map(|name| is_name(name).then(|| format!("/{name}"))).collect()
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '@');
    !name.is_empty() && name.chars().all(plain)
}
