//! Attributes: docs as comments, others as rustfmt writes them.

use super::layout::ATTRIBUTE;
use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, MetaNameValue, Token};

/// The text of an attribute; `None` for a form that none of ours has.
pub(super) fn print(attr: &Attribute, indent: usize) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => doc(pair),
        Meta::List(list) => {
            let parts =
                list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let parts = parts.iter().map(part).collect::<Option<Vec<_>>>()?;
            let (name, inner) = (list.path.to_token_stream(), parts.join(", "));
            if inner.chars().count() <= ATTRIBUTE {
                return Some(format!("#[{name}({inner})]"));
            }
            let (apart, end) = (" ".repeat(indent + 4), " ".repeat(indent));
            let inner = parts.join(&format!(",\n{apart}"));
            // Lints take no comma at the end.
            Some(format!("#[{name}(\n{apart}{inner}\n{end})]"))
                .filter(|_| name.to_string() == "allow")
        }
        meta => Some(format!("#[{}]", part(meta)?)),
    }
}

/// Docs as a comment, if that is equivalent.
fn doc(pair: &MetaNameValue) -> Option<String> {
    let Expr::Lit(literal) = &pair.value else { return None };
    let Lit::Str(said) = &literal.lit else { return None };
    let text = said.value();
    let is_comment = !text.contains(['\n', '\r']) && !text.starts_with('/');
    Some(if is_comment {
        format!("///{}", text.trim_end_matches(' '))
    } else {
        format!("#[doc = {}]", said.to_token_stream())
    })
}

fn part(meta: &Meta) -> Option<String> {
    let path = |path: &syn::Path| path.to_token_stream().to_string().replace(' ', "");
    match meta {
        Meta::Path(name) => Some(path(name)),
        Meta::NameValue(pair) if matches!(pair.value, Expr::Lit(_)) => {
            Some(format!("{} = {}", path(&pair.path), pair.value.to_token_stream()))
        }
        Meta::NameValue(_) | Meta::List(_) => None,
    }
}
