//! What the tests of walks share: lists with a hand-written `Paged`, a
//! transport and a server of scripted replies, and a clock that does not wait.

#![allow(dead_code, reason = "each test crate uses its part of this module")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

pub(crate) mod clock;
#[cfg(feature = "testing")]
pub(crate) mod replay;
pub(crate) mod server;
pub(crate) mod wire;

use futures_core::Stream;
use pagesmith::{Client, List, Numbered, Paged, Pager, Paging};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// A SignalWire message, with its list.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Message {
    pub(crate) sid: String,
}

impl Paged for Message {
    type Item = Self;
    const LIST: List =
        List::get("/api/laml/2010-04-01/Accounts/{account_sid}/Messages", "/messages")
            .paging(Paging::LAML);
}

impl Message {
    pub(crate) fn list(client: &Client, account_sid: impl fmt::Display) -> Pager<Self> {
        Pager::new(client, [("account_sid", &account_sid)])
    }
}

/// A SendSage subscriber, with its list.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Subscriber {
    pub(crate) id: u64,
}

impl Paged for Subscriber {
    type Item = Self;
    const LIST: List = List::get("/ga/api/v2/mailing_lists/{list_id}/subscribers", "/data")
        .paging(Paging::SENDSAGE.page_bounds(Some(100), Some(500)))
        .success("/success")
        .error_code("/error_code")
        .error_message("/error_message");
}

impl Numbered for Subscriber {}

impl Subscriber {
    pub(crate) fn list(client: &Client, list_id: impl fmt::Display) -> Pager<Self> {
        Pager::new(client, [("list_id", &list_id)])
    }
}

/// The list of numbers at `/list`, by `next_page_token` or by `page`.
#[derive(Debug)]
pub(crate) struct Numbers;

impl Paged for Numbers {
    type Item = u64;
    const LIST: List = List::get("/list", "/data").paging(Paging::SENDSAGE);
}

impl Numbered for Numbers {}

impl Numbers {
    pub(crate) fn list(client: &Client) -> Pager<Self> {
        Pager::new(client, [])
    }
}

/// Polls a stream once; nobody is woken.
pub(crate) fn poll<S: Stream + Unpin>(stream: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(stream).poll_next(&mut Context::from_waker(Waker::noop()))
}

/// The next item of a stream, which has to be ready at the first poll.
#[track_caller]
pub(crate) fn ready<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    match poll(stream) {
        Poll::Ready(item) => item,
        Poll::Pending => panic!("the stream should be ready"),
    }
}
