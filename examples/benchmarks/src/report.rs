//! The page that the measurements are written to.

use crate::measure::{Findings, Outcome, PAIRS, Row};
use crate::{machine, plot};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const INTRODUCTION: &str = "\
# Performance

Written by the benchmarks; do not edit. To measure again:

```sh
cargo run --release -p benchmarks            # everything; writes this page
cargo run --release -p benchmarks -- wall    # one measurement; prints it
```

A ratio is ours by that of a loop written by hand with the same reqwest client, \
which decodes by `serde_json` into the same struct: below 1, ours is the cheaper one. \
Both run in turn against the same server on loopback; a ratio is the median of ";

/// Writes the page and its pictures.
///
/// # Errors
/// When a file can't be written.
pub fn write(findings: &Findings) -> Outcome<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let pictures = docs.join("performance");
    fs::create_dir_all(&pictures)?;
    fs::write(pictures.join("ratios.svg"), plot::bars(&findings.rows))?;
    for curve in &findings.curves {
        fs::write(pictures.join(format!("{}.svg", curve.file)), plot::line(curve))?;
    }
    fs::write(docs.join("performance.md"), page(findings))?;
    println!("written: docs/performance.md");
    Ok(())
}

fn page(findings: &Findings) -> String {
    let mut page = String::from(INTRODUCTION);
    let _ = write!(
        page,
        "{PAIRS} pairs, with the middle half of them in brackets.\n\nMeasured with {}.\n\n",
        machine::describe()
    );
    page.push_str("| what | target | measured | |\n|---|---|---|---|\n");
    for row in &findings.rows {
        let Row { what, target, measured, .. } = row;
        let _ = writeln!(page, "| {what} | {target} | {measured} | {} |", row.verdict());
    }
    page.push_str("\n![Ratios and their targets](performance/ratios.svg)\n");
    for curve in &findings.curves {
        let _ = writeln!(page, "\n![{}](performance/{}.svg)", curve.title, curve.file);
    }
    let notes: Vec<_> = findings.rows.iter().filter(|row| !row.note.is_empty()).collect();
    if !notes.is_empty() {
        page.push_str("\n## Notes\n\n");
        for row in notes {
            let _ = writeln!(page, "* {}: {}.", row.what, row.note.trim_end_matches('.'));
        }
    }
    page
}
