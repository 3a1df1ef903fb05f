//! Each knob of a style with its path in a spec and its value, for code that
//! handles all of them alike.

use crate::{
    Guards, LinkOrigin, More, NextFrom, Offset, OnDrift, OnMissingNext, OnShortfall, PageKeys,
    Paging, Repeat, SendIn, Step, is_in_body,
};
use std::fmt;

/// A knob of a style: where a spec writes it, and what it is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Knob<'a> {
    /// The paths by which a spec can set it; a spec uses one of them.
    pub paths: &'static [&'static str],
    /// The path in use; if the knob is not set, a name for all of them.
    pub path: &'static str,
    /// What it is set to.
    pub value: Value<'a>,
}

/// What a knob is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// The knob is not set.
    Unset,
    /// A name, a pointer or a [place](Paging#places).
    Text(&'a str),
    /// One of a few words, as a spec writes it.
    Word {
        /// The type whose variant it is.
        of: &'static str,
        /// The word.
        word: &'static str,
    },
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// Names.
    List(Vec<&'a str>),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset => f.write_str("none"),
            Self::Text(text) | Self::Word { word: text, .. } => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
            Self::List(texts) => write!(f, "[{}]", texts.join(", ")),
        }
    }
}

impl<S: AsRef<str>, L: AsRef<[S]>> Paging<S, L> {
    /// All knobs, set or not, in the order of the documentation; every style has the
    /// same knobs.
    #[must_use]
    pub fn knobs(&self) -> Vec<Knob<'_>> {
        let Self { next, send, number, offset, size, more, page, counts, ends, safety } = self;
        let mut knobs = vec![position(next.as_ref()), sent(send)];
        let query = number.as_ref().map(|number| &number.query);
        knobs.push(param("number", &["number.query", "number.body"], query));
        knobs.push(count(&["number.start"], number.as_ref().map(|number| number.start)));
        knobs.extend(by_offset(offset.as_ref()));
        let query = size.as_ref().map(|size| &size.query);
        knobs.push(param("size", &["size.query", "size.body"], query));
        knobs.push(count(&["size.default"], size.as_ref().and_then(|size| size.default)));
        knobs.push(count(&["size.max"], size.as_ref().and_then(|size| size.max)));
        knobs.push(flag_of_reply(more.as_ref()));
        knobs.extend(keys(page));
        knobs.push(on_shortage(*counts));
        knobs.push(on_absence(ends.absent));
        knobs.push(always(&["ends.empty_string"], Value::Flag(ends.empty_string)));
        knobs.push(always(&["ends.empty_page"], Value::Flag(ends.empty_page)));
        knobs.push(always(&["ends.same"], Value::Flag(ends.same)));
        knobs.push(always(&["ends.hints"], Value::Flag(ends.hints)));
        knobs.extend(guards(safety));
        knobs
    }
}

/// A knob with one path.
fn always<'a>(paths: &'static [&'static str; 1], value: Value<'a>) -> Knob<'a> {
    Knob { paths, path: paths[0], value }
}

/// A knob with several paths, one of which is in use.
fn by<'a>(paths: &'static [&'static str], index: usize, value: Value<'a>) -> Knob<'a> {
    Knob { paths, path: paths[index], value }
}

fn text<S: AsRef<str>>(text: &S) -> Value<'_> {
    Value::Text(text.as_ref())
}

fn count(paths: &'static [&'static str; 1], value: Option<u64>) -> Knob<'static> {
    always(paths, value.map_or(Value::Unset, Value::Number))
}

/// A parameter of the query or of the body.
fn param<'a, S: AsRef<str>>(
    name: &'static str,
    paths: &'static [&'static str; 2],
    param: Option<&'a S>,
) -> Knob<'a> {
    match param {
        None => Knob { paths, path: name, value: Value::Unset },
        Some(param) => by(paths, usize::from(is_in_body(param.as_ref())), text(param)),
    }
}

fn position<S: AsRef<str>>(next: Option<&NextFrom<S>>) -> Knob<'_> {
    let paths = &["next.body", "next.header", "next.link", "next.last"];
    match next {
        None => Knob { paths, path: "next", value: Value::Unset },
        Some(NextFrom::Body(pointer)) => by(paths, 0, text(pointer)),
        Some(NextFrom::Header(name)) => by(paths, 1, text(name)),
        Some(NextFrom::Link(relation)) => by(paths, 2, text(relation)),
        Some(NextFrom::Last(pointer)) => by(paths, 3, text(pointer)),
    }
}

