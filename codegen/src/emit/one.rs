//! The method that requests a single record.

use super::client::args;
use super::docs::{code, docs};
use super::{Options, ident, paged};
use crate::model::{List, One, Record};
use proc_macro2::TokenStream;
use quote::quote;

/// The method of a client that requests a single record of this list, if the spec says how.
pub(super) fn method(list: &List, options: &Options) -> Option<TokenStream> {
    let one = list.one.as_ref()?;
    let (runtime, method, record) =
        (&options.runtime, ident(&one.method.rust), paged::record(&one.record));
    let about = docs(
        &format!("Requests a record of {}: {}.", code(&list.method.wire), code(&get(one))),
        one.docs.as_deref(),
    );
    let (args, request) =
        (args(&one.args, options).0, request(list, one, &quote!(&self.0), options));
    Some(quote! {
        #about
        pub fn #method(&self #(, #args)*) -> #runtime::One<#record> {
            #request
        }
    })
}

/// `get` of a derived struct, if its attribute says how.
pub(super) fn derived(
    list: &List,
    item: &TokenStream,
    vis: &syn::Visibility,
    options: &Options,
) -> Option<TokenStream> {
    let one = list.one.as_ref()?;
    let runtime = &options.runtime;
    let about = docs(&format!("Requests a record: {}.", code(&get(one))), None);
    let (args, request) =
        (args(&one.args, options).0, request(list, one, &quote!(__client), options));
    Some(quote! {
        #about
        #vis fn get(__client: &#runtime::Client #(, #args)*) -> #runtime::One<#item> {
            #request
        }
    })
}

/// Method and path, for docs.
fn get(one: &One) -> String {
    format!("GET {}", one.path)
}

/// The call that makes the request.
fn request(list: &List, one: &One, client: &TokenStream, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let (path, at, values) = (&one.path, &one.at, args(&one.args, options).1);
    let query = one.encoded_query().map(|pairs| quote!(.query(#pairs)));
    let errors = paged::error_setters(&list.errors);
    let of = match one.record {
        Record::Own(_) => quote!(of_values),
        Record::Rust(_) => quote!(of_own),
    };
    quote! {
        #runtime::One::#of(
            #client,
            #runtime::List::one(#path, #at) #query #errors,
            [#(#values),*]
        )
    }
}
