//! What filters compare in a record.

use super::checks;
use super::field_at::{FieldAt, Fields};
use super::key::pointer_to;
use super::types::Scope;
use crate::ast::{self, Spec};
use crate::diag::{Problem, excerpt};
use crate::model::{Comparison, Filter, FilterType, List, Matches, Record, Scalar, Type};
use crate::source_map::Path;
use crate::work::Counted;

/// Sets what each filter compares, where the spec says it.
pub(super) fn lower(scope: &Scope<'_>, spec: &Spec, fields: &Fields<'_>, lists: &mut [List]) {
    let resources = spec.resources.by_name();
    for list in lists {
        let Some(resource) = resources.get(&Counted(list.method.wire.as_str())) else { continue };
        let written = resource.filters.by_name();
        for filter in &mut list.filters {
            let matches = written.get(&Counted(filter.key.as_str()));
            let Some(matches) = matches.and_then(|written| written.matches.as_ref()) else {
                continue;
            };
            let at = Path::default().key("resources").key(&list.method.wire).key("filters");
            let at = at.key(&filter.key).key("matches");
            filter.matches = lower_one(scope, &at, matches, filter, &list.record, fields);
        }
    }
}

fn lower_one(
    scope: &Scope<'_>,
    at: &Path,
    written: &ast::Matches,
    filter: &Filter,
    record: &Record,
    fields: &Fields<'_>,
) -> Option<Matches> {
    let cx = scope.cx;
    let comparison = match &written.op {
        None => Comparison::Equal,
        Some(op) => checks::keyword(cx, &at.key("op"), op, &Comparison::ALL)?,
    };
    if filter.list.is_some() && comparison.is_ordered() {
        let message = format!("a list of values can't be compared by `{}`", comparison.symbol());
        let problem = Problem::error(&at.key("op"), message);
        cx.push(problem.help("write `=` or `!=`, or make the filter's type a single value"));
    }
    let pointer = pointer_to(&written.field);
    let at_field = at.key("field");
    if written.field.is_empty() {
        let problem = Problem::error(&at_field, "`field` is empty");
        cx.push(problem.help("write the name of a field, or a pointer to one"));
        return None;
    }
    checks::pointer(cx, &at_field, &pointer);
    let Record::Own(record) = record else {
        return Some(Matches { pointer, comparison, ty: None, zone: None });
    };
    let found = match fields.find(record, &pointer) {
        Ok(found) => found,
        Err(missing) => {
            cx.push(missing.problem(&at_field, "`field`"));
            return None;
        }
    };
    let ty = field_type(&found, fields);
    let fits = ty.is_some_and(|ty| fits(ty, &filter.ty, comparison));
    if !fits {
        let message = format!(
            "a filter of this type can't be compared with `{}` by `{}`",
            excerpt(&written.field),
            comparison.symbol()
        );
        let help = "texts are compared with texts, numbers with numbers, times with times; booleans only by `=` and `!=`";
        cx.push(Problem::error(&at_field, message).help(help));
    }
    let zone = found.path.last().and_then(|field| field.zone.clone());
    Some(Matches { pointer, comparison, ty, zone })
}

/// The type of a single value; an enum is a text.
fn field_type(found: &FieldAt<'_>, fields: &Fields<'_>) -> Option<Scalar> {
    match &found.ty {
        Type::Scalar(scalar) => Some(*scalar),
        Type::Own(name) if !fields.is_struct(name) => Some(Scalar::String),
        _ => None,
    }
}

/// What values of a type are compared as.
#[derive(PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Time,
    Boolean,
}

fn kind(scalar: Scalar) -> Option<Kind> {
    match scalar {
        Scalar::String | Scalar::Uri | Scalar::Uuid => Some(Kind::Text),
        Scalar::Integer | Scalar::Unsigned | Scalar::Number | Scalar::Decimal => Some(Kind::Number),
        Scalar::Date | Scalar::DateTime | Scalar::Epoch => Some(Kind::Time),
        Scalar::Boolean => Some(Kind::Boolean),
        Scalar::Secret | Scalar::Json => None,
    }
}

fn fits(field: Scalar, filter: &FilterType, comparison: Comparison) -> bool {
    let filter = match filter {
        FilterType::Scalar(scalar) => kind(*scalar),
        FilterType::Enum(_) => Some(Kind::Text),
    };
    match (kind(field), filter) {
        (Some(Kind::Boolean), Some(Kind::Boolean)) => !comparison.is_ordered(),
        (Some(field), Some(filter)) => field == filter,
        _ => false,
    }
}
