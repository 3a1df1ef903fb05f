//! Reads `#[paged(…)]` on the fields of a struct, which is then the struct of a whole page:
//! its fields say where the items and the paging keys of a reply are.

use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Field, Fields, LitStr, Token};

use super::is_paged;
use super::items::{KEYS_OF_FIELD, LongForm};
use super::page_struct::{PageKey, PageStruct, argument_of};
use super::values::{KEYS, name};
use crate::ast::{Items, Or, Pointers};
use crate::diag::{Problem, did_you_mean, either};
use crate::parse::serde_names;
use crate::source_map::{Code, EntrySpan, Path, SourceMap, Span};

const ITEMS: &str = "items";
const EXAMPLE: &str = "write `#[paged(items)]` on the field of rows, and `#[paged(next)]`, `#[paged(total)]` and the like on others";

/// What was read of the fields.
#[derive(Default)]
pub(super) struct Marks {
    /// Whether a field has the attribute.
    pub is_page: bool,
    pub page: Option<PageStruct>,
    pub problems: Vec<Problem>,
    /// The field of rows that was marked first.
    items: Option<Marked>,
    places: Vec<(PageKey, String)>,
}

/// The field of rows.
struct Marked {
    field: Code,
    row: Option<Code>,
    items: Or<Items>,
    missing_is_empty: bool,
}

impl Marks {
    pub(super) fn read(input: &DeriveInput, source_map: &mut SourceMap) -> Self {
        let mut marks = Self::default();
        let Data::Struct(data) = &input.data else { return marks };
        let rule = serde_names::rule(&input.attrs);
        for field in &data.fields {
            for attr in field.attrs.iter().filter(|attr| is_paged(attr)) {
                marks.is_page = true;
                if matches!(data.fields, Fields::Named(_)) {
                    marks.attribute(attr, field, rule.as_deref(), source_map);
                }
            }
        }
        if marks.is_page {
            marks.check_struct(input, &data.fields);
        }
        marks.finish();
        marks
    }

    fn push(&mut self, at: proc_macro2::Span, message: impl Into<String>, help: impl Into<String>) {
        let problem = Problem::error(&Path::default(), message).at(Span::Tokens(at));
        self.problems.push(problem.help(help));
    }

    /// The struct as serde has to read it.
    fn check_struct(&mut self, input: &DeriveInput, fields: &Fields) {
        let name = input.ident.unraw();
        if !matches!(fields, Fields::Named(_)) {
            return self.push(
                fields.span(),
                format!("the fields of `{name}` have no names"),
                "a page is read by the names of its fields: write `struct Page { #[paged(items)] rows: Vec<Row> }`",
            );
        }
        if let Some(word) = serde_names::word(&input.attrs, &["transparent", "from", "try_from"]) {
            self.push(
                input.ident.span(),
                format!("`#[serde({word})]` reads `{name}` as another type"),
                "derive `Paged` for the struct whose fields are those of the reply",
            );
        }
        if self.items.is_none() && self.problems.is_empty() {
            self.push(
                input.ident.span(),
                format!("no field of `{name}` is marked `#[paged(items)]`"),
                "mark the field of rows: `#[paged(items)] messages: Vec<Message>`",
            );
        }
    }

