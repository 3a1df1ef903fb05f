//! The entries of the attribute and their values: reads each by itself, reports
//! what is wrong with it, and continues with the next.

use proc_macro2::{Span as Tokens, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, LitInt, LitStr, Token};

use super::literals;
use crate::ast::{Errors, Items, Map, One, Or, Size, Success};
use crate::diag::{Problem, did_you_mean, either};
use crate::source_map::{Code, EntrySpan, Path, SourceMap, Span};

/// The keys of the attribute.
pub(super) const KEYS: [&str; 16] = [
    "get",
    "post",
    "method",
    "items",
    "style",
    "key",
    "position",
    "page_size",
    "query",
    "missing_is_empty",
    "errors",
    "one",
    "by_number",
    "spec",
    "resource",
    "crate",
];

/// The values as they were written, each with its span.
#[derive(Default)]
pub(super) struct Values {
    pub get: Option<String>,
    pub post: Option<String>,
    /// The method in place of POST.
    pub method: Option<String>,
    pub items: Option<Or<Items>>,
    pub style: Option<Style>,
    pub key: Option<String>,
    /// The parameter of the path that holds the position.
    pub position: Option<String>,
    pub page_size: Option<Size>,
    /// Constant query parameters.
    pub query: Map<String>,
    /// Whether `missing_is_empty` was written.
    pub missing_is_empty: bool,
    pub errors: Option<Errors>,
    /// How a single record is requested.
    pub one: Option<Or<One>>,
    pub spec: Option<String>,
    pub resource: Option<String>,
    /// The path by which the runtime is known here.
    pub runtime: Option<Code>,
    /// Whether `by_number` was written.
    pub by_number: bool,
    /// All keys that were written, whether their values could be read or not.
    pub keys: Vec<String>,
    /// Keys that were probably meant by unknown ones, which were reported.
    intended: Vec<String>,
    /// How many unknown keys are unlike any known one: each may be meant for a
    /// missing one.
    pub unknown_keys: usize,
    /// The struct, for messages.
    pub struct_name: String,
    /// How many attributes it has.
    pub attributes: usize,
    /// How many entries those have.
    pub entries: usize,
    /// Whether each of them could be read as entries.
    pub is_readable: bool,
    pub source_map: SourceMap,
    pub problems: Vec<Problem>,
}

/// The value of `style`.
pub(super) enum Style {
    /// The name of a preset, as a spec writes it; not looked up yet.
    Preset(String),
    /// The path of a constant.
    Constant(Code),
}

/// Boxed, because a problem is large and results are passed on often.
pub(super) type Read<T> = Result<T, Box<Problem>>;

pub(super) fn problem_at(at: Tokens, message: impl Into<String>) -> Problem {
    Problem::error(&Path::default(), message).at(Span::Tokens(at))
}

impl Values {
    pub(super) fn read(input: &DeriveInput) -> Self {
        let struct_name = input.ident.unraw().to_string();
        let mut values = Self { is_readable: true, struct_name, ..Self::default() };
        values.record_span(&[], input.ident.span(), input.ident.span());
        for attr in input.attrs.iter().filter(|attr| super::is_paged(attr)) {
            values.attributes += 1;
            let read = attr.parse_nested_meta(|meta| {
                let read = values.entry(&meta);
                values.skip_to_comma(meta.input, read)
            });
            if let Err(error) = read {
                values.is_readable = false;
                let problem = problem_at(error.span(), error.to_string());
                values.problems.push(problem.help(super::EXAMPLE));
            }
        }
        values
    }

    /// Whether this key was written, or probably meant by an unknown one.
    pub(super) fn mentions(&self, key: &str) -> bool {
        self.keys.iter().chain(&self.intended).any(|known| known == key)
    }

    fn entry(&mut self, meta: &ParseNestedMeta<'_>) -> Read<()> {
        self.entries += 1;
        let key = name(meta);
        let span = meta.path.span();
        if !KEYS.contains(&key.as_str()) {
            let meant = meant(&key);
            match meant.or_else(|| did_you_mean(&key, KEYS)) {
                Some(intended) => self.intended.push(intended.to_owned()),
                None => self.unknown_keys += 1,
            }
            return Err(match meant {
                Some(meant) => Box::new(unknown_key(meta).help(format!("did you mean `{meant}`?"))),
                None => unknown(meta, &KEYS),
            });
        }
        if self.keys.contains(&key) {
            return Err(duplicate(meta, &key));
        }
        self.keys.push(key.clone());
        let read = match key.as_str() {
            "get" => self.text(meta, &[&key]).map(|text| self.get = Some(text)),
            "post" => self.text(meta, &[&key]).map(|text| self.post = Some(text)),
            "method" => self.text(meta, &[&key]).map(|text| self.method = Some(text)),
            "items" => self.items(meta),
            "key" => self.text(meta, &[&key]).map(|text| self.key = Some(text)),
            "position" => self.text(meta, &[&key]).map(|text| self.position = Some(text)),
            "spec" => self.text(meta, &[&key]).map(|text| self.spec = Some(text)),
            "resource" => self.text(meta, &[&key]).map(|text| self.resource = Some(text)),
            "style" => self.style(meta).map(|style| self.style = Some(style)),
            "crate" => path(meta, &key).map(|path| self.runtime = Some(path)),
            "page_size" => self.page_size(meta),
            "errors" => self.errors(meta),
            "query" => self.query(meta),
            "one" => self.one(meta),
            "missing_is_empty" => flag(meta).map(|()| self.missing_is_empty = true),
            _ => flag(meta).map(|()| self.by_number = true),
        };
        self.record_span(&[&key], span, span);
        read
    }

