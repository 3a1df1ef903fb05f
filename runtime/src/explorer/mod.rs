//! Explores every run of small worlds: lists of a few rows, walked in each paging
//! style, while walks are killed and resumed, servers lie, and rows are added and
//! removed.
//!
//! A run is a sequence of choices, and all sequences are tried. The result of each run
//! is compared with the list, by rules that share no code with the protocol.
//! `PAGESMITH_EXPLORE=whole` explores the worlds of the table in `docs/guarantees.md`;
//! without it they are smaller.

mod choices;
mod drivers;
mod run;
mod server;
mod table;
mod verdict;
mod style;
mod styles;
mod world;

use self::choices::Choices;
use self::run::Run;
use self::style::Style;
use self::verdict::{Verdict, verdict};
use self::world::Budget;
use crate::position::path_values::PositionSegment;
use crate::protocol::Plan;
use std::sync::Arc;

/// What may happen in a world, and its maximum size.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    name: &'static str,
    budget: Budget,
    rows: usize,
    size: usize,
}

/// How many runs have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    runs: usize,
    exact: usize,
    reported: usize,
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
            Verdict::Reported => &mut self.reported,
            Verdict::Unproven => &mut self.unproven,
            Verdict::Silent => &mut self.silent,
            Verdict::Beyond => &mut self.beyond,
            Verdict::FalseAlarm => &mut self.false_alarm,
        } += 1;
    }

    fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.exact += other.exact;
        self.reported += other.reported;
        self.unproven += other.unproven;
        self.silent += other.silent;
        self.beyond += other.beyond;
        self.false_alarm += other.false_alarm;
    }
}

/// Makes every run of a world, and describes a few of those that are wrong. `run` gets
/// the number of rows of the list, what may happen, and the choices.
fn explore(
    style: &Style,
    bounds: &Bounds,
    wrong: &mut Vec<String>,
    mut run: impl FnMut(&Style, usize, Budget, &mut Choices) -> Run,
) -> Tally {
    let mut tally = Tally::default();
    for size in style.least..=bounds.size {
        let style = style.sized(size);
        for rows in 0..=bounds.rows {
            let mut choices = Choices::default();
            loop {
                let run = run(&style, rows, bounds.budget, &mut choices);
                let verdict = verdict(&style, rows, &run);
                if matches!(verdict, Verdict::Silent | Verdict::FalseAlarm) && wrong.len() < 12 {
                    wrong.push(format!(
                        "{}: {rows} rows, {size} a page, {:?}: {verdict:?}: {} {:?} {:?} {:?}",
                        style.name,
                        choices.taken(),
                        run.end,
                        run.yielded,
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

impl Style {
    fn plan(&self) -> Arc<Plan> {
        let url = "https://api.test/list".parse().unwrap();
        let mut plan = Plan::new(self.list(), url).unwrap();
        if self.paging.then.is_some() {
            let later = "https://api.test/more".parse().unwrap();
            plan = plan.with_requests_at_positions(later).unwrap();
        }
        let in_path = self.paging.path_param();
        let segment = in_path.map(|_| PositionSegment::between("/list".into(), String::new()));
        Arc::new(Plan { segment, page_size: Some(self.size as u64), limit: self.limit, ..plan })
    }
}
