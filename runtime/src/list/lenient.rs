//! Records that may fail to decode, without failing the walk.

use crate::json::deserializer::read_whole;
use crate::json::error::JsonError;
use crate::list::record_error::describe;
use crate::list::{List, Numbered, Paged};
use serde_core::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

/// A record, or its JSON if it does not decode; see
/// [`Pager::lenient`](crate::Pager::lenient).
///
/// ```
/// # use pagesmith::testing::Replay;
/// # use pagesmith::{Client, Paging};
/// use pagesmith::Lenient;
///
/// # #[derive(serde::Deserialize)] struct Call { id: u64 }
/// # async fn test() -> Result<(), pagesmith::Error> {
/// # let replay = Replay::new()
/// #     .page(serde_json::json!({"data": [{"id": 1}, {"id": "x"}], "next_page_token": null}));
/// # let client = Client::builder("https://api.test").transport(replay).build()?;
/// # let calls = client.list::<Call>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// let (mut good, mut bad) = (Vec::new(), Vec::new());
/// for call in calls.lenient().collect().await? {
///     match call {
///         Lenient::Decoded(call) => good.push(call.id),
///         Lenient::Undecoded(call) => bad.push(call.error().to_owned()),
///     }
/// }
/// assert_eq!((good.len(), bad.len()), (1, 1));
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Lenient<T> {
    /// The record.
    Decoded(T),
    /// A record that does not decode.
    Undecoded(Undecoded),
}

/// A record that does not decode. It may hold anything, so `Debug` does not
/// show it.
///
/// ```
/// use pagesmith::{Json, Lenient};
///
/// fn log(item: &Lenient<Json>) {
///     if let Lenient::Undecoded(undecoded) = item {
///         eprintln!("{}: {}", undecoded.error(), undecoded.json());
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Undecoded {
    json: Box<RawValue>,
    error: Box<str>,
}

/// How many bytes of an error are kept: of its beginning and of its end. A page may
/// have many records that do not decode, each with a long error.
const BEGINNING: usize = 96;
const END: usize = 128;

/// The beginning and the end of a long error.
fn shorten(error: &str) -> Box<str> {
    if error.len() <= BEGINNING + END {
        return error.into();
    }
    let is_boundary = |at: &usize| error.is_char_boundary(*at);
    let begin = (0..=BEGINNING).rev().find(is_boundary).unwrap_or_default();
    let end = (error.len() - END..error.len()).find(is_boundary).unwrap_or(error.len());
    format!("{} … {}", &error[..begin], &error[end..]).into()
}

/// Equal if the JSON is the same text: the error follows from it.
impl PartialEq for Undecoded {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Eq for Undecoded {}

impl Undecoded {
    /// The record as the server sent it.
    #[must_use]
    pub fn json(&self) -> &str {
        self.json.get()
    }

    /// Why it does not decode: the path to the wrong value, the type that was expected,
    /// and the type that was found, without the value.
    #[must_use]
    pub fn error(&self) -> &str {
        &self.error
    }
}

impl<T> Lenient<T> {
    /// The record, if it decoded.
    #[must_use]
    pub fn decoded(self) -> Option<T> {
        match self {
            Self::Decoded(record) => Some(record),
            Self::Undecoded(_) => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(from)?;
        Ok(match read_whole(json.get()) {
            Ok(record) => Self::Decoded(record),
            Err(error) => {
                let fault = JsonError::of(json.get(), &error);
                let why = describe(json.get(), &fault);
                // It begins with a space or, without a path, with a colon.
                let error = shorten(why.trim_start_matches([':', ' ']));
                Self::Undecoded(Undecoded { json, error })
            }
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Lenient<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decoded(record) => f.debug_tuple("Decoded").field(record).finish(),
            Self::Undecoded(undecoded) => undecoded.fmt(f),
        }
    }
}

impl fmt::Debug for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecoded").field("bytes", &self.json().len()).finish_non_exhaustive()
    }
}

/// The list `L`, with records that may fail to decode.
pub struct LenientList<L>(PhantomData<fn() -> L>);

impl<L: Paged> Paged for LenientList<L> {
    type Item = Lenient<L::Item>;
    const LIST: List = L::LIST;
}

impl<L: Numbered> Numbered for LenientList<L> {}

#[cfg(test)]
mod tests {
    use super::Lenient;

    #[test]
    fn records_are_equal_by_their_value_or_by_their_json() {
        let read = |json: &str| serde_json::from_str::<Lenient<u8>>(json).unwrap();
        assert!(read("1") == read(" 1 ") && read("1") != read("2"));
        assert!(read("\"a\"") == read("\"a\"") && read("\"a\"") != read("\"b\""));
        assert!(read("1") != read("\"a\""));
    }

    #[test]
    fn an_error_quotes_no_value_and_a_long_one_is_cut_in_its_middle() {
        let error = |json: &str| match serde_json::from_str::<Lenient<u8>>(json).unwrap() {
            Lenient::Undecoded(undecoded) => undecoded.error().to_owned(),
            Lenient::Decoded(_) => panic!("it decodes"),
        };
        assert_eq!(error(r#""a""#), "expected u8, found a string");
        for long in ["é".repeat(400), "aé".repeat(200)] {
            let short = super::shorten(&format!("expected {long}, found a string"));
            assert!(
                short.starts_with("expected ") && short.ends_with(", found a string"),
                "{short}"
            );
            assert!(short.contains(" … ") && short.len() <= 230, "{short}");
        }
    }
}
