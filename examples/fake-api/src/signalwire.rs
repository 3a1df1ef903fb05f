//! The SignalWire Compatibility API: pages linked by `next_page_uri`.
//!
//! Documented: `PageSize` from 1 to 1000, 50 by default; `Page` from 0; a `Page` above 0 needs the
//! `PageToken` of its link. Recorded replies show errors as status 422 with a body that says 400
//! and a code as a string. The numbers of the codes follow the vendor's style, not its table.

use serde_json::{Value, json};

use crate::builder::{EndMark, KeyOrder};
use crate::call::Call;
use crate::data::{Row, Rows};
use crate::json::{self, Members};
use crate::lists::{List, Test};
use crate::server::{Context, Reply};
use crate::time::{self, DAY};
use crate::tokens::Place;
use crate::{ACCOUNT_SID, API_TOKEN, COMPATIBLE_SID, auth};

/// The parameters that belong to paging; every other one is a filter and carried in the links.
const PAGING: [&str; 3] = ["Page", "PageSize", "PageToken"];

/// Answers a request for a page of a list.
pub(crate) fn answer(list: List, call: &Call, context: &mut Context<'_>) -> Reply {
    let mut accounts = [ACCOUNT_SID, COMPATIBLE_SID].into_iter();
    if !accounts.clone().any(|account| auth::accepts(call, account, API_TOKEN)) {
        return failure(401, 401, "20003", "the credentials are missing or wrong");
    }
    if call.path_part_after("Accounts").is_some_and(|asked| accounts.all(|known| known != asked)) {
        return failure(404, 404, "20404", "no account of this sid");
    }
    page(list, call, context).unwrap_or_else(|refusal| refusal)
}

/// An error in the vendor's format; `status_in_body` is the status that the body states.
pub(crate) fn failure(status: u16, status_in_body: u16, code: &str, message: &str) -> Reply {
    let body = json!({
        "code": code, "message": message, "status": status_in_body,
        "more_info": format!("https://docs.example.com/errors/{code}"),
    });
    Reply { status, body: body.to_string(), rows: 0 }
}

/// The error for an invalid parameter.
fn refuse(code: &str, message: &str) -> Reply {
    failure(422, 400, code, message)
}

fn page(list: List, call: &Call, context: &mut Context<'_>) -> Result<Reply, Reply> {
    let size = page_size(call)?;
    let page = page_number(call)?;
    let filters = Filters::read(list, call)?;
    // The token is compared as the link has it, escapes included.
    let token = call.pair("PageToken").map(|pair| pair.raw_value.clone());
    let place = place(page, token.as_deref(), call, context)?;

    let nothing = Rows::default();
    let rows = context.data.rows(list).unwrap_or(&nothing);
    let after = place.as_ref().map(|place| place.after);
    let (rows, more) = rows.after(after, size, |row| filters.pass(row));
    let next = rows.last().filter(|_| more).map(|last| {
        let place = Place {
            path: call.path.clone(),
            filters: call.filters(&PAGING),
            page: page + 1,
            after: last.position,
            previous: token.clone(),
        };
        link(call, page + 1, size, Some(&context.tokens.issue_in_link(place)))
    });
    let previous = place.map(|place| link(call, page - 1, size, place.previous.as_deref()));

    let quirks = context.quirks;
    let mut paging: Members = vec![
        ("uri", json::value(link(call, page, size, token.as_deref()))),
        ("first_page_uri", json::value(link(call, 0, size, None))),
    ];
    json::push_next(&mut paging, "next_page_uri", next, quirks.end_mark);
    // A first page always has the key; `Absent` leaves out only the next one.
    let no_previous = match quirks.end_mark {
        EndMark::EmptyString => json::value(""),
        EndMark::Null | EndMark::Absent => json::value(Value::Null),
    };
    paging.push(("previous_page_uri", previous.map_or(no_previous, json::value)));
    paging.push(("page", json::value(if quirks.page_stuck { 0 } else { page })));
    paging.push(("page_size", json::page_size(size, quirks.size_as_string)));
    let keys = if list == List::FaxMedia { quirks.fax_media } else { list.items() };
    let items = keys.iter().map(|key| (*key, json::array(&rows))).collect();
    let order = quirks.key_order.unwrap_or(KeyOrder::PagingFirst);
    Ok(Reply { status: 200, body: json::envelope(paging, items, order), rows: rows.len() })
}

