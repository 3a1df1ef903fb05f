//! Arrays of objects beside the items: rows that the list does not read, if it should.

use super::{LONGEST, MOST_KEYS, escaped, letters};
use crate::json::lexer::{EntryName, Lexer};
use crate::protocol::response::pointers::Pointers;
use std::ops::Range;

/// Arrays that describe the rows, the request or the response, and are no rows.
const NO_ROWS: &[&str] = &[
    "actions",
    "aggregations",
    "aggs",
    "breadcrumbs",
    "buckets",
    "columnheaders",
    "columns",
    "facetcounts",
    "facets",
    "fields",
    "filters",
    "headers",
    "highlights",
    "included",
    "includes",
    "link",
    "links",
    "operations",
    "order",
    "orderby",
    "pages",
    "pagination",
    "parameters",
    "params",
    "refinements",
    "schema",
    "sort",
    "sorting",
    "sorts",
    "suggestions",
];

/// How many arrays are named at most.
const MOST: usize = 5;

/// The arrays of objects beside the items, as JSON Pointers: in the objects that the
/// pointers to the items lead through. `at` are the bytes of the items in the text.
pub(in crate::protocol) fn other_arrays(
    text: &str,
    items: &[&str],
    at: Option<&Range<usize>>,
    named: &Pointers,
) -> Vec<String> {
    let mut search = Search { items, at, named, found: Vec::new() };
    if !items.contains(&"") {
        search.object(&mut Lexer::new(text), "");
    }
    search.found
}

struct Search<'a> {
    items: &'a [&'a str],
    at: Option<&'a Range<usize>>,
    named: &'a Pointers,
    found: Vec<String>,
}

impl Search<'_> {
    /// Searches an object at this path.
    fn object(&mut self, lexer: &mut Lexer<'_>, path: &str) {
        if lexer.peek() != Some(b'{') {
            lexer.skip_value();
            return;
        }
        let mut keys = 0;
        // Input that is not JSON was refused before.
        let _ = lexer.entries(|lexer, key| {
            keys += 1;
            lexer.peek();
            if let Some(at) = self.at.filter(|at| at.start == lexer.at()) {
                // The rows are most of the text.
                lexer.go(at.end);
                return Ok(());
            }
            match key {
                EntryName::Name(name) if keys <= MOST_KEYS && name.len() <= LONGEST => {
                    self.value(lexer, &name, path);
                }
                _ => {
                    lexer.skip_value();
                }
            }
            Ok(())
        });
    }

    /// Looks at a member of an object.
    fn value(&mut self, lexer: &mut Lexer<'_>, name: &str, path: &str) {
        let path = format!("{path}/{}", escaped(name));
        if self.items.contains(&&*path) {
            lexer.skip_value();
            return;
        }
        if self.items.iter().any(|items| is_at_or_below(items, &path)) {
            return self.object(lexer, &path);
        }
        let (inner, is_array) = (*lexer, lexer.peek() == Some(b'['));
        lexer.skip_value();
        if is_array
            && self.found.len() < MOST
            && is_of_objects(inner)
            && !NO_ROWS.contains(&&*letters(name))
            && !self.named.in_body().any(|(_, pointer)| is_at_or_below(pointer, &path))
        {
            self.found.push(path);
        }
    }
}

/// Whether a pointer leads here, or below.
fn is_at_or_below(pointer: &str, path: &str) -> bool {
    let rest = pointer.strip_prefix(path);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether the first element of an array is an object.
fn is_of_objects(mut lexer: Lexer<'_>) -> bool {
    lexer.eat(b'[') && lexer.peek() == Some(b'{')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::ErrorKeys;
    use crate::paging::{NextFrom, Paging};

    fn found(text: &str, items: &[&str], paging: &Paging) -> Vec<String> {
        let message = Some("/errors/0/message".into());
        let errors = ErrorKeys { message, ..ErrorKeys::default() };
        let named = Pointers::of(&(*paging).into(), &errors, None);
        other_arrays(text, items, None, &named)
    }

    #[test]
    fn arrays_of_objects_beside_the_items_are_found() {
        for (text, items, expected) in [
            (r#"{"data":[{"id":1}],"gone":[{"id":2}]}"#, "/data", &["/gone"][..]),
            (r#"{"gone":[ {"id":2}],"data":[]}"#, "/data", &["/gone"]),
            (
                r#"{"a":{"data":[],"b":[{}]},"c":[{}],"d/~":[{}]}"#,
                "/a/data",
                &["/a/b", "/c", "/d~1~0"],
            ),
            // What is beside the way to the items is not searched.
            (r#"{"data":[],"meta":{"rows":[{}]}}"#, "/data", &[]),
            // No array of objects.
            (
                r#"{"data":[],"a":[],"b":[1],"c":{"x":{}},"d":["x"],"e":[[{}]],"f":null}"#,
                "/data",
                &[],
            ),
            (r#"[{"a":[{}]}]"#, "", &[]),
            (r#"{"a":[{}]}"#, "", &[]),
            // What describes the rows or the response.
            (
                r#"{"data":[],"included":[{}],"_links":[{}],"Facets":[{}],"column_headers":[{}]}"#,
                "/data",
                &[],
            ),
            (
                r#"{"data":[],"a":[{}],"b":[{}],"c":[{}],"d":[{}],"e":[{}],"f":[{}]}"#,
                "/data",
                &["/a", "/b", "/c", "/d", "/e"],
            ),
        ] {
            assert_eq!(found(text, &[items], &Paging::NONE), expected, "{text}");
        }
    }

    #[test]
    fn what_the_list_names_is_not_another_array() {
        let text = r#"{"added":[{}],"gone":[{}],"errors":[{}],"warnings":[{}],"next":[{}]}"#;
        assert_eq!(found(text, &["/added"], &Paging::NONE), ["/gone", "/warnings", "/next"]);
        let paging = Paging::NONE.next(NextFrom::Body("/next/0/href"));
        assert_eq!(found(text, &["/added", "/gone"], &paging), ["/warnings"]);
        let groups = r#"{"added":{"x":[{}]},"gone":{"y":[{}]}}"#;
        assert!(found(groups, &["/added", "/gone"], &Paging::NONE).is_empty());
    }

    #[test]
    fn the_items_are_passed_by_their_place() {
        // A text that would be read differently if its items were read.
        let text = r#"{"data":[}}],"gone":[{}]}"#;
        let named = Pointers::of(&Paging::NONE.into(), &ErrorKeys::default(), None);
        assert_eq!(other_arrays(text, &["/data"], Some(&(8..12)), &named), ["/gone"]);
    }
}
