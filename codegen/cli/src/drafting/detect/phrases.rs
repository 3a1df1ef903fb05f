//! What descriptions say in words: each phrase that is understood, in one table.
//!
//! Words are the weakest evidence but names: they decide where neither an example nor a
//! schema does.

/// A statement that phrases make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// The value is a token: only the server can make one.
    Token,
    /// The value is a link.
    Link,
    /// The next page is in the header `Link`.
    LinkHeader,
    /// The first page is page 0.
    FromZero,
    /// The first page is page 1, or the first item is item 1.
    FromOne,
    /// The value is a time.
    Time,
    /// The parameter has an effect only beside another one.
    NeedsOther,
    /// The operation only reads.
    Reads,
    /// The value is the page size.
    Size,
}

/// The phrases of each statement: words in lower case, with digits for `zero` and `one`.
const PHRASES: [(Says, &[&str]); 9] = [
    (Says::Token, &["cursor", "token", "opaque", "returned to you", "previous response"]),
    (Says::Link, &["url", "uri", "link to", "href", "full link"]),
    (
        Says::LinkHeader,
        &[
            "link response header",
            "link header",
            "link http header",
            "header link",
            "rfc 5988",
            "rfc 8288",
            "rfc5988",
            "rfc8288",
        ],
    ),
    (
        Says::FromZero,
        &[
            "0 based",
            "0 indexed",
            "base 0",
            "start at 0",
            "starts at 0",
            "starting at 0",
            "start from 0",
            "starts from 0",
            "starting from 0",
            "start with 0",
            "starts with 0",
            "starting with 0",
            "starts with page 0",
            "starting with page 0",
            "begin at 0",
            "begins at 0",
            "beginning at 0",
            "begins with 0",
            "beginning with 0",
            "indexed from 0",
            "counted from 0",
            "counting from 0",
            "numbered from 0",
            "first page is 0",
            "first page is page 0",
            "first page is number 0",
            "0 is the first",
            "0 for the first page",
            "page 0 is",
            "defaults to 0",
            "default is 0",
        ],
    ),
    (
        Says::FromOne,
        &[
            "1 based",
            "1 indexed",
            "base 1",
            "start at 1",
            "starts at 1",
            "starting at 1",
            "start from 1",
            "starts from 1",
            "starting from 1",
            "starts with 1",
            "starting with 1",
            "begins at 1",
            "begins with 1",
            "numbered from 1",
            "first page is 1",
            "1 is the first",
            "1 for the first page",
            "defaults to 1",
            "default is 1",
        ],
    ),
    (
        Says::Time,
        &[
            "time",
            "times",
            "timestamp",
            "date",
            "dates",
            "datetime",
            "milliseconds",
            "seconds",
            "epoch",
            "unix",
            "iso 8601",
            "iso8601",
            "rfc 3339",
            "rfc3339",
        ],
    ),
    (
        Says::NeedsOther,
        &[
            "requires",
            "must be set",
            "only works",
            "only valid",
            "only applies",
            "only used",
            "only when",
            "only if",
            "together with",
            "in combination with",
        ],
    ),
    (
        Says::Size,
        &[
            "per page",
            "page size",
            "size of the page",
            "size of a page",
            "maximum number of",
            "max number of",
            "the number of",
            "number of results",
            "number of items",
            "number of records",
            "how many results",
            "how many items",
            "how many records",
        ],
    ),
    (
        Says::Reads,
        &[
            "search",
            "searches",
            "query",
            "queries",
            "list",
            "lists",
            "find",
            "finds",
            "filter",
            "filters",
            "get",
            "gets",
            "fetch",
            "fetches",
            "retrieve",
            "retrieves",
            "returns",
            "lookup",
            "browse",
        ],
    ),
];

/// The phrase by which a text says this.
pub(crate) fn says(text: &str, what: Says) -> Option<&'static str> {
    let words = words(text);
    let (_, phrases) = PHRASES.iter().find(|(says, _)| *says == what)?;
    phrases.iter().find(|phrase| words.contains(&format!(" {phrase} "))).copied()
}

