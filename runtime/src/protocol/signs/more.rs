//! Signs on a first page, which ends the walk, that more follows.

use super::other_case::in_other_case;
use super::{DEEPEST, ENVELOPES, LONGEST, MOST_KEYS, escaped, flag, letters, number};
use crate::json::lexer::{EntryName, Lexer, Unreadable};
use crate::paging::NextFrom;
use crate::protocol::response::envelope::ReplyKey;
use crate::protocol::response::link_header;
use crate::protocol::response::pointers::Pointers;
use crate::protocol::response::stated::Stated;
use http::HeaderMap;
use url::Url;

/// Fields with the total of a whole list.
const TOTALS: &[&str] = &[
    "count",
    "found",
    "hydratotalitems",
    "itemcount",
    "matches",
    "nbhits",
    "numfound",
    "numitems",
    "numrecords",
    "numresults",
    "odatacount",
    "recordcount",
    "recordstotal",
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

/// Fields with the number of pages.
const PAGES: &[&str] = &[
    "lastpage",
    "nbpages",
    "numberofpages",
    "numpages",
    "pagecount",
    "pages",
    "totalpage",
    "totalpages",
];

/// Fields with the number of records that follow.
const REMAINING: &[&str] = &["remaining", "remainingcount", "remainingitemcount"];

/// Flags that are true while pages follow.
const MORE: &[&str] = &[
    "exceededtransferlimit",
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasmorerows",
    "hasnext",
    "hasnextpage",
    "incompleteresults",
    "istruncated",
    "more",
    "moreavailable",
    "moreitems",
    "moreitemsincollection",
    "morerecords",
    "moreresults",
    "moreresultsavailable",
    "truncated",
];

/// Flags that are false while pages follow.
const LAST: &[&str] = &[
    "complete",
    "done",
    "eof",
    "finished",
    "iscomplete",
    "islast",
    "islastpage",
    "last",
    "lastpage",
];

/// Fields with a next position whose names do not begin with `next`.
const CONTINUATIONS: &[&str] = &[
    "continuation",
    "continuationtoken",
    "continue",
    "lastevaluatedkey",
    "lastkey",
    "paginationtoken",
];

/// The endings, after `next`, of fields with a next position.
const NEXT: &[&str] = &[
    "",
    "batch",
    "cursor",
    "cursorstr",
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
    "recordsurl",
    "results",
    "start",
    "startkey",
    "token",
    "uri",
    "url",
];

/// The headers of a reply, its URL and its body.
pub(in crate::protocol) type ReplyParts<'r> = (&'r HeaderMap, &'r Url, &'r str);

/// The sign in a reply, at a place that the list does not name, that more follows than
/// its rows; as the end of a sentence.
pub(in crate::protocol) fn more(
    (headers, url, text): ReplyParts<'_>,
    items: &str,
    rows: u64,
    named: &Pointers,
) -> Option<String> {
    let sign = in_headers(headers, url, rows, named);
    sign.or_else(|| {
        let mut body = Body { items, rows, named, path: String::new(), depth: 0, sign: None };
        // Input that is not JSON was refused before.
        let _ = body.search(&mut Lexer::new(text), false);
        body.sign
    })
}

fn in_headers(headers: &HeaderMap, url: &Url, rows: u64, named: &Pointers) -> Option<String> {
    let mut places = named.beside_body().map(|(_, place)| place);
    let follows_links =
        places.any(|place| matches!(place, NextFrom::Link(known) if known == "next"));
    let is_named = |name: &str| {
        let mut places = named.beside_body().map(|(_, place)| place);
        places.any(
            |place| matches!(place, NextFrom::Header(known) if known.eq_ignore_ascii_case(name)),
        )
    };
    if !follows_links && is_linked(headers, url) {
        return Some("its header `Link` has a link with `rel=next`".to_owned());
    }
    headers.iter().find_map(|(name, value)| {
        let (name, value) = (name.as_str(), value.to_str().ok()?.trim());
        let plain = header(name);
        let of_range = (name == "content-range").then(|| value.rsplit_once('/')).flatten();
        let slot = Stated::Text(of_range.map_or(value, |(_, total)| total).into());
        let sign = if of_range.is_some() {
            says_total("total", &slot, rows)
        } else {
            says_more(&plain, &slot, rows)
        };
        (sign && !is_named(name)).then(|| format!("its header `{name}` {}", shown(&slot)))
    })
}

/// Whether the header `Link` has one or more links to a next page.
fn is_linked(headers: &HeaderMap, url: &Url) -> bool {
    let next = link_header::find(headers, "next", url);
    matches!(next, Ok(Some(_)) | Err(link_header::Fault::Ambiguous))
}

/// The name of a header without vendors' prefixes: `X-WP-Total` is a total.
fn header(name: &str) -> String {
    let name = letters(name);
    let ends =
        |known: &&&str| known.len() >= 5 && name.ends_with(**known) && !name.contains("rate");
    let known = TOTALS.iter().chain(PAGES).find(ends);
    let next = name.find("next").or_else(|| name.find("continuation"));
    match (known, next) {
        (Some(known), _) => (*known).to_owned(),
        (None, Some(at)) => name[at..].to_owned(),
        (None, None) => name.strip_prefix('x').unwrap_or(&name).to_owned(),
    }
}

