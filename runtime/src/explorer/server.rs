//! A server of the list: it pages in one of the usual ways, truthfully but for
//! the lies that a run chooses.

use super::choices::Choices;
use super::ways::{Counts, Habit, Serve, Way};
use super::world::{Budget, Row, World};
use std::fmt::Write as _;
use url::Url;

/// What a server says that is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// The next position of an earlier reply.
    Stale(usize),
    /// The position that was asked for is the next one.
    Same,
    /// The next position leaves out the first row behind this page.
    Skips,
    /// Nothing follows, by null, where something does.
    Ends,
    /// The key of the next position is absent.
    Absent,
    /// Something follows the last page.
    GoesOn,
    /// The rows of a page that begins at another row.
    Other(usize),
    /// An error, with status 200 or 400.
    Refuses(u16),
    /// A total that is so much too small or too large.
    Total(i64),
}

/// What a request asks for, and what was said before.
#[derive(Debug, Default)]
pub(super) struct Server {
    /// Positions that replies gave, as ranks.
    given: Vec<u32>,
    pub(super) lies: Vec<Lie>,
}

/// The status, the headers and the body of a reply.
pub(super) type Reply = (u16, Vec<(&'static str, String)>, String);

/// A request as if all that it asks for stood in its query.
pub(super) fn asked(url: &Url, body: &[u8], header: Option<&str>) -> Url {
    let mut url = url.clone();
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    for (name, value) in json.as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        url.query_pairs_mut().append_pair(name, &value);
    }
    if let Some(after) = header {
        url.query_pairs_mut().append_pair("after", after);
    }
    url
}

/// What a request asks for: the value of a parameter of its query.
fn param(url: &Url, name: &str) -> Option<u32> {
    let query = url.query()?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim_start_matches('t').parse().unwrap())
}

