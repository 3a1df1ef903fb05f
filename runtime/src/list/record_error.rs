//! Why a record does not decode, without what it holds.

use crate::json::error::JsonError;
use crate::json::lexer::{EntryName, Lexer};
use crate::value::{NO_OFFSET, Slot, fault_in};

/// The most steps of a path that are shown.
const SHOWN: usize = 8;

/// Why a row does not decode: the path to what is wrong, and its type. What it
/// holds may be a secret, and is not told.
pub(crate) fn why(row: &str, fault: &JsonError) -> String {
    let (path, what) = explain(row, fault);
    if path.is_empty() { format!(": {what}") } else { format!(" at `{path}`: {what}") }
}

/// Why a text is no value of this slot: the path to what is wrong in it, empty
/// for the value itself, and what is wrong there. `None` if the text is such a value.
pub fn mismatch(text: &str, slot: &mut dyn Slot) -> Option<(String, String)> {
    fault_in(text, slot).map(|fault| explain(text, &fault))
}

/// The path to what is wrong in a row, and what is wrong there.
fn explain(row: &str, fault: &JsonError) -> (String, String) {
    let said = &fault.said;
    let (path, stood) = path_to(row, fault.byte);
    let is_serdes = ["invalid type: ", "invalid value: ", "unknown variant "];
    // Serde's sentence quotes the value before it says what was expected.
    let expected = said.rsplit_once(", expected ").map(|(_, expected)| expected);
    let names = |head| said.strip_prefix(head).filter(|field| is_quoted_name(field));
    let what = match (names("missing field "), names("duplicate field "), expected) {
        (Some(field), ..) => format!("it has no {field}"),
        (_, Some(field), _) => format!("{field} appears twice"),
        _ if said.starts_with("duplicate field ") => "a key appears twice".to_owned(),
        // The words of the parser, which quote nothing, and of a time.
        _ if fault.is_syntax || said == NO_OFFSET => said.clone(),
        (.., Some(expected)) if is_serdes.iter().any(|head| said.starts_with(head)) => {
            format!("expected {expected}, found {stood}")
        }
        _ => format!("{stood} that is not accepted"),
    };
    (path, what)
}

/// The path to the innermost value at this byte, and what it is.
fn path_to(row: &str, byte: usize) -> (String, &'static str) {
    let (mut path, mut steps) = (String::new(), 0);
    let mut lexer = Lexer::new(row);
    while let Some((began, key)) = entry_at(&mut lexer, byte) {
        steps += 1;
        match key {
            _ if steps > SHOWN => {}
            EntryName::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
            EntryName::Name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                // A key that is no name is data, and not shown.
                path.push_str(if is_name(&name) { &name } else { "*" });
            }
        }
        lexer.go(began);
    }
    if steps > SHOWN {
        path.push('…');
    }
    let stood = lexer.raw().map_or("a string", |raw| kind(raw.get()));
    (path, stood)
}

/// What a value is, for a sentence.
fn kind(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'n') => "null",
        Some(b't' | b'f') => "a boolean",
        Some(b'"') => "a string",
        Some(b'[') => "an array",
        Some(b'{') => "an object",
        _ => "a number",
    }
}

/// The entry of the value here that holds this byte, and where it begins; the
/// value is not passed.
fn entry_at<'t>(lexer: &mut Lexer<'t>, byte: usize) -> Option<(usize, EntryName<'t>)> {
    let mut found = None;
    let mut inside = *lexer;
    // The row is whole, or its array would not have been.
    let _whole = inside.entries(|lexer, key| {
        lexer.peek();
        let began = lexer.at();
        lexer.raw()?;
        if (began..lexer.at()).contains(&byte) {
            found = Some((began, key));
        }
        Ok(())
    });
    found
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn is_quoted_name(text: &str) -> bool {
    text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).is_some_and(is_name)
}

