//! `impl Paged`: the same tokens for a list of a spec and for a derive.

use super::{Options, digits, option, rust_code};
use crate::model::{
    CarryTo, DeltaTo, Element, Errors, List, More, NextFrom, OnPartial, Paging, PagingRef, Record,
    SendIn, Step, Style, Verb,
};
use crate::parse::attr::{PageKey, PageStruct};
use crate::source_map::Code;
use pagesmith_paging::{Knob, PRESETS, Value};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// The code of the user's own that a list refers to.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    /// The styles of the spec, each of which becomes a constant.
    styles: &'a [Style],
    /// The user's own constant, in a derive.
    style: Option<&'a TokenStream>,
    /// The struct of a whole page, in a derive.
    pub(super) page: Option<&'a PageStruct>,
}

impl<'a> Given<'a> {
    pub(super) fn of_spec(styles: &'a [Style]) -> Self {
        Self { styles, style: None, page: None }
    }

    pub(super) fn derived(style: Option<&'a Code>, page: Option<&'a PageStruct>) -> Self {
        Self { styles: &[], style: style.map(|Code(path)| path), page }
    }

    /// The type of an item of this list.
    pub(super) fn item(self, list: &List) -> TokenStream {
        self.page.map_or_else(|| item(list), |page| page.row.0.clone())
    }
}

