//! The presets: what each of their names expands to.

use crate::model::{
    Absent, Counts, Ends, More, Next, Number, Offset, Page, Paging, Send, Size, Step,
};

/// A preset: its name, and what it expands to.
pub type Preset = (&'static str, fn() -> Paging);

/// The presets, each with the function that expands it; the runtime has a
/// constant for each. `none` is a list that comes in one reply.
pub const PRESETS: [Preset; 14] = [
    ("laml", laml),
    ("sendsage", sendsage),
    ("sendsage-pages", sendsage_pages),
    ("link-header", link_header),
    ("aip-158", aip_158),
    ("json-api", json_api),
    ("odata", odata),
    ("hal", hal),
    ("stripe", stripe),
    ("slack", slack),
    ("offset", offset),
    ("page-number", page_number),
    ("twilio-v1", twilio_v1),
    ("none", none),
];

/// The names of the presets.
pub(crate) fn names<'a>() -> impl Iterator<Item = &'a str> + Clone {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The preset of this name, expanded.
pub(super) fn preset(name: &str) -> Option<(&'static str, Paging)> {
    let (name, expand) = PRESETS.iter().find(|(known, _)| *known == name)?;
    Some((name, expand()))
}

fn laml() -> Paging {
    Paging {
        next: body("/next_page_uri"),
        size: size("PageSize", Some(50), Some(1000)),
        page: Page {
            number: pointer("/page"),
            size: pointer("/page_size"),
            previous: pointer("/previous_page_uri"),
            first: pointer("/first_page_uri"),
            ..Page::default()
        },
        ..Paging::default()
    }
}

fn sendsage() -> Paging {
    Paging { next: body("/next_page_token"), send: query("page_token"), ..sendsage_pages() }
}

fn sendsage_pages() -> Paging {
    Paging {
        number: Some(Number { query: "page".into(), start: 0 }),
        size: size("per_page", Some(100), Some(2000)),
        page: Page {
            number: pointer("/page"),
            size: pointer("/per_page"),
            pages: pointer("/num_pages"),
            total: pointer("/num_records"),
            ..Page::default()
        },
        ends: Ends { absent: Absent::SinglePage, ..Ends::default() },
        ..Paging::default()
    }
}

fn link_header() -> Paging {
    let page =
        Page { previous: pointer("link:prev"), first: pointer("link:first"), ..Page::default() };
    let next = Some(Next::Link("next".into()));
    Paging { next, size: size("per_page", None, None), page, ..Paging::default() }
}

fn aip_158() -> Paging {
    Paging {
        next: body("/nextPageToken"),
        send: query("pageToken"),
        size: size("pageSize", None, None),
        page: Page { total: pointer("/totalSize"), ..Page::default() },
        counts: Counts::Ignore,
        ends: absent_ends(),
        ..Paging::default()
    }
}

fn json_api() -> Paging {
    Paging {
        next: body("/links/next"),
        size: size("page[size]", None, None),
        page: Page {
            previous: pointer("/links/prev"),
            first: pointer("/links/first"),
            ..Page::default()
        },
        ends: absent_ends(),
        ..Paging::default()
    }
}

fn odata() -> Paging {
    Paging {
        next: body("/@odata.nextLink"),
        page: Page { total: pointer("/@odata.count"), ..Page::default() },
        ends: absent_ends(),
        ..Paging::default()
    }
}

fn hal() -> Paging {
    Paging {
        next: body("/_links/next/href"),
        page: Page {
            previous: pointer("/_links/prev/href"),
            first: pointer("/_links/first/href"),
            ..Page::default()
        },
        ends: absent_ends(),
        ..Paging::default()
    }
}

fn stripe() -> Paging {
    Paging {
        next: Some(Next::Last("/id".into())),
        send: query("starting_after"),
        size: size("limit", Some(10), Some(100)),
        more: Some(More::While("/has_more".into())),
        ..Paging::default()
    }
}

fn slack() -> Paging {
    Paging {
        next: body("/response_metadata/next_cursor"),
        send: query("cursor"),
        size: size("limit", None, Some(1000)),
        ends: absent_ends(),
        ..Paging::default()
    }
}

fn offset() -> Paging {
    Paging {
        offset: Some(Offset { query: "offset".into(), start: 0, step: Step::Items }),
        size: size("limit", None, None),
        page: Page { total: pointer("/total"), ..Page::default() },
        ..Paging::default()
    }
}

fn page_number() -> Paging {
    Paging {
        number: Some(Number { query: "page".into(), start: 1 }),
        size: size("per_page", None, None),
        page: Page { pages: pointer("/total_pages"), total: pointer("/total"), ..Page::default() },
        ..Paging::default()
    }
}

fn twilio_v1() -> Paging {
    Paging {
        next: body("/meta/next_page_url"),
        size: size("PageSize", Some(50), Some(1000)),
        page: Page {
            number: pointer("/meta/page"),
            size: pointer("/meta/page_size"),
            previous: pointer("/meta/previous_page_url"),
            first: pointer("/meta/first_page_url"),
            ..Page::default()
        },
        ..Paging::default()
    }
}

fn none() -> Paging {
    Paging { ends: absent_ends(), ..Paging::default() }
}

fn absent_ends() -> Ends {
    Ends { absent: Absent::End, ..Ends::default() }
}

#[expect(clippy::unnecessary_wraps, reason = "the table above reads better")]
fn body(pointer: &str) -> Option<Next> {
    Some(Next::Body(pointer.to_owned()))
}

fn query(param: &str) -> Send {
    Send::Query(param.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "the table above reads better")]
fn size(param: &str, default: Option<u64>, max: Option<u64>) -> Option<Size> {
    Some(Size { query: param.to_owned(), default, max })
}

#[expect(clippy::unnecessary_wraps, reason = "the table above reads better")]
fn pointer(pointer: &str) -> Option<String> {
    Some(pointer.to_owned())
}
