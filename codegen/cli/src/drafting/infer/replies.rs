//! The replies in a sample: JSON alone; JSON after its head, as `curl -i` prints it; or the
//! replies of an archive that browsers write (HAR 1.2).

use super::{MAX_SAMPLE, Sample, request};
use crate::drafting::document::Node;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Most replies of one archive.
const MAX_REPLIES: usize = 200;

/// One reply.
pub(super) struct Reply {
    pub name: String,
    /// The URL that was requested, if the sample says so.
    pub url: Option<String>,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// The replies of all samples, and the names of those that are left out since they are of other
/// requests.
pub(super) fn of(
    samples: &[Sample<'_>],
    url: Option<&str>,
) -> Result<(Vec<Reply>, Vec<String>), String> {
    let (mut replies, mut others) = (Vec::new(), Vec::new());
    for sample in samples {
        if let Some(archive) = archive(sample)? {
            let of_archive = of_archive(sample.name, &archive, url)?;
            replies.extend(of_archive.0);
            others.extend(of_archive.1);
        } else {
            replies.push(plain(sample)?);
        }
    }
    Ok((replies, others))
}

/// JSON, possibly after its head. A server may have sent other heads before it, such as those of
/// redirects and of a proxy.
fn plain(sample: &Sample<'_>) -> Result<Reply, String> {
    let (mut headers, mut rest) = (Vec::new(), sample.bytes);
    while rest.starts_with(b"HTTP/") {
        let end = |line_end: &[u8]| {
            let at = rest.windows(line_end.len()).position(|window| window == line_end);
            at.map(|at| (at, at + line_end.len()))
        };
        let found = [end(b"\r\n\r\n"), end(b"\n\n")].into_iter().flatten().min();
        let Some((head, body)) = found else {
            return Err(format!("{} has the head of a reply, but no body", sample.name));
        };
        headers = self::headers(&String::from_utf8_lossy(&rest[..head]));
        rest = &rest[body..];
    }
    let (name, url, body) = (sample.name.to_owned(), sample.url.map(str::to_owned), rest.to_vec());
    Ok(Reply { name, url, headers, body })
}

/// The headers of a head, after its first line.
fn headers(head: &str) -> Vec<(String, String)> {
    let pairs = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

/// The archive that a sample is.
fn archive(sample: &Sample<'_>) -> Result<Option<Node>, String> {
    let has = |part: &[u8]| sample.bytes.windows(part.len()).any(|window| window == part);
    if !(has(b"\"log\"") && has(b"\"entries\"") && has(b"\"request\"")) {
        return Ok(None);
    }
    let text =
        std::str::from_utf8(sample.bytes).map_err(|_| format!("{} is not UTF-8", sample.name))?;
    let node = Node::json(text).map_err(|problem| format!("{} {problem}", sample.name))?;
    Ok(node.at("/log/entries").is_some().then_some(node))
}

/// The replies of one list: of the path of `--url`, or of the path with the most JSON replies.
fn of_archive(
    name: &str,
    archive: &Node,
    url: Option<&str>,
) -> Result<(Vec<Reply>, Vec<String>), String> {
    let entries = archive.at("/log/entries").map_or(&[][..], Node::elements);
    let numbered = entries.iter().enumerate();
    let read = numbered.filter_map(|(at, entry)| entry_reply(&format!("{name}[{at}]"), entry));
    let all: Vec<Reply> = read.take(MAX_REPLIES).collect();
    let path = |reply: &Reply| reply.url.as_deref().map(request::without_query).map(str::to_owned);
    let wanted = url.map(request::without_query).map(str::to_owned).or_else(|| {
        let count = |of: &Reply| all.iter().filter(|reply| path(reply) == path(of)).count();
        // The first of those with the most replies.
        let most = all.iter().map(count).max()?;
        all.iter().find(|reply| count(reply) == most).and_then(path)
    });
    let (replies, others): (Vec<Reply>, Vec<Reply>) =
        all.into_iter().partition(|reply| path(reply) == wanted);
    if replies.is_empty() {
        return Err(format!("{name} has no JSON reply with status 2xx to a GET of the list"));
    }
    Ok((replies, others.into_iter().map(|reply| reply.name).collect()))
}

/// The reply of an entry, if it is JSON and a success.
fn entry_reply(name: &str, entry: &Node) -> Option<Reply> {
    let (request, reply) = (entry.get("request")?, entry.get("response")?);
    let is_get = request.text_of("method").is_some_and(|method| method.eq_ignore_ascii_case("get"));
    let is_good = reply.get("status").and_then(Node::size).is_some_and(|it| it / 100 == 2);
    let content = reply.get("content")?;
    let text = content.text_of("text")?;
    let body = match content.text_of("encoding") {
        Some("base64") => STANDARD.decode(text).ok()?,
        _ => text.as_bytes().to_vec(),
    };
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_json = matches!(first, Some(b'{' | b'[')) && body.len() <= MAX_SAMPLE;
    let headers = reply.get("headers").map_or(&[][..], Node::elements).iter();
    let headers = headers.filter_map(|it| {
        Some((it.text_of("name")?.to_ascii_lowercase(), it.text_of("value")?.to_owned()))
    });
    let url = request.text_of("url").map(str::to_owned);
    (is_get && is_good && is_json).then(|| Reply {
        name: name.to_owned(),
        url,
        headers: headers.collect(),
        body,
    })
}

/// The headers that say how a list pages: `Link` if any of these leads to a next page, and those
/// with a value.
pub(super) fn paging_headers(replies: &[Reply]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, value) in replies.iter().flat_map(|reply| &reply.headers) {
        let pages = if name == "link" { has_next(value) } else { !value.is_empty() };
        if pages && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The attribute of the link to the next page that is `true` or `false`, such as `results`.
pub(super) fn more_of_link(replies: &[Reply]) -> Option<String> {
    let headers = replies.iter().flat_map(|reply| &reply.headers);
    let links =
        headers.filter(|(name, _)| name == "link").flat_map(|(_, value)| value.split(", <"));
    let flag = |param: &str| {
        let (name, value) = param.trim().split_once('=')?;
        matches!(value.trim_matches('"'), "true" | "false").then(|| name.trim().to_owned())
    };
    let mut next = links.filter(|link| has_next(link));
    next.find_map(|link| link.split(';').skip(1).find_map(flag))
}

/// Whether a `Link` header has the relation `next`.
fn has_next(value: &str) -> bool {
    let mut params = value.split([';', ',']).filter_map(|param| param.trim().split_once('='));
    params.any(|(name, rel)| {
        let rels = rel.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("rel")
            && rels.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("next"))
    })
}
