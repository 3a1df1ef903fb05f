//! What a reply says beside its body's envelope: in its headers, and in its
//! last item.

use crate::json::scan::Scan;
use crate::list::rows::Decode;
use crate::paging::Next;
use crate::protocol::plan::Plan;
use crate::protocol::response::envelope::{Envelope, Key, Slot};
use crate::protocol::response::link_header;
use crate::protocol::response::pointer_tree::Probe;
use crate::protocol::response::reader;
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
                Next::Header(name) => header(headers, name),
                Next::Link(relation) => match link_header::find(headers, relation, url) {
                    Ok(target) => target.map_or(Slot::Absent, |target| Slot::Text(target.into())),
                    Err(link_header::Unreadable) => Slot::Unreadable,
                },
                Next::Last(_) => self.in_last_item(items),
                Next::Body(_) => continue,
            };
            envelope.fill(key, slot);
        }
    }

    /// What the last item holds at the place of the next position.
    fn in_last_item(&self, items: &str) -> Slot {
        let Some(probe) = &self.last else { return Slot::Absent };
        last_row(items).map_or(Slot::Absent, |row| within(row, probe))
    }
}

/// The value of a header, without spaces around it.
fn header(headers: &HeaderMap, name: &str) -> Slot {
    match headers.get(name).map(|value| std::str::from_utf8(value.as_bytes())) {
        None => Slot::Absent,
        Some(Ok(value)) => Slot::Text(value.trim().into()),
        Some(Err(_)) => Slot::Unreadable,
    }
}

/// The text of the last row of an array that was read before; none where there
/// is no array.
fn last_row(array: &str) -> Option<&str> {
    let mut last = None;
    let read = Scan::new(array).entries(|scan, _| {
        let began = scan.at();
        scan.pass_over();
        last = Some(&array[began..scan.at()]);
        Ok(())
    });
    read.ok().and(last)
}

/// What stands within an item, at the one place of this probe.
fn within(row: &str, probe: &Probe) -> Slot {
    match reader::read(row, probe, Decode::of::<IgnoredAny>()) {
        Ok(reading) => reading.envelope.slot(Key::Next).clone(),
        Err(_) => Slot::Unreadable,
    }
}
