//! The offset of times that have none.

use super::types::Scope;
use crate::diag::{Problem, excerpt};
use crate::model::{Scalar, Type, Zone};
use crate::source_map::Path;

/// What a zone looks like, for the schema.
#[cfg(feature = "schema")]
pub(crate) const PATTERN: &str = "^(UTC|Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";

/// The zone of this entry; reports a zone without times.
pub(super) fn lower(scope: &Scope<'_>, at: &Path, written: &str, has_times: bool) -> Option<Zone> {
    if !has_times {
        let problem = Problem::error(at, "`zone` has no effect: the type has no `datetime`");
        scope.cx.push(problem.on_key().help("remove `zone`, or use the type `datetime`"));
        return None;
    }
    if matches!(written, "UTC" | "Z") {
        return Some(Zone("Z".to_owned()));
    }
    if is_offset(written) {
        return Some(Zone(written.to_owned()));
    }
    let message = format!("`{}` is not an offset from UTC", excerpt(written));
    let problem =
        Problem::error(at, message).help("write `UTC`, or a fixed offset like `\"+02:00\"`");
    scope.cx.push(match written {
        "GMT" | "utc" | "gmt" | "z" => problem.help("did you mean `UTC`?"),
        _ if is_offset(&format!("+{written}")) => problem.help("start with `+` east of Greenwich, or with `-` west of it"),
        _ if written.starts_with(|c: char| c.is_ascii_alphabetic()) => problem.help(
            "daylight saving time changes the offset of a named zone: write the offset of the API's times",
        ),
        _ => problem,
    });
    None
}

/// `+02:00`, from -23:59 to +23:59.
fn is_offset(text: &str) -> bool {
    let parts = text.strip_prefix(['+', '-']).and_then(|digits| digits.split_once(':'));
    let within = |part: &str, most: u8| {
        part.len() == 2
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|number| number <= most)
    };
    parts.is_some_and(|(hours, minutes)| within(hours, 23) && within(minutes, 59))
}

/// Whether a type contains times that the field's own zone applies to.
pub(super) fn has_times(ty: &Type) -> bool {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => has_times(inner),
        Type::Scalar(scalar) => *scalar == Scalar::DateTime,
        Type::Own(_) | Type::Rust(_) => false,
    }
}
