//! The constant parts of a walk: the list, its URL, and the pointers into a response.

use crate::error::Error;
use crate::list::AnyList;
use crate::paging::{NextFrom, Text};
use crate::position::fingerprint::Fingerprint;
use crate::position::path_values::PathValues;
use crate::protocol::request::body::Body;
use crate::protocol::response::envelope::Pointers;
use crate::protocol::response::pointer_tree::PointerTree;
use http::HeaderMap;
use std::sync::Arc;
use url::Url;

/// The constant parts of a walk.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The list's URL with its filters, without paging and without auth.
    pub(crate) url: Url,
    /// Its path, and the values in it.
    pub(crate) path: Arc<PathValues>,
    pub(crate) list: AnyList,
    pub(crate) tree: PointerTree,
    /// The pointer to an item's key.
    pub(crate) key: Option<PointerTree>,
    /// The pointer to the next position in the last item of a page.
    pub(crate) last: Option<PointerTree>,
    /// The initial body of each request; `None` for a GET.
    pub(crate) body: Option<Body>,
    /// Identifies the list: origin, path, filters, items and headers.
    pub(crate) fingerprint: Fingerprint,
    /// Headers of this walk alone.
    pub(crate) headers: HeaderMap,
    /// The page size that the caller set, in items.
    pub(crate) page_size: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    /// The number of the last page to read, in a walk by number.
    pub(crate) last_number: Option<u64>,
    /// The query parameter of the client's credentials, which is removed from links.
    pub(crate) auth_param: Option<String>,
}

impl Plan {
    /// The plan for a list at this URL, which includes the filters.
    pub(crate) fn new(list: impl Into<AnyList>, url: Url) -> Result<Self, Error> {
        let list = list.into();
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
            tree: Self::tree(&list)?,
            key: in_item(list.key.as_ref())?,
            last: in_item(match &list.paging.next {
                Some(NextFrom::Last(pointer)) => Some(pointer),
                _ => None,
            })?,
            body: None,
            fingerprint: fingerprint(&url, &list.items),
            headers: HeaderMap::new(),
            page_size: None,
            limit: None,
            max_pages: list.paging.safety.max_pages,
            last_number: None,
            auth_param: None,
            path: Arc::default(),
            list,
            url,
        };
        plan.body = plan.first_body()?;
        Ok(plan)
    }

    /// The page size that the server uses if a request has none, if the list states it.
    pub(in crate::protocol) fn default_size(&self) -> Option<u64> {
        self.list.paging.size.as_ref().and_then(|size| size.default)
    }

    pub(crate) fn tree(list: &AnyList) -> Result<PointerTree, Error> {
        PointerTree::new(&list.items, &Pointers::of(&list.paging, &list.errors)).map_err(
            |pointer| {
                Error::input(if pointer.is_empty() {
                    format!(
                        "a paging key points into the items at `{}`; it must point outside them",
                        list.items
                    )
                } else {
                    format!(
                        "`{pointer}` is not a JSON Pointer; a pointer is empty or begins with `/`"
                    )
                })
            },
        )
    }
}

/// Identifies a list, whatever the order of its filters.
fn fingerprint(url: &Url, items: &str) -> Fingerprint {
    let filters = url.query().unwrap_or_default().split('&');
    let mut filters: Vec<u64> = filters.map(|filter| Fingerprint::of(&[filter]).0).collect();
    filters.sort_unstable();
    let origin = url.origin().ascii_serialization();
    let list = Fingerprint::of(&[&origin, url.path(), items]);
    filters.iter().fold(list, |list, filter| list.and(&filter.to_string()))
}
