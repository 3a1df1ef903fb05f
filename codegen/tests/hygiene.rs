//! Generated code compiles anywhere: without a prelude, among names that shadow
//! those of Rust, under another name of the runtime, in each edition.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::format_push_string, reason = "a test reads better so")]

mod built;

use built::{folder, runtime, scratch};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::{Builder, emit, format, generate, module_name};
use std::fs;
use std::path::Path;

const EDITIONS: [&str; 2] = ["2021", "2024"];

const LINTS: &str = "//! A user's crate.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic)]
";

/// Items that shadow the names which code is tempted to use.
fn shadows() -> String {
    let types = "Option Result String Vec Box Some None Ok Err Self_ Iterator IntoIterator Display Formatter List Pager Paged Paging Error";
    let modules = "core std alloc serde pagesmith fmt option result";
    let traits = "Clone Debug PartialEq Eq Hash From Into Send Sync Fn FnOnce Default ToString Deserialize Serialize Value";
    let macros = "vec format assert assert_eq panic matches write concat stringify include_bytes record pager";
    let mut text = String::new();
    let each = |names: &str, item: &str| {
        names.split(' ').map(|name| item.replace('N', name) + "\n").collect::<String>()
    };
    text += &each(types, "/// A type.\npub struct N;");
    text += &each(modules, "/// A module.\npub mod N {}");
    text += &each(traits, "/// A trait.\npub trait N {}");
    text + &each(
        macros,
        "#[allow(unused_macros, reason = \"it shadows\")] macro_rules! N { () => {} }",
    )
}

/// A struct of the user's with a derive, behind this path to the runtime.
fn derived(runtime: &str, key: &str) -> String {
    format!(
        r#"
/// A row.
#[derive(::core::clone::Clone, ::core::fmt::Debug, {runtime}::Paged)]
#[paged(get = "/rows/{{self}}/{{type}}", items = "/rows", style = sendsage, page_size(max = 500){key})]
#[non_exhaustive]
pub struct Row {{}}

impl<'de> {runtime}::__private::Deserialize<'de> for Row {{
    fn deserialize<D: {runtime}::__private::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {{
        <{runtime}::Json as {runtime}::__private::Deserialize>::deserialize(from).map(|_| Self {{}})
    }}
}}
"#
    )
}

/// The struct of a page of such rows, behind this path to the runtime.
fn of_pages(runtime: &str, key: &str) -> String {
    format!(
        r#"
/// A page.
#[derive(::core::fmt::Debug, {runtime}::Paged)]
#[paged(get = "/pages/{{self}}/{{type}}", style = sendsage, page_size(max = 500){key})]
#[non_exhaustive]
pub struct PageOfRows {{
    /// Its rows.
    #[paged(items)]
    pub r#type: ::std::vec::Vec<Row>,
}}

impl<'de> {runtime}::__private::Deserialize<'de> for PageOfRows {{
    fn deserialize<D: {runtime}::__private::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {{
        let r#type = ::std::vec::Vec::new();
        <{runtime}::Json as {runtime}::__private::Deserialize>::deserialize(from).map(|_| Self {{ r#type }})
    }}
}}
"#
    )
}

fn every_kind() -> Vec<u8> {
    fs::read(folder().join("tests/golden/every_kind.yaml")).unwrap()
}

const FOREIGN: &str = "
/// A row that is not generated.
pub type Foreign = ::std::string::String;
";

#[test]
fn code_compiles_without_a_prelude_and_among_shadowing_names() {
    let folder = scratch("shadows");
    let code = generate(&every_kind(), &Options::default()).unwrap().code;
    let module = format!(
        "{LINTS}{FOREIGN}\n/// Shadows.\npub mod shadowed {{\n{}\n{}\n{}\n::core::include!(\"client.txt\");\n}}\n",
        shadows(),
        derived("::pagesmith", ""),
        of_pages("::pagesmith", ""),
    );
    // The file is one of text, so that its own lints are those of the crate.
    fs::write(folder.join("client.txt"), code).unwrap();
    fs::write(folder.join("lib.rs"), module).unwrap();
    for edition in EDITIONS {
        runtime().check(&folder.join("lib.rs"), edition, "pagesmith");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_runtime_may_have_another_name_through_each_entry_point() {
    let folder = scratch("renamed");
    fs::write(folder.join("kinds.yaml"), every_kind()).unwrap();
    Builder::new().spec(folder.join("kinds.yaml")).runtime("::renamed").out_dir(&folder).compile();
    let code = fs::read_to_string(folder.join("kinds.rs")).unwrap();
    assert!(code.contains("::renamed::") && !code.contains("::pagesmith"), "{code}");
    let root = format!(
        "{LINTS}{FOREIGN}{}{}
/// Written.
pub mod kinds;
::renamed::client!(
    /// Made by the macro.
    pub mod made = \"kinds.yaml\", crate = ::renamed
);
/// From a spec.
pub mod from_spec {{
    {}
}}
",
        derived("::renamed", ", crate = ::renamed"),
        of_pages("::renamed", ", crate = ::renamed"),
        derived("::renamed", "")
            .replace(r#"get = "/rows/{self}/{type}", items = "/rows", style = sendsage, page_size(max = 500)"#, r#"spec = "kinds.yaml", resource = "tokens", crate = ::renamed"#),
    );
    fs::write(folder.join("lib.rs"), root).unwrap();
    for edition in EDITIONS {
        runtime().check(&folder.join("lib.rs"), edition, "renamed");
    }
    fs::remove_dir_all(folder).unwrap();
}

/// The shipped specs, generated into a crate with strict lints.
#[test]
fn the_shipped_clients_pass_in_a_strict_crate() {
    let folder = scratch("strict");
    let mut root = LINTS.to_owned();
    for name in ["signalwire", "sendsage"] {
        let spec = fs::read(built::folder().join(format!("../specs/{name}.yaml"))).unwrap();
        let code = generate(&spec, &Options::default()).unwrap().code;
        fs::write(folder.join(format!("{name}.rs")), code).unwrap();
        root += &format!("/// A client.\npub mod {name};\n");
    }
    fs::write(folder.join("lib.rs"), root).unwrap();
    for edition in EDITIONS {
        runtime().check(&folder.join("lib.rs"), edition, "pagesmith");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn several_specs_compile_as_one_tree() {
    let folder = scratch("modules");
    let specs = ["tests/golden/every_kind.yaml", "tests/entry_points/messages.yaml"];
    let mut apis = Vec::new();
    for spec in specs {
        let made =
            generate(&fs::read(built::folder().join(spec)).unwrap(), &Options::default()).unwrap();
        let module = module_name(Path::new(spec)).unwrap();
        fs::write(folder.join(format!("{module}.rs")), made.code).unwrap();
        apis.push((module, made.api.name));
    }
    let tree = format::file([emit::tree(&apis)]).unwrap();
    fs::write(folder.join("lib.rs"), format!("{LINTS}{FOREIGN}{tree}")).unwrap();
    for edition in EDITIONS {
        runtime().check(&folder.join("lib.rs"), edition, "pagesmith");
    }
    fs::remove_dir_all(folder).unwrap();
}
