//! Made-up rows, the same for the same list and position in every run.

mod sendsage;
mod signalwire;

use serde_json::Value;

use crate::lists::List;

/// The row of a list at a position; positions grow from front to back and may be negative.
pub(crate) fn make(list: List, position: i64) -> Value {
    if List::SENDSAGE.contains(&list) {
        sendsage::make(list, position)
    } else {
        signalwire::make(list, position)
    }
}

/// One of `choices`, in turn.
fn choose<T: Copy>(choices: &[T], position: i64) -> T {
    let turn = position.unsigned_abs() % choices.len() as u64;
    choices[usize::try_from(turn).unwrap_or_default()]
}

/// A UUID that belongs to a name and a position.
fn uuid(name: &str, position: i64) -> String {
    let mut seed =
        name.bytes().fold(position.cast_unsigned(), |seed, byte| scramble(seed ^ u64::from(byte)));
    let high = scramble(seed);
    seed = scramble(high ^ 0x5bd1_e995);
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        seed >> 52,
        seed & 0xffff_ffff_ffff
    )
}

/// Spreads the bits of a number: a multiply, a fold, and again (as in splitmix64).
fn scramble(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}
