//! The calls that `docs/spec.md` shows: single records, and children.

use pagesmith::Error;

pagesmith::client!(
    /// The client of an office.
    pub mod office = "office.yaml"
);

/// Prints a message and a user.
///
/// # Errors
///
/// When one of them can't be read, or does not exist.
pub async fn print_records(client: &office::Client) -> Result<(), Error> {
    let message = client.get_message("SM1").await?;
    let user = client.get_user(7).await?;
    println!("{}: {:?}", message.sid, user.born);
    Ok(())
}

/// Prints the participants of all conferences.
///
/// # Errors
///
/// When a list fails.
pub async fn print_participants(client: &office::Client) -> Result<(), Error> {
    let conferences = client.list_conferences().items();
    let mut participants = client.list_participants_of(conferences).concurrency(8);
    while let Some((conference, participant)) = participants.try_next().await? {
        println!("{}: {}", conference.sid, participant.call_sid);
    }
    Ok(())
}
