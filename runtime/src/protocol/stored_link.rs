//! Links and page tokens as they are stored: placeholders replace the values of the path
//! and the client's credentials, which are put back for each request.

use crate::error::{Error, ErrorKind};
use crate::protocol::link;
use crate::protocol::plan::Plan;
use crate::secret::{Mask, Placeholders, Secret, has_placeholders};
use std::borrow::Cow;
use std::ops::Range;
use url::Url;

/// Shorter credentials may occur in a link by chance, so they are replaced only if they
/// are a whole value.
const MIN_SECRET: usize = 8;

/// A page token of fewer characters is not a credential.
const WHOLE: usize = 4;

/// The error for a position with placeholders that this walk does not know.
const UNKNOWN_PLACEHOLDERS: &str = "the position holds names of path parameters or credentials that this call does not have; resume it with the same path and the same kind of credentials, or walk the list from its beginning";

impl Plan {
    /// Replaces the values of the path and the credentials in a reply's link by placeholders.
    pub(in crate::protocol) fn take_out(
        &self,
        link: &mut Url,
        credentials: Option<&Mask>,
    ) -> Result<(), Error> {
        if has_placeholders(link.as_str()) {
            let what = "the link to the next page contains `~pagesmith.`, which pagesmith reserves for placeholders; it was not followed";
            return Err(Error::new(ErrorKind::PagingKey, what));
        }
        if let Some(mask) = credentials.filter(|mask| holds(link.as_str(), mask, 0)) {
            take_out(link, &self.url, mask)?;
        }
        self.path.take_out(link);
        Ok(())
    }

    /// A stored link with the values of the path put back.
    pub(in crate::protocol) fn sent_link(&self, link: &Url) -> Result<Url, Error> {
        if !has_placeholders(link.as_str()) {
            return Ok(link.clone());
        }
        let put_back = self.path.put_back(link.as_str()).ok();
        let url = put_back.and_then(|link| Url::parse(&link).ok());
        url.ok_or_else(|| Error::position_refused(UNKNOWN_PLACEHOLDERS))
    }
}

/// A stored link with the credentials put back.
///
/// # Errors
/// When the link was stored with credentials of another kind.
pub(crate) fn with_credentials<'u>(
    link: &'u Url,
    credentials: Option<&Mask>,
) -> Result<Cow<'u, Url>, Error> {
    if !has_placeholders(link.as_str()) {
        return Ok(Cow::Borrowed(link));
    }
    let put_back = put_back(link.as_str(), credentials);
    let url = put_back.and_then(|link| Url::parse(&link).ok());
    url.map(Cow::Owned).ok_or_else(|| Error::position_refused(UNKNOWN_PLACEHOLDERS))
}

/// The page token with placeholders for the credentials in it; `None` if it contains no
/// credential.
///
/// # Errors
/// When their encoding could not be restored.
pub(in crate::protocol) fn token_without_credentials(
    token: &str,
    credentials: Option<&Mask>,
) -> Result<Option<String>, Error> {
    let Some(mask) = credentials.filter(|mask| holds(token, mask, WHOLE)) else { return Ok(None) };
    let names = names(mask);
    if let Some(name) = names.name_of(token) {
        return Ok(Some(name.to_owned()));
    }
    if !holds(token, mask, MIN_SECRET) {
        return Ok(None);
    }
    let refused = || credentials_remain("page token");
    if has_placeholders(token) {
        return Err(refused());
    }
    with_names(token, mask, &names).map(Some).ok_or_else(refused)
}

/// A stored page token with its credentials put back.
///
/// # Errors
/// When the token was stored with credentials of another kind.
pub(in crate::protocol) fn token_with_credentials(
    token: &str,
    credentials: Option<&Mask>,
) -> Result<String, Error> {
    put_back(token, credentials).ok_or_else(|| Error::position_refused(UNKNOWN_PLACEHOLDERS))
}

fn put_back(text: &str, credentials: Option<&Mask>) -> Option<String> {
    let names = credentials.map_or_else(|| Placeholders::new(KIND, SERIES, [].into_iter()), names);
    names.put_back(text).ok()
}

/// Whether a text contains a credential of at least this many bytes, in any encoding.
fn holds(text: &str, mask: &Mask, least: usize) -> bool {
    !mask.find(text.as_bytes(), least).is_empty() || mask.is_spelt_by(text, MIN_SECRET)
}

