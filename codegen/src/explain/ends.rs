//! Describes what ends a walk, with or without an error.

use super::{Section, at, place, source};
use crate::model::{
    Api, Element, List, More, NextFrom, OnMissingNext, OnPartial, OnShortfall, Paging, Partial,
    RateLimit, Repeat, Wait,
};

/// What ends the list.
pub(super) fn end(paging: &Paging) -> Section {
    let mut sentences = Vec::new();
    match &paging.more {
        Some(More::While(flag)) => {
            let flag = place(flag);
            sentences.push(format!("{flag} is false, whatever the next position says."));
        }
        Some(More::Until(flag)) => {
            let flag = place(flag);
            sentences.push(format!("{flag} is true, whatever the next position says."));
        }
        Some(More::WhileIn(at, values)) => {
            let (at, values) = (place(at), any_of(values));
            sentences.push(format!("{at} is not {values}, whatever the next position says."));
        }
        Some(More::UntilIn(at, values)) => {
            let (at, values) = (place(at), any_of(values));
            sentences.push(format!("{at} is {values}, whatever the next position says."));
        }
        Some(More::Remaining(at)) => {
            let at = place(at);
            sentences.push(format!("{at} is 0, whatever the next position says."));
        }
        None => {}
    }
    let statuses: Vec<String> = paging.ends.status.iter().map(|it| it.to_string()).collect();
    if !statuses.is_empty() {
        sentences.push(format!(
            "The status is {}; a 4xx on the first request is a warning.",
            statuses.join(" or ")
        ));
    }
    if paging.ends.empty_page {
        sentences.push("A page has no rows.".to_owned());
    }
    sentences.extend(by_position(paging));
    if let (Some(next), false) = (&paging.next, paging.ends.values.is_empty()) {
        let (from, values) = (capitalized(&source(next)), any_of(&paging.ends.values));
        sentences.push(format!("{from} is {values}."));
    }
    if paging.ends.same {
        sentences.push("The next position is the one that was sent.".to_owned());
    }
    sentences.extend(by_number(paging));
    if paging.next.is_none() && paging.number.is_none() && paging.offset.is_none() {
        sentences.push("The list comes in one reply.".to_owned());
    }
    if paging.safety.repeat == Repeat::Stop {
        sentences.push("A position or page repeats.".to_owned());
    }
    if let (OnShortfall::Warn, Some(total)) = (paging.counts, &paging.page.total) {
        sentences
            .push(format!("Fewer rows than {} states is a warning, not an error.", place(total)));
    }
    if paging.ends.hints {
        sentences.push(
            "If the first page ends the list although its reply says elsewhere that more follows, the walk warns; so it does if that page has arrays of objects beside its rows that the spec does not name.".to_owned(),
        );
    }
    Section { title: "The list ends if", sentences }
}

/// One of these values, for a sentence.
fn any_of(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    values.join(" or ")
}

fn by_position(paging: &Paging) -> Vec<String> {
    let Some(next) = &paging.next else { return Vec::new() };
    let from = source(next);
    let absent = match next {
        NextFrom::Body(_) | NextFrom::Element(_) => paging.ends.absent,
        NextFrom::Header(_) if paging.ends.empty_string => {
            return vec![format!("{} is missing or empty.", capitalized(&from))];
        }
        NextFrom::Header(_) | NextFrom::Link(_) => {
            return vec![format!("{} is missing.", capitalized(&from))];
        }
        NextFrom::Last(_) => return vec!["A page has no rows.".to_owned()],
    };
    let empty = if paging.ends.empty_string { " or `\"\"`" } else { "" };
    let mut sentences = vec![format!("{from} is null{empty}.")];
    if let NextFrom::Element(Element { array, .. }) = next {
        sentences.push(format!("`{array}` has no such element."));
    }
    let from = where_it_may_be_missing(next);
    match absent {
        OnMissingNext::End => sentences.push(format!("{from} is missing.")),
        OnMissingNext::SinglePage => sentences.push(format!(
            "{from} is missing from the first reply, which has no paging keys at all: the list is one page."
        )),
        OnMissingNext::Error => {}
    }
    sentences
}

/// What is missing from a reply that does not say whether another page follows.
fn where_it_may_be_missing(next: &NextFrom<String>) -> String {
    match next {
        NextFrom::Element(Element { array, .. }) => format!("`{array}`"),
        next => source(next),
    }
}

/// A text as the beginning of a sentence.
fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

fn by_number(paging: &Paging) -> Vec<String> {
    let how = match (&paging.number, &paging.offset) {
        (Some(_), _) => "By number",
        (None, Some(_)) => "By offset",
        (None, None) => return Vec::new(),
    };
    let counted = match (&paging.page.pages, &paging.page.total) {
        (Some(pages), _) if paging.number.is_some() => {
            format!("the largest {} is reached; without it, ", place(pages))
        }
        (_, Some(total)) if paging.counts != OnShortfall::Ignore => {
            format!("as many rows were read as the largest {}, or ", place(total))
        }
        _ => String::new(),
    };
    let mut sentences = vec![format!("{how}, {counted}a page has no rows.")];
    if paging.next.is_none() && paging.ends.absent != OnMissingNext::Error {
        let single = "The first reply has no paging keys at all: the list is one page.";
        sentences.push(single.to_owned());
    }
    sentences
}

