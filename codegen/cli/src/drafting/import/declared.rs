//! What vendors declare of a list's paging, beside what OpenAPI has: `x-ms-pageable` (`AutoRest`),
//! `x-speakeasy-pagination`, `x-fern-pagination`, `x-scalar-pagination`, marks on parameters and
//! properties, and Google's discovery format.

pub(super) mod marks;
mod scalar;

use super::discovery;
use super::document::Document;
use super::envelope::Envelope;
use super::parameters::{self, Parameters, Place};
use crate::drafting::detect::{Declared, Param, Way};
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Or, Page};

/// The paging that an operation declares; a clause if it declares one that can't be read.
pub(super) fn of_operation<'d>(
    document: &Document<'d>,
    operation: &'d Node,
    params: &Parameters<'d>,
    reply: &Envelope<'d>,
) -> Result<Option<Declared>, String> {
    let reader = Reader { document, params };
    if let Some(declared) = operation.get(discovery::KEY) {
        return google(&reader, declared).map(Some);
    }
    if operation.get(scalar::KEY) == Some(&Node::Bool(false)) {
        let vocabulary = format!("`{}`", scalar::KEY);
        return Ok(Some(Declared { vocabulary, ..Declared::default() }));
    }
    for (key, read) in VOCABULARIES {
        // The value `true` means that of the whole description.
        let own = operation.get(key).filter(|value| **value != Node::Bool(false));
        let whole = own.filter(|value| **value == Node::Bool(true));
        let declared = whole.and_then(|_| document.root.get(key)).or(own);
        let declared = declared
            .filter(|_| key == scalar::KEY)
            .map_or(declared, |own| Some(scalar::scheme(document.root, own).unwrap_or(own)));
        let Some(declared) = declared.filter(|value| is_declared(value)) else { continue };
        let read = read(&reader, declared).ok_or_else(|| unread(key))?;
        return Ok(Some(Declared { vocabulary: format!("`{key}`"), ..read }));
    }
    Ok(marks::declared(&reader.marked(), &reply.marks))
}

/// Whether a value says something: an object, or a name.
fn is_declared(value: &Node) -> bool {
    !value.entries().is_empty() || value.text().is_some()
}

fn unread(key: &str) -> String {
    format!(
        "`{key}` declares how it pages in a way that a spec can't express: write its knobs by hand"
    )
}

/// What [`discovery`] found. Servers of this kind leave out an empty array.
fn google(reader: &Reader<'_, '_>, declared: &Node) -> Result<Declared, String> {
    if let Some(why) = declared.text_of("unclear") {
        return Err(why.to_owned());
    }
    let in_query = declared.text_of("token") == Some("query");
    let param = if in_query { reader.param("pageToken") } else { reader.in_body("pageToken") };
    let param = param.ok_or("its parameter `pageToken` could not be read")?;
    let named = |key: &str| declared.text_of(key).map(str::to_owned);
    Ok(Declared {
        vocabulary: "the discovery document".to_owned(),
        items: named("items"),
        map_key: named("map_key"),
        may_lack_items: true,
        others: named("others"),
        partial: named("partial"),
        way: Way::Token("/nextPageToken".to_owned(), param),
        ..Declared::default()
    })
}

/// What a vocabulary says, without its name; `None` if it can't be read.
type Read = Option<Declared>;

/// Reads what a vocabulary says.
type Vocabulary = for<'r, 'd> fn(&Reader<'r, 'd>, &'d Node) -> Read;

const VOCABULARIES: [(&str, Vocabulary); 4] = [
    ("x-ms-pageable", ms_pageable),
    ("x-speakeasy-pagination", speakeasy),
    ("x-fern-pagination", fern),
    (scalar::KEY, scalar::read),
];

struct Reader<'r, 'd> {
    document: &'r Document<'d>,
    params: &'r Parameters<'d>,
}

impl Reader<'_, '_> {
    /// The parameter of this name: of the query, or else of the body.
    fn param(&self, name: &str) -> Option<Param> {
        self.at(Place::Query, name).or_else(|| self.in_body(name))
    }

    /// The parameter of this name in the body; dots part the names of a nested one.
    fn in_body(&self, name: &str) -> Option<Param> {
        self.at(Place::Body, &format!("/{}", name.replace('.', "/")))
    }

    fn at(&self, place: Place, name: &str) -> Option<Param> {
        let mut params = self.params.all.iter();
        let found = params.find(|param| param.place == place && param.name == name);
        found.map(|param| parameters::param(self.document, param))
    }

    /// The parameter of an expression such as `$request.cursor`.
    fn request(&self, expression: &str) -> Option<Param> {
        self.param(expression.strip_prefix("$request.")?)
    }

    /// The parameters with a mark.
    fn marked(&self) -> Vec<(marks::Mark, Param)> {
        let sent = |place: Place| matches!(place, Place::Query | Place::Body);
        let params = self.params.all.iter().filter(|param| sent(param.place));
        let marked = params.filter_map(|param| {
            Some((param.mark.clone()?, parameters::param(self.document, param)))
        });
        marked.collect()
    }
}

/// `nextLinkName` is null for a list in one reply; `itemName` is `value` unless it is named.
fn ms_pageable<'d>(_: &Reader<'_, 'd>, declared: &'d Node) -> Read {
    let items = declared.text_of("itemName").unwrap_or("value");
    let items = Some(format!("/{items}"));
    let way = match declared.get("nextLinkName") {
        // Later pages come from another operation.
        _ if declared.get("operationName").is_some() => return None,
        Some(Node::Text(name)) => Way::Link(format!("/{name}")),
        Some(Node::Null) => Way::Single,
        _ => return None,
    };
    Some(Declared { items, way, ..Declared::default() })
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
    let pages = output("numPages").and_then(pointer).map(Or::Text);
    let page = Page { pages, ..Page::default() };
    Some(Declared { items, size: input("limit"), page, way, ..Declared::default() })
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
    let more = declared.text_of("has-next-page").and_then(pointer);
    Some(Declared { items, more, way, ..Declared::default() })
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
