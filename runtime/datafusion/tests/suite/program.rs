//! The program `pagesmith-sql`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::server::{SPEC, Server};
use datafusion::parquet::file::reader::{FileReader as _, SerializedFileReader};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{self, Command};

const TOKEN: &str = "hunter2hunter2";

/// A folder with the spec under two names.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("shop.yaml"), SPEC).unwrap();
    fs::write(folder.join("other.yaml"), SPEC).unwrap();
    folder
}

/// The exit code, standard output and standard error.
fn run(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith-sql"));
    command.current_dir(folder).env_clear().envs(variables.iter().copied()).args(arguments);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const VARIABLES: [(&str, &str); 1] = [("PAGESMITH_TOKEN", TOKEN)];

#[test]
fn rows_come_in_each_format() {
    let server = Server::start(250, 3, 0);
    let folder = folder("formats");
    let of = |more: &[&str]| {
        let arguments = [&["shop.yaml", "--base-url", &server.url], more].concat();
        let (code, stdout, stderr) = run(&folder, &VARIABLES, &arguments);
        assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
        stdout
    };
    let teams = "select id, title from teams where id < 3 order by id";
    let lines = "{\"id\":1,\"title\":\"Team 1\"}\n{\"id\":2,\"title\":\"Team 2\"}\n";
    assert_eq!(of(&[teams]), lines);
    assert_eq!(of(&[teams, "--format", "csv"]), "id,title\n1,Team 1\n2,Team 2\n");
    let table = of(&[teams, "--format", "table"]);
    assert!(table.contains("| 1  | Team 1 |"), "{table}");
    assert_eq!(of(&["select * from teams where id = 9"]), "");

    assert_eq!(of(&["select * from people", "--split", "people", "--out", "people.parquet"]), "");
    let file = SerializedFileReader::new(File::open(folder.join("people.parquet")).unwrap());
    assert_eq!(file.unwrap().metadata().file_metadata().num_rows(), 250);
    // A file is a table too.
    let joined = "select count(*) as n from 'people.parquet' p join teams t on p.team = t.id";
    assert_eq!(of(&[joined]), "{\"n\":225}\n");
    let of_boxes = ["select count(*) as n from parcels", "--param", "box=7", "--param", "box=8"];
    assert_eq!(of(&of_boxes), "{\"n\":6}\n");
    let plan = of(&["explain select id from people limit 10"]);
    assert!(plan.contains("GET /people") && plan.contains("requests=at most 1"), "{plan}");
}

#[test]
fn a_query_that_fails_leaves_no_file() {
    let folder = folder("failed");
    // A refused page number is for good; a server that is down may come back.
    for (status, expected) in [(400, 3), (503, 1)] {
        let server = Server::start(250, 3, 0);
        server.refuse_from(2, status);
        let query = ["shop.yaml", "select * from people", "--base-url", &server.url];
        let arguments = [&query[..], &["--out", "p.csv"]].concat();
        let (code, _, stderr) = run(&folder, &VARIABLES, &arguments);
        assert_eq!(code, expected, "{stderr}");
        assert!(stderr.starts_with("error: `people`, the whole list: page 2"), "{stderr}");
        assert!(stderr.contains("not today") && !stderr.contains(TOKEN), "{stderr}");
    }
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().ends_with(".yaml")), "{left:?}");
}

