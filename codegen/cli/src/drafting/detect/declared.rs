//! Paging that the description declares in a vocabulary of its own: nothing is guessed.

use super::next_position::{after, send_to};
use super::offset_and_number::start;
use super::{Finding, Param, Shape};
use pagesmith_codegen::ast::{Ends, Knobs, Next, Number, Offset, Or};

/// What a vocabulary says, in the terms of a spec.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// The key of the vocabulary, for the reason.
    pub vocabulary: &'static str,
    /// Pointer to the rows, if it is declared.
    pub items: Option<String>,
    pub way: Way,
}

/// How a list pages.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// In one reply.
    Single,
    /// By the link at this pointer.
    Link(String),
    /// By the token at this pointer, in this parameter.
    Token(String, Param),
    /// By this field of the last item, in this parameter.
    Last(String, Param),
    /// By page number, in this parameter.
    Number(Param),
    /// By the number of items to skip, in this parameter.
    Offset(Param),
}

/// The paging that a vocabulary declares.
pub(super) fn declared(shape: &Shape) -> Option<Finding> {
    let Declared { vocabulary, way, .. } = shape.declared.as_ref()?;
    let (knobs, what) = match way {
        Way::Single => return None,
        Way::Link(pointer) => {
            let send = Some(Or::Text("url".to_owned()));
            let text = format!("`{pointer}` is a link to the next page");
            (Knobs { send, ..next(shape, pointer) }, text)
        }
        Way::Token(pointer, param) => {
            let text = format!("`{pointer}` is sent as `{}`", param.name);
            (Knobs { send: Some(send_to(param)), ..next(shape, pointer) }, text)
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
    Some(Finding::knobs(knobs, format!("{what}, as `{vocabulary}` declares")))
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
