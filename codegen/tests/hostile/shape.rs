//! What code consists of, without what its texts say.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

/// The parts of generated code that no text of a spec may change.
#[derive(Debug)]
pub struct Shape {
    /// The sort of each item.
    items: Vec<String>,
    /// All tokens but docs and `allow`s; all texts are equal.
    tokens: Vec<Token>,
    /// The texts, docs included, in order.
    pub texts: Vec<String>,
    /// Whether it reads entries, whose names on the wire may be left out.
    in_entries: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Ident(String),
    Text,
    Other(String),
}

/// Attributes that generated code has.
const ATTRIBUTES: [&str; 8] = [
    "allow",
    "automatically_derived",
    "derive",
    "doc",
    "must_use",
    "non_exhaustive",
    // The benign spec's own.
    "fieldattr",
    "recattr",
];
/// Macros that generated code calls, behind the path of the runtime or core.
const MACROS: [&str; 5] = ["assert", "client_builder", "open_enum", "pager", "record"];

impl Shape {
    /// What code consists of.
    ///
    /// # Errors
    /// A sentence, where it is no Rust, or has what generated code never has.
    pub fn of(code: &TokenStream) -> Result<Self, String> {
        let file: syn::File =
            syn::parse2(code.clone()).map_err(|error| format!("no Rust: {error}"))?;
        if !file.attrs.is_empty() {
            return Err("inner attributes".to_owned());
        }
        let mut shape =
            Self { items: Vec::new(), tokens: Vec::new(), texts: Vec::new(), in_entries: false };
        for item in &file.items {
            shape.item(item)?;
        }
        shape.read(code.clone())?;
        Ok(shape)
    }

    /// How the items differ; `None` if they are of the same kinds.
    pub fn differs_in_items(&self, benign: &Self) -> Option<String> {
        (self.items != benign.items).then(|| format!("the items are {:?}", self.items))
    }

    /// How the tokens differ, but for identifiers that have one of these words
    /// in them in the benign code.
    pub fn differs_in_tokens(&self, benign: &Self, words: &[String]) -> Option<String> {
        if self.tokens.len() != benign.tokens.len() {
            let (ours, theirs) = (&self.tokens, &benign.tokens);
            let at = ours.iter().zip(theirs).take_while(|(one, other)| one == other).count();
            let other = ours.get(at..ours.len().min(at + 3));
            return Some(format!(
                "{} tokens in place of {}, from {other:?} on",
                ours.len(),
                theirs.len()
            ));
        }
        let words: Vec<String> =
            words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
        let mut pairs = self.tokens.iter().zip(&benign.tokens);
        let other = pairs.find(|(ours, theirs)| match (ours, theirs) {
            (Token::Ident(_), Token::Ident(name))
                if words.iter().any(|word| plain(name).contains(word)) =>
            {
                false
            }
            _ => ours != theirs,
        });
        other.map(|(ours, theirs)| format!("{ours:?} in place of {theirs:?}"))
    }

    fn item(&mut self, item: &syn::Item) -> Result<(), String> {
        let sort = match item {
            syn::Item::Const(_) => "const".to_owned(),
            syn::Item::Struct(_) => "struct".to_owned(),
            syn::Item::Enum(_) => "enum".to_owned(),
            syn::Item::Macro(item) => item.mac.path.to_token_stream().to_string(),
            syn::Item::Impl(item) => impl_of(item)?,
            other => return Err(format!("the item `{}`", other.to_token_stream())),
        };
        self.items.push(sort);
        Ok(())
    }

