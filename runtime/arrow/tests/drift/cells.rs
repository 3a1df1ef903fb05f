//! What is in a batch, as JSON that tests compare.

use pagesmith_arrow::arrow_array::cast::AsArray as _;
use pagesmith_arrow::arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
    UInt64Type,
};
use pagesmith_arrow::arrow_array::{Array, RecordBatch, StructArray};
use pagesmith_arrow::arrow_schema::DataType;
use serde_json::{Map, Value, json};

/// A row of a batch.
pub fn row_of(batch: &RecordBatch, row: usize) -> Value {
    fields_of(&StructArray::from(batch.clone()), row)
}

fn fields_of(fields: &StructArray, row: usize) -> Value {
    let names = fields.column_names();
    let cells = fields.columns().iter().map(|column| cell(column, row));
    Value::Object(names.into_iter().map(str::to_owned).zip(cells).collect())
}

fn elements(array: &dyn Array) -> Value {
    (0..array.len()).map(|at| cell(array, at)).collect()
}

fn cell(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Int64 => json!(array.as_primitive::<Int64Type>().value(row)),
        DataType::UInt64 => json!(array.as_primitive::<UInt64Type>().value(row)),
        DataType::Float64 => json!(array.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => json!(array.as_boolean().value(row)),
        DataType::Decimal128(38, 10) => {
            json!(array.as_primitive::<Decimal128Type>().value(row).to_string())
        }
        DataType::Date32 => json!(array.as_primitive::<Date32Type>().value(row)),
        DataType::Timestamp(_, Some(zone)) if &**zone == "UTC" => {
            json!({"µs": array.as_primitive::<TimestampMicrosecondType>().value(row)})
        }
        DataType::Utf8 => json!(array.as_string::<i32>().value(row)),
        DataType::Dictionary(..) => {
            let words = array.as_dictionary::<Int32Type>();
            cell(words.values(), words.key(row).unwrap())
        }
        DataType::List(_) => elements(&array.as_list::<i32>().value(row)),
        DataType::Struct(_) => fields_of(array.as_struct(), row),
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let entry = |at| {
                let key = entries.column(0).as_string::<i32>().value(at).to_owned();
                (key, cell(entries.column(1), at))
            };
            Value::Object((0..entries.len()).map(entry).collect::<Map<_, _>>())
        }
        other => panic!("no column is {other}"),
    }
}
