//! How requests at a next position differ from the first one of a list.

use crate::error::Error;
use crate::list::Method;
use crate::paging::{Paging, SendIn, Text, Then, is_in_body};
use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;
use crate::protocol::request::body::Body;
use crate::protocol::response::pointer_tree::PointerTree;
use url::Url;

/// What requests at a next position have in place of what the first one has.
#[derive(Debug)]
pub(crate) struct AtPosition {
    /// Their URL, without paging and without auth; a link has another one.
    pub(in crate::protocol) url: Url,
    /// Their initial body; `None` for a GET.
    pub(in crate::protocol) body: Option<Body>,
    /// Where their items are, and where their replies are read, if elsewhere.
    pub(in crate::protocol) items: Option<(Text, PointerTree)>,
}

impl Plan {
    /// With requests at a next position that go to this URL.
    ///
    /// # Errors
    /// When their body is not JSON, a pointer is not one, or a GET would need a body.
    pub(crate) fn with_requests_at_positions(mut self, url: Url) -> Result<Self, Error> {
        let paging = &self.list.paging;
        let (body, items) = match &paging.then {
            None => (self.body.clone(), None),
            Some(then) => (body_of(then, paging)?, then.items.clone()),
        };
        let items = match items {
            Some(items) => {
                let tree = Self::tree(&self.list, &items, self.later.pointer())?;
                Some((items, tree))
            }
            None => None,
        };
        self.at_position = Some(Box::new(AtPosition { url, body, items }));
        Ok(self)
    }

    /// How a request at this cursor differs from the first one.
    pub(in crate::protocol) fn at(&self, cursor: &Cursor) -> Option<&AtPosition> {
        let is_position = cursor.is_token() || matches!(cursor, Cursor::Link(_));
        self.at_position.as_deref().filter(|_| is_position)
    }

    /// Whether a request at this cursor is a QUERY, if it has a body.
    pub(in crate::protocol) fn is_query_at(&self, cursor: &Cursor) -> bool {
        let is_later = self.list.paging.then.is_some() && self.at(cursor).is_some();
        self.list.method == Method::Query && !is_later
    }

    /// Where the reply to a request at this cursor is read.
    pub(in crate::protocol) fn tree_at(&self, cursor: &Cursor) -> &PointerTree {
        let own = self.at(cursor).and_then(|it| it.items.as_ref());
        own.map_or(&self.tree, |(_, tree)| tree)
    }

    /// Where its items are.
    pub(in crate::protocol) fn items_at(&self, cursor: &Cursor) -> &Text {
        let own = self.at(cursor).and_then(|it| it.items.as_ref());
        own.map_or(&self.list.items, |(items, _)| items)
    }
}

/// The initial body of requests at a position.
fn body_of(then: &Then<Text>, paging: &Paging<Text, Vec<Text>>) -> Result<Option<Body>, Error> {
    if !then.post {
        let in_body = match &paging.send {
            SendIn::Body(pointer) => Some(pointer.as_ref()),
            _ => paging.carried_in_body().next(),
        };
        return match in_body {
            Some(pointer) => Err(Error::input(format!(
                "the paging style sends `{pointer}` in the request body, but its later pages are requested by GET, which has no body"
            ))),
            None if then.body.is_some() => Err(Error::input(
                "later pages are requested by GET, which has no body; make it a POST, or remove the body",
            )),
            None => Ok(None),
        };
    }
    let Some(json) = &then.body else { return Ok(Some(Body::empty())) };
    let body = Body::parse(json);
    body.map(Some).map_err(|cause| Error::input("the body of `then` is not JSON").because(cause))
}

/// Whether a parameter goes into a body that this request does not have.
pub(in crate::protocol) fn lacks_body(param: &str, body: Option<&Body>) -> bool {
    is_in_body(param) && body.is_none()
}
