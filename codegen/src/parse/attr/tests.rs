//! Attributes that are read, and mistakes in them.

use super::*;

fn problems_of(text: &str) -> Vec<String> {
    let input = syn::parse_str(text).unwrap();
    match paged(&input) {
        Ok(_) => Vec::new(),
        Err(diagnostics) => diagnostics
            .problems
            .iter()
            .map(|problem| format!("{} {}", problem.message, problem.helps.join(" ")))
            .collect(),
    }
}

#[test]
fn a_whole_attribute_is_read() {
    let input = syn::parse_quote! {
        #[paged(get = "/a/{b}", items = "/messages", style = sendsage_pages, key = "sid")]
        #[paged(page_size(default = 100, max = 500), errors(success = "/ok"))]
        struct Message { sid: String }
    };
    let (derived, source_map) = paged(&input).unwrap();
    let ListSource::Inline(inline) = derived.list else { panic!("{derived:?}") };
    assert_eq!(inline.resource.get, "/a/{b}");
    assert_eq!(inline.resource.paging, Some(Or::Text("sendsage-pages".into())));
    assert_eq!(inline.resource.size.unwrap().max, Some(500));
    assert_eq!(inline.errors.unwrap().success, Some(Or::Text("/ok".to_owned())));
    assert!(source_map.get(&Path::default().key("size").key("max")).is_some());
}

#[test]
fn a_constant_is_a_path_or_in_capitals() {
    for (style, path) in [("crate::a::B", "crate::a::B"), ("OURS", "OURS")] {
        let text =
            format!("#[paged(get = \"/a\", items = \"\", style = {style}, by_number)] struct A;");
        let (derived, _) = paged(&syn::parse_str(&text).unwrap()).unwrap();
        let ListSource::Inline(inline) = derived.list else { panic!("{derived:?}") };
        let path = Code(path.parse().unwrap());
        let constant = Constant { path, by_number: true };
        assert_eq!(inline.constant, Some(constant));
    }
}

#[test]
fn each_mistake_is_reported_once() {
    let good = "get = \"/a\", items = \"/b\", style = laml";
    let cases = [
        ("struct A;", "`A` has no `#[paged(…)]`"),
        ("#[paged()] struct A;", "is empty"),
        ("#[paged] struct A;", "in parentheses"),
        ("#[paged(\"a\")] struct A;", "the shortest form"),
        ("#[paged(items = \"/b\", style = laml)] struct A;", "lacks `get`"),
        ("#[paged(GOOD, gte = \"/a\")] struct A;", "did you mean `get`"),
        ("#[paged(gte = \"/a\", items = \"/b\", style = laml)] struct A;", "did you mean `get`"),
        ("#[paged(spce = \"a.yaml\", resource = \"b\")] struct A;", "did you mean `spec`"),
        ("#[paged(shape = map)] struct A;", "unknown key `shape` expected `get`"),
        (
            "#[paged(path = \"/a\", items = \"/b\", style = laml)] struct A;",
            "unknown key `path` did you mean `get`?",
        ),
        ("#[paged(get = \"/a\", \"/b\")] struct A;", "the shortest form"),
        ("#[paged(get = \"/a\", items = \"/b\" style = laml)] struct A;", "expected `,`"),
        ("#[paged(get = \"/a\".trim(), items = \"/b\", style = laml)] struct A;", "expected `,`"),
        ("#[paged(get = /a items = \"/b\", style = laml)] struct A;", "`get` must be a string"),
        ("#[paged(GOOD, page_size(default = 5 max = 6))] struct A;", "expected `,`"),
        ("#[paged(GOOD, get = \"/c\")] struct A;", "`get` is given twice"),
        ("#[paged(GOOD, key = 5)] struct A;", "`key` must be a string"),
        ("#[paged(GOOD, key)] struct A;", "needs a value"),
        ("#[paged(GOOD, by_number)] struct A;", "applies only to a constant"),
        ("#[paged(GOOD, position = \"at\")] struct A;", "applies only to a constant"),
        ("#[paged(GOOD, crate = \"::a\")] struct A;", "`crate` must be a path"),
        ("#[paged(GOOD, crate)] struct A;", "needs a value"),
        ("#[paged(GOOD, by_number = true)] struct A;", "`by_number` takes no value"),
        ("#[paged(GOOD, by_number(false))] struct A;", "`by_number` takes no value"),
        ("#[paged(GOOD, page_size = 5)] struct A;", "`page_size(default = 100, max = 500)`"),
        ("#[paged(GOOD, errors = \"/a\")] struct A;", "`errors(code = \"/code\","),
        ("#[paged(GOOD, page_size(max = \"5\"))] struct A;", "`max` must be a whole number"),
        ("#[paged(GOOD, page_size(min = 5))] struct A;", "expected `default` or `max`"),
        ("#[paged(GOOD, page_size(max = 5, max = 6))] struct A;", "`max` is given twice"),
        ("#[paged(get = \"/a\", items = \"/b\", style = \"laml\")] struct A;", "without quotes"),
        (
            "#[paged(get = \"/a\", items = \"/b\", style = link-header)] struct A;",
            "the style `link-header` is written with `_` here write `style = link_header`",
        ),
        (
            "#[paged(get = \"/a\", items = \"/b\", style = aip-158, key = \"c\")] struct A;",
            "write `style = aip_158`",
        ),
        ("#[paged(get = \"/a\", items = \"/b\", style = crate::A - B)] struct A;", "expected `,`"),
        (
            "#[paged(get = \"/a\", items = \"/b\")] struct A;",
            "lacks `style` write `laml`, `sendsage`,",
        ),
        (
            "#[paged(get = \"/a\", style = laml)] struct A;",
            "`items = \"\"` if the reply itself is the array",
        ),
        (
            "#[paged(get = \"\", items = \"/b\", style = laml)] struct A;",
            "`get` is empty write the path",
        ),
        ("#[paged(spec = \"\", resource = \"b\")] struct A;", "`spec` is empty write its path"),
        ("#[paged(spec = \"a.yaml\")] struct A;", "`spec` needs `resource`"),
        (
            "#[paged(spec = \"a.yaml\", resource = \"b\", key = \"c\")] struct A;",
            "combined with `spec`",
        ),
        ("#[paged(GOOD)] enum A {}", "an enum"),
        ("#[paged(GOOD)] struct A<'a>(&'a str);", "with parameters"),
    ];
    for (text, expected) in cases {
        let problems = problems_of(&text.replace("GOOD", good));
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert!(problems[0].contains(expected), "{text}: {problems:?}");
    }
    let several = "#[paged(gte = \"/a\", items = 5, style = [x], page_size(a = 1, b = 2), key = \"k\")] struct A;";
    assert_eq!(problems_of(several).len(), 5, "{:?}", problems_of(several));
}
