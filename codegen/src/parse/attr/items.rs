//! `items(at = "/rows", shape = map, name = "id")`: where the items are, in the long form.

use proc_macro2::{Span as Tokens, TokenTree};
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::spanned::Spanned as _;
use syn::{Ident, LitStr, Token};

use super::literals::brackets;
use super::values::{Read, Values, name, problem_at, set_once, unknown, value};
use crate::ast::{Items, Or, Pointers};
use crate::diag::Problem;
use crate::source_map::{EntrySpan, Path, SourceMap, Span};

/// The keys above a struct of rows.
const KEYS: &[&str] = &["at", "shape", "name"];

/// The keys on a field of rows, whose place is its name.
pub(super) const KEYS_OF_FIELD: &[&str] = &["shape", "name"];

/// What was read of the parentheses.
#[derive(Default)]
pub(super) struct LongForm {
    pub at: Option<Pointers>,
    pub shape: Option<String>,
    pub name: Option<String>,
    pub problems: Vec<Problem>,
    /// The keys that were written, whether their values could be read or not.
    keys: Vec<String>,
    spans: Vec<(Path, EntrySpan)>,
}

impl Values {
    /// Where the items are: a pointer, or the long form.
    pub(super) fn items(&mut self, meta: &ParseNestedMeta<'_>) -> Read<()> {
        if !meta.input.peek(syn::token::Paren) {
            self.items = Some(Or::Text(self.text(meta, &["items"])?));
            return Ok(());
        }
        let mut form = LongForm::read(meta, KEYS);
        if form.keys.is_empty() {
            // What is wrong is that `at` is missing.
            form.problems.clear();
        }
        self.problems.append(&mut form.problems);
        form.record(&mut self.source_map);
        let LongForm { at, shape, name, keys, .. } = form;
        let Some(at) = at else {
            // An entry that could not be read was reported, and may have been it.
            let is_known = |key: &String| KEYS.contains(&key.as_str());
            if keys.iter().any(|key| key == "at") || !keys.iter().all(is_known) {
                return Ok(());
            }
            let problem = problem_at(meta.path.span(), "`items(…)` lacks `at`");
            return Err(problem.help("write `items(at = \"/rows\", shape = map)`").into());
        };
        self.items = Some(Or::Map(Items { at, shape, name, missing: None }));
        Ok(())
    }
}

impl LongForm {
    /// Reads the entries in the parentheses, with these keys.
    pub(super) fn read(meta: &ParseNestedMeta<'_>, known: &[&str]) -> Self {
        let mut form = Self::default();
        let read = meta.parse_nested_meta(|meta| {
            let read = form.entry(&meta, known);
            let mut left: Option<Tokens> = None;
            while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
                let token: TokenTree = meta.input.parse()?;
                left.get_or_insert(token.span());
            }
            let forgotten = left.map(|left| {
                let problem = problem_at(left, "expected `,`");
                problem.help("separate entries by a comma: `at = …, shape = …`")
            });
            form.problems.extend(read.map_or_else(|problem| Some(*problem), |()| forgotten));
            Ok(())
        });
        if let Err(error) = read {
            form.problems.push(problem_at(error.span(), error.to_string()));
        }
        form
    }

    /// Records where its entries are.
    pub(super) fn record(&mut self, source_map: &mut SourceMap) {
        for (path, span) in self.spans.drain(..) {
            source_map.insert(&path, span);
        }
    }

    fn entry(&mut self, meta: &ParseNestedMeta<'_>, known: &[&str]) -> Read<()> {
        let key = name(meta);
        self.keys.push(key.clone());
        match key.as_str() {
            key if !known.contains(&key) => Err(unknown(meta, known)),
            "at" => {
                let at = self.pointers(meta)?;
                set_once(meta, "at", &mut self.at, at)
            }
            "shape" => {
                let shape = self.shape(meta)?;
                set_once(meta, "shape", &mut self.shape, shape)
            }
            _ => {
                let text = self.text(meta, &key)?;
                set_once(meta, &key, &mut self.name, text)
            }
        }
    }

    /// One JSON Pointer, or several in brackets.
    fn pointers(&mut self, meta: &ParseNestedMeta<'_>) -> Read<Pointers> {
        let value = value(meta, "at")?;
        if !value.peek(syn::token::Bracket) {
            return self.text_of(meta, "at", value.span(), value.parse()).map(Pointers::One);
        }
        let span = value.span();
        let texts = brackets(value)
            .and_then(|content| content.parse_terminated(<LitStr as Parse>::parse, Token![,]));
        let texts = texts.map_err(|_| {
            problem_at(span, "`at` must be a string, or several in brackets")
                .help("write `at = \"/rows\"`, or `at = [\"/added\", \"/removed\"]`")
        })?;
        self.note("at", meta.path.span(), span);
        for (index, text) in texts.iter().enumerate() {
            let path = path("at").index(index);
            let span = EntrySpan { key: None, value: Span::Tokens(text.span()) };
            self.spans.push((path, span));
        }
        Ok(Pointers::Several(texts.iter().map(LitStr::value).collect()))
    }

    /// A shape is a word without quotes, as a preset is.
    fn shape(&mut self, meta: &ParseNestedMeta<'_>) -> Read<String> {
        let value = value(meta, "shape")?;
        let span = value.span();
        if let Ok(text) = value.fork().parse::<LitStr>() {
            let problem = problem_at(span, "a shape is written without quotes");
            return Err(problem.help(format!("write `shape = {}`", text.value())).into());
        }
        let word = value.call(Ident::parse_any).map_err(|_| {
            problem_at(span, "`shape` is not the name of a shape")
                .help("write `shape = map`; the others are `array`, `one_or_many` and `groups`")
        })?;
        self.note("shape", meta.path.span(), word.span());
        Ok(word.unraw().to_string())
    }

    fn text(&mut self, meta: &ParseNestedMeta<'_>, key: &str) -> Read<String> {
        let value = value(meta, key)?;
        self.text_of(meta, key, value.span(), value.parse())
    }

    fn text_of(
        &mut self,
        meta: &ParseNestedMeta<'_>,
        key: &str,
        span: Tokens,
        text: syn::Result<LitStr>,
    ) -> Read<String> {
        let text = text.map_err(|_| {
            problem_at(span, format!("`{key}` must be a string")).help("write it in quotes")
        })?;
        self.note(key, meta.path.span(), text.span());
        Ok(text.value())
    }

    fn note(&mut self, key: &str, at: Tokens, value: Tokens) {
        let span = EntrySpan { key: Some(Span::Tokens(at)), value: Span::Tokens(value) };
        self.spans.push((path(key), span));
    }
}

fn path(key: &str) -> Path {
    Path::default().key("items").key(key)
}
