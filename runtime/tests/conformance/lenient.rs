//! Records that do not decode, in walks that may continue after them.

use crate::call::{Call, TOKEN, Walking, basic};
use crate::driver::Walked;
use crate::lists::list;
use crate::row::{ENDS, fails};
use crate::scene::Scene;
use pagesmith::ErrorKind::Body;
use pagesmith::{Lenient, Pager};

/// The second page was requested once.
const ONCE: [&str; 2] = ["/list", "/list?page_token=a"];

/// Walks by token; the records that do not decode are these texts.
async fn walk(scene: &Scene, spoilt: &[&str]) -> Walked {
    let client = scene.build(basic(scene)).unwrap();
    let mut items = scene.items(Pager::<list::Token>::new(&client, []).lenient());
    let (mut walked, mut undecoded) = (Walked::default(), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(Lenient::Decoded(record)) => walked.records.push(record.id),
            Ok(Lenient::Undecoded(record)) => {
                assert!(!record.error().is_empty());
                undecoded.push(record.json().to_owned());
            }
            Err(error) => walked.failed = Some(error),
        }
    }
    assert_eq!(undecoded, spoilt);
    walked
}

/// Walked leniently; what does not decode is this.
const LENIENT: Call = TOKEN;

/// The walk of a row whose spoilt records are these.
macro_rules! spoilt {
    ($($text:literal),*) => {{
        fn own(scene: &Scene) -> Walking<'_> {
            Box::pin(walk(scene, &[$($text),*]))
        }
        LENIENT.own(own)
    }};
}

rows! {
    /// With `lenient()`, a walk yields a record with a value of the wrong type as it was sent, and continues.
    lenient_type on "row-of-another-type": spoilt!(r#"{"id":"four"}"#) => ONCE, "1-3", ENDS;
    /// The same holds for a record that lacks a field.
    lenient_field_missing on "row-without-id": spoilt!("{}") => ONCE, "1-3", ENDS;
    /// The same holds for an out-of-range number.
    lenient_number_1e400 on "number-1e400-in-a-row": spoilt!(r#"{"id":3,"number":1e400}"#) => ONCE, "1-2", ENDS;
    /// The same holds for a duplicate key.
    lenient_duplicate_key on "duplicate-key-in-a-row": spoilt!(r#"{"id":3,"id":4}"#) => ONCE, "1-2", ENDS;
    /// If every record decodes, a lenient walk yields the same records.
    lenient_and_nothing_spoilt on "three-pages-by-token": spoilt!()
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// A broken page is an error for a lenient walk, too.
    lenient_is_not_for_pages on "trailing-garbage": spoilt!() => ONCE, "1-2", fails(Body, &["trailing characters"]);
}
