//! An export that appears complete or not at all.

use crate::records::Subscriber;
use pagesmith::Client;
use pagesmith::transport::BoxError;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process;
use std::time::Duration;

/// Writes all subscribers to a file, which replaces that of the night before, and
/// returns how many there are.
///
/// # Errors
/// When the walk or the file fails, or the server counts more subscribers than
/// came; then the file of the night before stays.
pub async fn export(client: &Client, list: i64, path: &Path) -> Result<u64, BoxError> {
    // An export that is still running has another draft.
    let draft = path.with_extension(format!("{}.draft", process::id()));
    let count = write(client, list, &draft).await;
    match count {
        Ok(_) => fs::rename(&draft, path)?,
        Err(_) => drop(fs::remove_file(&draft)),
    }
    count
}

async fn write(client: &Client, list: i64, draft: &Path) -> Result<u64, BoxError> {
    let mut file = BufWriter::new(File::create(draft)?);
    let nightly = Subscriber::list(client, list).page_size(500);
    let mut subscribers = nightly.deadline(Duration::from_secs(3600)).items();
    let mut count = 0;
    while let Some(subscriber) = subscribers.try_next().await? {
        serde_json::to_writer(&mut file, &subscriber)?;
        file.write_all(b"\n")?;
        count += 1;
    }
    if let Some(missing) = subscribers.shortfall() {
        return Err(format!("listed {count} subscribers, but {missing} are missing").into());
    }
    file.into_inner()?.sync_all()?;
    Ok(count)
}
