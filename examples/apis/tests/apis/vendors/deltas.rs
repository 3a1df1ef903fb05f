//! Vendors whose last page gives what the next synchronisation begins with. From the first one to
//! the next, row 2 changed, row 5 was removed, row 6 changed and row 7 was removed.

use super::{Answer, BEARER, Reply, Request, Vendor, at, cut, cut_ragged};
use serde_json::{Value, json};

/// The number of the row that says that another one was removed.
pub const REMOVED: usize = 100;

/// What has changed, by the numbers of rows.
pub const CHANGES: [usize; 4] = [2, REMOVED + 5, 6, REMOVED + 7];

/// Links with opaque tokens. The second page is empty, though rows follow.
pub const GRAPH_DELTA: Vendor = Vendor {
    list: ("GET", "/v1.0/users/delta"),
    onward: "",
    headers: BEARER,
    params: &["$select", "$skiptoken", "$deltatoken"],
    row: graph_user,
    answer: |rows, request| {
        let tokens =
            ["$skiptoken", "$deltatoken"].iter().filter(|name| request.get(name).is_some());
        if request.query.len() > 1 && tokens.count() > 0 {
            return Err(Reply::bad("a token holds the query already"));
        }
        let changes: Vec<Value> = CHANGES.map(graph_user).into();
        let link = |name: &str, token: String| {
            json!(format!("{}/v1.0/users/delta?${name}={token}", request.origin))
        };
        let (page, next, sync) = match (request.get("$deltatoken"), request.get("$skiptoken")) {
            (Some("d1"), _) => with_next(cut(&changes, 0, 3), 2),
            (Some("d2"), _) => (&[][..], None, 2),
            (Some(_), _) => {
                let error = json!({"code": "syncStateNotFound", "message": "Resync required."});
                return Err(Reply::page(json!({"error": error})).status(410));
            }
            (None, Some(token)) if token.starts_with("s2-") => {
                with_next(cut(&changes, at(Some(token), "s2-", "")?, 3), 2)
            }
            (None, token) => with_next(cut_ragged(rows, at(token, "s1-", "")?, 3), 1),
        };
        let mut body = json!({"@odata.context": "…#users", "value": page});
        match next {
            Some(step) => body["@odata.nextLink"] = link("skiptoken", format!("s{sync}-{step}")),
            None => body["@odata.deltaLink"] = link("deltatoken", format!("d{sync}")),
        }
        Ok(Reply::page(body))
    },
};

fn with_next(
    (page, next): (&[Value], Option<usize>),
    sync: usize,
) -> (&[Value], Option<usize>, usize) {
    (page, next, sync)
}

fn graph_user(n: usize) -> Value {
    match n.checked_sub(REMOVED) {
        Some(n) => json!({"id": format!("87d349ed-{n}"), "@removed": {"reason": "changed"}}),
        None => json!({"id": format!("87d349ed-{n}"), "displayName": "N"}),
    }
}

/// A sync token that each request of a synchronisation has, beside the page token, which belongs to
/// it. Filters are refused beside it.
pub const GOOGLE_CALENDAR: Vendor = Vendor {
    list: ("GET", "/calendar/v3/calendars/primary/events"),
    onward: "",
    headers: BEARER,
    params: &["maxResults", "pageToken", "syncToken", "timeMin"],
    row: google_event,
    answer: google_events,
};

fn google_event(n: usize) -> Value {
    match n.checked_sub(REMOVED) {
        Some(n) => json!({"id": format!("0i47v6jvfi{n}"), "status": "cancelled"}),
        None => json!({"id": format!("0i47v6jvfi{n}"), "status": "confirmed", "summary": "S"}),
    }
}