fn sent<S: AsRef<str>>(send: &SendIn<S>) -> Knob<'_> {
    let paths = &["send", "send.query", "send.body", "send.header"];
    match send {
        SendIn::Url => by(paths, 0, Value::Word { of: "SendIn", word: "url" }),
        SendIn::Query(name) => by(paths, 1, text(name)),
        SendIn::Body(pointer) => by(paths, 2, text(pointer)),
        SendIn::Header(name) => by(paths, 3, text(name)),
    }
}

fn by_offset<S: AsRef<str>>(offset: Option<&Offset<S>>) -> [Knob<'_>; 4] {
    let query = offset.map(|offset| &offset.query);
    let step = match offset.map(|offset| &offset.step) {
        None => Value::Unset,
        Some(Step::Items) => Value::Word { of: "Step", word: "items" },
        Some(Step::Size) => Value::Word { of: "Step", word: "size" },
        Some(Step::Body(pointer)) => text(pointer),
    };
    let overlap = offset.map_or(Value::Unset, |offset| Value::Word {
        of: "OnDrift",
        word: match offset.overlap {
            OnDrift::Error => "error",
            OnDrift::Warn => "warn",
            OnDrift::Off => "off",
        },
    });
    [
        param("offset", &["offset.query", "offset.body"], query),
        count(&["offset.start"], offset.map(|offset| offset.start)),
        always(&["offset.step"], step),
        always(&["offset.overlap"], overlap),
    ]
}

fn flag_of_reply<S: AsRef<str>>(more: Option<&More<S>>) -> Knob<'_> {
    let paths = &["more", "done"];
    match more {
        None => Knob { paths, path: "more", value: Value::Unset },
        Some(More::While(place)) => by(paths, 0, text(place)),
        Some(More::Until(place)) => by(paths, 1, text(place)),
    }
}

fn keys<S: AsRef<str>>(page: &PageKeys<S>) -> [Knob<'_>; 6] {
    let PageKeys { number, size, pages, total, previous, first } = page;
    [
        place(&["page.number"], number.as_ref()),
        place(&["page.size"], size.as_ref()),
        place(&["page.pages"], pages.as_ref()),
        place(&["page.total"], total.as_ref()),
        place(&["page.previous"], previous.as_ref()),
        place(&["page.first"], first.as_ref()),
    ]
}

fn place<'a, S: AsRef<str>>(paths: &'static [&'static str; 1], place: Option<&'a S>) -> Knob<'a> {
    always(paths, place.map_or(Value::Unset, text))
}

fn on_shortage(counts: OnShortfall) -> Knob<'static> {
    let word = match counts {
        OnShortfall::Error => "error",
        OnShortfall::Warn => "warn",
        OnShortfall::Ignore => "ignore",
    };
    always(&["counts"], Value::Word { of: "OnShortfall", word })
}

fn on_absence(absent: OnMissingNext) -> Knob<'static> {
    let word = match absent {
        OnMissingNext::End => "end",
        OnMissingNext::Error => "error",
        OnMissingNext::SinglePage => "single_page",
    };
    always(&["ends.absent"], Value::Word { of: "OnMissingNext", word })
}

fn guards<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(safety: &'a Guards<L>) -> [Knob<'a>; 5] {
    let Guards { repeat, max_pages, max_empty_pages, origin, keep } = safety;
    let repeat = match repeat {
        Repeat::Error => "error",
        Repeat::Stop => "stop",
        Repeat::Allow => "allow",
    };
    let origin = match origin {
        LinkOrigin::Same => Value::Word { of: "LinkOrigin", word: "same" },
        LinkOrigin::Rebase => Value::Word { of: "LinkOrigin", word: "rebase" },
        LinkOrigin::Hosts(hosts) => list(hosts),
    };
    let keep = Some(list(keep)).filter(|keep| *keep != Value::List(Vec::new()));
    [
        always(&["safety.repeat"], Value::Word { of: "Repeat", word: repeat }),
        count(&["safety.max_pages"], *max_pages),
        count(&["safety.max_empty_pages"], Some(*max_empty_pages)),
        always(&["safety.origin"], origin),
        always(&["safety.keep"], keep.unwrap_or(Value::Unset)),
    ]
}

fn list<'a, S: AsRef<str> + 'a, L: AsRef<[S]>>(texts: &'a L) -> Value<'a> {
    Value::List(texts.as_ref().iter().map(AsRef::as_ref).collect())
}
