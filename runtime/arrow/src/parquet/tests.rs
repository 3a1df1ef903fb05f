//! Files after a kill at any step, and what is refused.

use super::disk::Disk;
use super::folder::PartLimits;
use super::{FileError, ParquetFile, Parts};
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use serde_json::json;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const PAGES: i64 = 5;
const ROWS: i64 = 3;

/// A folder that goes with the test.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "pagesmith-arrow-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn out(&self) -> PathBuf {
        self.0.join("x.parquet")
    }

    fn position(&self) -> PathBuf {
        self.0.join("x.parquet.position")
    }

    fn open(&self, schema: &SchemaRef, resume: bool) -> Result<ParquetFile, FileError> {
        ParquetFile::open(&self.out(), &self.position(), schema, resume)
    }

    fn parts(&self) -> PathBuf {
        self.0.join("x.parquet.parts")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

pub(super) fn schema() -> SchemaRef {
    let (id, name) =
        (Field::new("id", DataType::Int64, false), Field::new("name", DataType::Utf8, true));
    Arc::new(Schema::new(vec![id, name]))
}

/// The rows of a page.
pub(super) fn page(number: i64) -> RecordBatch {
    let ids = number * ROWS..(number + 1) * ROWS;
    let names = ids.clone().map(|id| (id % 2 == 0).then(|| format!("name {id}")));
    let columns: [ArrayRef; 2] =
        [Arc::new(ids.collect::<Int64Array>()), Arc::new(names.collect::<StringArray>())];
    RecordBatch::try_new(schema(), columns.into()).unwrap()
}

/// Lists from where an earlier run was to this page, in parts of two pages.
fn run_to(pages: i64, disk: &Disk, folder: &Folder) -> Result<(), FileError> {
    let file = ParquetFile::open_on(disk, &folder.out(), &folder.position(), &schema(), true)?;
    let mut file = file.limits(PartLimits { records: 5, ..PartLimits::default() });
    for number in file.state().as_i64().unwrap_or_default()..pages {
        file.write(&page(number), json!(number + 1))?;
    }
    file.finish(json!(pages))
}

/// Lists to the end.
fn run(disk: &Disk, folder: &Folder) -> Result<(), FileError> {
    run_to(PAGES, disk, folder)
}

pub(super) fn ids(file: &Path) -> Vec<i64> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap();
    let batches = reader.build().unwrap().map(Result::unwrap);
    batches.flat_map(|it| it.column(0).as_primitive::<Int64Type>().values().to_vec()).collect()
}

/// The file has each row once, in order, and nothing is beside it.
fn is_whole(folder: &Folder) {
    assert_eq!(ids(&folder.out()), (0..PAGES * ROWS).collect::<Vec<_>>());
    assert!(!folder.parts().exists());
    // The file and its position.
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2);
}

/// How many steps a run has; each is tried as its last.
pub(super) fn steps(mut tried: impl FnMut(usize, &Folder) -> bool) -> usize {
    (0..1000).find(|steps| tried(*steps, &Folder::new())).unwrap()
}

#[test]
fn a_run_that_is_killed_at_any_step_is_continued_without_loss() {
    let all = steps(|steps, folder| {
        let killed = run(&Disk::killed_after(steps), folder);
        run(&Disk::default(), folder).unwrap();
        is_whole(folder);
        killed.is_ok()
    });
    assert!(all > 40, "{all}");
}

#[test]
fn two_kills_lose_nothing_either() {
    steps(|first, folder| {
        if run(&Disk::killed_after(first), folder).is_ok() {
            return true;
        }
        // A quarter of the steps each: together they meet all.
        for second in (first % 4..).step_by(4) {
            if run(&Disk::killed_after(second), folder).is_ok() {
                break;
            }
        }
        run(&Disk::default(), folder).unwrap();
        is_whole(folder);
        false
    });
}

#[test]
fn a_later_walk_adds_its_rows_to_the_file_and_may_be_killed_at_any_step() {
    let first = PAGES - 3;
    steps(|steps, folder| {
        run_to(first, &Disk::default(), folder).unwrap();
        assert_eq!(ids(&folder.out()), (0..first * ROWS).collect::<Vec<_>>());
        let killed = run(&Disk::killed_after(steps), folder);
        run(&Disk::default(), folder).unwrap();
        is_whole(folder);
        killed.is_ok()
    });
}

#[test]
fn a_later_walk_goes_on_where_a_run_was_killed() {
    steps(|steps, folder| {
        let killed = run_to(PAGES - 3, &Disk::killed_after(steps), folder);
        run(&Disk::default(), folder).unwrap();
        is_whole(folder);
        killed.is_ok()
    });
}

/// The names that a run reads again.
fn names(folder: &Folder) -> Vec<Option<String>> {
    let (file, mut names) = (folder.open(&schema(), true).unwrap(), Vec::new());
    file.read(&["name"], &mut |rows| {
        assert_eq!(rows.num_columns(), 1);
        names.extend((0..rows.num_rows()).map(|row| crate::text_at(rows, row, "/name")));
    })
    .unwrap();
    names
}

