//! For tests of code that lists: replies without a server, walks that are
//! recorded and replayed, and time that passes at once.
//!
//! ```
//! use pagesmith::testing::Replay;
//! use pagesmith::{Client, Error, Paging};
//!
//! /// What is tested: how many calls there are.
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
//! A [`Replay`] serves async clients and those that block. A [`Recorder`] keeps
//! what a real walk got, without its credentials, so that a test can replay it.

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
