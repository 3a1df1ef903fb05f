//! Times on the axis of a chart, and in words.

use std::time::Duration;

/// How wide a chart is, in percent.
pub(super) const WIDTH: f64 = 100.0;

/// The axis of a chart: from 0 to a time.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    seconds: f64,
}

impl Scale {
    /// An axis that ends after this time.
    pub(super) fn to(end: Duration) -> Self {
        // A walk without a clock, or of no time at all, has an axis too.
        Self { seconds: end.as_secs_f64().max(0.001) }
    }

    /// Where a time is.
    pub(super) fn at(self, time: Duration) -> f64 {
        (time.as_secs_f64() / self.seconds * WIDTH).min(WIDTH)
    }

    /// The times that are written at the axis: at most ten, each a round number of its unit.
    pub(super) fn ticks(self) -> Vec<Duration> {
        let least = self.seconds / 8.0;
        let power = 10_f64.powf(least.log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
        let step = steps.into_iter().find(|step| *step >= least).unwrap_or(least);
        let ticks = (0..10).map(|tick| f64::from(tick) * step);
        ticks.take_while(|tick| *tick <= self.seconds).map(Duration::from_secs_f64).collect()
    }
}

/// A time in its most fitting unit, with at most three digits, on one line.
pub(super) fn words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let short = |value: f64| match value {
        0.0 => "0".to_owned(),
        value if value < 9.95 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    };
    let unit = |value: f64, unit: &str| {
        let text = short(value);
        format!("{}\u{a0}{unit}", text.strip_suffix(".0").unwrap_or(&text))
    };
    match seconds {
        0.0 => "0\u{a0}s".to_owned(),
        seconds if seconds < 0.9995 => unit(seconds * 1e3, "ms"),
        seconds if seconds < 600.0 => unit(seconds, "s"),
        seconds if seconds < 36_000.0 => unit(seconds / 60.0, "min"),
        seconds => unit(seconds / 3600.0, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_few_digits() {
        for (microseconds, text) in [
            (0, "0 s"),
            (40, "0.0 ms"),
            (1_200, "1.2 ms"),
            (2_000, "2 ms"),
            (999_400, "999 ms"),
            (999_600, "1 s"),
            (9_940_000, "9.9 s"),
            (61_000_000, "61 s"),
            (1_200_000_000, "20 min"),
            (40_000_000_000, "11 h"),
        ] {
            let text = text.replace("0.0 ms", "0 ms");
            let shown = words(Duration::from_micros(microseconds));
            assert_eq!(shown.replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn ticks_are_round_and_few() {
        for (milliseconds, expected) in [
            (0, "0 s, 0.2 ms, 0.4 ms, 0.6 ms, 0.8 ms, 1 ms"),
            (1_000, "0 s, 200 ms, 400 ms, 600 ms, 800 ms, 1 s"),
            (7_900, "0 s, 1 s, 2 s, 3 s, 4 s, 5 s, 6 s, 7 s"),
            (8_100, "0 s, 2 s, 4 s, 6 s, 8 s"),
        ] {
            let ticks = Scale::to(Duration::from_millis(milliseconds)).ticks();
            let ticks: Vec<String> = ticks.into_iter().map(words).collect();
            let ticks = ticks.join(", ").replace('\u{a0}', " ");
            assert_eq!(ticks, expected, "{milliseconds}");
        }
        let scale = Scale::to(Duration::from_secs(4));
        assert!((scale.at(Duration::from_secs(1)) - 25.0).abs() < 1e-9);
        assert!((scale.at(Duration::from_secs(9)) - WIDTH).abs() < 1e-9);
    }
}
