//! What a reply says in places that its list does not name: that more follows,
//! or that it failed. Looked for only where a walk would end by what it does not
//! find: a first page that ends it, a page without its items.
//!
//! Names are those that the APIs of `docs/apis.md` and their kind use, compared
//! by their letters and digits alone, in any case.

use crate::json::scan::{Key, Scan, Unreadable};
use crate::paging::Next;
use crate::protocol::response::envelope::{Pointers, Slot};
use crate::protocol::response::link_header;
use http::HeaderMap;
use url::Url;

/// Totals of a whole list.
const TOTALS: &[&str] = &[
    "count",
    "itemcount",
    "numfound",
    "numitems",
    "numrecords",
    "numresults",
    "recordcount",
    "resultcount",
    "total",
    "totalcount",
    "totalelements",
    "totalentries",
    "totalhits",
    "totalitems",
    "totalrecords",
    "totalresults",
    "totalrows",
    "totalsize",
];

/// Numbers of pages.
const PAGES: &[&str] =
    &["lastpage", "numberofpages", "numpages", "pagecount", "pages", "totalpage", "totalpages"];

/// What is true while pages follow.
const MORE: &[&str] = &[
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasnext",
    "hasnextpage",
    "istruncated",
    "more",
    "moreavailable",
    "moreitems",
    "moreresults",
    "truncated",
];

/// What is false while pages follow.
const LAST: &[&str] = &["islast", "islastpage", "last"];

/// What stands behind `next` in the name of a next position.
const NEXT: &[&str] = &[
    "",
    "batch",
    "cursor",
    "href",
    "key",
    "link",
    "marker",
    "offset",
    "page",
    "pagecursor",
    "pagelink",
    "pagenumber",
    "pagetoken",
    "pageuri",
    "pageurl",
    "records",
    "results",
    "start",
    "startkey",
    "token",
    "uri",
    "url",
];

/// Objects in which APIs say what they say of a list.
const ENVELOPES: &[&str] = &[
    "attr",
    "cursor",
    "cursors",
    "data",
    "info",
    "links",
    "meta",
    "metadata",
    "page",
    "pageinfo",
    "pager",
    "pagination",
    "paging",
    "response",
    "responsemetadata",
    "result",
    "summary",
];

/// What is there where a reply failed.
const FAILURES: &[&str] = &[
    "error",
    "errorcode",
    "errordescription",
    "errormessage",
    "errormessages",
    "errors",
    "exception",
    "fault",
];

/// What a failure says of itself, and other replies say too.
const WORDS: &[&str] = &["code", "detail", "message", "msg", "title"];

/// What is false where a reply failed.
const SUCCESS: &[&str] = &["ok", "success", "succeeded"];

/// The headers of a reply, its URL and its body.
pub(super) type Said<'r> = (&'r HeaderMap, &'r Url, &'r str);

/// What a reply says beside its items, in places that the list does not name:
/// that more follows than its rows, as the end of a sentence.
pub(in crate::protocol) fn more(
    (headers, url, text): Said<'_>,
    items: &str,
    rows: u64,
    named: &Pointers,
) -> Option<String> {
    let sign = in_headers(headers, url, rows, named);
    sign.or_else(|| {
        let mut body = Body { items, rows, named, path: String::new(), sign: None };
        // What is no JSON was refused before.
        let _ = body.look(&mut Scan::new(text), false);
        body.sign
    })
}

/// Where a reply without its items says that it failed; `is_page` is whether it
/// has paging keys or counts.
pub(in crate::protocol) fn failure(text: &str, is_page: bool) -> Option<String> {
    let mut found = None;
    let _ = Scan::new(text).entries(|scan, key| {
        let slot = Slot::read(scan.raw()?).unwrap_or_default();
        if let Key::Name(name) = &key
            && says_failure(&letters(name), &slot, is_page)
        {
            found.get_or_insert_with(|| format!("/{}", escaped(name)));
        }
        Ok(())
    });
    found
}

fn says_failure(name: &str, slot: &Slot, is_page: bool) -> bool {
    let said = match slot {
        Slot::Absent | Slot::Null | Slot::Bool(false) | Slot::Unreadable => false,
        Slot::Bool(true) => true,
        Slot::Number(text) => !matches!(&**text, "0" | "200"),
        Slot::Text(text) | Slot::Array(text) | Slot::Object(text) => {
            !matches!(&**text, "" | "0" | "200" | "ok" | "OK" | "[]" | "{}")
        }
    };
    (said && (FAILURES.contains(&name) || (!is_page && WORDS.contains(&name))))
        || (*slot == Slot::Bool(false) && SUCCESS.contains(&name))
}

