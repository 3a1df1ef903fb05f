//! From a column to an array, and what it is called in a schema.

use super::exact::{PRECISION, SCALE};
use super::{Column, Data, Struct};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray,
    MapArray, StructArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, TimeUnit};
use std::sync::Arc;

/// How Arrow calls the zone of moments.
const UTC: &str = "UTC";

impl Column<'_> {
    /// Whether it is left out.
    pub(crate) fn is_secret(&self) -> bool {
        matches!(self.data, Data::Secret(_))
    }

    pub(crate) fn name(&self) -> &str {
        self.name
    }

    /// Its field in a schema.
    pub(crate) fn field(&self) -> Field {
        Field::new(self.name, self.data.data_type(), self.valid.is_some())
    }

    pub(super) fn finish(self) -> Result<ArrayRef, ArrowError> {
        let Self { valid, len, data, .. } = self;
        let nulls = valid.map(NullBuffer::from).filter(|nulls| nulls.null_count() > 0);
        let moments = |values: Vec<i64>, nulls| {
            TimestampMicrosecondArray::try_new(values.into(), nulls)
                .map(|array| Arc::new(array.with_timezone(UTC)) as ArrayRef)
        };
        Ok(match data {
            Data::Integers(values) => Arc::new(Int64Array::try_new(values.into(), nulls)?),
            Data::Unsigned(values) => Arc::new(UInt64Array::try_new(values.into(), nulls)?),
            Data::Numbers(values) => Arc::new(Float64Array::try_new(values.into(), nulls)?),
            Data::Booleans(values) => Arc::new(BooleanArray::new(values.into(), nulls)),
            Data::Decimals(values) => {
                let array = Decimal128Array::try_new(values.into(), nulls)?;
                Arc::new(array.with_precision_and_scale(PRECISION, SCALE)?)
            }
            Data::Dates(values) => Arc::new(Date32Array::try_new(values.into(), nulls)?),
            Data::Moments(values) | Data::Epochs(values) => moments(values, nulls)?,
            Data::Words(words) => Arc::new(words.finish(nulls)?),
            Data::Texts(texts)
            | Data::Uuids(texts)
            | Data::Json(texts)
            | Data::Own(texts, _)
            | Data::Trees(texts, _) => Arc::new(texts.finish(nulls)?),
            Data::List(ends, elements) => {
                let field = Arc::new(elements.field());
                Arc::new(ListArray::try_new(field, ends.finish(), elements.finish()?, nulls)?)
            }
            Data::Map(ends, keys, values) => {
                let fields = entry_fields(&values);
                let keys: ArrayRef = Arc::new(keys.finish(None)?);
                let entries = StructArray::try_new(fields, vec![keys, values.finish()?], None)?;
                let field = entries_field(entries.fields().clone());
                Arc::new(MapArray::try_new(field, ends.finish(), entries, nulls, false)?)
            }
            Data::Struct(inner) => {
                let fields = inner.fields();
                let columns = inner.columns.into_iter().filter(|column| !column.is_secret());
                let arrays = columns.map(Column::finish).collect::<Result<Vec<_>, _>>()?;
                Arc::new(StructArray::try_new_with_length(fields, arrays, nulls, len)?)
            }
            Data::Secret(_) => {
                return Err(ArrowError::InvalidArgumentError("a secret has no column".to_owned()));
            }
        })
    }
}

impl Data<'_> {
    fn data_type(&self) -> DataType {
        match self {
            Self::Integers(_) => DataType::Int64,
            Self::Unsigned(_) => DataType::UInt64,
            Self::Numbers(_) => DataType::Float64,
            Self::Booleans(_) => DataType::Boolean,
            Self::Decimals(_) => DataType::Decimal128(PRECISION, SCALE),
            Self::Dates(_) => DataType::Date32,
            Self::Moments(_) | Self::Epochs(_) => {
                DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))
            }
            Self::Words(_) => {
                DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
            }
            Self::Texts(_) | Self::Uuids(_) | Self::Json(_) | Self::Own(..) | Self::Trees(..) => {
                DataType::Utf8
            }
            Self::List(_, elements) => DataType::List(Arc::new(elements.field())),
            Self::Map(_, _, values) => DataType::Map(entries_field(entry_fields(values)), false),
            Self::Struct(inner) => DataType::Struct(inner.fields()),
            Self::Secret(_) => DataType::Null,
        }
    }
}

impl Struct<'_> {
    /// The fields that are not secret.
    fn fields(&self) -> Fields {
        let shown = self.columns.iter().filter(|column| !column.is_secret());
        shown.map(Column::field).collect()
    }
}

fn entry_fields(values: &Column<'_>) -> Fields {
    vec![Field::new("keys", DataType::Utf8, false), values.field()].into()
}

fn entries_field(fields: Fields) -> FieldRef {
    Arc::new(Field::new("entries", DataType::Struct(fields), false))
}
