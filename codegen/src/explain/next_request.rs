//! Describes what a reply contains, and how the walk continues from it.

use super::{Section, all, at, param, place, source};
use crate::model::{
    Carry, CarryTo, FirstRow, LinkBase, LinkOrigin, List, Number, Offset, OnDrift, OnMissingNext,
    Paging, SendAs, SendIn, Shape, Step, Then,
};
use pagesmith_paging::Value;

/// The rows of a reply.
pub(super) fn rows(list: &List) -> Section {
    let missing =
        if list.missing_is_empty { "means no rows" } else { "is an error, never an empty list" };
    let mut sentences = vec![match list.item_rules.shape {
        Shape::Array => {
            format!("They are the array at {}; a missing array {missing}.", places(list))
        }
        Shape::Map => format!(
            "They are the values of the object at {}, in its order; a missing object {missing}.",
            places(list)
        ),
        Shape::OneOrMany => format!(
            "They are the array at {}, or a single row in place of it; nothing there {missing}.",
            places(list)
        ),
        Shape::One => format!("There is one, at {}; nothing there {missing}.", places(list)),
        Shape::Groups => format!(
            "They are the rows of each array in the object at {}, in its order; a missing object {missing}.",
            places(list)
        ),
    }];
    sentences.extend(list.item_rules.name.as_ref().map(|name| named(list, name)));
    if let Some(key) = &list.key {
        sentences.push(format!(
            "`{key}` in a row identifies it: a resumed walk continues after the last one."
        ));
    }
    if let Some(envelope) = &list.envelope {
        sentences.push(format!("`{envelope}` is what a page has beside them."));
    }
    Section { title: "Rows", sentences }
}

/// All places of the rows.
fn places(list: &List) -> String {
    let places: Vec<String> = list.all_items().map(|pointer| at(pointer)).collect();
    match places.split_last() {
        Some((end, others)) if !others.is_empty() => {
            format!("{}, and then at {end}", others.join(", at "))
        }
        _ => places.concat(),
    }
}

/// What of the reply a row keeps as its name.
fn named(list: &List, name: &str) -> String {
    let kept = match list.item_rules.shape {
        Shape::Map => "its key there",
        Shape::Groups => "the key of its array",
        Shape::Array | Shape::OneOrMany | Shape::One => "the last part of its pointer",
    };
    format!("`{name}` of a row is {kept}.")
}

/// Where the next position comes from, and where it goes.
pub(super) fn next(list: &List, paging: &Paging) -> Section {
    let mut sentences = Vec::new();
    if let Some(next) = &paging.next {
        let token = format!("The token at {} of the reply is sent as", source(next));
        let rules = &paging.send_rules;
        let with = match (rules.alone, &paging.then) {
            (true, None) => "with the same path, without filters and page size",
            (false, None) => "with the same path and filters",
            (true, Some(_)) => "without filters and page size",
            (false, Some(_)) => "with the same filters",
        };
        match &paging.send {
            SendIn::Url => {
                sentences.push(format!(
                    "The link at {} of the reply is the URL of the next request, byte for byte.",
                    source(next)
                ));
                sentences.extend(base(&rules.url));
                sentences.push(origin(&paging.safety.origin));
                sentences.extend(keep(paging));
            }
            SendIn::Query(name) => {
                sentences.push(format!("{token} `{name}`, percent-encoded once, {with}."));
            }
            SendIn::Body(pointer) => {
                sentences.push(format!("{token} {}, unchanged, {with}.", param(pointer)));
            }
            SendIn::Header(name) => sentences.push(format!("{token} the header `{name}`, {with}.")),
            SendIn::Members => sentences.push(format!(
                "Each member of the object at {} of the reply is sent as the parameter of its name, percent-encoded once, {with}; it replaces a parameter of that name.",
                source(next)
            )),
            SendIn::Path(name) => sentences.push(format!(
                "{token} the segment `{{{name}}}` of the path, percent-encoded once, with the same filters."
            )),
        }
        sentences.extend(changed_token(paging));
    }
    sentences.extend(paging.carry.iter().map(carried));
    sentences.extend(paging.then.as_ref().map(later));
    if let Some(offset) = &paging.offset {
        sentences.push(by_offset(offset));
        sentences.extend(overlap(list, offset));
    }
    if let Some(number) = &paging.number {
        sentences.extend(by_number(list, paging, number));
    }
    Section { title: "Next request", sentences }
}

/// What a reply states about the list.
pub(super) fn page(paging: &Paging) -> Section {
    let knobs = paging.knobs();
    let keys =
        knobs.iter().filter_map(|knob| match (knob.path.strip_prefix("page."), &knob.value) {
            (Some(key), Value::Text(at)) => Some(format!("Its `{key}` is at {}.", place(at))),
            _ => None,
        });
    Section { title: "What a reply states about the list", sentences: keys.collect() }
}

