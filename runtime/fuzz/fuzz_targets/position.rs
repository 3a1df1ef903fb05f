//! A text that is a position is what that position encodes to.
#![no_main]

use pagesmith::Position;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(position) = Position::decode(text) {
        assert_eq!(Position::decode(&position.encode()).ok(), Some(position));
    }
});
