//! Marks on parameters, and on the properties of replies: `TypeSpec`'s `x-ms-list-*`, and Stainless's
//! `x-stainless-pagination-property`.

use crate::drafting::detect::{Declared, Param, Way};
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Or, Page};

/// What a mark says of the value that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::drafting::import) enum Purpose {
    Items,
    Token,
    Link,
    /// A page number: that of the next request, or that of a reply.
    Number,
    Offset,
    Size,
    /// The parameter for the identity of the last item, or the field with it.
    LastItem,
    More,
    Total,
    Pages,
    Previous,
    First,
}

/// A mark.
#[derive(Clone, Debug)]
pub(in crate::drafting::import) struct Mark {
    key: &'static str,
    purpose: Purpose,
    /// The header that has the value.
    header: Option<String>,
}

/// A mark in a reply.
#[derive(Clone, Debug)]
pub(in crate::drafting::import) struct InReply {
    pub mark: Mark,
    /// Pointer to the value: from the root, or from a row.
    pub pointer: String,
    pub of_row: bool,
}

const TYPE_SPEC: [(&str, Purpose); 8] = [
    ("x-ms-list-page-items", Purpose::Items),
    ("x-ms-list-continuation-token", Purpose::Token),
    ("x-ms-list-next-link", Purpose::Link),
    ("x-ms-list-page-index", Purpose::Number),
    ("x-ms-list-offset", Purpose::Offset),
    ("x-ms-list-page-size", Purpose::Size),
    ("x-ms-list-prev-link", Purpose::Previous),
    ("x-ms-list-first-link", Purpose::First),
];

const STAINLESS: &str = "x-stainless-pagination-property";

/// The mark of a parameter or a property.
pub(in crate::drafting::import) fn of(node: &Node) -> Option<Mark> {
    let by_key = |(key, purpose): &(&'static str, Purpose)| {
        node.is_true(key).then_some(Mark { key, purpose: *purpose, header: None })
    };
    TYPE_SPEC.iter().find_map(by_key).or_else(|| stainless(node.get(STAINLESS)?))
}

fn stainless(mark: &Node) -> Option<Mark> {
    let purpose = match mark.text_of("purpose") {
        Some("items") => Purpose::Items,
        Some("next_cursor_param" | "next_cursor_field") => Purpose::Token,
        Some("cursor_url_field") => Purpose::Link,
        Some("next_cursor_id_param" | "cursor_item_id") => Purpose::LastItem,
        Some("page_number_param" | "current_page_number_field") => Purpose::Number,
        Some("offset_count_param") => Purpose::Offset,
        Some("has_next_page") => Purpose::More,
        Some("offset_total_count_field") => Purpose::Total,
        Some("total_page_count_field") => Purpose::Pages,
        None if mark.is_true("is_top_level_array") => Purpose::Items,
        _ => return None,
    };
    let header = mark.text_of("from_header").map(str::to_owned);
    Some(Mark { key: STAINLESS, purpose, header })
}

/// The paging that marks declare together; `None` if a part of it has none.
pub(super) fn declared(params: &[(Mark, Param)], reply: &[InReply]) -> Option<Declared> {
    let param = |purpose: Purpose| {
        let found = params.iter().find(|(mark, _)| mark.purpose == purpose);
        found.map(|(_, param)| param.clone())
    };
    let key = |purpose: Purpose| {
        reply.iter().find(|found| found.mark.purpose == purpose && !found.of_row)
    };
    let pointer = |purpose: Purpose| key(purpose).map(|found| found.pointer.clone());
    let last = || reply.iter().find(|it| it.of_row && it.mark.purpose == Purpose::LastItem);
    let way = if let Some(link) = pointer(Purpose::Link) {
        Way::Link(link)
    } else if let (Some(param), Some(token)) = (param(Purpose::Token), key(Purpose::Token)) {
        match &token.mark.header {
            Some(header) => Way::Header(header.clone(), param),
            None => Way::Token(token.pointer.clone(), param),
        }
    } else if let (Some(param), Some(last)) = (param(Purpose::LastItem), last()) {
        Way::Last(last.pointer.trim_start_matches('/').to_owned(), param)
    } else if let Some(param) = param(Purpose::Number) {
        Way::Number(param)
    } else {
        Way::Offset(param(Purpose::Offset)?)
    };
    let place = |purpose: Purpose| pointer(purpose).map(Or::Text);
    let page = Page {
        number: place(Purpose::Number),
        total: place(Purpose::Total),
        pages: place(Purpose::Pages),
        previous: place(Purpose::Previous),
        first: place(Purpose::First),
        ..Page::default()
    };
    let marks = params.iter().map(|(mark, _)| mark).chain(reply.iter().map(|it| &it.mark));
    let mut keys: Vec<&str> = Vec::new();
    for mark in marks {
        if !keys.contains(&mark.key) {
            keys.push(mark.key);
        }
    }
    Some(Declared {
        vocabulary: keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and "),
        items: pointer(Purpose::Items),
        more: pointer(Purpose::More),
        size: param(Purpose::Size),
        page,
        way,
        ..Declared::default()
    })
}
