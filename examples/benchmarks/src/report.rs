//! The page that the measurements are written to.

use crate::measure::{Findings, Group, Outcome, PAIRS, Row};
use crate::{machine, plot};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const INTRODUCTION: &str = "\
# Performance

Written by the benchmarks; do not edit. To measure again, on an idle machine:

```sh
cargo run --release -p benchmarks            # everything; writes this page
cargo run --release -p benchmarks -- wall    # one measurement; prints it
```

";

/// The parts of the page, with an introduction to their figures.
const PARTS: [(Group, &str, &str); 3] = [
    (
        Group::Walks,
        "Walks",
        "Each row names what its ratio compares with. A loop is written by hand, with the same reqwest \
client and the same struct, and decodes by `serde_json`. Both sides run in turn against the same \
server on loopback.",
    ),
    (
        Group::Generator,
        "The generator",
        "Times are wall-clock times, each of a fresh process. Lines of code are counted without doc \
comments.",
    ),
    (
        Group::Builds,
        "Builds",
        "CPU time is the user and system time of cargo and of all that it runs, without incremental \
state. Unless a row says \"clean build\", dependencies were built before. The other side of each \
ratio is the same client, but its records use serde's derive.",
    ),
];

/// Writes the page and its pictures.
///
/// # Errors
/// When a file can't be written.
pub fn write(parts: &[(Group, Findings)]) -> Outcome<()> {
    write_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs"), parts)?;
    println!("written: docs/performance.md");
    Ok(())
}

fn write_below(docs: &Path, parts: &[(Group, Findings)]) -> Outcome<()> {
    let pictures = docs.join("performance");
    fs::create_dir_all(&pictures)?;
    let rows: Vec<&Row> = parts.iter().flat_map(|(_, found)| &found.rows).collect();
    fs::write(pictures.join("ratios.svg"), plot::bars(&rows))?;
    for curve in parts.iter().flat_map(|(_, found)| &found.curves) {
        fs::write(pictures.join(format!("{}.svg", curve.file)), plot::line(curve))?;
    }
    fs::write(docs.join("performance.md"), page(parts))?;
    Ok(())
}

fn page(parts: &[(Group, Findings)]) -> String {
    let mut page = String::from(INTRODUCTION);
    let _ = write!(
        page,
        "A ratio divides the figure of pagesmith by that of something else: below 1, pagesmith is \
cheaper. It is the median of {PAIRS} pairs of runs, and the brackets hold the middle half of them. \
Other figures are medians of {PAIRS} runs, unless they say otherwise.\n\nMeasured with {}.\n\n![Ratios and their targets](performance/ratios.svg)\n",
        machine::describe()
    );
    for (group, heading, about) in PARTS {
        let found: Vec<_> = parts.iter().filter(|(of, _)| *of == group).collect();
        if !found.is_empty() {
            let _ = writeln!(page, "\n## {heading}\n\n{about}\n");
            part(&mut page, &found);
        }
    }
    page
}

/// A table, its pictures, its notes.
fn part(page: &mut String, found: &[&(Group, Findings)]) {
    page.push_str("| what | target | measured | |\n|---|---|---|---|\n");
    let rows = || found.iter().flat_map(|(_, found)| &found.rows);
    for row in rows() {
        let Row { what, target, measured, .. } = row;
        let _ = writeln!(page, "| {what} | {target} | {measured} | {} |", row.verdict());
    }
    for curve in found.iter().flat_map(|(_, found)| &found.curves) {
        let _ = writeln!(page, "\n![{}](performance/{}.svg)", curve.title, curve.file);
    }
    let mut gap = "\n";
    for row in rows().filter(|row| !row.note.is_empty()) {
        let _ = writeln!(page, "{gap}* {}: {}.", row.what, row.note.trim_end_matches('.'));
        gap = "";
    }
}

#[cfg(test)]
mod tests {
    use super::write_below;
    use crate::measure::{Curve, Findings, Group, Ratio, Row};
    use std::fs;

    #[test]
    fn a_page_has_a_part_for_each_group_with_its_pictures_and_notes() {
        let ratio = Ratio::of(&[(1.0, 2.0)]);
        let walks = vec![Row::ratio("a walk", &ratio, 0.4).limit("The wire is as slow")];
        let curve = Curve {
            file: "growth",
            title: "Growth".to_owned(),
            axes: ["lists", "s"],
            points: vec![(1.0, 1.0), (2.0, 2.0)],
        };
        let generator = Findings { rows: vec![Row::info("a client", "7 ms")], curves: vec![curve] };
        let builds = vec![Row::skipped("a build", "cargo is not installed")];
        let parts = [
            (Group::Walks, Findings::from(walks)),
            (Group::Generator, generator),
            (Group::Builds, Findings::from(builds)),
            (Group::Walks, Findings::from(vec![Row::info("another walk", "1")])),
        ];
        let docs = std::env::temp_dir().join(format!("pagesmith-page-{}", std::process::id()));
        write_below(&docs, &parts).unwrap();
        let read = |name: &str| fs::read_to_string(docs.join(name)).unwrap();
        let page = read("performance.md");
        let parts: Vec<&str> = page.split("\n## ").collect();
        assert_eq!(parts.len(), 4, "{page}");
        assert!(
            parts[1].contains("| a walk | ≤ 0.40 | 0.500 (0.500 to 0.500) | not met |\n| another walk |  | 1 |  |\n")
                && parts[1].ends_with("\n\n* a walk: The wire is as slow.\n"),
            "{page}"
        );
        assert!(
            parts[2].contains("| a client |  | 7 ms |  |\n\n![Growth](performance/growth.svg)\n"),
            "{page}"
        );
        assert!(parts[3].ends_with("\n\n* a build: cargo is not installed.\n"), "{page}");
        assert!(read("performance/growth.svg").contains("2 lists"));
        assert!(read("performance/ratios.svg").contains("a walk: 0.500 (target 0.40)"));
        fs::remove_dir_all(docs).unwrap();
    }
}
