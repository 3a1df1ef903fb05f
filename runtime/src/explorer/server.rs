//! A server of the list: it pages in one of the usual ways, truthfully but for
//! the lies that a run chooses.

use super::choices::Choices;
use super::ways::{Counts, Serve, Way};
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

/// What a request asks for: the value of a parameter of its query.
fn param(url: &Url, name: &str) -> Option<u32> {
    let query = url.query()?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim_start_matches('t').parse().unwrap())
}

impl Server {
    /// The status and the body of the reply to a request.
    pub(super) fn answer(
        &mut self,
        way: &Way,
        world: &World,
        url: &Url,
        (budget, choices): (&mut Budget, &mut Choices),
    ) -> (u16, String) {
        let size = param(url, "size").map_or(way.size, |size| size as usize);
        let asked = param(url, "after");
        let first = match way.serve {
            _ if param(url, "page").is_some() => {
                (param(url, "page").unwrap_or(1) as usize - 1) * size
            }
            Serve::Link | Serve::Token | Serve::Last => {
                let after = asked.unwrap_or_default();
                world.rows.partition_point(|row| row.rank <= after)
            }
            Serve::Number => (param(url, "page").unwrap_or(1) as usize - 1) * size,
            Serve::Offset => param(url, "from").unwrap_or_default() as usize,
        };
        let page = |first: usize| -> &[Row] {
            let rows = world.rows.get(first..).unwrap_or_default();
            &rows[..rows.len().min(size)]
        };
        let rows = page(first);
        let follows = world.rows.len() > first + rows.len();
        let next = (follows || (way.ends_late && rows.len() == size)).then(|| rows.last());
        let next = next.flatten().map(|row| row.rank);
        let lie = self.choose(way, world, (first, size), next, asked, (budget, choices));
        let stated = match lie {
            Some(Lie::Stale(at)) => Some(self.given[at]),
            Some(Lie::Same) => asked,
            Some(Lie::Skips) => world.rows.get(first + rows.len()).map(|row| row.rank),
            Some(Lie::Ends | Lie::Absent) => None,
            Some(Lie::GoesOn) => rows.last().map(|row| row.rank),
            _ => next,
        };
        self.given.extend(next.filter(|next| !self.given.contains(next)));
        match lie {
            Some(Lie::Refuses(status)) => (status, r#"{"message":"busy"}"#.to_owned()),
            Some(Lie::Other(at)) => (200, body(way, page(at), stated, world, lie)),
            _ => (200, body(way, rows, stated, world, lie)),
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
        if way.counts != Counts::None {
            lies.extend([-2, -1, 1].map(Lie::Total));
        }
        let index = choices.choose(lies.len() + 1).checked_sub(1)?;
        budget.lies -= 1;
        self.lies.push(lies[index]);
        Some(lies[index])
    }
}

fn body(way: &Way, rows: &[Row], next: Option<u32>, world: &World, lie: Option<Lie>) -> String {
    let mut body = String::from(r#"{"data":["#);
    for (at, row) in rows.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(body, r#"{comma}{{"id":{},"rank":{}}}"#, row.id, row.rank).unwrap();
    }
    body.push(']');
    if lie != Some(Lie::Absent) && (next.is_some() || !way.leaves_out) {
        match (way.serve, next) {
            (Serve::Link, Some(rank)) => write!(body, r#","next":"/list?after=t{rank}""#).unwrap(),
            (Serve::Token, Some(rank)) => write!(body, r#","next":"t{rank}""#).unwrap(),
            (Serve::Link | Serve::Token, None) => body.push_str(r#","next":null"#),
            _ => {}
        }
    }
    let off = if let Some(Lie::Total(off)) = lie { off } else { 0 };
    let total = i64::try_from(world.rows.len()).unwrap().saturating_add(off).max(0);
    match way.counts {
        Counts::None => {}
        Counts::Total => write!(body, r#","total":{total}"#).unwrap(),
        Counts::Pages => {
            let pages = total.unsigned_abs().div_ceil(way.size as u64);
            write!(body, r#","pages":{pages}"#).unwrap();
        }
    }
    body.push('}');
    body
}
