//! A struct of the user's against the record of a spec.

use crate::diag::did_you_mean;
use crate::lower;
use crate::model::{Api, List, PagingRef, Record, Struct, TypeDef};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, Meta, Token};

/// Checks that each field of the struct is a field of the list's record.
///
/// # Errors
/// An error at each field that is none, with the nearest name.
pub(crate) fn check(input: &DeriveInput, list: &List, api: &Api) -> syn::Result<()> {
    let (Some(record), Data::Struct(data)) = (record(list, api), &input.data) else {
        return Ok(());
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(syn::Error::new_spanned(&input.ident, "a record has named fields"));
    };
    let known: Vec<&str> = record.fields.iter().map(|field| field.name.wire.as_str()).collect();
    let rename_all = serde_text(&input.attrs, "rename_all");
    let mut errors: Option<syn::Error> = None;
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        if serde_has(&field.attrs, &["skip", "skip_deserializing", "flatten"]) {
            continue;
        }
        let name = serde_text(&field.attrs, "rename")
            .unwrap_or_else(|| cased(&ident.unraw().to_string(), rename_all.as_deref()));
        if !known.contains(&name.as_str()) {
            let message = unknown(&format!("field of {}", record.name.wire), &name, &known);
            let error = syn::Error::new_spanned(ident, message);
            match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            }
        }
    }
    errors.map_or(Ok(()), Err)
}

/// That there is nothing of this name, and what is nearest to it.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    match did_you_mean(name, known.iter().copied()) {
        Some(near) => format!("the spec has no {what} named `{name}`; did you mean `{near}`?"),
        None => format!("the spec has no {what} named `{name}`; it has {}", known.join(", ")),
    }
}

/// The list as one of the struct itself: its rows are the struct, its styles
/// stand in it, and all parameters of its path are arguments.
pub(crate) fn own_list(input: &DeriveInput, list: &List, api: &Api) -> List {
    let mut own = list.clone();
    own.record = Record::Rust(input.ident.to_string());
    own.filters.clear();
    if let PagingRef::Style(index) = own.paging
        && let Some(style) = api.styles.get(index)
    {
        own.paging = PagingRef::Own(Box::new(style.paging.clone()));
    }
    own.args = lower::all_params(list, api);
    own
}

fn record<'a>(list: &List, api: &'a Api) -> Option<&'a Struct> {
    let Record::Own(name) = &list.record else { return None };
    api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(record) if record.name.rust == *name => Some(record),
        _ => None,
    })
}

/// The text of `#[serde(key = "text")]`, or of its `deserialize` half.
fn serde_text(attrs: &[Attribute], key: &str) -> Option<String> {
    serde_metas(attrs).into_iter().find_map(|meta| match meta {
        Meta::NameValue(pair) if pair.path.is_ident(key) => text(&pair.value),
        Meta::List(list) if list.path.is_ident(key) => {
            let halves = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            halves.ok()?.into_iter().find_map(|half| match half {
                Meta::NameValue(pair) if pair.path.is_ident("deserialize") => text(&pair.value),
                _ => None,
            })
        }
        _ => None,
    })
}

fn serde_has(attrs: &[Attribute], words: &[&str]) -> bool {
    serde_metas(attrs).iter().any(|meta| words.iter().any(|word| meta.path().is_ident(word)))
}

fn serde_metas(attrs: &[Attribute]) -> Vec<Meta> {
    let serde = attrs.iter().filter(|attr| attr.path().is_ident("serde"));
    let metas = serde.filter_map(|attr| {
        attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()
    });
    metas.flatten().collect()
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// A field's name on the wire, after serde's `rename_all`.
fn cased(name: &str, rule: Option<&str>) -> String {
    match rule {
        Some("camelCase") => heck::AsLowerCamelCase(name).to_string(),
        Some("PascalCase") => heck::AsUpperCamelCase(name).to_string(),
        Some("kebab-case") => heck::AsKebabCase(name).to_string(),
        Some("SCREAMING_SNAKE_CASE" | "UPPERCASE") => name.to_uppercase(),
        Some("SCREAMING-KEBAB-CASE") => heck::AsShoutyKebabCase(name).to_string(),
        _ => name.to_owned(),
    }
}
