//! The constant parts of a walk: the list, its URL, and the pointers into a response.

use crate::error::Error;
use crate::list::AnyList;
use crate::list::rate_limit::AnyRateLimit;
use crate::paging::{Delta, NextFrom, Shape, Text};
use crate::position::fingerprint::Fingerprint;
use crate::position::path_values::{PathValues, PositionSegment};
use crate::protocol::at_position::AtPosition;
use crate::protocol::later::Later;
use crate::protocol::link;
use crate::protocol::request::body::Body;
use crate::protocol::response::element::ElementTrees;
use crate::protocol::response::gathered::GatherRules;
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::response::pointers::Pointers;
use http::HeaderMap;
use std::iter;
use std::sync::Arc;
use url::Url;

/// The constant parts of a walk.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The list's URL with its filters, without paging and without auth.
    pub(crate) url: Url,
    /// The base URL of the client.
    pub(crate) base: Url,
    /// How requests at a next position differ from the first one, if they do.
    pub(crate) at_position: Option<Box<AtPosition>>,
    /// Where in the path the position is, for lists that send it there.
    pub(crate) segment: Option<PositionSegment>,
    /// The query parameters that links must have.
    pub(crate) keep: Vec<Text>,
    /// Its path, and the values in it.
    pub(crate) path: Arc<PathValues>,
    pub(crate) list: AnyList,
    pub(crate) tree: PointerTree,
    /// The pointer to an item's key.
    pub(crate) key: Option<PointerTree>,
    /// The pointer to the next position in the last item of a page.
    pub(crate) last: Option<PointerTree>,
    /// Where to look in each element of the array that holds the next position.
    pub(crate) element: Option<Box<ElementTrees>>,
    /// The initial body of each request; `None` for a GET.
    pub(crate) body: Option<Body>,
    /// Identifies the list: origin, path, filters, items and headers.
    pub(crate) fingerprint: Fingerprint,
    /// Headers of this walk alone.
    pub(crate) headers: HeaderMap,
    /// Whether the caller knows what a page has beside its items.
    pub(crate) knows_rest: bool,
    /// The page size that the caller set, in items.
    pub(crate) page_size: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    /// The number of the last page to read, in a walk by number.
    pub(crate) last_number: Option<u64>,
    /// How the server says by its own codes that a request came too early.
    pub(crate) later: Later,
    /// The query parameter of the client's credentials, which is removed from links.
    pub(crate) auth_param: Option<String>,
}

impl Plan {
    /// The plan for a list at this URL, which includes the filters.
    pub(crate) fn new(list: impl Into<AnyList>, url: Url) -> Result<Self, Error> {
        let list = list.into();
        if let (Some(Delta { at, to: None, .. }), None) = (&list.paging.delta, &list.paging.next) {
            return Err(Error::input(format!(
                "the delta at `{at}` is sent as a next position is, but the paging style has no `next`; say where the delta is sent with `.sent_in(…)`"
            )));
        }
        let not_a_pointer = |at: Text| {
            Error::input(format!(
                "`{at}` is not a JSON Pointer; a pointer is empty or begins with `/`"
            ))
        };
        let in_item = |pointer: Option<&Text>| {
            let tree = pointer.map(|pointer| PointerTree::of(&Pointers::of_item(pointer)));
            tree.transpose().map_err(not_a_pointer)
        };
        let mut plan = Self {
            tree: Self::tree(&list, &list.items, None)?,
            key: in_item(list.key.as_ref())?,
            last: in_item(match &list.paging.next {
                Some(NextFrom::Last(pointer)) => Some(pointer),
                _ => None,
            })?,
            element: ElementTrees::of(&list.paging).map_err(not_a_pointer)?,
            body: None,
            fingerprint: fingerprint(&url, &list),
            headers: HeaderMap::new(),
            knows_rest: false,
            page_size: None,
            limit: None,
            max_pages: list.paging.safety.max_pages,
            last_number: None,
            later: Later::default(),
            auth_param: None,
            base: url.clone(),
            at_position: None,
            segment: None,
            keep: kept(&list),
            path: Arc::default(),
            list,
            url,
        };
        plan.body = plan.first_body()?;
        Ok(plan)
    }

    /// With what the client knows of the server: its base URL, and how it says that a
    /// request came too early.
    pub(crate) fn of_client(
        mut self,
        base: &Url,
        limit: Option<&AnyRateLimit>,
    ) -> Result<Self, Error> {
        self.base = base.clone();
        if let Some(limit) = limit {
            self.later = Later::of(limit);
            self.tree = Self::tree(&self.list, &self.list.items, self.later.pointer())?;
        }
        Ok(self)
    }

    /// The page size that the server uses if a request has none, if the list states it.
    pub(in crate::protocol) fn default_size(&self) -> Option<u64> {
        self.list.paging.size.as_ref().and_then(|size| size.default)
    }

    /// The places that a walk of this list reads in replies with items here, and the one
    /// of a wait.
    pub(crate) fn tree(
        list: &AnyList,
        items: &Text,
        wait: Option<&Text>,
    ) -> Result<PointerTree, Error> {
        let pointers = Pointers::of(&list.paging, &list.errors, wait);
        let rules = &list.item_rules;
        // Items elsewhere, as those of later pages, are in one place.
        let also = if *items == list.items { &rules.also[..] } else { &[] };
        let all: Vec<Text> = iter::once(items).chain(also).cloned().collect();
        let mut tree = PointerTree::new(&all, &pointers).map_err(|pointer| {
            Error::input(if pointer.is_empty() {
                format!(
                    "a paging key, or another pointer to items, points into the items at `{items}`; it must point outside them"
                )
            } else {
                format!("`{pointer}` is not a JSON Pointer; a pointer is empty or begins with `/`")
            })
        })?;
        let is_one_array = all.len() == 1 && rules.shape == Shape::Array;
        tree.gather = (!is_one_array).then(|| GatherRules {
            pointers: all,
            rules: rules.clone(),
            missing_is_empty: list.missing_is_empty,
        });
        Ok(tree)
    }
}

/// The query parameters that links must have: those that the paging keeps, and the
/// constant ones.
fn kept(list: &AnyList) -> Vec<Text> {
    let constant = list.query.as_deref().unwrap_or_default();
    let constant = link::names_in(constant).map(Text::Owned);
    list.paging.safety.keep.iter().cloned().chain(constant).collect()
}

/// Identifies a list, whatever the order of its filters.
fn fingerprint(url: &Url, list: &AnyList) -> Fingerprint {
    let filters = url.query().unwrap_or_default().split('&');
    let mut filters: Vec<u64> = filters.map(|filter| Fingerprint::of(&[filter]).0).collect();
    filters.sort_unstable();
    let origin = url.origin().ascii_serialization();
    let of_list = Fingerprint::of(&[&origin, url.path(), &list.items]);
    let rules = &list.item_rules;
    // Other rules give other rows at the same index.
    let of_list = if rules.is_one_array() {
        of_list
    } else {
        let texts = rules.also.iter().map(|pointer| &**pointer).chain([rules.shape.word()]);
        texts.fold(of_list, Fingerprint::and)
    };
    filters.iter().fold(of_list, |list, filter| list.and(&filter.to_string()))
}
