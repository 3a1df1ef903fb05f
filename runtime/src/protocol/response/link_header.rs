//! The `Link` header: web links of RFC 8288, section 3.

use http::HeaderMap;
use http::header::LINK;
use std::borrow::Cow;
use url::Url;

/// Why the target of a `Link` header is unknown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It breaks its grammar.
    Unreadable,
    /// It has links of this relation to different targets.
    Ambiguous,
}

/// A link that breaks the grammar of its header.
struct Unreadable;

/// The target of the links of this relation, as the first of them writes it.
///
/// Relations have no case, and a link may have several in one `rel`; only its
/// first `rel` counts (section 3.3). A link whose `anchor` is something else
/// than `base`, the URL of the reply, is about that, and passed over (3.2).
///
/// # Errors
/// When two of them lead to different places, resolved against `base`; or when
/// there is no such link, and a part of the header could not be read.
pub(crate) fn find(
    headers: &HeaderMap,
    relation: &str,
    base: &Url,
) -> Result<Option<String>, Fault> {
    let links = Links { relation, attribute: None, base };
    let same = |first: &str, other: &str| is_same(first, other, base);
    links.find(headers, |link| Some(Cow::Borrowed(link.target)), same)
}

/// The value of this attribute of the links of this relation.
///
/// # Errors
/// When two of them have different values, or when there is no such link, and a part of
/// the header could not be read.
pub(crate) fn attribute(
    headers: &HeaderMap,
    relation: &str,
    attribute: &str,
    base: &Url,
) -> Result<Option<String>, Fault> {
    let links = Links { relation, attribute: Some(attribute), base };
    links.find(headers, |link| link.attribute.clone(), |first, other| first == other)
}

/// Which links of a header are looked for.
struct Links<'l> {
    relation: &'l str,
    /// The attribute whose value is wanted.
    attribute: Option<&'l str>,
    base: &'l Url,
}

impl Links<'_> {
    fn find<'h>(
        &self,
        headers: &'h HeaderMap,
        wanted: impl Fn(&Link<'h>) -> Option<Cow<'h, str>>,
        same: impl Fn(&str, &str) -> bool,
    ) -> Result<Option<String>, Fault> {
        let mut broken = false;
        let mut found: Option<Cow<'h, str>> = None;
        for value in headers.get_all(LINK) {
            let Ok(value) = std::str::from_utf8(value.as_bytes()) else {
                broken = true;
                continue;
            };
            let mut rest = Rest(value);
            loop {
                match rest.link(self.attribute) {
                    Some(Ok(link)) if link.is(self.relation, self.base) => {
                        match (&found, wanted(&link)) {
                            (Some(first), Some(other)) if !same(first, &other) => {
                                return Err(Fault::Ambiguous);
                            }
                            (None, value) => found = value,
                            _ => {}
                        }
                    }
                    Some(Ok(_)) => {}
                    Some(Err(Unreadable)) => {
                        broken = true;
                        break;
                    }
                    None => break,
                }
            }
        }
        match found {
            None if broken => Err(Fault::Unreadable),
            found => Ok(found.map(Cow::into_owned)),
        }
    }
}

/// Whether two targets lead to one place.
fn is_same(one: &str, other: &str, base: &Url) -> bool {
    one == other
        || matches!((base.join(one), base.join(other)), (Ok(one), Ok(other)) if one == other)
}

/// One link of the header.
#[derive(Default)]
struct Link<'h> {
    target: &'h str,
    rel: Option<Cow<'h, str>>,
    anchor: Option<Cow<'h, str>>,
    /// The attribute that is looked for.
    attribute: Option<Cow<'h, str>>,
}

impl Link<'_> {
    fn is(&self, relation: &str, base: &Url) -> bool {
        let mut relations = self.rel.as_deref().unwrap_or_default().split_ascii_whitespace();
        let is_own = |anchor: &str| base.join(anchor).is_ok_and(|anchor| anchor == *base);
        relations.any(|rel| rel.eq_ignore_ascii_case(relation))
            && self.anchor.as_deref().is_none_or(is_own)
    }
}

