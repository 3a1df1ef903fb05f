//! The rest of a page: its body without the items, read only for callers that ask for it.

use crate::json::error::JsonError;
use crate::list::record_error::describe;
use crate::value::{Required, Value, allowance, fault_in, read_json};
use serde_core::de::DeserializeOwned;
use std::any::Any;
use std::fmt;
use std::ops::Range;

/// The body of a page, and where its items are.
#[derive(Clone, Debug)]
pub(crate) struct PageText<'t> {
    pub(crate) body: &'t str,
    /// The bytes of the value at the items pointer; `None` if it leads nowhere.
    pub(crate) items: Option<Range<usize>>,
}

/// Reads the rest of a page. An error says at which key, and what was found there.
#[derive(Clone, Copy)]
pub(crate) struct RestReader(fn(&PageText<'_>) -> Result<Box<dyn Any + Send>, String>);

/// The text of a page without its items. It may hold anything, so `Debug` does not show it.
///
/// It is in the type of a page of [`with_rest`](crate::Pager::with_rest), and
/// [`PageWith::rest`](crate::PageWith::rest) decodes it:
///
/// ```
/// use pagesmith::{Error, Json, PageWith, Rest};
///
/// #[derive(serde::Deserialize)]
/// struct Beside {
///     generated_at: String,
/// }
///
/// fn generated_at(page: &PageWith<Json, Rest>) -> Result<String, Error> {
///     Ok(page.rest::<Beside>()?.generated_at)
/// }
/// ```
#[derive(Clone)]
pub struct Rest(Box<str>);

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").field("bytes", &self.0.len()).finish_non_exhaustive()
    }
}

impl RestReader {
    /// Keeps the text.
    pub(crate) const TEXT: Self = Self(|page| Ok(Box::new(Rest(page.without_items().into()))));

    /// Reads a value of a generated type.
    pub(crate) const fn value<E: Value + Send + 'static>() -> Self {
        Self(|page| value::<E>(&page.without_items()).map(boxed))
    }

    /// Reads the struct of a whole page, with an empty array in place of the items.
    pub(crate) const fn page<P: DeserializeOwned + Send + 'static>() -> Self {
        Self(|page| deserialized::<P>(&page.with_empty_items()).map(boxed))
    }

    /// What it reads of a page, within so many bytes of memory.
    pub(crate) fn read(
        self,
        page: &PageText<'_>,
        memory: usize,
    ) -> Result<Box<dyn Any + Send>, String> {
        let too_large =
            || format!(": it takes more than {memory} bytes of memory; raise `max_page_memory`");
        allowance::within(memory, || (self.0)(page)).unwrap_or_else(|| Err(too_large()))
    }
}

impl Rest {
    /// The rest of a page whose reply has no body.
    pub(crate) fn nothing() -> Self {
        Self("null".into())
    }

    /// It as a value of this type. The error says at which key, and what was found there.
    pub(crate) fn decode<R: DeserializeOwned>(&self) -> Result<R, String> {
        deserialized(&self.0)
    }
}

fn boxed<R: Send + 'static>(read: R) -> Box<dyn Any + Send> {
    Box::new(read)
}

fn deserialized<R: DeserializeOwned>(text: &str) -> Result<R, String> {
    serde_json::from_str(text).map_err(|error| describe(text, &JsonError::of(text, &error)))
}

fn value<E: Value>(text: &str) -> Result<E, String> {
    let mut slot = Required::<E>::empty();
    // The reader leaves texts that it does not take to `fault_in`, which says why.
    let read = read_json(text, &mut slot).ok().and_then(|_| slot.taken().ok());
    read.ok_or_else(|| {
        let fault = fault_in(text, &mut Required::<E>::empty());
        fault.map_or_else(String::new, |fault| describe(text, &fault))
    })
}

impl PageText<'_> {
    /// The body without the member that holds the items. As an element of an array, they
    /// become null, so that the others keep their places; so do they as the whole body.
    fn without_items(&self) -> String {
        let Some((head, tail)) = self.around_items() else { return self.body.to_owned() };
        match head.trim_end().strip_suffix(':') {
            Some(key) => without_member(key.trim_end(), tail),
            None => [head, "null", tail].concat(),
        }
    }

    /// The body with an empty array in place of the items.
    fn with_empty_items(&self) -> String {
        let Some((head, tail)) = self.around_items() else { return self.body.to_owned() };
        [head, "[]", tail].concat()
    }

    /// What is in front of the items, and what is behind them.
    fn around_items(&self) -> Option<(&str, &str)> {
        let Range { start, end } = self.items.clone()?;
        Some((self.body.get(..start)?, self.body.get(end..)?))
    }
}

/// An object without the member whose key ends `head` and whose value was in front of
/// `tail`, and without the comma that separated it from the others.
fn without_member(head: &str, tail: &str) -> String {
    let before = &head[..begin_of_string(head)];
    match tail.trim_start().strip_prefix(',') {
        Some(after) => [before, after].concat(),
        None => [before.trim_end().strip_suffix(',').unwrap_or(before), tail].concat(),
    }
}

/// Where the JSON string at the end of a text begins. A quote within a string has an odd
/// number of backslashes in front of it, and the one that opens it has none.
fn begin_of_string(text: &str) -> usize {
    let mut end = text.len().saturating_sub(1);
    while let Some(quote) = text[..end].rfind('"') {
        let backslashes = text[..quote].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if backslashes.is_multiple_of(2) {
            return quote;
        }
        end = quote;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body whose items are `ITEMS` in this text.
    fn page(body: &str, check: impl FnOnce(PageText<'_>)) {
        let (head, tail) = body.split_once("ITEMS").unwrap();
        let array = r#"[{"a": "],\""}]"#;
        let whole = [head, array, tail].concat();
        check(PageText { body: &whole, items: Some(head.len()..head.len() + array.len()) });
    }

    #[test]
    fn the_member_of_the_items_is_left_out_with_one_comma() {
        for (body, rest) in [
            (r#"{"data":ITEMS}"#, "{}"),
            (r#"{"data" : ITEMS , "a":1}"#, r#"{ "a":1}"#),
            (r#"{"a":1 , "data": ITEMS }"#, r#"{"a":1  }"#),
            (r#"{"a":1,"data":ITEMS,"b":2}"#, r#"{"a":1,"b":2}"#),
            (r#"{"a":{"data":ITEMS},"b":2}"#, r#"{"a":{},"b":2}"#),
            (r#"{"a":",","q\"\\":ITEMS}"#, r#"{"a":","}"#),
            (r#"{"\\":1,"\\\"":ITEMS,"b":2}"#, r#"{"\\":1,"b":2}"#),
        ] {
            page(body, |page| assert_eq!(page.without_items(), rest, "{body}"));
        }
    }

    #[test]
    fn items_that_are_no_member_become_null() {
        for (body, rest) in
            [("ITEMS", "null"), (" ITEMS ", " null "), ("[1,ITEMS,2]", "[1,null,2]")]
        {
            page(body, |page| assert_eq!(page.without_items(), rest));
        }
    }

    #[test]
    fn a_page_is_read_with_an_empty_array() {
        page(r#"{"a":1,"data":ITEMS}"#, |page| {
            assert_eq!(page.with_empty_items(), r#"{"a":1,"data":[]}"#);
        });
        let page = PageText { body: r#"{"a":1}"#, items: None };
        assert_eq!(
            (page.with_empty_items(), page.without_items()),
            (page.body.into(), page.body.into())
        );
    }
}
