//! A limit ends a walk where it says, and costs no request beyond.

use crate::call::TOKEN;
use crate::row::{ENDS, fails};
use pagesmith::ErrorKind::Input;

rows! {
    /// A limit of 0 sends nothing.
    limit_0 on "ten-rows": TOKEN.limit(0) => [], "", ENDS;
    /// A limit of 1 requests a page of one.
    limit_1 on "ten-rows": TOKEN.limit(1) => ["/list?per_page=1"], "1", ENDS;
    /// A limit below the page size lowers the requested page size.
    limit_below_the_page_size on "ten-rows": TOKEN.page_size(5).limit(4) => ["/list?per_page=4"], "1-4", ENDS;
    /// A limit of one page takes one request.
    limit_of_a_page on "ten-rows": TOKEN.page_size(5).limit(5) => ["/list?per_page=5"], "1-5", ENDS;
    /// A limit of one page and one record takes two requests.
    limit_above_a_page on "ten-rows": TOKEN.page_size(4).limit(5)
        => ["/list?per_page=4", "/list?per_page=4&page_token=t1"], "1-5", ENDS;
    /// A limit in the middle of a page cuts the page, even without a page size.
    limit_in_mid_page on "ten-rows": TOKEN.limit(3) => ["/list", "/list?page_token=t1"], "1-3", ENDS;
    /// A limit of three pages takes three requests.
    limit_of_three_pages on "ten-rows": TOKEN.limit(6) => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// A limit that equals the whole list takes one request per page.
    limit_of_all on "ten-rows": TOKEN.limit(10) => ["/list", "/list?page_token=t{1..4}"], "1-10", ENDS;
    /// A limit above the total changes nothing.
    limit_above_the_total on "ten-rows": TOKEN.limit(11) => ["/list", "/list?page_token=t{1..4}"], "1-10", ENDS;
    /// The largest possible limit changes nothing.
    limit_beyond_counting on "ten-rows": TOKEN.limit(u64::MAX) => ["/list", "/list?page_token=t{1..4}"], "1-10", ENDS;
    /// By number, a limit does not change the page size, which decides where pages begin.
    limit_by_number on "numbers-by-pages": TOKEN.at_page(1).page_size(2).limit(1)
        => ["/list?per_page=2&page=1"], "3", ENDS;
    /// If the limit is reached before an error, the walk ends without the error.
    limit_before_an_error on "items-missing": TOKEN.limit(2) => ["/list"], "1-2", ENDS;
    /// A page size of 0 is refused before any request.
    page_size_0 on "ten-rows": TOKEN.page_size(0) => [], "", fails(Input, &["the page size must be at least 1"]);
    /// The largest page size is sent.
    page_size_of_the_maximum on "ten-rows": TOKEN.page_size(100) => ["/list?per_page=100"], "1-10", ENDS;
    /// A page size above the maximum is refused before any request, and the error names the maximum.
    page_size_above_the_maximum on "ten-rows": TOKEN.page_size(101) => [], "", fails(Input, &["at most 100", "101"]);
    /// Parameters that page can't be filters.
    page_token_as_filter on "ten-rows": TOKEN.query(&[("page_token", "t1")]) => [], "", fails(Input, &["page_token", "paging"]);
    /// The page size is sent with every request.
    page_size_on_every_page on "ten-rows": TOKEN.page_size(3)
        => ["/list?per_page=3", "/list?per_page=3&page_token=t{1..3}"], "1-10", ENDS;
}
