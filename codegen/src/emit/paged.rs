//! `impl Paged`: the same tokens for a list of a spec and for a derive.

use super::{Options, digits, option, rust_path};
use crate::model::{List, More, NextFrom, Paging, PagingRef, Record, SendIn, Step, Style};
use crate::source_map::Code;
use pagesmith_paging::{Knob, PRESETS, Value};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// The constants that define how lists page.
#[derive(Clone, Copy)]
pub(super) struct Constants<'a> {
    /// The styles of the spec, each of which becomes a constant.
    styles: &'a [Style],
    /// The user's own constant, in a derive.
    given: Option<&'a TokenStream>,
}

impl<'a> Constants<'a> {
    pub(super) fn of_spec(styles: &'a [Style]) -> Self {
        Self { styles, given: None }
    }

    pub(super) fn given(style: Option<&'a Code>) -> Self {
        Self { styles: &[], given: style.map(|Code(path)| path) }
    }
}

/// Where a list is and how it pages, as constant data on the type `name`.
pub(super) fn paged(
    list: &List,
    name: &Ident,
    constants: Constants<'_>,
    options: &Options,
) -> TokenStream {
    let runtime = &options.runtime;
    let item = item(list);
    let (path, items) = (&list.path, &list.items);
    let method = format_ident!("{}", if list.post { "post" } else { "get" });
    let body = list.body.iter().map(|json| quote!(.body(#json)));
    let missing = list.missing_is_empty.then(|| quote!(.missing_is_empty()));
    let key = list.key.iter().map(|key| quote!(.key(#key)));
    let success = list.errors.success.iter().map(|at| quote!(.success(#at)));
    let code = list.errors.code.iter().map(|at| quote!(.error_code(#at)));
    let message = list.errors.message.iter().map(|at| quote!(.error_message(#at)));
    let paging = paging_ref(list, constants, options);
    let assertions = constants.given.map(|style| constant_assertions(list, style, name, options));
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
                #(#body)* #missing #(#key)* #(#success)* #(#code)* #(#message)*
                .paging(#paging);
            #rows
        }
        #numbered
        #assertions
    }
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
    let by_number = list.by_number.then(|| assert("by_number", "number", "number"));
    let size = (list.size != (None, None)).then(|| assert("page_size", "size", "page_size"));
    quote!(#by_number #size)
}

/// The Rust type of an item.
pub(super) fn item(list: &List) -> TokenStream {
    match &list.record {
        Record::Own(name) => {
            let name = super::ident(name);
            quote!(#name)
        }
        Record::Rust(path) => rust_path(path),
    }
}

/// The constant of a style of the spec.
pub(super) fn style_const(style: &Style) -> Ident {
    format_ident!("PAGING_{}", style.name.rust)
}

fn paging_ref(list: &List, constants: Constants<'_>, options: &Options) -> TokenStream {
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
            let name = constants.styles.get(*index).map(style_const);
            quote!(#name)
        }
        PagingRef::Own(own) => paging(own, options),
        PagingRef::Rust => {
            let path = constants.given;
            // With the annotation, the compiler points at the path and not at
            // the code around it.
            return quote!({ let __style: #runtime::Paging = #path; __style #bounds });
        }
    };
    quote!(#style #bounds)
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
        };
        quote!(.next(#at::NextFrom::#next))
    });
    let send = match &style.send {
        SendIn::Url => None,
        SendIn::Query(param) => Some(quote!(.send(#at::SendIn::Query(#param)))),
        SendIn::Body(pointer) => Some(quote!(.send(#at::SendIn::Body(#pointer)))),
        SendIn::Header(name) => Some(quote!(.send(#at::SendIn::Header(#name)))),
    };
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
    let more = style.more.iter().map(|more| match more {
        More::While(pointer) => quote!(.more(#at::More::While(#pointer))),
        More::Until(pointer) => quote!(.more(#at::More::Until(#pointer))),
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
        #runtime::Paging::NONE #(#next)* #send #(#number)* #(#offset)* #overlap #(#size)* #(#more)* #page #counts #ends #safety
    }
}

/// The knobs that differ from `Paging::NONE`, the style of a list with one reply.
fn changed(style: &Paging) -> impl Iterator<Item = Knob<'_>> {
    let plain = pagesmith_paging::Paging::NONE;
    style.knobs().into_iter().filter(move |knob| !plain.knobs().contains(knob))
}

/// The setter calls for the knobs under this key that differ from `Paging::NONE`.
fn setters(style: &Paging, below: &str, at: &TokenStream) -> Option<TokenStream> {
    let setters = changed(style).filter_map(|knob| {
        let setter = format_ident!("{}", knob.path.strip_prefix(below)?.strip_prefix('.')?);
        let value = value(&knob.value, at);
        // `LinkOrigin::Hosts` is the only variant that holds a list, so the list is
        // wrapped in it.
        let hosts = knob.path == "safety.origin" && matches!(knob.value, Value::List(_));
        let value = if hosts { quote!(#at::LinkOrigin::Hosts(#value)) } else { value };
        Some(quote!(.#setter(#value)))
    });
    let setters: TokenStream = setters.collect();
    (!setters.is_empty()).then_some(setters)
}

/// A knob's value as the argument of its setter.
fn value(value: &Value<'_>, at: &TokenStream) -> TokenStream {
    match value {
        // A knob that differs from the default is set, so this is never
        // reached.
        Value::Unset => TokenStream::new(),
        Value::Text(text) => quote!(#text),
        Value::Number(value) => digits(*value),
        Value::Flag(flag) => quote!(#flag),
        Value::List(texts) => quote!(&[#(#texts),*]),
        Value::Word { of, word } => {
            let variant = format_ident!("{}", heck::AsUpperCamelCase(word).to_string());
            let of = format_ident!("{of}");
            quote!(#at::#of::#variant)
        }
    }
}
