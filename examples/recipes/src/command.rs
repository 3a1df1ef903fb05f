//! A command line tool without async.

use crate::records::Message;
use pagesmith::Client;
use pagesmith::transport::BoxError;
use std::io::Write;

/// Prints the newest messages.
///
/// # Errors
/// When the walk fails or the output is closed.
pub fn newest(
    server: &str,
    (project, token): (&str, &str),
    count: u64,
    out: &mut impl Write,
) -> Result<(), BoxError> {
    let client = Client::builder(server).basic(project, token).build_blocking()?;
    let messages = Message::list(&client, project).page_size(1000).limit(count);
    for message in messages.blocking().items() {
        let message = message?;
        writeln!(out, "{}  {}", message.sid, message.body.unwrap_or_default())?;
    }
    Ok(())
}
