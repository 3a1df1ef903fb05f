//! Parts that others write: kills at each step, and writers that are late.

use super::disk::Disk;
use super::tests::{Folder, ids, page, schema, steps};
use super::{FileError, UnitParts, UnitWriter};
use serde_json::json;
use std::fs;

const UNITS: u64 = 4;

/// Writes the part of a unit, as a worker does: one page.
fn write(folder: &Folder, unit: u64, attempt: u64) -> Result<super::UnitPart, FileError> {
    let mut writer = UnitWriter::create(&folder.0, unit, attempt, &schema())?;
    writer.write(&page(i64::try_from(unit).unwrap()))?;
    writer.finish()
}

/// Loads what is missing.
fn run(disk: Disk, folder: &Folder) -> Result<(), FileError> {
    let mut parts = UnitParts::open_on(disk, &folder.0, &schema(), true)?;
    assert!([None, Some(json!("all"))].contains(&parts.work()));
    let attempt = parts.begin(json!("all"))?;
    let there: Vec<u64> = parts.units().collect();
    for unit in (0..UNITS).filter(|unit| !there.contains(unit)) {
        parts.commit(&write(folder, unit, attempt)?)?;
    }
    parts.finish()
}

/// Each unit is there once, with nothing beside it but the manifest and the lock.
fn is_whole(folder: &Folder) {
    let names = fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().path());
    let (parts, rest): (Vec<_>, Vec<_>) =
        names.partition(|path| path.extension().is_some_and(|it| it == "parquet"));
    let mut found: Vec<i64> = parts.iter().flat_map(|part| ids(part)).collect();
    found.sort_unstable();
    assert_eq!(found, (0..i64::try_from(UNITS).unwrap() * 3).collect::<Vec<_>>());
    assert_eq!(rest.len(), 2, "{rest:?}");
    let parts = UnitParts::open(&folder.0, &schema(), true).unwrap();
    assert!(parts.is_done() && parts.records() == UNITS * 3);
}

#[test]
fn a_load_that_is_killed_at_any_step_is_continued_without_loss() {
    let all = steps(|steps, folder| {
        let killed = run(Disk::killed_after(steps), folder);
        run(Disk::default(), folder).unwrap();
        is_whole(folder);
        killed.is_ok()
    });
    assert!(all > 30, "{all}");
}

#[test]
fn a_writer_that_is_late_replaces_nothing_and_is_seen_by_nobody() {
    let folder = Folder::new();
    let mut parts = UnitParts::open(&folder.0, &schema(), false).unwrap();
    let first = parts.begin(json!("all")).unwrap();
    let late = UnitWriter::create(&folder.0, 0, first, &schema()).unwrap();
    let (early, lost) = (write(&folder, 1, first).unwrap(), write(&folder, 2, first).unwrap());
    parts.commit(&early).unwrap();
    // Told twice, it is there once.
    parts.commit(&early).unwrap();
    assert_eq!(parts.units().collect::<Vec<_>>(), [1]);

    let second = parts.begin(json!("all")).unwrap();
    assert_eq!(second, first + 1);
    let refused = parts.commit(&lost).unwrap_err().to_string();
    assert!(refused.contains("unit 2 is of attempt 1, which has ended"), "{refused}");
    let again = write(&folder, 0, second).unwrap();
    assert!(late.finish().is_err());
    assert!(write(&folder, 3, first).is_ok_and(|part| parts.commit(&part).is_err()));
    parts.commit(&again).unwrap();
    let left = fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().file_name());
    let parts_there = left.filter(|name| name.to_string_lossy().ends_with(".parquet")).count();
    assert_eq!(parts_there, 2);
    for unit in [2, 3] {
        parts.commit(&write(&folder, unit, second).unwrap()).unwrap();
    }
    parts.finish().unwrap();
    drop(parts);
    is_whole(&folder);
}

#[test]
fn what_is_not_what_a_worker_wrote_is_refused() {
    let folder = Folder::new();
    let mut parts = UnitParts::open(&folder.0, &schema(), false).unwrap();
    let attempt = parts.begin(json!("all")).unwrap();
    let part = write(&folder, 0, attempt).unwrap();
    let path = folder.0.join("_uncommitted").join("part-000000-1.parquet");
    let mut bytes = fs::read(&path).unwrap();
    bytes[7] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let refused = |parts: &mut UnitParts| parts.commit(&part).unwrap_err().to_string();
    assert!(refused(&mut parts).contains("has changed since a worker wrote it"));
    fs::remove_file(&path).unwrap();
    assert!(refused(&mut parts).contains("was removed since a worker wrote it"));
    assert_eq!(parts.records(), 0);
    drop(parts);
    let open = |resume| UnitParts::open(&folder.0, &schema(), resume).map(drop);
    assert!(open(false).unwrap_err().to_string().contains("exists already: resume it"));
    fs::write(folder.0.join("notes.txt"), "mine").unwrap();
    assert!(open(true).unwrap_err().to_string().contains("`notes.txt` that no walk wrote"));
    fs::remove_file(folder.0.join("notes.txt")).unwrap();
    assert!(open(true).is_ok());
    // The folder of a walk has another state.
    let other = Folder::new();
    let mut walk = super::Parts::open(&other.0, &schema(), false).unwrap();
    walk.write(&page(0), json!("position")).unwrap();
    walk.finish(json!("position")).unwrap();
    drop(walk);
    let refused = UnitParts::open(&other.0, &schema(), true).unwrap_err().to_string();
    assert!(
        refused.contains("that no walk wrote") || refused.contains("unit by unit"),
        "{refused}"
    );
}