#[test]
fn rows_that_were_committed_are_read_again() {
    let expected = |rows: i64| -> Vec<_> {
        (0..rows).map(|id| (id % 2 == 0).then(|| format!("name {id}"))).collect()
    };
    let folder = Folder::new();
    assert_eq!(names(&folder), expected(0));
    run_to(2, &Disk::default(), &folder).unwrap();
    assert_eq!(names(&folder), expected(2 * ROWS));
    // Parts behind a file: two pages, and one that was not committed.
    let mut file = folder.open(&schema(), true).unwrap();
    file.write(&page(2), json!(3)).unwrap();
    file.commit().unwrap();
    file.write(&page(3), json!(4)).unwrap();
    drop(file);
    assert_eq!(names(&folder), expected(3 * ROWS));
}

#[test]
fn a_walk_that_finds_nothing_new_leaves_the_file_alone() {
    let folder = Folder::new();
    run(&Disk::default(), &folder).unwrap();
    let before = fs::read(folder.out()).unwrap();
    run(&Disk::default(), &folder).unwrap();
    let file = folder.open(&schema(), true).unwrap();
    assert_eq!(file.records(), (PAGES * ROWS).unsigned_abs());
    file.finish(json!("later")).unwrap();
    assert_eq!(folder.open(&schema(), true).unwrap().state(), &json!("later"));
    assert_eq!(fs::read(folder.out()).unwrap(), before);
}

#[test]
fn what_was_committed_is_not_written_again() {
    let folder = Folder::new();
    let limits = PartLimits { records: 1, ..PartLimits::default() };
    let mut parts = Parts::open(&folder.parts(), &schema(), false).unwrap().limits(limits);
    parts.write(&page(0), json!("a")).unwrap();
    parts.write(&page(1), json!("b")).unwrap();
    assert_eq!((parts.state(), parts.records(), parts.is_done()), (&json!("b"), 6, false));
    drop(parts);
    let parts = Parts::open(&folder.parts(), &schema(), true).unwrap();
    assert_eq!((parts.state(), parts.records(), parts.is_done()), (&json!("b"), 6, false));
    assert_eq!(ids(&folder.parts().join("part-000001.parquet")), [3, 4, 5]);
}

#[test]
fn what_no_manifest_names_is_removed_before_the_first_row() {
    let folder = begun();
    let left = ["part-000007.parquet", "part-000002.parquet.new", "_spliced.new"];
    let left = left.map(|name| folder.parts().join(name));
    for path in &left {
        fs::write(path, "left").unwrap();
    }
    let mut parts = Parts::open(&folder.parts(), &schema(), true).unwrap();
    assert!(left.iter().all(|path| path.exists()));
    parts.write(&page(9), json!(null)).unwrap();
    assert!(!left[0].exists() && !left[2].exists());
    assert!(folder.parts().join("part-000000.parquet").exists());
}

#[test]
fn a_part_ends_by_its_records_its_bytes_or_its_age() {
    let none = PartLimits { records: u64::MAX, bytes: usize::MAX, age: Duration::MAX };
    for (limits, committed) in [
        (none, 0),
        (PartLimits { records: 4, ..none }, 6),
        (PartLimits { bytes: 1, ..none }, 6),
        (PartLimits { age: Duration::ZERO, ..none }, 6),
    ] {
        let folder = Folder::new();
        let mut parts = Parts::open(&folder.parts(), &schema(), false).unwrap().limits(limits);
        parts.write(&page(0), json!(1)).unwrap();
        parts.write(&page(1), json!(2)).unwrap();
        assert_eq!(parts.records(), committed, "{limits:?}");
        parts.commit().unwrap();
        assert_eq!((parts.records(), parts.state()), (6, &json!(2)));
    }
}

/// Which columns of a part have a dictionary.
fn dictionaries(part: &Path) -> Vec<bool> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(part).unwrap()).unwrap();
    let group = reader.metadata().row_group(0).clone();
    group.columns().iter().map(|column| column.dictionary_page_offset().is_some()).collect()
}

#[test]
fn a_column_whose_dictionary_was_too_large_has_none_in_the_next_part() {
    let names = ["same", "other"];
    let field = |name| Field::new(name, DataType::Utf8, false);
    let schema: SchemaRef = Arc::new(Schema::new(names.map(field).to_vec()));
    // A dictionary has at most 1 MiB.
    let others: Vec<_> = (0..30_000).map(|row| format!("{row:060}")).collect();
    let columns: [ArrayRef; 2] = [
        Arc::new(StringArray::from(vec!["one"; others.len()])),
        Arc::new(StringArray::from(others)),
    ];
    let batch = RecordBatch::try_new(schema.clone(), columns.into()).unwrap();
    let folder = Folder::new();
    let limits = PartLimits { records: 1, ..PartLimits::default() };
    let mut parts = Parts::open(&folder.parts(), &schema, false).unwrap().limits(limits);
    parts.write(&batch, json!(1)).unwrap();
    parts.write(&batch, json!(2)).unwrap();
    let part = |number: usize| folder.parts().join(format!("part-{number:06}.parquet"));
    assert_eq!(dictionaries(&part(0)), [true, true]);
    assert_eq!(dictionaries(&part(1)), [true, false]);
}

