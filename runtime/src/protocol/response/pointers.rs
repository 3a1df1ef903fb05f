//! Where the keys of a reply are: in its body, its headers, or its last item.

use crate::paging::{AnyPaging, Element, LinkBase, More, NextFrom, Step, Text};
use crate::protocol::response::envelope::{AnyErrorKeys, KEYS, ReplyKey};
use std::sync::Arc;

/// Where the keys of an envelope are, in the order of [`ReplyKey`].
#[derive(Clone, Debug)]
pub(crate) struct Pointers(Arc<Places>);

type Places = [Option<NextFrom<Text>>; KEYS];

/// A [place](crate::Paging#places) as it is written.
fn place(written: &Text) -> NextFrom<Text> {
    let header = || behind(written, "header:").map(NextFrom::Header);
    let link = || behind(written, "link:").map(NextFrom::Link);
    header().or_else(link).unwrap_or_else(|| NextFrom::Body(written.clone()))
}

/// The text after this prefix.
fn behind(text: &Text, prefix: &str) -> Option<Text> {
    match text {
        Text::Borrowed(text) => text.strip_prefix(prefix).map(Text::Borrowed),
        Text::Owned(text) => text.strip_prefix(prefix).map(|rest| Text::Owned(rest.to_owned())),
    }
}

impl Pointers {
    /// That of one value within an item, read as the next position is, by its
    /// text.
    pub(crate) fn of_item(pointer: &Text) -> Self {
        let mut at = Places::default();
        at[ReplyKey::Next as usize] = Some(NextFrom::Body(pointer.clone()));
        Self(Arc::new(at))
    }

    pub(crate) fn of(paging: &AnyPaging, errors: &AnyErrorKeys, wait: Option<&Text>) -> Self {
        let mut at = Places::default();
        at[ReplyKey::Next as usize].clone_from(&paging.next);
        at[ReplyKey::Step as usize] = match paging.offset.as_ref().map(|offset| &offset.step) {
            Some(Step::Body(pointer)) => Some(NextFrom::Body(pointer.clone())),
            Some(Step::Items | Step::Size) | None => None,
        };
        at[ReplyKey::Base as usize] = match &paging.send_rules.url {
            LinkBase::At(pointer) => Some(NextFrom::Body(pointer.clone())),
            LinkBase::Request | LinkBase::Base => None,
        };
        at[ReplyKey::Delta as usize] =
            paging.delta.as_ref().map(|delta| NextFrom::Body(delta.at.clone()));
        let page = &paging.page;
        for (key, written) in [
            (ReplyKey::More, paging.more.as_ref().map(More::place)),
            (ReplyKey::Number, page.number.as_ref()),
            (ReplyKey::Size, page.size.as_ref()),
            (ReplyKey::Pages, page.pages.as_ref()),
            (ReplyKey::Total, page.total.as_ref()),
            (ReplyKey::Previous, page.previous.as_ref()),
            (ReplyKey::First, page.first.as_ref()),
            (ReplyKey::Partial, paging.partial.as_ref().map(|partial| &partial.at)),
        ] {
            at[key as usize] = written.map(place);
        }
        for (carry, key) in paging.carry.iter().zip(ReplyKey::CARRIED) {
            at[key as usize] = Some(place(&carry.from));
        }
        for (key, pointer) in [
            (ReplyKey::Success, errors.success.as_ref()),
            (ReplyKey::Failed, errors.failed.as_ref()),
            (ReplyKey::Code, errors.code.as_ref()),
            (ReplyKey::Message, errors.message.as_ref()),
            (ReplyKey::Wait, wait),
        ] {
            at[key as usize] = pointer.cloned().map(NextFrom::Body);
        }
        Self(Arc::new(at))
    }

    /// The keys that are in the body, with their index in an [`Envelope`].
    pub(crate) fn in_body(&self) -> impl Iterator<Item = (usize, &Text)> {
        self.places().filter_map(|(key, place)| match place {
            NextFrom::Body(pointer) | NextFrom::Element(Element { array: pointer, .. }) => {
                Some((key, pointer))
            }
            NextFrom::Header(_) | NextFrom::Link(_) | NextFrom::Last(_) => None,
        })
    }

    /// The keys that are elsewhere, or not wherever the body has their place.
    pub(crate) fn beside_body(&self) -> impl Iterator<Item = (usize, &NextFrom<Text>)> {
        self.places().filter(|(_, place)| !matches!(place, NextFrom::Body(_)))
    }

    /// The place of this key, if the list names it.
    pub(in crate::protocol) fn get(&self, key: ReplyKey) -> Option<&NextFrom<Text>> {
        self.0[key as usize].as_ref()
    }

    /// Whether the list names this key.
    pub(super) fn has(&self, key: ReplyKey) -> bool {
        self.0[key as usize].is_some()
    }

    /// Where the key is, for a sentence.
    pub(super) fn describe(&self, key: ReplyKey) -> String {
        match &self.0[key as usize] {
            Some(NextFrom::Body(pointer)) => format!("`{pointer}`"),
            Some(NextFrom::Header(name)) => format!("the header `{name}`"),
            Some(NextFrom::Link(place)) => match place.split_once(' ') {
                Some((relation, attribute)) => {
                    format!("the attribute `{attribute}` of the link `{relation}`")
                }
                None => format!("the link `{place}`"),
            },
            Some(NextFrom::Last(pointer)) => format!("`{pointer}` of the last item"),
            Some(NextFrom::Element(Element { array, field, value, at, .. })) => {
                format!("`{at}` in the element of `{array}` whose `{field}` is `{value}`")
            }
            None => "what it says nowhere".to_owned(),
        }
    }

    fn places(&self) -> impl Iterator<Item = (usize, &NextFrom<Text>)> {
        self.0.iter().enumerate().filter_map(|(key, place)| Some((key, place.as_ref()?)))
    }
}