/// Whether an array of links, as in FHIR and HATEOAS, has a link to the next page.
fn has_next_link(lexer: &mut Lexer<'_>) -> Result<bool, Unreadable> {
    let mut has_next = false;
    lexer.entries(|lexer, _| {
        if lexer.peek() != Some(b'{') {
            lexer.skip_value();
            return Ok(());
        }
        lexer.entries(|lexer, name| {
            let is_relation =
                matches!(name, EntryName::Name(name) if matches!(&*name, "rel" | "relation"));
            if !is_relation || lexer.peek() != Some(b'"') {
                lexer.skip_value();
                return Ok(());
            }
            let relation = Stated::read(lexer.raw()?).unwrap_or_default();
            has_next |= relation.text().is_some_and(|text| text.eq_ignore_ascii_case("next"));
            Ok(())
        })
    })?;
    Ok(has_next)
}

/// Searches the objects of a body.
struct Body<'a> {
    items: &'a str,
    rows: u64,
    named: &'a Pointers,
    /// The pointer to the current value.
    path: String,
    /// The depth of the current value.
    depth: usize,
    sign: Option<String>,
}

impl Body<'_> {
    /// Searches an object; `is_next` if it is the next position itself.
    fn search(&mut self, lexer: &mut Lexer<'_>, is_next: bool) -> Result<(), Unreadable> {
        if lexer.peek() != Some(b'{') || self.sign.is_some() || self.depth == DEEPEST {
            lexer.skip_value();
            return Ok(());
        }
        self.depth += 1;
        let mut keys = 0;
        let read = lexer.entries(|lexer, key| {
            keys += 1;
            let is_searched = keys <= MOST_KEYS && self.sign.is_none();
            let name = match key {
                EntryName::Name(name) if is_searched && name.len() <= LONGEST => name,
                _ => {
                    lexer.skip_value();
                    return Ok(());
                }
            };
            let outer = self.path.len();
            self.path.extend(["/", &escaped(&name)]);
            self.entry(lexer, &letters(&name), is_next)?;
            self.path.truncate(outer);
            Ok(())
        });
        self.depth -= 1;
        read
    }

    /// Whether the next position is in an element of the array here, whose field differs
    /// from the one that is searched in case alone: then no element is found.
    fn has_field_in_other_case(&self, lexer: &Lexer<'_>) -> bool {
        let Some(NextFrom::Element(element)) = self.named.get(ReplyKey::Next) else { return false };
        let field = format!("/0/{}", escaped(&element.field));
        element.array == self.path && in_other_case(lexer.rest(), &field).is_some()
    }

    fn entry(
        &mut self,
        lexer: &mut Lexer<'_>,
        name: &str,
        is_next: bool,
    ) -> Result<(), Unreadable> {
        let is_named = self.named.in_body().any(|(_, pointer)| *pointer == self.path);
        let leads_to_items =
            self.items.strip_prefix(&*self.path).is_some_and(|rest| rest.starts_with('/'));
        match lexer.peek() {
            Some(b'{') if !is_named && (is_next || says_next(name)) => self.search(lexer, true),
            Some(b'{') if leads_to_items || ENVELOPES.contains(&name) => self.search(lexer, false),
            // An object with the value of a total, as in Elasticsearch.
            Some(b'{') if !is_named && TOTALS.contains(&name) => self.search(lexer, false),
            Some(b'[') if matches!(name, "link" | "links") => {
                let is_named = is_named && !self.has_field_in_other_case(lexer);
                if has_next_link(lexer)? && !is_named && self.sign.is_none() {
                    self.sign = Some(format!("its `{}` has a link to the next page", self.path));
                }
                Ok(())
            }
            Some(b'{' | b'[') => {
                lexer.skip_value();
                Ok(())
            }
            _ => {
                let slot = Stated::read(lexer.raw()?).unwrap_or_default();
                let name = if name == "value" && self.path.ends_with("/total/value") {
                    "total"
                } else {
                    name
                };
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
fn says_more(name: &str, slot: &Stated, rows: u64) -> bool {
    says_total(name, slot, rows)
        || (PAGES.contains(&name) && number(slot).is_some_and(|pages| pages > 1))
        || (REMAINING.contains(&name) && number(slot).is_some_and(|remaining| remaining > 0))
        || (MORE.contains(&name) && flag(slot) == Some(true))
        || (LAST.contains(&name) && flag(slot) == Some(false))
        || (says_next(name) && is_position(slot))
}

fn says_total(name: &str, slot: &Stated, rows: u64) -> bool {
    TOTALS.contains(&name) && number(slot).is_some_and(|total| total > rows)
}

fn says_next(name: &str) -> bool {
    let name =
        ["odata", "hydra"].iter().find_map(|vendor| name.strip_prefix(vendor)).unwrap_or(name);
    CONTINUATIONS.contains(&name)
        || name.strip_prefix("next").is_some_and(|rest| NEXT.contains(&rest))
}

/// Whether a value can be a position.
fn is_position(slot: &Stated) -> bool {
    match slot {
        Stated::Bool(true) => true,
        slot => {
            slot.text().is_some_and(|text| !matches!(text, "0" | "-1" | "null" | "none" | "false"))
        }
    }
}

/// The value of a count or a flag. A position is not shown: it may be a secret.
fn shown(slot: &Stated) -> String {
    match (slot, number(slot)) {
        (Stated::Bool(flag), _) => format!("is {flag}"),
        (_, Some(count)) => format!("is {count}"),
        _ => "is not empty".to_owned(),
    }
}
