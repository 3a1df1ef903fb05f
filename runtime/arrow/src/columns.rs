//! The columns of a list: their schema, and batches of rows.

use crate::column::Rows;
use crate::record::Records;
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use pagesmith::__private::{RowReader, RowSlot, Value, mismatch};
use serde_core::de::Error as _;
use serde_json::value::RawValue;
use std::any::Any;
use std::sync::Arc;
use std::{any, fmt};

/// A record type of a generated client, which has columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no columns",
    note = "generate the client from a spec: its records have columns"
)]
pub trait Row: Value {}

impl<T: Value> Row for T {}

/// The columns of a list.
#[derive(Clone)]
pub struct Columns {
    records: Arc<Records>,
    schema: SchemaRef,
    secrets: Vec<String>,
    /// The fields that are read; all if `None`.
    chosen: Option<Arc<[usize]>>,
}

/// Why a list has no columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoColumns(String);

impl fmt::Display for NoColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoColumns {}

/// A row that is not what the columns hold. Its values are not in it, since they may be
/// secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    row: usize,
    path: String,
    what: String,
}

impl RowError {
    /// The number of the row, from 0.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// The path to the wrong value, such as `media[2].size`; empty for the row itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected, and what came.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)?;
        if !self.path.is_empty() {
            write!(f, " at `{}`", self.path)?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for RowError {}

impl Columns {
    /// Of the records of a generated client.
    ///
    /// # Errors
    /// When this type is not a record, or all of its fields are secret.
    pub fn of<T: Row>() -> Result<Self, NoColumns> {
        let records = Records::of_kind(T::KIND).ok_or_else(|| {
            NoColumns(format!("`{}` is not a record, so it has no columns", any::type_name::<T>()))
        })?;
        Self::of_records(records)
    }

    /// Of a list of a spec, by its resource.
    ///
    /// # Errors
    /// When the spec has no such resource, when its records are a struct of yours, whose
    /// fields the spec does not name, or when all of their fields are secret.
    #[cfg(feature = "spec")]
    #[cfg_attr(docsrs, doc(cfg(feature = "spec")))]
    pub fn of_spec(api: &pagesmith_codegen::model::Api, resource: &str) -> Result<Self, NoColumns> {
        let list = pagesmith_interpret::find(api, resource)
            .map_err(|error| NoColumns(error.to_string()))?;
        let records = Records::of_spec(api, list).ok_or_else(|| {
            NoColumns(format!(
                "the records of `{resource}` are a Rust type, whose fields the spec does not name, so they have no columns; list them as JSON lines, or write the record into the spec"
            ))
        })?;
        Self::of_records(records)
    }

    pub(crate) fn of_records(records: Records) -> Result<Self, NoColumns> {
        let rows = Rows::new(&records, None);
        let (secret, shown): (Vec<_>, Vec<_>) = rows.columns().partition(|it| it.is_secret());
        let secrets: Vec<_> = secret.iter().map(|column| column.name().to_owned()).collect();
        if shown.is_empty() {
            let name = &records.all[records.row].name;
            return Err(NoColumns(format!(
                "`{name}` has no field that is not secret, so it has no columns"
            )));
        }
        let fields: Vec<_> = shown.iter().map(|column| column.field()).collect();
        drop(rows);
        let schema = Arc::new(Schema::new(fields));
        Ok(Self { records: Arc::new(records), schema, secrets, chosen: None })
    }

    /// Only these columns of the schema, each once, in this order. The values of the others are
    /// not read, so they are not checked either. Without any column, batches only count rows.
    ///
    /// # Errors
    /// When the schema has fewer columns, or a column is given twice.
    pub fn project(&self, columns: &[usize]) -> Result<Self, NoColumns> {
        let shown = self.shown();
        let mut chosen = Vec::with_capacity(columns.len());
        for column in columns {
            let field = shown.get(*column).ok_or_else(|| {
                NoColumns(format!("there is no column {column}; the list has {}", shown.len()))
            })?;
            if chosen.contains(field) {
                return Err(NoColumns(format!("the column {column} is given twice")));
            }
            chosen.push(*field);
        }
        let schema = self.schema.project(columns).map_err(|error| NoColumns(error.to_string()))?;
        let (records, secrets) = (self.records.clone(), self.secrets.clone());
        Ok(Self { records, schema: Arc::new(schema), secrets, chosen: Some(chosen.into()) })
    }

    /// The field of each column of the schema.
    fn shown(&self) -> Vec<usize> {
        if let Some(chosen) = &self.chosen {
            return chosen.to_vec();
        }
        let rows = Rows::new(&self.records, None);
        let fields = rows.columns().enumerate();
        fields.filter(|(_, column)| !column.is_secret()).map(|(field, _)| field).collect()
    }

    /// The schema of all batches.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The fields of a record that are left out since they are secret.
    #[must_use]
    pub fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// A batch of these records, each as the server sent it.
    ///
    /// # Errors
    /// When one of them is not what the spec says, or has a number that its column does
    /// not hold.
    pub fn batch<'r>(
        &self,
        records: impl IntoIterator<Item = &'r RawValue>,
    ) -> Result<RecordBatch, RowError> {
        let (batch, refused) = self.read(records, 1)?;
        refused.into_iter().next().map_or(Ok(batch), Err)
    }

    /// A batch of those of the records that the columns hold, and why the others are not in it.
    ///
    /// # Errors
    /// When Arrow has no number for where a text ends: past 2 GiB in one column.
    pub fn lenient_batch<'r>(
        &self,
        records: impl IntoIterator<Item = &'r RawValue>,
    ) -> Result<(RecordBatch, Vec<RowError>), RowError> {
        self.read(records, usize::MAX)
    }

    /// A batch of the records, until this many are refused.
    fn read<'r>(
        &self,
        records: impl IntoIterator<Item = &'r RawValue>,
        most: usize,
    ) -> Result<(RecordBatch, Vec<RowError>), RowError> {
        let mut rows = Rows::new(&self.records, self.chosen.as_deref());
        let mut refused = Vec::new();
        for (row, record) in records.into_iter().enumerate() {
            let before = rows.len();
            if let Some((path, what)) = mismatch(record.get(), &mut rows) {
                rows.truncate(before);
                refused.push(RowError { row, path, what });
                if refused.len() == most {
                    break;
                }
            }
        }
        let read = rows.len() + refused.len();
        let batch = rows.finish(self.schema.clone()).map_err(|error| RowError {
            row: read.saturating_sub(1),
            path: String::new(),
            what: error.to_string(),
        })?;
        Ok((batch, refused))
    }

    pub(crate) fn reader(&self) -> Arc<dyn RowReader> {
        let Self { records, schema, chosen, .. } = self.clone();
        Arc::new(Reader { records, schema, chosen })
    }
}

impl fmt::Debug for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Columns").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// Reads the rows of a page into columns.
struct Reader {
    records: Arc<Records>,
    schema: SchemaRef,
    chosen: Option<Arc<[usize]>>,
}

impl RowReader for Reader {
    fn read(
        &self,
        fill: &mut dyn FnMut(&mut dyn RowSlot) -> serde_json::Result<()>,
    ) -> serde_json::Result<Box<dyn Any + Send>> {
        let mut rows = Rows::new(&self.records, self.chosen.as_deref());
        fill(&mut rows)?;
        let batch = rows.finish(self.schema.clone()).map_err(serde_json::Error::custom)?;
        Ok(Box::new(batch))
    }
}
