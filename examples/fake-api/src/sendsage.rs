//! The SendSage API: pages by number or by token, paging keys next to `data`.
//!
//! Documented: `page` from 0 and `page_token` never together; `per_page` 100 by default and at
//! most 500 for these lists; a `next_page_token` of null marks the last page; errors have
//! `"success": false`. The documents show only status 200, so errors have it too, except for wrong
//! credentials, which HTTP itself answers with 401.

use serde_json::Value;

use crate::builder::KeyOrder;
use crate::call::Call;
use crate::data::{Row, Rows};
use crate::json::{self, Members};
use crate::lists::List;
use crate::server::{Context, Reply};
use crate::tokens::Place;
use crate::{API_KEY, CAMPAIGN_ID, MAILING_LIST_ID, ORGANIZATION_ID, auth};

/// The parameters that belong to paging.
const PAGING: [&str; 3] = ["page", "page_token", "per_page"];

/// Answers a request for a list.
pub(crate) fn answer(list: List, call: &Call, context: &mut Context<'_>) -> Reply {
    if !auth::accepts(call, ORGANIZATION_ID, API_KEY) {
        let refusal = failure("not_authorized", "the credentials are missing or wrong");
        return Reply { status: 401, ..refusal };
    }
    page(list, call, context).unwrap_or_else(|refusal| refusal)
}

/// An error in the vendor's envelope.
pub(crate) fn failure(code: &str, message: &str) -> Reply {
    let body = json::object(&vec![
        ("success", json::value(false)),
        ("data", json::value(Value::Null)),
        ("error_code", json::value(code)),
        ("error_message", json::value(message)),
    ]);
    Reply { status: 200, body, rows: 0 }
}

fn invalid(message: &str) -> Reply {
    failure("invalid_request", message)
}

/// Which page a request asks for.
enum PageRequest {
    /// Neither a number nor a token.
    First,
    Number(usize),
    Token(String),
}

impl PageRequest {
    fn read(list: List, call: &Call) -> Result<Self, Reply> {
        match (call.value("page"), call.value("page_token")) {
            (None, None) => Ok(Self::First),
            (Some(_), Some(_)) => Err(invalid("page and page_token can't be combined")),
            (Some(page), None) => {
                let page =
                    page.parse().map_err(|_| invalid("page must be a number of at least 0"))?;
                Ok(Self::Number(page))
            }
            (None, Some(_)) if list != List::Subscribers => {
                Err(invalid("this list pages by number only"))
            }
            (None, Some(token)) => Ok(Self::Token(token.to_owned())),
        }
    }
}

fn page(list: List, call: &Call, context: &mut Context<'_>) -> Result<Reply, Reply> {
    let nothing = Rows::default();
    let all = context.data.rows(list).unwrap_or(&nothing);
    let all = if has_rows(list, call, context)? { all } else { &nothing };
    if list == List::MailingLists {
        let rows = all.page(0, usize::MAX, |_| true);
        return Ok(reply(list, context, Members::new(), &rows));
    }
    let asked = PageRequest::read(list, call)?;
    let per_page = per_page(call)?;
    let scope = Scope::read(list, call)?;
    let test = |row: &Row| scope.passes(row);

    let mut paging = Members::new();
    let size = json::page_size(per_page, context.quirks.size_as_string);
    let rows = match asked {
        PageRequest::Number(page) => {
            let shown = if context.quirks.page_stuck { 0 } else { page };
            paging.extend([("page", json::value(shown)), ("per_page", size)]);
            all.page(page.saturating_mul(per_page), per_page, test)
        }
        PageRequest::First if list != List::Subscribers => {
            paging.extend([("page", json::value(0)), ("per_page", size)]);
            all.page(0, per_page, test)
        }
        PageRequest::First => {
            paging.extend([("page", json::value(0)), ("per_page", size)]);
            let (rows, more) = all.after(None, per_page, test);
            push_next_token(&mut paging, call, context, 1, rows.last().filter(|_| more));
            rows
        }
        PageRequest::Token(token) => {
            let filters = call.filters(&PAGING);
            let fits = |place: &Place| place.path == call.path && place.filters == filters;
            let place = context.tokens.redeem(&token, fits).cloned();
            let place = place.ok_or_else(|| invalid("this page_token was not issued here"))?;
            paging.extend([("page_token", json::value(token)), ("per_page", size)]);
            let (rows, more) = all.after(Some(place.after), per_page, test);
            push_next_token(
                &mut paging,
                call,
                context,
                place.page + 1,
                rows.last().filter(|_| more),
            );
            rows
        }
    };
    if context.quirks.counts && list != List::SystemCampaigns {
        // Not documented for a list without rows: this server states 0 pages.
        let records = all.count(test);
        paging.push(("num_records", json::value(records)));
        paging.push(("num_pages", json::value(records.div_ceil(per_page))));
    }
    Ok(reply(list, context, paging, &rows))
}