const KIND: &str = "credential";
const SERIES: &str = "0";

fn names(mask: &Mask) -> Placeholders {
    Placeholders::new(KIND, SERIES, mask.secrets().map(Secret::expose))
}

/// Replaces the credentials in a link by placeholders, except in the parts that are the
/// call's own path and query.
///
/// # Errors
/// When their encoding could not be restored.
fn take_out(link: &mut Url, own: &Url, mask: &Mask) -> Result<(), Error> {
    let names = names(mask);
    let refused = || credentials_remain("link");
    if link.path() != own.path() {
        let path = with_names(link.path(), mask, &names).ok_or_else(refused)?;
        link.set_path(&path);
    }
    let (mut pairs, mut others) = (Vec::new(), Vec::new());
    for pair in link::pairs(link) {
        if link::pairs(own).any(|own| own == pair) {
            pairs.push(pair.to_owned());
            continue;
        }
        let value =
            pair.split_once('=').and_then(|(name, value)| Some((name, names.name_of(value)?)));
        let kept = match value {
            Some((name, value)) => format!("{name}={value}"),
            None => with_names(pair, mask, &names).ok_or_else(refused)?,
        };
        others.push(kept.clone());
        pairs.push(kept);
    }
    let query = pairs.join("&");
    link.set_query(link.query().map(|_| &*query));
    // A secret may span several pairs.
    if holds(&others.join("&"), mask, MIN_SECRET) { Err(refused()) } else { Ok(()) }
}

/// The text with a placeholder for each secret in it; `None` if part of a secret would
/// remain.
fn with_names(text: &str, mask: &Mask, names: &Placeholders) -> Option<String> {
    let (mut out, mut at) = (String::new(), 0);
    for range in mask.find(text.as_bytes(), MIN_SECRET) {
        if range.end <= at {
            continue;
        }
        let found = text.get(range.clone())?;
        // A leading slash may separate segments, or belong to base64.
        let in_path = found.strip_prefix('/').and_then(|found| Some(("/", names.name_of(found)?)));
        let whole = names.name_of(found).map(|name| ("", name)).or(in_path);
        if let (Some((before, name)), true) = (whole, range.start >= at) {
            out.extend([&text[at..range.start], before, name]);
            at = range.end;
        } else {
            let (run, name) = base64_around(text, at..range.start, range.end, mask, names)?;
            out.extend([&text[at..run.start], &name]);
            at = run.end;
        }
    }
    out.push_str(&text[at..]);
    (!holds(&out, mask, MIN_SECRET)).then_some(out)
}

/// The range of the base64 text that contains a secret and more, and its placeholder.
/// The base64 text begins somewhere in `begins`.
fn base64_around(
    text: &str,
    begins: Range<usize>,
    end: usize,
    mask: &Mask,
    names: &Placeholders,
) -> Option<(Range<usize>, String)> {
    let take_out = |text: &str| with_names(text, mask, names).filter(|kept| kept != text);
    let end = text[..end].trim_end_matches('=').len();
    ["-_", "+/"].iter().find_map(|others| {
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
        let before = text.get(begins.clone())?.trim_end_matches(is_base64);
        let after = text[end..].trim_start_matches(is_base64);
        let run = begins.start + before.len()..text.len() - after.len();
        // The `=` after it may be its padding, or not belong to it.
        let padded = text.len() - after.trim_start_matches('=').len();
        [run.end, padded].into_iter().find_map(|end| {
            let run = run.start..end;
            Some((run.clone(), names.name_of_base64(&text[run], take_out)?))
        })
    })
}

/// Whether the fragment of a link begins within a secret, so that a part of the secret
/// would be sent.
pub(crate) fn is_cut(raw: &str, mask: Option<&Mask>) -> bool {
    let (Some(at), Some(mask)) = (raw.find('#'), mask) else { return false };
    mask.find(raw.as_bytes(), MIN_SECRET).iter().any(|range| range.contains(&at))
}

/// The error for a link or token that can't be stored.
pub(crate) fn credentials_remain(what: &str) -> Error {
    let what = format!(
        "the {what} contains the client's credentials in an encoding from which they can't be removed, so a position would store them; it was not followed"
    );
    Error::new(ErrorKind::PagingKey, what)
}
