//! Why a record does not decode, without quoting its values.

use crate::json::error::JsonError;
use crate::json::lexer::{DEEPEST, EntryName, Lexer, Unreadable};
use crate::value::{NO_OFFSET, NO_OFFSET_BY_SPEC, Slot, fault_in};

/// How many steps of a path are shown at most.
const MAX_STEPS: usize = 8;

/// Why a row does not decode: the path to the wrong value, and its type. The value
/// itself may be a secret, so it is not shown.
pub(crate) fn describe(row: &str, fault: &JsonError) -> String {
    let (path, what) = locate(row, fault);
    if path.is_empty() { format!(": {what}") } else { format!(" at `{path}`: {what}") }
}

/// Why a text is not a value of this slot: the path to the wrong value within it (empty
/// for the text itself), and what is wrong there. `None` if the text is a value of the
/// slot.
pub fn mismatch(text: &str, slot: &mut dyn Slot) -> Option<(String, String)> {
    let (path, what) = fault_in(text, slot).map(|fault| locate(text, &fault))?;
    // Columns and checked records have their types from a spec, so that is what can be changed.
    Some((path, if what == NO_OFFSET { NO_OFFSET_BY_SPEC.to_owned() } else { what }))
}

/// The path to the wrong value in a row, and what is wrong there.
fn locate(row: &str, fault: &JsonError) -> (String, String) {
    let message = &fault.message;
    let (path, found) = path_to(row, fault.byte);
    let serde_heads = ["invalid type: ", "invalid value: ", "unknown variant "];
    // Serde's message quotes the value before it says what was expected.
    let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
    let names = |head| message.strip_prefix(head).filter(|field| is_quoted_name(field));
    let what = match (names("missing field "), names("duplicate field "), expected) {
        (Some(field), ..) => format!("it has no {field}"),
        (_, Some(field), _) => format!("{field} appears twice"),
        _ if message.starts_with("duplicate field ") => "a key appears twice".to_owned(),
        // The parser's messages quote nothing, and neither does that of a time.
        _ if fault.is_syntax || message == NO_OFFSET => message.clone(),
        (.., Some(expected)) if serde_heads.iter().any(|head| message.starts_with(head)) => {
            format!("expected {expected}, found {found}")
        }
        _ => format!("{found} that is not accepted"),
    };
    (path, what)
}

/// The path to the innermost value at this byte, and its type.
fn path_to(row: &str, byte: usize) -> (String, &'static str) {
    let mut search = Search { byte, keys: Vec::new(), found: type_name(row.trim_start()) };
    // It ends with an error where it reaches the byte. The row is complete JSON, since its
    // array was.
    let _reached = search.value(&mut Lexer::new(row));
    let mut path = String::new();
    for key in search.keys.iter().take(MAX_STEPS) {
        match key {
            EntryName::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
            EntryName::Name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                // A key that does not look like a name may be data; it is not shown.
                path.push_str(if is_name(name) { name } else { "*" });
            }
        }
    }
    if search.keys.len() > MAX_STEPS {
        path.push('…');
    }
    (path, search.found)
}

/// Looks for the innermost value at a byte. What is in front of it is read once, however
/// deep it is, and nothing behind it.
struct Search<'t> {
    byte: usize,
    /// The keys that lead to it.
    keys: Vec<EntryName<'t>>,
    /// Its type.
    found: &'static str,
}

impl<'t> Search<'t> {
    fn value(&mut self, lexer: &mut Lexer<'t>) -> Result<(), Unreadable> {
        let is_read = matches!(lexer.peek(), Some(b'{' | b'[')) && self.keys.len() < DEEPEST;
        let began = *lexer;
        if is_read {
            lexer.entries(|lexer, key| {
                lexer.peek();
                self.check(began, lexer)?;
                self.keys.push(key);
                self.value(lexer)?;
                self.keys.pop();
                Ok(())
            })?;
        } else {
            lexer.skip_value();
        }
        self.check(began, lexer)
    }

    /// Stops in the value that began here, if the byte was passed.
    fn check(&mut self, began: Lexer<'t>, lexer: &Lexer<'t>) -> Result<(), Unreadable> {
        if lexer.at() <= self.byte {
            return Ok(());
        }
        self.found = type_name(began.rest());
        Err(Unreadable::new("reached", self.byte))
    }
}

/// The type of a JSON value, for a sentence.
pub(crate) fn type_name(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'n') => "null",
        Some(b't' | b'f') => "a boolean",
        Some(b'"') => "a string",
        Some(b'[') => "an array",
        Some(b'{') => "an object",
        _ => "a number",
    }
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
    use super::describe;
    use crate::Json;
    use crate::value::{DateTime, Decimal, Required, fault_in};
    use std::collections::BTreeMap;

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only decoded, never read")]
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
    fn an_error_has_the_path_and_the_type_but_not_the_value() {
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
            // A key that does not look like a name may be a secret.
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
            assert_eq!(describe(row, &fault.unwrap()), says, "{row}");
        }
        assert!(fault_in(r#"{"id":1}"#, &mut Required::<Row>::empty()).is_none());
        let deep = format!(r#"{{"id":1,"own":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
        let fault = fault_in(&deep, &mut Required::<Row>::empty());
        assert!(describe(&deep, &fault.unwrap()).ends_with(": recursion limit exceeded"));
    }

    #[test]
    fn an_error_is_found_in_a_time_that_does_not_grow_with_its_depth() {
        let seconds = |depth: usize| {
            let (open, close) = (r#"{"id":1,"rows":["#.repeat(depth), "]}".repeat(depth));
            let row = format!(r#"{open}{{"any":[{}0],"id":"x"}}{close}"#, "0,".repeat(100_000));
            let fault = fault_in(&row, &mut Required::<Row>::empty()).unwrap();
            let times = [(); 3].map(|()| {
                let began = std::time::Instant::now();
                assert!(describe(&row, &fault).contains("expected a whole number, found a string"));
                began.elapsed().as_secs_f64()
            });
            times.into_iter().fold(f64::INFINITY, f64::min)
        };
        let (flat, deep) = (seconds(1), seconds(60));
        assert!(deep < 10.0 * flat, "{deep} and {flat} seconds");
    }
}
