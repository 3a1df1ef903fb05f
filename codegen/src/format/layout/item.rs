//! Items and what is in them, each below its attributes.

use super::super::{attribute, entry_macro, skipped};
use super::expr;
use super::shape::{MAX_WIDTH, Shape, TAB, width};
use super::types;
use syn::{
    Attribute, Expr, Fields, FnArg, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl, ItemMod,
    ItemStruct, Pat, ReceiverKind, ReturnType, Stmt, Type, Visibility,
};

/// The text of an item; `None` if its layout is not certain.
pub(in super::super) fn print(item: &Item) -> Option<String> {
    match item {
        Item::Const(item) => {
            let head = attributes(&item.attrs, 0)?;
            Some(head + &constant(&item.vis, &item.ident, &item.ty, &item.expr, 0)?)
        }
        Item::Struct(item) => structure(item),
        Item::Enum(item) => enumeration(item),
        Item::Impl(item) => implementation(item),
        Item::Mod(item) => module(item),
        Item::Macro(item) if item.attrs.is_empty() => entry_macro::print(&item.mac),
        _ => None,
    }
}

/// The text, if all its code is ASCII and short enough: tools differ on the width of
/// other characters.
fn certain(text: String) -> Option<String> {
    within(text, MAX_WIDTH)
}

fn within(text: String, columns: usize) -> Option<String> {
    let is_short = |line: &str| line.is_ascii() && width(line) <= columns;
    let is_comment = |line: &str| line.trim_start().starts_with("///");
    text.lines().all(|line| is_comment(line) || is_short(line)).then_some(text)
}

fn attributes(attrs: &[Attribute], indent: usize) -> Option<String> {
    let spaces = " ".repeat(indent);
    let lines =
        attrs.iter().map(|attr| Some(format!("{spaces}{}\n", attribute::print(attr, indent)?)));
    lines.collect()
}

fn visibility(vis: &Visibility) -> Option<&'static str> {
    match vis {
        Visibility::Inherited => Some(""),
        Visibility::Public(_) => Some("pub "),
        Visibility::Restricted(_) => None,
    }
}

fn constant(
    vis: &Visibility,
    name: &syn::Ident,
    ty: &Type,
    value: &Expr,
    indent: usize,
) -> Option<String> {
    let ahead = format!("{}const {name}: {} =", visibility(vis)?, types::text(ty)?);
    let text = expr::assigned(&ahead, value, indent)?;
    certain(format!("{}{text};\n", " ".repeat(indent)))
}

fn structure(item: &ItemStruct) -> Option<String> {
    let head =
        format!("{}{}struct {}", attributes(&item.attrs, 0)?, visibility(&item.vis)?, item.ident);
    let text = match &item.fields {
        Fields::Unit => format!("{head};\n"),
        Fields::Unnamed(fields) => {
            let field = fields.unnamed.first().filter(|_| fields.unnamed.len() == 1)?;
            format!("{head}({}{});\n", visibility(&field.vis)?, types::text(&field.ty)?)
        }
        Fields::Named(fields) => {
            let mut text = format!("{head} {{\n");
            for field in &fields.named {
                let name = field.ident.as_ref()?;
                let ahead = format!("{}{name}:", visibility(&field.vis)?);
                let shape = Shape::line(TAB, 1);
                let line = expr::right_side(&ahead, shape, |shape| types::print(&field.ty, shape))?;
                let about = attributes(&field.attrs, TAB)?;
                text.extend([&about, "    ", &line, ",\n"]);
            }
            text + "}\n"
        }
    };
    certain(text)
}

fn enumeration(item: &ItemEnum) -> Option<String> {
    let head = attributes(&item.attrs, 0)?;
    let mut text = format!("{head}{}enum {} {{\n", visibility(&item.vis)?, item.ident);
    for variant in &item.variants {
        let fields = match &variant.fields {
            Fields::Unit => String::new(),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                format!("({})", types::text(&fields.unnamed.first()?.ty)?)
            }
            _ => return None,
        };
        let (about, name) = (attributes(&variant.attrs, TAB)?, variant.ident.to_string());
        text.extend([&about, "    ", &name, &fields, ",\n"]);
    }
    certain(text + "}\n")
}

