//! Compares the user's struct with the record of a spec.

use crate::diag::{Diagnostics, Problem, Reporter, did_you_mean, either};
use crate::lower;
use crate::model::{Api, List, Name, One, PagingRef, Record, Struct, TypeDef};
use crate::parse::serde_names;
use crate::source_map::{Path, SourceMap, Span};
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Field, Fields};

/// Checks that each field of the struct is a field of the list's record.
///
/// # Errors
///
/// A problem at each field that the record lacks, with the nearest name.
pub(crate) fn check(input: &DeriveInput, list: &List, api: &Api) -> Result<(), Diagnostics> {
    let (Some(record), Data::Struct(data)) = (record(list, api), &input.data) else {
        return Ok(());
    };
    // Such a struct is read by way of another type.
    if serde_names::word(&input.attrs, &["transparent", "from", "try_from"]).is_some() {
        return Ok(());
    }
    let source_map = SourceMap::default();
    let cx = Reporter::new(&source_map);
    match &data.fields {
        Fields::Named(fields) => {
            let rule = serde_names::rule(&input.attrs);
            for field in &fields.named {
                check_field(&cx, field, rule.as_deref(), record);
            }
        }
        Fields::Unnamed(_) | Fields::Unit => {
            let message = format!("`{}` has no named fields", input.ident);
            let known = either(record.fields.iter().map(|field| field.name.wire.as_str()));
            let problem = Problem::error(&Path::default(), message);
            let problem = problem.at(Span::Tokens(input.ident.span()));
            cx.push(problem.help(format!("name them as in the record of the spec: {known}")));
        }
    }
    cx.finish(()).map(drop)
}

/// A field is one of the record by its name on the wire, or by an alias.
fn check_field(cx: &Reporter<'_>, field: &Field, rule: Option<&str>, record: &Struct) {
    let Some(ident) = &field.ident else { return };
    let left_out = ["skip", "skip_deserializing", "flatten"];
    if serde_names::word(&field.attrs, &left_out).is_some() {
        return;
    }
    let plain = ident.unraw().to_string();
    let Some(name) = serde_names::of_field(field, rule) else { return };
    let known = || record.fields.iter().map(|field| field.name.wire.as_str());
    let aliases = serde_names::texts(&field.attrs, "alias");
    if known().any(|known| known == name || aliases.iter().any(|alias| alias == known)) {
        return;
    }
    let message = format!("the record `{}` of the spec has no field `{name}`", record.name.wire);
    let mut problem = unknown(message, &name, known()).at(Span::Tokens(ident.span()));
    if name != plain {
        problem = problem.help(format!("`{name}` is the name of `{plain}` after serde's renaming"));
    }
    cx.push(problem.help("mark a field that no reply has with `#[serde(skip)]`"));
}

/// A problem with the known name that is nearest, or with all of them.
pub(crate) fn unknown<'a>(
    message: String,
    written: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Problem {
    let problem = Problem::error(&Path::default(), message);
    match did_you_mean(written, known.clone()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("expected {}", either(known))),
    }
}

/// The list as the struct's own: its rows are the struct, its style is inline,
/// and all parameters of its path are arguments.
pub(crate) fn own_list(input: &DeriveInput, list: &List, api: &Api) -> List {
    let mut own = list.clone();
    own.record = Record::Rust(input.ident.to_string());
    own.filters.clear();
    if let PagingRef::Style(index) = own.paging
        && let Some(style) = api.styles.get(index)
    {
        own.paging = PagingRef::Own(Box::new(style.paging.clone()));
    }
    own.args = lower::all_params(list, api);
    let same = own.one.take().filter(|one| one.record == list.record);
    own.one = same.map(|one| One {
        method: Name { rust: "get".to_owned(), ..one.method },
        record: own.record.clone(),
        args: lower::all_params_of(&one.path, &one.args, api),
        ..one
    });
    own
}

fn record<'a>(list: &List, api: &'a Api) -> Option<&'a Struct> {
    let Record::Own(name) = &list.record else { return None };
    api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(record) if record.name.rust == *name => Some(record),
        _ => None,
    })
}
