//! Texts of a spec in docs: rustdoc over a generated client finds no doctest,
//! no link, no HTML, and nothing to warn of.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::format_push_string, reason = "a test reads better so")]

mod built;

use built::{runtime, scratch};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::generate;
use std::fs;
use std::path::Path;

/// What Markdown, rustdoc or a browser would make something of.
const DOCS: &[&str] = &[
    "```\nassert!(false);\n```",
    "```rust\npanic!()\n```\n\n```should_panic\nfn main() {}\n```",
    "```compile_fail\nlet x: u8 = \"\";\n```",
    "````\n```\npanic!()\n```\n````",
    "~~~\npanic!()\n~~~",
    "~~~~ rust\npanic!()\n~~~~",
    "    panic!();",
    "\tpanic!();",
    "text\n\n    panic!();\n\ntext",
    "text\n\n\tpanic!();\n",
    "  \t  panic!();",
    "- item\n\n      panic!();\n",
    "1. one\n   - two\n     ```\n     panic!()\n     ```\n",
    "> quote\n>\n>     panic!();\n",
    "* a\n  * b\n    * c\n\n          panic!();",
    "+ a\n+ b",
    "10) ten\n11) eleven",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<pre>\npanic!()\n</pre>",
    "<details><summary>a</summary>",
    "<!-- a comment",
    "<unclosed",
    "a < b > c <T> Vec<T> Option<Vec<u8>>",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "<https://evil.example> https://evil.example http://a.b/c?d=e#f www.evil.example",
    "mail@evil.example ftp://evil.example",
    "[Vec] [`Vec`] [std::vec::Vec] [`Client`] [Missing] [`crate::Missing`]",
    "[text](crate::Missing) [text](Missing) [text][Missing] [struct@Client] [fn@x()] [x!]",
    "[a]: https://evil.example \"title\"",
    "[a]: crate::Missing\n\n[a]",
    "![alt](https://evil.example/x.png)",
    "[^1] and\n\n[^1]: a note",
    "# Heading\n## Second\n\nUnderlined\n=====\n\nAgain\n-----",
    "# Panics\n# Safety\n# Errors\n# Examples",
    "---\n\n***\n\n___\n\n- - -",
    "| a | b |\n|---|---|\n| `c` | d |",
    "a | b\n--|--\nc | d",
    "- [ ] open\n- [x] done",
    "**bold** *it* __bold__ _it_ ~~gone~~ ***all***",
    "snake_case CamelCase HTTPServer iPhone a_b_c __init__ _x x_ SCREAMING_CASE",
    "std::vec::Vec Foo::bar() foo.barBaz() a/b_c x->y_z",
    "`code` ``co`de`` `unclosed",
    "$x^2$ $$y$$ {{braces}} {0} \\ \\\\ \\n \\` \\[",
    "#![allow(warnings)]",
    "#![feature(x)]\n#[derive(Debug)]\nstruct X;",
    "# hidden line\n## double",
    "//! inner\n/// outer\n// plain\n/* block */ */ /*",
    "\u{202e}gnp.exe\u{202c} \u{2066}x\u{2069} \u{200f}\u{200e}\u{61c}",
    "zero\u{200b}width\u{200d}join\u{feff}",
    "a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f",
    "null \u{0} bell \u{7} escape \u{1b}[31m delete \u{7f}",
    "line\r\nbreaks\rof\n\rall kinds",
    "trailing  \nbreak\\\nhere",
    "\"quotes\" 'single' \u{201c}curly\u{201d} -- --- ...",
    "term\n: definition",
    "+++\ntitle = 1\n+++",
    "@param x @return y",
    ":smile: a:b a::b c: d :",
    "\u{5d0}\u{5d1}\u{5d2} \u{645}\u{631}\u{62d}\u{628}\u{627} \u{4e2d}\u{6587} \u{1f600}",
    "A sentence.\nAnother one, which goes on\n  with an indent.\n\n\n\nAnd a paragraph.",
    "= equals\n=====\n> \n#\n-\n+\n~",
    "1986\\. A great year.\n1986. A year",
    "\\",
    "*/ mod evil {}",
];

