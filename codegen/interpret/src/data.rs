//! A model as the constant data that the runtime is driven by.
//!
//! Generated code states that data, so its texts live as long as the program.
//! Those of a spec that is read at run time are given the same life: they are
//! kept until the process ends, each text once. A command reads one spec.

use pagesmith::__private::Api as ClientData;
use pagesmith::{Method, RateLimit};
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::{self, Api, List, Paging};
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
    data.paging = paging(paging_of(list, api));
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

/// The same paging, with texts that live as long as the process.
pub(super) fn paging(style: Paging) -> pagesmith::Paging {
    style.map(|text| kept(&text), |texts| kept_all(&texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paging_is_that_of_generated_code() {
        for preset in pagesmith::paging::PRESETS {
            assert_eq!(paging(preset.paging.owned()), preset.paging, "{}", preset.name);
        }
        let own = pagesmith::paging::Guards::DEFAULT.keep(&["a", "b"]);
        let own = own.origin(pagesmith::paging::LinkOrigin::Hosts(&["example.com"]));
        let own = pagesmith::Paging::LAML.safety(own);
        assert_eq!(paging(own.owned()), own);
    }

    #[test]
    fn a_text_is_kept_once() {
        let text = format!("{}-{}", "a text", 1);
        assert!(std::ptr::eq(kept(&text), kept(&text.clone())));
    }
}
