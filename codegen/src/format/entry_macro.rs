//! Prints macros that list entries, one entry a line, so that a small change of
//! the spec is a small change of the text.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use std::fmt::Write as _;
use syn::Lit;

/// The text of a macro that lists entries, `m!(Name { a = "a", b = "b", });`;
/// `None` for any other macro. Docs of an entry go above it.
pub(super) fn print(mac: &syn::Macro) -> Option<String> {
    let mut tokens: Vec<TokenTree> = mac.tokens.clone().into_iter().collect();
    let TokenTree::Group(entries) = tokens.pop()? else { return None };
    if entries.delimiter() != Delimiter::Brace {
        return None;
    }
    let mut text = String::new();
    spaced(&mut text, mac.path.to_token_stream());
    text.push_str("!(");
    spaced(&mut text, tokens.into_iter().collect());
    text.push_str(" {");
    let entries = entries_of(entries.stream());
    if !entries.is_empty() {
        text.push('\n');
    }
    for entry in entries {
        line(&mut text, entry);
    }
    text.push_str("});\n");
    Some(text)
}

/// The tokens between commas.
fn entries_of(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut entries = Vec::new();
    let mut entry = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                entries.push(std::mem::take(&mut entry));
            }
            token => entry.push(token),
        }
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    entries
}

/// An entry below its docs.
fn line(text: &mut String, entry: Vec<TokenTree>) {
    let mut tokens = entry.into_iter().peekable();
    while tokens.next_if(|token| is_punct(token, '#')).is_some() {
        text.push_str("    ");
        match tokens.next() {
            Some(TokenTree::Group(attr)) => attribute(text, &attr),
            other => spaced(text, other.into_iter().collect()),
        }
        text.push('\n');
    }
    text.push_str("    ");
    spaced(text, tokens.collect());
    text.push_str(",\n");
}

/// Docs as a comment if that is equivalent; other attributes unchanged.
fn attribute(text: &mut String, attr: &Group) {
    let tokens: Vec<TokenTree> = attr.stream().into_iter().collect();
    if let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(said)] = &tokens[..]
        && name == "doc"
        && let Lit::Str(said) = Lit::new(said.clone())
        && let said = said.value()
        && !said.contains(['\n', '\r'])
        && !said.starts_with('/')
    {
        let _ = write!(text, "///{}", said.trim_end_matches(' '));
        return;
    }
    let _ = write!(text, "#[{}]", attr.stream());
}

/// Tokens with spaces where a reader expects them: paths and types have none.
fn spaced(text: &mut String, tokens: TokenStream) {
    let (mut last, mut before_last) = (String::new(), String::new());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let mut piece = token.to_string();
        if matches!(&token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
            && let Some(colon) = tokens.next_if(|next| is_punct(&token, ':') && is_punct(next, ':'))
        {
            let _ = write!(piece, "{colon}");
        }
        let is_apart = match (last.as_str(), piece.as_str()) {
            ("" | "::" | "<", _) | (_, "," | ":" | "<" | ">") => false,
            (":" | "=" | ",", "::") => true,
            (word, "::") => word == "of" && before_last != "::",
            _ => true,
        };
        if is_apart {
            text.push(' ');
        }
        text.push_str(&piece);
        before_last = std::mem::replace(&mut last, piece);
    }
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

#[cfg(test)]
mod tests {
    use super::print;
    use quote::quote;

    fn printed(tokens: proc_macro2::TokenStream) -> String {
        let item: syn::ItemMacro = syn::parse2(tokens).unwrap();
        print(&item.mac).unwrap()
    }

    #[test]
    fn entries_stand_on_lines_of_their_own() {
        assert_eq!(
            printed(quote! {
                ::pagesmith::__private::record!(Call { sid = "sid", r#type = "type" as own, });
            }),
            "::pagesmith::__private::record!(Call {\n    sid = \"sid\",\n    r#type = \"type\" as own,\n});\n"
        );
    }

    #[test]
    fn docs_and_types_are_readable() {
        assert_eq!(
            printed(quote! {
                ::a::list!(List of crate::of::Row<u8, ::b::C>, numbered {
                    #[doc = " Sets `a`."]
                    #[doc = ""]
                    a: ::std::string::String = "a" as body list text,
                    #[doc = "/ odd"]
                    b: i64 = "b",
                });
            }),
            "::a::list!(List of crate::of::Row<u8, ::b::C>, numbered {\n    /// Sets `a`.\n    ///\n    a: ::std::string::String = \"a\" as body list text,\n    #[doc = \"/ odd\"]\n    b: i64 = \"b\",\n});\n"
        );
        assert_eq!(printed(quote!(list!(List of ::a::Row {});)), "list!(List of ::a::Row {});\n");
    }

    #[test]
    fn other_macros_are_not_touched() {
        let item: syn::ItemMacro = syn::parse_quote!(other!(a, b););
        assert_eq!(print(&item.mac), None);
    }
}
