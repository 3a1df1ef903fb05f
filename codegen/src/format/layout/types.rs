//! Types: paths with their arguments, references, `impl Trait`.

use super::shape::{Shape, TAB, width};
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Path, PathArguments, Type, TypeParamBound,
};

/// The columns of `impl `, by which rustfmt lets an argument be too long.
pub(super) const UNCOUNTED: usize = 5;

/// The text of a type in this room; `None` if its layout is not certain.
pub(super) fn print(ty: &Type, shape: Shape) -> Option<String> {
    match ty {
        Type::Path(path) if path.qself.is_none() => print_path(&path.path, shape),
        Type::Reference(to) if to.lifetime.is_none() && to.mutability.is_none() => {
            Some(format!("&{}", print(&to.elem, shape.behind(1)?)?))
        }
        Type::Tuple(tuple) if tuple.elems.is_empty() => Some("()".to_owned()),
        Type::ImplTrait(bounds) => {
            let mut bounds = bounds.bounds.iter();
            let (Some(TypeParamBound::Trait(bound)), None) = (bounds.next(), bounds.next()) else {
                return None;
            };
            // All of the room: rustfmt does not count `impl `.
            Some(format!("impl {}", print_path(&bound.path, shape)?))
        }
        _ => None,
    }
}

/// The text of a type on one line.
pub(super) fn text(ty: &Type) -> Option<String> {
    print(ty, Shape { indent: 0, offset: 0, width: usize::MAX / 2, is_one_line_chain: false })
}

/// The text of a path on one line.
pub(super) fn path_text(path: &Path) -> Option<String> {
    print_path(
        path,
        Shape { indent: 0, offset: 0, width: usize::MAX / 2, is_one_line_chain: false },
    )
}

fn print_path(path: &Path, shape: Shape) -> Option<String> {
    let mut text = String::new();
    if path.leading_colon.is_some() {
        text += "::";
    }
    for (at, segment) in path.segments.iter().enumerate() {
        if at > 0 {
            text += "::";
        }
        text += &segment.ident.to_string();
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(args) => text = arguments(&text, args, shape)?,
            PathArguments::Parenthesized(_) => return None,
        }
    }
    Some(text)
}

/// Arguments of a path: on one line or one a line.
fn arguments(ahead: &str, args: &AngleBracketedGenericArguments, shape: Shape) -> Option<String> {
    let ahead = if args.colon2_token.is_some() { format!("{ahead}::") } else { ahead.to_owned() };
    let printed = |shape: Shape| -> Option<Vec<String>> {
        args.args.iter().map(|arg| argument(arg, shape)).collect()
    };
    let inner = printed(Shape { width: usize::MAX / 2, ..shape })?.join(", ");
    let line = format!("{ahead}<{inner}>");
    if width(&line) <= shape.width {
        return Some(line);
    }
    let nested = shape.indented(TAB).less(1)?;
    let inner = printed(nested)?.into_iter().map(|text| format!("{}{text},", nested.newline()));
    Some(format!("{ahead}<{}{}>", inner.collect::<String>(), shape.newline()))
}

fn argument(arg: &GenericArgument, shape: Shape) -> Option<String> {
    match arg {
        GenericArgument::Type(ty) => print(ty, shape),
        GenericArgument::AssocType(of) if of.generics.is_none() => {
            let ahead = format!("{} = ", of.ident);
            Some(format!("{ahead}{}", print(&of.ty, shape.behind(width(&ahead))?)?))
        }
        _ => None,
    }
}
