//! Records: the structs and named enums of a spec.

use super::attributes;
use super::first_names::{First, FirstNames};
use super::names::{self, NameKind};
use super::reserved;
use super::types::{self, Scope, TypeKind};
use super::zone;
use crate::ast::{self, Map, Or, Spec};
use crate::diag::{Problem, either, excerpt};
use crate::model::{Field, Name, Scalar, Struct, Type, TypeDef};
use crate::parse::types::Expr;
use crate::source_map::Path;

/// Declares the names of all records, so that each can be referred to from
/// anywhere.
pub(super) fn declare<'a>(scope: &mut Scope<'a>, spec: &'a Spec) {
    for (wire, record) in spec.records.iter() {
        let at = Path::default().key("records").key(wire);
        let Some(rust) = names::ident(wire, NameKind::Type) else {
            let message =
                format!("the record `{}` can't be turned into a Rust name", excerpt(wire));
            scope.cx.push(
                Problem::error(&at, message).on_key().help("name it with letters and digits"),
            );
            continue;
        };
        if reserved::TYPES.contains(&rust.as_str())
            || types::scalar(wire).is_some()
            || is_type_form(wire)
        {
            let problem = Problem::error(&at, format!("no record can be named `{wire}`")).on_key();
            scope.cx.push(problem.label("already has a meaning").help("choose another name"));
        } else {
            scope.claim(&rust, &at, "rename one of the two");
        }
        let kind = if matches!(record, Or::Map(_)) { TypeKind::Struct } else { TypeKind::Enum };
        scope.records.insert(wire, (rust, kind));
        if let Or::Map(ast::Record { key: Some(key), .. }) = record {
            scope.keys.insert(wire, key);
        }
    }
}

fn is_type_form(word: &str) -> bool {
    matches!(word, "map" | "enum" | "rust")
}

/// The records, each followed by the types that are nested in it.
pub(super) fn lower(scope: &mut Scope<'_>, spec: &Spec) -> Vec<TypeDef> {
    let mut types = Vec::new();
    for (wire, record) in spec.records.iter() {
        let Some((rust, _)) = scope.records.get(wire).cloned() else { continue };
        let at = Path::default().key("records").key(wire);
        match record {
            Or::Text(text) => types.extend(named_enum(scope, &rust, wire, text, &at)),
            Or::Map(record) => {
                if record.fields.0.is_empty() {
                    let problem = Problem::error(&at, format!("the record `{wire}` has no fields"));
                    scope
                        .cx
                        .push(problem.on_key().help("write them below `fields`, as `name: type`"));
                }
                let docs = record.docs.as_deref();
                let fields = &record.fields;
                let mut lowered = lower_struct(scope, &rust, docs, fields, &at.key("fields"));
                if let Some(TypeDef::Struct(first)) = lowered.first_mut() {
                    wire.clone_into(&mut first.name.wire);
                    first.attributes = attributes::lower(scope, &at, record.attributes.as_deref());
                }
                types.extend(lowered);
            }
        }
    }
    types
}

/// The short form of a record is an enum.
fn named_enum(scope: &Scope<'_>, rust: &str, wire: &str, text: &str, at: &Path) -> Option<TypeDef> {
    if let Expr::Enum(values) = types::parse(scope.cx, at, text)? {
        return Some(TypeDef::Enum(types::lower_enum(rust, wire, None, &values)));
    }
    let message = format!("`{wire}` is neither an enum nor a map with `fields`");
    let problem = Problem::error(at, message).help("an enum is written `enum(queued, sent)`");
    scope
        .cx
        .push(problem.help("a record can't rename another type: write that type where it is used"));
    None
}

/// A struct of these fields, followed by the types that are nested in it.
pub(super) fn lower_struct(
    scope: &mut Scope<'_>,
    rust: &str,
    docs: Option<&str>,
    fields: &Map<ast::Type>,
    at: &Path,
) -> Vec<TypeDef> {
    let mut nested = Vec::new();
    let mut lowered: Vec<Field> = Vec::new();
    let mut names = FirstNames::default();
    for (key, written) in fields.iter() {
        let Some(field) = field(scope, rust, key, written, &at.key(key), &mut nested) else {
            continue;
        };
        check_is_new(scope, &names, &field, at, key);
        names.add(key, &field.name);
        lowered.push(field);
    }
    let name = Name { rust: rust.to_owned(), wire: rust.to_owned() };
    let docs = docs.map(str::to_owned);
    let whole = Struct { name, docs, attributes: Vec::new(), fields: lowered };
    [TypeDef::Struct(whole)].into_iter().chain(nested).collect()
}

