//! The small language of types: `string?`, `[T]`, `map<T>`, `enum(a, b)`,
//! `rust(path::Type)`, and names.

use std::collections::BTreeSet;
use std::panic::Location;

use crate::diag::excerpt;
use crate::work::Counted;

/// Deepest nesting of lists and maps in one text.
const MAX_DEPTH: usize = 8;

/// The help for an inline object with a `?`.
pub(super) const MAYBE_OBJECT: &str =
    "an optional object needs its own record, so that its type can be `Place?`";

/// A parsed type; names are not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A scalar or a record.
    Named(String),
    /// `enum(…)`, with its values.
    Enum(Vec<String>),
    /// `[T]`
    List(Box<Expr>),
    /// `map<T>`
    Map(Box<Expr>),
    /// `rust(…)`, with its path.
    Rust(String),
    /// `T?`
    Optional(Box<Expr>),
}

/// Why a text is not a type, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// What is allowed.
    pub help: String,
    /// Which check found it.
    pub check: &'static Location<'static>,
}

type Parsed<T> = Result<T, SyntaxError>;

#[track_caller]
fn error<T>(message: impl Into<String>, help: impl Into<String>) -> Parsed<T> {
    Err(SyntaxError { message: message.into(), help: help.into(), check: Location::caller() })
}

/// Reads a type.
///
/// # Errors
///
/// The first mistake in the text.
pub fn parse(text: &str) -> Parsed<Expr> {
    let mut input = Input { rest: text.trim_start() };
    if input.rest.is_empty() {
        return error("the type is empty", "write a type, like `string?`");
    }
    if input.rest.starts_with('{') {
        return error(
            "an inline object can't be in quotes",
            format!("remove the quotes; {MAYBE_OBJECT}"),
        );
    }
    let expr = input.expr(0)?;
    if input.rest.is_empty() {
        return Ok(expr);
    }
    let message = format!("`{}` is left over after the type", excerpt(input.rest));
    let help = match input.rest.chars().next() {
        Some('[') => "a list is written `[string]`",
        Some('|') => "what may be null or missing ends in `?`, like `string?`",
        Some('<') => "a map is written `map<string>`, and a list `[string]`",
        Some('(') => "only `enum(…)` and `rust(…)` have parentheses",
        _ => "one type is enough, like `string?`, `[string]` or `map<string>`",
    };
    error(message, help)
}

struct Input<'t> {
    rest: &'t str,
}

impl<'t> Input<'t> {
    fn expr(&mut self, depth: usize) -> Parsed<Expr> {
        if depth > MAX_DEPTH {
            let message = format!("the type is nested more than {MAX_DEPTH} deep");
            return error(message, "define records for its parts");
        }
        let expr = if self.eat('[') {
            let element = self.expr(depth + 1)?;
            self.close(']', "a list is written `[string]`")?;
            Expr::List(Box::new(element))
        } else {
            self.named(depth)?
        };
        if !self.eat('?') {
            return Ok(expr);
        }
        if self.eat('?') {
            return error(
                "the type ends in `?` twice",
                "one `?` means that the value may be null or missing",
            );
        }
        Ok(Expr::Optional(Box::new(expr)))
    }

    fn named(&mut self, depth: usize) -> Parsed<Expr> {
        let word = self.word();
        match word {
            "" => error(
                format!("expected a type at `{}`", excerpt(self.rest)),
                "write a type, like `string?`, `[string]` or `map<string>`",
            ),
            "map" if self.eat('<') => {
                let value = self.expr(depth + 1)?;
                self.close('>', "a map is written `map<string>`; its keys are texts")?;
                Ok(Expr::Map(Box::new(value)))
            }
            "map" => error("`map` lacks the type of its values", "write `map<string>`"),
            "enum" if self.eat('(') => self.values(),
            "enum" => error("`enum` lacks its values", "write `enum(queued, sent)`"),
            "rust" if self.eat('(') => self.path(),
            "rust" => error("`rust` lacks its path", "write `rust(crate::Message)`"),
            word => Ok(Expr::Named(word.to_owned())),
        }
    }

    fn values(&mut self) -> Parsed<Expr> {
        let mut values: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        while !self.eat(')') {
            let value = self.value()?;
            if !seen.insert(Counted(value.clone())) {
                let message = format!("`enum(…)` has the value `{}` twice", excerpt(&value));
                return error(message, "remove one of the two");
            }
            values.push(value);
            if !self.eat(',') && !self.rest.starts_with(')') {
                return error("`enum(…)` is not closed", "write `enum(queued, sent)`");
            }
        }
        if values.is_empty() {
            return error("`enum()` has no values", "write `enum(queued, sent)`");
        }
        Ok(Expr::Enum(values))
    }

    fn value(&mut self) -> Parsed<String> {
        // Spaces within the quotes are the value's.
        if let Some(rest) = self.rest.strip_prefix('"') {
            self.rest = rest;
            return self.quoted();
        }
        let end = self.rest.find([',', ')']).unwrap_or(self.rest.len());
        let value = self.take(end).trim_end();
        if value.is_empty() {
            return error("`enum(…)` has an empty value", "write `\"\"` for the empty string");
        }
        Ok(value.to_owned())
    }

