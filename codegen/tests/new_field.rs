//! A new field in a public struct of the runtime breaks no client that is
//! checked in: what is generated today compiles beside a copy of the runtime
//! whose structs have one field more.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::emit::Options;
use pagesmith_codegen::generate;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The structs that generated code names.
const STRUCTS: [&str; 11] = [
    "Api",
    "EndRules",
    "ErrorKeys",
    "Guards",
    "List",
    "Number",
    "Offset",
    "PageKeys",
    "Paging",
    "RateLimit",
    "Size",
];

/// What is written as one of them too.
const ALIASES: [&str; 1] = ["AnyRateLimit"];

#[test]
fn a_new_field_breaks_no_client_that_is_checked_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-field");
    if copy.exists() {
        fs::remove_dir_all(&copy).unwrap();
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let (_, shared) = manifest.split_once("[workspace.package]").unwrap();
    let members = r#"members = ["client", "runtime", "runtime/paging"]"#;
    let workspace =
        format!("[workspace]\nresolver = \"3\"\n{members}\n\n[workspace.package]{shared}");
    write(&copy.join("Cargo.toml"), &workspace);
    fs::copy(root.join("Cargo.lock"), copy.join("Cargo.lock")).unwrap();

    let mut changed = BTreeSet::new();
    for package in ["runtime", "runtime/paging"] {
        let manifest = fs::read_to_string(root.join(package).join("Cargo.toml")).unwrap();
        write(&copy.join(package).join("Cargo.toml"), &alone(&manifest));
        copy_changed(
            &root.join(package).join("src"),
            &copy.join(package).join("src"),
            &mut changed,
        );
    }
    assert_eq!(changed, BTreeSet::from(STRUCTS.map(str::to_owned)), "each is found once");

    let client = copy.join("client");
    write(
        &client.join("Cargo.toml"),
        "[package]\nname = \"client\"\nedition = \"2024\"\n\n[dependencies]\npagesmith.workspace = true\n",
    );
    let mut lib = "/// A row that is not generated.\npub type Foreign = String;\n".to_owned();
    for spec in [
        "codegen/tests/golden/every_kind.yaml",
        "codegen/tests/golden/presets.yaml",
        "specs/signalwire.yaml",
        "specs/sendsage.yaml",
    ] {
        let made = generate(&fs::read(root.join(spec)).unwrap(), &Options::default()).unwrap();
        let name = Path::new(spec).file_stem().unwrap().to_str().unwrap();
        write(&client.join(format!("src/{name}.rs")), &made.code);
        lib.extend(["pub mod ", name, ";\n"]);
    }
    write(&client.join("src/lib.rs"), &lib);

    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--quiet", "--offline", "--package", "client"]).current_dir(&copy);
    // Crates of others are those of the workspace, and checked once.
    cargo.arg("--target-dir").arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::remove_dir_all(&copy).unwrap();
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A manifest without what the copy lacks: the macros, and what tests need.
fn alone(manifest: &str) -> String {
    let mut section = String::new();
    let mut kept = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            line.clone_into(&mut section);
        }
        let line = match line {
            line if line.starts_with("derive = [") => "derive = []",
            line if line.starts_with("spec = [") => "spec = []",
            line if line.starts_with("pagesmith-macros") => continue,
            line => line,
        };
        if section != "[dev-dependencies]" {
            kept += line;
            kept += "\n";
        }
    }
    kept
}

fn copy_changed(from: &Path, to: &Path, changed: &mut BTreeSet<String>) {
    for entry in fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_changed(&path, &to, changed);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let names = STRUCTS.iter().chain(&ALIASES);
            // Tokens lose the layout of a file, so the others stay as they are.
            let is_rust = path.extension().is_some_and(|extension| extension == "rs");
            if is_rust && names.clone().any(|name| text.contains(name)) {
                let tokens = with_field(text.parse().unwrap(), None, changed);
                write(&to, &tokens.to_string());
            } else {
                write(&to, &text);
            }
        }
    }
}

/// The same code with one more field in each of the structs: in what declares
/// it, in what makes one and in what takes one apart. `()` is a type, a value
/// and a pattern. `own` is the struct that `Self` is.
fn with_field(
    tokens: TokenStream,
    own: Option<&str>,
    changed: &mut BTreeSet<String>,
) -> TokenStream {
    let mut before: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = &token else {
            before.push(token);
            continue;
        };
        let block = group.delimiter() == Delimiter::Brace;
        let head = if block { Head::of(&before) } else { Head::Other };
        let inner = |own, changed: &mut _| with_field(group.stream(), own, changed);
        let inner = match &head {
            Head::Struct(name) => {
                changed.insert(name.clone());
                let fields = inner(own, changed);
                format!("pub added: (), {fields}").parse().unwrap()
            }
            Head::Impl(name) => inner(Some(name), changed),
            Head::Literal(name) if name != "Self" || own.is_some() => {
                let fields = inner(own, changed);
                format!("added: (), {fields}").parse().unwrap()
            }
            Head::Literal(_) | Head::Other => inner(own, changed),
        };
        let mut group = Group::new(group.delimiter(), inner);
        group.set_span(token.span());
        before.push(group.into());
    }
    before.into_iter().collect()
}

/// What a block in braces belongs to.
enum Head {
    Struct(String),
    /// The methods of such a struct.
    Impl(String),
    /// A value or a pattern of this name.
    Literal(String),
    Other,
}

impl Head {
    fn of(before: &[TokenTree]) -> Self {
        let text = |at: usize| before.get(at).map(ToString::to_string).unwrap_or_default();
        let is_ours = |name: &str| STRUCTS.contains(&name) || ALIASES.contains(&name);
        // The item that the block is of begins behind the one before.
        let begins = before.iter().rposition(|token| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        });
        let begins = begins.map_or(0, |at| at + 1);
        let item: Vec<String> = (begins..before.len()).map(text).collect();
        let keyword = |word: &str| item.iter().position(|token| token == word);
        if let Some(name) = keyword("struct").and_then(|at| item.get(at + 1))
            && is_ours(name)
        {
            let attributes = item.concat();
            assert!(attributes.contains("non_exhaustive"), "`{name}` can be made by anyone");
            return Self::Struct(name.clone());
        }
        if let (Some(at), None) = (keyword("impl"), keyword("fn")) {
            let of = keyword("for").unwrap_or(at);
            let named = item[of + 1..].iter().find(|token| is_ours(token));
            return named.map_or(Self::Other, |name| Self::Impl(name.clone()));
        }
        let last = item.last().cloned().unwrap_or_default();
        // `-> Name {` begins the body of a function.
        let returns = item.len() > 2 && item[item.len() - 2] == ">" && item[item.len() - 3] == "-";
        if (is_ours(&last) || last == "Self") && !returns {
            return Self::Literal(last);
        }
        Self::Other
    }
}
