//! Names that generated code already uses, so that a spec can't define them.

/// Methods of a client's builder, including those that it may get later; the
/// setters of parameters and variables are added to them.
pub(super) const BUILDER: [&str; 30] = [
    "api_key",
    "auth",
    "base_url",
    "basic",
    "bearer",
    "build",
    "build_blocking",
    "client",
    "clone",
    "deadline",
    "environment_proxy",
    "header",
    "hook",
    "id_and_key",
    "limits",
    "max_page_bytes",
    "max_page_items",
    "max_page_memory",
    "on_response",
    "on_request",
    "rate",
    "rate_limit",
    "record",
    "reqwest",
    "retry",
    "secret_header",
    "timeline",
    "timer",
    "transport",
    "ureq",
];

/// Methods of a list, including those that it may get later; the setters of
/// filters are added to them.
pub(super) const PAGER: [&str; 28] = [
    "blocking",
    "body_at",
    "by_number",
    "clone",
    "collect",
    "concurrency",
    "deadline",
    "first_page",
    "from_page",
    "get_page",
    "header",
    "into_future",
    "items",
    "items_at",
    "lenient",
    "limit",
    "max_pages",
    "page_size",
    "pages",
    "paging",
    "position",
    "post",
    "query",
    "read_ahead",
    "require",
    "resume",
    "to_page",
    "with_rest",
];

/// Types that the generated module has already, or that every Rust reader
/// knows as something else.
pub(super) const TYPES: [&str; 25] = [
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "From",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "Result",
    "Self_",
    "Send",
    "Some",
    "String",
    "Sync",
    "Vec",
];

/// Whether every list has a method of this name.
#[cfg(feature = "yaml")]
#[must_use]
pub fn is_of_list(name: &str) -> bool {
    PAGER.contains(&name)
}

/// Whether every client's builder has one.
#[cfg(feature = "yaml")]
#[must_use]
pub fn is_of_builder(name: &str) -> bool {
    BUILDER.contains(&name)
}

/// Whether a type of this name is there already.
#[cfg(feature = "yaml")]
#[must_use]
pub fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    /// The methods that the runtime writes into every generated type of this
    /// sort, in `macros` of `generated`.
    fn methods(macros: &[&str]) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/generated");
        let read = |file| fs::read_to_string(folder.join(file)).unwrap();
        let text = read("client.rs") + &read("list.rs");
        let bodies = text.split("macro_rules! ").skip(1);
        let ours = bodies.filter(|body| macros.iter().any(|name| body.starts_with(name)));
        let words = ours.flat_map(|body| body.split_whitespace().collect::<Vec<_>>());
        let words: Vec<&str> = words.collect();
        let named = words.windows(2).filter(|pair| pair[0] == "fn");
        named.map(|pair| pair[1].split(['(', '<']).next().unwrap().to_owned()).collect()
    }

    fn assert_reserved(methods: &[String], sample: &str, table: &[&str]) {
        assert!(methods.iter().any(|method| method == sample), "{sample} in {methods:?}");
        for method in methods {
            assert!(table.contains(&method.as_str()), "`{method}` is missing in {table:?}");
        }
    }

    #[test]
    fn methods_of_every_builder_are_reserved() {
        let methods = methods(&[
            "__client_builder",
            "__reqwest_setter",
            "__environment_proxy",
            "__blocking_builder",
            "__testing_builder",
        ]);
        assert_reserved(&methods, "api_key", &BUILDER);
        assert_reserved(&methods, "reqwest", &BUILDER);
        assert_reserved(&methods, "environment_proxy", &BUILDER);
        assert_reserved(&methods, "build_blocking", &BUILDER);
        assert_reserved(&methods, "record", &BUILDER);
    }

    #[test]
    fn methods_of_every_list_are_reserved() {
        let methods = methods(&["__pager", "__blocking_pager"]);
        assert_reserved(&methods, "first_page", &PAGER);
        assert_reserved(&methods, "by_number", &PAGER);
        assert_reserved(&methods, "blocking", &PAGER);
    }
}
