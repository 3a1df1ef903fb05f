//! The names that APIs use for the parts of paging, folded: in lower case, with
//! letters and digits only.

/// A name without case and separators: `page[size]`, `PageSize` and `page_size` all become
/// `pagesize`.
pub(crate) fn fold(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The singular of a word, such as `messages`, `entries` or `addresses`.
pub(crate) fn singular(word: &str) -> String {
    let cut =
        |end: &str, instead: &str| word.strip_suffix(end).map(|start| start.to_owned() + instead);
    let es = || ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end));
    if ["ss", "us", "is", "news", "series"].iter().any(|end| word.ends_with(end)) || word.len() < 4
    {
        return word.to_owned();
    }
    if es() {
        return cut("es", "").unwrap_or_default();
    }
    cut("ies", "y").or_else(|| cut("s", "")).unwrap_or_else(|| word.to_owned())
}

/// Parameters with a page size.
pub(super) const SIZE: [&str; 22] = [
    "pagesize",
    "perpage",
    "maxpagesize",
    "limit",
    "pagelimit",
    "maxresults",
    "maxitems",
    "maxrecords",
    "resultsperpage",
    "itemsperpage",
    "recordsperpage",
    "hitsperpage",
    "pagelen",
    "take",
    "top",
    "count",
    "size",
    "rows",
    "num",
    "numresults",
    "first",
    "maxkeys",
];

/// How the names of such parameters begin, if a description says what they are.
pub(super) const SIZE_STARTS: [&str; 4] = ["limitper", "perpage", "pagesize", "maxresults"];

/// Names that may mean something else unless their values are numbers.
pub(super) const AMBIGUOUS: [&str; 10] =
    ["top", "count", "size", "rows", "num", "first", "take", "limit", "start", "from"];

/// Parameters with a page number.
pub(super) const NUMBER: [&str; 7] =
    ["page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage", "p"];

/// Parameters with an offset.
pub(super) const OFFSET: [&str; 9] = [
    "offset",
    "pageoffset",
    "skip",
    "startat",
    "startindex",
    "startrow",
    "startposition",
    "start",
    "from",
];

/// Keys with the next position.
pub(super) const NEXT: [&str; 32] = [
    "nextpagetoken",
    "nextcursor",
    "nexttoken",
    "nextcontinuationtoken",
    "continuationtoken",
    "nextmarker",
    "nextpagecursor",
    "nextpagekey",
    "nextpageid",
    "nextkey",
    "nextstartingafter",
    "continuation",
    "endcursor",
    "cursornext",
    "aftercursor",
    "nextoffset",
    "bookmark",
    "scrollid",
    "lastevaluatedkey",
    "nextiterator",
    "nextafter",
    "nextafterkey",
    "pagecursor",
    "afterkey",
    "cursor",
    "iterator",
    "after",
    "marker",
    "nextpage",
    "next",
    "continue",
    "offsettoken",
];

/// Parameters for the next position.
pub(super) const CURSOR: [&str; 33] = [
    "cursor",
    "pagecursor",
    "pagetoken",
    "nextpagetoken",
    "nextcursor",
    "nexttoken",
    "continuationtoken",
    "continuation",
    "startcursor",
    "aftercursor",
    "pageafter",
    "after",
    "startingafter",
    "startingtoken",
    "token",
    "marker",
    "startmarker",
    "bookmark",
    "skiptoken",
    "scrollid",
    "exclusivestartkey",
    "nextpageid",
    "nextmarker",
    "nextpage",
    "next",
    "position",
    "resumetoken",
    "continue",
    "iterator",
    "afterkey",
    "startafterkey",
    "offsettoken",
    "offset",
];

/// Parameters for the ID of the last item.
pub(super) const AFTER: [&str; 6] =
    ["startingafter", "afterid", "startafter", "after", "sinceid", "lastid"];

/// Fields that identify a row.
pub(super) const IDENTITY: [&str; 7] = ["id", "sid", "uuid", "guid", "uid", "gid", "_id"];

/// Fields that identify a row in some APIs, and mean something else in others.
pub(super) const MAYBE_IDENTITY: [&str; 5] = ["token", "key", "name", "slug", "code"];

/// Whether a field has a name that may identify its row.
pub(crate) fn may_identify(field: &str) -> bool {
    IDENTITY.contains(&field) || MAYBE_IDENTITY.contains(&field)
}

/// Keys with a link to the next page, at any depth.
pub(super) const LINK: [&str; 10] = [
    "nextpageuri",
    "nextpageurl",
    "nextpagelink",
    "nextlink",
    "odatanextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextrecordsurl",
    "nextpagehref",
];

/// Keys that are true while pages follow.
pub(super) const MORE: [&str; 9] = [
    "hasmore",
    "hasnext",
    "hasnextpage",
    "hasmorepages",
    "moreavailable",
    "istruncated",
    "hasmoreitems",
    "morerecords",
    "more",
];

/// Keys that are true on the last page.
pub(super) const DONE: [&str; 6] = ["islast", "islastpage", "last", "lastpage", "done", "isend"];

/// Flags of replies that are incomplete.
pub(super) const PARTIAL: [&str; 7] = [
    "incompleteresults",
    "partialresults",
    "ispartial",
    "isincomplete",
    "incomplete",
    "partial",
    "timedout",
];

/// Keys with the session of a walk, which later requests send back.
pub(super) const SESSION: [&str; 7] =
    ["sessionid", "searchid", "searchsessionid", "queryid", "snapshotid", "resultsetid", "pitid"];

/// Keys with the number of records.
pub(super) const TOTAL: [&str; 16] = [
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalelements",
    "totalrecords",
    "totalsize",
    "totalhits",
    "totalentries",
    "totalrows",
    "numrecords",
    "numfound",
    "numresults",
    "resultcount",
    "recordcount",
    "itemcount",
];

/// Keys with the number of pages.
pub(super) const PAGES: [&str; 8] = [
    "totalpages",
    "numpages",
    "pagecount",
    "totalpagecount",
    "pagestotal",
    "lastpage",
    "maxpage",
    "pages",
];

/// Parameters that page backwards, so they are not filters.
pub(super) const BACKWARDS: [&str; 10] = [
    "endingbefore",
    "beforeid",
    "pagebefore",
    "previouscursor",
    "prevcursor",
    "previoustoken",
    "previouspagetoken",
    "prevpagetoken",
    "beforecursor",
    "lastcursor",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_and_made_singular() {
        for name in ["page[size]", "PageSize", "page_size", "page-size"] {
            assert_eq!(fold(name), "pagesize");
        }
        let pairs = [
            ("messages", "message"),
            ("entries", "entry"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status"),
            ("media", "media"),
            ("news", "news"),
            ("batches", "batch"),
            ("analysis", "analysis"),
            ("sms", "sms"),
        ];
        for (several, one) in pairs {
            assert_eq!(singular(several), one);
        }
    }
}