/// A value that goes along with the position.
fn carried(carry: &Carry<String>) -> String {
    let to = match &carry.to {
        CarryTo::Query(name) => format!("the parameter `{name}`"),
        CarryTo::Header(name) => format!("the header `{name}`"),
        CarryTo::Body(pointer) => param(pointer),
    };
    format!("The value at {} of the reply goes along as {to}, if it is there.", place(&carry.from))
}

/// How later pages are requested.
fn later(then: &Then<String>) -> String {
    let method = if then.post { "POST" } else { "GET" };
    let request = match &then.path {
        Some(path) => format!("`{method} {path}`"),
        None => format!("a {method} of the link"),
    };
    let body = then.body.as_ref().map(|json| format!(", with the body `{json}`"));
    let items = then.items.as_ref().map(|items| format!("; its rows are at {}", at(items)));
    let (body, items) = (body.unwrap_or_default(), items.unwrap_or_default());
    format!("A later page is requested by {request}{body}{items}.")
}

/// What links are relative to.
fn base(base: &LinkBase<String>) -> Option<String> {
    let of = match base {
        LinkBase::Request => return None,
        LinkBase::Base => "the base URL of the client".to_owned(),
        LinkBase::At(pointer) => format!("the URL at `{pointer}` of the reply"),
    };
    Some(format!("A link without a host is appended to {of}."))
}

/// How a token is changed before it is sent, and a row with it.
fn changed_token(paging: &Paging) -> Vec<String> {
    let (next, send) = (&paging.next_rules, &paging.send_rules);
    let mut sentences = Vec::new();
    sentences.extend(next.add.map(|add| format!("{add} is added to it before.")));
    if let Some(template) = &send.template {
        sentences.push(format!("It is sent within the text `{template}`."));
    }
    if send.json_type == SendAs::Number {
        sentences.push("It is sent as a JSON number.".to_owned());
    }
    if next.overlap == FirstRow::Drop {
        sentences.push(
            "If the first row of a page is the last one of the page before, it is dropped."
                .to_owned(),
        );
    }
    sentences
}

fn origin(origin: &LinkOrigin<Vec<String>>) -> String {
    match origin {
        LinkOrigin::Same => {
            "A link to another origin than the client's is an error, and is not requested."
                .to_owned()
        }
        LinkOrigin::Rebase => {
            "The path and query of a link are requested from the client's own origin, wherever the link leads."
                .to_owned()
        }
        LinkOrigin::Hosts(hosts) => format!(
            "A link may lead to the client's origin, and by https to {}, which get the credentials too; any other is an error, and is not requested.",
            all(hosts.iter().map(String::as_str))
        ),
    }
}

fn keep(paging: &Paging) -> Option<String> {
    let names = Some(&paging.safety.keep).filter(|names| !names.is_empty())?;
    let names = all(names.iter().map(String::as_str));
    Some(format!("If a link lacks {names}, the value of the first request is added."))
}

fn by_offset(Offset { query, step, .. }: &Offset<String>) -> String {
    let step = match step {
        Step::Items => "the number of rows on the page".to_owned(),
        Step::Size => "the page size".to_owned(),
        Step::Body(pointer) => format!("the number at `{pointer}`"),
    };
    format!("The next offset is higher by {step}, and is sent as {}.", param(query))
}

/// Whether each page starts one row earlier, if that makes sense.
fn overlap(list: &List, Offset { step, overlap, .. }: &Offset<String>) -> Vec<String> {
    if list.key.is_none() || *step != Step::Items {
        return Vec::new();
    }
    let gone = match overlap {
        OnDrift::Error => "that is an error",
        OnDrift::Warn => "that is a warning, and the walk continues as if pages did not overlap",
        OnDrift::Off => {
            return vec![
                "Pages do not overlap, so rows that come or go in front of a page are not noticed."
                    .to_owned(),
            ];
        }
    };
    vec![
        "Since rows have a key, each request starts one row earlier, at the last row of the page before. The walk continues after that row, wherever it is on the page.".to_owned(),
        format!("If that row is not on the page, the walk requests the page before, once; if the row is not there either, {gone}."),
        "If the server refuses such an offset (400, 422), or rounds it to the page before, pages do not overlap.".to_owned(),
    ]
}

fn by_number(list: &List, paging: &Paging, number: &Number<String>) -> Vec<String> {
    let Number { query, start, .. } = number;
    let query = param(query);
    if paging.next.is_none() {
        return vec![format!("It requests the next page number, sent as {query}.")];
    }
    let mut sentences = vec![format!(
        "If a call uses page numbers (`{}().by_number()`), they are sent as {query}, starting at {start}.",
        list.method.rust
    )];
    if paging.send != SendIn::Url {
        let uncounted = match paging.ends.absent {
            OnMissingNext::SinglePage => {
                ", or lacks the token's key and has rows and a page number or size"
            }
            OnMissingNext::End | OnMissingNext::Error => "",
        };
        sentences.push(format!(
            "If the first reply has no token but counts more pages or rows{uncounted}, the walk continues by page number and warns."
        ));
    }
    sentences
}
