//! A row of the table, and how it is run.

use crate::call::Call;
use crate::driver::{self, Walked};
use crate::measure;
use crate::scene::{Scene, Way, block_on};
use crate::trace_log::TraceLog;
use base64::Engine as _;
use fake_api::scenarios::{Scenario, Stage};
use pagesmith::{Error, ErrorKind, Evidence};
use std::error::Error as _;
use std::fmt::Write as _;

/// A guarantee with the server, the call and the required result.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) guarantee: &'static str,
    /// Empty if the scenario has the row's name.
    pub(crate) scenario: &'static str,
    /// The only driver that it runs for; empty for both.
    pub(crate) only: &'static str,
    pub(crate) call: Call,
    /// What the server gets, in order, a POST with its body; `{1..3}` means three of them, and
    /// `3 * ` the same three times.
    pub(crate) requests: &'static [&'static str],
    /// The ids of the records, in order: `1-4 7`.
    pub(crate) records: &'static str,
    pub(crate) outcome: Outcome,
    /// Whether requests may come for pages after those.
    pub(crate) ahead: bool,
}

/// How a walk ends.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    /// At the end of the list, with one warning for each of these texts, which it names.
    Ends(&'static [&'static str]),
    /// The same, with this evidence.
    Shows(Evidence, &'static [&'static str]),
    /// With an error of this kind, whose text names all of this.
    Fails(ErrorKind, &'static [&'static str]),
}

/// The walk ends without a warning.
pub(crate) const ENDS: Outcome = Outcome::Ends(&[]);

/// The walk ends, with a warning that names this.
pub(crate) const fn warns(names: &'static [&'static str]) -> Outcome {
    Outcome::Ends(names)
}

/// The walk ends without a warning, and shows this evidence.
pub(crate) const fn shows(evidence: Evidence) -> Outcome {
    Outcome::Shows(evidence, &[])
}

/// The walk fails, and its error names this.
pub(crate) const fn fails(kind: ErrorKind, names: &'static [&'static str]) -> Outcome {
    Outcome::Fails(kind, names)
}

/// The text in every credential of the table, which must never be shown.
pub(crate) const CANARY: &str = "canary-5ecret";

/// The text in tokens and links that are secrets.
const TOKEN_CANARY: &str = "t0ken-canary";

/// Rows, each with its test:
/// `/// guarantee`, `name: call => requests, records, outcome;`. After the name,
/// `in async` if the row is for the streams alone, and `on "scenario"` if the
/// scenario has another name.
macro_rules! rows {
    ($(
        #[doc = $guarantee:literal]
        $name:ident $(in $way:ident)? $(on $scenario:literal)? :
        $call:expr => $requests:expr, $records:expr, $outcome:expr;
    )*) => {
        pub(crate) const ROWS: &[crate::row::Row] = &[$(
            crate::row::Row {
                name: stringify!($name),
                guarantee: $guarantee,
                scenario: concat!("" $(, $scenario)?),
                only: concat!("" $(, stringify!($way))?),
                call: $call,
                requests: &$requests,
                records: $records,
                outcome: $outcome,
                ahead: false,
            },
        )*];
        $(
            #[tokio::test]
            async fn $name() {
                let way = crate::scene::Way::Async;
                crate::row::run(ROWS, stringify!($name), module_path!(), way).await;
            }
        )*
        /// The same by the iterators.
        mod blocking {
            $(rows!(@blocking $name $($way)?);)*
        }
    };
    (@blocking $name:ident) => {
        #[test]
        fn $name() {
            crate::row::run_blocking(super::ROWS, stringify!($name), module_path!());
        }
    };
    (@blocking $name:ident async) => {};
}

impl Row {
    pub(crate) fn scenario(&self) -> &'static Scenario {
        let name = if self.scenario.is_empty() {
            self.name.replace('_', "-")
        } else {
            self.scenario.to_owned()
        };
        Scenario::find(&name).unwrap_or_else(|| panic!("no scenario is called {name}"))
    }
}

/// Runs the row of that name by the iterators.
pub(crate) fn run_blocking(rows: &[Row], name: &str, module: &str) {
    block_on(run(rows, name, module, Way::Blocking));
}

/// Runs the row of that name.
pub(crate) async fn run(rows: &[Row], name: &str, module: &str, way: Way) {
    let row = rows.iter().find(|row| row.name == name).unwrap();
    if let Some(env) = row.call.alone
        && !measure::is_alone()
    {
        return measure::run_alone(&format!("{module}::{name}"), env);
    }
    hold(row, way).await;
}

/// Runs a row that asks for one page at a time with several at a time: it may
/// send more requests, and all else is the same.
pub(crate) async fn run_several(row: &Row, pages: usize) {
    eprintln!("{}, {pages} pages at a time", row.name);
    hold(&Row { call: row.call.concurrency(pages), ahead: true, ..*row }, Way::Async).await;
}

