//! `impl Paged`: the same tokens for a list of a spec and for a derive.

use super::{Options, digits, option, paging, rust_code};
use crate::model::{Errors, List, PagingRef, Record, Style, Verb};
use crate::parse::attr::{PageKey, PageStruct};
use crate::source_map::Code;
use pagesmith_paging::PRESETS;
use proc_macro2::{Ident, Span, TokenStream};
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
    let rules = paging::item_rules(&list.item_rules, options);
    let missing = list.missing_is_empty.then(|| quote!(.missing_is_empty()));
    let key = list.key.iter().map(|key| quote!(.key(#key)));
    let errors = error_setters(&list.errors);
    let paging = paging_ref(list, given, options);
    let assertions =
        given.style.map(|style| constant_assertions(list, style, given, name, options));
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
    given: Given<'_>,
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
    let marks_delta =
        given.page.is_some_and(|page| page.places.iter().any(|(key, _)| *key == PageKey::Delta));
    let delta = marks_delta.then(|| {
        let message = format!(
            "the style `{style}` has no `next`, so it does not say where `delta` is sent: set it with `.delta(Delta::at(…).sent_in(…))`, or remove `delta`"
        );
        quote_spanned! {span=>
            const _: () = ::core::assert!(
                <#name as #runtime::Paged>::LIST.paging.next.is_some()
                    || ::core::matches!(
                        <#name as #runtime::Paged>::LIST.paging.delta,
                        ::core::option::Option::Some(#runtime::paging::Delta {
                            to: ::core::option::Option::Some(_),
                            ..
                        })
                    ),
                #message
            );
        }
    });
    let by_number = list.by_number.then(|| assert("by_number", "number", "number"));
    let size = (list.size != (None, None)).then(|| assert("page_size", "size", "page_size"));
    quote!(#by_number #size #position #delta)
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
        PagingRef::Own(own) => paging::style(own, options),
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
        // Where it is sent stays.
        PageKey::Delta => quote! {
            .delta(match __style.delta {
                ::core::option::Option::Some(__delta) => #at::Delta::new(#pointer, __delta.to),
                ::core::option::Option::None => #at::Delta::at(#pointer),
            })
        },
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
