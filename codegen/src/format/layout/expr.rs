//! Expressions: literals, paths, calls, chains of methods, arrays, tuples.

use super::sequence::{self, Entry, Frame};
use super::shape::{SMALL, Shape, TAB, breaks, first_line, width};
use super::types;
use quote::ToTokens as _;
use syn::{Expr, Member};

/// The text of an expression in this room; `None` if its layout is not
/// certain.
pub(super) fn print(expr: &Expr, shape: Shape) -> Option<String> {
    let text = match expr {
        Expr::Lit(literal) => literal.lit.to_token_stream().to_string(),
        Expr::Path(path) if path.qself.is_none() => types::path_text(&path.path)?,
        Expr::Reference(to) if to.mutability.is_none() => {
            format!("&{}", print(&to.expr, shape.behind(1)?)?)
        }
        Expr::Call(call) => {
            let callee = print(&call.func, shape)?;
            return arguments(&callee, "(", ")", call.args.iter(), shape);
        }
        Expr::Array(array) => return arguments("", "[", "]", array.elems.iter(), shape),
        Expr::Tuple(tuple) if tuple.elems.len() != 1 => {
            return arguments("", "(", ")", tuple.elems.iter(), shape);
        }
        Expr::Macro(call) => {
            let parser = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
            let args = syn::parse::Parser::parse2(parser, call.mac.tokens.clone()).ok()?;
            let callee = format!("{}!", types::path_text(&call.mac.path)?);
            return arguments(&callee, "(", ")", args.iter(), shape);
        }
        Expr::Binary(two) => {
            let (left, right) = (print(&two.left, shape)?, print(&two.right, shape)?);
            format!("{left} {} {right}", two.op.to_token_stream())
        }
        Expr::MethodCall(_) | Expr::Field(_) => return chain(expr, shape),
        _ => return None,
    };
    shape.fit(text)
}

fn arguments<'e>(
    ahead: &str,
    open: &str,
    close: &str,
    args: impl Iterator<Item = &'e Expr>,
    shape: Shape,
) -> Option<String> {
    let args: Vec<&dyn Entry> = args.map(|arg| arg as &dyn Entry).collect();
    sequence::print(Frame { ahead, open, close }, &args, shape)
}

impl Entry for Expr {
    fn print(&self, shape: Shape) -> Option<String> {
        print(self, shape)
    }

    fn may_overflow(&self, of: usize) -> bool {
        match self {
            Self::Array(_) | Self::Call(_) | Self::MethodCall(_) | Self::Tuple(_) => of == 1,
            Self::Reference(to) => to.expr.may_overflow(of),
            _ => false,
        }
    }

    fn is_call(&self) -> bool {
        match self {
            Self::Call(_) => true,
            Self::Reference(to) => Entry::is_call(&*to.expr),
            _ => false,
        }
    }

    fn is_method(&self) -> bool {
        match self {
            Self::MethodCall(_) => true,
            Self::Reference(to) => to.expr.is_method(),
            _ => false,
        }
    }

    fn is_simple(&self) -> bool {
        match self {
            Self::Lit(_) => true,
            Self::Path(path) => path.path.segments.len() <= 1,
            Self::Reference(to) => to.expr.is_simple(),
            Self::Field(of) => of.base.is_simple(),
            _ => false,
        }
    }
}

/// A link of a chain: `.name` or `.name(…)`.
fn link(expr: &Expr, shape: Shape) -> Option<String> {
    match expr {
        Expr::MethodCall(call) if call.turbofish.is_none() => {
            arguments(&format!(".{}", call.method), "(", ")", call.args.iter(), shape)
        }
        Expr::Field(of) => match &of.member {
            Member::Named(name) => Some(format!(".{name}")),
            Member::Unnamed(index) => Some(format!(".{}", index.index)),
        },
        _ => None,
    }
}