/// What is an error.
pub(super) fn errors(list: &List, paging: &Paging) -> Section {
    let mut sentences = Vec::new();
    if let Some(success) = &list.errors.success {
        let is = match list.errors.success_is.as_slice() {
            [] => "false".to_owned(),
            values => format!("not {}", any_of(values)),
        };
        sentences.push(format!("`{success}` is {is}, even with status 200."));
    }
    if let Some(failed) = &list.errors.failed {
        sentences.push(format!("`{failed}` has something, even with status 200."));
    }
    sentences.extend(paging.partial.as_ref().map(partial));
    if let Some(next) = &paging.next {
        let from = source(next);
        let gone = where_it_may_be_missing(next);
        if let NextFrom::Element(Element { array, .. }) = next {
            sentences.push(format!(
                "`{array}` has several such elements, or that element has no position."
            ));
        }
        match (next, paging.ends.absent) {
            (NextFrom::Body(_) | NextFrom::Element(_), OnMissingNext::Error) => sentences.push(format!("{gone} is missing.")),
            (NextFrom::Body(_) | NextFrom::Element(_), OnMissingNext::SinglePage) => sentences.push(format!(
                "{gone} is missing from a later reply, unless as many rows were read as the server counts."
            )),
            (NextFrom::Link(_), _) => {
                sentences.push("The `Link` header is invalid (RFC 8288).".to_owned());
            }
            _ => {}
        }
        if let Some(more) = &paging.more {
            let more = place(more.place());
            sentences
                .push(format!("{more} says that more pages follow, but {from} has no position."));
        }
    }
    if paging.safety.repeat == Repeat::Error {
        if paging.next.is_some() {
            sentences.push("A position repeats, however many pages later.".to_owned());
        }
        let by = match (&paging.number, &paging.offset) {
            (Some(_), _) => Some("number"),
            (None, offset) => offset.as_ref().map(|_| "offset"),
        };
        if let Some(by) = by {
            sentences.push(format!("A page by {by} has the same rows as the page before."));
        }
    }
    if let (OnShortfall::Error, Some(total)) = (paging.counts, &paging.page.total) {
        let total = place(total);
        sentences.push(format!("The list ends with fewer rows than {total} states."));
    }
    let items = at(&list.items);
    sentences.push(format!(
        "A reply has another status than 2xx, is not JSON, or has no array at {items}."
    ));
    Section { title: "It is an error if", sentences }
}

/// What a reply that says that it is incomplete does.
fn partial(partial: &Partial) -> String {
    let at = place(&partial.at);
    let says = match partial.is.as_slice() {
        [] => format!("{at} has something, so that the reply is incomplete"),
        values => format!("{at} is {}, so that the reply is incomplete", any_of(values)),
    };
    match partial.does {
        OnPartial::Error => format!("{says}."),
        OnPartial::Warn => format!("{says}: that is only a warning."),
    }
}

/// Where a failed reply describes its error.
pub(super) fn failed(list: &List) -> Section {
    let pointers = [("code", &list.errors.code), ("message", &list.errors.message)];
    let pointers = pointers.iter().filter_map(|(what, pointer)| {
        pointer.as_ref().map(|pointer| format!("Its {what} is at `{pointer}`."))
    });
    Section { title: "A reply that failed", sentences: pointers.collect() }
}

/// What is retried.
pub(super) fn retries(api: &Api) -> Section {
    let mut sentences = vec![
        "A page is tried up to four times on 408, 429, 500, 502, 503, 504 and broken connections, unless the client says otherwise.".to_owned(),
        "The wait grows from 250 ms to 20 s, or is what `Retry-After` says.".to_owned(),
    ];
    if let Some(limit) = &api.rate_limit {
        sentences.extend(later_by_code(limit));
        let statuses: Vec<String> = limit.status.iter().map(u16::to_string).collect();
        let headers = [("remaining", &limit.remaining), ("reset", &limit.reset)];
        let says = headers.iter().filter_map(|(what, name)| match (*what, name) {
            ("remaining", Some(name)) => Some(format!("`{name}` is 0")),
            (_, Some(name)) => Some(format!("`{name}` says when to continue")),
            (_, None) => None,
        });
        let says: Vec<String> = says.collect();
        let how = if says.is_empty() { String::new() } else { format!(" ({})", says.join(", ")) };
        if !statuses.is_empty() {
            sentences.push(format!("{} may mean \"later\"{how}.", statuses.join(" or ")));
        }
    }
    Section { title: "Retries", sentences }
}

/// The API's own codes that mean "later", and the wait.
fn later_by_code(limit: &RateLimit) -> Vec<String> {
    let mut sentences = Vec::new();
    if !limit.code.is_empty() {
        let codes = any_of(&limit.code);
        sentences.push(format!("The error code {codes} means \"later\", whatever the status."));
    }
    sentences.extend(limit.wait.as_ref().map(|wait| match wait {
        Wait::At(pointer) => format!(
            "The wait is as many seconds as `{pointer}` says; a page with a number there pauses the client."
        ),
        Wait::Seconds(seconds) => format!("The wait is {seconds} s."),
    }));
    sentences
}

/// The limits of a walk.
pub(super) fn limits(paging: &Paging) -> Section {
    let mut sentences = Vec::new();
    if paging.next.is_some() || paging.number.is_some() || paging.offset.is_some() {
        if let Some(pages) = paging.safety.max_pages {
            sentences.push(format!("A walk of more than {pages} pages is an error."));
        }
        let empty = paging.safety.max_empty_pages;
        sentences.push(format!("More than {empty} pages without rows in a row are an error."));
    }
    sentences.push(
        "A page has at most 32 MiB and 120 s with its retries, unless the client says otherwise."
            .to_owned(),
    );
    Section { title: "Limits", sentences }
}
