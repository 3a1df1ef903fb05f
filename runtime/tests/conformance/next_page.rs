//! Lists that state the next position outside their envelope, or are requested in
//! another way.

use crate::call::{Call, TOKEN, Walking, list};
use crate::driver::{Walked, drain};
use crate::lists::{self, Kind, Record};
use crate::resume::{pager, round_trip, stopped};
use crate::row::{ENDS, fails, warns};
use crate::scene::Scene;
use pagesmith::ErrorKind::{
    Cycle, ForeignOrigin, PagingKey, Position as Refused, Status, Truncated,
};
use pagesmith::Numbered;

const HEADER_LINK: Call = list(Kind::HeaderLink);
const OFFSET: Call = list(Kind::Offset);
const POST: Call = list(Kind::IntoBody);

/// Stopped after the third record of `L`.
fn third<L: Numbered<Item = Record>>(scene: &Scene) -> Walking<'_> {
    Box::pin(stopped::<L>(scene, 3))
}

rows! {
    /// Links in a `Link` header are followed in every spelling of RFC 8288, up to the page that has none.
    links_in_a_header: HEADER_LINK
        => ["/list", "/list?page=2", "/list?page=3"], "1-5", ENDS;
    /// A link in a header that leads to its own page is an error after that page.
    link_of_a_header_to_itself: HEADER_LINK
        => ["/list", "/list?page=2"], "1-4", fails(Cycle, &["page 2 again", "period 1"]);
    /// A link in a header must stay on the origin, like one in a body.
    link_of_a_header_elsewhere: HEADER_LINK
        => ["/list"], "1-2", fails(ForeignOrigin, &["<foreign>"]);
    /// A `Link` header whose `anchor` names another resource is not the next page.
    link_of_another_context: HEADER_LINK => ["/list"], "1-2", ENDS;
    /// A header that can't be read is an error, not the end.
    link_of_a_header_broken: HEADER_LINK
        => ["/list"], "1-2", fails(PagingKey, &["the link `next`"]);
    /// If the server refuses a link from a header, the error says that it refused the position.
    link_of_a_header_refused: HEADER_LINK.own(|scene| Box::pin(async {
        refused(drain(scene.items(pager::<lists::list::HeaderLink>(scene))).await)
    })) => ["/list", "/list?page=2"], "1-2", fails(Status, &["422"]);
    /// A walk by links in a header is resumed by the link.
    links_in_a_header_resumed on "links-in-a-header": TOKEN.own(third::<lists::list::HeaderLink>)
        => ["/list", "2 * /list?page=2", "/list?page=3"], "1-5", ENDS;

    /// A total may be in a header.
    total_in_a_header: list(Kind::HeaderTotal)
        => ["/list?per_page=2&page=0", "/list?per_page=2&page=1"], "1-3", ENDS;
    /// A token in a header is sent on; an empty one is the end.
    token_in_a_header: list(Kind::HeaderToken)
        => ["/list", "/list?page_token=2", "/list?page_token=3"], "1-6", ENDS;
    /// With the token in a header, a reply without that header is the last.
    token_in_a_header_absent on "token-absent-at-first": list(Kind::HeaderToken)
        => ["/list"], "1-2", ENDS;
    /// A walk by tokens in a header is resumed by the token.
    token_in_a_header_resumed on "token-in-a-header": TOKEN.own(third::<lists::list::HeaderToken>)
        => ["/list", "2 * /list?page_token=2", "/list?page_token=3"], "1-6", ENDS;
    /// A token can be sent in a header of the request.
    token_into_a_header: list(Kind::IntoHeader).showing(&["x-page-token"])
        => ["/list x-page-token: ", "/list x-page-token: t1", "/list x-page-token: t2"], "1-6", ENDS;
    /// A resumed walk sends the token in that header, too.
    token_into_a_header_resumed on "token-into-a-header": TOKEN.showing(&["x-page-token"])
        .own(third::<lists::list::IntoHeader>)
        => ["/list x-page-token: ", "2 * /list x-page-token: t1", "/list x-page-token: t2"],
        "1-6", ENDS;

    /// With `next: {last: …}`, the next page begins after the last row; an empty page is the end.
    after_the_last_row: list(Kind::Last)
        => ["/list", "/list?page_token=2", "/list?page_token=4", "/list?page_token=5"], "1-5", ENDS;
    /// If a reply's flag says that no page follows, no other page is requested.
    after_the_last_row_more: list(Kind::LastMore)
        => ["/list", "/list?page_token=2", "/list?page_token=4"], "1-5", ENDS;
    /// A walk by the last row is resumed with the value that was sent to get its current page.
    after_the_last_row_resumed on "after-the-last-row": TOKEN.own(third::<lists::list::Last>)
        => ["/list", "2 * /list?page_token=2", "/list?page_token=4", "/list?page_token=5"],
        "1-5", ENDS;
    /// A last row that lacks this value is an error, not the end.
    last_row_without_it: list(Kind::LastSort)
        => ["/list"], "1-2", fails(Truncated, &["`/sort` of the last item"]);
    /// A server that ignores the parameter for the last row is detected as a cycle.
    last_row_ignored: list(Kind::Last)
        => ["/list", "/list?page_token=2"], "1-2 1-2", fails(Cycle, &["page 2 again", "period 1"]);

    /// By POST, a token is sent in the body next to the constant part; a number is sent as a number.
    post_by_token: POST.page_size(2)
        => ["POST /list {'kind':'row','size':2}",
            "POST /list {'kind':'row','size':2,'cursor':'a\\'b'}",
            "POST /list {'kind':'row','size':2,'cursor':7}"], "1-5", ENDS;
    /// A resumed walk sends the token in the body, too.
    post_resumed on "post-by-token": TOKEN.own(third::<lists::list::IntoBody>)
        => ["POST /list {'kind':'row'}", "2 * POST /list {'kind':'row','cursor':'a\\'b'}",
            "POST /list {'kind':'row','cursor':7}"], "1-5", ENDS;
    /// If the list has another `body`, the position is refused before any request.
    post_position_of_another_body on "post-by-token": TOKEN.own(|scene| Box::pin(async {
        let mut items = scene.items(pager::<lists::list::IntoBody>(scene).read_ahead(false));
        items.next().await.unwrap().unwrap();
        let position = round_trip(&items.position().unwrap());
        let other = pager::<lists::list::IntoBody>(scene).body_at("/kind", "column");
        drain(scene.items(other.resume(&position))).await
    })) => ["POST /list {'kind':'row'}"], "", fails(Refused, &["another list"]);
    /// A cycle of tokens in request bodies is found.
    post_in_a_circle: POST
        => ["POST /list {'kind':'row'}", "POST /list {'kind':'row','cursor':'a'}"], "1-4",
        fails(Cycle, &["page 2 again", "period 1"]);
    /// A redirect of a POST is not followed.
    post_redirected: POST
        => ["POST /list {'kind':'row'}", "POST /list {'kind':'row','cursor':'a'}"], "1-2",
        fails(Status, &["redirects a POST", "307"]);
    /// A POST of a list is retried, like a GET.
    post_once_unavailable: POST.timed()
        => ["POST /list {'kind':'row'}", "2 * POST /list {'kind':'row','cursor':'a'}"], "1-4", ENDS;
    /// An array from the last row is sent in the body unchanged.
    search_after: list(Kind::SearchAfter)
        => ["POST /list {}", "POST /list {'search_after':[1e3,null]}"], "1-2", ENDS;

    /// By offset, a walk ends at the total.
    offsets_by_total: OFFSET
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4"], "1-5", ENDS;
    /// Without a total, a walk by offset ends at an empty page; a short page does not end it.
    offsets_to_an_empty_page: OFFSET
        => ["/list?offset=0", "/list?offset=2", "/list?offset=3", "/list?offset=5"], "1-5", ENDS;
    /// If the server first takes a page of rows and then filters it, a walk with `step: size` advances by the page size, and continues past empty pages.
    offsets_in_windows: list(Kind::Windows)
        => ["/list?limit=2&offset=0", "/list?limit=2&offset=2", "/list?limit=2&offset=4"],
        "1-3", ENDS;
    /// The step of an offset may be a number in the reply.
    offsets_by_count: list(Kind::OffsetByCount)
        => ["/list?offset=0", "/list?offset=4", "/list?offset=7"], "1-3", ENDS;
    /// A server that ignores the offset is detected at the second page.
    offset_unknown: OFFSET
        => ["/list?offset=0", "/list?offset=2"], "1-2", fails(Cycle, &["period 1", "offset"]);
    /// With `repeat: stop`, a walk by offset ends at a repeated page.
    offset_unknown_stops on "offset-unknown": list(Kind::OffsetStops)
        => ["/list?offset=0", "/list?offset=2"], "1-2", ENDS;
    /// By offset, each page overlaps the one before by a row, so rows inserted before it cause no repeats.
    offsets_while_rows_come: list(Kind::OffsetKeyed)
        => ["/list?offset=0", "/list?offset=1", "/list?offset=2"], "1-3",
        warns(&["after 3 items, but the server counts 4"]);
    /// A walk by offset is resumed from the last row that was yielded.
    offsets_resumed on "offsets-by-total": TOKEN.own(third::<lists::list::OffsetKeyed>)
        => ["/list?offset={0..3}"], "1-5", ENDS;
    /// By offset too, a limit requests no more rows than needed.
    offsets_up_to_a_limit on "offsets-by-total": OFFSET.limit(3)
        => ["/list?offset=0", "/list?offset=2"], "1-3", ENDS;
}

/// The walk failed because its position was refused.
fn refused(walked: Walked) -> Walked {
    assert!(walked.failed.as_ref().unwrap().is_position_refused());
    walked
}
