//! Types of fields, filters and parameters: names are looked up, and what is
//! written inside another type gets a definition of its own.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::names::{self, NameKind};
use super::record;
use crate::ast::{self, Map};
use crate::diag::{Known, Problem, Reporter, either, excerpt};
use crate::model::{Enum, Name, Scalar, Type, TypeDef};
use crate::parse::types::{self, Expr};
use crate::source_map::Path;

/// The scalars, by name.
const SCALARS: [(&str, Scalar); 13] = [
    ("string", Scalar::String),
    ("integer", Scalar::Integer),
    ("unsigned", Scalar::Unsigned),
    ("number", Scalar::Number),
    ("decimal", Scalar::Decimal),
    ("boolean", Scalar::Boolean),
    ("date", Scalar::Date),
    ("datetime", Scalar::DateTime),
    ("epoch", Scalar::Epoch),
    ("uuid", Scalar::Uuid),
    ("uri", Scalar::Uri),
    ("secret", Scalar::Secret),
    ("json", Scalar::Json),
];

/// Names of scalars in other formats.
const ALIASES: [(&str, &str); 21] = [
    ("guid", "uuid"),
    ("str", "string"),
    ("text", "string"),
    ("int", "integer"),
    ("i64", "integer"),
    ("u64", "unsigned"),
    ("uint", "unsigned"),
    ("uint64", "unsigned"),
    ("ulong", "unsigned"),
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("f64", "number"),
    ("money", "decimal"),
    ("bool", "boolean"),
    ("timestamp", "datetime"),
    ("time", "datetime"),
    ("url", "uri"),
    ("password", "secret"),
    ("any", "json"),
    ("object", "json"),
];

/// The scalar of this name.
pub(super) fn scalar(word: &str) -> Option<Scalar> {
    SCALARS.iter().find(|(name, _)| *name == word).map(|(_, scalar)| *scalar)
}

pub(crate) fn scalar_names<'a>() -> impl Iterator<Item = &'a str> + Clone {
    SCALARS.iter().map(|(name, _)| *name)
}

/// Parses the text of a type; reports a mistake in it.
pub(super) fn parse(cx: &Reporter<'_>, at: &Path, text: &str) -> Option<Expr> {
    let mistake = match types::parse(text) {
        Ok(expr) => return Some(expr),
        Err(mistake) => mistake,
    };
    cx.push(Problem::error_by(mistake.check, at, mistake.message).help(mistake.help));
    None
}

/// A type that can be written into a URL.
pub(super) fn scalar_alone(cx: &Reporter<'_>, at: &Path, text: &str, what: &str) -> Option<Scalar> {
    let fits = |scalar: &Scalar| *scalar != Scalar::Json;
    let expr = parse(cx, at, text)?;
    if let Expr::Named(word) = &expr
        && let Some(scalar) = scalar(word).filter(fits)
    {
        return Some(scalar);
    }
    let written = if at.may_hold_credential() { "…".to_owned() } else { excerpt(text) };
    let mut problem = Problem::error(at, format!("{what} can't be `{written}`"));
    if let Expr::Optional(_) = expr {
        problem = problem.help("remove the `?`: every request needs a value");
    } else if let Expr::Named(word) = &expr {
        problem = suggest(problem, word, || scalar_names().collect());
    }
    let allowed = SCALARS.iter().filter(|(_, scalar)| fits(scalar)).map(|(name, _)| *name);
    cx.push(problem.help(format!("expected {}", either(allowed))));
    None
}

/// Suggests the known type that was probably meant.
fn suggest(problem: Problem, word: &str, known: impl FnOnce() -> Known) -> Problem {
    let lower = word.to_ascii_lowercase();
    match ALIASES.iter().find(|(other, _)| *other == lower) {
        Some((_, ours)) => problem.help(format!("did you mean `{ours}`?")),
        None => problem.suggest_later(word, known(), false),
    }
}

/// Whether a record is a struct or an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    Struct,
    Enum,
}

/// The records of a spec, by their names in it: Rust name and kind.
pub(super) type Records<'a> = BTreeMap<&'a str, (String, TypeKind)>;

