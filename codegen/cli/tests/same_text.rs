//! A mistake in a spec is reported in the same text by the command line, by a
//! build script, and by `client!`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::{Builder, proc_macro};
use quote::quote;
use std::env;
use std::process::{Command, Output};

const BAD: &str = "../tests/diagnostics/several_mistakes_of_shape.yaml";

fn stderr_of(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The other process of the test below: a build script of a bad spec.
#[test]
fn build_script() {
    if env::var_os("PAGESMITH_IS_BUILD_SCRIPT").is_some() {
        Builder::new().spec(BAD).out_dir(env!("CARGO_TARGET_TMPDIR")).compile();
    }
}

#[test]
fn the_same_mistakes_are_reported_in_the_same_text() {
    let command = Command::new(env!("CARGO_BIN_EXE_pagesmith")).args(["explain", BAD]).output();
    let by_command = stderr_of(&command.unwrap());
    assert!(by_command.matches("error: ").count() > 1, "{by_command}");

    let mut script = Command::new(env::current_exe().unwrap());
    script.args(["--exact", "build_script", "--nocapture"]).env("PAGESMITH_IS_BUILD_SCRIPT", "1");
    assert_eq!(stderr_of(&script.output().unwrap()), by_command, "build script");

    let expanded = syn::parse2::<syn::File>(proc_macro::client(quote!(mod bad = #BAD))).unwrap();
    let texts = expanded.items.iter().filter_map(|item| match item {
        syn::Item::Macro(item) => item.mac.parse_body::<syn::LitStr>().ok(),
        _ => None,
    });
    let texts: Vec<String> = texts.map(|text| text.value()).collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    // The macro names the file by its full path.
    let whole = format!("{}/{BAD}", env!("CARGO_MANIFEST_DIR"));
    let by_macro = texts[0].replace(&whole, BAD);
    assert!(by_macro.contains(by_command.trim_end()), "{by_macro}\n---\n{by_command}");
}