/// The value that opens a list, if a sentence says that the first request sends `*` or `-1`.
pub(crate) fn opens(text: &str) -> Option<&'static str> {
    const FIRST: [&str; 7] =
        ["first", "initial", "initially", "start", "starting", "begin", "beginning"];
    let is_first = |sentence: &str| FIRST.iter().any(|word| names(sentence, word));
    let has = |sentence: &str, value: &str| {
        let quoted = ["`{}`", "\"{}\"", "'{}'", "“{}”", "={}", " {} "];
        quoted.iter().any(|form| format!(" {sentence} ").contains(&form.replace("{}", value)))
    };
    let mut sentences = text.split(['.', ';', '\n']).filter(|sentence| is_first(sentence));
    sentences.find_map(|sentence| ["*", "-1"].into_iter().find(|value| has(sentence, value)))
}

/// Whether a text names this: a field, a parameter.
pub(crate) fn names(text: &str, name: &str) -> bool {
    let name = words(name);
    name.trim() != "" && words(text).contains(&name)
}

/// Whether a text names this field of an item.
pub(crate) fn names_field_of_item(text: &str, field: &str) -> bool {
    let (text, field) = (words(text), words(field));
    let field = field.trim();
    ["s {}", "{} of the", "{} of an", "item {}", "by {}", "last {}"]
        .iter()
        .any(|form| text.contains(&format!(" {} ", form.replace("{}", field))))
}

/// A text as lower-case words between single spaces, with one at both ends.
fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word.to_lowercase().as_str() {
            "zero" => words.push('0'),
            "one" => words.push('1'),
            word => words.push_str(word),
        }
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence for each phrase that begins with `{}`.
    fn sentence(phrase: &str) -> String {
        let capital = phrase[..1].to_uppercase() + &phrase[1..];
        format!("For pages. {capital}, see the `docs`.").replace(" 0 ", " zero ")
    }

    #[test]
    fn each_phrase_is_found_in_a_sentence_and_not_within_a_word() {
        for (what, phrases) in PHRASES {
            for phrase in phrases {
                assert_eq!(says(&sentence(phrase), what), Some(*phrase), "{phrase}");
                let within = sentence(&format!("x{phrase}x"));
                assert_ne!(says(&within, what), Some(*phrase), "{within}");
            }
        }
    }

    #[test]
    fn sentences_of_descriptions_say_what_they_say() {
        let said = [
            ("An opaque string obtained from the `Link` response header.", Says::LinkHeader, true),
            ("A link in the head of the page.", Says::LinkHeader, false),
            ("Which page you want to retrieve. Starts at zero.", Says::FromZero, true),
            ("The page to access (base 0).", Says::FromZero, true),
            ("A zero-based page index.", Says::FromZero, true),
            ("One-indexed page.", Says::FromOne, true),
            ("Pages of 10 to 100 items.", Says::FromZero, false),
            (
                "Offset token. You can only pass in an offset that was returned to you.",
                Says::Token,
                true,
            ),
            ("The number of items to skip.", Says::Token, false),
            ("URL for the next page of results.", Says::Link, true),
            ("The curly one.", Says::Link, false),
            ("Only runs after this time (Unix milliseconds)", Says::Time, true),
            ("Sometimes.", Says::Time, false),
            ("This requires `usemarker` to be set to `true`.", Says::NeedsOther, true),
            ("The maximum number of groups to return.", Says::Size, true),
            ("Limits what is shown", Says::Size, false),
            ("Searches all things", Says::Reads, true),
            ("Creates things", Says::Reads, false),
        ];
        for (text, what, expected) in said {
            assert_eq!(says(text, what).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_says_what_the_first_request_sends() {
        let said = [
            ("The cursor. Use `*` for the first page.", Some("*")),
            ("To start, set cursorMark to \"*\"", Some("*")),
            (
                "Causes the results to be paged. Begin with a value of -1 for the first page.",
                Some("-1"),
            ),
            ("Set `cursor=*` initially", Some("*")),
            ("A pattern, in which `*` is any text. The first match counts.", None),
            ("Returns items from the first to the last", None),
            ("The first 2*3 items", None),
            ("The last item is -1. The first is 0.", None),
        ];
        for (text, expected) in said {
            assert_eq!(opens(text), expected, "{text}");
        }
    }

    #[test]
    fn texts_name_fields_and_parameters() {
        assert!(names("Get users after this user id", "id"));
        assert!(!names("A valid value", "id"));
        assert!(names("This requires `use_marker` to be true", "use_marker"));
        assert!(names_field_of_item("A cursor representing an item's token", "token"));
        assert!(!names_field_of_item("A page token", "token"));
    }
}
