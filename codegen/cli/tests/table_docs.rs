//! The commands of `docs/table.md` print what the page shows.

#![cfg(all(unix, feature = "sqlite"))]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod listing;

use listing::{in_shell, scratch};
use pagesmith_cli::mock::{self, Options};
use pagesmith_codegen::{lower, parse};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const PAGE: &str = "../../docs/table.md";

/// The blocks of this language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let open = format!("```{language}\n");
    page.split(open.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What a command of the page prints.
fn output(command: &str, url: &str, folder: &Path) -> String {
    if let Some(query) = command.strip_prefix("sqlite3 ") {
        let (file, query) = query.split_once(' ').unwrap();
        return query_sqlite(&folder.join(file), query.trim_matches('"'));
    }
    let command = command.replace("http://127.0.0.1:8080", url);
    let script = format!("BIN=$0\npagesmith() {{ \"$BIN\" \"$@\"; }}\n{command} 2>&1");
    let output = in_shell(&script, &[]).current_dir(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The rows of a query, as the shell of SQLite prints them.
fn query_sqlite(file: &Path, query: &str) -> String {
    let database = rusqlite::Connection::open(file).unwrap();
    let mut query = database.prepare(query).unwrap();
    let count = query.column_count();
    let mut rows = query.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        let cells = (0..count).map(|at| match row.get_unwrap(at) {
            rusqlite::types::Value::Integer(value) => value.to_string(),
            rusqlite::types::Value::Text(value) => value,
            other => format!("{other:?}"),
        });
        writeln!(text, "{}", cells.collect::<Vec<_>>().join("|")).unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_print_what_the_page_shows() {
    let page = fs::read_to_string(PAGE).unwrap();
    let spec = blocks(&page, "yaml")[0];
    let folder = scratch("table-docs");
    fs::write(folder.join("shop.yaml"), spec).unwrap();
    let (ast, source_map) = parse::spec_file::parse(spec).unwrap();
    let api = lower::api(&ast, &source_map).unwrap().0;
    assert!(page.contains("--records 250"));
    let options = Options { records: 250, ..Options::default() };
    let mock = mock::serve(&api, &options).await.unwrap();

    let consoles = blocks(&page, "console");
    assert!(consoles.len() >= 3, "the page has {} blocks", consoles.len());
    let mut blessed = page.clone();
    for shown in consoles {
        let commands = shown.lines().filter_map(|line| line.strip_prefix("$ "));
        let printed = commands.fold(String::new(), |mut text, command| {
            let output = output(command, &mock.base_url(), &folder);
            write!(text, "$ {command}\n{output}").unwrap();
            text
        });
        blessed = blessed.replace(shown, &printed);
    }
    fs::remove_dir_all(folder).unwrap();
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(PAGE, blessed).unwrap();
    } else {
        assert_eq!(page, blessed, "run it with PAGESMITH_BLESS=1, and review the page");
    }
}