    /// Records the spans of an entry; the first, most exact ones stay.
    pub(super) fn record_span(&mut self, keys: &[&str], key: Tokens, value: Tokens) {
        let path = keys.iter().fold(Path::default(), |path, key| path.key(key));
        let span = EntrySpan { key: Some(Span::Tokens(key)), value: Span::Tokens(value) };
        self.source_map.insert(&path, span);
    }

    pub(super) fn text(&mut self, meta: &ParseNestedMeta<'_>, keys: &[&str]) -> Read<String> {
        let key = keys.join(".");
        let value = value(meta, &key)?;
        let span = value.span();
        let text: LitStr = value.parse().map_err(|_| {
            problem_at(span, format!("`{key}` must be a string")).help("write it in quotes")
        })?;
        self.record_span(keys, meta.path.span(), text.span());
        Ok(text.value())
    }

    /// A preset is an identifier in lower case; a constant has a path or is
    /// written in capitals.
    fn style(&mut self, meta: &ParseNestedMeta<'_>) -> Read<Style> {
        let value = value(meta, "style")?;
        let span = value.span();
        if let Ok(text) = value.fork().parse::<LitStr>() {
            let name = text.value().replace('-', "_");
            let problem = problem_at(span, "a style is written without quotes");
            return Err(problem.help(format!("write `style = {name}`")).into());
        }
        let path = value.call(syn::Path::parse_mod_style).map_err(|_| {
            problem_at(span, "`style` is neither a named style nor the path of a constant")
                .help("write `style = link_header`, or `style = crate::OUR_PAGING`")
        })?;
        if value.peek(Token![-]) && path.get_ident().is_some() {
            return Err(with_hyphens(&path, value));
        }
        self.record_span(&["paging"], meta.path.span(), path.span());
        let text = path_text(&path);
        if text.contains("::") || !text.contains(|c: char| c.is_lowercase()) {
            return Ok(Style::Constant(Code(path.into_token_stream())));
        }
        Ok(Style::Preset(text.replace('_', "-")))
    }

    fn page_size(&mut self, meta: &ParseNestedMeta<'_>) -> Read<()> {
        let mut size = Size::default();
        let example = "page_size(default = 100, max = 500)";
        self.nested(meta, example, |values, meta, key| {
            let slot = match key {
                "default" => &mut size.default,
                "max" => &mut size.max,
                _ => return Err(unknown(meta, &["default", "max"])),
            };
            let value = value(meta, key)?;
            let span = value.span();
            let number = value.parse::<LitInt>().and_then(|number| number.base10_parse());
            let number = number.map_err(|_| {
                problem_at(span, format!("`{key}` must be a whole number"))
                    .help("write it without quotes, like `500`")
            })?;
            values.record_span(&["size", key], meta.path.span(), span);
            set_once(meta, key, slot, number)
        })?;
        self.record_span(&["size"], meta.path.span(), meta.path.span());
        self.page_size = Some(size);
        Ok(())
    }

    fn errors(&mut self, meta: &ParseNestedMeta<'_>) -> Read<()> {
        let (mut errors, mut success, mut is) = (Errors::default(), None, None);
        let example = "errors(code = \"/code\", message = \"/message\")";
        self.nested(meta, example, |values, meta, key| {
            let slot = match key {
                "success_is" => {
                    let words = literals::words(meta, key)?;
                    return set_once(meta, key, &mut is, words);
                }
                "success" => &mut success,
                "failed" => &mut errors.failed,
                "code" => &mut errors.code,
                "message" => &mut errors.message,
                _ => return Err(unknown(meta, &ERROR_KEYS)),
            };
            let pointer = values.text(meta, &["errors", key])?;
            set_once(meta, key, slot, pointer)
        })?;
        errors.success = match (success, is) {
            (at, Some(is)) => Some(Or::Map(Success { at, is })),
            (success, None) => success.map(Or::Text),
        };
        self.errors = Some(errors);
        Ok(())
    }