    /// The rest of a quoted string; a backslash escapes the next character.
    fn quoted(&mut self) -> Parsed<String> {
        let mut value = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.take(at + 1);
                    return Ok(value);
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                other => value.push(other),
            }
        }
        error(
            "a value of `enum(…)` has no closing quote",
            "close the quote, as in `enum(\"a\")`; only values that contain a comma or a quote, or begin or end with a space, need quotes",
        )
    }

    fn path(&mut self) -> Parsed<Expr> {
        let end = self.rest.find(')').unwrap_or(self.rest.len());
        let path = self.take(end).trim_end();
        self.close(')', "write `rust(crate::Message)`")?;
        // Parses a type and not a path, so that `Vec<T>` needs no `::`.
        match syn::parse_str::<syn::Type>(path) {
            Ok(ty) if is_plain_path(&ty) => Ok(Expr::Rust(path.to_owned())),
            _ => error(
                format!("`{}` is not the path of a Rust type", excerpt(path)),
                "write `rust(crate::Message)`",
            ),
        }
    }

    fn word(&mut self) -> &'t str {
        let ends = |c: char| c.is_whitespace() || "[]<>()?,|\"'".contains(c);
        self.take(self.rest.find(ends).unwrap_or(self.rest.len()))
    }

    fn close(&mut self, bracket: char, help: &str) -> Parsed<()> {
        if self.eat(bracket) {
            return Ok(());
        }
        error(format!("a closing `{bracket}` is missing"), help)
    }

    fn eat(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn take(&mut self, end: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        taken
    }
}

/// Whether a type consists of names only: an expression would run at compile
/// time.
fn is_plain_path(ty: &syn::Type) -> bool {
    let syn::Type::Path(ty) = ty else { return false };
    let is_plain = |argument: &syn::GenericArgument| match argument {
        syn::GenericArgument::Type(ty) => is_plain_path(ty),
        _ => false,
    };
    ty.qself.is_none()
        && names_type(&ty.path)
        && ty.path.segments.iter().all(|segment| match &segment.arguments {
            syn::PathArguments::None => true,
            syn::PathArguments::AngleBracketed(arguments) => arguments.args.iter().all(is_plain),
            syn::PathArguments::Parenthesized(_) => false,
        })
}

/// Whether a path can lead to a type from the generated module: `self` and `crate`
/// are modules, and `Self` is the record that has the field.
fn names_type(path: &syn::Path) -> bool {
    let is =
        |segment: &syn::PathSegment, words: &[&str]| words.iter().any(|word| segment.ident == word);
    let modules = path.segments.iter().enumerate().take_while(|(index, segment)| {
        let first = *index == 0 && path.leading_colon.is_none();
        is(segment, &["super"]) || (first && is(segment, &["self", "crate"]))
    });
    let mut names = path.segments.iter().skip(modules.count()).peekable();
    names.peek().is_some() && !names.any(|name| is(name, &["self", "Self", "super", "crate"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Expr {
        Expr::Named(name.to_owned())
    }

    #[test]
    fn types_nest() {
        assert_eq!(parse("string"), Ok(named("string")));
        let messages = Expr::List(Box::new(named("Message")));
        assert_eq!(parse(" [ Message ] ? "), Ok(Expr::Optional(Box::new(messages))));
        let map = Expr::Map(Box::new(Expr::Optional(Box::new(named("string")))));
        assert_eq!(parse("map<string?>?"), Ok(Expr::Optional(Box::new(map))));
        assert_eq!(parse("rust(crate::a::B<C>)"), Ok(Expr::Rust("crate::a::B<C>".into())));
        assert_eq!(parse("rust(super::super::B)"), Ok(Expr::Rust("super::super::B".into())));
        for no_type in ["self", "crate", "super", "Self", "Self::B", "B<Self>", "crate::self"] {
            let written = format!("rust({no_type})");
            assert!(parse(&written).is_err(), "{written}");
        }
    }

    #[test]
    fn enum_values_are_texts() {
        let values = |text: &str| match parse(text) {
            Ok(Expr::Enum(values)) => values,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(values("enum(a, in-progress, no answer,)"), ["a", "in-progress", "no answer"]);
        assert_eq!(
            values(r#"enum("a, b", "", "say \"no\"", "\\")"#),
            ["a, b", "", "say \"no\"", "\\"]
        );
        assert_eq!(values("enum( \" a\" , \"a \",b )"), [" a", "a ", "b"]);
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let cases = [
            ("", "the type is empty", "string?"),
            ("string??", "`?` twice", "one `?`"),
            ("string[]", "`[]` is left over", "[string]"),
            ("string | null", "`| null` is left over", "`?`"),
            ("array<string>", "`<string>` is left over", "[string]"),
            ("[string", "closing `]`", "[string]"),
            ("map<string", "closing `>`", "map<string>"),
            ("map", "type of its values", "map<string>"),
            ("enum()", "no values", "enum(queued, sent)"),
            ("enum(a, a)", "`a` twice", "remove"),
            ("enum(a,, b)", "empty value", "\"\""),
            ("enum(a, b", "not closed", "enum(queued, sent)"),
            ("enum(\"a)", "closing quote", "enum("),
            ("rust(a b)", "`a b` is not the path", "crate::Message"),
            ("rust(&str)", "`&str` is not the path", "crate::Message"),
            ("rust(T<[u8; { loop {} }]>)", "is not the path", "crate::Message"),
            ("rust(T<{ loop {} }>)", "is not the path", "crate::Message"),
            ("rust(dyn Fn() -> T)", "is not the path", "crate::Message"),
            ("string?x", "`x` is left over", "one type"),
        ];
        for (text, message, help) in cases {
            let mistake = parse(text).expect_err(text);
            assert!(mistake.message.contains(message), "{text}: {mistake:?}");
            assert!(mistake.help.contains(help), "{text}: {mistake:?}");
        }
        assert!(parse(&"[".repeat(1_000_000)).is_err());
    }
}
