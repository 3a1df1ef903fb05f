//! Where the rows go: a table, CSV, JSON lines or Parquet; to standard output, or to a file
//! that appears once it is whole.

use crate::outcome::Failure;
use clap::ValueEnum;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::csv;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::json::LineDelimitedWriter;
use datafusion::arrow::util::pretty::pretty_format_batches_with_schema;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use pagesmith_codegen::diag::escape_lines;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;

/// The format of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table for people.
    Table,
    /// CSV with a header; it holds no lists and no nested records.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// Parquet.
    Parquet,
}

impl Format {
    /// By the extension of a file.
    pub(crate) fn of(out: &Path) -> Result<Self, Failure> {
        let extension = out.extension().map(|it| it.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl" | "ndjson") => Ok(Self::Jsonl),
            Some("parquet") => Ok(Self::Parquet),
            Some("txt") => Ok(Self::Table),
            _ => Err(Failure::Misuse(format!(
                "the extension of `{}` names no format; use .csv, .jsonl, .parquet or .txt, or add `--format`",
                out.display()
            ))),
        }
    }
}

/// What writes a format.
enum Writer {
    Table(Vec<RecordBatch>, BufWriter<Target>),
    Csv(Box<csv::Writer<BufWriter<Target>>>),
    Jsonl(LineDelimitedWriter<BufWriter<Target>>),
    Parquet(Box<ArrowWriter<BufWriter<Target>>>),
}

/// Where bytes go.
enum Target {
    Stdout(io::Stdout),
    File(File),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => unless_unread(out.write(bytes)),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => unless_unread(out.flush()),
            Self::File(file) => file.flush(),
        }
    }
}

/// Ends the process without a failure if nobody reads any further, as `| head` does.
fn unless_unread<T>(written: io::Result<T>) -> io::Result<T> {
    if written.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        process::exit(0);
    }
    written
}

/// The output of a query.
pub(crate) struct Output {
    format: Format,
    schema: SchemaRef,
    out: Option<PathBuf>,
    writer: Option<Writer>,
}

impl Output {
    /// Nothing is opened before the first rows.
    pub(crate) fn new(format: Format, out: Option<&Path>, schema: SchemaRef) -> Self {
        Self { format, schema, out: out.map(Path::to_owned), writer: None }
    }

    /// Writes rows.
    pub(crate) fn write(&mut self, rows: &RecordBatch) -> Result<(), Failure> {
        let name = self.name();
        let written = match self.open()? {
            Writer::Table(all, _) => {
                all.push(rows.clone());
                Ok(())
            }
            Writer::Csv(writer) => writer.write(rows).map_err(|error| error.to_string()),
            Writer::Jsonl(writer) => writer.write(rows).map_err(|error| error.to_string()),
            Writer::Parquet(writer) => writer.write(rows).map_err(|error| error.to_string()),
        };
        written.map_err(|error| unwritten(&name, error))
    }

    /// Writes what is left, and puts a file where it was asked for.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.open()?;
        let name = self.name();
        let failed = |error: &dyn Display| unwritten(&name, error);
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let target = match writer {
            Writer::Table(rows, mut out) => {
                let table = pretty_format_batches_with_schema(self.schema.clone(), &rows);
                let table = table.map_err(|error| failed(&error))?.to_string();
                writeln!(out, "{}", escape_lines(&table)).map_err(|error| failed(&error))?;
                out
            }
            Writer::Csv(writer) => writer.into_inner(),
            Writer::Jsonl(mut writer) => {
                writer.finish().map_err(|error| failed(&error))?;
                writer.into_inner()
            }
            Writer::Parquet(writer) => writer.into_inner().map_err(|error| failed(&error))?,
        };
        let target = target.into_inner().map_err(|error| failed(&error.error()))?;
        let placed = match (target, &self.out) {
            (Target::File(file), Some(out)) => {
                file.sync_all().and_then(|()| fs::rename(unfinished(out), out))
            }
            (mut target, _) => target.flush(),
        };
        placed.map_err(|error| failed(&error))
    }

    fn name(&self) -> String {
        self.out.as_ref().map_or("standard output".to_owned(), |out| out.display().to_string())
    }

    fn open(&mut self) -> Result<&mut Writer, Failure> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.opened()?,
        };
        Ok(self.writer.insert(writer))
    }

    fn opened(&self) -> Result<Writer, Failure> {
        if self.format == Format::Csv
            && let Some(nested) = self.schema.fields().iter().find(|it| it.data_type().is_nested())
        {
            return Err(Failure::Misuse(format!(
                "CSV does not hold `{}`, which is a list or a record; select fields of it, or use `--format jsonl`",
                nested.name()
            )));
        }
        let target = match &self.out {
            None => Target::Stdout(io::stdout()),
            Some(out) => {
                let file = File::create(unfinished(out));
                Target::File(file.map_err(|error| unwritten(&self.name(), error))?)
            }
        };
        let target = BufWriter::new(target);
        Ok(match self.format {
            Format::Table => Writer::Table(Vec::new(), target),
            Format::Csv => Writer::Csv(Box::new(csv::Writer::new(target))),
            Format::Jsonl => Writer::Jsonl(LineDelimitedWriter::new(target)),
            Format::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .build();
                let writer = ArrowWriter::try_new(target, self.schema.clone(), Some(properties));
                let writer = writer.map_err(|error| unwritten(&self.name(), error))?;
                Writer::Parquet(Box::new(writer))
            }
        })
    }
}

impl Drop for Output {
    /// Of a query that failed, no file is left.
    fn drop(&mut self) {
        if let (Some(_), Some(out)) = (self.writer.take(), &self.out) {
            drop(fs::remove_file(unfinished(out)));
        }
    }
}

/// The file until it is whole.
fn unfinished(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn unwritten(name: &str, error: impl Display) -> Failure {
    Failure::Failed(format!("can't write to {name}: {error}"))
}