    fn read(&mut self, code: TokenStream) -> Result<(), String> {
        let tokens: Vec<TokenTree> = code.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    let Some(TokenTree::Group(group)) = tokens.get(at) else {
                        return Err("a stray `#`".to_owned());
                    };
                    at += 1;
                    self.attribute(&group.stream())?;
                }
                TokenTree::Punct(punct) if self.in_entries && punct.as_char() == '=' => {
                    let Some(TokenTree::Literal(wire)) = tokens.get(at) else {
                        return Err("an entry without its name on the wire".to_owned());
                    };
                    at += 1;
                    self.literal(&wire.to_string())?;
                    self.tokens.pop();
                }
                TokenTree::Punct(punct) => {
                    if punct.as_char() == '!' {
                        check_macro(&tokens[..at - 1])?;
                    }
                    // Commas at ends are the printer's.
                    if punct.as_char() != ',' {
                        self.tokens.push(Token::Other(punct.as_char().to_string()));
                    }
                }
                TokenTree::Ident(ident) => {
                    if ident == "unsafe" || ident == "extern" || ident == "mod" {
                        return Err(format!("the word `{ident}`"));
                    }
                    self.tokens.push(Token::Ident(ident.to_string()));
                }
                TokenTree::Literal(literal) => self.literal(&literal.to_string())?,
                TokenTree::Group(group) => {
                    let open = if group.delimiter() == Delimiter::None { "none" } else { "group" };
                    self.tokens.push(Token::Other(open.to_owned()));
                    let in_entries = self.in_entries || lists_entries(&tokens[..at - 1]);
                    let around = std::mem::replace(&mut self.in_entries, in_entries);
                    self.read(group.stream())?;
                    self.in_entries = around;
                    self.tokens.push(Token::Other("end".to_owned()));
                }
            }
        }
        Ok(())
    }

    fn attribute(&mut self, stream: &TokenStream) -> Result<(), String> {
        let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
        let Some(TokenTree::Ident(name)) = tokens.first() else {
            return Err(format!("the attribute `{stream}`"));
        };
        let name = name.to_string();
        // The printer's, on what it can't lay out as rustfmt does.
        if stream.to_string().replace(' ', "") == "cfg_attr(any(),rustfmt::skip)" {
            return Ok(());
        }
        if !ATTRIBUTES.contains(&name.as_str()) {
            return Err(format!("the attribute `{stream}`"));
        }
        if name == "doc" {
            let [_, TokenTree::Punct(_), TokenTree::Literal(text)] = &tokens[..] else {
                return Err(format!("the docs `{stream}`"));
            };
            self.texts.push(
                syn::parse_str::<syn::LitStr>(&text.to_string())
                    .map_err(|error| error.to_string())?
                    .value(),
            );
        }
        Ok(())
    }

    fn literal(&mut self, written: &str) -> Result<(), String> {
        if written.starts_with(|c: char| c.is_ascii_digit()) {
            self.tokens.push(Token::Other(written.to_owned()));
            return Ok(());
        }
        let text: syn::LitStr =
            syn::parse_str(written).map_err(|error| format!("{written}: {error}"))?;
        self.texts.push(text.value());
        self.tokens.push(Token::Text);
        Ok(())
    }
}

/// An `impl` by its trait; it holds functions, constants, types and macros.
fn impl_of(item: &syn::ItemImpl) -> Result<String, String> {
    let odd = item.items.iter().find(|inner| matches!(inner, syn::ImplItem::Verbatim(_)));
    if let Some(odd) = odd {
        return Err(format!("`{}` in an impl", odd.to_token_stream()));
    }
    let of = item.trait_.as_ref().map(|(path, _)| path.to_token_stream().to_string());
    Ok(format!("impl {}", of.unwrap_or_default()))
}

fn check_macro(before: &[TokenTree]) -> Result<(), String> {
    let Some(TokenTree::Ident(name)) = before.last() else { return Ok(()) };
    if MACROS.contains(&name.to_string().as_str()) {
        return Ok(());
    }
    Err(format!("the macro `{name}`"))
}

/// Whether these tokens call a macro of entries.
fn lists_entries(before: &[TokenTree]) -> bool {
    let [.., TokenTree::Ident(name), TokenTree::Punct(_)] = before else { return false };
    name == "record" || name == "open_enum"
}

/// A name without its case and its underscores.
fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}
