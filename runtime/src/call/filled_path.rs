//! The path of a list with the values of a call.

use crate::client::Client;
use crate::client::base_url::{fill, segment};
use crate::error::Error;
use crate::list::AnyList;
use crate::paging::Text;
use crate::position::path_values::{PathValues, PositionSegment};
use url::Url;

/// The path of a list with the values of a call.
pub(super) struct FilledPath {
    /// The base URL with this path.
    pub(super) url: Url,
    /// The path as it is written, and its values.
    pub(super) path: PathValues,
    /// Where the position is, if the list sends it in the path.
    pub(super) segment: Option<PositionSegment>,
    /// The base URL with the path of later pages, if they have one of their own.
    pub(super) later: Option<Url>,
}

impl FilledPath {
    /// Fills in the values, in order or by name; the client has those of all calls.
    ///
    /// # Errors
    /// When the path has other parameters than there are values, or a value leads to another
    /// path.
    pub(super) fn new(
        client: &Client,
        list: &AnyList,
        values: Vec<(Text, String)>,
    ) -> Result<Self, Error> {
        let written = &*list.path;
        check_has_no_query(written)?;
        let mut values = values.into_iter().peekable();
        let mut filled = Vec::new();
        let mut segment = |name: &str, value: &str| {
            let sent = segment(name, value)?;
            filled.push((name.to_owned(), value.to_owned(), sent.clone()));
            Ok(sent)
        };
        let of_position = list.paging.path_param();
        let path = fill(written, |name| {
            if of_position == Some(name) {
                return Ok(format!("{{{name}}}"));
            }
            match values.next_if(|(known, _)| *known == name) {
                Some((_, value)) => segment(name, &value),
                None => match client.param(name) {
                    Some(value) => segment(name, value),
                    None if values.peek().is_some_and(|(known, _)| known.is_empty()) => {
                        Err(Error::input(format!(
                            "the path `{written}` has the named parameter `{{{name}}}`, but its values are given in order; write `{{}}`"
                        )))
                    }
                    None => Err(Error::input(format!(
                        "the path `{written}` has more parameters than values: `{{{name}}}` has no value"
                    ))),
                },
            }
        })?;
        if values.next().is_some() {
            return Err(Error::input(format!(
                "the path `{written}` has fewer parameters than values"
            )));
        }
        let mut url = client.base().clone();
        let base = url.path().trim_end_matches('/').to_owned();
        let segment = of_position.map(|name| segment_of(&path, name, &base)).transpose()?;
        match &segment {
            Some(segment) => url.set_path(&segment.left_out()),
            None => url.set_path(&format!("{base}{path}")),
        }
        let later = list.paging.then.as_ref().and_then(|then| then.path.as_ref());
        let later = later.map(|path| fill_later(path, &filled, client)).transpose()?;
        let later = later.map(|path| {
            let mut later = url.clone();
            later.set_path(&format!("{base}{path}"));
            later
        });
        let path = PathValues::new(format!("{base}{written}"), url.path(), filled);
        Ok(Self { path: path.with_position(segment.clone()), url, segment, later })
    }
}

/// The path of later pages, with the values of the list's own path and of the client.
fn fill_later(
    path: &str,
    filled: &[(String, String, String)],
    client: &Client,
) -> Result<String, Error> {
    check_has_no_query(path)?;
    fill(path, |name| {
        if let Some((.., sent)) = filled.iter().find(|(known, ..)| known == name) {
            return Ok(sent.clone());
        }
        client.param(name).map_or_else(
            || {
                Err(Error::input(format!(
                    "later pages are requested at `{path}`, and the path of the list has no parameter `{{{name}}}`"
                )))
            },
            |value| segment(name, value),
        )
    })
}

/// The segment of the position in a path whose other parameters are filled in.
fn segment_of(path: &str, name: &str, base: &str) -> Result<PositionSegment, Error> {
    let Some((before, after)) = PositionSegment::split(path, name) else {
        return Err(Error::input(format!(
            "the paging of this list sends the position as `{{{name}}}` of the path, which has no such segment; write `/{{{name}}}` into the path"
        )));
    };
    Ok(PositionSegment::between(format!("{base}{before}"), after.to_owned()))
}

/// A `?` in a path would be sent as `%3F`, as part of its last segment.
fn check_has_no_query(path: &str) -> Result<(), Error> {
    let Some((path, query)) = path.split_once('?') else { return Ok(()) };
    let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let pairs: Vec<_> = names.map(|name| format!("({name:?}, …)")).collect();
    Err(Error::input(format!(
        "the path `{path}?…` has a query; write `{path}`, and add the query by `.query(&[{}])`",
        pairs.join(", ")
    )))
}