fn page_size(call: &Call) -> Result<usize, Reply> {
    let size = call.value("PageSize").map_or(Ok(50), str::parse);
    size.ok()
        .filter(|size| (1..=1000).contains(size))
        .ok_or_else(|| refuse("21480", "PageSize must be a number from 1 to 1000"))
}

fn page_number(call: &Call) -> Result<u64, Reply> {
    let page = call.value("Page").map_or(Ok(0), str::parse);
    page.map_err(|_| refuse("21479", "Page must be a number of at least 0"))
}

/// The place that page number and token lead to; `None` for the first page, which has no token.
fn place(
    page: u64,
    token: Option<&str>,
    call: &Call,
    context: &Context<'_>,
) -> Result<Option<Place>, Reply> {
    let Some(token) = token else {
        let refusal = || refuse("21481", "a Page above 0 needs the PageToken of its link");
        return if page == 0 { Ok(None) } else { Err(refusal()) };
    };
    let filters = call.filters(&PAGING);
    let fits =
        |place: &Place| place.page == page && place.path == call.path && place.filters == filters;
    let place = context.tokens.redeem(token, fits).cloned();
    place.map(Some).ok_or_else(|| refuse("21481", "this PageToken was not issued for this page"))
}

/// A link to a page of the same list: the unchanged bytes of the filters, then the paging.
fn link(call: &Call, page: u64, size: usize, token: Option<&str>) -> String {
    let mut link = format!("{}?", call.path);
    for filter in call.pairs_without(&PAGING) {
        link.extend([&filter.raw, "&"]);
    }
    link.extend(["Page=", &page.to_string(), "&PageSize=", &size.to_string()]);
    if let Some(token) = token {
        link.extend(["&PageToken=", token]);
    }
    link
}

/// The filters of a request.
struct Filters(Vec<Condition>);

enum Condition {
    Same {
        field: &'static str,
        text: String,
    },
    /// Dates are compared in units of `unit` seconds: a day where the value has no time.
    Date {
        field: &'static str,
        test: Test,
        date: i64,
        unit: i64,
    },
}

impl Filters {
    fn read(list: List, call: &Call) -> Result<Self, Reply> {
        let mut conditions = Vec::new();
        for (name, field, test) in list.filters() {
            let Some(value) = call.value(name) else { continue };
            if *test == Test::Same {
                conditions.push(Condition::Same { field, text: value.to_owned() });
                continue;
            }
            let refusal = || refuse("21478", &format!("{name} must be a date"));
            let date = time::read(value).ok_or_else(refusal)?;
            let unit = if value.len() == "2018-08-14".len() { DAY } else { 1 };
            conditions.push(Condition::Date { field, test: *test, date, unit });
        }
        Ok(Self(conditions))
    }

    fn pass(&self, row: &Row) -> bool {
        self.0.iter().all(|condition| condition.holds(row))
    }
}

impl Condition {
    /// A row that lacks the field, or has null there, passes no filter on it.
    fn holds(&self, row: &Row) -> bool {
        match self {
            Self::Same { field, text } => row.field(field) == Some(text),
            Self::Date { field, test, date, unit } => {
                let Some(own) = row.field(field).and_then(time::read) else { return false };
                let (own, date) = (own.div_euclid(*unit), date.div_euclid(*unit));
                match test {
                    Test::Same | Test::On => own == date,
                    Test::From => own >= date,
                    Test::UpTo => own <= date,
                    Test::After => own > date,
                }
            }
        }
    }
}
