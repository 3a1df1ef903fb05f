//! Lists that would never end, or do not say how.

use crate::call::{LINK, NUMBER, TOKEN, list};
use crate::lists::Kind;
use crate::row::{ENDS, fails, warns};
use pagesmith::ErrorKind::{Contradiction, Cycle, PagingKey, TooManyPages, Truncated};

rows! {
    /// A token that leads to its own page is an error after that page.
    self_loop_of_a_token: TOKEN
        => ["/list", "/list?page_token=1"], "1-4", fails(Cycle, &["page 2 again", "period 1"]);
    /// A link that leads to its own page is an error after that page.
    self_loop_of_a_link: LINK
        => ["/list", "/list?page=1"], "1-4", fails(Cycle, &["page 2 again", "period 1"]);
    /// A link back to the first request is recognised.
    link_to_the_first_page: LINK
        => ["/list"], "1-2", fails(Cycle, &["page 1 again", "period 1"]);
    /// Two spellings of a link are the same position.
    link_to_itself_spelt_otherwise: LINK
        => ["/list", "/list?page=2"], "1-4", fails(Cycle, &["page 2 again", "period 1"]);
    /// A → B → A is an error once both pages have been read, without another request.
    cycle_of_2_tokens: TOKEN
        => ["/list", "/list?page_token={1..2}"], "1-6", fails(Cycle, &["page 2 again", "period 2"]);
    /// A cycle of five tokens is found after five pages.
    cycle_of_5_tokens: TOKEN
        => ["/list", "/list?page_token={1..5}"], "1-12", fails(Cycle, &["page 2 again", "period 5"]);
    /// A cycle of a thousand tokens is found after a thousand pages.
    cycle_of_1000_tokens: TOKEN
        => ["/list", "/list?page_token={1..1000}"], "1-2002",
        fails(Cycle, &["page 2 again", "period 1000"]);
    /// A cycle that begins after some ordinary pages is found with one request per page, and no more.
    cycle_of_2_behind_3_pages: TOKEN
        => ["/list", "/list?page_token={1..5}"], "1-12", fails(Cycle, &["page 5 again", "period 2"]);
    /// A cycle of two links is found after two pages.
    cycle_of_2_links: LINK
        => ["/list", "/list?page={1..2}"], "1-6", fails(Cycle, &["page 2 again", "period 2"]);
    /// A cycle of five links is found after five pages.
    cycle_of_5_links: LINK
        => ["/list", "/list?page={1..5}"], "1-12", fails(Cycle, &["page 2 again", "period 5"]);
    /// A cycle of a thousand links is found after a thousand pages.
    cycle_of_1000_links: LINK
        => ["/list", "/list?page={1..1000}"], "1-2002",
        fails(Cycle, &["page 2 again", "period 1000"]);
    /// A repeated token is an error, even if its rows are new.
    repeated_token_with_new_rows: TOKEN
        => ["/list", "/list?page_token=same"], "1-4", fails(Cycle, &["period 1"]);
    /// With `repeat: allow`, a walk follows a repeated token, and ends where the list ends.
    repeated_token_allowed on "repeated-token-with-new-rows": list(Kind::RepeatAllowed)
        => ["/list", "/list?page_token=same", "/list?page_token=same", "/list?page_token=same",
            "/list?page_token=same", "/list?page_token=same"], "1-12", ENDS;
    /// With `repeat: stop`, a walk ends at a repeated token.
    repeated_token_stops on "cycle-of-2-tokens": list(Kind::RepeatStops)
        => ["/list", "/list?page_token={1..2}"], "1-6", ENDS;

    /// A null token is the end.
    token_null: TOKEN => ["/list", "/list?page_token=t1"], "1-4", ENDS;
    /// An empty token is the end.
    token_empty: TOKEN => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// With `empty_string: false`, an empty token is sent like any other.
    token_empty_is_one on "token-empty": list(Kind::EmptyToken)
        => ["/list", "/list?page_token=t{1..2}", "/list?page_token="], "1-8", ENDS;
    /// A first reply without any paging key is the only page.
    token_absent_at_first: TOKEN => ["/list"], "1-2", ENDS;
    /// A later reply without the token's key is an error, after its rows.
    token_absent_later: TOKEN
        => ["/list", "/list?page_token=t{1..2}"], "1-6",
        fails(Truncated, &["/next_page_token", "6 items"]);
    /// A later reply without the token's key ends the walk if the walk has seen as many records as the reply's total.
    token_absent_later_all_seen: TOKEN => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// A later reply without the token's key is an error if its total says that records are missing; the walk does not fall back to page numbers.
    token_absent_later_more_counted: TOKEN
        => ["/list", "/list?page_token=t{1..2}"], "1-6", fails(Truncated, &["/next_page_token"]);
    /// With `absent: end`, a reply without the token's key ends the list, on the first page and on later ones.
    token_absent_ends on "token-absent-later": list(Kind::AbsentEnds)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// With `absent: error`, a reply without the token's key is an error, on the first page too.
    token_absent_fails on "token-absent-at-first": list(Kind::AbsentFails)
        => ["/list"], "1-2", fails(Truncated, &["/next_page_token"]);
    /// A JSON number is accepted as a token.
    token_number: TOKEN => ["/list", "/list?page_token=7"], "1-4", ENDS;
    /// A number as a token keeps all its digits, even 23 of them.
    token_number_of_23_digits: TOKEN
        => ["/list", "/list?page_token=12345678901234567890123"], "1-4", ENDS;
    /// A number as a token is sent back as the server spelled it.
    token_number_with_fraction: TOKEN => ["/list", "/list?page_token=-1.50e%2B3"], "1-4", ENDS;
    /// A boolean is not a token; the error names the pointer and what was found there.
    token_true: TOKEN
        => ["/list"], "1-2", fails(PagingKey, &["/next_page_token", "a token", "a boolean"]);
    /// An array is not a token.
    token_array: TOKEN => ["/list"], "1-2", fails(PagingKey, &["/next_page_token", "an array"]);
    /// An object is not a token.
    token_object: TOKEN => ["/list"], "1-2", fails(PagingKey, &["/next_page_token", "an object"]);

    /// A null link is the end.
    link_null: LINK => ["/list", "/list?page=2"], "1-4", ENDS;
    /// An empty link is the end, not the same page again.
    link_empty: LINK => ["/list", "/list?page=2"], "1-4", ENDS;
    /// A reply without the link's key is an error, after its rows.
    link_absent: LINK => ["/list", "/list?page=2"], "1-4", fails(Truncated, &["/next", "4 items"]);
    /// A first reply without the link's key is an error, too.
    link_absent_at_first: LINK => ["/list"], "1-2", fails(Truncated, &["/next", "page 1"]);
    /// A number is not a link.
    link_number: LINK => ["/list"], "1-2", fails(PagingKey, &["/next", "a link"]);
    /// A boolean is not a link.
    link_false: LINK => ["/list"], "1-2", fails(PagingKey, &["/next", "a link", "a boolean"]);
    /// An array is not a link.
    link_array: LINK => ["/list"], "1-2", fails(PagingKey, &["/next", "an array"]);
    /// An object is not a link.
    link_object: LINK => ["/list"], "1-2", fails(PagingKey, &["/next", "an object"]);

    /// While `more` is true, the walk follows tokens.
    more_true_and_token: list(Kind::More) => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// `more` false is the end, whatever the token says.
    more_false_and_token: list(Kind::More) => ["/list"], "1-2", ENDS;
    /// `more` true and a null token contradict each other.
    more_true_and_null: list(Kind::More) => ["/list"], "1-2", fails(Contradiction, &["/more"]);
    /// `more` true without a token is a contradiction too, not an end.
    more_true_and_no_token: list(Kind::More) => ["/list"], "1-2", fails(Contradiction, &["/more"]);
    /// If the flag is absent, the token decides whether the walk continues.
    more_absent: list(Kind::More) => ["/list", "/list?page_token=t1"], "1-4", ENDS;
    /// The flag may be a string, such as `"true"`.
    more_as_text: list(Kind::More) => ["/list", "/list?page_token=a"], "1-4", ENDS;
    /// A flag that is neither true nor false is an error that names it.
    more_odd: list(Kind::More) => ["/list"], "1-2", fails(PagingKey, &["/more", "true or false"]);
    /// `done` true is the end, whatever the token says.
    done_true_and_token: list(Kind::Done) => ["/list"], "1-2", ENDS;
    /// `done` false and a null token contradict each other.
    done_false_and_null: list(Kind::Done) => ["/list"], "1-2", fails(Contradiction, &["/done"]);
    /// When paging by number, the walk continues while `more` is true.
    more_by_number: list(Kind::NumberMore)
        => ["/list?per_page=2&page={0..2}"], "1-6", ENDS;

    /// When paging by number, the walk ends at the server's page count.
    numbers_by_pages: NUMBER => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// When paging by number, the walk ends when it has seen as many records as the total.
    numbers_by_total: NUMBER => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// When paging by number without a page count or a total, the walk ends at an empty page.
    numbers_to_an_empty_page: NUMBER => ["/list?per_page=2&page={0..3}"], "1-5", ENDS;
    /// A walk that starts at a page does not request the pages before it.
    numbers_from_a_page on "numbers-by-pages": TOKEN.at_page(1)
        => ["/list?per_page=2&page={1..2}"], "3-5", ENDS;
    /// A server that repeats its last page forever is detected at the first repetition.
    last_page_repeated: NUMBER
        => ["/list?per_page=2&page={0..3}"], "1-6", fails(Cycle, &["period 1", "page number"]);
    /// With `repeat: stop`, a repeated page ends the list, and its rows are yielded once.
    last_page_repeated_stops on "last-page-repeated": list(Kind::NumberRepeatStops)
        => ["/list?per_page=2&page={0..3}"], "1-6", ENDS;
    /// A server that ignores the page number is detected at the second page.
    number_unknown: NUMBER => ["/list?per_page=2&page={0..1}"], "1-2", fails(Cycle, &["period 1"]);
    /// If the first reply has no token but its total says that more records follow, the walk continues by page number and warns.
    token_null_by_number on "numbers-by-pages-null": TOKEN
        => ["/list", "/list?per_page=2&page={1..2}"], "1-5", warns(&["by page number"]);
    /// The walk also continues by number if the token's key is missing.
    token_absent_by_number on "numbers-by-pages-absent": TOKEN
        => ["/list", "/list?per_page=2&page={1..2}"], "1-5", warns(&["by page number"]);
    /// Without a total, the walk continues by number if the first reply has rows and a page number or size, but lacks the token's key.
    token_absent_by_number_uncounted on "numbers-uncounted-absent": TOKEN
        => ["/list", "/list?per_page=2&page={1..3}"], "1-5", warns(&["by page number"]);
    /// A list without page numbers never continues by number: the walk warns of the shortfall.
    token_null_without_numbers on "numbers-by-pages-null-counted": list(Kind::TokenOnly)
        => ["/list"], "1-2", warns(&["after 2 items, but the server counts 5"]);
    /// Without a total, a first reply whose token is null is the end.
    token_null_uncounted on "numbers-uncounted-null": TOKEN => ["/list"], "1-2", ENDS;

    /// `max_pages` ends an endless list with an error.
    endless_tokens: TOKEN.max_pages(5)
        => ["/list", "/list?page_token=t{1..4}"], "1-10", fails(TooManyPages, &["5 pages", "max_pages"]);
    /// A list of exactly `max_pages` pages ends without an error.
    max_pages_reached on "token-null": TOKEN.max_pages(2)
        => ["/list", "/list?page_token=t1"], "1-4", ENDS;
    /// An endless series of empty pages is an error after a thousand of them.
    endless_and_empty: TOKEN
        => ["/list", "/list?page_token=t{1..1000}"], "", fails(TooManyPages, &["1001 pages in a row"]);
    /// A body that is JSON but not a page (`null`) is an error, never the end.
    null_body: TOKEN => ["/list"], "", fails(pagesmith::ErrorKind::Items, &["/data", "nothing"]);
}
