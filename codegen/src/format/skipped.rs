//! Code whose layout may differ from rustfmt's: an attribute makes rustfmt skip it.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, ImplItem, Item, ItemImpl};

/// The text of an item.
pub(super) fn item(mut item: Item) -> String {
    if let Some(attrs) = attrs(&mut item) {
        attrs.push(skip());
    }
    item_text(item)
}

/// The text of a member of an `impl`.
pub(super) fn member(mut member: ImplItem) -> String {
    match &mut member {
        ImplItem::Const(item) => item.attrs.push(skip()),
        ImplItem::Fn(item) => item.attrs.push(skip()),
        ImplItem::Type(item) => item.attrs.push(skip()),
        _ => {}
    }
    let mut block: ItemImpl = syn::parse_quote!(impl A {});
    block.items.push(member);
    let text = item_text(Item::Impl(block));
    // Without the block around it.
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    inner.join("\n") + "\n"
}

/// Tokens without the skip attribute and without commas, which both printers add at
/// ends.
pub(super) fn unmarked(tokens: TokenStream) -> impl Iterator<Item = TokenTree> {
    let mut tokens = tokens.into_iter().peekable();
    std::iter::from_fn(move || {
        loop {
            match tokens.next()? {
                TokenTree::Punct(punct) if punct.as_char() == ',' => {}
                TokenTree::Punct(punct)
                    if punct.as_char() == '#' && tokens.peek().is_some_and(is_skip) =>
                {
                    tokens.next();
                }
                token => return Some(token),
            }
        }
    })
}

/// Whether what follows a `#` is the attribute of `skip`.
fn is_skip(attribute: &TokenTree) -> bool {
    let TokenTree::Group(attribute) = attribute else { return false };
    let name = attribute.stream().into_iter().next();
    matches!(name, Some(TokenTree::Ident(name)) if name == "cfg_attr")
        && attribute.stream().to_string().replace(' ', "") == "cfg_attr(any(),rustfmt::skip)"
}

fn item_text(item: Item) -> String {
    let attrs = Vec::new();
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items: vec![item] })
}

/// rustfmt accepts this form too. The compiler, which does not know the tool without
/// a prelude, never sees it.
fn skip() -> Attribute {
    syn::parse_quote!(#[cfg_attr(any(), rustfmt::skip)])
}

fn attrs(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    match item {
        Item::Const(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        Item::Impl(item) => Some(&mut item.attrs),
        Item::Macro(item) => Some(&mut item.attrs),
        Item::Mod(item) => Some(&mut item.attrs),
        Item::Struct(item) => Some(&mut item.attrs),
        _ => None,
    }
}