/// Walks as a row says, and compares the result with it.
async fn hold(row: &Row, way: Way) {
    let stage = Scene::start(row.scenario(), way).await;
    let log = TraceLog::begin();
    if row.call.timed && way == Way::Async {
        tokio::time::pause();
    }
    let before = row.call.memory.map(|_| measure::resident());
    let began = stage.now();
    let mut walked = match row.call.own {
        Some(own) => own(&stage).await,
        None => driver::walk(&row.call, &stage).await,
    };
    let took = stage.since(began);
    if let Some((least, most)) = row.call.took {
        let most = most + stage.leeway();
        assert!((least..=most).contains(&took), "it took {took} ms, not {least} to {most}");
    }
    if let (Some(most), Some(before)) = (row.call.memory, before) {
        let taken = measure::most_resident() - before;
        assert!(taken <= most, "it took {taken} bytes, and {most} at most");
    }
    walked.shown += &log.end();
    let (mut requests, expected) =
        (requests(&stage, row.call.showing), expand(&stage, row.requests));
    if row.call.concurrency.is_some() {
        requests.sort();
    }
    if row.ahead {
        let of_row = |request: &String| expected.contains(request);
        assert!(requests.iter().skip_while(|one| of_row(one)).all(|one| !of_row(one)));
        requests.retain(of_row);
    }
    assert_eq!(requests, expected, "the requests");
    assert_eq!(walked.records, ids(row.records), "the records");
    match (row.outcome, &walked.failed) {
        (Outcome::Ends(expected) | Outcome::Shows(_, expected), None) => {
            let warnings = walked.warnings.iter().map(ToString::to_string).collect::<Vec<_>>();
            let all_named = expected.iter().zip(&warnings).all(|(name, text)| text.contains(name));
            assert!(all_named && expected.len() == warnings.len(), "{expected:?} in {warnings:?}");
        }
        (Outcome::Fails(kind, names), Some(error)) => {
            let text = text(error);
            assert_eq!(error.kind(), kind, "{text}");
            for name in names.iter().map(|name| stage.fill(name)) {
                assert!(text.contains(&name), "{name:?} should be in {text:?}");
            }
        }
        (Outcome::Ends(_) | Outcome::Shows(..), Some(error)) => {
            panic!("the walk should end, and fails: {error:?}")
        }
        (Outcome::Fails(kind, _), None) => panic!("the walk should fail ({kind:?}), and ends"),
    }
    if let Outcome::Shows(evidence, _) = row.outcome {
        let shown = walked.outcome.as_ref().map(|outcome| outcome.evidence);
        assert_eq!(shown, Some(evidence), "the evidence");
    }
    if let (Some(outcome), None) = (&walked.outcome, row.call.own) {
        let sent = u64::try_from(stage.requests().len()).unwrap();
        // Of those sent ahead in vain, the server may not have seen the last.
        let counted = outcome.requests;
        let holds = if row.call.concurrency.is_some() { counted >= sent } else { counted == sent };
        assert!(holds, "{counted} requests were counted, and {sent} reached the server");
    }
    let failed = walked.failed.as_ref().map(Error::kind);
    crate::links::agrees(row, &stage, failed);
    assert_eq!(stage.foreign_connections(), 0, "connections to somebody else's server");
    shows_no_secret(&walked);
}

/// An error with its causes, as a person reads it.
pub(crate) fn text(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text.extend([": ", &source.to_string()]);
        cause = source.source();
    }
    text
}

/// Nothing that a program prints holds a credential, plain or encoded.
fn shows_no_secret(walked: &Walked) {
    let mut shown = walked.shown.clone();
    if let Some(error) = &walked.failed {
        write!(shown, "{error:?} {error:#?} {}", text(error)).unwrap();
    }
    let encoded = base64::prelude::BASE64_STANDARD.encode(format!("user:{CANARY}"));
    for secret in [CANARY, TOKEN_CANARY, &encoded] {
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
    }
}

/// The requests that reached the server: targets, and the headers to be shown.
fn requests(stage: &Stage, showing: &[&str]) -> Vec<String> {
    let line = |request: fake_api::scenarios::Request| {
        let target = match request.method.as_str() {
            "GET" => request.target.clone(),
            method => format!("{method} {} {}", request.target, request.body.replace('"', "'")),
        };
        let shown = showing.iter().map(|name| {
            let values = request.headers.iter().filter(|(known, _)| known == name);
            let values: Vec<_> = values.map(|(_, value)| value.as_str()).collect();
            format!(" {name}: {}", values.join(", "))
        });
        target + &shown.collect::<String>()
    };
    stage.requests().into_iter().map(line).collect()
}

/// Lines with `{1..3}` and `3 * ` written out.
fn expand(stage: &Stage, lines: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for line in lines {
        let line = stage.fill(line).replace("<8192 k>", &"k".repeat(8192));
        let (times, line) = match line.split_once(" * ") {
            Some((times, line)) => (times.parse().unwrap(), line),
            None => (1, line.as_str()),
        };
        for line in range(line) {
            all.extend(std::iter::repeat_n(line, times));
        }
    }
    all
}

/// A line with `{1..3}` written out.
fn range(line: &str) -> Vec<String> {
    let parts = line.split_once('{').and_then(|(before, rest)| {
        let (range, after) = rest.split_once('}')?;
        let (from, to) = range.split_once("..")?;
        Some((before, from.parse().unwrap()..=to.parse::<u64>().unwrap(), after))
    });
    match parts {
        Some((before, range, after)) => range.map(|n| format!("{before}{n}{after}")).collect(),
        None => vec![line.to_owned()],
    }
}

/// The ids of `1-4 7`.
fn ids(text: &str) -> Vec<u64> {
    let number = |text: &str| text.parse::<u64>().unwrap();
    let part = |part: &str| match part.split_once('-') {
        Some((from, to)) => number(from)..=number(to),
        None => number(part)..=number(part),
    };
    text.split_whitespace().flat_map(part).collect()
}
