//! Synchronisations that are stopped on the way and resumed.

use super::deltas::{LINKED, kept, plan, run};
use super::*;
use crate::paging::{Delta, DeltaTo};

/// A list with a feed of changes: an honest server. A row is its ID in thousands and its
/// version.
#[derive(Default)]
struct Feed {
    /// Each change: the row that it made.
    log: Vec<u64>,
}

const BY: usize = 2;

impl Feed {
    fn change(&mut self, id: u64) {
        let version = self.log.iter().filter(|row| *row / 1000 == id).count() as u64;
        self.log.push(id * 1000 + version);
    }

    /// The newest version of each row that changed after this many changes.
    fn since(&self, seen: usize, until: usize) -> Vec<(usize, u64)> {
        let changes = self.log.iter().copied().enumerate().take(until);
        let is_newest = |at: usize, row: u64| {
            !self.log[at + 1..until].iter().any(|later| later / 1000 == row / 1000)
        };
        changes.filter(|(at, row)| *at >= seen && is_newest(*at, *row)).collect()
    }

    /// The reply to `token`, which is `seen.until.given`, or to `delta`, which is `seen`.
    fn reply(&self, token: Option<&str>, delta: Option<&str>) -> String {
        let (seen, until, given) = match (token, delta) {
            (Some(token), _) => {
                let mut parts = token.split('.').map(|part| part.parse().unwrap());
                (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
            }
            (None, Some(delta)) => (delta.parse().unwrap(), self.log.len(), 0),
            (None, None) => (0, self.log.len(), 0),
        };
        let rows = self.since(seen, until);
        let page: Vec<String> =
            rows.iter().skip(given).take(BY).map(|(_, row)| format!("{{'id':{row}}}")).collect();
        let end = if given + BY >= rows.len() {
            format!("'next':null,'delta':'/list?d={until}','sync':'{until}'")
        } else {
            let token = format!("{seen}.{until}.{}", given + BY);
            format!("'next':'/list?t={token}','token':'{token}'")
        };
        body(&format!("'data':[{}],{end}", page.join(",")))
    }
}

/// Reads the list and then what changed, and stops after every number of items, by page and
/// by item, on the way. What was yielded in all is what is yielded without a stop.
#[test]
fn a_synchronisation_that_is_stopped_anywhere_loses_and_doubles_nothing() {
    let styles = [
        LINKED,
        TOKENS
            .next(NextFrom::Body("/token"))
            .delta(Delta::at("/sync").sent_in(DeltaTo::Query("d"))),
    ];
    for (style, changes, in_page) in styles.into_iter().flat_map(|style| {
        (0..6).flat_map(move |changes| [true, false].map(|in_page| (style, changes, in_page)))
    }) {
        let plan = plan(style);
        let mut feed = Feed::default();
        (1..=5).for_each(|id| feed.change(id));
        let answer = |feed: &Feed, ask: &PageRequest| {
            let pairs: Vec<_> = ask.url.query_pairs().into_owned().collect();
            let value =
                |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, it)| it.as_str());
            feed.reply(value("t"), value("d"))
        };
        let whole = run(&plan, None, |ask| (200, answer(&feed, ask)));
        assert_eq!(whole.items.len(), 5);
        (0..changes).for_each(|change| feed.change(change % 3 + 4));
        let after = run(&plan, Some(&whole.position), |ask| (200, answer(&feed, ask)));
        assert_eq!(
            after.items,
            feed.since(5, feed.log.len()).iter().map(|(_, row)| *row).collect::<Vec<_>>()
        );
        for stop in 0..=after.items.len() {
            let (mut items, mut position) = (Vec::new(), whole.position.clone());
            let mut walk = Walk::resumed(plan.clone(), kept(&position)).unwrap();
            while items.len() < stop
                && let Some(ask) = walk.next_request()
            {
                let ask = ask.unwrap();
                let page = read(
                    &mut walk,
                    &ask,
                    reply(&ask, 200, answer(&feed, &ask)),
                    Decode::of::<Row>(),
                );
                let page = page.unwrap().unwrap();
                let rows: Vec<u64> = page.items.take::<Row>().map(|row| row.0).collect();
                let given = if in_page { rows.len().min(stop - items.len()) } else { rows.len() };
                items.extend(&rows[..given]);
                position = walk.position_after(&page.place, given as u64, rows.len() as u64);
            }
            let rest = run(&plan, Some(&position), |ask| (200, answer(&feed, ask)));
            assert!(rest.error.is_none() && rest.warnings.is_empty(), "{:?}", rest.warnings);
            // A stop at the very end begins the next synchronisation, in which nothing changed.
            assert_eq!([items, rest.items].concat(), after.items, "stopped after {stop}");
            assert_eq!(rest.position.delta(), after.position.delta());
            assert_eq!(rest.evidence, Evidence::Continued);
        }
    }
}
