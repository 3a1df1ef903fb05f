//! The path of a call: as its list writes it, and its values, any of which may be a credential.

use crate::position::fingerprint::Fingerprint;
pub(crate) use crate::position::segment::PositionSegment;
use crate::secret::{Mask, Placeholders, Secret, Unknown};
use url::Url;

/// A shorter value is only replaced if it is a whole segment.
const WITHIN: usize = 4;

/// A shorter value is not a credential.
const SECRET: usize = 6;

/// A shorter value may occur in a query by chance.
const IN_QUERY: usize = 8;

/// The path of a call with its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathValues {
    /// The path of the base URL, followed by that of the list with `{names}`.
    template: String,
    /// The same with its values, as sent.
    filled: String,
    /// Names, values, and the values as path segments.
    values: Vec<(String, Secret, Secret)>,
    /// Where the position is, which is not shown.
    position: Option<PositionSegment>,
}

impl PathValues {
    /// The path as written and as sent, and its values.
    pub(crate) fn new(
        template: String,
        filled: &str,
        values: impl IntoIterator<Item = (String, String, String)>,
    ) -> Self {
        let values =
            values.into_iter().map(|(name, value, sent)| (name, value.into(), sent.into()));
        Self { template, filled: filled.to_owned(), values: values.collect(), position: None }
    }

    /// With a segment that holds the position of a request.
    pub(crate) fn with_position(self, position: Option<PositionSegment>) -> Self {
        Self { position, ..self }
    }

    /// The path of a URL without the values: as the list writes it if it is the list's
    /// own, or else with the names of the values that it contains.
    pub(crate) fn without_values(&self, path: &str) -> String {
        let has_position = self.position.as_ref().is_some_and(|position| position.is_in(path));
        if path == self.filled || has_position {
            return self.template.clone();
        }
        let segments = path.split('/').map(|segment| self.named(segment));
        segments.collect::<Vec<_>>().join("/")
    }

    fn named(&self, segment: &str) -> String {
        self.values.iter().fold(segment.to_owned(), |segment, (name, value, sent)| {
            let (value, sent) = (value.expose(), sent.expose());
            let name = format!("{{{name}}}");
            if segment == value || segment == sent {
                return name;
            }
            let replaced = |segment: String, text: &str| {
                if text.len() < WITHIN { segment } else { segment.replace(text, &name) }
            };
            replaced(replaced(segment, sent), value)
        })
    }

    /// The value of this parameter.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let named = self.values.iter().find(|(known, ..)| known == name);
        named.map(|(_, value, _)| value.expose())
    }

    /// A mask for values that may be credentials, for texts of a server.
    pub(crate) fn mask(&self) -> Mask {
        let texts = self.values.iter().map(|(_, value, _)| value);
        Mask::of(texts.filter(|text| could_be_secret(text.expose())).cloned())
    }

    /// Replaces the values in a link by placeholders.
    pub(crate) fn take_out(&self, link: &mut Url) {
        let is_there = |text: &Secret| link.as_str().contains(text.expose());
        if !self.values.iter().any(|(_, value, sent)| is_there(value) || is_there(sent)) {
            return;
        }
        let names = self.placeholders();
        let segments = link.path().split('/').map(|segment| match names.name_of(segment) {
            Some(name) => name.to_owned(),
            None => names.take_out(segment, WITHIN),
        });
        let path = segments.collect::<Vec<_>>().join("/");
        link.set_path(&path);
        let query = link.query().map(|query| names.take_out(query, IN_QUERY));
        link.set_query(query.as_deref());
    }

    /// Puts them back into a text.
    ///
    /// # Errors
    /// When the link was stored by a call with other parameters.
    pub(crate) fn put_back(&self, text: &str) -> Result<String, Unknown> {
        self.placeholders().put_back(text)
    }

    /// Placeholders that are only valid for calls of the same path.
    fn placeholders(&self) -> Placeholders {
        let series = format!("{:x}", Fingerprint::of(&[&self.template]).0);
        Placeholders::new("path", &series, self.values.iter().map(|(_, value, _)| value.expose()))
    }
}

/// Whether a value is more than a word or a number.
fn could_be_secret(value: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    value.len() >= SECRET && value.bytes().any(is_digit) && !value.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> PathValues {
        let value = |name: &str, value: &str, sent: &str| {
            (name.to_owned(), value.to_owned(), sent.to_owned())
        };
        PathValues::new(
            "/v1/bot{token}/{id}".to_owned(),
            "/v1/bot123%3AABC/7",
            [value("token", "123:ABC", "123%3AABC"), value("id", "7", "7")],
        )
    }

    #[test]
    fn a_path_is_shown_as_it_is_written() {
        let values = values();
        for (path, shown) in [
            ("/v1/bot123%3AABC/7", "/v1/bot{token}/{id}"),
            ("/v1/bot123:ABC/7/more", "/v1/bot{token}/{id}/more"),
            ("/v2/x7/123%3AABC", "/v2/x7/{token}"),
            ("/v2/other", "/v2/other"),
        ] {
            assert_eq!(values.without_values(path), shown);
        }
    }

    #[test]
    fn a_kept_link_holds_no_value_and_is_sent_as_it_came() {
        let values = values();
        for link in [
            "https://h/v1/bot123%3AABC/7?offset=7",
            "https://h/v1/bot123:ABC/7?offset=7",
            "https://h/v1/other?offset=7",
        ] {
            let mut kept = Url::parse(link).unwrap();
            values.take_out(&mut kept);
            assert!(!kept.as_str().contains("ABC"), "{kept}");
            assert_eq!(values.put_back(kept.as_str()).unwrap(), link);
            if kept.as_str() != link {
                assert!(PathValues::default().put_back(kept.as_str()).is_err());
                let other = PathValues { values: Vec::new(), ..values.clone() };
                assert!(other.put_back(kept.as_str()).is_err());
            }
        }
    }
}
