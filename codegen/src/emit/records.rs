//! Records and enums: plain types, and one line that says how they are read.

use super::docs::{said, undocumented};
use super::{Options, ident, rust_code};
use crate::model::{Dates, Enum, Field, Generate, Name, Scalar, Struct, Type, TypeDef, Zone};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub(super) fn type_def(ty: &TypeDef, generate: &Generate, options: &Options) -> TokenStream {
    match ty {
        TypeDef::Struct(record) => record_def(record, generate, options),
        TypeDef::Enum(values) => enum_def(values, options),
    }
}

fn record_def(record: &Struct, generate: &Generate, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let name = ident(&record.name.rust);
    let about = said(record.docs.as_deref());
    let partial_eq = generate.partial_eq.then(|| quote!(, ::core::cmp::PartialEq));
    // What is between the two derives keeps rustfmt from making one of them.
    let own = generate.derives.iter().map(|path| rust_code(path));
    let own = (!generate.derives.is_empty()).then(|| quote!(#[derive(#(#own),*)]));
    let attributes = record.attributes.iter().map(|text| rust_code(text));
    let docs: Vec<_> = record.fields.iter().map(|field| said(field.docs.as_deref())).collect();
    let undocumented = undocumented([&about].into_iter().chain(&docs));
    let fields = record.fields.iter().zip(&docs).map(|(field, about)| {
        let (name, ty) = (ident(&field.name.rust), type_of(field, generate.dates, options));
        let attributes = field.attributes.iter().map(|text| rust_code(text));
        quote! { #about #(#attributes)* pub #name: #ty }
    });
    let entries = record.fields.iter().map(|field| {
        let (name, how) = (entry(&field.name), read_as(&field.ty, generate.dates));
        let zone = zone(field.zone.as_ref(), generate.dates).map(|offset| quote!(in #offset));
        quote!(#name #how #zone)
    });
    let serialize = generate.serialize.then(|| quote!(+ Serialize));
    let repeats = repeats(&record.name.rust, record.fields.iter().map(|field| &field.name));
    let lints = allowed(&[
        ("struct_field_names", repeats),
        (
            "pub_underscore_fields",
            record.fields.iter().any(|field| field.name.rust.starts_with('_')),
        ),
        ("type_complexity", record.fields.iter().any(|field| depth(&field.ty) > 3)),
    ]);
    quote! {
        #about
        #undocumented
        #lints
        #[derive(::core::clone::Clone #partial_eq)]
        #[non_exhaustive]
        #own
        #(#attributes)*
        pub struct #name { #(#fields,)* }

        #runtime::__private::record!(#name: Debug + Deserialize #serialize { #(#entries,)* });
    }
}

fn enum_def(values: &Enum, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    let name = ident(&values.name.rust);
    let other = ident(&values.other);
    let about = said(values.docs.as_deref());
    // A spec describes no values.
    let undocumented = undocumented([TokenStream::new()].iter());
    let names = values.variants.iter().map(|variant| ident(&variant.rust));
    let entries = values.variants.iter().map(entry);
    let repeats = repeats(&values.name.rust, values.variants.iter());
    let lints = allowed(&[("enum_variant_names", repeats)]);
    // What is between the two derives keeps rustfmt from making one of them.
    quote! {
        #about
        #undocumented
        #lints
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::hash::Hash)]
        #[non_exhaustive]
        #[derive(::core::cmp::PartialEq, ::core::cmp::Eq)]
        pub enum #name {
            #(#names,)*
            /// A value that the spec does not name.
            #other(::std::string::String),
        }

        #runtime::__private::open_enum!(#name, else #other { #(#entries,)* });
    }
}

/// A name, with its name on the wire if that differs.
fn entry(name: &Name) -> TokenStream {
    let (ident, wire) = (ident(&name.rust), &name.wire);
    // The compiler composes the characters of names.
    let is_same = ident == wire && wire.is_ascii();
    let wire = (!is_same).then(|| quote!(= #wire));
    quote!(#ident #wire)
}

/// Names and types are the API's: allows the clippy lints that object to them.
fn allowed(lints: &[(&str, bool)]) -> Option<TokenStream> {
    let lints = lints.iter().filter(|(_, is_needed)| *is_needed);
    let lints: Vec<_> = lints.map(|(lint, _)| format_ident!("{lint}")).collect();
    let any = !lints.is_empty();
    any.then(|| quote!(#[allow(#(clippy::#lints,)* reason = "the names of the API")]))
}

/// How many types are around the innermost one.
fn depth(ty: &Type) -> usize {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => 1 + depth(inner),
        Type::Scalar(_) | Type::Own(_) | Type::Rust(_) => 0,
    }
}

/// Whether names repeat that of their type, or all begin or end alike.
fn repeats<'a>(ty: &str, names: impl Iterator<Item = &'a Name>) -> bool {
    let words = |name: &str| -> Vec<String> {
        heck::AsSnakeCase(name).to_string().split('_').map(str::to_owned).collect()
    };
    let ty = words(ty);
    let names: Vec<Vec<String>> = names.map(|name| words(&name.rust)).collect();
    let repeats = names.iter().any(|name| name.starts_with(&ty) || name.ends_with(&ty));
    let alike = names.len() > 2
        && (names.iter().all(|name| name.first() == names[0].first())
            || names.iter().all(|name| name.last() == names[0].last()));
    repeats || alike
}

/// The Rust type of a field, its box included.
pub(crate) fn type_of(field: &Field, dates: Dates, options: &Options) -> TokenStream {
    match &field.ty {
        Type::Optional(inner) if field.boxed => {
            let inner = field_type(inner, dates, options);
            quote!(::core::option::Option<::std::boxed::Box<#inner>>)
        }
        ty => field_type(ty, dates, options),
    }
}

/// The offset of times without one; texts stay as they came.
pub(super) fn zone(zone: Option<&Zone>, dates: Dates) -> Option<&str> {
    let Zone(offset) = zone.filter(|_| dates != Dates::Text)?;
    Some(offset)
}

/// The Rust type of a value.
fn field_type(ty: &Type, dates: Dates, options: &Options) -> TokenStream {
    match ty {
        Type::Optional(inner) => {
            let inner = field_type(inner, dates, options);
            quote!(::core::option::Option<#inner>)
        }
        Type::List(inner) => {
            let inner = field_type(inner, dates, options);
            quote!(::std::vec::Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = field_type(inner, dates, options);
            quote!(::std::collections::BTreeMap<::std::string::String, #inner>)
        }
        Type::Scalar(scalar) => scalar_type(*scalar, dates, options),
        Type::Own(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::Rust(path) => rust_code(path),
    }
}

/// The Rust type of a scalar, for fields and filters alike.
pub(super) fn scalar_type(scalar: Scalar, dates: Dates, options: &Options) -> TokenStream {
    let runtime = &options.runtime;
    match scalar {
        Scalar::String | Scalar::Uri => quote!(::std::string::String),
        Scalar::Date | Scalar::DateTime if dates == Dates::Text => quote!(::std::string::String),
        Scalar::Integer | Scalar::Epoch => quote!(i64),
        Scalar::Unsigned => quote!(u64),
        Scalar::Number => quote!(f64),
        Scalar::Boolean => quote!(bool),
        Scalar::Decimal => quote!(#runtime::Decimal),
        Scalar::Date => quote!(#runtime::Date),
        Scalar::DateTime => quote!(#runtime::DateTime),
        Scalar::Uuid => quote!(#runtime::Uuid),
        Scalar::Secret => quote!(#runtime::Secret),
        Scalar::Json => quote!(#runtime::Json),
    }
}

/// How a field is read, unless it is read into an empty value of its type.
fn read_as(ty: &Type, dates: Dates) -> Option<TokenStream> {
    let is_text = dates == Dates::Text;
    match ty {
        ty if is_foreign(ty) => Some(quote!(as own)),
        Type::Scalar(Scalar::Date | Scalar::DateTime) if is_text => None,
        Type::Scalar(
            Scalar::Date | Scalar::DateTime | Scalar::Decimal | Scalar::Uuid | Scalar::Secret,
        )
        | Type::Own(_) => Some(quote!(as required)),
        Type::Optional(_) | Type::List(_) | Type::Map(_) | Type::Scalar(_) | Type::Rust(_) => None,
    }
}

/// Whether a type of the user's is in it: it reads itself.
fn is_foreign(ty: &Type) -> bool {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => is_foreign(inner),
        Type::Rust(_) => true,
        Type::Scalar(_) | Type::Own(_) => false,
    }
}
