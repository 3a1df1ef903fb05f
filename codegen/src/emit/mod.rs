//! From a checked model to tokens. Nothing here can fail: a model can always be
//! emitted.

mod children;
mod client;
mod derived;
mod docs;
mod example;
mod one;
mod paged;
mod paging;
mod records;

use crate::model::Api;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

pub use derived::{Own, derived};
#[cfg(feature = "yaml")]
pub(crate) use {client::arg_type, client::filter_type, records::type_of};

/// What the generated code needs to know beyond the spec.
#[derive(Clone, Debug)]
pub struct Options {
    /// The path by which the generated code names the runtime.
    pub runtime: TokenStream,
}

impl Default for Options {
    fn default() -> Self {
        Self { runtime: quote!(::pagesmith) }
    }
}

/// The module of an API: its client, its lists, its records.
#[cfg(feature = "yaml")]
#[must_use]
pub fn api(api: &Api, options: &Options) -> TokenStream {
    parts(api, options).collect()
}

/// The same in parts, each of whole items: the client, its lists, its types.
#[cfg(feature = "yaml")]
pub fn parts(api: &Api, options: &Options) -> impl Iterator<Item = TokenStream> {
    let lists = api.lists.iter().map(|list| client::list(api, list, options));
    let types = api.types.iter().map(|ty| records::type_def(ty, &api.generate, options));
    let client = [client::client(api, options)].into_iter();
    client.chain(client::more_methods(api, options)).chain(lists).chain(types)
}

/// The module that holds those of several APIs: module and name of each.
#[cfg(feature = "yaml")]
#[must_use]
pub fn tree(apis: &[(String, String)]) -> TokenStream {
    let modules = apis.iter().map(|(module, name)| {
        let (module, about) =
            (ident(module), docs::docs(&format!("A client of {}.", docs::code(name)), None));
        quote! { #about pub mod #module; }
    });
    quote! { #(#modules)* }
}

/// An identifier; raw where the name is a keyword of any edition.
pub(crate) fn ident(name: &str) -> Ident {
    if is_plain(name) {
        return Ident::new(name, Span::call_site());
    }
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if name != "gen" => ident,
        _ => Ident::new_raw(name, Span::call_site()),
    }
}

/// Whether a name is certainly not a keyword: keywords have no underscore.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.contains('_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A path or an attribute of the user's, as lowering checked it.
fn rust_code(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| ident(text).into_token_stream())
}

/// A number as people write it: without a type, and in groups of three digits.
fn digits(value: u64) -> TokenStream {
    let plain = value.to_string();
    let mut text = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if plain.len() > 4 && at > 0 && (plain.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    // Digits and underscores are a literal.
    text.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(value).into_token_stream())
}

/// `Some(value)` or `None`, by their full paths.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}
