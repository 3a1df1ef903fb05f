//! A model as the constant data that the runtime is driven by.
//!
//! Generated code states that data, so its texts live as long as the program.
//! Those of a spec that is read at run time are given the same life: they are
//! kept until the process ends, each text once. A command reads one spec.

use pagesmith::__private::Api as ClientData;
use pagesmith::{Method, RateLimit, paging as run};
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::{
    self, Absent, Api, Counts, Ends, List, More, Next, Number, Offset, Origin, Page, Paging,
    Repeat, Safety, Send, Size, Step,
};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A text that lives as long as the process; the same text is kept once.
pub(super) fn kept(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(text) {
        return known;
    }
    let new: &'static str = Box::leak(text.into());
    all.insert(new);
    new
}

fn kept_all(texts: &[String]) -> &'static [&'static str] {
    Box::leak(texts.iter().map(|text| kept(text)).collect())
}

fn maybe(text: Option<&String>) -> Option<&'static str> {
    text.map(|text| kept(text))
}

/// What the spec says of clients, but what is told to the builder by its
/// setters: headers, parameters, credentials.
pub(super) fn api(api: &Api) -> ClientData {
    ClientData {
        server: api.server.as_ref().map(|server| kept(&server.template)),
        variables: &[],
        params: &[],
        headers: &[],
        auth: None,
        rate_limit: api.rate_limit.as_ref().map(|limit| RateLimit {
            status: Box::leak(limit.status.clone().into()),
            remaining: maybe(limit.remaining.as_ref()),
            reset: maybe(limit.reset.as_ref()),
        }),
    }
}

/// Where a list is, and how it pages.
pub(super) fn list(api: &Api, list: &List) -> pagesmith::List {
    let model::Errors { success, code, message } = &list.errors;
    let (path, items) = (kept(&list.path), kept(&list.items));
    let mut data = pagesmith::List::get(path, items);
    if list.post {
        data.method = Method::Post;
    }
    data.paging = paging(&paging_of(list, api));
    data.body = maybe(list.body.as_ref());
    if list.missing_is_empty {
        data = data.missing_is_empty();
    }
    data.key = maybe(list.key.as_ref());
    data.errors.success = maybe(success.as_ref());
    data.errors.code = maybe(code.as_ref());
    data.errors.message = maybe(message.as_ref());
    data
}

/// A paging style, knob by knob.
pub(super) fn paging(style: &Paging) -> run::Paging {
    let Paging { next, send, number, offset, size, more, page, counts, ends, safety } = style;
    let mut data = run::Paging::NONE;
    data.next = next.as_ref().map(|next| match next {
        Next::Body(pointer) => run::Next::Body(kept(pointer)),
        Next::Header(name) => run::Next::Header(kept(name)),
        Next::Link(relation) => run::Next::Link(kept(relation)),
        Next::Last(pointer) => run::Next::Last(kept(pointer)),
    });
    data.send = match send {
        Send::Url => run::Send::Url,
        Send::Query(param) => run::Send::Query(kept(param)),
        Send::Body(pointer) => run::Send::Body(kept(pointer)),
        Send::Header(name) => run::Send::Header(kept(name)),
    };
    data.number = number
        .as_ref()
        .map(|Number { query, start }| run::Number { query: kept(query), start: *start });
    data.offset = offset.as_ref().map(|Offset { query, start, step }| run::Offset {
        query: kept(query),
        start: *start,
        step: match step {
            Step::Items => run::Step::Items,
            Step::Size => run::Step::Size,
            Step::Body(pointer) => run::Step::Body(kept(pointer)),
        },
    });
    data.size = size.as_ref().map(|Size { query, default, max }| run::Size {
        query: kept(query),
        default: *default,
        max: *max,
    });
    data.more = more.as_ref().map(|more| match more {
        More::While(pointer) => run::More::While(kept(pointer)),
        More::Until(pointer) => run::More::Until(kept(pointer)),
    });
    data.page = page_keys(page);
    data.counts = match counts {
        Counts::Error => run::Counts::Error,
        Counts::Warn => run::Counts::Warn,
        Counts::Ignore => run::Counts::Ignore,
    };
    data.ends = when(ends);
    data.safety = guards(safety);
    data
}

fn page_keys(page: &Page) -> run::PageKeys {
    let Page { number, size, pages, total, previous, first } = page;
    run::PageKeys {
        number: maybe(number.as_ref()),
        size: maybe(size.as_ref()),
        pages: maybe(pages.as_ref()),
        total: maybe(total.as_ref()),
        previous: maybe(previous.as_ref()),
        first: maybe(first.as_ref()),
    }
}

fn when(ends: &Ends) -> run::Ends {
    let Ends { absent, empty_string, empty_page, hints } = ends;
    let absent = match absent {
        Absent::End => run::Absent::End,
        Absent::Error => run::Absent::Error,
        Absent::SinglePage => run::Absent::SinglePage,
    };
    let ends = run::Ends::DEFAULT.absent(absent).empty_string(*empty_string);
    ends.empty_page(*empty_page).hints(*hints)
}

fn guards(safety: &Safety) -> run::Safety {
    let Safety { repeat, max_pages, max_empty_pages, origin, keep } = safety;
    run::Safety {
        repeat: match repeat {
            Repeat::Error => run::Repeat::Error,
            Repeat::Stop => run::Repeat::Stop,
            Repeat::Allow => run::Repeat::Allow,
        },
        max_pages: *max_pages,
        max_empty_pages: *max_empty_pages,
        origin: match origin {
            Origin::Same => run::LinkOrigin::Same,
            Origin::Rebase => run::LinkOrigin::Rebase,
            Origin::Hosts(hosts) => run::LinkOrigin::Hosts(kept_all(hosts)),
        },
        keep: kept_all(keep),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pagesmith_codegen::lower::PRESETS;

    #[test]
    fn presets_are_those_of_the_runtime() {
        let known = [
            ("laml", run::Paging::LAML),
            ("sendsage", run::Paging::SENDSAGE),
            ("sendsage-pages", run::Paging::SENDSAGE_PAGES),
            ("link-header", run::Paging::LINK_HEADER),
            ("aip-158", run::Paging::AIP_158),
            ("json-api", run::Paging::JSON_API),
            ("odata", run::Paging::ODATA),
            ("hal", run::Paging::HAL),
            ("stripe", run::Paging::STRIPE),
            ("slack", run::Paging::SLACK),
            ("offset", run::Paging::OFFSET),
            ("page-number", run::Paging::PAGE_NUMBER),
            ("twilio-v1", run::Paging::TWILIO_V1),
        ];
        assert_eq!(known.len() + 1, PRESETS.len(), "all but `none`");
        for (name, constant) in known {
            let (_, expand) = PRESETS.iter().find(|(known, _)| *known == name).unwrap();
            assert_eq!(paging(&expand()), constant, "{name}");
        }
    }

    #[test]
    fn a_text_is_kept_once() {
        let text = format!("{}-{}", "a text", 1);
        assert!(std::ptr::eq(kept(&text), kept(&text.clone())));
    }
}