fn field(
    scope: &mut Scope<'_>,
    owner: &str,
    key: &str,
    written: &ast::Type,
    at: &Path,
    nested: &mut Vec<TypeDef>,
) -> Option<Field> {
    let long = LongField::of(scope, key, written, at);
    if long.wire.or(long.rename).is_none() {
        check_question_mark(scope, key, at);
    }
    let Some(rust) = names::ident(long.rename.unwrap_or(key), NameKind::Value) else {
        let message = format!("the field `{}` can't be turned into a Rust name", excerpt(key));
        let problem = Problem::error(at, message).on_key();
        scope.cx.push(problem.help("name it: `{type: …, rename: a_name}`"));
        return None;
    };
    if let Some(rename) = long.rename
        && rename != rust
    {
        let message = format!("`{}` is not a Rust field name", excerpt(rename));
        scope.cx.push(Problem::error(&at.key("rename"), message).help(format!("write `{rust}`")));
    }
    let ty = scope.ty(long.ty, &long.at, &types::nested_name(owner, &rust), nested);
    // After an error, a placeholder type keeps the checks of keys quiet.
    let is_known = ty.is_some();
    let ty = ty.unwrap_or(Type::Scalar(Scalar::String));
    let zone = long.zone.filter(|_| is_known);
    let zone =
        zone.and_then(|zone| zone::lower(scope, &at.key("zone"), zone, zone::has_times(&ty)));
    let name = Name { rust, wire: long.wire.unwrap_or(key).to_owned() };
    let attributes = attributes::lower(scope, at, long.attributes);
    Some(Field { name, ty, boxed: false, zone, docs: long.docs.map(str::to_owned), attributes })
}

/// A `?` after the name is meant for the type: no reply has such a key.
fn check_question_mark(scope: &Scope<'_>, key: &str, at: &Path) {
    let Some(name) = key.strip_suffix('?') else { return };
    let message = format!("the name of the field `{}` ends in `?`", excerpt(key));
    let problem = Problem::error(at, message).on_key();
    let problem = problem.help(format!("write it after the type: `{}: string?`", excerpt(name)));
    scope.cx.push(problem.help(format!(
        "if the key in replies ends in `?`, write `{{type: …, wire: \"{}\"}}`",
        excerpt(key)
    )));
}

/// Each field has a name of its own, on the wire and in Rust.
fn check_is_new(scope: &Scope<'_>, before: &FirstNames<'_>, field: &Field, at: &Path, key: &str) {
    let Some(First { key: first, name: other, .. }) = before.find(&field.name) else { return };
    let (what, name) = if other.rust == field.name.rust {
        ("in Rust", &other.rust)
    } else {
        ("on the wire", &other.wire)
    };
    let message = format!("the fields `{}` and `{key}` are both `{name}` {what}", other.wire);
    let problem = Problem::error(&at.key(key), message).on_key().label("the same name again");
    let help = format!("rename one of them: `{{type: …, rename: {}_2}}`", field.name.rust);
    scope.cx.push(problem.related(&at.key(first), "first here").help(help));
}

/// A field in its long form.
struct LongField<'w> {
    ty: &'w ast::Type,
    at: Path,
    wire: Option<&'w str>,
    docs: Option<&'w str>,
    rename: Option<&'w str>,
    zone: Option<&'w str>,
    attributes: Option<&'w str>,
}

/// The keys of the long form of a field.
const LONG: [&str; 6] = ["type", "wire", "docs", "rename", "zone", "attributes"];

impl<'w> LongField<'w> {
    fn of(scope: &Scope<'_>, key: &str, written: &'w ast::Type, at: &Path) -> Self {
        let (wire, docs, rename, zone, attributes) = (None, None, None, None, None);
        let at_type = at.clone();
        let mut long = Self { ty: written, at: at_type, wire, docs, rename, zone, attributes };
        let ast::Type::Map(entries) = written else { return long };
        let Some(ty) = entries.get("type") else { return long };
        (long.ty, long.at) = (ty, at.key("type"));
        for (part, value) in entries.iter() {
            let kept = match part {
                "type" => continue,
                "wire" => &mut long.wire,
                "docs" => &mut long.docs,
                "rename" => &mut long.rename,
                "zone" => &mut long.zone,
                "attributes" => &mut long.attributes,
                _ => {
                    let message =
                        format!("unknown key `{part}` in the long form of the field `{key}`");
                    let problem = Problem::error(&at.key(part), message).on_key().label("unknown");
                    let problem = problem.suggest(part, LONG);
                    scope.cx.push(
                        problem.help(format!("expected {}", either(LONG))).help(
                            "an object that has a field named `type` needs a record of its own",
                        ),
                    );
                    continue;
                }
            };
            match value {
                ast::Type::Text(text) if part != "docs" && text.is_empty() => {
                    let problem = Problem::error(&at.key(part), format!("`{part}` is empty"));
                    scope.cx.push(problem.help("write a name, or remove the key"));
                }
                ast::Type::Text(text) => *kept = Some(text),
                _ => {
                    let message = format!("`{part}` must be a string");
                    let problem = Problem::error(&at.key(part), message);
                    scope.cx.push(problem.help("write a single string"));
                }
            }
        }
        long
    }
}