#[test]
fn what_is_wrong_with_the_arguments_is_said_before_any_request() {
    let server = Server::start(1, 1, 1);
    let folder = folder("misuse");
    let refused = |variables: &[(&str, &str)], arguments: &[&str], why: &str| {
        let arguments = [&["shop.yaml"], arguments].concat();
        let (code, stdout, stderr) = run(&folder, variables, &arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        assert!(stderr.contains(why), "{stderr}");
    };
    let here = ["--base-url", &server.url];
    let with = |more: &[&'static str]| [more, &here[..]].concat();
    refused(&[], &with(&["select * from people"]), "`PAGESMITH_TOKEN`");
    refused(&VARIABLES, &with(&["select * from peple"]), "peple");
    refused(&VARIABLES, &with(&["select nam from people"]), "nam");
    refused(&VARIABLES, &with(&["selec"]), "selec");
    refused(&VARIABLES, &with(&["select * from events"]), "the parameter `shop`");
    refused(&VARIABLES, &with(&["select 1", "--param", "shp=1"]), "did you mean `shop`?");
    let boxes = ["--param", "box=7", "--param", "box=8", "--split", "parcels"];
    refused(
        &VARIABLES,
        &with(&[&["select * from parcels"], &boxes[..]].concat()),
        "several values",
    );
    refused(&VARIABLES, &with(&["create table t (id int)"]), "DDL");
    refused(&VARIABLES, &with(&["copy people to 'people.csv'"]), "DML");
    refused(&VARIABLES, &with(&["select * from people", "--out", "people"]), "names no format");
    refused(&VARIABLES, &["select 1", "--base-url", "http://api.example.com"], "`--allow-http`");
    refused(&VARIABLES, &["select * from people"], "has no server");
    assert!(server.log().is_empty());
}

#[test]
fn the_proxy_of_the_environment_is_used_except_for_this_machine() {
    let (proxy, server) = (Server::start(5, 3, 0), Server::start(7, 3, 0));
    let folder = folder("proxy");
    let variables = [VARIABLES[0], ("HTTP_PROXY", proxy.url.as_str())];
    let count = |base: &str, variables: &[(&str, &str)]| {
        let query = "select count(*) as n from people";
        run(&folder, variables, &["shop.yaml", query, "--base-url", base, "--allow-http"])
    };
    let (code, stdout, stderr) = count("http://api.invalid", &variables);
    assert_eq!((code, stdout.as_str()), (0, "{\"n\":5}\n"), "{stderr}");
    assert!(proxy.take_log()[0].starts_with("http://api.invalid/people?"));
    let (code, stdout, stderr) = count(&server.url, &variables);
    assert_eq!((code, stdout.as_str()), (0, "{\"n\":7}\n"), "{stderr}");
    assert!(proxy.log().is_empty());
    let (code, _, stderr) =
        count("http://api.invalid", &[VARIABLES[0], ("HTTP_PROXY", "socks5://x")]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`HTTP_PROXY` is not the URL of an HTTP proxy"), "{stderr}");
}

#[test]
fn each_api_has_credentials_of_its_own() {
    let (shop, other) = (Server::start(5, 3, 0), Server::start(7, 3, 0));
    let folder = folder("several");
    let bases = [format!("shop={}", shop.url), format!("other={}", other.url)];
    let query = "select count(*) as n from shop.people a join other.people b on a.id = b.id";
    let arguments =
        ["shop.yaml", "other.yaml", query, "--base-url", &bases[0], "--base-url", &bases[1]];
    let (code, _, stderr) = run(&folder, &VARIABLES, &arguments);
    assert_eq!(code, 2);
    assert!(stderr.contains("`PAGESMITH_SHOP_TOKEN`"), "{stderr}");
    let variables = [("PAGESMITH_SHOP_TOKEN", TOKEN), ("PAGESMITH_OTHER_TOKEN", TOKEN)];
    let (code, stdout, stderr) = run(&folder, &variables, &arguments);
    assert_eq!((code, stdout.as_str()), (0, "{\"n\":5}\n"), "{stderr}");
    let ambiguous = [&arguments[..2], &["select * from people"], &arguments[3..]].concat();
    let (code, _, stderr) = run(&folder, &variables, &ambiguous);
    assert_eq!(code, 2);
    assert!(stderr.contains("write `shop.people` or `other.people`"), "{stderr}");
}

#[test]
fn the_page_names_flags_that_exist() {
    let (code, help, _) = run(&folder("help"), &[], &["--help"]);
    assert_eq!(code, 0);
    let page = include_str!("../../../../docs/sql.md");
    let is_flag = |word: &&str| word.starts_with("--") && word.ends_with(char::is_alphabetic);
    let flags = page.split(&['`', ' ', '\n']).filter(is_flag);
    let of_others = ["--path", "--since"];
    let flags: Vec<_> = flags.filter(|flag| !of_others.contains(flag)).collect();
    assert!(flags.len() > 8, "{flags:?}");
    for flag in flags {
        assert!(help.contains(flag), "{flag}");
    }
}
