//! What serde's attributes say of a struct and its fields: names on the wire, and words
//! that change how a field is read.

use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Field, Lit, Meta, Token};

/// The rule by which a struct renames its fields.
pub(crate) fn rule(attrs: &[Attribute]) -> Option<String> {
    texts(attrs, "rename_all").pop()
}

/// The name of a field on the wire, after the struct's rule; `None` for a field without
/// a name.
pub(crate) fn of_field(field: &Field, rule: Option<&str>) -> Option<String> {
    let plain = field.ident.as_ref()?.unraw().to_string();
    Some(texts(&field.attrs, "rename").pop().unwrap_or_else(|| cased(&plain, rule)))
}

/// The texts of each `#[serde(key = "text")]`, or of its `deserialize` half.
pub(crate) fn texts(attrs: &[Attribute], key: &str) -> Vec<String> {
    let metas = metas(attrs).into_iter().filter(|meta| meta.path().is_ident(key));
    let texts = metas.filter_map(|meta| match meta {
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(list) => {
            let halves = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            halves.ok()?.into_iter().find_map(|half| match half {
                Meta::NameValue(pair) if pair.path.is_ident("deserialize") => text(&pair.value),
                _ => None,
            })
        }
        Meta::Path(_) => None,
    });
    texts.collect()
}

/// The first of these words that an attribute of serde has.
pub(crate) fn word<'w>(attrs: &[Attribute], words: &[&'w str]) -> Option<&'w str> {
    let metas = metas(attrs);
    let is_written = |word: &str| metas.iter().any(|meta| meta.path().is_ident(word));
    words.iter().copied().find(|word| is_written(word))
}

fn metas(attrs: &[Attribute]) -> Vec<Meta> {
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

/// A field's name after serde's `rename_all`. Serde splits names at underscores alone, and
/// leaves the other letters as they are.
fn cased(name: &str, rule: Option<&str>) -> String {
    match rule {
        Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => name.to_ascii_uppercase(),
        Some("PascalCase") => pascal(name),
        Some("camelCase") => {
            let pascal = pascal(name);
            let mut letters = pascal.chars();
            let first = letters.next().map(|letter| letter.to_ascii_lowercase());
            first.into_iter().chain(letters).collect()
        }
        Some("kebab-case") => name.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => name.to_ascii_uppercase().replace('_', "-"),
        _ => name.to_owned(),
    }
}

fn pascal(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    words.fold(String::new(), |mut joined, word| {
        let mut letters = word.chars();
        joined.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        joined.push_str(letters.as_str());
        joined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_serde() {
        for (rule, name) in [
            ("lowercase", "next_page2_URI"),
            ("UPPERCASE", "NEXT_PAGE2_URI"),
            ("PascalCase", "NextPage2URI"),
            ("camelCase", "nextPage2URI"),
            ("snake_case", "next_page2_URI"),
            ("SCREAMING_SNAKE_CASE", "NEXT_PAGE2_URI"),
            ("kebab-case", "next-page2-URI"),
            ("SCREAMING-KEBAB-CASE", "NEXT-PAGE2-URI"),
        ] {
            assert_eq!(cased("next_page2_URI", Some(rule)), name, "{rule}");
        }
    }

    #[test]
    fn a_field_has_the_name_that_serde_reads() {
        let fields = |text: &str| {
            let input: syn::ItemStruct = syn::parse_str(text).unwrap();
            let rule = rule(&input.attrs);
            let names = input.fields.iter().map(|field| of_field(field, rule.as_deref()).unwrap());
            names.collect::<Vec<_>>()
        };
        let renamed = r#"#[serde(rename_all(serialize = "UPPERCASE", deserialize = "camelCase"))]
            struct A { r#type: u8, next_page: u8, #[serde(rename = "n")] a: u8,
            #[serde(rename(serialize = "x", deserialize = "y"))] b: u8 }"#;
        assert_eq!(fields(renamed), ["type", "nextPage", "n", "y"]);
    }
}
