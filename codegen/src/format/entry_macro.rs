//! Prints macros that list entries, one entry a line, so that a small change of
//! the spec is a small change of the text.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use std::fmt::Write as _;
use syn::MacroDelimiter;

/// The text of a macro that lists entries, `m!(Name: Debug { a, b = "B", });`;
/// `None` for any other macro. rustfmt reads no Rust in it, and leaves it.
pub(super) fn print(mac: &syn::Macro) -> Option<String> {
    let mut tokens: Vec<TokenTree> = mac.tokens.clone().into_iter().collect();
    let TokenTree::Group(entries) = tokens.pop()? else { return None };
    if entries.delimiter() != Delimiter::Brace || tokens.len() < 2 {
        return None;
    }
    let mut text = String::new();
    spaced(&mut text, mac.path.to_token_stream());
    text.push_str("!(");
    spaced(&mut text, tokens.into_iter().collect());
    text.push_str(" {\n");
    for entry in entries_of(entries.stream()) {
        text.push_str("    ");
        spaced(&mut text, entry.into_iter().collect());
        text.push_str(",\n");
    }
    text.push_str("});\n");
    Some(text)
}

/// The text of a macro on one line. In braces, rustfmt leaves it.
pub(super) fn line(mac: &syn::Macro) -> String {
    let mut text = String::new();
    spaced(&mut text, mac.path.to_token_stream());
    let is_block = matches!(mac.delimiter, MacroDelimiter::Brace(_));
    text.push_str(if is_block { "! { " } else { "!(" });
    spaced(&mut text, mac.tokens.clone());
    text.push_str(if is_block { " }" } else { ");" });
    text
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
    use super::{line, print};
    use quote::quote;

    fn printed(tokens: proc_macro2::TokenStream) -> String {
        let item: syn::ItemMacro = syn::parse2(tokens).unwrap();
        print(&item.mac).unwrap()
    }

    #[test]
    fn each_entry_has_a_line() {
        assert_eq!(
            printed(quote! {
                ::pagesmith::__private::record!(Call: Debug + Deserialize { sid, r#type = "type" as own, });
            }),
            "::pagesmith::__private::record!(Call: Debug + Deserialize {\n    sid,\n    r#type = \"type\" as own,\n});\n"
        );
        assert_eq!(
            printed(quote!(open_enum!(State, else Other { New = "new" });)),
            "open_enum!(State, else Other {\n    New = \"new\",\n});\n"
        );
    }

    #[test]
    fn a_type_in_a_line_is_readable() {
        let mac = quote!(::a::pager! { crate::of::Row<u8, ::b::C>, numbered });
        let mac: syn::Macro = syn::parse2(mac).unwrap();
        assert_eq!(line(&mac), "::a::pager! { crate::of::Row<u8, ::b::C>, numbered }");
    }

    #[test]
    fn other_macros_are_not_touched() {
        let item: syn::ItemMacro = syn::parse_quote!(other!(a, b););
        assert_eq!(print(&item.mac), None);
        // rustfmt reads this as Rust.
        let item: syn::ItemMacro = syn::parse_quote!(other!(A { b }););
        assert_eq!(print(&item.mac), None);
    }
}
