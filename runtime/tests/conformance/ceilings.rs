//! Replies that are too much: too large, too slow, too deep, or encoded to be
//! so.

use crate::call::{Call, TOKEN, basic};
use crate::row::{ENDS, fails};
use pagesmith::ErrorKind::{Body, PagingKey, Record, Status, Timeout, Transport};

/// The most bytes of a page, unless set.
const CAP: u64 = 32 << 20;
/// Memory is measured: that, and 16 MiB for all the rest.
const BOMB: Call = TOKEN.memory(CAP + (16 << 20));

/// The second page was requested once.
macro_rules! once {
    () => {
        ["/list", "/list?page_token=a"]
    };
}

/// The second page was requested four times.
macro_rules! four_times {
    () => {
        ["/list", "4 * /list?page_token=a"]
    };
}

rows! {
    /// Endless gzip is cut off at the largest allowed page size, and takes little more memory than that.
    bomb_gzip: BOMB => once!(), "1-2", fails(Body, &["page 2", "larger than 33554432 bytes"]);
    /// Endless deflate is cut off, too, if the client accepts it at all.
    bomb_deflate: BOMB => once!(), "1-2", fails(Body, &["page 2"]);
    /// Endless brotli is cut off, too, if the client accepts it at all.
    bomb_brotli: BOMB => once!(), "1-2", fails(Body, &["page 2"]);
    /// Endless Zstandard is cut off, too, if the client accepts it at all.
    bomb_zstd: BOMB => once!(), "1-2", fails(Body, &["page 2"]);
    /// A body of endless chunks is cut off at the largest allowed page size.
    bomb_plain: BOMB => once!(), "1-2", fails(Body, &["larger than 33554432 bytes"]);
    /// An endless body without a length is cut off at the largest allowed page size.
    bomb_without_length: BOMB => once!(), "1-2", fails(Body, &["larger than 33554432 bytes"]);
    /// An endless body of an error is cut off as well, and the error reports the status.
    bomb_in_an_error: BOMB => once!(), "1-2", fails(Status, &["400"]);
    /// A page that is larger than allowed is an error that states the limit.
    page_of_33_mib: TOKEN => once!(), "1-2", fails(Body, &["larger than 33554432 bytes", "max_page_bytes"]);
    /// The same page is accepted if the limit is raised.
    page_of_33_mib_allowed on "page-of-33-mib": TOKEN.client(|stage| basic(stage).max_page_bytes(64 << 20))
        => once!(), "1-2", ENDS;
    /// The limit can be lowered.
    page_of_40_bytes on "token-null": TOKEN.client(|stage| basic(stage).max_page_bytes(40))
        => ["/list"], "", fails(Body, &["larger than 40 bytes"]);
    /// A page with more items than allowed is an error, and takes little more memory than its bytes.
    page_of_a_million_items: TOKEN.memory(48 << 20) => once!(), "1-2", fails(Body, &["1000001 items, more than 100000", "max_page_items"]);
    /// The same holds whatever the limit of the walk is.
    page_of_a_million_items_limited on "page-of-a-million-items": TOKEN.memory(40 << 20).limit(3) => once!(), "1-2", fails(Body, &["max_page_items"]);
    /// A `Content-Length` of a tebibyte is refused at once, and none of it is allocated.
    length_of_2_to_the_40: BOMB => once!(), "1-2", fails(Body, &["larger than 33554432 bytes"]);
    /// A `Content-Length` that is not a 64-bit number is an error.
    length_beyond_64_bits: TOKEN.timed() => four_times!(), "1-2", fails(Transport, &["page 2"]);
    /// Two different `Content-Length`s are an error.
    lengths_that_differ: TOKEN.timed() => four_times!(), "1-2", fails(Transport, &["page 2"]);
    /// Ten megabytes of headers are an error, and are not read to their end.
    headers_of_10_mb: BOMB.timed() => four_times!(), "1-2", fails(Transport, &["page 2"]);
    /// Endless headers are an error, too.
    headers_without_end: BOMB.timed() => four_times!(), "1-2", fails(Transport, &["page 2"]);

    /// Pages that are compressed with gzip are read.
    gzip: TOKEN => once!(), "1-4", ENDS;
    /// Truncated gzip is an error, not a short page.
    gzip_cut: TOKEN.timed() => four_times!(), "1-2", fails(Transport, &["broke off"]);
    /// Gzip with a wrong checksum is an error.
    gzip_checksum_wrong: TOKEN.timed() => four_times!(), "1-2", fails(Transport, &["broke off"]);
    /// Gzip without a `Content-Encoding` is an error that says so.
    gzip_not_said: TOKEN => once!(), "1-2", fails(Body, &["compressed", "Content-Encoding"]);
    /// A `Content-Encoding` that does not match the body is an error.
    gzip_said_and_not_so: TOKEN.timed() => four_times!(), "1-2", fails(Transport, &["broke off"]);
    /// A body that is compressed twice is not decoded.
    gzip_twice: TOKEN => once!(), "1-2", fails(Body, &["gzip, gzip"]);
    /// Nor is it decoded if two headers announce the compressions.
    gzip_twice_in_two_headers: TOKEN => once!(), "1-2", fails(Body, &[]);
    /// If a body is compressed twice but announced once, that is an error.
    gzip_twice_said_once: TOKEN => once!(), "1-2", fails(Body, &["compressed"]);
    /// An unknown `Content-Encoding` is an error that names it.
    coding_unknown: TOKEN => once!(), "1-2", fails(Body, &["rot13"]);

    /// A body that arrives too slowly is given up when the time for the page, with all its attempts, is over.
    drip_of_the_body: TOKEN.took(120_000, 120_001) => once!(), "1-2", fails(Timeout, &["page 2"]);
    /// Headers that arrive too slowly are given up, too.
    drip_of_the_headers: TOKEN.took(120_000, 120_001) => ["/list", "4 * /list?page_token=a"], "1-2", fails(Timeout, &["page 2"]);
    /// A slow page that arrives in time is accepted.
    drip_that_ends: TOKEN.took(49_000, 52_000) => once!(), "1-4", ENDS;
    /// A reply that never begins is given up after 30 s, and the page after 120 s.
    stall_before_headers: TOKEN.took(120_000, 120_001) => four_times!(), "1-2", fails(Timeout, &["page 2"]);
    /// A reply that stops in its headers is given up, too.
    stall_in_the_headers: TOKEN.took(120_000, 120_001) => four_times!(), "1-2", fails(Timeout, &["page 2"]);
    /// A reply that stops in its body is given up, too.
    stall_in_the_body: TOKEN.took(120_000, 120_001) => four_times!(), "1-2", fails(Timeout, &["page 2"]);
    /// One stall is retried.
    stall_once: TOKEN.took(30_000, 30_255) => ["/list", "2 * /list?page_token=a"], "1-4", ENDS;

    /// JSON 200,000 deep in place of a row is an error, not a stack overflow.
    json_deep: TOKEN => once!(), "1-2", fails(Record, &["item 0"]);
    /// JSON 200,000 deep in a field that accepts anything is an error, too.
    json_deep_in_a_row: TOKEN => once!(), "1-2", fails(Record, &["item 0", "recursion limit"]);
    /// JSON 200,000 deep that nothing reads costs only its bytes.
    json_deep_beside: TOKEN => once!(), "1-3", ENDS;
    /// JSON 200,000 deep in place of a token is an error.
    json_deep_in_the_token: TOKEN => once!(), "1-2", fails(PagingKey, &["/next_page_token", "an array"]);
    /// An out-of-range number in a row is an error.
    number_1e400_in_a_row: TOKEN => once!(), "1-2", fails(Record, &["item 0", "out of range"]);
    /// An out-of-range number that nothing reads is skipped.
    number_1e400_beside: TOKEN => once!(), "1-3", ENDS;
    /// An out-of-range number as the total is an error.
    number_1e400_as_total: TOKEN => ["/list"], "1-2", fails(PagingKey, &["/num_records"]);
    /// An out-of-range number as a token keeps its spelling.
    number_1e400_as_token: TOKEN => ["/list", "/list?page_token=1e400"], "1-4", ENDS;
    /// Half a surrogate pair in a row is an error.
    surrogate_in_a_row: TOKEN => once!(), "1-2", fails(Record, &["item 0", "hex escape"]);
    /// Half a surrogate pair in a token is an error, not another token.
    surrogate_in_the_token: TOKEN => once!(), "1-2", fails(Body, &["surrogate"]);
    /// A byte order mark before the JSON is ignored.
    byte_order_mark: TOKEN => once!(), "1-3", ENDS;
    /// Anything after the JSON is an error, and none of the page's records are yielded.
    trailing_garbage: TOKEN => once!(), "1-2", fails(Body, &["trailing characters"]);
    /// Whitespace after the JSON is ignored.
    trailing_blanks: TOKEN => once!(), "1-3", ENDS;
    /// A row with a duplicate key is an error.
    duplicate_key_in_a_row: TOKEN => once!(), "1-2", fails(Record, &["item 0", "`id` appears twice"]);
}
