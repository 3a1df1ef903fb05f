//! What a measurement is, and how pairs of runs become a ratio.

use std::error::Error;
use std::fmt;
use std::time::{Duration, Instant};

/// The result of a measurement, or why it could not be made.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many pairs a ratio is the median of, and how many runs a figure.
pub const PAIRS: usize = 11;

/// The environment variable that sets fewer pairs, for a quick look during a
/// change; then nothing is written.
pub const LOOK: &str = "PAGESMITH_BENCH_PAIRS";

/// How many pairs this run makes.
///
/// # Errors
/// When [`LOOK`] is set to something other than a number above 0.
pub fn pairs() -> Outcome<usize> {
    let Some(asked) = std::env::var_os(LOOK) else { return Ok(PAIRS) };
    let number = asked.to_str().and_then(|asked| asked.parse().ok());
    number.filter(|pairs| *pairs > 0).ok_or_else(|| {
        let asked = asked.to_string_lossy();
        format!("{LOOK} is `{asked}`; expected a number of pairs of at least 1").into()
    })
}

/// The group of a measurement: its part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Walks, against loops written by hand.
    Walks,
    /// What it takes to generate a client.
    Generator,
    /// What it takes to compile one.
    Builds,
}

/// One thing to measure. [`measures::all`](crate::measures::all) lists them.
pub trait Measurement {
    /// How it is called on the command line.
    fn name(&self) -> &'static str;

    /// The group of the measurement.
    fn group(&self) -> Group {
        Group::Walks
    }

    /// Measures.
    ///
    /// # Errors
    /// When something that it needs fails; what is absent on this machine is a
    /// [skipped](Row::skipped) row.
    fn run(&self) -> Outcome<Findings>;
}

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Lines of the table.
    pub rows: Vec<Row>,
    /// Lines over time or size, each in a separate picture.
    pub curves: Vec<Curve>,
}

impl From<Vec<Row>> for Findings {
    fn from(rows: Vec<Row>) -> Self {
        Self { rows, curves: Vec::new() }
    }
}

/// A line of the table.
#[derive(Debug)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The result.
    pub measured: String,
    /// The target in words; empty if the row only informs.
    pub target: String,
    /// Whether it is met; `None` without a target or without a measurement.
    pub met: Option<bool>,
    /// The ratio and its bound, for the picture.
    pub ratio: Option<(f64, f64)>,
    /// Why the target is missed, or another note.
    pub note: String,
}

impl Row {
    /// A ratio that is to be at most `bound`.
    pub fn ratio(what: impl Into<String>, ratio: &Ratio, bound: f64) -> Self {
        Self {
            what: what.into(),
            measured: ratio.to_string(),
            target: format!("≤ {bound:.2}"),
            met: Some(ratio.median <= bound),
            ratio: Some((ratio.median, bound)),
            note: String::new(),
        }
    }

    /// A figure and its target, both as texts.
    pub fn figure(
        what: impl Into<String>,
        measured: impl Into<String>,
        target: impl Into<String>,
        met: bool,
    ) -> Self {
        let (what, measured, target) = (what.into(), measured.into(), target.into());
        Self { what, measured, target, met: Some(met), ratio: None, note: String::new() }
    }

    /// A figure without a target.
    pub fn info(what: impl Into<String>, measured: impl Into<String>) -> Self {
        Self { met: None, ..Self::figure(what, measured, "", true) }
    }

    /// Nothing was measured, and why.
    pub fn skipped(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { note: why.into(), ..Self::info(what, "skipped") }
    }

    /// Adds a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Adds this note if the target is missed: why, and what the limit is.
    pub fn limit(mut self, why: &str) -> Self {
        if self.met == Some(false) {
            let gap = if self.note.is_empty() { "" } else { ". " };
            self.note = format!("{}{gap}{why}", self.note);
        }
        self
    }

