//! Each command of the pages is one that the program accepts.

use super::Cli;
use clap::Parser as _;
use std::path::{Path, PathBuf};
use std::{fs, mem};

/// The README, and the pages beside and below it.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = [root.clone(), root.join("docs")].into_iter();
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = files.map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|kind| kind == "md")).collect()
}

/// The lines of shell in a page; one that ends in `\` goes on.
fn shell(page: &str) -> Vec<String> {
    let (mut lines, mut line, mut is_shell) = (Vec::new(), String::new(), false);
    for text in page.lines().map(str::trim) {
        if let Some(language) = text.strip_prefix("```") {
            is_shell = ["sh", "console"].contains(&language);
        } else if is_shell {
            line += text.trim_end_matches('\\');
            if !text.ends_with('\\') {
                lines.push(mem::take(&mut line));
            }
        }
    }
    lines
}

/// The words of a call of the program in a line, as a shell splits them.
fn call(line: &str) -> Option<Vec<String>> {
    let at = line.find("pagesmith ")?;
    let before = line[..at].trim_end();
    let begins = before.is_empty() || before.ends_with(['$', '|', '&', ';']);
    if !begins && !["cargo", "exec"].iter().any(|word| before.ends_with(word)) {
        return None;
    }
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line[at..].chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, '|' | '>' | '&' | ';') => break,
            (None, '#') if word.is_none() => break,
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    // The arguments of a function of the shell are those of its calls.
    words.retain(|word| word != "$@");
    Some(words)
}

#[test]
fn each_command_of_the_pages_is_accepted() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for words in shell(&text).iter().filter_map(|line| call(line)) {
            let parsed = Cli::try_parse_from(&words);
            assert!(parsed.is_ok(), "{}: {words:?}\n{}", page.display(), parsed.unwrap_err());
            count += 1;
        }
    }
    assert!(count > 20, "the pages have commands: {count}");
}
