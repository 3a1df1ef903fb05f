//! Credentials, which a spec must not contain; messages about them don't repeat them.

use crate::credentials::{hidden, is_name};
use crate::source_map::Path;
use std::borrow::Cow;

/// A URL or a path as a message shows it: without a user and a password, and without
/// the values of parameters that are named like credentials.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let text = match text.rsplit_once('@') {
        // One that begins with a slash has no host.
        Some((before, host)) if !text.starts_with('/') => {
            let scheme = before.find("://").map_or("", |end| &before[..end + 3]);
            Cow::Owned(format!("{scheme}…@{host}"))
        }
        _ => Cow::Borrowed(text),
    };
    let (path, query) = text.split_at(text.find(['?', '#']).map_or(text.len(), |at| at + 1));
    let query: String = query.split_inclusive(['&', '#']).map(hide_value).collect();
    let shown = format!("{}{query}", hidden(path));
    if shown == text { text } else { Cow::Owned(shown) }
}

/// A server as a message shows it: origin and path. Whatever follows them may be a
/// credential, by any name.
#[must_use]
pub fn shown_server(text: &str) -> Cow<'_, str> {
    let text = shown(text);
    match text.find(['?', '#']) {
        Some(end) if end + 1 < text.len() => Cow::Owned(format!("{}…", &text[..=end])),
        _ => text,
    }
}

/// A pair of a query with the sign behind it.
fn hide_value(pair: &str) -> Cow<'_, str> {
    let (pair, end) = pair.split_at(pair.trim_end_matches(['&', '#']).len());
    match pair.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_name(name) => {
            Cow::Owned(format!("{name}=…{end}"))
        }
        _ => Cow::Owned(format!("{pair}{end}")),
    }
}

/// The name of a header as a message shows it: without a value that was written
/// behind it; where credentials are to be expected, a blank parts the two as well.
pub(super) fn shown_header<'n>(at: &Path, name: &'n str) -> Cow<'n, str> {
    let parts = |c: char| ":=".contains(c) || (c == ' ' && at.may_hold_credential());
    match name.split_once(parts) {
        Some((before, value)) if !value.trim().is_empty() => Cow::Owned(format!("{before}: …")),
        _ => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_repeats_no_credential_of_a_url() {
        for (written, expected) in [
            ("https://me:KSECRET@host/a", "https://…@host/a"),
            ("https://me:p/KSECRET@host/a", "https://…@host/a"),
            ("me:KSECRET@host/a", "…@host/a"),
            ("/x?page=2&accessToken=KSECRET&a", "/x?page=2&accessToken=…&a"),
            ("/x#access_token=KSECRET", "/x#access_token=…"),
            ("https://h/v1?api_key=K?SECRET#a", "https://h/v1?api_key=…#a"),
        ] {
            assert_eq!(shown(written), expected);
        }
        for (written, expected) in [
            ("https://h/v1?k=KSECRET", "https://h/v1?…"),
            ("https://h#KSECRET", "https://h#…"),
            ("https://me:KSECRET@h/v1?KSECRET", "https://…@h/v1?…"),
            ("https://h/v1?", "https://h/v1?"),
        ] {
            assert_eq!(shown_server(written), expected);
        }
        for plain in ["https://h/v1", "/users/@me?page=2", "/a=b?key=", "{a}/b"] {
            assert_eq!(shown(plain), plain);
        }
        let (auth, headers) = (Path::default().key("auth"), Path::default().key("headers"));
        assert_eq!(shown_header(&headers, "X-Key: KSECRET"), "X-Key: …");
        assert_eq!(shown_header(&auth, "X-Key KSECRET"), "X-Key: …");
        assert_eq!(shown_header(&headers, "X Version"), "X Version");
        assert_eq!(shown_header(&auth, "X:"), "X:");
    }
}
