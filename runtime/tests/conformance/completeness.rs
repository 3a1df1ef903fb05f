//! Replies from which rows, keys or bytes are missing.

use crate::call::{LINK, NUMBER, TOKEN, list};
use crate::lists::Kind;
use crate::row::{ENDS, fails, warns};
use pagesmith::ErrorKind::{
    Api, Body, Incomplete, Items, PagingKey, Record, Status, TooManyPages, Truncated,
};

rows! {
    /// The walk continues after an empty first page with a token.
    empty_page_first: TOKEN => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// It continues after an empty page in the middle.
    empty_page_in_the_middle: TOKEN => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-4", ENDS;
    /// An empty last page is the end.
    empty_page_last: TOKEN => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// The walk continues after an empty page with a link.
    empty_page_by_link: LINK => ["/list", "/list?page=2"], "1-2", ENDS;
    /// A walk gets through a thousand empty pages in a row.
    empty_pages_1000: TOKEN => ["/list", "/list?page_token=t{1..1000}"], "1-2", ENDS;
    /// One more is an error that counts them.
    empty_pages_1001: TOKEN
        => ["/list", "/list?page_token=t{1..1000}"], "", fails(TooManyPages, &["1001 pages in a row"]);
    /// If an empty page ends the list, the walk ends there.
    empty_page_ends on "empty-page-in-the-middle": list(Kind::EmptyPageEnds)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// A short page means nothing.
    short_pages: TOKEN
        => ["/list", "/list?page_token=a", "/list?page_token=b", "/list?page_token=c"], "1-5", ENDS;
    /// A list without rows takes one request.
    empty_list: TOKEN => ["/list"], "", ENDS;
    /// A missing link is an error if the server counts more records.
    link_missing_and_more_counted: list(Kind::LinkCounted)
        => ["/list", "/list?page=2"], "1-4", fails(Truncated, &["/next", "4 items"]);
    /// A null link is the end, and the walk warns if it yielded fewer records than the total.
    link_null_and_more_counted: list(Kind::LinkCounted)
        => ["/list", "/list?page=2"], "1-4", warns(&["after 4 items, but the server counts 6"]);
    /// After a token, null is the end whatever the counts say, and the walk warns of the shortfall.
    token_null_and_more_counted: TOKEN
        => ["/list", "/list?page_token=a"], "1-4", warns(&["after 4 items, but the server counts 6"]);
    /// If a shortfall is an error, it comes after all records.
    shortage_fails on "token-null-and-more-counted": list(Kind::CountsFail)
        => ["/list", "/list?page_token=a"], "1-4", fails(Incomplete, &["4 items", "counts 6"]);
    /// If totals are estimates, a shortfall is ignored.
    shortage_ignored on "token-null-and-more-counted": list(Kind::CountsIgnored)
        => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// A walk that a limit ends has no shortfall.
    shortage_of_a_limit on "token-null-and-more-counted": list(Kind::CountsFail).limit(3)
        => ["/list", "/list?page_token=a"], "1-3", ENDS;

    /// Missing rows are an error that names the pointer, never zero rows.
    items_missing: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["page 2", "/data", "nothing"]);
    /// Rows that are null are an error that says so.
    items_null: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "null"]);
    /// Rows that are an object are an error that says so.
    items_object: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "an object"]);
    /// Rows that are a string are an error that says so.
    items_text: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "a string"]);
    /// Rows under another key are not found, and that is an error.
    items_elsewhere: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "nothing"]);
    /// If the server leaves out empty lists, missing rows are an empty page.
    items_missing_is_empty on "items-missing": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// So are null rows.
    items_null_is_empty on "items-null": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// An object in their place is still an error.
    items_object_is_not_empty on "items-object": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "an object"]);
    /// Rows under the same key twice are an error, whichever would win.
    items_twice: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["the items appear twice"]);
    /// A token under the same key twice is an error, whichever would win.
    token_twice: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["appears twice"]);
    /// A record that does not decode is an error that names page and index; the page is void.
    row_of_another_type: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Record, &["page 2", "item 1"]);
    /// A record without a required field does not decode either.
    row_without_id: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Record, &["item 1", "`id`"]);
    /// HTML under status 200 is an error that names the content type.
    html: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["text/html"]);
    /// An error object under status 200 is an error, not an empty page.
    error_object: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "nothing"]);
    /// A reply that reports a failure is an error with the API's own code and message.
    success_false: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["42", "no such list"]);
    /// So is one that has rows too, and none of them are yielded.
    success_false_with_rows: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["E42"]);
    /// So is one whose flag is a string.
    success_false_as_text: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["failure"]);
    /// A reply that reports success is accepted.
    success_true: list(Kind::Success) => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// An empty body is an error.
    body_empty: TOKEN.timed() => ["/list", "4 * /list?page_token=a"], "1-2", fails(Body, &["0 bytes"]);
    /// A reply without content is an error, not an empty page.
    body_no_content: TOKEN.timed() => ["/list", "4 * /list?page_token=a"], "1-2", fails(Body, &["0 bytes"]);
    /// Truncated JSON is an error, not a short page.
    body_cut_json: TOKEN.timed() => ["/list", "4 * /list?page_token=a"], "1-2", fails(Body, &["EOF"]);
    /// Bytes that are not UTF-8 are an error.
    body_not_utf8: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["UTF-8"]);
    /// A status that is not worth a retry is an error at once, with the API's own message.
    status_404: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Status, &["404", "no such list"]);
    /// Unknown keys are skipped, wherever they appear.
    unknown_keys: TOKEN => ["/list", "/list?page_token=a"], "1-2", ENDS;

    /// A total may be a string.
    total_as_text: TOKEN => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// If the total shrinks, the newest one counts.
    total_shrinking: TOKEN => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// If the total grows, the newest one counts.
    total_growing: TOKEN => ["/list", "/list?page_token=a"], "1-4", warns(&["after 4 items, but the server counts 5"]);
    /// If later replies state no total, the last stated one counts.
    total_vanishing: TOKEN => ["/list", "/list?page_token=a"], "1-4", warns(&["after 4 items, but the server counts 6"]);
    /// A negative total is ignored.
    total_negative: TOKEN => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// A total that is not a number is an error that names it.
    total_odd: TOKEN => ["/list"], "1-2", fails(PagingKey, &["/num_records", "a whole number"]);
    /// An empty list with a count of 0 pages ends.
    num_pages_zero: TOKEN => ["/list"], "", ENDS;
    /// A count of pages that the rows contradict is ignored: the total says where the list ends.
    num_pages_zero_with_rows: NUMBER => ["/list?per_page=2&page={0..1}"], "1-4", ENDS;
    /// Without a total, an empty page says it.
    num_pages_zero_for_ever: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// A count of pages may be a string.
    num_pages_as_text: NUMBER => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// By number, if the count of pages grows, the walk ends at the newest count.
    num_pages_growing: NUMBER => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// By number, a walk goes up to the largest count of pages; beyond the newest, a repeated page ends it.
    num_pages_shrinking: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// So does an empty page.
    num_pages_shrinking_to_an_empty_page: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// So does a refusal.
    num_pages_shrinking_to_a_refusal: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// A total that is stated on the first page only does not cut off later pages.
    total_stated_once: NUMBER => ["/list?per_page=2&page={0..3}"], "1-8", ENDS;
    /// Nor does a count of pages that later pages state as 0.
    num_pages_stated_once: NUMBER => ["/list?per_page=2&page={0..3}"], "1-8", ENDS;
    /// A total that counts the remaining records ends a walk at the list's end, without a warning that it changed.
    total_of_what_remains: NUMBER => ["/list?per_page=2&page={0..3}"], "1-8", ENDS;
    /// So it does by offset.
    total_of_what_remains_by_offset: list(Kind::Offset)
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4", "/list?offset=6"], "1-8", ENDS;
    /// By offset too, a total that is stated once does not end a walk early.
    total_stated_once_by_offset: list(Kind::Offset)
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4", "/list?offset=6"], "1-8", ENDS;
    /// A total below the number of rows that came ends nothing.
    total_too_small: NUMBER => ["/list?per_page=2&page={0..4}"], "1-8", warns(&["the walk yielded 8 items, but the server counts 3"]);
    /// A list in place warns if its style finds no next page but the reply counts more records.
    first_page_that_counts_more: list(Kind::OnePage) => ["/list"], "1-2", warns(&["`/total` is 23"]);
    /// It also warns if a header links to a next page.
    first_page_that_links_to_more: list(Kind::OnePage) => ["/list"], "1-2", warns(&["`rel=next`"]);
    /// It also warns if another key than the style's holds a token.
    first_page_with_another_token: list(Kind::AbsentEnds) => ["/list"], "1-2", warns(&["`/next_cursor` is not empty"]);
    /// With hints turned off, it does not warn.
    first_page_without_hints on "first-page-that-counts-more": list(Kind::NoHints) => ["/list"], "1-2", ENDS;
    /// If the server leaves out empty lists, a failure that the list's `errors` name is still an error.
    failure_without_items: list(Kind::MissingOrError)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["page 2", "99991663", "this key opens nothing"]);
    /// So is a failure under a common key such as `error`.
    failure_in_usual_words on "failure-without-items-under-error": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["page 2", "`/error`", "failed"]);
    /// By token, rows that come and go elsewhere in the list shift nothing: each comes once.
    rows_come_and_go: TOKEN => ["/list", "/list?page_token=after2", "/list?page_token=after4"], "1-6", ENDS;
    /// The same holds if the list states its key.
    rows_come_and_go_with_a_key on "rows-come-and-go": list(Kind::Keyed)
        => ["/list", "/list?page_token=after2", "/list?page_token=after4"], "1-6", ENDS;
    /// The page number in a reply is shown, but decides nothing.
    page_number_stuck: TOKEN => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-6", ENDS;
}
