//! What a reply says beside its body's envelope: in its headers, in its last item, and
//! in an element of an array.

use crate::json::lexer::Lexer;
use crate::list::rows::Decode;
use crate::paging::{Element, NextFrom, Text};
use crate::protocol::plan::Plan;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::link_header;
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::response::reader;
use crate::protocol::response::stated::Stated;
use http::HeaderMap;
use serde_core::de::IgnoredAny;
use url::Url;

impl Plan {
    /// Fills the keys that are elsewhere than in the body's envelope; `items` is
    /// the text of the items, and `url` that of the reply.
    pub(in crate::protocol) fn look_beside(
        &self,
        envelope: &mut Envelope,
        items: &str,
        headers: &HeaderMap,
        url: &Url,
    ) {
        let pointers = envelope.pointers();
        for (key, place) in pointers.beside_body() {
            let slot = match place {
                NextFrom::Header(name) => header(headers, name),
                NextFrom::Link(place) => link(headers, place, url),
                NextFrom::Last(_) => self.in_last_item(items),
                NextFrom::Element(Element { value, .. }) => self.in_element(envelope, value),
                NextFrom::Body(_) => continue,
            };
            envelope.fill(key, slot);
        }
    }

    /// What the element with this value holds at the place of the next position.
    fn in_element(&self, envelope: &Envelope, value: &Text) -> Stated {
        let array = envelope.stated(ReplyKey::Next);
        self.element.as_ref().map_or(Stated::Absent, |trees| trees.choose(array, value))
    }

    /// What the last item holds at the place of the next position.
    fn in_last_item(&self, items: &str) -> Stated {
        let Some(tree) = &self.last else { return Stated::Absent };
        last_row(items).map_or(Stated::Absent, |row| within(row, tree))
    }
}

/// The target of a relation in the header `Link`; or, behind a space, the value of that
/// attribute of the link.
fn link(headers: &HeaderMap, place: &str, url: &Url) -> Stated {
    let found = match place.split_once(' ') {
        Some((relation, attribute)) => link_header::attribute(headers, relation, attribute, url),
        None => link_header::find(headers, place, url),
    };
    match found {
        Ok(value) => value.map_or(Stated::Absent, |value| Stated::Text(value.into())),
        Err(link_header::Fault::Unreadable) => Stated::Unreadable,
        Err(link_header::Fault::Ambiguous) => Stated::Ambiguous,
    }
}

/// The value of a header, without spaces around it. One that comes several times
/// has to say the same each time.
fn header(headers: &HeaderMap, name: &str) -> Stated {
    let mut values = headers.get_all(name).iter().map(|value| value.as_bytes().trim_ascii());
    let Some(first) = values.next() else { return Stated::Absent };
    if values.any(|other| other != first) {
        return Stated::Ambiguous;
    }
    std::str::from_utf8(first).map_or(Stated::Unreadable, |value| Stated::Text(value.trim().into()))
}

/// The text of the last row of an array that was read before; `None` without an
/// array.
pub(in crate::protocol) fn last_row(array: &str) -> Option<&str> {
    let mut last = None;
    let read = Lexer::new(array).entries(|lexer, _| {
        let began = lexer.at();
        lexer.skip_value();
        last = Some(&array[began..lexer.at()]);
        Ok(())
    });
    read.ok().and(last)
}

/// The value within an item, at the one place of this tree.
pub(in crate::protocol) fn within(row: &str, tree: &PointerTree) -> Stated {
    match reader::read(row, tree, &Decode::of::<IgnoredAny>()) {
        Ok(reading) => reading.envelope.stated(ReplyKey::Next).clone(),
        Err(_) => Stated::Unreadable,
    }
}
