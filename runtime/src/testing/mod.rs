//! For tests of programs that list: replies without a server, walks that are recorded
//! and replayed, and a clock on which waits take no time.
//!
//! ```
//! use pagesmith::testing::Replay;
//! use pagesmith::{Client, Error, Paging};
//!
//! /// The function under test: how many calls there are.
//! async fn count(client: &Client) -> Result<usize, Error> {
//!     let calls = client.list::<pagesmith::Json>("/calls", [""; 0], Paging::SENDSAGE);
//!     Ok(calls.items_at("/data").collect().await?.len())
//! }
//!
//! # async fn test() -> Result<(), Error> {
//! let replay = Replay::new()
//!     .page(serde_json::json!({"data": [{"id": 1}, {"id": 2}], "next_page_token": "a"}))
//!     .page(serde_json::json!({"data": [{"id": 3}], "next_page_token": null}));
//! let client = Client::builder("https://api.test").transport(replay.clone()).build()?;
//! assert_eq!(count(&client).await?, 3);
//! assert_eq!(replay.targets(), ["/calls", "/calls?page_token=a"]);
//! # Ok(()) }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
//! ```
//!
//! A [`Replay`] serves both async and blocking clients. A [`Recorder`] records the
//! replies to a real walk, without its credentials, so that a test can replay them.

mod clock;
mod recorder;
mod recording;
mod replay;
mod request;
mod tape;

pub use clock::Clock;
pub use recorder::Recorder;
pub use replay::Replay;
pub use request::Request;
