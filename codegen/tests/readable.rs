//! What a reviewer reads in a generated file: what the spec says, once.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::emit::Options;
use pagesmith_codegen::generate;

const SPEC: &str = r#"pagesmith: 1
name: A
generate: {derive: [Serialize]}
resources:
  calls:
    get: /Calls
    record: Call
    paging: none
    filters:
      to: {param: To, type: string}
      started: {param: "Started<", type: date, docs: Calls before this day.}
      kinds: {param: kind, type: "[enum(Voice, in-bound)]", list: comma}
records:
  Call:
    key: sid
    fields:
      sid: string
      from: {type: string, wire: From, docs: Who calls.}
      type: "string?"
      price: decimal
"#;

fn code(spec: &str) -> String {
    generate(spec.as_bytes(), &Options::default()).unwrap().code
}

#[test]
fn docs_of_members_are_those_of_the_spec() {
    let code = code(SPEC);
    let docs: Vec<&str> = code.lines().filter(|line| line.starts_with("    ///")).collect();
    assert!(docs.contains(&"    /// Calls before this day."), "{docs:?}");
    assert!(docs.contains(&"    /// Who calls."), "{docs:?}");
    for filler in ["The field `", "The value `", "Sets the parameter", "A record `", "A value of"] {
        assert!(!code.contains(filler), "{code}");
    }
}

#[test]
fn lints_are_allowed_only_where_the_spec_leaves_something_undocumented() {
    let allowed = |code: &str| code.matches("allow(missing_docs").count();
    let full = "pagesmith: 1\nname: A\nresources: {l: {get: /l, record: R, paging: none}}\nrecords: {R: {docs: A row., fields: {x: {type: string, docs: What it is.}}}}\n";
    assert_eq!(allowed(&code(full)), 0);
    assert_eq!(allowed(&code(&full.replace("docs: A row., ", ""))), 1);
    assert_eq!(allowed(&code(&full.replace(", docs: What it is.", ""))), 1);
}

#[test]
fn a_wire_name_is_stated_only_where_it_differs() {
    let code = code(SPEC);
    let record = "record!(Call: Debug + Deserialize + Serialize {
    sid,
    from = \"From\",
    r#type = \"type\",
    price as required,
});
";
    assert!(code.contains(record), "{code}");
    let values = "open_enum!(ListCallsKinds, else Other {
    Voice,
    InBound = \"in-bound\",
});
";
    assert!(code.contains(values), "{code}");
}

#[test]
fn a_name_that_the_compiler_composes_keeps_its_wire_name() {
    let spec = SPEC.replace("      price: decimal", "      e\u{301}t: string");
    let code = code(&spec);
    assert!(code.contains(r#"= "e\u{301}t","#), "{code}");
}

#[test]
fn filters_are_methods_to_be_seen() {
    let code = code(SPEC);
    for method in [
        "    pub fn to(self, value: impl ::pagesmith::IntoFilter<::std::string::String>) -> Self {
        Self(self.0.filter(\"To\", value))
    }
",
        "    /// Calls before this day.
    pub fn started(self, value: impl ::pagesmith::IntoFilter<::pagesmith::Date>) -> Self {
        Self(self.0.filter(\"Started<\", value))
    }
",
        "    pub fn kinds(
        self,
        values: impl ::core::iter::IntoIterator<Item = impl ::pagesmith::IntoFilter<ListCallsKinds>>,
    ) -> Self {
",
    ] {
        assert!(code.contains(method), "{method}\n{code}");
    }
}

#[test]
fn numbers_are_written_as_people_write_them() {
    let sized =
        SPEC.replace("record: Call\n", "record: Call\n    size: {default: 1000, max: 20000}\n");
    let sized = sized.replace("paging: none", "paging: laml");
    let code = code(&sized);
    assert!(code.contains("Option::Some(1000)") && code.contains("Option::Some(20_000)"), "{code}");
}
