//! The manifest: which parts there are, and where the walk is after them.

use super::disk::Disk;
use super::error::{At as _, FileError};
use super::stamp::Stamp;
use arrow_schema::{DataType, Field, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub(super) const NAME: &str = "_manifest.json";
pub(super) const NEW: &str = "_manifest.json.new";

/// The form of the manifest that is written and read.
const VERSION: u32 = 1;

/// What is in a folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) version: u32,
    /// The columns with their types, in order.
    pub(super) schema: Vec<String>,
    /// Whatever its writer continues by, such as the position of a walk.
    pub(super) state: Json,
    pub(super) records: u64,
    /// Whether the walk has ended.
    pub(super) done: bool,
    pub(super) parts: Vec<Part>,
    /// The file that the parts go behind, if they go into one file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Stamp>,
    /// The file that they became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) whole: Option<Stamp>,
}

/// A part, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) records: u64,
    pub(super) stamp: Stamp,
}

impl Manifest {
    pub(super) fn new(schema: &Schema) -> Self {
        Self {
            version: VERSION,
            schema: columns(schema),
            state: Json::Null,
            records: 0,
            done: false,
            parts: Vec::new(),
            base: None,
            whole: None,
        }
    }

    /// What goes behind the file that another one became.
    pub(super) fn behind(whole: Self) -> Self {
        Self { parts: Vec::new(), base: whole.whole, whole: None, done: false, ..whole }
    }

    /// What is kept of it beside the file that the parts became.
    pub(super) fn of_file(self) -> Self {
        Self { parts: Vec::new(), base: None, ..self }
    }

    /// The manifest at this path; `None` if there is no file.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, FileError> {
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.at(path)?,
        };
        let refused = |what: String| FileError::Refused(format!("{} {what}", path.display()));
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|error| refused(format!("is not a manifest of pagesmith: {error}")))?;
        if manifest.version != VERSION {
            return Err(refused(format!(
                "has version {}, and this program reads version {VERSION}; continue with the program that wrote it",
                manifest.version
            )));
        }
        Ok(Some(manifest))
    }

    /// Fails if these columns are not those of the parts.
    pub(super) fn check_schema(&self, schema: &Schema, path: &Path) -> Result<(), FileError> {
        let now = columns(schema);
        if now == self.schema {
            return Ok(());
        }
        let list = |these: &[String], those: &[String]| {
            let only: Vec<_> = these.iter().filter(|column| !those.contains(column)).collect();
            match only.as_slice() {
                [] => "the same in another order".to_owned(),
                only => {
                    only.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
                }
            }
        };
        Err(FileError::Refused(format!(
            "the columns have changed since {} was written: then {}, now {}; continue with the spec of then, or write to another file",
            path.display(),
            list(&self.schema, &now),
            list(&now, &self.schema)
        )))
    }

    /// Puts it at this path, in the place of the one before: the commit.
    pub(super) fn write(&self, path: &Path, disk: &Disk) -> Result<(), FileError> {
        let new = with_ending(path, ".new");
        let text = serde_json::to_vec(self).map_err(|error| FileError::at(path, &error))?;
        // The position may hold a token of the server.
        let mut file = disk.create(&new, true).at(&new)?;
        file.write_all(&text).and_then(|()| file.sync()).at(&new)?;
        disk.rename(&new, path).at(path)
    }
}

/// A path with this behind it.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The columns with their types, as they are compared.
fn columns(schema: &Schema) -> Vec<String> {
    schema.fields().iter().map(|field| column(field)).collect()
}

fn column(field: &Field) -> String {
    let mark = if field.is_nullable() { "?" } else { "" };
    format!("{}: {}{mark}", field.name(), type_name(field.data_type()))
}

/// The types of columns, in words of our own: they are kept longer than a version of Arrow.
fn type_name(ty: &DataType) -> String {
    match ty {
        DataType::List(item) => format!("[{}]", column(item)),
        DataType::Map(entries, _) => format!("map<{}>", type_name(entries.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<_> = fields.iter().map(|field| column(field)).collect();
            format!("{{{}}}", fields.join(", "))
        }
        DataType::Dictionary(..) => "enum".to_owned(),
        DataType::Utf8 => "text".to_owned(),
        DataType::Int64 => "integer".to_owned(),
        DataType::UInt64 => "unsigned".to_owned(),
        DataType::Float64 => "number".to_owned(),
        DataType::Boolean => "boolean".to_owned(),
        DataType::Date32 => "date".to_owned(),
        DataType::Timestamp(..) => "datetime".to_owned(),
        DataType::Decimal128(..) => "decimal".to_owned(),
        other => other.to_string(),
    }
}