#[cfg(test)]
mod tests {
    use super::why;
    use crate::Json;
    use crate::value::{DateTime, Decimal, Required, fault_in};
    use std::collections::BTreeMap;

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "decoded for the sake of decoding")]
    struct Foreign {
        n: u32,
        at: Option<DateTime>,
    }

    struct Row {
        id: i64,
        price: Option<Decimal>,
        rows: Option<Vec<Row>>,
        own: Option<Vec<Foreign>>,
        words: Option<BTreeMap<String, String>>,
        any: Option<Json>,
        sent: Option<Vec<DateTime>>,
    }

    crate::__record!(Row: Debug + Deserialize {
        id,
        price,
        rows,
        own as own,
        words,
        any,
        sent,
    });

    #[test]
    fn what_is_wrong_is_told_where_it_stands() {
        for (row, says) in [
            (
                r#"{"own":[{"n":1},{"n":"x"}],"id":1}"#,
                " at `own[1].n`: expected u32, found a string",
            ),
            (r#"{"id":1,"own":[{"n":"x"}]}"#, " at `own[0].n`: expected u32, found a string"),
            (r#"{"id":1, "own" : [ {} ] }"#, " at `own[0]`: it has no `n`"),
            (r#"{"id":1,"price":"a"}"#, " at `price`: expected a decimal number, found a string"),
            (r#"{"id":1,"price":[1]}"#, " at `price`: expected a decimal number, found an array"),
            (r#"{"id":[],"price":1}"#, " at `id`: expected a whole number, found an array"),
            (
                r#"{"rows":[{"id":1},{"id":true}],"id":1}"#,
                " at `rows[1].id`: expected a whole number, found a boolean",
            ),
            (r#"{"id":1,"rows":[{"price":1}]}"#, " at `rows[0]`: it has no `id`"),
            (r#"{"id":1,"rows":[[]]}"#, " at `rows[0]`: expected an object (Row), found an array"),
            (r#"{"id":1,"rows":[],"rows":[]}"#, ": `rows` appears twice"),
            (r#"{"id":1,"words":{"a":"1","\u0061":"2"}}"#, " at `words`: `a` appears twice"),
            // A key that is no name may be a secret.
            (
                r#"{"id":1,"words":{"a@b.test":"1","a@b.test":"2"}}"#,
                " at `words`: a key appears twice",
            ),
            (r#"{"id":1,"any":[{"b":{"a":1,"a":2}}]}"#, " at `any[0].b`: `a` appears twice"),
            (
                r#"{"id":1,"any":12345678901234567890123}"#,
                " at `any`: expected a number of at most 64 bits, found a number",
            ),
            (r#"{"id":4503599627370497.5}"#, " at `id`: expected a whole number, found a number"),
            (
                r#"{"id":1e19}"#,
                " at `id`: expected a whole number of at most 64 bits with its sign; the type `unsigned` takes 64 bits without one, and `string` any number, found a number",
            ),
            ("7", ": expected an object (Row), found a number"),
            #[cfg(feature = "jiff")]
            (
                r#"{"id":1,"sent":["2024-05-01T10:00:00"]}"#,
                " at `sent[0]`: it has no UTC offset; if the server means UTC, write `{type: datetime, zone: UTC}` in the spec, or `deserialize_with = \"pagesmith::assume_utc\"` at a field of your own",
            ),
            #[cfg(feature = "jiff")]
            (
                r#"{"id":1,"own":[{"n":1,"at":"2024-05-01 10:00"}]}"#,
                " at `own[0]`: it has no UTC offset; if the server means UTC, write `{type: datetime, zone: UTC}` in the spec, or `deserialize_with = \"pagesmith::assume_utc\"` at a field of your own",
            ),
        ] {
            let fault = fault_in(row, &mut Required::<Row>::empty());
            assert_eq!(why(row, &fault.unwrap()), says, "{row}");
        }
        assert!(fault_in(r#"{"id":1}"#, &mut Required::<Row>::empty()).is_none());
        let deep = format!(r#"{{"id":1,"own":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
        let fault = fault_in(&deep, &mut Required::<Row>::empty());
        assert!(why(&deep, &fault.unwrap()).ends_with(": recursion limit exceeded"));
    }
}