/// Where a list is and how it pages, as constant data on the type `name`.
pub(super) fn paged(list: &List, name: &Ident, given: Given<'_>, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let item = given.item(list);
    let (path, items) = (&list.path, &list.items);
    let method = format_ident!("{}", if list.verb.has_body() { "post" } else { "get" });
    let by_query = (list.verb == Verb::Query).then(|| quote!(.by_query()));
    let body = list.body.iter().map(|json| quote!(.body(#json)));
    let query = list.encoded_query().map(|pairs| quote!(.query(#pairs)));
    let rules = item_rules(list, options);
    let missing = list.missing_is_empty.then(|| quote!(.missing_is_empty()));
    let key = list.key.iter().map(|key| quote!(.key(#key)));
    let errors = error_setters(&list.errors);
    let paging = paging_ref(list, given, options);
    let assertions = given.style.map(|style| constant_assertions(list, style, name, options));
    let rows = matches!(list.record, Record::Own(_)).then(|| {
        let rows = quote!(#runtime::__private::RowsOf);
        quote!(const ROWS: #rows<#item> = #rows::values();)
    });
    let numbered = list.by_number.then(|| {
        quote! {
            #[automatically_derived]
            impl #runtime::Numbered for #name {}
        }
    });
    quote! {
        #[automatically_derived]
        impl #runtime::Paged for #name {
            type Item = #item;
            const LIST: #runtime::List = #runtime::List::#method(#path, #items)
                #by_query #(#body)* #query #rules #missing #(#key)* #errors
                .paging(#paging);
            #rows
        }
        #numbered
        #assertions
    }
}

/// The setters of where a reply reports a failure.
pub(super) fn error_setters(errors: &Errors) -> TokenStream {
    let Errors { success, success_is, failed, code, message } = errors;
    let success = success.iter().map(|at| quote!(.success(#at)));
    let success_is = (!success_is.is_empty()).then(|| quote!(.success_is(&[#(#success_is),*])));
    let failed = failed.iter().map(|at| quote!(.failed(#at)));
    let code = code.iter().map(|at| quote!(.error_code(#at)));
    let message = message.iter().map(|at| quote!(.error_message(#at)));
    quote!(#(#success)* #success_is #(#failed)* #(#code)* #(#message)*)
}

/// Assertions that the style has the knobs that the attribute relies on. The compiler
/// checks them, since the macro can't see the value of the style's constant.
fn constant_assertions(
    list: &List,
    path: &TokenStream,
    name: &Ident,
    options: &Options,
) -> TokenStream {
    let runtime = &options.runtime;
    let style = path.to_string().replace(' ', "");
    let first = path.clone().into_iter().next();
    // The compiler points at the style, but resolves names as in the rest of this code.
    let span =
        first.map_or_else(Span::call_site, |first| Span::call_site().located_at(first.span()));
    let assert = |key: &str, knob: &str, setter: &str| {
        let knob = format_ident!("{knob}");
        let message = format!(
            "the style `{style}` has no `{knob}`, which `{key}` needs: set it with `.{setter}(…)`, or remove `{key}`"
        );
        quote_spanned! {span=>
            const _: () = ::core::assert!(
                <#name as #runtime::Paged>::LIST.paging.#knob.is_some(),
                #message
            );
        }
    };
    // A parameter of the path that is no argument holds the position.
    let position = (list.path.matches('{').count() > list.args.len()).then(|| {
        let message = format!(
            "the style `{style}` does not send the position in the path, which `position` needs: set it with `.send(SendIn::Path(…))`, or remove `position`"
        );
        quote_spanned! {span=>
            const _: () = ::core::assert!(
                ::core::matches!(
                    <#name as #runtime::Paged>::LIST.paging.send,
                    #runtime::paging::SendIn::Path(_)
                ),
                #message
            );
        }
    });
    let by_number = list.by_number.then(|| assert("by_number", "number", "number"));
    let size = (list.size != (None, None)).then(|| assert("page_size", "size", "page_size"));
    quote!(#by_number #size #position)
}

/// The setter of where items are and which shape they have, unless they are one array.
fn item_rules(list: &List, options: &Options) -> Option<TokenStream> {
    let (runtime, rules) = (&options.runtime, &list.item_rules);
    let at = quote!(#runtime::paging);
    let plain = pagesmith_paging::ItemRules::DEFAULT;
    let changed = rules.knobs().into_iter().filter(|knob| !plain.knobs().contains(knob));
    let setters = changed.map(|knob| {
        let setter = format_ident!("{}", knob.path.rsplit('.').next().unwrap_or_default());
        let value = value(&knob.value, &at);
        quote!(.#setter(#value))
    });
    let setters: TokenStream = setters.collect();
    (!setters.is_empty()).then(|| quote!(.item_rules(#at::ItemRules::DEFAULT #setters)))
}

/// The Rust type of an item.
pub(super) fn item(list: &List) -> TokenStream {
    record(&list.record)
}

/// The Rust type of a record.
pub(super) fn record(record: &Record) -> TokenStream {
    match record {
        Record::Own(name) => {
            let name = super::ident(name);
            quote!(#name)
        }
        Record::Rust(path) => rust_code(path),
    }
}

/// The constant of a style of the spec.
pub(super) fn style_const(style: &Style) -> Ident {
    format_ident!("PAGING_{}", style.name.rust)
}

fn paging_ref(list: &List, given: Given<'_>, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let bounds = match list.size {
        (None, None) => None,
        (default, max) => {
            let (default, max) = (option(default.map(digits)), option(max.map(digits)));
            Some(quote!(.page_bounds(#default, #max)))
        }
    };
    let style = match &list.paging {
        PagingRef::Preset(name) => {
            let preset = PRESETS.iter().find(|preset| preset.name == *name);
            let name = preset.map(|preset| format_ident!("{}", preset.constant));
            quote!(#runtime::Paging::#name)
        }
        PagingRef::Style(index) => {
            let name = given.styles.get(*index).map(style_const);
            quote!(#name)
        }
        PagingRef::Own(own) => paging(own, options),
        PagingRef::Rust => {
            let (path, fields) = (given.style, given.page.map(|page| fields(page, runtime)));
            // With the annotation, the compiler points at the path and not at
            // the code around it.
            return quote!({ let __style: #runtime::Paging = #path; __style #bounds #fields });
        }
    };
    quote!(#style #bounds)
}

/// What the fields of a page say, over a style of which only the compiler knows the value.
fn fields(page: &PageStruct, runtime: &TokenStream) -> TokenStream {
    let at = quote!(#runtime::paging);
    let mut keys = TokenStream::new();
    let setters = page.places.iter().map(|(key, pointer)| match key {
        PageKey::Next => quote!(.next(#at::NextFrom::Body(#pointer))),
        PageKey::More => quote!(.more(#at::More::While(#pointer))),
        PageKey::Done => quote!(.more(#at::More::Until(#pointer))),
        _ => {
            let setter = format_ident!("{}", key.name());
            keys.extend(quote!(.#setter(#pointer)));
            TokenStream::new()
        }
    });
    let setters: TokenStream = setters.collect();
    let keys = (!keys.is_empty()).then(|| quote!(.page(__style.page #keys)));
    quote!(#setters #keys)
}

/// A style, knob by knob, in the order of the documentation; only the knobs that differ
/// from `Paging::NONE`.
pub(super) fn paging(style: &Paging, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let at = quote!(#runtime::paging);
    let next = style.next.iter().map(|next| {
        let next = match next {
            NextFrom::Body(pointer) => quote!(Body(#pointer)),
            NextFrom::Header(name) => quote!(Header(#name)),
            NextFrom::Link(relation) => quote!(Link(#relation)),
            NextFrom::Last(pointer) => quote!(Last(#pointer)),
            NextFrom::Element(Element { array, field, value, at: inside, .. }) => {
                quote!(Element(#at::Element::new(#array, #field, #value, #inside)))
            }
        };
        quote!(.next(#at::NextFrom::#next))
    });
    let send = match &style.send {
        SendIn::Url => None,
        SendIn::Query(param) => Some(quote!(.send(#at::SendIn::Query(#param)))),
        SendIn::Body(pointer) => Some(quote!(.send(#at::SendIn::Body(#pointer)))),
        SendIn::Header(name) => Some(quote!(.send(#at::SendIn::Header(#name)))),
        SendIn::Members => Some(quote!(.send(#at::SendIn::Members))),
        SendIn::Path(name) => Some(quote!(.send(#at::SendIn::Path(#name)))),
    };
    let next_rules = setters(style, "next", &at);
    let next_rules = next_rules.map(|rules| quote!(.next_rules(#at::NextRules::DEFAULT #rules)));
    let send_rules = setters(style, "send", &at);
    let send_rules = send_rules.map(|rules| quote!(.send_rules(#at::SendRules::DEFAULT #rules)));
    let later = later_requests(style, &at);
    let number = style.number.iter().map(|number| {
        let (query, start) = (&number.query, digits(number.start));
        quote!(.number(#query, #start))
    });
    let offset = style.offset.iter().map(|offset| {
        let (query, start) = (&offset.query, digits(offset.start));
        let step = match &offset.step {
            Step::Items => quote!(Items),
            Step::Size => quote!(Size),
            Step::Body(pointer) => quote!(Body(#pointer)),
        };
        quote!(.offset(#query, #start, #at::Step::#step))
    });
    // With an offset, overlap is `error` by default, so `error` needs no setter.
    let overlap = changed(style).find(|knob| knob.path == "offset.overlap");
    let overlap = overlap.filter(|knob| !matches!(knob.value, Value::Word { word: "error", .. }));
    let overlap = overlap.map(|knob| {
        let overlap = value(&knob.value, &at);
        quote!(.overlap(#overlap))
    });
    let size = style.size.iter().map(|size| {
        let (query, default, max) =
            (&size.query, option(size.default.map(digits)), option(size.max.map(digits)));
        quote!(.page_size(#query, #default, #max))
    });
    let send_size = changed(style).find(|knob| knob.path == "size.send");
    let send_size = send_size.filter(|knob| !matches!(knob.value, Value::Word { word: "set", .. }));
    let send_size = send_size.map(|knob| {
        let send = value(&knob.value, &at);
        quote!(.send_size(#send))
    });
    let halve = style.size.as_ref().and_then(|size| size.halve).map(digits);
    let halve_size = halve.map(|least| quote!(.halve_size(#least)));
    let more = style.more.iter().map(|more| {
        let more = match more {
            More::While(place) => quote!(While(#place)),
            More::Until(place) => quote!(Until(#place)),
            More::WhileIn(place, values) => quote!(WhileIn(#place, &[#(#values),*])),
            More::UntilIn(place, values) => quote!(UntilIn(#place, &[#(#values),*])),
            More::Remaining(place) => quote!(Remaining(#place)),
        };
        quote!(.more(#at::More::#more))
    });
    let partial = style.partial.iter().map(|partial| {
        let (place, is) = (&partial.at, &partial.is);
        let is = (!is.is_empty()).then(|| quote!(.is(&[#(#is),*])));
        let fails = partial.does == OnPartial::Error;
        let does = fails.then(|| quote!(.does(#at::OnPartial::Error)));
        quote!(.partial(#at::Partial::at(#place) #is #does))
    });
    let delta = style.delta.iter().map(|delta| {
        let place = &delta.at;
        let to = delta.to.iter().map(|to| match to {
            DeltaTo::Query(name) => quote!(.sent_in(#at::DeltaTo::Query(#name))),
            DeltaTo::Header(name) => quote!(.sent_in(#at::DeltaTo::Header(#name))),
        });
        quote!(.delta(#at::Delta::at(#place) #(#to)*))
    });
    let counts = changed(style).find(|knob| knob.path == "counts").map(|knob| {
        let counts = value(&knob.value, &at);
        quote!(.counts(#counts))
    });
    let page = setters(style, "page", &at).map(|keys| quote!(.page(#at::PageKeys::NONE #keys)));
    let ends = setters(style, "ends", &at).map(|ends| quote!(.ends(#at::EndRules::DEFAULT #ends)));
    let safety =
        setters(style, "safety", &at).map(|rules| quote!(.safety(#at::Guards::DEFAULT #rules)));
    quote! {
        #runtime::Paging::NONE #(#next)* #next_rules #send #send_rules #later #(#number)* #(#offset)* #overlap
            #(#size)* #send_size #halve_size #(#more)* #page #counts #ends #(#partial)* #(#delta)* #safety
    }
}

/// What requests after the first carry, and where they go.
fn later_requests(style: &Paging, at: &TokenStream) -> TokenStream {
    let carry = style.carry.iter().map(|carry| {
        let from = &carry.from;
        let to = match &carry.to {
            CarryTo::Query(name) => quote!(Query(#name)),
            CarryTo::Header(name) => quote!(Header(#name)),
            CarryTo::Body(pointer) => quote!(Body(#pointer)),
        };
        quote!(.carry(#from, #at::CarryTo::#to))
    });
    let then = style.then.iter().map(|then| {
        let method = match (then.post, &then.path) {
            (false, Some(path)) => quote!(get(#path)),
            (true, Some(path)) => quote!(post(#path)),
            (false, None) => quote!(get_link()),
            (true, None) => quote!(post_link()),
        };
        let items = then.items.iter().map(|items| quote!(.items(#items)));
        let body = then.body.iter().map(|json| quote!(.body(#json)));
        quote!(.then(#at::Then::#method #(#items)* #(#body)*))
    });
    quote!(#(#carry)* #(#then)*)
}

/// The knobs that differ from `Paging::NONE`, the style of a list with one reply.
fn changed(style: &Paging) -> impl Iterator<Item = Knob<'_>> {
    let plain = pagesmith_paging::Paging::NONE;
    style.knobs().into_iter().filter(move |knob| !plain.knobs().contains(knob))
}

/// The setter calls for the knobs under this key that differ from `Paging::NONE`.
fn setters(style: &Paging, below: &str, at: &TokenStream) -> Option<TokenStream> {
    // What has several paths is an argument of a setter with another name, and so is what
    // chooses an element.
    let is_argument = |knob: &Knob<'_>| matches!(knob.path, "next.where" | "next.at");
    let by_itself = changed(style).filter(|knob| knob.paths.len() == 1 && !is_argument(knob));
    let setters = by_itself.filter_map(|knob| {
        let setter = match knob.path.strip_prefix(below)?.strip_prefix('.')? {
            // A keyword of Rust.
            "as" => format_ident!("json_type"),
            name => format_ident!("{name}"),
        };
        let value = value(&knob.value, at);
        // `LinkOrigin::Hosts` is the only variant that holds a list, so the list is
        // wrapped in it.
        let hosts = knob.path == "safety.origin" && matches!(knob.value, Value::List(_));
        // `LinkBase::At` is the only variant of its enum that holds a text.
        let pointed = knob.path == "send.url" && matches!(knob.value, Value::Text(_));
        let value = match (hosts, pointed) {
            (true, _) => quote!(#at::LinkOrigin::Hosts(#value)),
            (_, true) => quote!(#at::LinkBase::At(#value)),
            _ => value,
        };
        Some(quote!(.#setter(#value)))
    });
    let setters: TokenStream = setters.collect();
    (!setters.is_empty()).then_some(setters)
}

/// A knob's value as the argument of its setter.
fn value(value: &Value<'_>, at: &TokenStream) -> TokenStream {
    match value {
        // A knob that differs from the default is set, and entries have no setter of
        // their own, so this is never reached.
        Value::Unset | Value::Entries(_) => TokenStream::new(),
        Value::Text(text) => quote!(#text),
        Value::Number(value) => digits(*value),
        Value::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#value)
        }
        Value::Numbers(numbers) => {
            let numbers = numbers.iter().map(|number| digits(*number));
            quote!(&[#(#numbers),*])
        }
        Value::Flag(flag) => quote!(#flag),
        Value::List(texts) => quote!(&[#(#texts),*]),
        Value::Word { of, word } => {
            let variant = format_ident!("{}", heck::AsUpperCamelCase(word).to_string());
            let of = format_ident!("{of}");
            quote!(#at::#of::#variant)
        }
    }
}