impl Server {
    /// The reply to a request.
    pub(super) fn answer(
        &mut self,
        way: &Way,
        world: &World,
        url: &Url,
        (budget, choices): (&mut Budget, &mut Choices),
    ) -> Reply {
        let size = param(url, "size").map_or(way.size, |size| size as usize);
        let size = if way.has(Habit::Caps) { size.min(2) } else { size };
        let asked = param(url, "after");
        let number = way.paging.number.map_or(1, |number| usize::try_from(number.start).unwrap());
        let page = |start: usize| param(url, "page").map_or(0, |page| page as usize - start) * size;
        let first = match way.serve {
            _ if param(url, "page").is_some() => page(number),
            Serve::Link | Serve::Token | Serve::Last => {
                let after = asked.unwrap_or_default();
                world.rows.partition_point(|row| row.rank <= after)
            }
            Serve::Number => 0,
            Serve::Offset => {
                let start =
                    way.paging.offset.map_or(0, |offset| usize::try_from(offset.start).unwrap());
                param(url, "from").map_or(0, |from| from as usize - start)
            }
        };
        if way.has(Habit::Multiples) && first % size != 0 {
            return (400, Vec::new(), r#"{"message":"no multiple"}"#.to_owned());
        }
        let first = if way.has(Habit::Rounds) { first - first % size } else { first };
        let most = if way.has(Habit::Uneven) { 1 + first % size } else { size };
        let page = |first: usize| -> &[Row] {
            let rows = world.rows.get(first..).unwrap_or_default();
            &rows[..rows.len().min(most)]
        };
        let rows = page(first);
        let follows = world.rows.len() > first + rows.len();
        let next = (follows || (way.ends_late && rows.len() == size)).then(|| rows.last());
        let next = next.flatten().map(|row| row.rank);
        let lie = self.choose(way, world, (first, most), next, asked, (budget, choices));
        let ends = if way.has(Habit::Same) { asked } else { None };
        let stated = match lie {
            Some(Lie::Stale(at)) => Some(self.given[at]),
            Some(Lie::Same) => asked,
            Some(Lie::Skips) => world.rows.get(first + rows.len()).map(|row| row.rank),
            Some(Lie::Ends | Lie::Absent) => None,
            Some(Lie::GoesOn) => rows.last().map(|row| row.rank),
            _ => next.or(ends),
        };
        self.given.extend(next.filter(|next| !self.given.contains(next)));
        let follows = match lie {
            Some(Lie::Ends) => false,
            Some(Lie::GoesOn) => true,
            _ => follows,
        };
        let reply = |rows| reply(way, rows, first, (stated, follows), world, lie.as_ref());
        match lie {
            Some(Lie::Refuses(status)) => (status, Vec::new(), r#"{"message":"busy"}"#.to_owned()),
            Some(Lie::Other(at)) => reply(page(at)),
            _ => reply(rows),
        }
    }

    fn choose(
        &mut self,
        way: &Way,
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
        if matches!(way.serve, Serve::Link | Serve::Token) {
            let stale = (0..self.given.len()).filter(|at| Some(self.given[*at]) != next);
            lies.extend(stale.map(Lie::Stale));
            lies.extend(asked.map(|_| Lie::Same));
            lies.push(if next.is_some() { Lie::Ends } else { Lie::GoesOn });
            lies.push(Lie::Absent);
            lies.extend((first + size < rows).then_some(Lie::Skips));
        }
        if way.has(Habit::Flag) && !matches!(way.serve, Serve::Link | Serve::Token) {
            lies.push(if first + size < rows { Lie::Ends } else { Lie::GoesOn });
        }
        if way.counts != Counts::None {
            lies.extend([-2, -1, 1].map(Lie::Total));
        }
        let index = choices.choose(lies.len() + 1).checked_sub(1)?;
        budget.lies -= 1;
        self.lies.push(lies[index]);
        Some(lies[index])
    }
}

fn reply(
    way: &Way,
    rows: &[Row],
    first: usize,
    (next, follows): (Option<u32>, bool),
    world: &World,
    lie: Option<&Lie>,
) -> Reply {
    let mut headers = Vec::new();
    let mut body = String::from(r#"{"data":["#);
    for (at, Row { id, rank }) in rows.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let key =
            if way.has(Habit::Keyless) && id % 2 == 0 { "null".into() } else { id.to_string() };
        write!(body, r#"{comma}{{"id":{id},"rank":{rank},"key":{{"id":{key}}}}}"#).unwrap();
    }
    body.push(']');
    if lie != Some(&Lie::Absent) && (next.is_some() || !way.leaves_out) {
        let link = |rank: u32| format!("/list?after=t{rank}");
        match (way.serve, next) {
            (_, Some(rank)) if way.has(Habit::Header) => {
                headers.push(("x-next", format!("t{rank}")));
            }
            (_, Some(rank)) if way.has(Habit::LinkHeader) => {
                headers.push(("link", format!("<{}>; rel=\"next\"", link(rank))));
            }
            (Serve::Link, Some(rank)) => write!(body, r#","next":"{}""#, link(rank)).unwrap(),
            (Serve::Token, Some(rank)) => write!(body, r#","next":"t{rank}""#).unwrap(),
            (Serve::Link | Serve::Token, None) => body.push_str(r#","next":null"#),
            _ => {}
        }
    }
    if way.has(Habit::Flag) {
        write!(body, r#","more":{follows}"#).unwrap();
    }
    if way.has(Habit::Steps) {
        write!(body, r#","step":{}"#, rows.len()).unwrap();
    }
    let off = if let Some(Lie::Total(off)) = lie { *off } else { 0 };
    let all = match way.counts {
        Counts::Remaining => world.rows.len().saturating_sub(first),
        _ => world.rows.len(),
    };
    let total = i64::try_from(all).unwrap().saturating_add(off).max(0);
    match way.counts {
        Counts::TotalBeside => headers.push(("x-total", total.to_string())),
        Counts::Total | Counts::Remaining => write!(body, r#","total":{total}"#).unwrap(),
        Counts::TotalOnce if first == 0 => write!(body, r#","total":{total}"#).unwrap(),
        Counts::TotalOnce | Counts::None => {}
        Counts::Pages => {
            let pages = total.unsigned_abs().div_ceil(way.size as u64);
            write!(body, r#","pages":{pages}"#).unwrap();
        }
    }
    body.push('}');
    (200, headers, body)
}
