//! Paging that the description declares in a vocabulary of its own: nothing is guessed.

use super::next_position::{after, send_to};
use super::offset_and_number::start;
use super::{Finding, Param, Shape};
use pagesmith_codegen::ast::{Ends, Knobs, Next, Number, Offset, Or, Page, Partial};

/// What a vocabulary says, in the terms of a spec.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declared {
    /// The vocabulary, for the reason.
    pub vocabulary: String,
    /// Pointer to the rows, if it is declared.
    pub items: Option<String>,
    /// The field of a row that takes its key, if the rows are the values of a map.
    pub map_key: Option<String>,
    /// Whether a reply without rows may lack their array.
    pub may_lack_items: bool,
    /// A note on the other arrays, if the rows are a guess.
    pub others: Option<String>,
    /// Pointer to what says that a reply is incomplete.
    pub partial: Option<String>,
    /// Pointer to the flag that says that more follows.
    pub more: Option<String>,
    /// The parameter for the page size.
    pub size: Option<Param>,
    /// What a reply says of its page.
    pub page: Page,
    /// What the vocabulary says that no knob expresses.
    pub unread: Vec<String>,
    pub way: Way,
}

/// How a list pages.
#[derive(Clone, Debug, Default)]
pub(crate) enum Way {
    /// In one reply.
    #[default]
    Single,
    /// By the link at this pointer.
    Link(String),
    /// By the token at this pointer, in this parameter.
    Token(String, Param),
    /// By the token in this header of the reply, in this parameter.
    Header(String, Param),
    /// By the header `Link`.
    LinkHeader,
    /// By this field of the last item, in this parameter.
    Last(String, Param),
    /// By page number, in this parameter.
    Number(Param),
    /// By the number of items to skip, in this parameter.
    Offset(Param),
}

/// The paging that a vocabulary declares.
pub(super) fn declared(shape: &Shape) -> Option<Finding> {
    let Declared { vocabulary, way, partial, more, page, .. } = shape.declared.as_ref()?;
    let (knobs, what) = match way {
        Way::Single => return None,
        Way::Link(pointer) => {
            let send = Some(Or::Text("url".to_owned()));
            let text = format!("`{pointer}` is a link to the next page");
            (Knobs { send, ..next(shape, pointer) }, text)
        }
        Way::Token(pointer, param) => {
            let text = format!("`{pointer}` is sent as `{}`", param.name);
            (token(shape, pointer, param), text)
        }
        Way::Header(name, param) => {
            let next = Next { header: Some(name.clone()), ..Next::default() };
            let send = Some(send_to(param));
            let text = format!("the header `{name}` is sent as `{}`", param.name);
            (Knobs { next: Some(next), send, ..Knobs::default() }, text)
        }
        Way::LinkHeader => {
            let preset = Some("link-header".to_owned());
            (Knobs { preset, ..Knobs::default() }, "replies have the header `Link`".to_owned())
        }
        Way::Last(field, param) => {
            let ends = Some(Ends { empty_page: Some(true), ..Ends::default() });
            let text = format!("`{}` is the `{field}` of the last item", param.name);
            (Knobs { ends, ..after(param, field) }, text)
        }
        Way::Number(param) => {
            let (start, text) = start(shape, param);
            let (query, body) = place(param);
            let number = Some(Number { query, body, start: Some(start) });
            (Knobs { number, ..Knobs::default() }, text)
        }
        Way::Offset(param) => {
            let (query, body) = place(param);
            let offset = Some(Offset { query, body, ..Offset::default() });
            let text = format!("`{}` is the number of items to skip", param.name);
            (Knobs { offset, ..Knobs::default() }, text)
        }
    };
    let partial = partial
        .as_ref()
        .map(|pointer| Partial { at: Some(Or::Text(pointer.clone())), ..Partial::default() });
    let more = more.clone().map(Or::Text);
    let page = (*page != Page::default()).then(|| page.clone());
    let knobs = Knobs { partial, more, page, ..knobs };
    Some(Finding::knobs(knobs, format!("{what}, as {vocabulary} declares")))
}

/// A token in the body: the preset `aip-158`, if the names are those of it.
fn token(shape: &Shape, pointer: &str, param: &Param) -> Knobs {
    if pointer == "/nextPageToken" && param.name == "pageToken" && !param.in_body {
        return Knobs { preset: Some("aip-158".to_owned()), ..Knobs::default() };
    }
    Knobs { send: Some(send_to(param)), ..next(shape, pointer) }
}

/// A next position in the body. If a reply may lack it, its absence is the end.
fn next(shape: &Shape, pointer: &str) -> Knobs {
    let always = shape.key(pointer).is_some_and(|key| key.always);
    let absent = Ends { absent: Some("end".to_owned()), ..Ends::default() };
    Knobs {
        next: Some(Next { body: Some(pointer.to_owned()), ..Next::default() }),
        ends: (!always).then_some(absent),
        ..Knobs::default()
    }
}

/// The name of a parameter, as one of the query or of the body.
fn place(param: &Param) -> (Option<String>, Option<String>) {
    let name = Some(param.name.clone());
    if param.in_body { (None, name) } else { (name, None) }
}
