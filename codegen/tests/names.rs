//! Names: the table of renames in `docs/spec.md` is what the generator does,
//! keywords of all editions are names, and two that collide are reported.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::diag::Diagnostics;
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::generate;
use std::path::Path;
use std::{env, fs};

/// The rows of the table.
const WIRES: [&str; 22] = [
    "DateSent",
    "date-sent",
    "HTTPServer",
    "type",
    "gen",
    "async",
    "union",
    "self",
    "Self",
    "super",
    "crate",
    "2fa",
    "größe",
    "名前",
    "e\u{301}tat",
    "a.b",
    "a b",
    "a<",
    "_id_",
    "<",
    "_",
    "",
];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn code(spec: &str) -> Result<syn::File, Diagnostics> {
    let made = generate(spec.as_bytes(), &Options::default())?;
    Ok(syn::parse_file(&made.code).unwrap())
}

fn head(rest: &str) -> String {
    format!("pagesmith: 1\nname: A\npaging: laml\n{rest}")
}

/// The names that a field, a variant and a style get; `None` if refused.
fn names(wire: &str) -> [Option<String>; 3] {
    let wire = quoted(wire);
    let value = format!(
        "resources: {{l: {{get: /l, record: R}}}}\nrecords: {{R: {{fields: {{{wire}: string}}}}}}\n"
    );
    let field = code(&head(&value)).ok().and_then(|file| {
        file.items.into_iter().find_map(|item| match item {
            syn::Item::Struct(item) if item.ident == "R" => {
                item.fields.iter().next().unwrap().ident.as_ref().map(ToString::to_string)
            }
            _ => None,
        })
    });
    let value = format!(
        "resources: {{l: {{get: /l, record: R}}}}\nrecords: {{R: {{fields: {{f: {}}}}}}}\n",
        quoted(&format!("enum({wire})"))
    );
    let variant = code(&head(&value)).ok().and_then(|file| {
        file.items.into_iter().find_map(|item| match item {
            syn::Item::Enum(item) => item.variants.first().map(|variant| variant.ident.to_string()),
            _ => None,
        })
    });
    let value = format!(
        "styles: {{{wire}: {{preset: laml}}}}\nresources: {{l: {{get: /l, record: rust(R), paging: {wire}}}}}\n"
    );
    let style = code(&head(&value)).ok().and_then(|file| {
        file.items.into_iter().find_map(|item| match item {
            syn::Item::Const(item) => {
                item.ident.to_string().strip_prefix("PAGING_").map(str::to_owned)
            }
            _ => None,
        })
    });
    [field, variant, style]
}

#[test]
fn the_table_of_the_reference_is_what_is_done() {
    let code = |name: Option<String>| {
        name.map_or_else(
            || "an error that asks for another name".to_owned(),
            |name| format!("`{name}`"),
        )
    };
    let rows = WIRES.map(|wire| {
        let [value, variant, constant] = names(wire).map(code);
        let shown = match wire {
            "" => "the empty string".to_owned(),
            "e\u{301}tat" => format!("`{wire}`, with `e` followed by a combining accent"),
            wire => format!("`{wire}`"),
        };
        format!("| {shown} | {value} | {variant} | {constant} |\n")
    });
    let table = format!(
        "| on the wire | field, method, argument | type, variant | constant |\n|---|---|---|---|\n{}",
        rows.concat()
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec.md");
    let text = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    let start = text.find("| on the wire |").unwrap();
    let end = start + text[start..].find("\n\n").unwrap() + 1;
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&file, format!("{}{table}{}", &text[..start], &text[end..])).unwrap();
    } else {
        assert_eq!(&text[start..end], table, "bless it with PAGESMITH_BLESS=1");
    }
}

/// Strict, reserved and weak keywords of the editions 2015 to 2024.
const KEYWORDS: [&str; 57] = [
    "abstract",
    "as",
    "async",
    "auto",
    "await",
    "become",
    "box",
    "break",
    "catch",
    "const",
    "continue",
    "crate",
    "default",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
];

#[test]
fn a_keyword_is_a_name_like_others() {
    for keyword in KEYWORDS.iter().chain(&["yield", "Self", "static_"]) {
        let [field, variant, style] = names(keyword);
        let field = field.unwrap();
        assert!(
            ["", "r#"].iter().any(|raw| field == format!("{raw}{}", keyword.trim_end_matches('_')))
                || field == "self_"
                || field == format!("{keyword}_"),
            "{keyword}: {field}"
        );
        // As an edition of 2024 reads it.
        assert!(keyword != &"gen" || field == "r#gen");
        assert!(variant.is_some() && style.is_some(), "{keyword}");
    }
}

