//! Pointers to items that hold parameters of the call: `/result/{pair}`.

use crate::client::base_url::fill;
use crate::error::Error;
use crate::list::AnyList;
use crate::paging::Text;
use crate::position::path_values::PathValues;
use percent_encoding::percent_decode_str;

/// Fills in the parameters of the pointers to items: those of the path, and those of the
/// query, whose pairs are encoded.
///
/// # Errors
/// When the call does not set a parameter, or sets it several times.
pub(super) fn fill_in(
    list: &mut AnyList,
    path: &PathValues,
    pairs: &[&String],
) -> Result<(), Error> {
    let pointers = std::iter::once(&mut list.items).chain(&mut list.item_rules.also);
    for pointer in pointers.filter(|pointer| pointer.contains('{')) {
        let filled = fill(pointer, |name| {
            let value = match path.value(name) {
                Some(value) => value.to_owned(),
                None => of_query(name, pointer, pairs)?,
            };
            Ok(value.replace('~', "~0").replace('/', "~1"))
        })?;
        *pointer = Text::Owned(filled);
    }
    Ok(())
}

/// The value of a query parameter.
fn of_query(name: &str, pointer: &str, pairs: &[&String]) -> Result<String, Error> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = pairs.iter().filter_map(|pair| pair.split_once('='));
    let values: Vec<&str> =
        pairs.filter(|(known, _)| decoded(known) == name).map(|(_, value)| value).collect();
    match values[..] {
        [value] => Ok(decoded(value)),
        [] => Err(Error::input(format!(
            "the items are at `{pointer}`, and the call sets no `{name}`; set it"
        ))),
        _ => Err(Error::input(format!(
            "the items are at `{pointer}`, and the call sets several values of `{name}`; set one"
        ))),
    }
}