#[test]
fn a_walk_without_rows_is_a_file_with_columns() {
    let folder = Folder::new();
    folder.open(&schema(), false).unwrap().finish(json!("end")).unwrap();
    assert_eq!(ids(&folder.out()), [0; 0]);
    assert_eq!(folder.open(&schema(), true).unwrap().state(), &json!("end"));
}

/// The files in and below a folder, with what is in them.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            files.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

/// A folder with two parts of a walk that has not ended.
fn begun() -> Folder {
    let folder = Folder::new();
    run(&Disk::killed_after(30), &folder).unwrap_err();
    assert!(folder.parts().join("part-000001.parquet").exists());
    folder
}

fn refused(folder: &Folder, schema: &SchemaRef, resume: bool) -> String {
    let before = contents(&folder.0);
    let opened = folder.open(schema, resume);
    assert_eq!(contents(&folder.0), before);
    match opened {
        Err(FileError::Refused(what)) => what.replace(&folder.0.display().to_string(), "DIR"),
        opened => panic!("{opened:?}"),
    }
}

#[test]
fn other_columns_are_refused_before_anything_is_written() {
    let other = |fields| Arc::new(Schema::new(fields));
    let id = Field::new("id", DataType::Int64, false);
    let required = other(vec![id.clone(), Field::new("name", DataType::Utf8, false)]);
    assert_eq!(
        refused(&begun(), &required, true),
        "the columns have changed since DIR/x.parquet.parts was written: then `name: text?`, now `name: text`; continue with the spec of then, or write to another file"
    );
    let turned = other(vec![Field::new("name", DataType::Utf8, true), id.clone()]);
    assert!(refused(&begun(), &turned, true).contains("the same in another order"));
    let folder = begun();
    run(&Disk::default(), &folder).unwrap();
    assert!(refused(&folder, &other(vec![id]), true).contains("then `name: text?`"));
}

#[test]
fn a_part_that_is_missing_or_has_changed_is_refused() {
    let part = |folder: &Folder| folder.parts().join("part-000000.parquet");
    let folder = begun();
    fs::remove_file(part(&folder)).unwrap();
    assert!(refused(&folder, &schema(), true).contains("part-000000.parquet was removed"));

    let folder = begun();
    let mut bytes = fs::read(part(&folder)).unwrap();
    bytes[20] ^= 1;
    fs::write(part(&folder), &bytes).unwrap();
    assert!(refused(&folder, &schema(), true).contains("part-000000.parquet has changed since"));
    bytes.pop();
    fs::write(part(&folder), &bytes).unwrap();
    assert!(refused(&folder, &schema(), true).contains("has changed its length"));
}

#[test]
fn files_of_others_stay() {
    let folder = begun();
    assert!(refused(&folder, &schema(), false).contains("exists already"));
    fs::write(folder.parts().join("notes.txt"), "mine").unwrap();
    assert!(refused(&folder, &schema(), true).contains("`notes.txt` that no walk wrote"));

    let folder = Folder::new();
    fs::write(folder.out(), "mine").unwrap();
    assert!(refused(&folder, &schema(), false).contains("exists already"));
    assert!(refused(&folder, &schema(), true).contains("x.parquet.position is missing"));

    let folder = begun();
    fs::write(folder.out(), "mine").unwrap();
    assert!(refused(&folder, &schema(), true).contains("does not belong to the walk"));

    let folder = Folder::new();
    run(&Disk::default(), &folder).unwrap();
    fs::write(folder.out(), "mine").unwrap();
    assert!(refused(&folder, &schema(), true).contains("x.parquet has changed its length"));
    fs::remove_file(folder.out()).unwrap();
    assert!(refused(&folder, &schema(), true).contains("x.parquet was removed"));

    let folder = begun();
    fs::write(folder.parts().join("_manifest.json"), "{}").unwrap();
    assert!(refused(&folder, &schema(), true).contains("is not a manifest"));
}

#[test]
fn one_run_at_a_time_writes_to_a_folder() {
    let folder = begun();
    let _first = folder.open(&schema(), true).unwrap();
    assert!(refused(&folder, &schema(), true).starts_with("another run is writing"));
}

#[cfg(unix)]
#[test]
fn the_manifest_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = begun();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.parts().join("_manifest.json")), 0o600);
    run(&Disk::default(), &folder).unwrap();
    assert_eq!(mode(folder.position()), 0o600);
}