fn in_headers(headers: &HeaderMap, url: &Url, rows: u64, named: &Pointers) -> Option<String> {
    let mut places = named.beside_body().map(|(_, place)| place);
    let follows_links = places.any(|place| matches!(place, Next::Link("next")));
    let is_named = |name: &str| {
        let mut places = named.beside_body().map(|(_, place)| place);
        places.any(|place| matches!(place, Next::Header(known) if known.eq_ignore_ascii_case(name)))
    };
    if !follows_links && matches!(link_header::find(headers, "next", url), Ok(Some(_))) {
        return Some("its header `Link` has a link with `rel=next`".to_owned());
    }
    headers.iter().find_map(|(name, value)| {
        let (name, value) = (name.as_str(), value.to_str().ok()?.trim());
        let plain = letters(name.strip_prefix("x-").unwrap_or(name));
        let of_range = (name == "content-range").then(|| value.rsplit_once('/')).flatten();
        let slot = Slot::Text(of_range.map_or(value, |(_, total)| total).into());
        let sign = if of_range.is_some() {
            says_total("total", &slot, rows)
        } else {
            says_more(&plain, &slot, rows)
        };
        (sign && !is_named(name)).then(|| format!("its header `{name}` {}", shown(&slot)))
    })
}

/// Looks through the objects of a body.
struct Body<'a> {
    items: &'a str,
    rows: u64,
    named: &'a Pointers,
    /// The pointer of the value that is looked at.
    path: String,
    sign: Option<String>,
}

impl Body<'_> {
    /// Looks at an object; `is_next` where it is the next position itself.
    fn look(&mut self, scan: &mut Scan<'_>, is_next: bool) -> Result<(), Unreadable> {
        if scan.peek() != Some(b'{') || self.sign.is_some() {
            scan.pass_over();
            return Ok(());
        }
        scan.entries(|scan, key| {
            let Key::Name(name) = key else { return Ok(()) };
            let depth = self.path.len();
            self.path.extend(["/", &escaped(&name)]);
            self.entry(scan, &letters(&name), is_next)?;
            self.path.truncate(depth);
            Ok(())
        })
    }

    fn entry(&mut self, scan: &mut Scan<'_>, name: &str, is_next: bool) -> Result<(), Unreadable> {
        let is_named = self.named.in_body().any(|(_, pointer)| pointer == self.path);
        let leads_to_items =
            self.items.strip_prefix(&*self.path).is_some_and(|rest| rest.starts_with('/'));
        match scan.peek() {
            Some(b'{') if !is_named && (is_next || says_next(name)) => self.look(scan, true),
            Some(b'{') if leads_to_items || ENVELOPES.contains(&name) => self.look(scan, false),
            Some(b'{' | b'[') => {
                scan.pass_over();
                Ok(())
            }
            _ => {
                let slot = Slot::read(scan.raw()?).unwrap_or_default();
                let sign = says_more(name, &slot, self.rows) || is_next && is_position(&slot);
                if sign && !is_named && self.sign.is_none() {
                    self.sign = Some(format!("its `{}` {}", self.path, shown(&slot)));
                }
                Ok(())
            }
        }
    }
}

/// Whether a value of this name says that more follows.
fn says_more(name: &str, slot: &Slot, rows: u64) -> bool {
    says_total(name, slot, rows)
        || (PAGES.contains(&name) && number(slot).is_some_and(|pages| pages > 1))
        || (MORE.contains(&name) && matches!(slot, Slot::Bool(true)))
        || (LAST.contains(&name) && matches!(slot, Slot::Bool(false)))
        || (says_next(name) && is_position(slot))
}

fn says_total(name: &str, slot: &Slot, rows: u64) -> bool {
    TOTALS.contains(&name) && number(slot).is_some_and(|total| total > rows)
}

fn says_next(name: &str) -> bool {
    let name = name.strip_prefix("odata").unwrap_or(name);
    name.strip_prefix("next").is_some_and(|rest| NEXT.contains(&rest))
}

/// Whether a value can be a position.
fn is_position(slot: &Slot) -> bool {
    match slot {
        Slot::Bool(true) => true,
        slot => slot.text().is_some_and(|text| !matches!(text, "0" | "null" | "false")),
    }
}

fn number(slot: &Slot) -> Option<u64> {
    slot.text()?.trim().parse().ok()
}

/// A count or a flag; a position may be a secret.
fn shown(slot: &Slot) -> String {
    match (slot, number(slot)) {
        (Slot::Bool(flag), _) => format!("is {flag}"),
        (_, Some(count)) => format!("is {count}"),
        _ => "is not empty".to_owned(),
    }
}

/// The letters and digits of a name, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A name as a token of a JSON Pointer (RFC 6901, section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