#[test]
fn two_names_that_collide_are_reported_with_both_places() {
    let records = "records: {R: {fields: {x: string}}}\n";
    let list = |rest: &str| format!("resources: {{l: {{get: /l, record: R{rest}}}}}\n{records}");
    let fields = |first: &str, second: &str| {
        format!(
            "resources: {{l: {{get: /l, record: R}}}}\nrecords: {{R: {{fields: {{{first}: string, {second}: string}}}}}}\n"
        )
    };
    let cases = [
        fields("a-b", "a_b"),
        fields("DateSent", "date_sent"),
        fields("\"a<\"", "\"a>\""),
        fields("self", "self_"),
        fields("\"\\u00e9t\"", "\"e\\u0301t\""),
        fields("\"\\u212b\"", "\"\\u00e5\""),
        fields("a", "{type: string, wire: b, rename: a}").replace("{type: string, wire: b, rename: a}: string", "c: {type: string, wire: b, rename: a}"),
        fields("a", "x").replace("x: string", "c: {type: string, wire: a}"),
        list(", filters: {a-b: {type: string}, a_b: {type: string}}"),
        list(", filters: {a: {type: string, param: x}, b: {type: string, param: x}}"),
        list("").replace("get: /l", "get: \"/l/{a-b}/{a_b}\""),
        list(", params: {a-b: integer, a_b: integer}").replace("get: /l", "get: \"/l/{a-b}/{a_b}\""),
        format!("params: {{a-b: string, a_b: string}}\n{}", list("").replace("get: /l", "get: \"/l/{a-b}/{a_b}\"")),
        format!("server: \"https://{{a}}.example.com\"\nparams: {{a: string}}\n{}", list("").replace("get: /l", "get: \"/l/{a}\"")),
        format!("server: \"https://{{a-b}}.example.com/{{a_b}}\"\n{}", list("")),
        format!("headers: {{X-A: b, x-a: c}}\n{}", list("")),
        format!("styles: {{a-b: {{preset: laml}}, a_b: {{preset: laml}}}}\nresources: {{l: {{get: /l, record: R, paging: a-b}}, m: {{get: /m, record: R, paging: a_b}}}}\n{records}"),
        format!("resources: {{a-b: {{get: /l, record: R}}, a_b: {{get: /m, record: R}}}}\n{records}"),
        format!("resources: {{messages: {{get: /l, record: R}}, Messages: {{get: /m, record: R}}}}\n{records}"),
        "resources: {l: {get: /l, record: A-b}}\nrecords: {A-b: {fields: {x: string}}, a_b: {fields: {x: string}}}\n".to_owned(),
        "resources: {l: {get: /l, record: A}}\nrecords: {A: {fields: {b: {c: string}, x: A-b}}, A-b: {fields: {x: string}}}\n".to_owned(),
    ];
    for rest in cases {
        let spec = head(&rest);
        let problems = code(&spec).err().unwrap_or_else(|| panic!("taken:\n{spec}")).problems;
        let problem = &problems[0];
        assert_eq!(problems.len(), 1, "{spec}{problems:#?}");
        let other = problem.related.first().is_some_and(|also| also.span.is_some());
        // In one text, the message has both names.
        let in_one = problem.message.contains("`a-b` and `a_b`");
        assert!(problem.span.is_some() && (other || in_one), "{spec}{problem:#?}");
    }
}

#[test]
fn the_long_form_of_a_field_has_both_names() {
    let field = |long: &str| {
        let spec = head(&format!(
            "resources: {{l: {{get: /l, record: R}}}}\nrecords: {{R: {{fields: {{f: {{type: string, {long}}}}}}}}}\n"
        ));
        generate(spec.as_bytes(), &Options::default())
            .map(|made| made.code)
            .map_err(|problems| problems.problems[0].message.clone())
    };
    for (long, expected) in [
        ("wire: \"a\\\"b\"", "f = \"a\\\"b\""),
        ("wire: \" a \"", "f = \" a \""),
        ("rename: type", "r#type = \"f\""),
        ("rename: gen", "r#gen = \"f\""),
        ("wire: self, rename: me", "me = \"self\""),
        ("wire: \"\\u00e9\", rename: e", "e = \"é\""),
    ] {
        let code = field(long).unwrap();
        assert!(code.contains(expected), "{long}: {code}");
    }
    for (long, expected) in [
        ("rename: self", "`self` is not a Rust field name"),
        ("rename: A", "`A` is not a Rust field name"),
        ("rename: a-b", "`a-b` is not a Rust field name"),
        ("rename: 2a", "not a Rust field name"),
        ("rename: _", "can't be turned into a Rust name"),
        ("rename: r#type", "is not a Rust field name"),
        ("rename: \"\"", "`rename` is empty"),
        ("wire: \"\"", "`wire` is empty"),
        ("wire: 1", "must be a string"),
        ("rename: [a]", "`rename` must be a string"),
    ] {
        let problems = field(long).unwrap_err();
        assert!(problems.contains(expected), "{long}: {problems}");
    }
}