/// The names of types that are in use, and by which entries.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub cx: &'a Reporter<'a>,
    pub records: Records<'a>,
    /// What identifies each record, where it says so.
    pub keys: BTreeMap<&'a str, &'a str>,
    /// Whether the records have a derive that reads serde's attributes.
    pub derives_serde: bool,
    taken: BTreeMap<String, Path>,
    /// The names of all records, once an unknown one was found.
    known_records: OnceCell<Known>,
    /// Those and the scalars.
    known_types: OnceCell<Known>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(cx: &'a Reporter<'a>) -> Self {
        Self {
            cx,
            records: Records::new(),
            keys: BTreeMap::new(),
            derives_serde: false,
            taken: BTreeMap::new(),
            known_records: OnceCell::new(),
            known_types: OnceCell::new(),
        }
    }

    /// The names that a type can be referred to by.
    fn known_types(&self) -> Known {
        let known = || scalar_names().chain(self.records.keys().copied()).collect();
        self.known_types.get_or_init(known).clone()
    }

    /// The names that a record can be referred to by.
    pub(super) fn known_records(&self) -> Known {
        self.known_records.get_or_init(|| self.records.keys().copied().collect()).clone()
    }

    /// Each type of the generated module has a name of its own.
    pub(super) fn claim(&mut self, rust: &str, at: &Path, advice: &str) {
        let Some(first) = self.taken.get(rust) else {
            self.taken.insert(rust.to_owned(), at.clone());
            return;
        };
        let problem = Problem::error(at, format!("two types would be named `{rust}`")).on_key();
        let problem = problem.label("and again here").related(first, "first here");
        self.cx.push(problem.help(advice));
    }

    /// The path of the entry that this type was made from.
    pub(super) fn origin(&self, rust: &str) -> Path {
        self.taken.get(rust).cloned().unwrap_or_default()
    }

    /// The type of this entry; types that it nests are added to `nested`, under
    /// this name.
    pub(super) fn ty(
        &mut self,
        written: &ast::Type,
        at: &Path,
        name: &str,
        nested: &mut Vec<TypeDef>,
    ) -> Option<Type> {
        match written {
            ast::Type::Text(text) => {
                let expr = parse(self.cx, at, text)?;
                self.expr(expr, at, name, nested)
            }
            ast::Type::List(element) => {
                let element = self.ty(element, &at.index(0), name, nested)?;
                Some(Type::List(Box::new(element)))
            }
            ast::Type::Map(fields) if fields.get("type").is_some() => {
                let problem =
                    Problem::error(&at.key("type"), "the long form of a field is not allowed here");
                let problem = problem.on_key().help("write the type alone");
                self.cx.push(
                    problem
                        .help("an object that has a field named `type` needs a record of its own"),
                );
                None
            }
            ast::Type::Map(fields) => self.object(fields, at, name, nested),
        }
    }

    fn object(
        &mut self,
        fields: &Map<ast::Type>,
        at: &Path,
        name: &str,
        nested: &mut Vec<TypeDef>,
    ) -> Option<Type> {
        if fields.0.is_empty() {
            let problem = Problem::error(at, "this object has no fields");
            self.cx.push(problem.help("write its fields, or the type `json` if they are unknown"));
            return None;
        }
        self.claim(name, at, "define a record for the object, and name the record here");
        nested.extend(record::lower_struct(self, name, None, fields, at));
        Some(Type::Own(name.to_owned()))
    }

    fn expr(
        &mut self,
        expr: Expr,
        at: &Path,
        name: &str,
        nested: &mut Vec<TypeDef>,
    ) -> Option<Type> {
        Some(match expr {
            Expr::Named(word) => return self.named(&word, at),
            Expr::Rust(path) => Type::Rust(path),
            Expr::Optional(inner) => Type::Optional(Box::new(self.expr(*inner, at, name, nested)?)),
            Expr::List(inner) => Type::List(Box::new(self.expr(*inner, at, name, nested)?)),
            Expr::Map(inner) => Type::Map(Box::new(self.expr(*inner, at, name, nested)?)),
            Expr::Enum(values) => {
                self.claim(name, at, "define the enum under `records`, and name it here");
                nested.push(TypeDef::Enum(lower_enum(name, name, None, &values)));
                Type::Own(name.to_owned())
            }
        })
    }

    fn named(&self, word: &str, at: &Path) -> Option<Type> {
        if let Some(scalar) = scalar(word) {
            return Some(Type::Scalar(scalar));
        }
        if let Some((rust, _)) = self.records.get(word) {
            return Some(Type::Own(rust.clone()));
        }
        let problem = Problem::error(at, format!("unknown type `{}`", excerpt(word)));
        let problem = suggest(problem, word, || self.known_types());
        let help = format!("a type is {}, or a record", either(scalar_names()));
        self.cx.push(problem.help(help));
        None
    }
}

/// An open enum of these values.
pub(super) fn lower_enum(rust: &str, wire: &str, docs: Option<&str>, values: &[String]) -> Enum {
    let (variants, other) = names::variants(values);
    let name = Name { rust: rust.to_owned(), wire: wire.to_owned() };
    Enum { name, docs: docs.map(str::to_owned), variants, other }
}

/// The name of a type that is written inside another one.
pub(crate) fn nested_name(owner: &str, part: &str) -> String {
    owner.to_owned() + &names::ident(part, NameKind::Type).unwrap_or_default()
}
