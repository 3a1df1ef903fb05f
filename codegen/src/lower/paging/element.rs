//! The next position in an element of an array, chosen by one of its fields.

use crate::ast;
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::checks::pointer;
use crate::model::{Element, NextFrom};
use crate::source_map::Path;

/// Where the next position is, if it is at this pointer or in an element of the array there.
pub(super) fn lower(
    cx: &Reporter<'_>,
    at: &Path,
    written: &ast::Next,
    array: &str,
) -> NextFrom<String> {
    let (field, inside) = match (&written.r#where, &written.at) {
        (None, None) => return NextFrom::Body(array.to_owned()),
        (None, Some(_)) => {
            let problem = Problem::error(&at.key("at"), "`at` needs a `where`").on_key();
            cx.push(problem.help(
                "say which element of the array it is in, like `where: {relation: next}`, or remove `at`",
            ));
            return NextFrom::Body(array.to_owned());
        }
        (Some(field), inside) => (field, inside),
    };
    let at_where = at.key("where");
    let (name, value) = match field.0.as_slice() {
        [(name, value)] => (name.clone(), value.0.clone()),
        fields => {
            let message = format!("`where` chooses by one field, and {} are given", fields.len());
            let problem = Problem::error(&at_where, message).on_key();
            cx.push(problem.help("name one field and its value, like `where: {relation: next}`"));
            (String::new(), String::new())
        }
    };
    let inside = inside.as_ref().map(|inside| {
        pointer(cx, &at.key("at"), inside);
        inside.clone()
    });
    if inside.is_none() {
        let problem = Problem::error(&at_where, "`where` needs an `at`").on_key();
        cx.push(problem.help("say where in that element the position is, like `at: /url`"));
    }
    NextFrom::Element(Element::new(array.to_owned(), name, value, inside.unwrap_or_default()))
}

/// An element is in an array, which only `body` points to.
pub(super) fn check_has_array(cx: &Reporter<'_>, at: &Path, written: &ast::Next) {
    let given = [("where", written.r#where.is_some()), ("at", written.at.is_some())];
    if let Some((key, _)) = given.into_iter().find(|(_, given)| *given) {
        let message = format!("`{}` is about an array in the body of the reply", excerpt(key));
        let problem = Problem::error(&at.key(key), message).on_key();
        cx.push(problem.help("point to that array, like `body: /link`, or remove it"));
    }
}