fn module(item: &ItemMod) -> Option<String> {
    let head = attributes(&item.attrs, 0)?;
    let text = format!("{head}{}mod {};\n", visibility(&item.vis)?, item.ident);
    certain(text).filter(|_| item.content.is_none())
}

fn implementation(item: &ItemImpl) -> Option<String> {
    let mut text = attributes(&item.attrs, 0)? + "impl ";
    if let Some((of, _)) = &item.trait_ {
        text.extend([&types::path_text(of)?, " for "]);
    }
    text += &types::text(&item.self_ty)?;
    if item.items.is_empty() {
        return certain(text + " {}\n");
    }
    text = certain(text + " {\n")?;
    for (at, member) in item.items.iter().enumerate() {
        if at > 0 && matches!(member, ImplItem::Fn(_)) {
            text.push('\n');
        }
        text += &self::member(member).unwrap_or_else(|| skipped::member(member.clone()));
    }
    Some(text + "}\n")
}

fn member(member: &ImplItem) -> Option<String> {
    match member {
        ImplItem::Const(item) => {
            let head = attributes(&item.attrs, TAB)?;
            Some(head + &constant(&item.vis, &item.ident, &item.ty, &item.expr, TAB)?)
        }
        ImplItem::Type(item) => {
            let head = attributes(&item.attrs, TAB)?;
            certain(format!("{head}    type {} = {};\n", item.ident, types::text(&item.ty)?))
        }
        ImplItem::Macro(item) if item.attrs.is_empty() => {
            Some(format!("    {}\n", entry_macro::line(&item.mac)))
        }
        ImplItem::Fn(item) => function(item),
        _ => None,
    }
}

fn function(item: &ImplItemFn) -> Option<String> {
    let head = attributes(&item.attrs, TAB)?;
    let signature = signature(item)?;
    let [Stmt::Expr(body, None)] = &item.block.stmts[..] else { return None };
    let body = expr::print(body, Shape::line(2 * TAB, 0))?;
    Some(certain(head)? + &signature + &certain(format!(" {{\n        {body}\n    }}\n"))?)
}

/// The signature on one line, or with each argument on one of its own.
fn signature(item: &ImplItemFn) -> Option<String> {
    let name = format!("    {}fn {}", visibility(&item.vis)?, item.sig.ident);
    let returned = match &item.sig.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", types::text(ty)?),
    };
    let args = item.sig.inputs.iter().map(argument).collect::<Option<Vec<_>>>()?;
    let texts = args.iter().map(|arg| arg.print(None)).collect::<Option<Vec<_>>>()?;
    let one_line = format!("{name}({}){returned}", texts.join(", "));
    // Two more for ` {`.
    if width(&one_line) + 2 <= MAX_WIDTH {
        return certain(one_line);
    }
    let mut text = certain(format!("{name}(\n"))?;
    for arg in args {
        let line = arg.print(Some(Shape::line(2 * TAB, 1)))?;
        text += &within(format!("        {line},\n"), MAX_WIDTH + types::UNCOUNTED)?;
    }
    Some(text + &certain(format!("    ){returned}"))?)
}

/// An argument: `&self`, `self`, or a name and its type.
struct Argument<'a> {
    name: String,
    ty: Option<&'a Type>,
}

impl Argument<'_> {
    /// Its text in this room, or on one line.
    fn print(&self, shape: Option<Shape>) -> Option<String> {
        let name = &self.name;
        let Some(ty) = self.ty else { return Some(name.clone()) };
        let ty = match shape {
            Some(shape) => types::print(ty, shape.behind(width(name) + 2)?)?,
            None => types::text(ty)?,
        };
        Some(format!("{name}: {ty}"))
    }
}

fn argument(arg: &FnArg) -> Option<Argument<'_>> {
    let (name, ty) = match arg {
        FnArg::Receiver(receiver) => match receiver.kind {
            ReceiverKind::Value => ("self".to_owned(), None),
            ReceiverKind::Reference(_, None, None) => ("&self".to_owned(), None),
            _ => return None,
        },
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(name) => (name.ident.to_string(), Some(&*typed.ty)),
            _ => return None,
        },
    };
    Some(Argument { name, ty })
}
