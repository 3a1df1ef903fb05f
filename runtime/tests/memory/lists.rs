//! Lists whose records take memory in different ways.

use pagesmith::__private::{RowsOf, record};
use pagesmith::paging::{NextFrom, PageKeys, SendIn};
use pagesmith::{Json, List, Paged, Paging};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const LIST: List = List::get("/list", "");

const TOTAL: PageKeys = PageKeys::NONE.total("/total");

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "has to decode, and is not looked at")]
pub struct Sid {
    sid: String,
    #[serde(default)]
    others: [Option<String>; 8],
}

impl Paged for Sid {
    type Item = Self;
    const LIST: List = LIST;
}

/// The same as generated code reads it.
pub struct Read {
    sid: String,
    a: Option<String>,
    b: Option<String>,
    c: Option<String>,
    d: Option<String>,
}

record!(Read: Debug + Deserialize { sid, a, b, c, d });

impl Paged for Read {
    type Item = Self;
    const LIST: List = LIST;
    const ROWS: RowsOf<Self> = RowsOf::values();
}

/// A record with what may be many in each.
#[derive(Default)]
pub struct Nested {
    any: Option<Json>,
    records: Option<Vec<Nested>>,
    arrays: Option<Vec<Vec<i64>>>,
    maps: Option<Vec<BTreeMap<String, i64>>>,
    texts: Option<Vec<String>>,
    child: Option<Box<Nested>>,
    own: Option<Ignored>,
}

record!(Nested: Debug + Deserialize { any, records, arrays, maps, texts, child, own as own });

impl Paged for Nested {
    type Item = Self;
    const LIST: List = LIST;
    const ROWS: RowsOf<Self> = RowsOf::values();
}

/// A type that a user writes.
#[derive(Debug)]
pub struct Ignored;

impl<'de> serde::Deserialize<'de> for Ignored {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

/// A record with so many fields that as many as may be take more than their page.
#[derive(Default)]
pub struct Wide {
    a: Option<Nested>,
    b: Option<Nested>,
    c: Option<Nested>,
    d: Option<Nested>,
    e: Option<Nested>,
    f: Option<Nested>,
}

record!(Wide: Debug + Deserialize { a, b, c, d, e, f });

impl Paged for Wide {
    type Item = Self;
    const LIST: List = LIST;
    const ROWS: RowsOf<Self> = RowsOf::values();
}

/// Lists whose items are not read.
macro_rules! lists {
    ($($name:ident: $paging:expr;)*) => {
        $(
            pub struct $name;

            impl Paged for $name {
                type Item = Ignored;
                const LIST: List = List::get("/list", "/data").key("/id").paging($paging);
            }
        )*
    };
}

lists! {
    Tokens: Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("token"));
    Links: Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Url);
    Last: Paging::NONE.next(NextFrom::Last("/id")).send(SendIn::Query("after"));
    Totals: Paging::PAGE_NUMBER.page(TOTAL);
    Keys: Paging::NONE;
}

/// Records whose text is kept, as `pagesmith list` keeps it.
pub struct Numbered;

impl Paged for Numbered {
    type Item = Box<RawValue>;
    const LIST: List =
        List::get("/list", "/data").key("/id").paging(Paging::PAGE_NUMBER.page(TOTAL));
}

/// Records that are read, and take more memory than their text.
pub struct Large;

impl Paged for Large {
    type Item = Nested;
    const LIST: List = Numbered::LIST;
    const ROWS: RowsOf<Nested> = RowsOf::values();
}

pub struct Any;

impl Paged for Any {
    type Item = Json;
    const LIST: List = LIST;
}
