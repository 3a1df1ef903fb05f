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
    /// The walk continues after an empty page in the middle.
    empty_page_in_the_middle: TOKEN => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-4", ENDS;
    /// An empty last page is the end.
    empty_page_last: TOKEN => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// The walk continues after an empty page with a link.
    empty_page_by_link: LINK => ["/list", "/list?page=2"], "1-2", ENDS;
    /// A walk gets through a thousand empty pages in a row.
    empty_pages_1000: TOKEN => ["/list", "/list?page_token=t{1..1000}"], "1-2", ENDS;
    /// 1001 empty pages in a row are an error that states their number.
    empty_pages_1001: TOKEN
        => ["/list", "/list?page_token=t{1..1000}"], "", fails(TooManyPages, &["1001 pages in a row"]);
    /// With `empty_page: true`, an empty page ends the list.
    empty_page_ends on "empty-page-in-the-middle": list(Kind::EmptyPageEnds)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// A page with fewer rows than requested does not end the walk.
    short_pages: TOKEN
        => ["/list", "/list?page_token=a", "/list?page_token=b", "/list?page_token=c"], "1-5", ENDS;
    /// An empty list takes one request.
    empty_list: TOKEN => ["/list"], "", ENDS;
    /// A missing link is an error if the total says that more records follow.
    link_missing_and_more_counted: list(Kind::LinkCounted)
        => ["/list", "/list?page=2"], "1-4", fails(Truncated, &["/next", "4 items"]);
    /// A null link is the end, and the walk warns if it yielded fewer records than the total.
    link_null_and_more_counted: list(Kind::LinkCounted)
        => ["/list", "/list?page=2"], "1-4", warns(&["after 4 items, but the server counts 6"]);
    /// On a later page, a null token is the end whatever the total says, and the walk warns of the shortfall.
    token_null_and_more_counted: TOKEN
        => ["/list", "/list?page_token=a"], "1-4", warns(&["after 4 items, but the server counts 6"]);
    /// With `counts: error`, a shortfall is an error, which comes after all records.
    shortage_fails on "token-null-and-more-counted": list(Kind::CountsFail)
        => ["/list", "/list?page_token=a"], "1-4", fails(Incomplete, &["4 items", "counts 6"]);
    /// With `counts: ignore`, a shortfall is ignored.
    shortage_ignored on "token-null-and-more-counted": list(Kind::CountsIgnored)
        => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// If a limit ends the walk, there is no warning about a shortfall.
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
    /// Rows under another key than the list's are not found, and that is an error.
    items_elsewhere: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "nothing"]);
    /// With `missing: empty`, missing rows are an empty page.
    items_missing_is_empty on "items-missing": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// With `missing: empty`, null rows are an empty page, too.
    items_null_is_empty on "items-null": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// With `missing: empty`, an object in place of the rows is still an error.
    items_object_is_not_empty on "items-object": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "an object"]);
    /// If the key of the rows appears twice, that is an error.
    items_twice: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["the items appear twice"]);
    /// If the key of the token appears twice, that is an error.
    token_twice: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["appears twice"]);
    /// A record that does not decode is an error that names page and index; none of the page's records are yielded.
    row_of_another_type: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Record, &["page 2", "item 1"]);
    /// A record without a required field does not decode either.
    row_without_id: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Record, &["item 1", "`id`"]);
    /// HTML with status 200 is an error that names the content type.
    html: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["text/html"]);
    /// An error object with status 200 is an error, not an empty page.
    error_object: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["/data", "nothing"]);
    /// A reply that reports a failure is an error with the API's own code and message.
    success_false: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["42", "no such list"]);
    /// A reply that reports a failure is an error even if it has rows, and none of them are yielded.
    success_false_with_rows: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["E42"]);
    /// The flag that reports a failure may be a string.
    success_false_as_text: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["failure"]);
    /// A reply that reports success is accepted.
    success_true: list(Kind::Success) => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// An empty body is an error.
    body_empty: TOKEN.timed() => ["/list", "4 * /list?page_token=a"], "1-2", fails(Body, &["0 bytes"]);
    /// A reply with status 204 (No Content) is an error, not an empty page.
    body_no_content: TOKEN.timed() => ["/list", "4 * /list?page_token=a"], "1-2", fails(Body, &["0 bytes"]);
    /// Truncated JSON is an error, not a short page.
    body_cut_json: TOKEN.timed() => ["/list", "4 * /list?page_token=a"], "1-2", fails(Body, &["EOF"]);
    /// Bytes that are not UTF-8 are an error.
    body_not_utf8: TOKEN => ["/list", "/list?page_token=a"], "1-2", fails(Body, &["UTF-8"]);
    /// A status that is not retried is an error at once, with the API's own message.
    status_404: list(Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Status, &["404", "no such list"]);
    /// Unknown keys are skipped, wherever they appear.
    unknown_keys: TOKEN => ["/list", "/list?page_token=a"], "1-2", ENDS;

    /// A total may be a string.
    total_as_text: TOKEN => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// A walk by token compares its records with the latest total, here a smaller one.
    total_shrinking: TOKEN => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// A walk by token compares its records with the latest total, here a larger one.
    total_growing: TOKEN => ["/list", "/list?page_token=a"], "1-4", warns(&["after 4 items, but the server counts 5"]);
    /// If later replies state no total, the last one that was stated counts.
    total_vanishing: TOKEN => ["/list", "/list?page_token=a"], "1-4", warns(&["after 4 items, but the server counts 6"]);
    /// A negative total is ignored.
    total_negative: TOKEN => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// A total that is not a number is an error that names it.
    total_odd: TOKEN => ["/list"], "1-2", fails(PagingKey, &["/num_records", "a whole number"]);
    /// An empty list whose page count is 0 ends.
    num_pages_zero: TOKEN => ["/list"], "", ENDS;
    /// A page count of 0 is ignored if the reply has rows: the total decides where the list ends.
    num_pages_zero_with_rows: NUMBER => ["/list?per_page=2&page={0..1}"], "1-4", ENDS;
    /// If each reply has rows and a page count of 0, and no total, the walk ends at an empty page.
    num_pages_zero_for_ever: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// A page count may be a string.
    num_pages_as_text: NUMBER => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// When paging by number, if the page count grows, the walk ends at the latest one.
    num_pages_growing: NUMBER => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// If a later reply states a smaller page count, a walk by number still goes on to the largest one, but a repeated page past the smaller count ends it.
    num_pages_shrinking: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// An empty page past the smaller count ends it, too.
    num_pages_shrinking_to_an_empty_page: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// A refused request past the smaller count ends it, too.
    num_pages_shrinking_to_a_refusal: NUMBER => ["/list?per_page=2&page={0..2}"], "1-4", ENDS;
    /// A total that is stated on the first page only does not cut off later pages.
    total_stated_once: NUMBER => ["/list?per_page=2&page={0..3}"], "1-8", ENDS;
    /// A page count that later pages state as 0 does not cut off later pages either.
    num_pages_stated_once: NUMBER => ["/list?per_page=2&page={0..3}"], "1-8", ENDS;
    /// If the total counts the remaining records, the walk reaches the end of the list, and does not warn that the total changed.
    total_of_what_remains: NUMBER => ["/list?per_page=2&page={0..3}"], "1-8", ENDS;
    /// The same holds by offset.
    total_of_what_remains_by_offset: list(Kind::Offset)
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4", "/list?offset=6"], "1-8", ENDS;
    /// By offset too, a total that is stated on the first page only does not end a walk early.
    total_stated_once_by_offset: list(Kind::Offset)
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4", "/list?offset=6"], "1-8", ENDS;
    /// A total smaller than the number of rows received does not end the walk.
    total_too_small: NUMBER => ["/list?per_page=2&page={0..4}"], "1-8", warns(&["the walk yielded 8 items, but the server counts 3"]);
    /// A list described in code (`client.list`) warns if its style finds no next page but the reply's total says that more records follow.
    first_page_that_counts_more: list(Kind::OnePage) => ["/list"], "1-2", warns(&["`/total` is 23"]);
    /// Such a list also warns if a header links to a next page.
    first_page_that_links_to_more: list(Kind::OnePage) => ["/list"], "1-2", warns(&["`rel=next`"]);
    /// Such a list also warns if a key that its style does not use holds a token.
    first_page_with_another_token: list(Kind::AbsentEnds) => ["/list"], "1-2", warns(&["`/next_cursor` is not empty"]);
    /// With `hints: false`, such a list does not warn.
    first_page_without_hints on "first-page-that-counts-more": list(Kind::NoHints) => ["/list"], "1-2", ENDS;
    /// With `missing: empty`, a failure that the list's `errors` name is still an error.
    failure_without_items: list(Kind::MissingOrError)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["page 2", "99991663", "this key opens nothing"]);
    /// With `missing: empty`, a failure under a common key such as `error` is an error, too.
    failure_in_usual_words on "failure-without-items-under-error": list(Kind::MissingIsEmpty)
        => ["/list", "/list?page_token=a"], "1-2", fails(Items, &["page 2", "`/error`", "failed"]);
    /// By token, rows that are added or removed elsewhere in the list shift nothing: each row is yielded once.
    rows_come_and_go: TOKEN => ["/list", "/list?page_token=after2", "/list?page_token=after4"], "1-6", ENDS;
    /// The same holds if the list states its key.
    rows_come_and_go_with_a_key on "rows-come-and-go": list(Kind::Keyed)
        => ["/list", "/list?page_token=after2", "/list?page_token=after4"], "1-6", ENDS;
    /// The page number that a reply states is passed on to the caller, but does not affect the walk.
    page_number_stuck: TOKEN => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-6", ENDS;
}
