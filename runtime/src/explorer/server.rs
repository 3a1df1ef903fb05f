//! A server of the list: it pages in one of the usual styles, and is honest except for
//! the lies that a run chooses.

use super::choices::Choices;
use super::style::{Counts, Habit, Serve, Style};
use super::world::{Budget, Row, World};
use http::{HeaderName, HeaderValue};
use std::fmt::Write as _;
use url::Url;

/// A wrong reply of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// The next position of an earlier reply.
    Stale(usize),
    /// The requested position is stated as the next one.
    Same,
    /// The next position skips the first row after this page.
    Skips,
    /// The next position is null, although more follows.
    Ends,
    /// The next position is absent, although more follows.
    Absent,
    /// The last page states a next position.
    GoesOn,
    /// The page has the rows from another row on.
    Other(usize),
    /// An error, with status 200 or 400.
    Refuses(u16),
    /// The total is off by this much.
    Total(i64),
}

/// The server's state.
#[derive(Debug, Default)]
pub(super) struct Server {
    /// The next positions in replies so far, as ranks.
    stated: Vec<u32>,
    pub(super) lies: Vec<Lie>,
}

/// The status, the headers and the body of a reply.
pub(super) type Reply = (u16, Vec<(&'static str, String)>, String);

/// A request's URL with all its parameters in the query.
pub(super) fn all_parameters(url: &Url, body: &[u8], headers: &[(HeaderName, HeaderValue)]) -> Url {
    let mut url = url.clone();
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    for (name, value) in json.as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        url.query_pairs_mut().append_pair(name, &value);
    }
    if let Some(after) = url.path().strip_prefix("/list/").map(str::to_owned) {
        url.query_pairs_mut().append_pair("after", &after);
    }
    for (name, value) in headers {
        url.query_pairs_mut().append_pair(name.as_str(), value.to_str().unwrap());
    }
    url
}

/// The value of a query parameter.
fn param(url: &Url, name: &str) -> Option<u32> {
    let query = url.query()?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim_start_matches('t').parse().unwrap())
}

/// Whether a request has the value that belongs to its position: that of the reply which
/// stated the position, so the two must be kept together.
fn has_mate(style: &Style, url: &Url, asked: Option<u32>) -> bool {
    let given = param(url, "mate");
    match (asked, param(url, "page")) {
        _ if !style.has(Habit::Carries) => true,
        (Some(after), _) => given == (after % 2 == 0).then_some(after + 1),
        (None, Some(page)) if page > 1 => given == Some(page),
        (None, _) => given.is_none(),
    }
}

