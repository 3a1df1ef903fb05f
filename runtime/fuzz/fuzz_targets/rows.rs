//! Rows of any text are read as `serde_json` reads them.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| pagesmith::__fuzz::rows(text));
