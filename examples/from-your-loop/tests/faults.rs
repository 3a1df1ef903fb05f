//! What the loop and its replacement do on servers that misbehave.
//!
//! Each test is a row of `docs/from-your-loop.md`, by the name of the row of
//! `docs/guarantees.md`. Time is tokio's, paused: waits pass at once.

#![expect(clippy::unwrap_used, reason = "a test that can't continue fails")]

use fake_api::scenarios::{Scenario, Stage};
use from_your_loop::by_hand::{self, Api, BoxError};
use pagesmith::paging::NextFrom;
use pagesmith::{Client, Error, ErrorKind, Paged, Paging};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::Instant;

/// A row of every scenario, for the loop.
#[derive(Deserialize)]
struct Row {
    id: u64,
}

/// The same, by token.
#[derive(Deserialize, Paged)]
#[paged(get = "/list", items = "/data", style = sendsage, errors(success = "/success", code = "/error_code", message = "/error_message"))]
struct ByToken {
    id: u64,
}

/// Links at `/next`.
const LINKS: Paging = Paging::NONE.next(NextFrom::Body("/next"));

/// The same, by link.
#[derive(Deserialize, Paged)]
#[paged(get = "/list", items = "/data", style = LINKS)]
struct ByLink {
    id: u64,
}

async fn stage(scenario: &str) -> Stage {
    Scenario::find(scenario).unwrap().start().await.unwrap()
}

