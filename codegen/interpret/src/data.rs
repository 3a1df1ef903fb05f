//! A model as the data that the runtime is driven by, with texts of its own.

use pagesmith::__private::Api as ClientData;
use pagesmith::{AnyList, AnyPaging, AnyRateLimit, ClientBuilder, Method, RateLimit, Text, Wait};
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::{self, Api, List, Paging, Verb};

fn text(text: &str) -> Text {
    Text::Owned(text.to_owned())
}

fn maybe(name: Option<&String>) -> Option<Text> {
    name.map(|name| text(name))
}

fn texts(words: &[String]) -> Vec<Text> {
    words.iter().map(|word| text(word)).collect()
}

/// A client of the API without what setters of the builder add: headers,
/// parameters, credentials.
pub(super) fn client(api: &Api) -> ClientBuilder {
    let mut builder = ClientBuilder::of(&ClientData::NONE);
    if let Some(server) = &api.server {
        builder = builder.server(server.template.clone());
    }
    if let Some(limit) = &api.rate_limit {
        let mut data = AnyRateLimit::from(RateLimit::new(&[]));
        data.status.clone_from(&limit.status);
        data.remaining = maybe(limit.remaining.as_ref());
        data.reset = maybe(limit.reset.as_ref());
        data.code = texts(&limit.code);
        data.wait = limit.wait.as_ref().map(|wait| match wait {
            model::Wait::At(pointer) => Wait::At(text(pointer)),
            model::Wait::Seconds(seconds) => Wait::Seconds(*seconds),
        });
        builder = builder.rate_limit(data);
    }
    builder
}

/// Where a list is, and how it pages.
pub(super) fn list(api: &Api, list: &List) -> AnyList {
    let model::Errors { success, success_is, failed, code, message } = &list.errors;
    let mut data = AnyList::from(pagesmith::List::get("", ""));
    (data.path, data.items) = (text(&list.path), text(&list.items));
    let owned = |pointers: Vec<String>| pointers.into_iter().map(Text::Owned).collect();
    data.item_rules = list.item_rules.clone().map(Text::Owned, owned);
    data.method = match list.verb {
        Verb::Get => Method::Get,
        Verb::Post => Method::Post,
        Verb::Query => Method::Query,
    };
    data.paging = paging(paging_of(list, api));
    data.body = maybe(list.body.as_ref());
    data.query = list.encoded_query().map(Text::Owned);
    data.missing_is_empty = list.missing_is_empty;
    data.key = maybe(list.key.as_ref());
    data.errors.success = maybe(success.as_ref());
    data.errors.success_is = texts(success_is);
    data.errors.failed = maybe(failed.as_ref());
    data.errors.code = maybe(code.as_ref());
    data.errors.message = maybe(message.as_ref());
    data
}

fn paging(style: Paging) -> AnyPaging {
    style.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Call, Given};
    use pagesmith_codegen::{lower, parse};

    #[test]
    fn paging_is_that_of_generated_code() {
        for preset in pagesmith::paging::PRESETS {
            assert_eq!(paging(preset.paging.owned()), preset.paging.into(), "{}", preset.name);
        }
        let own = pagesmith::paging::Guards::DEFAULT.keep(&["a", "b"]);
        let own = own.origin(pagesmith::paging::LinkOrigin::Hosts(&["example.com"]));
        let own = pagesmith::Paging::LAML.safety(own);
        assert_eq!(paging(own.owned()), own.into());
    }

    fn spec(name: &str) -> Api {
        let text = format!(
            "pagesmith: 1\nname: {name}\nserver: https://{name}.test\nauth: none\npaging: none\n\
             resources:\n  all:\n    get: /{name}\n    record: One\n\
             records:\n  One:\n    key: id\n    fields:\n      id: string\n"
        );
        let (ast, places) = parse::spec_file::parse(&text).expect("a spec of these lines is read");
        lower::api(&ast, &places).expect("a spec of these lines is checked").0
    }

    /// A list with texts of its own.
    fn of(name: &str) -> AnyList {
        let api = spec(name);
        list(&api, crate::find(&api, "all").expect("the spec has this list"))
    }

    #[test]
    fn a_list_outlives_its_spec_and_shares_nothing_with_others() {
        let (first, second) = (of("first"), of("second"));
        assert_eq!((&*first.path, &*first.items), ("/first", "/all"));
        drop(first);
        assert_eq!((&*second.path, second.key.as_deref()), ("/second", Some("/id")));
        let Text::Owned(_) = second.path else { panic!("the path is the list's own") };
    }

    #[test]
    fn what_is_made_of_a_spec_goes_to_any_thread() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Api>();
        shared::<AnyList>();
        shared::<Call>();
        shared::<Given>();
        shared::<ClientBuilder>();
    }
}