fn google_events(rows: &[Value], request: &Request) -> Answer {
    let size = request.size("maxResults", 250, 2500)?;
    let changes: Vec<Value> = CHANGES.map(google_event).into();
    let (rows, before) = match request.get("syncToken") {
        None => (rows, "CiAKGjB"),
        Some(_) if request.get("timeMin").is_some() => return Err(Reply::bad("timeMin")),
        Some("CPDAlvWDx70CGAU=") => (&changes[..], "Sync+CiAKGjB"),
        Some(_) => {
            let message = "Sync token is no longer valid, a full sync is required.";
            return Err(
                Reply::page(json!({"error": {"code": 410, "message": message}})).status(410)
            );
        }
    };
    let (page, next) = cut(rows, at(request.get("pageToken"), before, "==")?, size);
    let mut body = json!({"kind": "calendar#events", "items": page});
    match next {
        Some(next) => body["nextPageToken"] = json!(format!("{before}{next}==")),
        None => body["nextSyncToken"] = json!("CPDAlvWDx70CGAU="),
    }
    Ok(Reply::page(body))
}

/// The credentials of Plaid's bodies.
pub const PLAID: &[&str] = &["/secret: 7b6d1c4e", "/client_id: 5f3a"];

/// Rows in three arrays, of which `change` is the name. Each reply has a cursor: that of the last
/// one begins the next synchronisation.
pub const PLAID_TRANSACTIONS: Vendor = Vendor {
    list: ("POST", "/transactions/sync"),
    onward: "",
    headers: PLAID,
    params: &[],
    row: plaid_transaction,
    answer: |rows, request| {
        request.expect_in_body("/access_token", &json!("access-1"))?;
        let size = request.body_size("/count", 100, 500)?;
        let from = at(request.text("/cursor")?, "tVUUL15lYQN5rBnf", "==")?;
        let changes: Vec<Value> = CHANGES.map(plaid_transaction).into();
        let (page, next) = match from.checked_sub(rows.len()) {
            Some(from) => cut(&changes, from, size),
            None => cut(rows, from, size),
        };
        let of = |name: &str| {
            let mut rows: Vec<Value> =
                page.iter().filter(|row| row["change"] == name).cloned().collect();
            for row in &mut rows {
                row.as_object_mut().unwrap().remove("change");
            }
            rows
        };
        Ok(Reply::page(json!({
            "accounts": [{"account_id": "BxBXxLj1", "name": "Plaid Checking"}],
            "added": of("added"), "modified": of("modified"), "removed": of("removed"),
            "next_cursor": format!("tVUUL15lYQN5rBnf{}==", from + page.len()),
            "has_more": next.is_some(), "request_id": "Wvhy9PZHQLV8njG",
        })))
    },
};

fn plaid_transaction(n: usize) -> Value {
    let id = |n: usize| format!("lPNjeW1nR6CD{n}");
    let removed =
        |n: usize| json!({"transaction_id": id(n), "account_id": "BxBXxLj1", "change": "removed"});
    match n.checked_sub(REMOVED) {
        Some(n) => removed(n),
        None if n.is_multiple_of(3) => removed(n),
        None => {
            let change = if n % 3 == 1 { "added" } else { "modified" };
            json!({"transaction_id": id(n), "account_id": "BxBXxLj1", "amount": 89.4,
                "date": "2027-01-29", "name": "SparkFun", "change": change})
        }
    }
}

/// By offset: both numbers are required.
pub const PLAID_INSTITUTIONS: Vendor = Vendor {
    list: ("POST", "/institutions/get"),
    onward: "",
    headers: PLAID,
    params: &[],
    row: |n| json!({"institution_id": format!("ins_{n}"), "name": "Bank of America"}),
    answer: |rows, request| {
        request.expect_in_body("/country_codes", &json!(["US"]))?;
        let size = request.body_size("/count", 0, 500)?;
        let from = request.body_number("/offset")?.ok_or_else(|| Reply::bad("offset"))?;
        let (page, _) = cut(rows, from, size);
        let body =
            json!({"institutions": page, "total": rows.len(), "request_id": "m8MDnv9okwxFNBV"});
        Ok(Reply::page(body))
    },
};
