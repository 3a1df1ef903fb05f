//! Pages by number, several at a time.

use crate::GROUPS;
use crate::call::{Call, NUMBER};
use crate::row::{ENDS, Row, fails, run_several};
use pagesmith::ErrorKind::{Items, Status};

/// Two at a time; the server gets them in any order.
const TWO: Call = NUMBER.concurrency(2);

rows! {
    /// Several pages at a time give the same records as one at a time, in order.
    two_at_a_time in async on "numbers-by-pages": TWO => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// If more are requested at a time than there are pages, only the existing pages are requested.
    fifty_at_a_time in async on "numbers-by-pages": NUMBER.concurrency(50)
        => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// The total determines how many pages are requested.
    two_at_a_time_by_total in async on "numbers-by-total": TWO
        => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// No page beyond a limit is requested.
    two_at_a_time_with_a_limit in async on "numbers-by-pages": TWO.limit(3)
        => ["/list?per_page=2&page={0..1}"], "1-3", ENDS;
    /// If one page fails, only that page is requested again, and its records keep their place.
    numbers_503_once in async: TWO.timed() => ["2 * /list?per_page=2&page={0..2}"], "1-5", ENDS;
    /// Pages that the server refuses (429) are requested again, and their records keep their place.
    numbers_429_each_once in async: NUMBER.concurrency(4).timed()
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1", "2 * /list?per_page=2&page=2",
            "2 * /list?per_page=2&page=3", "2 * /list?per_page=2&page=4"], "1-9", ENDS;
    /// A page that can't be fetched ends the walk after the records before it.
    numbers_403_in_the_middle in async: TWO
        => ["/list?per_page=2&page={0..1}"], "1-2", fails(Status, &["page number 1", "403"]);
    /// A reply that is not a page ends the walk there, even if later pages have arrived.
    numbers_without_items_in_the_middle in async: TWO
        => ["/list?per_page=2&page={0..1}"], "1-2", fails(Items, &["page number 1"]);
}

/// What is promised of pages by number holds for several at a time.
#[test]
fn rows_by_number_three_at_a_time() {
    let rows = GROUPS.iter().flat_map(|(_, rows)| *rows);
    let rows: Vec<&Row> = rows.filter(|row| row.call.goes_by_number()).collect();
    assert!(rows.len() > 15, "{}", rows.len());
    for row in rows {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(run_several(row, 3));
    }
}
