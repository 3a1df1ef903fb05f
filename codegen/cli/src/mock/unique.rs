//! Values that identify a record: another one for each index, of the type that the spec says.

use super::records::{id, uuid};
use pagesmith_codegen::model::{Record, Scalar, Type, TypeDef};
use serde_json::{Value, json};

/// The type at a pointer into a record, if the spec says it.
pub(super) fn scalar_at(types: &[TypeDef], record: &Record, pointer: &str) -> Option<Scalar> {
    let Record::Own(name) = record else { return None };
    let mut ty = &Type::Own(name.clone());
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let Type::Own(name) = ty else { return None };
        let fields = types.iter().find_map(|def| match def {
            TypeDef::Struct(def) if def.name.rust == *name => Some(&def.fields),
            _ => None,
        })?;
        ty = &fields.iter().find(|field| field.name.wire == step)?.ty;
        if let Type::Optional(inner) = ty {
            ty = inner;
        }
    }
    if let Type::Scalar(scalar) = ty { Some(*scalar) } else { None }
}

/// The value of the record with this index; `made_up` is what it would have otherwise.
pub(super) fn value(
    scalar: Option<Scalar>,
    made_up: Option<&Value>,
    seed: u64,
    index: u64,
) -> Value {
    let number = index.wrapping_add(1_000);
    match (scalar, made_up) {
        (Some(Scalar::Date), _) => json!(day(index)),
        (Some(Scalar::DateTime), _) => {
            let (hour, minute, second) = (index / 3_600 % 24, index / 60 % 60, index % 60);
            json!(format!("{}T{hour:02}:{minute:02}:{second:02}Z", day(index / 86_400)))
        }
        (Some(Scalar::Decimal), _) => json!(format!("{number}.5")),
        (Some(Scalar::Boolean), _) => json!(index.is_multiple_of(2)),
        (Some(Scalar::Uuid), _) => json!(uuid(seed, index)),
        (_, Some(Value::Number(_))) => json!(number),
        (_, Some(Value::Array(_))) => json!([number]),
        _ => json!(id(seed, index)),
    }
}

/// A day of its own for each of the first 2,688,000 numbers, of months with 28 days.
fn day(number: u64) -> String {
    let (year, month) = (2_000 + number / 336 % 8_000, 1 + number / 28 % 12);
    format!("{year}-{month:02}-{:02}", 1 + number % 28)
}
