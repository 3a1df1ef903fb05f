//! Entries of the attribute whose values are several literals.

use proc_macro2::Span as Tokens;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse as _, ParseBuffer, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Lit, LitStr, Token};

use super::values::{Read, Values, problem_at, value};
use crate::ast::{Map, Word};

impl Values {
    /// Constant query parameters: names and values in quotes.
    pub(super) fn query(&mut self, meta: &ParseNestedMeta<'_>) -> Read<()> {
        let wrong = |at: Tokens| {
            let problem = problem_at(at, "`query` has names and values in quotes");
            problem.help("write `query(\"api-version\" = \"2024-05-01\")`")
        };
        let Ok(content) = parenthesized(meta.input) else {
            return Err(wrong(meta.path.span()).into());
        };
        let mut pairs = Vec::new();
        while !content.is_empty() {
            let at = content.span();
            let pair = || -> syn::Result<(LitStr, LitStr)> {
                let name = content.parse()?;
                content.parse::<Token![=]>()?;
                let value = content.parse()?;
                if !content.is_empty() {
                    content.parse::<Token![,]>()?;
                }
                Ok((name, value))
            };
            let Ok((name, value)) = pair() else {
                // Nothing of the parentheses is left, so the rest of the attribute is read.
                content.parse::<proc_macro2::TokenStream>().ok();
                return Err(wrong(at).into());
            };
            self.record_span(&["query", &name.value()], name.span(), value.span());
            if pairs.iter().any(|(known, _)| *known == name.value()) {
                let message = format!("the parameter `{}` is given twice", name.value());
                self.problems.push(problem_at(name.span(), message).help("remove one of the two"));
            }
            pairs.push((name.value(), value.value()));
        }
        self.query = Map(pairs);
        Ok(())
    }
}

/// One value, or several in brackets: texts, numbers, `true` or `false`.
pub(super) fn words(meta: &ParseNestedMeta<'_>, key: &str) -> Read<Vec<Word>> {
    let value = value(meta, key)?;
    let span = value.span();
    let read = if value.peek(syn::token::Bracket) {
        brackets(value).and_then(|content| {
            let words = content.parse_terminated(Lit::parse, Token![,])?;
            words.iter().map(word).collect()
        })
    } else {
        value.parse().and_then(|literal| Ok(vec![word(&literal)?]))
    };
    read.map_err(|_| {
        let problem = problem_at(span, format!("`{key}` must be a value, or several in brackets"));
        problem.help(format!("write `{key} = \"OK\"`, or `{key} = [0, \"OK\"]`")).into()
    })
}

fn word(literal: &Lit) -> syn::Result<Word> {
    match literal {
        Lit::Str(text) => Ok(Word(text.value())),
        Lit::Int(number) => Ok(Word(number.base10_digits().to_owned())),
        Lit::Bool(flag) => Ok(Word(flag.value.to_string())),
        other => Err(syn::Error::new(other.span(), "")),
    }
}

pub(super) fn brackets(input: ParseStream<'_>) -> syn::Result<ParseBuffer<'_>> {
    let content;
    syn::bracketed!(content in input);
    Ok(content)
}

fn parenthesized(input: ParseStream<'_>) -> syn::Result<ParseBuffer<'_>> {
    let content;
    syn::parenthesized!(content in input);
    Ok(content)
}