    /// Whether the target is met, in a word.
    pub fn verdict(&self) -> &'static str {
        match self.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {} {}", self.what, self.measured, self.target, self.verdict())?;
        if self.note.is_empty() { Ok(()) } else { write!(f, " ({})", self.note) }
    }
}

/// Points of a line, with a name for each axis.
#[derive(Debug)]
pub struct Curve {
    /// The name of the picture's file.
    pub file: &'static str,
    /// What it shows.
    pub title: String,
    /// What runs to the right, and what upwards.
    pub axes: [&'static str; 2],
    /// The points, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// The median of the ratios of pairs, with the middle half of them.
#[derive(Debug)]
pub struct Ratio {
    /// The median.
    pub median: f64,
    /// The first and the third quartile.
    pub quartiles: (f64, f64),
    /// The medians of what was compared, in its own unit.
    pub of: (f64, f64),
}

impl Ratio {
    /// Of pairs of figures, each the first by the second.
    pub fn of(pairs: &[(f64, f64)]) -> Self {
        let mut ratios: Vec<f64> = pairs.iter().map(|(ours, theirs)| ours / theirs).collect();
        let median = quantile(&mut ratios, 0.5);
        let quartiles = (quantile(&mut ratios, 0.25), quantile(&mut ratios, 0.75));
        let mut ours: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
        let mut theirs: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
        Self { median, quartiles, of: (quantile(&mut ours, 0.5), quantile(&mut theirs, 0.5)) }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.quartiles;
        write!(f, "{:.3} ({low:.3} to {high:.3})", self.median)
    }
}

/// The median of figures.
pub fn median(figures: &[f64]) -> f64 {
    quantile(&mut figures.to_vec(), 0.5)
}

fn quantile(figures: &mut [f64], at: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into a few figures"
    )]
    let index = ((figures.len().saturating_sub(1)) as f64 * at).round() as usize;
    figures.get(index).copied().unwrap_or(f64::NAN)
}

/// Runs two things in turn, one pair after another, and compares them. A first pair
/// only warms up.
///
/// # Errors
/// When a run fails.
pub fn paired(
    ours: impl FnMut() -> Outcome<f64>,
    theirs: impl FnMut() -> Outcome<f64>,
) -> Outcome<Ratio> {
    let pairs = in_turn(pairs()? + 1, ours, theirs)?;
    Ok(Ratio::of(pairs.get(1..).unwrap_or_default()))
}

/// Pairs of runs of two things, whose order alternates.
///
/// # Errors
/// When a run fails.
pub fn in_turn<T>(
    count: usize,
    mut ours: impl FnMut() -> Outcome<T>,
    mut theirs: impl FnMut() -> Outcome<T>,
) -> Outcome<Vec<(T, T)>> {
    let mut pairs = Vec::new();
    for pair in 0..count {
        pairs.push(if pair % 2 == 0 {
            let first = ours()?;
            (first, theirs()?)
        } else {
            let first = theirs()?;
            (ours()?, first)
        });
    }
    Ok(pairs)
}

/// How long something takes, in seconds, without dropping what it gives.
///
/// # Errors
/// When it fails.
pub fn timed<T>(run: impl FnOnce() -> Outcome<T>) -> Outcome<f64> {
    let began = Instant::now();
    let made = run()?;
    let took = began.elapsed().as_secs_f64();
    drop(made);
    Ok(took)
}

/// Seconds, readable.
pub fn seconds(seconds: f64) -> String {
    format!("{:.1} ms", Duration::from_secs_f64(seconds).as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::{Ratio, Row};

    #[test]
    fn a_ratio_is_the_median_of_the_pairs() {
        let ratio = Ratio::of(&[(1.0, 2.0), (9.0, 1.0), (3.0, 4.0)]);
        assert!((ratio.median - 0.75).abs() < 1e-9);
        assert_eq!(Row::ratio("x", &ratio, 0.7).verdict(), "not met");
        assert_eq!(Row::ratio("x", &ratio, 0.8).verdict(), "met");
    }
}
