//! The record of the measurements, and pages of it.

use serde::Deserialize;
use std::fmt::Write as _;
use std::hint::black_box;

/// A message as a server of telephony lists it.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoded for the sake of decoding")]
pub struct Message {
    /// Its ID.
    pub sid: String,
    /// The account that owns it.
    pub account_sid: String,
    /// The recipient.
    pub to: String,
    /// The sender.
    pub from: String,
    /// Its text.
    pub body: String,
    /// The status of its delivery.
    pub status: String,
    /// Whether it came in or went out.
    pub direction: String,
    /// When it was created.
    pub date_created: String,
    /// When it was sent.
    pub date_sent: Option<String>,
    /// The number of its parts.
    pub num_segments: u32,
    /// The number of its pictures.
    pub num_media: u32,
    /// The price.
    pub price: Option<String>,
    /// The code of its error.
    pub error_code: Option<u32>,
    /// Its URI.
    pub uri: String,
}

/// How many strings of a [`Message`] of these pages are on the heap.
pub const STRINGS: u64 = 11;

impl Message {
    /// Looks at the record, so that the compiler removes no part of it.
    #[inline]
    pub fn consume(self) -> u64 {
        let seen = self.sid.len() as u64 + u64::from(self.num_segments + self.num_media);
        black_box(self);
        seen
    }

    /// How many bytes its strings take.
    pub fn heap(&self) -> usize {
        let always = [
            &self.sid,
            &self.account_sid,
            &self.to,
            &self.from,
            &self.body,
            &self.status,
            &self.direction,
            &self.date_created,
            &self.uri,
        ];
        let sometimes = [&self.date_sent, &self.price];
        always.into_iter().chain(sometimes.into_iter().flatten()).map(String::capacity).sum()
    }
}

/// What a hand-written loop reads.
#[derive(Debug, Deserialize)]
pub struct Envelope<T> {
    /// The records.
    pub data: Vec<T>,
    /// The next token.
    pub next_page_token: Option<String>,
}

/// The records of a page with `count` records, as JSON objects with commas between them.
pub fn messages(page: u64, count: u64) -> String {
    let mut rows = String::new();
    for id in page * count..(page + 1) * count {
        let comma = if id > page * count { "," } else { "" };
        let (sent, price) = if id % 10 == 9 {
            ("null", "null")
        } else {
            ("\"Wed, 14 Jan 2026 09:30:11 +0000\"", "\"-0.00790\"")
        };
        // Writing to a string cannot fail.
        let _written = write!(
            rows,
            r#"{comma}{{"sid":"SM{id:032x}","account_sid":"AC0123456789abcdef0123456789abcdef","to":"+1555{id:07}","from":"+15550100100","body":"Your code is {id:06}. It is valid for ten minutes; please don\u2019t share it.","status":"delivered","direction":"outbound-api","date_created":"Wed, 14 Jan 2026 09:30:10 +0000","date_updated":"Wed, 14 Jan 2026 09:30:12 +0000","date_sent":{sent},"num_segments":1,"num_media":0,"price":{price},"price_unit":"USD","error_code":null,"error_message":null,"api_version":"2010-04-01","uri":"/api/laml/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/SM{id:032x}","subresource_uris":{{"media":"/api/laml/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/SM{id:032x}/Media"}}}}"#
        );
    }
    rows
}
