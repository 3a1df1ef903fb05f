//! Which requests each vendor receives, and that every item comes once and in order.

mod alone;
mod bases;
mod by_last;
mod by_number;
mod deltas;
mod ends;
mod first_value;
mod held;
mod in_body;
mod in_headers;
mod inclusive;
mod later;
mod links;
mod parts;
mod partial;
mod tokens;

use crate::specs;
use crate::walk::Walk;

/// `name: VENDOR, "spec/resource" by SIZE, [what is given], [the requests];` makes a walk and its
/// test. Further fields of [`Walk`] may follow the requests.
macro_rules! walks {
    ($($name:ident: $vendor:ident, $list:literal by $size:literal,
        [$($given:literal),* $(,)?], [$($request:literal),* $(,)?]
        $(, $field:ident: $value:expr)* $(,)?;)+) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "each walk uses its own vendor alone")]
                use super::*;

                pub(super) const WALK: crate::walk::Walk = crate::walk::Walk {
                    given: &[$($given),*],
                    requests: &[$($request),*],
                    $($field: $value,)*
                    ..crate::walk::Walk::of(&$vendor, $list, $size)
                };

                #[tokio::test]
                async fn is_whole() {
                    crate::walks::assert_is_whole(&WALK).await;
                }
            }
        )+

        /// The walks of this file.
        pub const WALKS: &[crate::walk::Walk] = &[$($name::WALK),+];
    };
}
use walks;

/// All walks.
pub fn all() -> impl Iterator<Item = &'static Walk> {
    let files = [
        alone::WALKS,
        bases::WALKS,
        by_last::WALKS,
        by_number::WALKS,
        deltas::WALKS,
        ends::WALKS,
        first_value::WALKS,
        held::WALKS,
        in_body::WALKS,
        in_headers::WALKS,
        inclusive::WALKS,
        later::WALKS,
        links::WALKS,
        parts::WALKS,
        partial::WALKS,
        tokens::WALKS,
    ];
    files.into_iter().flatten()
}

/// The walk comes to what it must, over a socket and without one.
async fn assert_is_whole(walk: &Walk) {
    let (outcome, log) = walk.over_a_socket().await;
    let differences = outcome.differences(&walk.expected(&outcome, &log));
    assert!(differences.is_empty(), "{}\n{differences}", walk.list);
    specs::assert_rows_fit(walk.list, &outcome.rows);
}

#[test]
fn every_list_of_every_spec_is_walked() {
    for list in specs::lists() {
        assert!(all().any(|walk| walk.list == list), "{list} is not walked");
    }
}
