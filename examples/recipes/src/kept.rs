//! A position that is kept beside the records.

use crate::records::Message;
use pagesmith::transport::BoxError;
use pagesmith::{Client, Position};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

/// What a database has to do.
pub trait Store {
    /// The position of the last commit; none before the first.
    ///
    /// # Errors
    /// When the store can't be read.
    fn position(&self) -> io::Result<Option<Position>>;

    /// Takes the rows of a page and the position behind them, both or neither.
    ///
    /// # Errors
    /// When neither was taken.
    fn commit(&mut self, rows: Vec<Message>, position: Position) -> io::Result<()>;
}

/// Copies all messages into a store, from where an earlier run stopped.
///
/// # Errors
/// When the walk or the store fails; the next run goes on from there.
pub async fn copy(client: &Client, account: &str, store: &mut impl Store) -> Result<(), BoxError> {
    let list = Message::list(client, account).page_size(1000);
    let mut pages = match store.position()? {
        Some(position) => list.resume(&position).pages(),
        None => list.pages(),
    };
    while let Some(page) = pages.try_next().await? {
        if let Some(position) = pages.position() {
            store.commit(page.into_items(), position)?;
        }
    }
    Ok(())
}

/// A store of files: one for each page, which is there as a whole or not.
pub struct Folder(pub PathBuf);

/// What a file holds.
#[derive(Deserialize, Serialize)]
struct Kept {
    position: Position,
    rows: Vec<Message>,
}

impl Folder {
    /// The pages so far, in order.
    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let files = fs::read_dir(&self.0)?.map(|file| Ok(file?.path()));
        let mut files = files.collect::<io::Result<Vec<_>>>()?;
        files.retain(|file| file.extension().is_some_and(|kind| kind == "json"));
        files.sort();
        Ok(files)
    }

    /// The rows so far.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn rows(&self) -> io::Result<Vec<Message>> {
        let mut rows = Vec::new();
        for file in self.files()? {
            rows.extend(serde_json::from_slice::<Kept>(&fs::read(file)?)?.rows);
        }
        Ok(rows)
    }
}

impl Store for Folder {
    fn position(&self) -> io::Result<Option<Position>> {
        let Some(last) = self.files()?.pop() else { return Ok(None) };
        Ok(Some(serde_json::from_slice::<Kept>(&fs::read(last)?)?.position))
    }

    fn commit(&mut self, rows: Vec<Message>, position: Position) -> io::Result<()> {
        let path = self.0.join(format!("{:08}.json", self.files()?.len()));
        let draft = path.with_extension("draft");
        let mut file = File::create(&draft)?;
        file.write_all(&serde_json::to_vec(&Kept { position, rows })?)?;
        file.sync_all()?;
        fs::rename(draft, path)
    }
}
