//! The client of an API, its builder, and a type for each list.

use super::docs::{code, docs, said, undocumented};
use super::example::example;
use super::paged::Given;
use super::{Options, children, digits, ident, one, paged, paging, records};
use crate::model::{
    Api, Auth, Dates, Filter, FilterType, List, ListStyle, Name, Param, RateLimit, Scalar, Server,
    Wait,
};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// Most methods of one `impl`: its tokens are in memory together.
const MAX_METHODS: usize = 1000;

/// The methods of lists that one `impl` has no room for.
pub(super) fn more_methods(api: &Api, options: &Options) -> impl Iterator<Item = TokenStream> {
    api.lists.chunks(MAX_METHODS).skip(1).map(|lists| {
        let allow_dead_code = allow_dead_code();
        let methods = lists.iter().map(|list| methods(list, options));
        quote! {
            #allow_dead_code
            impl Client {
                #(#methods)*
            }
        }
    })
}

/// The client and its builder, and the styles that lists share.
pub(super) fn client(api: &Api, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let constant = api_const(api, options);
    let version_assertions = version_assertions(api, options);
    let styles = api.styles.iter().map(|style| {
        let (name, paging) = (paged::style_const(style), paging::style(&style.paging, options));
        quote! { const #name: #runtime::Paging = #paging; }
    });
    let about = docs(
        &format!("A client of {}; clones share everything.", code(&api.name)),
        api.docs.as_deref(),
    );
    let example = example(api);
    let methods = api.lists.iter().take(MAX_METHODS).map(|list| methods(list, options));
    let variables = api
        .server
        .iter()
        .flat_map(|server| &server.variables)
        .map(|name| (name, "server variable", Scalar::String));
    let params = api.params.iter().map(|param| (&param.name, "path parameter", param.ty));
    let allow_dead_code = allow_dead_code();
    let setters = variables.chain(params).map(|(name, what, ty)| setter(name, what, ty, options));
    let auth = match &api.auth {
        Auth::None => quote!(none),
        Auth::Basic => quote!(basic),
        Auth::Bearer => quote!(bearer),
        Auth::Header(name) => quote!(header #name),
        Auth::Query(name) => quote!(query #name),
        Auth::Body { id, key } => quote!(body #id #key),
    };
    quote! {
        #version_assertions

        #constant
        #(#styles)*

        #about
        #example
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        pub struct Client(#runtime::Client);

        #allow_dead_code
        impl Client {
            /// Begins a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder(#runtime::ClientBuilder::of(&API))
            }

            /// The client underneath, for lists that the spec does not name.
            #[must_use]
            pub fn inner(&self) -> &#runtime::Client {
                &self.0
            }

            #(#methods)*
        }

        /// Builds a [`Client`]; `build` reports missing values.
        #[derive(::core::fmt::Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder(#runtime::ClientBuilder);

        #allow_dead_code
        impl ClientBuilder {
            #(#setters)*
            #runtime::__private::client_builder!(Client, #auth);
        }
    }
}

/// The spec's settings of the client, as constant data: a setter for each.
fn api_const(api: &Api, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let server = api.server.iter().map(|Server { template, .. }| quote!(.server(#template)));
    let names = |setter: &str, names: Vec<&str>| {
        let setter = ident(setter);
        (!names.is_empty()).then(|| quote!(.#setter(&[#(#names),*])))
    };
    let variables = api.server.iter().flat_map(|server| &server.variables);
    let variables = names("variables", variables.map(|name| name.wire.as_str()).collect());
    let params = api.params.iter().map(|param| param.name.wire.as_str());
    let params = names("params", params.collect());
    let headers = api.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = (!api.headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let auth = api.auth.setter().map(|setter| quote!(.auth(#setter)));
    let rate_limit = api.rate_limit.iter().map(|limit| {
        let RateLimit { status, remaining, reset, code, wait } = limit;
        let code = (!code.is_empty()).then(|| quote!(.code(&[#(#code),*])));
        let wait = wait.iter().map(|wait| {
            let wait = match wait {
                Wait::At(pointer) => quote!(At(#pointer)),
                Wait::Seconds(seconds) => {
                    let seconds = digits(*seconds);
                    quote!(Seconds(#seconds))
                }
            };
            quote!(.wait(#runtime::Wait::#wait))
        });
        let remaining = remaining.iter().map(|header| quote!(.remaining(#header)));
        let reset = reset.iter().map(|header| quote!(.reset(#header)));
        let status = status.iter().map(|status| digits(u64::from(*status)));
        let limit = quote!(#runtime::RateLimit::new(&[#(#status),*]) #(#remaining)* #(#reset)* #code #(#wait)*);
        quote!(.rate_limit(#limit))
    });
    quote! {
        const API: #runtime::__private::Api = #runtime::__private::Api::NONE
            #(#server)* #variables #params #headers #auth #(#rate_limit)*;
    }
}

/// Assertions that fail to compile if the runtime does not fit.
fn version_assertions(api: &Api, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let dates = api.generate.dates.feature().map(|feature| {
        let is_on = ident(&feature.to_uppercase());
        let message = format!(
            "the spec asks for dates of {feature}: turn on the feature `{feature}` of pagesmith"
        );
        quote! {
            const _: () = ::core::assert!(#runtime::__private::#is_on, #message);
        }
    });
    quote! {
        const _: () = ::core::assert!(
            #runtime::__private::FORMAT == 2,
            "this code was generated for another version of pagesmith: generate it again"
        );
        #dates
    }
}

/// A client offers more than a program calls.
pub(super) fn allow_dead_code() -> TokenStream {
    quote!(#[allow(dead_code, reason = "a program calls what it needs")])
}

fn setter(name: &Name, what: &str, ty: Scalar, options: &Options) -> TokenStream {
    let about = docs(&format!("The {what} {}.", code(&name.wire)), None);
    let (method, wire) = (ident(&name.rust), &name.wire);
    let (takes, value) = if ty == Scalar::Secret {
        let runtime = &options.runtime;
        (arg_type(ty, options), quote!(#runtime::__private::exposed(value)))
    } else {
        (quote!(impl ::core::fmt::Display), quote!(value))
    };
    quote! {
        #about
        pub fn #method(self, value: #takes) -> Self {
            Self(self.0.value(#wire, #value))
        }
    }
}

/// The methods of a client that call a list, or request one of its records.
fn methods(list: &List, options: &Options) -> TokenStream {
    let (method, of_parents) = (method(list, options), children::method(list, options));
    let one = one::method(list, options);
    quote!(#method #of_parents #one)
}

/// The method of a client that calls a list.
fn method(list: &List, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let (method, name) = (ident(&list.method.rust), ident(&list.name.rust));
    let about = docs(
        &format!("Lists {}: {}.", code(&list.method.wire), code(&request(list))),
        list.docs.as_deref(),
    );
    let (args, values) = args(&list.args, options);
    let with_envelope = list.envelope.is_some().then(|| quote!(.with_envelope()));
    quote! {
        #about
        pub fn #method(&self #(, #args)*) -> #name {
            #name(#runtime::Pager::new(&self.0, [#(#values),*]) #with_envelope)
        }
    }
}

/// Method and path, for docs.
pub(super) fn request(list: &List) -> String {
    format!("{} {}", list.verb.word(), list.path)
}

/// The arguments of a list call, and the values that they become.
pub(super) fn args(params: &[Param], options: &Options) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let runtime = &options.runtime;
    let arg = |param: &Param| {
        let (name, wire) = (ident(&param.name.rust), &param.name.wire);
        let ty = arg_type(param.ty, options);
        let value = if param.ty == Scalar::Secret {
            quote!(#runtime::__private::exposed(#name))
        } else {
            quote!(#name)
        };
        (quote!(#name: #ty), quote!((#wire, &#value)))
    };
    params.iter().map(arg).unzip()
}

/// The Rust type of an argument.
pub(crate) fn arg_type(scalar: Scalar, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    match scalar {
        Scalar::Unsigned => quote!(u64),
        Scalar::Secret => quote!(impl ::core::convert::Into<#runtime::Secret>),
        Scalar::Integer | Scalar::Epoch => quote!(i64),
        Scalar::Boolean => quote!(bool),
        _ => quote!(impl ::core::fmt::Display),
    }
}

/// The type of a list, with its filters.
pub(super) fn list(api: &Api, list: &List, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let (name, item) = (ident(&list.name.rust), paged::item(list));
    let about =
        docs(&format!("The list {}, not yet sent.", code(&list.method.wire)), list.docs.as_deref());
    let paged = paged::paged(list, &name, Given::of_spec(&api.styles), options);
    let docs: Vec<_> = list.filters.iter().map(|filter| said(filter.docs.as_deref())).collect();
    let undocumented = undocumented(docs.iter());
    let filters = list.filters.iter().zip(&docs).map(|(filter, about)| {
        let method = filter_method(filter, api, options);
        quote!(#about #method)
    });
    let allow_dead_code = allow_dead_code();
    let numbered = list.by_number.then(|| quote!(, numbered));
    let into_pager = children::into_pager(list, options);
    let envelope = list.envelope.as_deref().map(ident);
    let call = if let Some(envelope) = &envelope {
        quote!(#runtime::__private::EnvelopePager<Self, #envelope>)
    } else {
        quote!(#runtime::Pager<Self>)
    };
    let envelope = envelope.iter().map(|envelope| quote!(, envelope = #envelope));
    quote! {
        #about
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #[must_use = "a list sends nothing until its items or pages are asked for"]
        pub struct #name(#call);

        #paged

        #allow_dead_code
        #undocumented
        impl #name {
            #runtime::__private::pager! { #item #(#envelope)* #numbered }
            #(#filters)*
        }

        #into_pager
    }
}

/// The Rust type of a filter's value.
pub(crate) fn filter_type(ty: &FilterType, dates: Dates, options: &Options) -> TokenStream {
    match ty {
        FilterType::Scalar(scalar) => records::scalar_type(*scalar, dates, options),
        FilterType::Enum(name) => ident(name).into_token_stream(),
    }
}

/// The method that narrows a list by a filter.
fn filter_method(filter: &Filter, api: &Api, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let (method, param) = (ident(&filter.name.rust), &filter.name.wire);
    let ty = filter_type(&filter.ty, api.generate.dates, options);
    let value = quote!(impl #runtime::IntoFilter<#ty>);
    let is_in_body = param.starts_with('/');
    let zone = records::zone(filter.zone.as_ref(), api.generate.dates);
    let Some(style) = filter.list else {
        let given = zone.map_or_else(
            || quote!(value),
            |offset| quote!(#runtime::__private::InZone(value, #offset)),
        );
        let call = if is_in_body {
            let bare = is_unquoted(&filter.ty);
            quote!(self.0.body_filter(#param, #bare, #given))
        } else {
            quote!(self.0.filter(#param, #given))
        };
        return quote! { pub fn #method(self, value: #value) -> Self { Self(#call) } };
    };
    let given = zone.map_or_else(
        || quote!(values),
        |offset| quote!(#runtime::__private::each_in_zone(values, #offset)),
    );
    let call = if is_in_body {
        let bare = is_unquoted(&filter.ty);
        quote!(self.0.body_filter_list(#param, #bare, #given))
    } else {
        let style = match style {
            ListStyle::Repeat => quote!(Repeat),
            ListStyle::Comma => quote!(Comma),
            ListStyle::Brackets => quote!(Brackets),
        };
        quote!(self.0.filter_list(#param, #runtime::__private::ListStyle::#style, #given))
    };
    quote! {
        pub fn #method(self, values: impl ::core::iter::IntoIterator<Item = #value>) -> Self {
            Self(#call)
        }
    }
}

/// Whether JSON writes its values without quotes.
fn is_unquoted(ty: &FilterType) -> bool {
    matches!(
        ty,
        FilterType::Scalar(
            Scalar::Integer
                | Scalar::Unsigned
                | Scalar::Number
                | Scalar::Decimal
                | Scalar::Boolean
                | Scalar::Epoch
        )
    )
}
