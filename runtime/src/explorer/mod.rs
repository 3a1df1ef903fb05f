//! Every run of small worlds: lists of a few rows, walked in each way, while
//! walks are killed and resumed, servers lie, and rows come and go.
//!
//! A run is a sequence of choices, and all of them are made, one after another.
//! What comes of a run is held against what the list was, by rules that share no
//! code with the protocol. `PAGESMITH_EXPLORE=whole` takes the worlds of the
//! table in `docs/guarantees.md`; without it they are smaller.

mod choices;
mod drivers;
mod run;
mod server;
mod table;
mod verdict;
mod ways;
mod world;

use self::choices::Choices;
use self::run::Run;
use self::verdict::{Verdict, verdict};
use self::ways::Way;
use self::world::Budget;
use crate::protocol::Plan;
use std::sync::Arc;

/// What may happen in a world, and how large it is at most.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    name: &'static str,
    budget: Budget,
    rows: usize,
    size: usize,
}

/// How many runs came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    runs: usize,
    exact: usize,
    told: usize,
    unproven: usize,
    silent: usize,
    beyond: usize,
    false_alarm: usize,
}

impl Tally {
    fn note(&mut self, verdict: Verdict) {
        self.runs += 1;
        *match verdict {
            Verdict::Exact => &mut self.exact,
            Verdict::Told => &mut self.told,
            Verdict::Unproven => &mut self.unproven,
            Verdict::Silent => &mut self.silent,
            Verdict::Beyond => &mut self.beyond,
            Verdict::FalseAlarm => &mut self.false_alarm,
        } += 1;
    }

    fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.exact += other.exact;
        self.told += other.told;
        self.unproven += other.unproven;
        self.silent += other.silent;
        self.beyond += other.beyond;
        self.false_alarm += other.false_alarm;
    }
}

/// Makes every run of a world, and shows those that are wrong, a few of them.
/// `run` is given the rows of the list, what may happen, and the choices.
fn explore(
    way: &Way,
    bounds: &Bounds,
    wrong: &mut Vec<String>,
    mut run: impl FnMut(&Way, usize, Budget, &mut Choices) -> Run,
) -> Tally {
    let mut tally = Tally::default();
    for size in 1..=bounds.size {
        let way = way.sized(size);
        for rows in 0..=bounds.rows {
            let mut choices = Choices::default();
            loop {
                let run = run(&way, rows, bounds.budget, &mut choices);
                let verdict = verdict(&way, rows, &run);
                if matches!(verdict, Verdict::Silent | Verdict::FalseAlarm) && wrong.len() < 12 {
                    wrong.push(format!(
                        "{}: {rows} rows, {size} a page, {:?}: {verdict:?}: {} {:?} {:?} {:?}",
                        way.name,
                        choices.taken(),
                        run.end,
                        run.got,
                        run.server.lies,
                        run.world.moves
                    ));
                }
                tally.note(verdict);
                if !choices.advance() {
                    break;
                }
            }
        }
    }
    tally
}

impl Way {
    fn plan(&self) -> Arc<Plan> {
        let url = "https://api.test/list".parse().unwrap();
        let plan = Plan::new(self.list(), url).unwrap();
        Arc::new(Plan { page_size: Some(self.size as u64), limit: self.limit, ..plan })
    }
}