impl Server {
    /// The reply to a request.
    pub(super) fn answer(
        &mut self,
        style: &Style,
        world: &World,
        url: &Url,
        (budget, choices): (&mut Budget, &mut Choices),
    ) -> Reply {
        let size = param(url, "size").map_or(style.size, |size| size as usize);
        let size = if style.has(Habit::Caps) { size.min(2) } else { size };
        let asked = param(url, "after");
        let number = style.paging.number.map_or(1, |number| usize::try_from(number.start).unwrap());
        let page = |start: usize| param(url, "page").map_or(0, |page| page as usize - start) * size;
        let first = match style.serve {
            _ if param(url, "page").is_some() => page(number),
            Serve::Link | Serve::Token | Serve::Last => {
                let after = asked.unwrap_or_default();
                let before = if style.has(Habit::Inclusive) { after.max(1) - 1 } else { after };
                world.rows.partition_point(|row| row.rank <= before)
            }
            Serve::Number => 0,
            Serve::Offset => {
                let start =
                    style.paging.offset.map_or(0, |offset| usize::try_from(offset.start).unwrap());
                param(url, "from").map_or(0, |from| from as usize - start)
            }
        };
        if style.has(Habit::Starts) && asked.is_none() {
            return (400, Vec::new(), r#"{"message":"no position"}"#.to_owned());
        }
        if style.has(Habit::Members) && asked.is_some() && param(url, "part") != Some(2) {
            return (400, Vec::new(), r#"{"message":"half a position"}"#.to_owned());
        }
        if !has_mate(style, url, asked) {
            return (400, Vec::new(), r#"{"message":"not the value of this position"}"#.to_owned());
        }
        if style.has(Habit::Then) && asked.is_some() != (url.path() == "/more") {
            return (404, Vec::new(), r#"{"message":"no such path"}"#.to_owned());
        }
        if style.has(Habit::Gone) && first > 0 && first >= world.rows.len() {
            return (404, Vec::new(), r#"{"message":"no such page"}"#.to_owned());
        }
        if style.has(Habit::Multiples) && first % size != 0 {
            return (400, Vec::new(), r#"{"message":"no multiple"}"#.to_owned());
        }
        let first = if style.has(Habit::Rounds) { first - first % size } else { first };
        let most = if style.has(Habit::Uneven) { 1 + first % size } else { size };
        let page = |first: usize| -> &[Row] {
            let rows = world.rows.get(first..).unwrap_or_default();
            &rows[..rows.len().min(most)]
        };
        let rows = page(first);
        let overlaps = style.serve == Serve::Offset && style.key;
        let is_smallest = size <= if overlaps { 2 } else { 1 };
        if style.has(Habit::Heavy) && !is_smallest && rows.iter().any(|row| row.id % 2 == 0) {
            return (504, Vec::new(), String::new());
        }
        let follows = world.rows.len() > first + rows.len();
        let next = (follows || (style.ends_late && rows.len() == size)).then(|| rows.last());
        let next = next.flatten().map(|row| row.rank);
        let lie = self.choose(style, world, (first, most), next, asked, (budget, choices));
        let ends = if style.has(Habit::Same) { asked } else { None };
        let stated = match lie {
            Some(Lie::Stale(at)) => Some(self.stated[at]),
            Some(Lie::Same) => asked,
            Some(Lie::Skips) => world.rows.get(first + rows.len()).map(|row| row.rank),
            Some(Lie::Ends | Lie::Absent) => None,
            Some(Lie::GoesOn) => rows.last().map(|row| row.rank),
            _ => next.or(ends),
        };
        self.stated.extend(next.filter(|next| !self.stated.contains(next)));
        let follows = match lie {
            Some(Lie::Ends) => false,
            Some(Lie::GoesOn) => true,
            _ => follows,
        };
        let place = if style.has(Habit::Then) && asked.is_some() { "rows" } else { "data" };
        let reply = |rows| {
            reply(style, (place, rows), (first, size), (stated, follows), world, lie.as_ref())
        };
        match lie {
            Some(Lie::Refuses(status)) => (status, Vec::new(), r#"{"message":"busy"}"#.to_owned()),
            Some(Lie::Other(at)) => reply(page(at)),
            _ => reply(rows),
        }
    }

    fn choose(
        &mut self,
        style: &Style,
        world: &World,
        (first, size): (usize, usize),
        next: Option<u32>,
        asked: Option<u32>,
        (budget, choices): (&mut Budget, &mut Choices),
    ) -> Option<Lie> {
        if budget.lies == 0 {
            return None;
        }
        let mut lies = vec![Lie::Refuses(200), Lie::Refuses(400)];
        let rows = world.rows.len();
        let others = (0..rows).filter(|at| *at != first && at.abs_diff(first) <= 2 * size);
        lies.extend(others.map(Lie::Other));
        if matches!(style.serve, Serve::Link | Serve::Token) {
            let earlier = (0..self.stated.len()).filter(|at| Some(self.stated[*at]) != next);
            lies.extend(earlier.map(Lie::Stale));
            lies.extend(asked.map(|_| Lie::Same));
            lies.push(if next.is_some() { Lie::Ends } else { Lie::GoesOn });
            lies.push(Lie::Absent);
            lies.extend((first + size < rows).then_some(Lie::Skips));
        }
        if style.has(Habit::Gone) {
            lies.push(Lie::Refuses(404));
        }
        if (style.has(Habit::Flag) || style.has(Habit::Remains))
            && !matches!(style.serve, Serve::Link | Serve::Token)
        {
            lies.push(if first + size < rows { Lie::Ends } else { Lie::GoesOn });
        }
        if style.counts != Counts::None {
            lies.extend([-2, -1, 1].map(Lie::Total));
        }
        let index = choices.choose(lies.len() + 1).checked_sub(1)?;
        budget.lies -= 1;
        self.lies.push(lies[index]);
        Some(lies[index])
    }
}

fn reply(
    style: &Style,
    (place, rows): (&str, &[Row]),
    (first, size): (usize, usize),
    (next, follows): (Option<u32>, bool),
    world: &World,
    lie: Option<&Lie>,
) -> Reply {
    let mut headers = Vec::new();
    let mut body = format!(r#"{{"{place}":["#);
    for (at, Row { id, rank }) in rows.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let key =
            if style.has(Habit::Keyless) && id % 2 == 0 { "null".into() } else { id.to_string() };
        write!(body, r#"{comma}{{"id":{id},"rank":{rank},"key":{{"id":{key}}}}}"#).unwrap();
    }
    body.push(']');
    if lie != Some(&Lie::Absent) && (next.is_some() || !style.leaves_out) {
        let in_link = if style.has(Habit::Heavy) { format!("size={size}&") } else { String::new() };
        let link = |rank: u32| format!("/list?{in_link}after=t{rank}");
        match (style.serve, next) {
            (_, Some(rank)) if style.has(Habit::Header) => {
                headers.push(("x-next", format!("t{rank}")));
            }
            (_, Some(rank)) if style.has(Habit::LinkHeader) => {
                headers.push(("link", format!("<{}>; rel=\"next\"", link(rank))));
            }
            (_, Some(rank)) if style.has(Habit::Members) => {
                // The order of the members differs.
                let [one, other] = [format!(r#""after":"t{rank}""#), r#""part":2"#.to_owned()];
                let [one, other] =
                    if first.is_multiple_of(4) { [one, other] } else { [other, one] };
                write!(body, r#","next":{{{one},{other}}}"#).unwrap();
            }
            (_, next) if style.has(Habit::Element) => {
                let own = r#"{"rel":"self","href":"/list"}"#.to_owned();
                let next = next.map(|rank| format!(r#"{{"rel":"next","href":"{}"}}"#, link(rank)));
                let mut links: Vec<String> = [own].into_iter().chain(next).collect();
                if first.is_multiple_of(4) {
                    links.reverse();
                }
                write!(body, r#","links":[{}]"#, links.join(",")).unwrap();
            }
            (Serve::Link, Some(rank)) => write!(body, r#","next":"{}""#, link(rank)).unwrap(),
            (Serve::Token, Some(rank)) => write!(body, r#","next":"t{rank}""#).unwrap(),
            (_, None) if style.has(Habit::Marks) => body.push_str(r#","next":"t0""#),
            (Serve::Link | Serve::Token, None) => body.push_str(r#","next":null"#),
            _ => {}
        }
    }
    if style.has(Habit::Carries) {
        // Some positions have no value beside them.
        let mate = match (style.serve, next) {
            (Serve::Number, _) => u32::try_from(first / style.size + 2).ok(),
            (_, Some(rank)) if rank % 2 == 0 => Some(rank + 1),
            _ => None,
        };
        if let Some(mate) = mate {
            headers.push(("x-mate", mate.to_string()));
        }
    }
    if style.has(Habit::Flag) {
        write!(body, r#","more":{follows}"#).unwrap();
    }
    if style.has(Habit::Remains) {
        let left = world.rows.len().saturating_sub(first + rows.len());
        let left = if follows { left.max(1) } else { 0 };
        write!(body, r#","left":{left}"#).unwrap();
    }
    if style.has(Habit::Steps) {
        write!(body, r#","step":{}"#, rows.len()).unwrap();
    }
    let off = if let Some(Lie::Total(off)) = lie { *off } else { 0 };
    let all = match style.counts {
        Counts::Remaining => world.rows.len().saturating_sub(first),
        _ => world.rows.len(),
    };
    let total = i64::try_from(all).unwrap().saturating_add(off).max(0);
    match style.counts {
        Counts::TotalBeside => headers.push(("x-total", total.to_string())),
        Counts::Total | Counts::Remaining => write!(body, r#","total":{total}"#).unwrap(),
        Counts::TotalOnce if first == 0 => write!(body, r#","total":{total}"#).unwrap(),
        Counts::TotalOnce | Counts::None => {}
        Counts::Pages => {
            let pages = total.unsigned_abs().div_ceil(style.size as u64);
            write!(body, r#","pages":{pages}"#).unwrap();
        }
    }
    body.push('}');
    (200, headers, body)
}