/// Each text as docs of each sort, and as each sort of name that is shown.
fn spec(texts: &[String]) -> String {
    let json = quoted;
    let mut spec = format!(
        "pagesmith: 1\nname: {}\ndocs: {}\npaging: laml\n",
        json(&texts[0]),
        json(&texts.join("\n\n"))
    );
    let (mut resources, mut records) = (String::new(), String::new());
    for (at, text) in texts.iter().enumerate() {
        let docs = json(text);
        let param = json(&format!("{at}{}", text.replace(char::is_control, "")));
        resources += &format!(
            "  l{at}: {{get: /l{at}, record: R{at}, docs: {docs}, filters: {{f: {{type: string, param: {param}, docs: {docs}}}}}}}\n"
        );
        records += &format!(
            "  R{at}: {{docs: {docs}, fields: {{a: {{type: string, wire: {docs}, docs: {docs}}}, b: {{type: string?, wire: {}}}}}}}\n",
            json(&format!("b{text}"))
        );
    }
    let values: Vec<String> = texts
        .iter()
        .map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
        .collect();
    records +=
        &format!("  E: {{fields: {{e: {}}}}}\n", json(&format!("enum({})", values.join(", "))));
    resources += "  e: {get: /e, record: E}\n";
    spec += &format!("resources:\n{resources}records:\n{records}");
    spec
}

/// As YAML, everything odd escaped.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' => c.to_string(),
        c => format!("\\U{:08X}", u32::from(c)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

fn texts() -> Vec<String> {
    let payloads = include_str!("hostile/payloads.txt").lines();
    let payloads = payloads
        .filter(|line| line.starts_with('"'))
        .map(|line| serde_json::from_str(line).unwrap());
    let mut texts: Vec<String> =
        DOCS.iter().map(|text| (*text).to_owned()).chain(payloads).collect();
    let mut seen = std::collections::BTreeSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
    texts
}

#[test]
fn rustdoc_finds_nothing_in_texts_of_a_spec() {
    let folder = scratch("docs");
    let code = generate(spec(&texts()).as_bytes(), &Options::default()).unwrap().code;
    fs::write(folder.join("client.rs"), code).unwrap();
    let root = folder.join("lib.rs");
    fs::write(&root, "//! Generated.\n#![deny(missing_docs)]\n// Of names that look alike the compiler warns by itself.\n#![allow(confusable_idents, mixed_script_confusables)]\n/// The client.\npub mod client;\n")
        .unwrap();

    let tested = runtime().run(
        "rustdoc",
        &root,
        "2024",
        "pagesmith",
        &["--test", "--document-private-items"],
    );
    let stdout = String::from_utf8_lossy(&tested.stdout).into_owned();
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stderr));
    assert!(stdout.contains("running 0 tests"), "{stdout}");

    let out = folder.join("html");
    let args = [
        "-D",
        "warnings",
        "-D",
        "rustdoc::all",
        "--document-private-items",
        "-o",
        out.to_str().unwrap(),
    ];
    let output = runtime().run("rustdoc", &root, "2024", "pagesmith", &args);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    check_html(&out.join("lib/client"));

    runtime().check(&root, "2024", "pagesmith");
    fs::remove_dir_all(folder).unwrap();
}

/// A page without the example of how its client is used, which is ours.
fn without_example(html: &str) -> String {
    const BEGIN: &str = "<div class=\"example-wrap\"><pre class=\"language-text\"><code>let client = Client::builder()\n";
    let Some((before, example)) = html.split_once(BEGIN) else { return html.to_owned() };
    let (code, after) = example.split_once("</code></pre></div>").unwrap();
    assert!(!code.contains('<'), "{code}");
    [before, after].concat()
}

/// What the texts became in a browser: no tag of theirs, no link of theirs, no
/// block of code, no list, no heading, no table.
fn check_html(folder: &Path) {
    let mut pages = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let page = entry.unwrap().path();
        if page.extension().is_none_or(|it| it != "html") {
            continue;
        }
        pages += 1;
        let html = fs::read_to_string(&page).unwrap();
        // What traits say of themselves is not ours.
        let html = html.split("id=\"trait-implementations\"").next().unwrap();
        let html = without_example(html);
        let docs = html
            .split("<div class=\"docblock")
            .skip(1)
            .map(|rest| rest.split("</div>").next().unwrap());
        for docs in docs {
            let docs = docs.split_once('>').unwrap().1;
            let tags = docs.split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap());
            let known = ["p", "/p", "code", "/code", "a", "/a", "h5", "/h5"];
            let odd: Vec<&str> = tags.filter(|tag| !known.contains(tag)).collect();
            assert!(odd.is_empty(), "{}: {odd:?} in {docs}", page.display());
            // The methods that all lists have say when they fail, under a heading.
            let headings = docs.matches("Errors</h5>\n<p>When ").count();
            assert_eq!(docs.matches("<h5 ").count(), headings, "{}: {docs}", page.display());
            let ours = ["title=\"struct lib::client::Client\"", "class=\"doc-anchor\""];
            let ours: usize = ours.iter().map(|link| docs.matches(link).count()).sum();
            assert_eq!(docs.matches("<a ").count(), ours, "{}: {docs}", page.display());
        }
    }
    assert!(pages > 100, "{pages} pages");
}