/// What is left of a header's value.
struct Rest<'h>(&'h str);

impl<'h> Rest<'h> {
    /// The next link; none at the end. Empty elements of the list are passed
    /// over (RFC 9110, 5.6.1).
    fn link(&mut self, attribute: Option<&str>) -> Option<Result<Link<'h>, Unreadable>> {
        while self.eat(',') {}
        if self.0.is_empty() { None } else { Some(self.element(attribute)) }
    }

    fn element(&mut self, attribute: Option<&str>) -> Result<Link<'h>, Unreadable> {
        if !self.eat_exactly('<') {
            return Err(Unreadable);
        }
        let target = self.until('>').ok_or(Unreadable)?.trim();
        let mut link = Link { target, ..Link::default() };
        while self.eat(';') {
            let name = self.token();
            let value = if self.eat('=') { self.value()? } else { Cow::Borrowed("") };
            let slot = match name {
                _ if name.eq_ignore_ascii_case("rel") => &mut link.rel,
                _ if name.eq_ignore_ascii_case("anchor") => &mut link.anchor,
                _ if attribute.is_some_and(|it| name.eq_ignore_ascii_case(it)) => {
                    &mut link.attribute
                }
                _ => continue,
            };
            slot.get_or_insert(value);
        }
        self.spaces();
        if self.0.is_empty() || self.0.starts_with(',') { Ok(link) } else { Err(Unreadable) }
    }

    /// The value of a parameter: a quoted string, in which a backslash takes the
    /// next character as it is, or a word.
    fn value(&mut self) -> Result<Cow<'h, str>, Unreadable> {
        self.spaces();
        if !self.eat_exactly('"') {
            let end = self.0.find([';', ',', ' ', '\t']).unwrap_or(self.0.len());
            return Ok(Cow::Borrowed(self.take(end)));
        }
        let mut value = String::new();
        let mut characters = self.0.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.take(at + 1);
                    return Ok(Cow::Owned(value));
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                other => value.push(other),
            }
        }
        Err(Unreadable)
    }

    fn token(&mut self) -> &'h str {
        self.spaces();
        let end = self.0.find([';', ',', '=', ' ', '\t', '"', '<']).unwrap_or(self.0.len());
        self.take(end)
    }

    fn until(&mut self, end: char) -> Option<&'h str> {
        let (before, after) = self.0.split_once(end)?;
        self.0 = after;
        Some(before)
    }

    /// Whether this character comes next, behind spaces.
    fn eat(&mut self, character: char) -> bool {
        self.spaces();
        self.eat_exactly(character)
    }

    fn eat_exactly(&mut self, character: char) -> bool {
        let rest = self.0.strip_prefix(character);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn take(&mut self, end: usize) -> &'h str {
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn spaces(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t']);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    /// The target of `next` in these header lines.
    fn next(lines: &[&str]) -> Result<Option<String>, Fault> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(LINK, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        find(&headers, "next", &Url::parse("https://api.test/v1/list?page=1").unwrap())
    }

    #[test]
    fn the_next_link_is_found() {
        let cases: [(&[&str], Option<&str>); 34] = [
            (&[], None),
            (&[""], None),
            (&[r#"</p>; rel="next""#], Some("/p")),
            (&["</p>;rel=next"], Some("/p")),
            (&[r#"</p> ; rel = "next" "#], Some("/p")),
            (&["</p>\t;\trel\t=\tnext"], Some("/p")),
            (&[r#"</a>; rel="prev", </p>; rel="next""#], Some("/p")),
            (&["</a>;rel=prev,</p>;rel=next,</b>;rel=last"], Some("/p")),
            (&["</a>; rel=prev", "</p>; rel=next"], Some("/p")),
            (&["</a>; rel=prev", "</b>; rel=last"], None),
            (&[", ,</p>; rel=next,"], Some("/p")),
            (&[r#"</p>; rel="prev next""#], Some("/p")),
            (&[r#"</p>; rel="  last   next  ""#], Some("/p")),
            (&[r#"</p>; rel="nextpage""#], None),
            (&["</p>; rel=NEXT"], Some("/p")),
            (&[r#"</p>; REL="Next""#], Some("/p")),
            (&["</p>; rel=prev; rel=next"], None),
            (&["</p>; rel=next; rel=prev"], Some("/p")),
            (&["</p>; rev=next"], None),
            (&["</p>"], None),
            (&["</p>; rel"], None),
            (&["</p?a=1,2;b=3>; rel=next"], Some("/p?a=1,2;b=3")),
            (&[r#"</a>; title="x, <y>; rel=next", </p>; rel=next"#], Some("/p")),
            (&[r#"</a>; title="say \"a\", rel=next", </p>; rel=next"#], Some("/p")),
            (&[r#"</p>; rel="ne\xt""#], Some("/p")),
            (&[r#"</p>; title*=UTF-8''a%2Cb; rel="next""#], Some("/p")),
            (&["</p>; crossorigin; rel=next"], Some("/p")),
            (&["</p>; ; rel=next;"], Some("/p")),
            (&[r#"</a>; rel=next; anchor="/other", </p>; rel=next"#], Some("/p")),
            (&[r##"</a>; rel=next; anchor="#part""##], None),
            (&[r#"</p>; rel=next; anchor="""#], Some("/p")),
            (&[r#"</p>; rel=next; anchor="https://api.test/v1/list?page=1""#], Some("/p")),
            (&["<https://api.test/p>; rel=next, </p>; rel=next"], Some("https://api.test/p")),
            (&["<>; rel=next"], Some("")),
        ];
        for (lines, expected) in cases {
            assert_eq!(next(lines), Ok(expected.map(str::to_owned)), "{lines:?}");
        }
    }

    #[test]
    fn an_attribute_of_the_link_is_found() {
        let of_next = |lines: &[&'static str]| {
            let lines = lines.iter().map(|line| (LINK, HeaderValue::from_static(line)));
            let headers: HeaderMap = lines.collect();
            attribute(&headers, "next", "results", &Url::parse("https://api.test/").unwrap())
        };
        let is = |value: &str| Ok(Some(value.to_owned()));
        assert_eq!(of_next(&[r#"</p>; rel="next"; results="true""#]), is("true"));
        let both = r#"</a>; rel=prev; results="true", </p>; Results=false; rel=next"#;
        assert_eq!(of_next(&[both]), is("false"));
        assert_eq!(of_next(&["</p>; rel=next", "</a>; rel=prev; results=x"]), Ok(None));
        let twice = ["</p>; rel=next; results=true", "</p>; rel=next; results=false"];
        assert_eq!(of_next(&twice), Err(Fault::Ambiguous));
        assert_eq!(of_next(&["p; rel=next; results=true"]), Err(Fault::Unreadable));
    }

    #[test]
    fn an_unreadable_header_is_reported_unless_it_has_the_link() {
        for line in ["/p; rel=next", "</p; rel=next", r#"</p>; rel="next"#, "</p> rel=next"] {
            assert_eq!(next(&[line]), Err(Fault::Unreadable), "{line}");
            assert_eq!(next(&[line, "</q>; rel=next"]), Ok(Some("/q".to_owned())), "{line}");
        }
    }

    #[test]
    fn two_targets_are_reported_unless_they_are_equal() {
        for other in ["/q", "/p/", "?page=2", "https://other.test/p", "/p#part"] {
            let link = format!("<{other}>; rel=next");
            assert_eq!(next(&["</p>; rel=next", &link]), Err(Fault::Ambiguous), "{other}");
            let both = format!("</p>; rel=next, {link}");
            assert_eq!(next(&[&both]), Err(Fault::Ambiguous), "{other}");
        }
        for same in ["/p", "//api.test/p", "../p"] {
            let link = format!("<{same}>; rel=next");
            assert_eq!(next(&["</p>; rel=next", &link]), Ok(Some("/p".to_owned())), "{same}");
        }
    }
}
