//! What identifies a row: the name of a field, or a pointer to one.

use super::checks;
use super::field_at::Fields;
use super::types::Scope;
use crate::ast::{self, Or, Spec};
use crate::diag::{Problem, Reporter, excerpt};
use crate::model::{Scalar, Type};
use crate::source_map::Path;

/// The pointer to what identifies a record.
pub(super) fn pointer_to(key: &str) -> String {
    if key.starts_with('/') {
        return key.to_owned();
    }
    format!("/{}", escape(key))
}

/// A name as one step of a pointer.
pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The key of a record is one of its fields, and a single value that is the
/// same each time it is sent.
pub(super) fn check_all(scope: &Scope<'_>, spec: &Spec, fields: &Fields<'_>) {
    for (wire, record) in spec.records.iter() {
        let (Or::Map(ast::Record { key: Some(key), .. }), Some((rust, _))) =
            (record, scope.records.get(wire))
        else {
            continue;
        };
        let at = Path::default().key("records").key(wire).key("key");
        checks::pointer(scope.cx, &at, &pointer_to(key));
        check_key(scope, &at, key, rust, fields);
    }
}

fn check_key(scope: &Scope<'_>, at: &Path, key: &str, record: &str, fields: &Fields<'_>) {
    let found = match fields.find(record, &pointer_to(key)) {
        Ok(found) => found,
        Err(missing) => return scope.cx.push(missing.problem(at, "`key`")),
    };
    match found.ty {
        Type::Scalar(Scalar::Json | Scalar::Secret | Scalar::Number | Scalar::Boolean)
        | Type::List(_)
        | Type::Map(_)
        | Type::Optional(_)
        | Type::Own(_) => {
            let message = format!("`{}` can't identify a record", excerpt(key));
            let help =
                "a key is a single value that no other record has, like a `string` or an `integer`";
            scope.cx.push(Problem::error(at, message).help(help));
        }
        _ if found.is_optional => {
            let message = format!("the key `{}` is optional", excerpt(key));
            let help = "every record needs its key: remove the `?` from the field's type";
            scope.cx.push(Problem::warning(at, message).help(help));
        }
        _ => {}
    }
}

/// The key of a struct of the user's own is a name or a pointer.
pub(super) fn check_syntax(cx: &Reporter<'_>, at: &Path, key: &str) {
    if key.is_empty() {
        let problem = Problem::error(at, "`key` is empty");
        return cx.push(problem.help("write the name of a field, or a pointer to one"));
    }
    checks::pointer(cx, at, &pointer_to(key));
}