/// Issues the token of the page after `last`, or marks the last page.
fn push_next_token(
    paging: &mut Members,
    call: &Call,
    context: &mut Context<'_>,
    page: u64,
    last: Option<&&Row>,
) {
    let token = last.map(|last| {
        let filters = call.filters(&PAGING);
        let (path, after) = (call.path.clone(), last.position);
        context.tokens.issue_in_body(Place { path, filters, page, after, previous: None })
    });
    json::push_next(paging, "next_page_token", token, context.quirks.end_mark);
}

fn reply(list: List, context: &Context<'_>, paging: Members, rows: &[&Row]) -> Reply {
    let array = json::array(rows);
    let data = match list.items() {
        [key, ..] if list == List::LinkStats => {
            json::object(&vec![("all_unclicked_links_recorded", json::value(true)), (key, array)])
        }
        [key, ..] => json::object(&vec![(key, array)]),
        [] => array,
    };
    let rest = vec![
        ("success", json::value(true)),
        ("data", data),
        ("error_code", json::value(Value::Null)),
        ("error_message", json::value(Value::Null)),
    ];
    let order = context.quirks.key_order.unwrap_or(KeyOrder::RowsFirst);
    Reply { status: 200, body: json::envelope(paging, rest, order), rows: rows.len() }
}

/// Whether the mailing list or campaign of the path has rows; an error if it is unknown.
fn has_rows(list: List, call: &Call, context: &Context<'_>) -> Result<bool, Reply> {
    if let Some(id) = call.path_part_after("mailing_lists") {
        let known = context.data.ids(List::MailingLists).iter().any(|known| known == id);
        let has_rows = id == MAILING_LIST_ID.to_string();
        return known.then_some(has_rows).ok_or_else(|| failure("not_found", "no such list"));
    }
    match call.path_part_after("campaigns") {
        Some(id) if list == List::LinkStats && id != CAMPAIGN_ID.to_string() => {
            Err(failure("not_found", "no such campaign"))
        }
        _ => Ok(true),
    }
}

/// A size above the maximum is refused: the error code for it is documented, a silent cap is not.
fn per_page(call: &Call) -> Result<usize, Reply> {
    match call.value("per_page").map_or(Ok(100), str::parse) {
        Ok(size @ 1..=500) => Ok(size),
        Ok(501..) => Err(failure("requested_too_many", "per_page is at most 500")),
        Ok(0) | Err(_) => Err(invalid("per_page must be a number of at least 1")),
    }
}

/// Which imports are listed, by their state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    All,
    Active,
    Finished,
}

impl Scope {
    /// The time range of `recent`, the default, is not documented: this server lists all.
    fn read(list: List, call: &Call) -> Result<Self, Reply> {
        let scope = call.value("scope").filter(|_| list == List::SubscriberImports);
        match scope {
            None | Some("recent" | "all") => Ok(Self::All),
            Some("active") => Ok(Self::Active),
            Some("finished") => Ok(Self::Finished),
            Some(_) => Err(invalid("scope is one of finished, active, recent, all")),
        }
    }

    fn passes(self, row: &Row) -> bool {
        let finished = matches!(row.field("state"), Some("finished" | "cancelled" | "failed"));
        self == Self::All || finished == (self == Self::Finished)
    }
}
