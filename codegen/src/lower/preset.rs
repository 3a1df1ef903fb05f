//! The presets: what each of their names expands to.

use crate::model::{Absent, Ends, Number, Page, Paging, Send, Size};

/// A preset: its name, and what it expands to.
pub type Preset = (&'static str, fn() -> Paging);

/// The presets, each with the function that expands it; the runtime has a
/// constant for each. `none` is a list that comes in one reply.
pub const PRESETS: [Preset; 4] =
    [("laml", laml), ("sendsage", sendsage), ("sendsage-pages", sendsage_pages), ("none", none)];

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
        next: pointer("/next_page_uri"),
        send: Send::Url,
        size: Some(Size { query: "PageSize".into(), default: Some(50), max: Some(1000) }),
        page: Page {
            number: pointer("/page"),
            size: pointer("/page_size"),
            previous: pointer("/previous_page_uri"),
            first: pointer("/first_page_uri"),
            ..Page::default()
        },
        ends: Ends { absent: Absent::Error, ..Ends::default() },
        ..Paging::default()
    }
}

fn sendsage() -> Paging {
    Paging {
        next: pointer("/next_page_token"),
        send: Send::Query("page_token".into()),
        ..sendsage_pages()
    }
}

fn sendsage_pages() -> Paging {
    Paging {
        number: Some(Number { query: "page".into(), start: 0 }),
        size: Some(Size { query: "per_page".into(), default: Some(100), max: Some(2000) }),
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

fn none() -> Paging {
    Paging { ends: Ends { absent: Absent::End, ..Ends::default() }, ..Paging::default() }
}

#[expect(clippy::unnecessary_wraps, reason = "the table above reads better")]
fn pointer(pointer: &str) -> Option<String> {
    Some(pointer.to_owned())
}
