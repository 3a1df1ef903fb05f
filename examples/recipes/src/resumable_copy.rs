//! Copies that can be resumed after a failure, by a position that is stored with the
//! records.

use crate::records::Message;
use pagesmith::transport::BoxError;
use pagesmith::{Client, Position};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The operations of a database.
pub trait Store {
    /// The position of the last commit of the newest copy; `None` before its
    /// first commit.
    ///
    /// # Errors
    /// When the store can't be read.
    fn position(&self) -> io::Result<Option<Position>>;

    /// Begins another copy. The last complete copy stays.
    ///
    /// # Errors
    /// When no copy was begun.
    fn begin(&mut self) -> io::Result<()>;

    /// Stores the rows of a page and the position after them, both or neither.
    ///
    /// # Errors
    /// When neither was stored.
    fn commit(&mut self, rows: Vec<Message>, position: Position) -> io::Result<()>;
}

/// Copies all messages into a store, or the rest of them if the run before broke
/// off.
///
/// # Errors
/// When the walk or the store fails. The next run continues there, or begins again
/// if the walk can't be resumed.
pub async fn copy(client: &Client, account: &str, store: &mut impl Store) -> Result<(), BoxError> {
    let list = Message::list(client, account).page_size(1000);
    let mut pages = match store.position()? {
        Some(position) if !position.is_done() => list.resume(&position).pages(),
        // The run before reached the end: resumed there, nothing would be copied.
        _ => {
            store.begin()?;
            list.pages()
        }
    };
    loop {
        match pages.try_next().await {
            Ok(Some(page)) => {
                let position = pages.position().ok_or("a walk has a position")?;
                store.commit(page.into_items(), position)?;
            }
            Ok(None) => return Ok(()),
            Err(error) => {
                if !error.is_resumable() {
                    store.begin()?;
                }
                return Err(error.into());
            }
        }
    }
}

/// A store of files: a folder for each copy, and in it a file for each page, which
/// appears complete or not at all.
pub struct Folder(pub PathBuf);

/// The contents of a file.
#[derive(Deserialize, Serialize)]
struct StoredPage {
    position: Position,
    rows: Vec<Message>,
}

/// The files of a folder, in order, without drafts.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.retain(|entry| entry.extension().is_none_or(|kind| kind != "draft"));
    entries.sort();
    Ok(entries)
}

/// The position of the last page of a copy.
fn last(copy: &Path) -> io::Result<Option<Position>> {
    let Some(last) = entries(copy)?.pop() else { return Ok(None) };
    Ok(Some(serde_json::from_slice::<StoredPage>(&fs::read(last)?)?.position))
}

impl Folder {
    /// The newest complete copy.
    fn newest_complete(&self) -> io::Result<Option<PathBuf>> {
        for copy in entries(&self.0)?.into_iter().rev() {
            if last(&copy)?.is_some_and(|position| position.is_done()) {
                return Ok(Some(copy));
            }
        }
        Ok(None)
    }

    /// The rows of the newest complete copy.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn rows(&self) -> io::Result<Vec<Message>> {
        let mut rows = Vec::new();
        for file in self.newest_complete()?.map_or(Ok(Vec::new()), |copy| entries(&copy))? {
            rows.extend(serde_json::from_slice::<StoredPage>(&fs::read(file)?)?.rows);
        }
        Ok(rows)
    }
}

impl Store for Folder {
    fn position(&self) -> io::Result<Option<Position>> {
        entries(&self.0)?.pop().map_or(Ok(None), |copy| last(&copy))
    }

    fn begin(&mut self) -> io::Result<()> {
        let (complete, copies) = (self.newest_complete()?, entries(&self.0)?);
        let newest = copies.last().and_then(|copy| copy.file_name()?.to_str()?.parse::<u64>().ok());
        fs::create_dir(self.0.join(format!("{:08}", newest.unwrap_or_default() + 1)))?;
        let mut old = copies.iter().filter(|copy| Some(*copy) != complete.as_ref());
        old.try_for_each(fs::remove_dir_all)
    }

    fn commit(&mut self, rows: Vec<Message>, position: Position) -> io::Result<()> {
        let copy = entries(&self.0)?.pop().ok_or(io::ErrorKind::NotFound)?;
        let path = copy.join(format!("{:08}.json", entries(&copy)?.len()));
        let draft = path.with_extension("draft");
        let mut file = File::create(&draft)?;
        file.write_all(&serde_json::to_vec(&StoredPage { position, rows })?)?;
        file.sync_all()?;
        fs::rename(draft, path)
    }
}
