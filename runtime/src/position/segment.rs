//! The segment of the path that holds the position, for lists that send it there.

use crate::error::{Error, ErrorKind};
use url::Url;

/// What is around the segment, as sent.
#[derive(Clone, Debug)]
pub(crate) struct PositionSegment {
    before: String,
    after: String,
}

impl PositionSegment {
    /// The parts of a path around the segment `{name}`; `None` if it has none.
    pub(crate) fn split<'p>(path: &'p str, name: &str) -> Option<(&'p str, &'p str)> {
        let (before, after) = path.split_once(&format!("/{{{name}}}"))?;
        (after.is_empty() || after.starts_with('/')).then_some((before, after))
    }

    /// Between these parts of a path.
    pub(crate) fn between(before: String, after: String) -> Self {
        Self { before, after }
    }

    /// The path without the segment.
    pub(crate) fn left_out(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Whether this path has the segment.
    pub(crate) fn is_in(&self, path: &str) -> bool {
        let rest = path.strip_prefix(&self.before).and_then(|rest| rest.strip_prefix('/'));
        let segment = rest.and_then(|rest| rest.strip_suffix(&self.after));
        segment.is_some_and(|segment| !segment.is_empty() && !segment.contains('/'))
    }

    /// Puts a position, percent-encoded, into the path of a URL.
    ///
    /// # Errors
    /// When the position would lead to another path.
    pub(crate) fn put(&self, url: &mut Url, encoded: &str) -> Result<(), Error> {
        if matches!(encoded, "" | "." | "..") {
            let what = format!(
                "the next position `{encoded}` can't be a segment of the path: it would lead to another path"
            );
            return Err(Error::new(ErrorKind::PagingKey, what).refused());
        }
        url.set_path(&format!("{}/{encoded}{}", self.before, self.after));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(path: &str) -> PositionSegment {
        let (before, after) = PositionSegment::split(path, "at").unwrap();
        PositionSegment::between(before.to_owned(), after.to_owned())
    }

    #[test]
    fn a_position_is_one_segment() {
        let mut url = Url::parse("https://api.test/v1/rows?size=2").unwrap();
        for (path, position, expected) in [
            ("/v1/rows/{at}", "a", "/v1/rows/a?size=2"),
            ("/v1/rows/{at}", "a%2F..%2Fb%3Fc%23d", "/v1/rows/a%2F..%2Fb%3Fc%23d?size=2"),
            ("/v1/after/{at}/rows", "%C3%A9", "/v1/after/%C3%A9/rows?size=2"),
        ] {
            segment(path).put(&mut url, position).unwrap();
            assert_eq!(url.as_str(), format!("https://api.test{expected}"));
            assert!(segment(path).is_in(url.path()));
        }
        for position in ["", ".", ".."] {
            assert!(segment("/v1/rows/{at}").put(&mut url, position).is_err(), "{position}");
        }
    }

    #[test]
    fn only_a_whole_segment_can_hold_it() {
        assert!(PositionSegment::split("/rows/x{at}", "at").is_none());
        assert!(PositionSegment::split("/rows/{at}.json", "at").is_none());
        let segment = segment("/rows/{at}");
        assert_eq!(segment.left_out(), "/rows");
        assert!(!segment.is_in("/rows/a/b") && !segment.is_in("/rows"));
    }
}
