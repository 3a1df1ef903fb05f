//! Plain words: phrases that a reader has to read twice, and what to write
//! instead. `words/phrases.txt` lists both.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Each phrase with what to write instead.
fn phrases() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("words/phrases.txt").lines();
    lines.map(|line| line.split_once(" | ").unwrap())
}

/// A text in lower case and on one line, without its comment markers, so that a
/// phrase over two lines of a comment is found too.
#[derive(Debug, Default)]
struct Folded {
    text: String,
    /// Where each line of the source starts in the text.
    starts: Vec<usize>,
}

impl Folded {
    fn new(source: &str) -> Self {
        let mut folded = Self::default();
        for line in source.lines() {
            folded.starts.push(folded.text.len());
            let markers = |c: char| c.is_whitespace() || matches!(c, '/' | '!' | '#' | '>' | '|');
            let line = line.trim_start_matches(markers).trim_end_matches('\\');
            for word in line.split_whitespace().chain(sentence(line).split_whitespace()) {
                folded.text += &word.to_lowercase();
                folded.text.push(' ');
            }
        }
        folded
    }

    /// The lines, from 1, on which this phrase begins as whole words.
    fn lines_of<'a>(&'a self, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let found = self.text.match_indices(phrase).filter(move |(at, _)| {
            let (before, after) = (&self.text[..*at], &self.text[at + phrase.len()..]);
            !before.ends_with(is_part) && !after.starts_with(is_part)
        });
        found.map(|(at, _)| self.starts.partition_point(|start| *start <= at))
    }
}

/// The name of a test as the sentence that it is, if a test begins here.
fn sentence(line: &str) -> String {
    let name = line.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
    name.filter(|name| name.matches('_').count() > 2).unwrap_or_default().replace('_', " ")
}

/// Source files, pages and specs below this folder.
fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, name) = (entry.path(), entry.file_name());
        let is_hidden = name.to_string_lossy().starts_with('.');
        if entry.file_type().unwrap().is_dir() {
            if !is_hidden && name != "target" {
                texts(&path, found);
            }
        } else if path
            .extension()
            .is_some_and(|kind| ["rs", "md", "yaml"].iter().any(|it| kind == *it))
        {
            found.push(path);
        }
    }
}

#[test]
fn texts_are_in_plain_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    texts(&root, &mut files);
    files.sort();
    assert!(files.len() > 500, "texts found: {}", files.len());
    let mut report = String::new();
    for file in files {
        let shown = file.strip_prefix(&root).unwrap();
        let text = Folded::new(&fs::read_to_string(&file).unwrap());
        for (phrase, instead) in phrases() {
            for line in text.lines_of(phrase) {
                let shown = shown.display();
                writeln!(report, "{shown}:{line}: `{phrase}`; write: {instead}").unwrap();
            }
        }
    }
    assert!(report.is_empty(), "phrases that readers stumble on:\n{report}");
}

#[test]
fn a_phrase_is_found_over_two_lines_and_in_a_name() {
    let found = |source: &str, phrase: &str| -> Vec<usize> {
        Folded::new(source).lines_of(phrase).collect()
    };
    assert_eq!(found("//! The rest\n/// Is\n    /// plain here.\n", "is plain"), [2]);
    assert_eq!(found("\"it is \\\n    plain\"", "is plain"), [1]);
    assert_eq!(found("fn what_is_plain_here() {}", "is plain"), [1]);
    assert_eq!(found("value.is_plain()\nthis plain\nis plainer", "is plain"), [] as [usize; 0]);
}
