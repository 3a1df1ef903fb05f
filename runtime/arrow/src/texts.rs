//! Values of columns as the texts that records have in their place.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};

/// The text of the value at a JSON pointer into a row: a number as JSON writes it, a time as
/// RFC 3339 in UTC. `None` if it is null, or [`has_text`] says that it has none.
#[must_use]
pub fn text_at(rows: &RecordBatch, row: usize, pointer: &str) -> Option<String> {
    let mut names = names(pointer);
    let mut column = rows.column_by_name(&names.next()?)?;
    for name in names {
        let inner = column.as_struct_opt().filter(|inner| inner.is_valid(row))?;
        column = inner.column_by_name(&name)?;
    }
    if column.is_valid(row) { text(column, row) } else { None }
}

/// Whether values at a JSON pointer into the rows of this schema have texts: whether it leads to
/// a column of single values.
#[must_use]
pub fn has_text(schema: &Schema, pointer: &str) -> bool {
    let mut fields = schema.fields();
    let mut found: Option<&DataType> = None;
    for name in names(pointer) {
        if let Some(DataType::Struct(inner)) = found {
            fields = inner;
        } else if found.is_some() {
            return false;
        }
        let Some((_, field)) = fields.find(&name) else { return false };
        found = Some(field.data_type());
    }
    !matches!(
        found,
        None | Some(
            DataType::Struct(_) | DataType::List(_) | DataType::Map(..) | DataType::Boolean
        )
    )
}

fn names(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~"))
}

/// The text of a value that is not null.
fn text(column: &ArrayRef, row: usize) -> Option<String> {
    Some(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::Dictionary(..) => {
            let words = column.as_dictionary_opt::<Int32Type>()?;
            let word = usize::try_from(words.keys().value(row)).ok()?;
            words.values().as_string_opt::<i32>()?.value(word).to_owned()
        }
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).to_string(),
        DataType::Float64 => {
            serde_json::Value::from(column.as_primitive::<Float64Type>().value(row)).to_string()
        }
        DataType::Decimal128(..) => column.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            let first = jiff::civil::date(1970, 1, 1);
            first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?.to_string()
        }
        DataType::Timestamp(..) => {
            let moment = column.as_primitive_opt::<TimestampMicrosecondType>()?.value(row);
            jiff::Timestamp::from_microsecond(moment).ok()?.to_string()
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{has_text, text_at};
    use crate::columns::Columns;
    use crate::record::{Field, Record, Records, Type};
    use serde_json::value::RawValue;

    fn columns() -> Columns {
        let field = |name: &str, ty| Field {
            quoted: format!("\"{name}\":"),
            ty: Type::Optional(Box::new(ty)),
            zone: None,
        };
        let list = Type::List(Box::new(Type::Text));
        let row = vec![
            field("text", Type::Text),
            field("a/b", Type::Enum),
            field("whole", Type::Integer),
            field("large", Type::Unsigned),
            field("number", Type::Number),
            field("price", Type::Decimal),
            field("day", Type::Date),
            field("at", Type::DateTime),
            field("about", Type::Record(1)),
            field("tags", list),
        ];
        let about = vec![field("size", Type::Integer)];
        let records = [("Row", row), ("About", about)];
        let all = records.map(|(name, fields)| Record { name: name.to_owned(), fields });
        Columns::of_records(Records { all: all.into(), row: 0 }).unwrap()
    }

    #[test]
    fn single_values_have_the_texts_of_records() {
        let columns = columns();
        let record = r#"{"text": "x", "a/b": "on", "whole": "-7", "large": 18446744073709551615,
            "number": 1.50, "price": "0.10", "day": "1969-12-31", "at": "2024-05-01T12:00:00.1234567+02:00",
            "about": {"size": 3}, "tags": ["a"]}"#;
        let records = [record, "{}"].map(|it| RawValue::from_string(it.to_owned()).unwrap());
        let rows = columns.batch(records.iter().map(|it| &**it)).unwrap();
        for (pointer, expected) in [
            ("/text", "x"),
            ("/a~1b", "on"),
            ("/whole", "-7"),
            ("/large", "18446744073709551615"),
            ("/number", "1.5"),
            ("/price", "0.1000000000"),
            ("/day", "1969-12-31"),
            ("/at", "2024-05-01T10:00:00.123456Z"),
            ("/about/size", "3"),
        ] {
            assert_eq!(text_at(&rows, 0, pointer).as_deref(), Some(expected), "{pointer}");
            assert_eq!(text_at(&rows, 1, pointer), None, "{pointer}");
            assert!(has_text(columns.schema(), pointer), "{pointer}");
        }
        for pointer in ["/about", "/tags", "/none", "/about/none", "/text/size", ""] {
            assert_eq!(text_at(&rows, 0, pointer), None, "{pointer}");
            assert!(!has_text(columns.schema(), pointer), "{pointer}");
        }
    }
}
