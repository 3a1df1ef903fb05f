//! Pictures, as SVG.

use crate::measure::{Curve, Row};
use std::fmt::Write as _;

const STYLE: &str =
    "<style>text{font:12px sans-serif;fill:#333}.t{font-size:14px;font-weight:bold}</style>";

/// A bar for each ratio, with a mark where its target is.
pub fn bars(rows: &[&Row]) -> String {
    const LEFT: f64 = 20.0;
    const WIDTH: f64 = 820.0;
    const STEP: f64 = 44.0;
    let ratios: Vec<_> = rows.iter().filter_map(|row| Some((row, row.ratio?))).collect();
    let most = ratios.iter().map(|(_, (ratio, bound))| ratio.max(*bound)).fold(1.0, f64::max);
    let scale = WIDTH / (most * 1.05);
    let mut bars = String::new();
    let mut y = 40.0;
    for (row, (ratio, bound)) in ratios {
        let colour = if row.met == Some(false) { "#c0504d" } else { "#4f9d69" };
        let (length, mark) = (ratio * scale, LEFT + bound * scale);
        let _ = write!(
            bars,
            r##"<text x="{LEFT}" y="{}">{}: {ratio:.3} (target {bound:.2})</text><rect x="{LEFT}" y="{}" width="{length:.1}" height="14" fill="{colour}"/><path d="M{mark:.1} {}v20" stroke="#333" stroke-width="2"/>"##,
            y + 10.0,
            escape(&row.what),
            y + 16.0,
            y + 13.0,
        );
        y += STEP;
    }
    let (width, height) = (LEFT * 2.0 + WIDTH, y + 10.0);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{STYLE}<rect width="100%" height="100%" fill="white"/><text class="t" x="{LEFT}" y="22">Ours by the other; the mark is the target</text>{bars}</svg>
"#
    )
}

/// A line through points, from zero upwards.
pub fn line(curve: &Curve) -> String {
    const LEFT: f64 = 60.0;
    const TOP: f64 = 40.0;
    const WIDTH: f64 = 760.0;
    const HEIGHT: f64 = 240.0;
    let most =
        |of: fn(&(f64, f64)) -> f64| curve.points.iter().map(of).fold(f64::EPSILON, f64::max);
    let (right, top) = (most(|point| point.0), most(|point| point.1) * 1.1);
    let points: Vec<_> = curve
        .points
        .iter()
        .map(|(x, y)| {
            format!("{:.1},{:.1}", LEFT + x / right * WIDTH, TOP + HEIGHT - y / top * HEIGHT)
        })
        .collect();
    let [across, up] = curve.axes;
    let digits = usize::from(top < 10.0);
    let (bottom, end) = (TOP + HEIGHT, LEFT + WIDTH);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">{STYLE}<rect width="100%" height="100%" fill="white"/><text class="t" x="{LEFT}" y="22">{}</text><path d="M{LEFT} {TOP}V{bottom}H{end}" fill="none" stroke="#333"/><text x="8" y="{TOP}">{top:.digits$} {up}</text><text x="40" y="{bottom}">0</text><text x="{}" y="{}">{right} {across}</text><polyline points="{}" fill="none" stroke="#4f9d69" stroke-width="2"/></svg>
"##,
        end + 40.0,
        bottom + 30.0,
        escape(&curve.title),
        end - 110.0,
        bottom + 18.0,
        points.join(" "),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