    /// The entries in the parentheses of an entry.
    pub(super) fn nested(
        &mut self,
        meta: &ParseNestedMeta<'_>,
        example: &str,
        mut entry: impl FnMut(&mut Self, &ParseNestedMeta<'_>, &str) -> Read<()>,
    ) -> Read<()> {
        let key = name(meta);
        if !meta.input.peek(syn::token::Paren) {
            let problem =
                problem_at(meta.path.span(), format!("`{key}` has entries in parentheses"));
            return Err(problem.help(format!("write `{example}`")).into());
        }
        let read = meta.parse_nested_meta(|inner| {
            let read = entry(self, &inner, &name(&inner));
            self.skip_to_comma(inner.input, read)
        });
        read.map_err(|error| problem_at(error.span(), error.to_string()).into())
    }

    /// Skips to the comma after an entry, and reports tokens before it; keys among
    /// them were meant as separate entries.
    fn skip_to_comma(&mut self, input: ParseStream<'_>, read: Read<()>) -> syn::Result<()> {
        let mut left: Vec<TokenTree> = Vec::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            left.push(input.parse()?);
        }
        let forgotten = left.first().map(|first| {
            let problem = problem_at(first.span(), "expected `,`");
            problem.help("separate entries by a comma: `get = …, items = …`")
        });
        self.problems.extend(read.map_or_else(|problem| Some(*problem), |()| forgotten));
        let left = left.iter().map(ToString::to_string);
        self.intended.extend(left.filter(|word| KEYS.contains(&word.as_str())));
        Ok(())
    }
}

/// The keys of `errors`.
const ERROR_KEYS: [&str; 5] = ["success", "success_is", "failed", "code", "message"];

pub(super) fn name(meta: &ParseNestedMeta<'_>) -> String {
    meta.path.get_ident().map(|key| key.unraw().to_string()).unwrap_or_default()
}

/// A path of modules, like that of a crate.
fn path(meta: &ParseNestedMeta<'_>, key: &str) -> Read<Code> {
    let value = value(meta, key)?;
    let span = value.span();
    let path = value.call(syn::Path::parse_mod_style).map_err(|_| {
        problem_at(span, format!("`{key}` must be a path, without quotes"))
            .help("write the name that the crate has here: `crate = ::renamed`")
    })?;
    Ok(Code(path.into_token_stream()))
}

fn path_text(path: &syn::Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// A style that is written as a spec writes it: `link-header`. Its tokens are skipped.
fn with_hyphens(begin: &syn::Path, rest: ParseStream<'_>) -> Box<Problem> {
    let mut name = path_text(begin);
    while !rest.is_empty() && !rest.peek(Token![,]) {
        let Ok(token) = rest.parse::<TokenTree>() else { break };
        name += &token.to_string();
    }
    let problem = problem_at(begin.span(), format!("the style `{name}` is written with `_` here"));
    Box::new(problem.help(format!("write `style = {}`", name.replace('-', "_"))))
}

/// The tokens after the `=` of an entry.
pub(super) fn value<'a>(meta: &ParseNestedMeta<'a>, key: &str) -> Read<ParseStream<'a>> {
    meta.value().map_err(|_| {
        let problem = problem_at(meta.path.span(), format!("`{key}` needs a value"));
        problem.help(format!("write `{key} = …`")).into()
    })
}

/// A key that takes no value.
fn flag(meta: &ParseNestedMeta<'_>) -> Read<()> {
    if !meta.input.peek(Token![=]) && !meta.input.peek(syn::token::Paren) {
        return Ok(());
    }
    let key = name(meta);
    let problem = problem_at(meta.path.span(), format!("`{key}` takes no value"));
    Err(problem.help(format!("write `{key}` alone, or leave it out")).into())
}

pub(super) fn set_once<T>(
    meta: &ParseNestedMeta<'_>,
    key: &str,
    slot: &mut Option<T>,
    value: T,
) -> Read<()> {
    match slot.replace(value) {
        Some(_) => Err(duplicate(meta, key)),
        None => Ok(()),
    }
}

fn duplicate(meta: &ParseNestedMeta<'_>, key: &str) -> Box<Problem> {
    let problem = problem_at(meta.path.span(), format!("`{key}` is given twice"));
    Box::new(problem.help("remove one of the two"))
}

/// The key of this meaning, for a word that people write in its place.
fn meant(written: &str) -> Option<&'static str> {
    Some(match written {
        "url" | "uri" | "path" | "route" | "endpoint" => "get",
        "data" | "records" | "rows" | "results" => "items",
        "paging" | "pagination" | "preset" => "style",
        _ => return None,
    })
}

fn unknown_key(meta: &ParseNestedMeta<'_>) -> Problem {
    problem_at(meta.path.span(), format!("unknown key `{}`", path_text(&meta.path)))
}

pub(super) fn unknown(meta: &ParseNestedMeta<'_>, known: &[&str]) -> Box<Problem> {
    let problem = unknown_key(meta).suggest(&path_text(&meta.path), known.iter().copied());
    Box::new(problem.help(format!("expected {}", either(known.iter().copied()))))
}
