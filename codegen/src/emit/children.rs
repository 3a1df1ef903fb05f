//! The method that lists the children of each parent.

use super::client::{arg_type, request};
use super::docs::{code, docs};
use super::{Options, ident};
use crate::model::{ForEach, FromParent, List, Param, Scalar};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The method of a client that takes the parents of a list, if it has some.
pub(super) fn method(list: &List, options: &Options) -> Option<TokenStream> {
    let for_each = list.for_each.as_ref()?;
    let runtime = &options.runtime;
    let (list_method, name) = (ident(&list.method.rust), ident(&list.name.rust));
    let method = ident(&list.method_of_parents());
    let parent = ident(&for_each.record);
    let about = docs(
        &format!(
            "Lists {} of each of these parents, in their order: {}.",
            code(&list.method.wire),
            code(&request(list))
        ),
        None,
    );
    let names = for_each.values.iter().map(|value| &value.param);
    let given: Vec<&Param> = list.args.iter().filter(|arg| !for_each.gives(arg)).collect();
    let args = given.iter().map(|arg| {
        let (name, ty) = (ident(&arg.name.rust), arg_type(arg.ty, options));
        quote!(#name: #ty)
    });
    let kept = given.iter().filter_map(|arg| kept(arg, options));
    let is_taken = given.iter().any(|arg| arg.name.rust == "parents");
    let parents = ident(if is_taken { "__parents" } else { "parents" });
    let values = list.args.iter().map(|arg| value(arg, for_each));
    Some(quote! {
        #about
        pub fn #method(
            &self,
            #(#args,)*
            #parents: #runtime::Items<#parent>
        ) -> #runtime::Children<#parent, #name> {
            let __client = ::core::clone::Clone::clone(self);
            #(#kept)*
            #runtime::Children::new([#(#names),*], #parents, move |__parent| {
                __client.#list_method(#(#values),*)
            })
        }
    })
}

/// An argument as the calls of all parents share it.
fn kept(arg: &Param, options: &Options) -> Option<TokenStream> {
    let runtime = &options.runtime;
    let (name, kept) = (ident(&arg.name.rust), kept_name(arg));
    match arg.ty {
        Scalar::Unsigned | Scalar::Integer | Scalar::Epoch | Scalar::Boolean => None,
        Scalar::Secret => {
            Some(quote!(let #kept: #runtime::Secret = ::core::convert::Into::into(#name);))
        }
        _ => Some(quote!(let #kept = ::std::string::ToString::to_string(&#name);)),
    }
}

fn kept_name(arg: &Param) -> Ident {
    format_ident!("__{}", arg.name.rust)
}

/// The value of an argument in the call of one parent.
fn value(arg: &Param, for_each: &ForEach) -> TokenStream {
    let from_parent = for_each.values.iter().find(|value| value.param == arg.name.wire);
    if let Some(FromParent { fields, .. }) = from_parent {
        let fields = fields.iter().map(|field| ident(field));
        let field = quote!(__parent #(.#fields)*);
        return match arg.ty {
            Scalar::Unsigned | Scalar::Integer | Scalar::Epoch | Scalar::Boolean => field,
            _ => quote!(&#field),
        };
    }
    let (name, kept) = (ident(&arg.name.rust), kept_name(arg));
    match arg.ty {
        Scalar::Unsigned | Scalar::Integer | Scalar::Epoch | Scalar::Boolean => quote!(#name),
        Scalar::Secret => quote!(::core::clone::Clone::clone(&#kept)),
        _ => quote!(&#kept),
    }
}

/// The conversion of a list into a pager, if it has parents.
pub(super) fn into_pager(list: &List, options: &Options) -> Option<TokenStream> {
    list.for_each.as_ref()?;
    let (runtime, name) = (&options.runtime, ident(&list.name.rust));
    let plain = list.envelope.is_some().then(|| quote!(.plain()));
    Some(quote! {
        impl ::core::convert::From<#name> for #runtime::Pager<#name> {
            fn from(list: #name) -> Self {
                list.0 #plain
            }
        }
    })
}
