//! A list for each row of another.

use crate::records::{Conference, Participant};
use futures_util::{TryStream, TryStreamExt};
use pagesmith::{Client, Error};

/// The conferences with their participants, in order, four lists at a time.
#[must_use = "a stream does nothing unless it is polled"]
pub fn conferences<'a>(
    client: &'a Client,
    account: &'a str,
) -> impl TryStream<Ok = (Conference, Vec<Participant>), Error = Error> + 'a {
    let conferences = Conference::list(client, account).items();
    let with_participants = conferences.map_ok(move |conference| async move {
        let participants = Participant::list(client, account, &conference.sid).collect().await?;
        Ok((conference, participants))
    });
    with_participants.try_buffered(4)
}