/// What a chain begins with, and its links.
fn links(expr: &Expr) -> (&Expr, Vec<&Expr>) {
    let (mut root, mut links) = (expr, Vec::new());
    loop {
        root = match root {
            Expr::MethodCall(call) => {
                links.push(root);
                &call.receiver
            }
            Expr::Field(of) => {
                links.push(root);
                &of.base
            }
            _ => break,
        };
    }
    links.reverse();
    (root, links)
}

/// A chain on one line, with its last link going over the lines below, or one
/// link a line.
fn chain(expr: &Expr, shape: Shape) -> Option<String> {
    let (root, links) = links(expr);
    let count = links.len();
    let mut links = &links[..];
    let mut root = print(root, shape)?;
    while width(&root) <= TAB.saturating_sub(shape.offset) && breaks(&root) == 0 {
        let Some((first, rest)) = links.split_first() else { break };
        let Some(text) = link(first, shape.behind(width(&root))?) else { break };
        root += &text;
        links = rest;
    }
    let Some((last, before)) = links.split_last() else { return shape.fit(root) };
    let below = shape.indented(if breaks(&root) > 0 { 0 } else { TAB });
    let mut texts = vec![root];
    for one in before {
        texts.push(link(one, below)?);
    }
    let (last, is_on_one_line) = last_link(last, &texts, count, shape, below)?;
    texts.push(last);
    if !is_on_one_line && shape.is_one_line_chain {
        return None;
    }
    let between = if is_on_one_line { String::new() } else { below.newline() };
    shape.fit(texts.join(&between))
}

/// The last link of a chain, and whether it continues the line of the others.
fn last_link(
    last: &Expr,
    texts: &[String],
    count: usize,
    shape: Shape,
    below: Shape,
) -> Option<(String, bool)> {
    let total: usize = texts.iter().map(|text| width(text)).sum();
    let budget = if count == 1 { shape.width } else { shape.width.min(SMALL) };
    let budget = budget.saturating_sub(total);
    let own = || link(last, below.less(shape.overhead())?);
    if budget == 0 || texts.iter().any(|text| breaks(text) > 0) {
        return Some((own()?, false));
    }
    let Some(over) = shape.behind(total).and_then(|shape| link(last, shape)) else {
        return Some((own()?, false));
    };
    let (fits, lines) = (width(first_line(&over)) <= budget, breaks(&over) + 1);
    if fits && lines >= 5 {
        return Some((over, true));
    }
    match own() {
        Some(own) if !fits || breaks(&own) + 1 < lines => Some((own, false)),
        _ => Some((over, fits)),
    }
}

/// What an item assigns, behind `ahead` and in front of a `;`: on the same line,
/// or below where that reads better.
pub(super) fn assigned(ahead: &str, expr: &Expr, indent: usize) -> Option<String> {
    right_side(ahead, Shape::line(indent, 1), |shape| print(expr, shape))
}

/// What follows `ahead` in a line: on that line, or below.
pub(super) fn right_side(
    ahead: &str,
    shape: Shape,
    print: impl Fn(Shape) -> Option<String>,
) -> Option<String> {
    let used = width(ahead) + 1;
    let here =
        shape.behind(used).unwrap_or(Shape { width: 0, offset: shape.offset + used, ..shape });
    let same = print(here);
    if let Some(same) = &same
        && breaks(same) == 0
        && width(same) <= here.width
    {
        return Some(format!("{ahead} {same}"));
    }
    let below = shape.indented(TAB).less(here.overhead())?;
    let next = print(below);
    match (same, next) {
        (Some(same), Some(next))
            if below.fit(next.clone()).is_none() || !is_better(&same, &next) =>
        {
            Some(format!("{ahead} {same}"))
        }
        (_, Some(next)) => Some(format!("{ahead}{}{next}", below.newline())),
        (Some(same), None) => Some(format!("{ahead} {same}")),
        (None, None) => None,
    }
}

/// Whether the text reads better on the next line.
fn is_better(same: &str, next: &str) -> bool {
    let opens = |text: &str, c: char| first_line(text).ends_with(c);
    breaks(next) == 0
        || breaks(same) > breaks(next) + 1
        || ['(', '{', '['].into_iter().any(|c| opens(same, c) && !opens(next, c))
}
