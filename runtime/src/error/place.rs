//! Where an error happened: the page, and a URL without values.

use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use std::fmt;
use url::Url;

/// Where an error happened.
#[derive(Clone)]
pub(super) struct Place {
    /// The page of the walk, counted from 1; 0 if it was not on a page.
    pub(super) page: u64,
    /// The page number of the request.
    pub(super) number: Option<u64>,
    pub(super) url: String,
}

impl Place {
    pub(super) fn new(page: u64, at: &Cursor, url: &Url, path: &PathValues) -> Self {
        let number = match at {
            Cursor::Number(number) => Some(*number),
            _ => None,
        };
        Self { page, number, url: without_values(url, path) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, number, url } = self;
        // Not before its secrets are hidden, none of which may be cut.
        let url = match url.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &url[..end]),
            None => url.clone(),
        };
        match number {
            _ if *page == 0 => f.write_str(&url),
            Some(number) if number != page => {
                write!(f, "page number {number} (the {} of this walk) of {url}", Ordinal(*page))
            }
            _ => write!(f, "page {page} of {url}"),
        }
    }
}

/// `1st`, `2nd`, `3rd`, `4th`.
struct Ordinal(u64);

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = match (self.0 % 10, self.0 % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        write!(f, "{}{ending}", self.0)
    }
}

/// How many characters of a URL are shown.
const SHOWN: usize = 300;

/// Origin, the path as the list writes it, and the names of the query parameters;
/// values may be secrets.
pub(crate) fn without_values(url: &Url, path: &PathValues) -> String {
    let path = path.without_values(url.path());
    let mut shown = url.origin().ascii_serialization() + &path;
    let pairs = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    for (at, pair) in pairs.enumerate() {
        shown.push(if at == 0 { '?' } else { '&' });
        // A pair without `=` is a value.
        shown.push_str(pair.split_once('=').map_or("…", |(name, _)| name));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_shown_without_values() {
        let url = Url::parse("https://u:p@example.com/a/b?To=%2B1&PageToken=s3cret&x#f").unwrap();
        assert_eq!(
            without_values(&url, &PathValues::default()),
            "https://example.com/a/b?To&PageToken&…"
        );
    }

    #[test]
    fn a_long_url_is_cut() {
        let url = Url::parse(&format!("https://example.com/{}", "a/".repeat(10_000))).unwrap();
        let shown = Place::new(0, &Cursor::Start, &url, &PathValues::default()).to_string();
        assert_eq!(shown.chars().count(), SHOWN + 1);
        assert!(shown.ends_with("a/…") || shown.ends_with("/a…"), "{shown}");
    }

    #[test]
    fn a_page_by_number_is_named_by_it() {
        let url = Url::parse("https://example.com/a?page=7").unwrap();
        let shown = |page, at| Place::new(page, &at, &url, &PathValues::default()).to_string();
        let by_number = "page number 7 (the 3rd of this walk) of https://example.com/a?page";
        assert_eq!(shown(3, Cursor::Number(7)), by_number);
        assert_eq!(shown(3, Cursor::Number(3)), "page 3 of https://example.com/a?page");
        assert_eq!(shown(3, Cursor::Offset(7)), "page 3 of https://example.com/a?page");
        assert_eq!(shown(0, Cursor::Start), "https://example.com/a?page");
    }

    #[test]
    fn ordinals_have_the_right_ending() {
        let ordinals = [1, 2, 3, 4, 11, 12, 13, 21, 111, 122].map(|n| Ordinal(n).to_string());
        assert_eq!(
            ordinals,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "122nd"]
        );
    }
}