    fn attribute(
        &mut self,
        attr: &Attribute,
        field: &Field,
        rule: Option<&str>,
        source_map: &mut SourceMap,
    ) {
        let before = (self.items.is_some(), self.places.len(), self.problems.len());
        let read = attr.parse_nested_meta(|meta| {
            self.mark(&meta, field, rule, source_map);
            // What is left of an entry that could not be read.
            while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
                meta.input.parse::<proc_macro2::TokenTree>()?;
            }
            Ok(())
        });
        if let Err(error) = read {
            return self.push(error.span(), error.to_string(), EXAMPLE);
        }
        if before == (self.items.is_some(), self.places.len(), self.problems.len()) {
            self.push(attr.path().span(), "`#[paged()]` on a field is empty", EXAMPLE);
        }
    }

    /// An entry of the attribute.
    fn mark(
        &mut self,
        meta: &ParseNestedMeta<'_>,
        field: &Field,
        rule: Option<&str>,
        source_map: &mut SourceMap,
    ) {
        let (key, span) = (name(meta), meta.path.span());
        let known = PageKey::ALL.into_iter().find(|known| known.name() == key);
        if known.is_none() && key != ITEMS {
            return self.problems.push(unknown(meta, &key));
        }
        let Some(wire) = serde_names::of_field(field, rule) else { return };
        self.check_field(field, &key, span);
        if meta.input.peek(syn::token::Paren) {
            return self.shaped(meta, field, &wire, source_map);
        }
        let pointer = format!("/{}", wire.replace('~', "~0").replace('/', "~1"));
        let value = meta.input.peek(Token![=]).then(|| meta.value()?.parse::<LitStr>());
        let below = match (value, known) {
            (None, _) => String::new(),
            (Some(Ok(below)), Some(_)) if below.value().starts_with('/') => below.value(),
            (Some(Ok(below)), Some(_)) => {
                let text = below.value();
                return self.push(
                    below.span(),
                    format!("the JSON Pointer `{text}` does not start with `/`"),
                    format!("write `{key} = \"/{text}\"` for the key `{text}` in the value of this field, or `{key}` alone for the field itself"),
                );
            }
            (Some(Err(_)), Some(_)) => {
                return self.push(
                    span,
                    format!("`{key}` takes a JSON Pointer in quotes, or nothing"),
                    format!(
                        "write `{key}`, or `{key} = \"/key\"` for a key in the value of this field"
                    ),
                );
            }
            (Some(_), None) => {
                return self.push(
                    span,
                    "`items` on a field takes no value",
                    "write `#[paged(items)]`: the rows are the value of the field",
                );
            }
        };
        let path = known.map_or_else(|| Path::default().key(ITEMS), PageKey::path);
        let entry = EntrySpan { key: Some(Span::Tokens(span)), value: Span::Tokens(span) };
        source_map.insert(&path, entry);
        match known {
            None => self.rows(field, Or::Text(pointer), span),
            Some(known) => self.place(known, pointer + &below, span),
        }
    }

    /// Rows of another shape than one array.
    fn shaped(
        &mut self,
        meta: &ParseNestedMeta<'_>,
        field: &Field,
        wire: &str,
        source_map: &mut SourceMap,
    ) {
        let (key, span) = (name(meta), meta.path.span());
        let mut form = LongForm::read(meta, KEYS_OF_FIELD);
        if key != ITEMS {
            return self.push(
                span,
                format!("`{key}` has no entries in parentheses"),
                format!(
                    "write `{key}`, or `{key} = \"/key\"` for a key in the value of this field"
                ),
            );
        }
        self.problems.append(&mut form.problems);
        form.record(source_map);
        let entry = EntrySpan { key: Some(Span::Tokens(span)), value: Span::Tokens(span) };
        source_map.insert(&Path::default().key(ITEMS), entry);
        let LongForm { shape, name, .. } = form;
        let at = Pointers::One(format!("/{}", wire.replace('~', "~0").replace('/', "~1")));
        self.rows(field, Or::Map(Items { at, shape, name, missing: None }), span);
    }

    fn place(&mut self, key: PageKey, pointer: String, span: proc_macro2::Span) {
        let name = key.name();
        let other = |other: PageKey| self.places.iter().any(|(known, _)| *known == other);
        if other(key) {
            return self.push(
                span,
                format!("a second field is marked `#[paged({name})]`"),
                "remove one of the two: a reply states it in one place",
            );
        }
        let opposite = match key {
            PageKey::More => PageKey::Done,
            PageKey::Done => PageKey::More,
            _ => return self.places.push((key, pointer)),
        };
        if other(opposite) {
            return self.push(
                span,
                "`more` and `done` are both given",
                "keep the one that the server states: `more` is true while pages follow, `done` on the last page",
            );
        }
        self.places.push((key, pointer));
    }

    /// The field of rows is a `Vec` that serde reads as it is.
    fn rows(&mut self, field: &Field, items: Or<Items>, span: proc_macro2::Span) {
        if self.items.is_some() {
            return self.push(
                span,
                "a second field is marked `#[paged(items)]`",
                "a page has one array of rows: remove one of the two",
            );
        }
        let row = argument_of(&field.ty, "Vec");
        if row.is_none() {
            let found = field.ty.to_token_stream().to_string().replace(' ', "");
            let help = match argument_of(&field.ty, "Option").map(|inner| argument_of(inner, "Vec"))
            {
                Some(Some(_)) => {
                    "write `#[serde(default)]` and `Vec<…>`: then a page without the array has no rows"
                }
                _ => "write `Vec<Row>` with the type of a row",
            };
            self.push(field.ty.span(), format!("the rows must be a `Vec`, found `{found}`"), help);
        }
        let own = ["with", "deserialize_with", "getter"];
        if let Some(word) = serde_names::word(&field.attrs, &own) {
            self.push(
                span,
                format!("`#[serde({word})]` on the field of rows has no effect"),
                "a walk decodes the rows one by one: put it on a field of the row",
            );
        }
        self.items = field.ident.as_ref().map(|ident| Marked {
            field: Code(ident.to_token_stream()),
            row: row.map(|row| Code(row.to_token_stream())),
            items,
            missing_is_empty: serde_names::word(&field.attrs, &["default"]).is_some(),
        });
    }

    /// A marked field is one that serde reads, by one name.
    fn check_field(&mut self, field: &Field, key: &str, span: proc_macro2::Span) {
        let words = ["skip", "skip_deserializing", "flatten", "alias"];
        let (message, help) = match serde_names::word(&field.attrs, &words) {
            None => return,
            Some("flatten") => (
                format!("`{key}` is on a field that `#[serde(flatten)]` spreads"),
                "mark a field that is one key of the reply".to_owned(),
            ),
            Some("alias") => (
                format!("`{key}` is on a field with `#[serde(alias)]`"),
                "a walk looks for one name: write the one that the server sends as `#[serde(rename = \"…\")]`".to_owned(),
            ),
            Some(word) => (
                format!("`{key}` is on a field that `#[serde({word})]` leaves out"),
                format!("remove `#[serde({word})]`, or `#[paged({key})]`"),
            ),
        };
        self.push(span, message, help);
    }

    fn finish(&mut self) {
        let Some(Marked { field, row: Some(row), items, missing_is_empty }) = self.items.take()
        else {
            return;
        };
        let places = std::mem::take(&mut self.places);
        self.page = Some(PageStruct { field, row, items, missing_is_empty, places });
    }
}

fn unknown(meta: &ParseNestedMeta<'_>, key: &str) -> Problem {
    let written = meta.path.to_token_stream().to_string().replace(' ', "");
    let at = Span::Tokens(meta.path.span());
    let known = || [ITEMS].into_iter().chain(PageKey::ALL.map(PageKey::name));
    if KEYS.contains(&key) {
        let problem = Problem::error(&Path::default(), format!("`{key}` is on a field")).at(at);
        let help =
            format!("move it above the struct: `#[paged(…, {key} …)]` describes the whole list");
        return problem.help(help);
    }
    let problem = Problem::error(&Path::default(), format!("unknown key `{written}`")).at(at);
    let problem = match did_you_mean(&written, known()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem,
    };
    problem.help(format!("expected {}", either(known())))
}
