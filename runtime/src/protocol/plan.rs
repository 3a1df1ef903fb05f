//! What stays the same over a walk: the list, its URL, and where to look in a
//! response.

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

/// What stays the same over a walk.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The list's URL with its filters, without paging and without auth.
    pub(crate) url: Url,
    /// Its path, and the values in it.
    pub(crate) path: Arc<PathValues>,
    pub(crate) list: AnyList,
    pub(crate) tree: PointerTree,
    /// Where an item holds what identifies it.
    pub(crate) key: Option<PointerTree>,
    /// Where the last item of a page holds the next position.
    pub(crate) last: Option<PointerTree>,
    /// What each request's body holds; none where they are GETs.
    pub(crate) body: Option<Body>,
    /// Which list it is: origin, path, filters, items and headers.
    pub(crate) fingerprint: Fingerprint,
    /// Headers of this walk alone.
    pub(crate) headers: HeaderMap,
    /// The page size that was asked for, in items.
    pub(crate) page_size: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    /// The number of the last page that is asked for, by number.
    pub(crate) last_number: Option<u64>,
    /// The query parameter of the client's auth; links are rid of it.
    pub(crate) auth_param: Option<String>,
}

impl Plan {
    /// A plan of a list at this URL, filters included.
    pub(crate) fn new(list: impl Into<AnyList>, url: Url) -> Result<Self, Error> {
        let list = list.into();
        let no_pointer = |at: Text| {
            Error::input(format!("`{at}` is no JSON Pointer: one is empty or begins with `/`"))
        };
        let in_item = |pointer: Option<&Text>| {
            let tree = pointer.map(|pointer| PointerTree::of(&Pointers::of_item(pointer)));
            tree.transpose().map_err(no_pointer)
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

    pub(crate) fn tree(list: &AnyList) -> Result<PointerTree, Error> {
        PointerTree::new(&list.items, &Pointers::of(&list.paging, &list.errors)).map_err(
            |pointer| {
                Error::input(if pointer.is_empty() {
                    format!(
                        "a paging key lies within the items at `{}`; it has to lie beside them",
                        list.items
                    )
                } else {
                    format!("`{pointer}` is no JSON Pointer: one is empty or begins with `/`")
                })
            },
        )
    }
}

/// Which list it is: filters count in any order.
fn fingerprint(url: &Url, items: &str) -> Fingerprint {
    let filters = url.query().unwrap_or_default().split('&');
    let mut filters: Vec<u64> = filters.map(|filter| Fingerprint::of(&[filter]).0).collect();
    filters.sort_unstable();
    let origin = url.origin().ascii_serialization();
    let list = Fingerprint::of(&[&origin, url.path(), items]);
    filters.iter().fold(list, |list, filter| list.and(&filter.to_string()))
}
