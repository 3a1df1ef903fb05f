//! Keys of a reply that differ from those of a pointer in case, `_` and `-` alone, as
//! `next_page_token` and `nextPageToken` do.

use crate::json::lexer::{EntryName, Lexer};
use std::borrow::Cow;

/// The pointer that was probably meant, if a part of this one leads nowhere, and a key that
/// differs in its spelling alone is there.
pub(in crate::protocol) fn in_other_case(json: &str, pointer: &str) -> Option<String> {
    let mut lexer = Lexer::new(json);
    let (mut meant, mut differs) = (String::new(), false);
    for token in pointer.split('/').skip(1) {
        let (key, at) = entry(&mut lexer, &token.replace("~1", "/").replace("~0", "~"))?;
        differs |= key != token;
        meant.push('/');
        meant.push_str(&key);
        lexer.go(at);
    }
    differs.then_some(meant)
}

/// The entry of this name, or else of one that differs in its spelling alone: as a part of a
/// pointer, and where its value begins.
fn entry(lexer: &mut Lexer<'_>, name: &str) -> Option<(String, usize)> {
    let (mut exact, mut near) = (None, None);
    // What is not JSON was refused before; of what is cut off, this much is read.
    let _ = lexer.entries(|lexer, known| {
        let known = match known {
            EntryName::Name(known) => known,
            EntryName::Index(index) => Cow::Owned(index.to_string()),
        };
        lexer.peek();
        // Nothing is made of the other keys, which may be as long as the page.
        let found = || (known.replace('~', "~0").replace('/', "~1"), lexer.at());
        if known == name {
            exact.get_or_insert_with(found);
        } else if spelling(&known).eq(spelling(name)) {
            near.get_or_insert_with(found);
        }
        lexer.skip_value();
        Ok(())
    });
    exact.or(near)
}

/// A name without its case and its separators.
fn spelling(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_found_in_other_case() {
        let json = r#"{"Data": {"rowS": [{"x": 1}], "a/B": 2}, "data2": 1, "rows": []}"#;
        for (pointer, meant) in [
            ("/data/rows", Some("/Data/rowS")),
            ("/Data/rows/0/X", Some("/Data/rowS/0/x")),
            ("/data/A~1b", Some("/Data/a~1B")),
            ("/da_ta/row-s", Some("/Data/rowS")),
            ("/Data/rowS", None),
            ("/dat/rows", None),
            ("/data/row", None),
            ("/rows/0", None),
            ("", None),
        ] {
            assert_eq!(in_other_case(json, pointer).as_deref(), meant, "{pointer}");
        }
        assert_eq!(
            in_other_case(r#"{"ROWS": 1, "rows": {"A": 2}}"#, "/rows/a").unwrap(),
            "/rows/A"
        );
        let tokens = r#"{"next_page_token": "a", "-": {"nextPage": 1}, "X": 1}"#;
        assert_eq!(in_other_case(tokens, "/nextPageToken").unwrap(), "/next_page_token");
        assert_eq!(in_other_case(tokens, "/-/next-page").unwrap(), "/-/nextPage");
        for other in ["7", "[]", "", "{"] {
            assert_eq!(in_other_case(other, "/a"), None, "{other}");
        }
    }
}