/// The loop's HTTP client. If other packages of the workspace have turned on TLS, a crypto provider
/// has to be chosen.
fn http() -> reqwest::Client {
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// What the loop returns.
async fn by_hand(stage: &Stage) -> Result<Vec<u64>, BoxError> {
    let api = Api {
        http: http(),
        origin: stage.url(),
        user: "me".to_owned(),
        password: "secret".to_owned(),
    };
    let rows: Vec<Row> = by_hand::list(&api, "/list", "data", "next").await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn client(stage: &Stage) -> Client {
    Client::builder(stage.url()).basic("me", "secret").build().unwrap()
}

/// The rows and the error of a walk by token.
async fn by_token(client: &Client) -> (Vec<u64>, Option<Error>) {
    match ByToken::list(client).collect().await {
        Ok(rows) => (rows.into_iter().map(|row| row.id).collect(), None),
        Err(failed) => (failed.items.into_iter().map(|row| row.id).collect(), Some(failed.error)),
    }
}

/// The rows and the error of a walk by link.
async fn by_link(client: &Client) -> (Vec<u64>, Option<Error>) {
    match ByLink::list(client).collect().await {
        Ok(rows) => (rows.into_iter().map(|row| row.id).collect(), None),
        Err(failed) => (failed.items.into_iter().map(|row| row.id).collect(), Some(failed.error)),
    }
}

#[tokio::test(start_paused = true)]
async fn cycle_of_2_links() {
    let server = stage("cycle-of-2-links").await;
    let lost = by_hand(&server).await.unwrap_err().to_string();
    // The server gives up after 5000 requests; the loop never does.
    assert!(lost.contains("410") && server.requests().len() == 5001, "{lost}");

    let server = stage("cycle-of-2-links").await;
    let (rows, error) = by_link(&client(&server)).await;
    assert!(error.unwrap().is_cycle());
    assert_eq!((rows.len(), server.requests().len()), (6, 3));
}

#[tokio::test(start_paused = true)]
async fn link_to_another_port() {
    let server = stage("link-to-another-port").await;
    // With the credentials, as with each of its requests.
    by_hand(&server).await.unwrap();
    assert!(server.foreign_connections() > 0);

    let server = stage("link-to-another-port").await;
    let (rows, error) = by_link(&client(&server)).await;
    assert!(error.unwrap().is_foreign_origin());
    assert_eq!((rows, server.foreign_connections()), (vec![1], 0));
}

#[tokio::test(start_paused = true)]
async fn empty_page_in_the_middle() {
    let server = stage("empty-page-in-the-middle").await;
    assert_eq!(by_hand(&server).await.unwrap(), [1, 2]);

    let server = stage("empty-page-in-the-middle").await;
    let (rows, error) = by_token(&client(&server)).await;
    assert!(error.is_none());
    assert_eq!(rows, [1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn link_absent() {
    let server = stage("link-absent").await;
    assert_eq!(by_hand(&server).await.unwrap(), [1, 2, 3, 4], "as if that were all");

    let server = stage("link-absent").await;
    let (rows, error) = by_link(&client(&server)).await;
    assert_eq!((rows.as_slice(), error.unwrap().kind()), (&[1, 2, 3, 4][..], ErrorKind::Truncated));
}

#[tokio::test(start_paused = true)]
async fn items_missing() {
    let server = stage("items-missing").await;
    assert_eq!(by_hand(&server).await.unwrap(), [1, 2], "as if that were all");

    let server = stage("items-missing").await;
    let (rows, error) = by_token(&client(&server)).await;
    assert_eq!((rows.as_slice(), error.unwrap().kind()), (&[1, 2][..], ErrorKind::Items));
}

#[tokio::test(start_paused = true)]
async fn success_false() {
    let server = stage("success-false").await;
    assert_eq!(by_hand(&server).await.unwrap(), [1, 2], "as if that were all");

    let server = stage("success-false").await;
    let (rows, error) = by_token(&client(&server)).await;
    let error = error.unwrap();
    assert_eq!((rows.as_slice(), error.kind()), (&[1, 2][..], ErrorKind::Api));
    assert_eq!(error.api_error().unwrap().message.as_deref(), Some("no such list"));
}

#[tokio::test(start_paused = true)]
async fn bytes_of_token_base64() {
    let server = stage("bytes-of-token-base64").await;
    let lost = by_hand(&server).await;
    let sent = server.requests()[1].target.clone();
    assert!(!sent.contains("%26"), "the token went as it stood: {sent}, {lost:?}");

    let server = stage("bytes-of-token-base64").await;
    let (rows, error) = by_token(&client(&server)).await;
    assert!(error.is_none() && rows.len() == 4, "{rows:?}, {error:?}");
}

#[tokio::test(start_paused = true)]
async fn body_shorter_than_announced() {
    let server = stage("body-shorter-than-announced").await;
    let lost = by_hand(&server).await.unwrap_err();
    assert_eq!(server.requests().len(), 2, "not requested again, and no rows: {lost}");

    let server = stage("body-shorter-than-announced").await;
    let (rows, error) = by_token(&client(&server)).await;
    assert!(error.is_none() && rows == [1, 2, 3, 4], "{rows:?}, {error:?}");
}

#[tokio::test(start_paused = true)]
async fn body_cut_json() {
    let server = stage("body-cut-json").await;
    assert!(by_hand(&server).await.is_err(), "and no rows");

    let server = stage("body-cut-json").await;
    let (rows, error) = by_token(&client(&server)).await;
    let error = error.unwrap();
    assert_eq!((rows.as_slice(), error.kind()), (&[1, 2][..], ErrorKind::Body));
    assert_eq!(error.position().unwrap().items(), 2, "where to resume");
}

#[tokio::test(start_paused = true)]
async fn retry_after_119() {
    let server = stage("retry-after-119").await;
    let begun = Instant::now();
    by_hand(&server).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(119), "asked again too early");

    let server = stage("retry-after-119").await;
    let begun = Instant::now();
    let (_, error) = by_token(&client(&server)).await;
    assert!(error.is_none() && begun.elapsed() >= Duration::from_secs(119), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn bomb_plain() {
    // The loop would read until memory runs out, so it is not run here.
    let server = stage("bomb-plain").await;
    let (rows, error) = by_token(&client(&server)).await;
    let error = error.unwrap();
    assert_eq!((rows.as_slice(), error.kind()), (&[1, 2][..], ErrorKind::Body));
    assert!(error.to_string().contains("larger than 33554432 bytes"), "{error}");
}
