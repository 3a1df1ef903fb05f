//! Attributes of the user's own, which stand on records and fields as they are written.

use super::types::Scope;
use crate::ast::Spec;
use crate::diag::{Problem, excerpt};
use crate::source_map::Path;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// The attributes in the text at this key of `holder`, each on its own.
pub(super) fn lower(scope: &Scope<'_>, holder: &Path, written: Option<&str>) -> Vec<String> {
    let Some(written) = written else { return Vec::new() };
    let at = &holder.key("attributes");
    let attributes = match Attribute::parse_outer.parse_str(written) {
        Ok(attributes) if !attributes.is_empty() => attributes,
        _ => {
            let message = format!("`{}` is not an attribute", excerpt(written));
            let problem = Problem::error(at, message);
            scope.cx.push(problem.help("write it as in Rust, in quotes: `\"#[deprecated]\"`"));
            return Vec::new();
        }
    };
    for attribute in &attributes {
        check(scope, at, &attribute.meta);
    }
    attributes.iter().map(|attribute| attribute.to_token_stream().to_string()).collect()
}

/// Reports an attribute that another key of the spec replaces, or that the generated
/// code can't have.
fn check(scope: &Scope<'_>, at: &Path, meta: &Meta) {
    let name = meta.path().to_token_stream().to_string();
    let refuse = |why: &str| {
        let problem = Problem::error(at, format!("`#[{}]` is not allowed here", excerpt(&name)));
        scope.cx.push(problem.help(why));
    };
    match name.as_str() {
        "cfg" => refuse("other code names the record and all its fields"),
        "derive" => refuse("write `generate: {derive: [\"rust(path::Trait)\"]}` instead"),
        "doc" if matches!(meta, Meta::NameValue(_)) => refuse("write `docs` instead"),
        "export_name" | "link_section" | "no_mangle" | "path" | "unsafe" => {
            refuse("no derive reads it");
        }
        "non_exhaustive" => refuse("each record has this attribute"),
        "serde" if !scope.derives_serde => refuse(
            "only serde's own derive reads it: add `generate: {derive: [\"rust(serde::Serialize)\"]}`, or write `wire` for another key in replies",
        ),
        "cfg_attr" => {
            // The first part is the condition.
            let parse = Punctuated::<Meta, Token![,]>::parse_terminated;
            let parts = meta.require_list().and_then(|list| list.parse_args_with(parse));
            match parts {
                Ok(parts) if parts.len() > 1 => {
                    parts.iter().skip(1).for_each(|part| check(scope, at, part));
                }
                _ => refuse("write `#[cfg_attr(condition, attribute)]`"),
            }
        }
        _ if calls_a_macro(meta.to_token_stream()) => {
            refuse("it calls a macro, and a macro can read files while the client compiles");
        }
        _ => {}
    }
}

/// Whether the records have a derive that reads serde's attributes.
pub(super) fn derives_serde(spec: &Spec) -> bool {
    let derives = spec.generate.iter().flat_map(|generate| &generate.derive);
    let mut paths = derives.filter_map(|derive| derive.strip_prefix("rust("));
    paths.any(|path| path.contains("Serialize") || path.contains("Deserialize"))
}

/// Whether these tokens contain a call like `name!(…)`.
fn calls_a_macro(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_call = |three: &[TokenTree]| {
        matches!(three, [TokenTree::Ident(_), TokenTree::Punct(mark), TokenTree::Group(_)]
            if mark.as_char() == '!')
    };
    tokens.windows(3).any(is_call)
        || tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => calls_a_macro(group.stream()),
            _ => false,
        })
}
