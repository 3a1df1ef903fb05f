//! What the derive adds to a struct.

use super::client::{allow_dead_code, args, request};
use super::docs::{code, docs};
use super::paged::{Given, paged};
use super::{Options, one};
use crate::model::List;
use crate::parse::attr::PageStruct;
use crate::source_map::Code;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};

/// The code of the user's own that a derive names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Own<'a> {
    /// The constant that the list pages by.
    pub style: Option<&'a Code>,
    /// The struct of a whole page.
    pub page: Option<&'a PageStruct>,
}

/// What the derive adds to a struct: `impl Paged`, and the calls that list it.
#[must_use]
pub fn derived(
    list: &List,
    own: Own<'_>,
    name: &Ident,
    vis: &syn::Visibility,
    options: &Options,
) -> TokenStream {
    let given = Given::derived(own.style, own.page);
    let paged = paged(list, name, given, options);
    let calls = match own.page {
        None => of_records(list, name, vis, options),
        Some(page) => of_pages(list, page, name, vis, options),
    };
    quote!(#paged #calls)
}

fn of_records(list: &List, name: &Ident, vis: &syn::Visibility, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let about = docs(&format!("Lists {}.", code(&request(list))), None);
    let (args, values) = args(&list.args, options);
    let one = one::derived(list, &quote!(Self), vis, options);
    quote! {
        impl #name {
            #about
            #vis fn list(__client: &#runtime::Client #(, #args)*) -> #runtime::Pager<Self> {
                #runtime::Pager::new(__client, [#(#values),*])
            }

            #one
        }
    }
}

fn of_pages(
    list: &List,
    page: &PageStruct,
    name: &Ident,
    vis: &syn::Visibility,
    options: &Options,
) -> TokenStream {
    let runtime = &options.runtime;
    let (row, field) = (&page.row.0, &page.field.0);
    let request = code(&request(list));
    let about_list = docs(
        &format!(
            "Lists {request}: `.pages()` gives each page as this struct, `.items()` its rows."
        ),
        None,
    );
    let about_pages = docs(&format!("All pages of {request}, as a stream."), None);
    let (args, values) = args(&list.args, options);
    let names = list.args.iter().map(|arg| super::ident(&arg.name.rust).into_token_stream());
    let allow_dead_code = allow_dead_code();
    let one = one::derived(list, &quote!(#row), vis, options);
    quote! {
        #[automatically_derived]
        impl #runtime::WholePage for #name {
            fn set_items(&mut self, __items: ::std::vec::Vec<#row>) {
                self.#field = __items;
            }
        }

        #allow_dead_code
        impl #name {
            #about_list
            #vis fn list(
                __client: &#runtime::Client
                #(, #args)*
            ) -> #runtime::Pager<Self, #runtime::AsListed, Self> {
                #runtime::Pager::of_pages(__client, [#(#values),*])
            }

            #about_pages
            #vis fn pages(__client: &#runtime::Client #(, #args)*) -> #runtime::Pages<#row, Self> {
                Self::list(__client #(, #names)*).pages()
            }

            #one
        }
    }
}
