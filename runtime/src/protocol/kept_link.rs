//! Links as they are kept: with names in place of the values of the path and of
//! the client's own credentials, which are put back when they are sent.

use crate::error::{Error, ErrorKind};
use crate::protocol::link;
use crate::protocol::plan::Plan;
use crate::secret::{Mask, Placeholders, Secret, has_placeholders};
use std::borrow::Cow;
use url::Url;

/// Shorter credentials may be a word of the link by chance; they are looked for
/// where they are a whole value.
const SECRET: usize = 8;

/// What a link of another walk says where its names mean nothing here.
const OTHERS: &str = "the link of the position holds names of path parameters or credentials that this call does not have; resume it with the same path and the same kind of credentials, or walk the list from its beginning";

impl Plan {
    /// Takes the values of the path and the credentials out of a link of a reply.
    pub(in crate::protocol) fn take_out(
        &self,
        link: &mut Url,
        credentials: Option<&Mask>,
    ) -> Result<(), Error> {
        if has_placeholders(link.as_str()) {
            let what = "the link to the next page holds `~pagesmith.`, the mark of what is taken out of links; it was not followed";
            return Err(Error::new(ErrorKind::PagingKey, what));
        }
        if let Some(mask) =
            credentials.filter(|mask| !mask.find(link.as_str().as_bytes(), 0).is_empty())
        {
            take_out(link, &self.url, mask)?;
        }
        self.path.take_out(link);
        Ok(())
    }

    /// A kept link with the values of the path.
    pub(in crate::protocol) fn sent_link(&self, link: &Url) -> Result<Url, Error> {
        if !has_placeholders(link.as_str()) {
            return Ok(link.clone());
        }
        let put_back = self.path.put_back(link.as_str()).ok();
        let url = put_back.and_then(|link| Url::parse(&link).ok());
        url.ok_or_else(|| Error::position_refused(OTHERS))
    }
}

/// A link with the credentials that were taken out of it.
///
/// # Errors
/// When they were others, and not of this kind.
pub(crate) fn with_credentials<'u>(
    link: &'u Url,
    credentials: Option<&Mask>,
) -> Result<Cow<'u, Url>, Error> {
    if !has_placeholders(link.as_str()) {
        return Ok(Cow::Borrowed(link));
    }
    let names = credentials.map_or_else(|| Placeholders::new(KIND, SERIES, [].into_iter()), names);
    let put_back = names.put_back(link.as_str()).ok();
    let url = put_back.and_then(|link| Url::parse(&link).ok());
    url.map(Cow::Owned).ok_or_else(|| Error::position_refused(OTHERS))
}

const KIND: &str = "credential";
const SERIES: &str = "0";

fn names(mask: &Mask) -> Placeholders {
    Placeholders::new(KIND, SERIES, mask.secrets().map(Secret::expose))
}

/// Takes the credentials out of a link, but for what the call itself asks for.
///
/// # Errors
/// When they are spelt in a way that can't be put back.
fn take_out(link: &mut Url, own: &Url, mask: &Mask) -> Result<(), Error> {
    let names = names(mask);
    if link.path() != own.path() {
        let path = with_names(link.path(), mask, &names)?;
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
            None => with_names(pair, mask, &names)?,
        };
        others.push(kept.clone());
        pairs.push(kept);
    }
    let query = pairs.join("&");
    link.set_query(link.query().map(|_| &*query));
    // One that is spelt over several pairs.
    if mask.find(others.join("&").as_bytes(), SECRET).is_empty() {
        Ok(())
    } else {
        Err(in_the_open())
    }
}

/// A part of a link with a name for each secret in it.
fn with_names(text: &str, mask: &Mask, names: &Placeholders) -> Result<String, Error> {
    let (mut out, mut at) = (String::new(), 0);
    for range in mask.find(text.as_bytes(), SECRET) {
        let found = text.get(range.clone()).ok_or_else(in_the_open)?;
        // A slash in front may be of base64, and be none.
        let in_path = found.strip_prefix('/').and_then(|found| Some(("/", names.name_of(found)?)));
        let (before, name) =
            names.name_of(found).map(|name| ("", name)).or(in_path).ok_or_else(in_the_open)?;
        out.extend([&text[at..range.start], before, name]);
        at = range.end;
    }
    Ok(out + &text[at..])
}

/// Whether a secret is cut where a link as it is written has its fragment, so that
/// a part of it would be followed.
pub(crate) fn is_cut(raw: &str, mask: Option<&Mask>) -> bool {
    let (Some(at), Some(mask)) = (raw.find('#'), mask) else { return false };
    mask.find(raw.as_bytes(), SECRET).iter().any(|range| range.contains(&at))
}

pub(crate) fn in_the_open() -> Error {
    let what = "the link holds the client's credentials in a spelling in which they can't be taken out, and a position would keep them; it was not followed";
    Error::new(ErrorKind::PagingKey, what)
}
